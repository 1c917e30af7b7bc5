"""``/v2/generate/video/{provider}/generation``: what programs written for other providers' models send, and expect.

Source: the wire contract, section 4. A provider here is no more than a habit of naming fields: each path takes every
model of ours. What has a counterpart is translated; what was asked and has none is told, since the clip will lack it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from vitascope.core.errors import InvalidField
from vitascope.wire.aimlapi import JsonObject
from vitascope.wire.forms import Form, Translated, flag_in_words, soften

PROVIDERS = ("google", "kling", "alibaba", "bytedance", "pixverse", "minimax", "runway")

_READ = frozenset(
    (
        *("model", "prompt", "image_url", "duration", "resolution", "aspect_ratio", "fps", "generate_audio", "seed"),
        *("last_image_url", "camera_motion", "priority", "webhook_url", "expires_in", "remix_of"),
    )
)
"""What `wire.aimlapi`, `wire.options` and `wire.remix` read."""

_IMAGES = ("image_url", "first_frame_image", "first_frame_url", "img_url", "image", "image_list", "references")
"""Fields that hold an image to start from; the first that holds one counts."""

_LAST_IMAGES = ("last_image_url", "tail_image_url", "last_frame_image", "last_frame_url", "image_tail")
"""Likewise an image to end on."""

_SIZES = ("frame_size", "size", "ratio")
_SOUND = ("enable_audio", "audio", "sound")

_SIZE = re.compile(r"\s*(?P<width>[0-9]{1,5})\s*[:x×*/]\s*(?P<height>[0-9]{1,5})\s*", re.I | re.A)
_SMALLEST_SIDE = 100
"""Pixels: ``16:9`` is a shape, ``1280:720`` is a size."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,39}", re.A)
_MOST_NAMES = 12


def form_of(provider: str) -> Form:
    """How the path of one of `PROVIDERS` reads and writes."""
    write = _runway if provider == "runway" else _unchanged
    return Form(
        lenient=True, read=translated, write=write, image_field=_image_field, last_image_field=_last_image_field
    )


def translated(body: Mapping[str, Any]) -> Translated:
    """``body`` in the fields of ``/v2/video/generations``. Raises `InvalidField` for an image that is none."""
    plain, told = soften(body)
    for name in ("image_url", "last_image_url"):
        plain.pop(name, None)
    used = set()
    for field, read in (_image(body), _last_image(body), _size(body), _sound(body)):
        used.add(field)
        plain |= read
    listed = _list_told(body, next((name for name in _IMAGES if name in used), None))
    left = [name for name, value in body.items() if name not in _READ and name not in used and _asks(value)]
    return plain, (*told, *listed, *_left_out(left))


def _image(body: Mapping[str, Any]) -> tuple[str | None, JsonObject]:
    """The field that holds an image to start from, and that image as ``image_url``."""
    for name in _IMAGES:
        if images := _images(name, body.get(name)):
            return name, {"image_url": images[0]}
    return None, {}


def _last_image(body: Mapping[str, Any]) -> tuple[str | None, JsonObject]:
    """Likewise the image to end on, as ``last_image_url``."""
    for name in _LAST_IMAGES:
        if images := _images(name, body.get(name)):
            return name, {"last_image_url": images[0]}
    return None, {}


def _last_image_field(body: Mapping[str, Any]) -> str:
    return _last_image(body)[0] or "last_image_url"


def _image_field(body: Mapping[str, Any]) -> str:
    return _image(body)[0] or "image_url"


def _images(name: str, value: object) -> list[str]:
    """The images in a field: text, an object around it, or a list of either. Blank ones are as good as absent."""
    found = []
    for entry in value if isinstance(value, list) else [value]:
        inner = entry
        while isinstance(inner, dict):
            keys = () if inner.get("type") == "video" else ("url", "image_url", "image", "uri")
            inner = next((inner[key] for key in keys if inner.get(key) is not None), None)
        if inner is not None and not isinstance(inner, str):
            raise InvalidField(name, entry, "give an http(s) link, a data URI or base64.")
        if inner is not None and inner.strip():
            found.append(inner)
    return found


def _list_told(body: Mapping[str, Any], name: str | None) -> tuple[str, ...]:
    """An image out of a list was meant as an example of what to show, not as the first frame."""
    if name is None or not isinstance(body[name], list):
        return ()
    more = len(_images(name, body[name])) - 1
    others = "" if more == 0 else "; the other was left out" if more == 1 else f"; the other {more} were left out"
    return (f"The first image in `{name}` became the first frame of the clip{others}.",)


def _size(body: Mapping[str, Any]) -> tuple[str | None, JsonObject]:
    """The field that holds a frame's size or shape under a name of the provider's, and what it says."""
    for name in _SIZES:
        value = body.get(name)
        if not isinstance(value, str) or not value.strip():
            continue
        read: JsonObject = {}
        match = _SIZE.fullmatch(value[:64])
        if match is not None:
            width, height = int(match["width"]), int(match["height"])
            if min(width, height) >= _SMALLEST_SIDE:
                read["resolution"] = value
            read["aspect_ratio"] = "16:9" if width * 9 == height * 16 else value
        elif name == "ratio":
            read["aspect_ratio"] = value
        fresh = {field: said for field, said in read.items() if body.get(field) is None}
        if fresh:
            return name, fresh
    return None, {}


def _sound(body: Mapping[str, Any]) -> tuple[str | None, JsonObject]:
    """The field that asks for sound or none under a name of the provider's, and what it says."""
    for name in _SOUND:
        said = flag_in_words(body.get(name))
        if said is not None and body.get("generate_audio") in (None, ""):
            return name, {"generate_audio": said}
    return None, {}


def _asks(value: object) -> bool:
    """Whether a field with this value asks for anything."""
    return value is not None and value is not False and value not in ("", [], {})


def _left_out(names: list[str]) -> tuple[str, ...]:
    if not names:
        return ()
    shown = [f"`{name}`" for name in names if _NAME.fullmatch(name)][:_MOST_NAMES]
    more = len(names) - len(shown)
    counted = f"{more} more" if shown else f"{more} that are not known here"
    listed = ", ".join(shown) + (f" and {counted}" if more and shown else counted if more else "")
    return (f"Fields left out, since nothing here takes them: {listed}.",)


def _runway(reply: JsonObject) -> JsonObject:
    """There, alone, ``video`` is an array of links."""
    return reply if "video" not in reply else {**reply, "video": [reply["video"]["url"]]}


def _unchanged(reply: JsonObject) -> JsonObject:
    return reply
