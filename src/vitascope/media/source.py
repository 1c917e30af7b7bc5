"""What an ``image_url`` holds: a link, a data URI or bare base64, told apart without fetching anything."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from urllib.parse import unquote

from vitascope.core.errors import UnusableImage

MAX_ENCODED_CHARS = 7 * 1024 * 1024
"""Base64 in a request: the official LTX API takes 7 MB (wire contract, section 5)."""

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{1,20}:", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_URL_SAFE = str.maketrans("-_", "+/")

_ALLOWED = "Give an http(s) link, a data URI, or the image's bytes in base64."


@dataclass(frozen=True, slots=True)
class Link:
    """An image elsewhere, for `media.fetch`."""

    url: str


@dataclass(frozen=True, slots=True, repr=False)
class Inline:
    """An image's own bytes, for `media.image`."""

    data: bytes


def read_source(text: str, *, field: str, max_chars: int = MAX_ENCODED_CHARS) -> Link | Inline:
    """What ``text`` holds. Decodes megabytes, so an event loop calls it on a thread. Raises `UnusableImage`.

    Base64 is read kindly, as clients write it: with line breaks, in the URL-safe alphabet, percent-encoded, or without
    its padding.
    """
    value = text.strip()
    if not value:
        raise UnusableImage(field, text, f"it is empty. {_ALLOWED}")
    start = value[:32].lower()
    if start.startswith(("http://", "https://")):
        return Link(value)
    if start.startswith("data:"):
        return Inline(_data_uri(value, field, max_chars))
    if scheme := _SCHEME.match(value):
        raise UnusableImage(field, text, f"{scheme[0]} links are not fetched. {_ALLOWED}")
    if value.lower().startswith("www."):
        raise UnusableImage(field, text, f"a link begins with its scheme: https://{value[:60]}")
    data = _base64(value, field, text, max_chars)
    if len(data) < 16:  # the smallest image of any kind is longer; a word such as "cat" is base64 too
        raise UnusableImage(field, text, f"it is neither a link nor an image. {_ALLOWED}")
    return Inline(data)


def _data_uri(value: str, field: str, max_chars: int) -> bytes:
    """RFC 2397, base64 only. The media type is not looked at: the bytes say better what they are."""
    header, comma, body = value.partition(",")
    if not comma or not header.lower().rstrip().endswith(";base64"):
        raise UnusableImage(field, value, "this data URI is not base64; write data:image/png;base64,… .")
    data = _base64(body, field, value, max_chars)
    if not data:
        raise UnusableImage(field, value, "this data URI holds nothing after its comma.")
    return data


def _base64(body: str, field: str, shown: str, max_chars: int) -> bytes:
    if len(body) > max_chars:
        size, most = len(body) / 2**20, max_chars / 2**20
        hint = f"it is {size:.1f} MB of base64, and at most {most:.0f} MB is read; send a link, or a smaller image."
        raise UnusableImage(field, shown, hint)
    plain = _SPACE.sub("", unquote(body) if "%" in body else body).translate(_URL_SAFE).rstrip("=")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise UnusableImage(field, shown, f"it is neither a link nor base64. {_ALLOWED}") from None
