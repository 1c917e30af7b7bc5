"""JSON text as strangers send it: read strictly, within bounds, and refused with a sentence.

A legal body is small but for one long string, the image. The bounds below keep a hostile body of the same size from
costing more: the C parser holds the interpreter lock from its first byte to its last.
"""

from __future__ import annotations

import codecs
import json
from typing import Any, NoReturn

from vitascope.core.errors import BadInput, shown

MAX_VALUES = 50_000
"""Commas and opening brackets a body may hold. Base64 holds none; 50,000 parse in under 10 ms, 16 million (which fit
32 MiB) in about a second."""

MAX_ESCAPES = 1_000_000
"""Backslashes a body may hold. Some clients escape every ``/`` of a base64 image, 1 in 64: half a million in 32 MiB."""


def read_object(text: bytes) -> dict[str, Any]:
    """The JSON object in ``text``. Raises `BadInput`: not UTF-8, not JSON, not an object, a key twice, too much."""
    text = text.removeprefix(codecs.BOM_UTF8)  # which some editors and shells put before every text
    if not text.strip():
        raise BadInput("The body is empty: send a JSON object.")
    if text.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise BadInput("The body starts with the byte order mark of UTF-16: send UTF-8.")
    if sum(text.count(mark) for mark in (b",", b"[", b"{")) > MAX_VALUES:
        raise BadInput(f"The body holds too many values: at most {MAX_VALUES:,} are read.")
    if text.count(b"\\") > MAX_ESCAPES:
        raise BadInput(f"The body holds too many backslashes: at most {MAX_ESCAPES:,} are read.")
    try:
        value = json.loads(text.decode("utf-8"), object_pairs_hook=_without_repeats, parse_constant=_not_a_number)
    except UnicodeDecodeError as error:
        raise BadInput(f"The body is not UTF-8 text: byte {error.start} cannot be read.") from error
    except json.JSONDecodeError as error:
        what = error.msg[:1].lower() + error.msg[1:].removesuffix(" at")
        raise BadInput(f"The body is not JSON: {what} at line {error.lineno}, column {error.colno}.") from error
    except RecursionError as error:
        raise BadInput("The body is nested too deeply: send one flat JSON object.") from error
    except ValueError as error:  # an integer of more digits than Python converts
        raise BadInput("The body holds a number with too many digits.") from error
    if not isinstance(value, dict):
        raise BadInput(f"The body is {_kind(value)}: send a JSON object.")
    return value


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        repeated = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise BadInput(f"The key {shown(repeated)} appears twice: send it once.")
    return found


def _not_a_number(constant: str) -> NoReturn:
    raise BadInput(f"The body holds {constant}, which is not a JSON number.")


def _kind(value: object) -> str:
    if value is None:
        return "`null`"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return "a JSON array" if isinstance(value, list) else "a JSON string" if isinstance(value, str) else "a number"
