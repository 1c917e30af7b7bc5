"""Headings of a shot list: ``Shot 2:``, ``[00:03–00:06]``, ``3-6s:``, ``INT. SALOON``, and the numbers of a list.

They part shots, and some say how long each lasts; none of them describes anything that is seen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_DASH = r"\s*(?:-|–|—|to)\s*"
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?"
_LENGTH = r"(?:\s*[(\[][^)\]\n]{1,28}[)\]])?"
"""What stands in brackets behind a shot's number: ``(2s)``, ``(0:00-0:03)``."""
_NAMED = re.compile(
    rf"\b(?:shot|scene|cut|clip|panel|take|beat|part)\s*(?:#|no\.?\s?)?\d+\b{_LENGTH}\s*(?:[:.)\]]|[-–—]+)\s*",
    re.IGNORECASE,
)
_CLOCKED = re.compile(rf"[\[(]?\b{_CLOCK}{_DASH}{_CLOCK}\b[\])]?\s*(?:[:,]|[-–—]+)?\s*")
_SECONDS = re.compile(
    rf"(?:(?<=^)|(?<=[.!?\n\[(;]\s)|(?<=[.!?\n\[(;]))[\[(]?(?:second|sec)?s?\s*\d+(?:\.\d+)?\s*s?(?:ec(?:ond)?s?)?{_DASH}"
    r"\d+(?:\.\d+)?\s*(?:s|secs?|seconds?)?\s*(?:[:\])]+|[-–—]\s)\s*",
    re.IGNORECASE,
)
_LISTED = re.compile(r"(?:^|(?<=\s))\(?(\d{1,2})[.)]\s+(?=[A-Za-z])")
_SLUG = re.compile(r"\b(?:INT|EXT|INT\./EXT|EXT\./INT|I/E)\.(?=\s)")
_LABEL = re.compile(
    r"(?:^|(?<=[.!?\n;]\s)|(?<=[.!?\n;]))(?:subject|setting|location|environment|character|characters|action|actions|"
    r"lighting|light|mood|tone|style|visual style|atmosphere|sound|audio|sfx|dialogue|camera movement|composition|"
    r"prompt|scene description|description|duration|background)\s*:\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """Where a shot of a list begins. ``start`` and ``end`` are offsets in the prompt."""

    start: int
    end: int
    length_s: float = 0.0
    """How long the shot is said to last; 0 where nothing is said."""


def headings_of(text: str) -> tuple[Heading, ...]:
    """Every heading of ``text``, in order; two that touch are one."""
    spans = [m.span() for pattern in (_NAMED, _CLOCKED, _SECONDS, _SLUG) for m in pattern.finditer(text)]
    spans.extend(_numbered(text))
    found: list[Heading] = []
    for start, end in sorted(spans):
        if found and start <= found[-1].end:
            first = found[-1].start
            end = max(end, found[-1].end)  # noqa: PLW2901  the two as one
            found.pop()
        else:
            first = start
        found.append(Heading(start=first, end=end, length_s=_seconds(text[first:end])))
    return tuple(found)


def unlabelled(text: str) -> str:
    """``text`` with the names of its parts (``Lighting:``) overwritten by spaces, so that offsets stay true."""
    return _LABEL.sub(lambda m: " " * len(m.group()), text)


def _numbered(text: str) -> Sequence[tuple[int, int]]:
    """The numbers of a list, where they count from one on."""
    marks = [(int(m[1]), m.span()) for m in _LISTED.finditer(text)]
    wanted, spans = 1, []
    for number, span in marks:
        if number == wanted:
            spans.append(span)
            wanted += 1
    return spans if len(spans) > 1 else ()


def _seconds(heading: str) -> float:
    """Seconds that a heading tells: of ``3-6s`` three, of ``Shot 2 (4s)`` four."""
    told = re.sub(r"^\s*[A-Za-z]+\s*(?:#|no\.?\s?)?\d+", "", heading)
    span = re.search(rf"({_CLOCK}|\d+(?:\.\d+)?)\s*s?(?:ec(?:ond)?s?)?{_DASH}({_CLOCK}|\d+(?:\.\d+)?)", told)
    if span is not None:
        return max(0.0, _clock_s(span[2]) - _clock_s(span[1]))
    alone = re.search(r"(\d+(?:\.\d+)?)\s*(?:s|sec|secs|seconds?)\b", told, re.IGNORECASE)
    return float(alone[1]) if alone is not None else 0.0


def _clock_s(text: str) -> float:
    total = 0.0
    for part in text.split(":"):
        total = 60 * total + float(part)
    return total
