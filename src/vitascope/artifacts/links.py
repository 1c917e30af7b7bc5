"""Signed, expiring links: the link is the permission, so a player or ``curl`` needs no header.

    /files/<expiry, Unix seconds>-<signature>/<key>       reads a file
    /uploads/<expiry, Unix seconds>-<signature>/<id>      takes one in

The signature is HMAC-SHA256 over purpose, expiry and key. It stands before the key, so that the path ends in the file's
own name: players go by the ending, and some clients cut the query off.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from vitascope.core.generation import Artifact


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """What a link is good for."""

    prefix: str
    """Of its path, with a slash at either end."""
    label: bytes
    """Signed along, so that a link to one thing cannot pass for a link to another."""


READ = Purpose(prefix="/files/", label=b"vitascope file link v1")
UPLOAD = Purpose(prefix="/uploads/", label=b"vitascope upload link v1")


class LinkForged(Exception):
    """The signature is not ours, or not for this key."""


class LinkExpired(Exception):
    """The link was good once."""


def expiry(now: datetime, lifetime: timedelta, file_ends: datetime | None = None) -> datetime:
    """When a link made ``now`` ends: after ``lifetime``, at the next whole hour, but no later than its file.

    All polls within an hour then show the same link, which caches and clients take for the same file.
    """
    hour_s = 3600
    whole = -(-int((now + lifetime).timestamp() * 1_000_000) // (hour_s * 1_000_000))
    ends = datetime.fromtimestamp(whole * hour_s, UTC)
    return ends if file_ends is None else min(ends, file_ends)


def sign(secret: bytes, key: str, expires_at: datetime, purpose: Purpose = READ) -> str:
    """The path of a link to ``key`` that works until ``expires_at``, whole seconds."""
    ends = str(int(expires_at.timestamp()))
    return f"{purpose.prefix}{ends}-{_signature(secret, key, ends, purpose)}/{key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipLinks:
    """Signed paths of a completed clip; they begin with ``/files/`` and need no header."""

    video: str
    poster: str
    expires_at: datetime


def clip_links(
    secret: bytes, artifact: Artifact, *, now: datetime, lifetime: timedelta, file_ends: datetime | None
) -> ClipLinks:
    """Links to the clip and its poster, made ``now``: see `expiry`."""
    ends = expiry(now, lifetime, file_ends)
    return ClipLinks(
        video=sign(secret, artifact.video_key, ends), poster=sign(secret, artifact.poster_key, ends), expires_at=ends
    )


def verify(secret: bytes, token: str, key: str, now: datetime, purpose: Purpose = READ) -> str:
    """``key``, if ``{purpose.prefix}{token}/{key}`` is a link of ours that still works.

    Raises `LinkForged`, and `LinkExpired` only for a link that was really signed.
    """
    ends, _, signature = token.partition("-")
    if not hmac.compare_digest(_bytes(signature), _bytes(_signature(secret, key, ends, purpose))):
        raise LinkForged
    if now.timestamp() >= int(ends):
        raise LinkExpired
    return key


def _signature(secret: bytes, key: str, ends: str, purpose: Purpose) -> str:
    """Compared as text: of the 43 characters the last carries two spare bits, which a decoder would let differ."""
    message = b"\0".join((purpose.label, _bytes(ends), _bytes(key)))
    digest = hmac.new(secret, message, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogatepass")  # a path may hold anything, and must not make us stumble
