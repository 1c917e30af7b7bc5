"""How bodies are read and replies written on one path: strictly, leniently, or as an older path's programs speak."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from vitascope.core.errors import shown
from vitascope.wire.aimlapi import JsonObject

Translated = tuple[JsonObject, tuple[str, ...]]
"""A body as `wire.aimlapi.read_submit` reads it, and what was read otherwise than it was sent, a sentence each."""


def _as_sent(body: Mapping[str, Any]) -> Translated:
    return dict(body), ()


def _as_told(reply: JsonObject) -> JsonObject:
    return reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One path's way. ``read`` may raise `core.errors.InvalidField`; ``write`` shapes the reply to a poll."""

    lenient: bool = False
    """Whether values that are not offered become the nearest that are."""
    read: Callable[[Mapping[str, Any]], Translated] = _as_sent
    write: Callable[[JsonObject], JsonObject] = _as_told
    image_field: Callable[[Mapping[str, Any]], str] = lambda _body: "image_url"
    """Which field of a body held the image that ``read`` gives as ``image_url``."""
    last_image_field: Callable[[Mapping[str, Any]], str] = lambda _body: "last_image_url"
    """Likewise ``last_image_url``."""


_NUMBER = re.compile(r"(?P<number>[+-]?[0-9]{1,9}(\.[0-9]{1,9})?)\s*(s|secs?|seconds?|fps)?", re.I | re.A)


_MAY_BE_EMPTY = ("duration", "resolution", "aspect_ratio", "fps", "generate_audio", "seed", "camera_motion")

_WORDS = {"yes": True, "on": True, "true": True, "no": False, "off": False, "false": False}


def soften(body: Mapping[str, Any]) -> Translated:
    """``body`` with whole numbers where ``duration`` and ``fps`` hold others, or text such as ``"5s"``, with a flag
    where ``generate_audio`` holds a word for one, and without what is empty.

    What is no number stays as it is, for `wire.fields` to refuse.
    """
    plain, told = {name: value for name, value in body.items() if not (name in _MAY_BE_EMPTY and _empty(value))}, []
    if (said := flag_in_words(plain.get("generate_audio"))) is not None:
        plain["generate_audio"] = said
    for name, to_whole in (("duration", math.ceil), ("fps", round)):
        number = _number(plain.get(name))
        if number is None:
            continue
        whole = to_whole(number)
        if whole != number:
            told.append(f"`{name}` was {shown(body[name])}; it was read as {whole}.")
        plain[name] = whole
    return plain, tuple(told)


def flag_in_words(value: object) -> bool | None:
    """A flag, or a word for one; ``None`` for anything else."""
    if isinstance(value, str):
        return _WORDS.get(value[:64].strip().lower())
    return value if isinstance(value, bool) else None


def _empty(value: object) -> bool:
    return isinstance(value, str) and not value.strip()


def _number(value: object) -> float | None:
    if isinstance(value, float) and math.isfinite(value):
        return value
    if isinstance(value, str) and len(value) <= 64 and (match := _NUMBER.fullmatch(value.strip())):
        return float(match["number"])
    return None


STRICT = Form()
LENIENT = Form(lenient=True, read=soften)
