"""Signed, expiring links to files: the link is the permission, so a player or ``curl`` needs no header.

    /files/<expiry, Unix seconds>-<signature>/<key>

The signature is HMAC-SHA256 over expiry and key. It stands before the key, so that the path ends in the file's own
name: players go by the ending, and some clients cut the query off.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

PREFIX = "/files/"

_PURPOSE = b"vitascope file link v1"
"""Signed along, so that the same secret may sign other things without one passing for the other."""


class LinkForged(Exception):
    """The signature is not ours, or not for this key."""


class LinkExpired(Exception):
    """The link was good once."""


def expiry(now: datetime, lifetime: timedelta) -> datetime:
    """When a link made ``now`` ends: after ``lifetime``, at the next whole hour.

    All polls within an hour then show the same link, which caches and clients take for the same file.
    """
    hour_s = 3600
    whole = -(-int((now + lifetime).timestamp() * 1_000_000) // (hour_s * 1_000_000))
    return datetime.fromtimestamp(whole * hour_s, UTC)


def sign(secret: bytes, key: str, expires_at: datetime) -> str:
    """The path of a link to ``key`` that works until ``expires_at``, whole seconds."""
    ends = str(int(expires_at.timestamp()))
    return f"{PREFIX}{ends}-{_signature(secret, key, ends)}/{key}"


def verify(secret: bytes, token: str, key: str, now: datetime) -> str:
    """``key``, if ``/files/{token}/{key}`` is a link of ours that still works.

    Raises `LinkForged`, and `LinkExpired` only for a link that was really signed.
    """
    ends, _, signature = token.partition("-")
    if not hmac.compare_digest(_bytes(signature), _bytes(_signature(secret, key, ends))):
        raise LinkForged
    if now.timestamp() >= int(ends):
        raise LinkExpired
    return key


def _signature(secret: bytes, key: str, ends: str) -> str:
    """Compared as text: of the 43 characters the last carries two spare bits, which a decoder would let differ."""
    message = b"\0".join((_PURPOSE, _bytes(ends), _bytes(key)))
    digest = hmac.new(secret, message, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogatepass")  # a path may hold anything, and must not make us stumble
