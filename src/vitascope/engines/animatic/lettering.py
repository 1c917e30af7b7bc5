"""How written words stand in lines: for reading, which frames them, and drawing, which sets them."""

from __future__ import annotations

FORM = "lettering"
"""The form of an actor that is its label, as letters."""
LINE = 12
"""Letters from which words are set in two lines."""
LETTER = 0.62
"""Width of a letter in heights of a line, on average."""


def lines_of(text: str) -> tuple[str, ...]:
    """``text`` in one line, or in two where it is long, broken nearest to its middle."""
    breaks = [i for i, c in enumerate(text) if c == " "]
    if len(text) <= LINE or not breaks:
        return (text,)
    at = min(breaks, key=lambda i: (abs(i - len(text) / 2), i))
    return (text[:at], text[at + 1 :])


def breadth(text: str) -> float:
    """Width of ``text`` in heights of the whole of it."""
    lines = lines_of(text)
    return LETTER * max(len(line) for line in lines) / len(lines)
