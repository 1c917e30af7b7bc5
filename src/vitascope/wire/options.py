"""What any surface may carry beside the request itself: an idempotency key, a webhook, a priority, an expiry."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from vitascope.core.options import LEAST_EXPIRY_S, MAX_PRIORITY, MOST_EXPIRY_S, Idempotency, SubmitOptions
from vitascope.wire import fields

IDEMPOTENCY_KEY = "idempotency-key"
CLIENT_REQUEST_ID = "x-client-request-id"
REQUEST_ID = "x-request-id"

_CLIENT_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}", re.A)


def read_options(
    body: Mapping[str, Any],
    headers: Mapping[str, str],
    *,
    surface: str,
    base_url: str | None = None,
    lenient: bool = False,
) -> SubmitOptions:
    """The options in ``body`` and ``headers``; a body without any has none. Raises `InvalidField`.

    ``base_url`` is how this request's client names the server: what is sent to him later names it so too.
    """
    key = headers.get(IDEMPOTENCY_KEY)
    priority = fields.whole(body, "priority", f"use a whole number from {-MAX_PRIORITY} to {MAX_PRIORITY}.")
    return SubmitOptions(
        surface=surface,
        lenient=lenient,
        idempotency=None if key is None else Idempotency(key=key.strip(), fingerprint=fingerprint(surface, body)),
        client_request_id=client_request_id(headers),
        webhook_url=fields.filled(body, "webhook_url", "give an http(s) link that takes a POST."),
        base_url=base_url,
        priority=priority or 0,
        expires_in_s=fields.whole(
            body, "expires_in", f"use a whole number of seconds, {LEAST_EXPIRY_S} to {MOST_EXPIRY_S}."
        ),
    )


def client_request_id(headers: Mapping[str, str]) -> str | None:
    """What the client calls this request, if it is well formed; anything else is dropped in silence."""
    given = headers.get(CLIENT_REQUEST_ID)
    return given if given is not None and _CLIENT_REQUEST_ID.fullmatch(given) else None


def given_request_id(headers: Mapping[str, str]) -> str | None:
    """What a proxy in front of us calls this request, if it is well formed: our logs then call it so too."""
    given = headers.get(REQUEST_ID)
    return given if given is not None and _CLIENT_REQUEST_ID.fullmatch(given) else None


def fingerprint(surface: str, body: Mapping[str, Any]) -> bytes:
    """SHA-256 of a request, the same whatever the order of its fields. 12 MB of image take 30 ms."""
    digest = hashlib.sha256(surface.encode())
    for name in sorted(body):
        value = body[name]
        kind, data = (b"b", value) if isinstance(value, bytes) else (b"t", _text(value))
        label = name.encode(errors="surrogatepass")
        digest.update(
            b"%b%d:%d:%b" % (kind, len(label), len(data), label)
        )  # lengths, so that no two bodies run together
        digest.update(data)
    return digest.digest()


def _text(value: object) -> bytes:
    if isinstance(value, str):
        return b"s" + value.encode(errors="surrogatepass")
    return b"j" + json.dumps(value, sort_keys=True).encode()
