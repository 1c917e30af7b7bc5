"""Single fields of a JSON object, read kindly: numbers may come as strings, and ``null`` is as good as absent.

Every reader raises `core.errors.InvalidField` for a value of the wrong type, and gives ``None`` for a field that is
not there. Whether a value is legal is for `core` to say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from vitascope.core.errors import BadInput, InvalidField
from vitascope.core.generation import one_of

_WHOLE = re.compile(r"[+-]?[0-9]{1,18}(\.0*)?", re.A)


def required(value: str | None, field: str, hint: str) -> str:
    if value is None:
        raise BadInput(f"`{field}` is missing: {hint}")
    return value


def text(body: Mapping[str, Any], field: str, hint: str, legal: tuple[str, ...] = ()) -> str | None:
    value = body.get(field)
    if value is not None and not isinstance(value, str):
        raise InvalidField(field, value, hint, expected=union(legal))
    return value


def filled(body: Mapping[str, Any], field: str, hint: str) -> str | None:
    """Text that says something: what programs send where a person filled nothing in is as good as absent."""
    value = text(body, field, hint)
    return value if value is not None and value.strip() else None


def name(body: Mapping[str, Any], field: str, legal: tuple[str, ...]) -> str | None:
    """A name out of a few; a bare number, ``1080``, goes on as text, so that `core` can tell the nearest name."""
    value = body.get(field)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    found = text(body, field, one_of(legal), legal)
    return None if found is None else spelled(found, legal)


def spelled(value: str, legal: tuple[str, ...]) -> str:
    """The legal name that ``value`` is but for case and the spaces around it; else ``value``."""
    plain = value[:100].strip().lower()
    return next((name for name in legal if name.lower() == plain), value)


def choice_of_numbers(body: Mapping[str, Any], field: str, legal: tuple[int, ...]) -> int | None:
    value = body.get(field)
    if value is None:
        return None
    number = as_whole(value)
    if number is None:
        nearest = min(legal, key=lambda v: (abs(v - value), -v)) if isinstance(value, float) else None
        raise InvalidField(field, value, one_of(legal, nearest), expected=union(legal))
    return number


def whole(body: Mapping[str, Any], field: str, hint: str) -> int | None:
    """A whole number; ``hint`` says which are legal."""
    value = body.get(field)
    if value is None:
        return None
    number = as_whole(value)
    if number is None:
        raise InvalidField(field, value, hint)
    return number


def as_whole(value: object) -> int | None:
    """``6``, ``6.0`` and ``" 6 "`` as 6; ``None`` for what is not a whole number. ``True`` is not one."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    if isinstance(value, str) and len(value) <= 64 and (match := _WHOLE.fullmatch(value.strip())):
        return int(match[0].partition(".")[0])
    return None


def flag(body: Mapping[str, Any], field: str) -> bool | None:
    value = body.get(field)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and value in (0, 1):
        return bool(value)
    if isinstance(value, str) and (word := value[:64].strip().lower()) in ("true", "false", "1", "0"):
        return word in ("true", "1")
    raise InvalidField(field, value, "use true or false.", expected="'true' | 'false'")


def union(legal: tuple[str, ...] | tuple[int, ...]) -> str | None:
    """Legal values as the vendor's validation text spells them; ``None`` where there is no list."""
    return " | ".join(f"'{v}'" for v in legal) or None
