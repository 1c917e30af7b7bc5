"""A submit: its fields, and the flow that sends it once however often it is tried."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypedDict
from uuid import uuid4

from vitascope.client.errors import ClientError
from vitascope.client.retry import Exchange
from vitascope.client.steps import Emit, Flow, do

DEFAULT_MODEL = "ltxv/ltxv-2-fast"


_NOT_AS_THEY_ARE = frozenset({"image", "last_image", "extra", "idempotency_key"})


class Treatment(TypedDict, total=False):
    """How what is accepted is to be treated, whatever it asks for."""

    webhook_url: str
    """Told when it has ended."""
    priority: int
    """Among the queued generations of the account; higher goes first."""
    expires_in: int
    """Seconds for which the files are kept."""
    idempotency_key: str
    """Submits with one key and one content are one generation; a random one if not given."""


class Fields(Treatment, total=False):
    """What a submit may say beside its prompt. Left out, the server's default holds; the server checks the values."""

    model: str
    """``ltxv/ltxv-2-fast`` if not given."""
    image: str | bytes | Path
    """First frame: a file, its bytes, or an http(s) link. Text is a link, a data URI, or the path of a file."""
    last_image: str | bytes | Path
    """Likewise the last frame, where the server's engine follows one."""
    duration: int
    """Seconds."""
    resolution: str
    """``1080p``, ``1440p`` or ``2160p``."""
    aspect_ratio: str
    fps: int
    generate_audio: bool
    seed: int
    """The same seed gives the same clip."""
    camera_motion: str
    """``dolly_in``, ``jib_up``, ``static`` …"""
    draft: bool
    """The first stage alone, at half the size and a share of the price; `finish` makes the whole of it."""
    remix_of: str
    """A generation whose request is the start of this one."""
    extra: Mapping[str, Any]
    """Fields of the request that have no name here, as the server calls them."""


def submitted(exchange: Exchange, prompt: str, fields: Fields) -> Flow:
    """Emits the accepted `Generation`. Raises `ClientError`, and `OSError` where the image cannot be read."""
    if unknown := sorted(set(fields) - Fields.__annotations__.keys()):
        raise TypeError(f"submit() has no {unknown[0]!r}; what the server alone knows goes into extra={{…}}")
    key = _key(fields)
    body = yield from do(lambda: request_body(prompt, fields))
    call = exchange.api.submit(body, idempotency_key=key)
    yield Emit((yield from exchange.answered(call)))


def finished(exchange: Exchange, draft_id: str, treatment: Treatment) -> Flow:
    """Emits the accepted `Generation` that makes the whole of a draft. Raises `ClientError`."""
    if unknown := sorted(set(treatment) - Treatment.__annotations__.keys()):
        raise TypeError(f"finish() has no {unknown[0]!r}: the draft has said what the clip is")
    body: dict[str, Any] = {"generation_id": draft_id}
    body |= {name: value for name, value in treatment.items() if value is not None and name != "idempotency_key"}
    call = exchange.api.finish(json.dumps(body).encode(), idempotency_key=_key(treatment))
    yield Emit((yield from exchange.answered(call)))


def _key(treatment: Treatment) -> str:
    key = treatment.get("idempotency_key") or str(uuid4())
    if not (key.isascii() and key.isprintable()):
        raise ClientError(f"The idempotency key is {key!r}: use printable ASCII characters, such as a UUID.")
    return key


def request_body(prompt: str, fields: Fields) -> bytes:
    """The JSON of a submit; reads the images' files, if there are any."""
    body: dict[str, Any] = {"model": DEFAULT_MODEL, "prompt": prompt}
    body |= {name: value for name, value in fields.items() if value is not None and name not in _NOT_AS_THEY_ARE}
    if (image := fields.get("image")) is not None:
        body["image_url"] = image_field(image)
    if (last_image := fields.get("last_image")) is not None:
        body["last_image_url"] = image_field(last_image)
    body |= fields.get("extra") or {}
    return json.dumps(body, ensure_ascii=False, allow_nan=False).encode("utf-8", "backslashreplace")


def image_field(image: str | bytes | Path) -> str:
    """What ``image_url`` and ``last_image_url`` hold: a link or a data URI as it is, a file or its bytes in base64."""
    if isinstance(image, str) and image.lower().startswith(("http://", "https://", "data:")):
        return image
    content = image if isinstance(image, bytes) else Path(image).read_bytes()
    return base64.b64encode(content).decode()
