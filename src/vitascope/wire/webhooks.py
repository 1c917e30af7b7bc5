"""Webhooks on the wire: the message, and its signature as Standard Webhooks 1.0 has it (standardwebhooks.com)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from vitascope.core.generation import Generation
from vitascope.wire import ltx, openai
from vitascope.wire.aimlapi import JsonObject, polled

SECRET_PREFIX = "whsec_"  # noqa: S105 - what every secret begins with


def secret_text(secret: bytes) -> str:
    """A secret as receivers' libraries take it."""
    return SECRET_PREFIX + base64.b64encode(secret).decode("ascii")


def message_data(
    generation: Generation, *, video_link: str | None = None, poster_link: str | None = None
) -> JsonObject:
    """What a poll replies on the surface that the generation was submitted to, under the id that the submit gave."""
    match generation.surface:
        case "openai":
            return openai.video_object(generation)
        case "ltx":
            return ltx.job(generation, video_url=video_link)
        case _:
            return polled(generation, video_link=video_link, poster_link=poster_link)


def message_id(webhook_id: UUID) -> str:
    """The same at every try, so that a receiver can tell a repeat."""
    return f"msg_{webhook_id.hex}"


def message(event: str, *, at: datetime, data: dict[str, Any]) -> bytes:
    """The body: what happened, when, and `data`: the reply that a poll would give now."""
    moment = at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    text = json.dumps(
        {"type": event, "timestamp": moment, "data": data}, ensure_ascii=False, allow_nan=False, separators=(",", ":")
    )
    return text.encode("utf-8", "backslashreplace")


def signed_headers(webhook_id: UUID, body: bytes, *, secrets: Sequence[bytes], now: datetime) -> dict[str, str]:
    """The headers that prove who sent ``body`` and when: a signature for each of ``secrets``."""
    name, stamp = message_id(webhook_id), str(int(now.timestamp()))
    signatures = " ".join(f"v1,{_signature(secret, f'{name}.{stamp}.'.encode() + body)}" for secret in secrets)
    return {"webhook-id": name, "webhook-timestamp": stamp, "webhook-signature": signatures}


def _signature(secret: bytes, signed: bytes) -> str:
    return base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode("ascii")
