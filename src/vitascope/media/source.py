"""What an ``image_url`` or a ``remix_of`` holds: a link, a data URI or bare base64, told apart without a fetch."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from urllib.parse import unquote

from vitascope.core.errors import DeadLink, UnusableClip, UnusableImage

MAX_ENCODED_CHARS = 7 * 1024 * 1024
"""Base64 in a request: the official LTX API takes 7 MB (wire contract, section 5)."""

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{1,20}:", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_URL_SAFE = str.maketrans("-_", "+/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a field is to hold, and how errors speak of it."""

    noun: str
    one: str
    """With its article."""
    example: str
    """A media type, for a data URI in a sentence."""
    accept: str
    error: type[UnusableImage] | type[UnusableClip]
    dead: type[DeadLink] | type[UnusableClip]
    """For a link at whose end it is not."""
    also: str = ""
    """What else the field takes, read by somebody else."""
    start_only: bool = False
    """Fetch no more than the beginning of what is long."""

    @property
    def allowed(self) -> str:
        return f"Give {self.also}an http(s) link, a data URI, or the {self.noun}'s bytes in base64."


IMAGE = Wanted(noun="image", one="an image", example="image/png", accept="image/*", error=UnusableImage, dead=DeadLink)

CLIP_START = Wanted(
    noun="clip",
    one="a clip",
    example="video/mp4",
    accept="video/mp4",
    error=UnusableClip,
    dead=UnusableClip,
    also="a generation's id, ",
    start_only=True,
)


@dataclass(frozen=True, slots=True)
class Link:
    """A file elsewhere, for `media.fetch`."""

    url: str


@dataclass(frozen=True, slots=True, repr=False)
class Inline:
    """A file's own bytes."""

    data: bytes


def read_source(text: str, *, field: str, max_chars: int = MAX_ENCODED_CHARS, wanted: Wanted = IMAGE) -> Link | Inline:
    """What ``text`` holds. Decodes megabytes, so an event loop calls it on a thread. Raises `Wanted.error`.

    Base64 is read kindly, as clients write it: with line breaks, in the URL-safe alphabet, percent-encoded, or without
    its padding.
    """
    value = text.strip()
    if not value:
        raise wanted.error(field, text, f"it is empty. {wanted.allowed}")
    start = value[:32].lower()
    if start.startswith(("http://", "https://")):
        return Link(value)
    if start.startswith("data:"):
        return Inline(_data_uri(value, field, max_chars, wanted))
    if scheme := _SCHEME.match(value):
        raise wanted.error(field, text, f"{scheme[0]} links are not fetched. {wanted.allowed}")
    if value.lower().startswith("www."):
        raise wanted.error(field, text, f"a link begins with its scheme: https://{value[:60]}")
    data = _base64(value, field, text, max_chars, wanted)
    if len(data) < 16:  # the smallest image of any kind is longer; a word such as "cat" is base64 too
        raise wanted.error(field, text, f"it is neither a link nor {wanted.one}. {wanted.allowed}")
    return Inline(data)


def _data_uri(value: str, field: str, max_chars: int, wanted: Wanted) -> bytes:
    """RFC 2397, base64 only. The media type is not looked at: the bytes say better what they are."""
    header, comma, body = value.partition(",")
    if not comma or not header.lower().rstrip().endswith(";base64"):
        raise wanted.error(field, value, f"this data URI is not base64; write data:{wanted.example};base64,… .")
    data = _base64(body, field, value, max_chars, wanted)
    if not data:
        raise wanted.error(field, value, "this data URI holds nothing after its comma.")
    return data


def _base64(body: str, field: str, shown: str, max_chars: int, wanted: Wanted) -> bytes:
    if len(body) > max_chars:
        size, most = len(body) / 2**20, max_chars / 2**20
        smaller = f"send a link, or a smaller {wanted.noun}."
        hint = f"it is {size:.1f} MB of base64, and at most {most:.0f} MB is read; {smaller}"
        raise wanted.error(field, shown, hint)
    plain = _SPACE.sub("", unquote(body) if "%" in body else body).translate(_URL_SAFE).rstrip("=")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise wanted.error(field, shown, f"it is neither a link nor base64. {wanted.allowed}") from None
