"""Tables of the reference pages, and the sentences in their cells."""

from __future__ import annotations

import re
from collections.abc import Sequence


class Undocumented(Exception):
    """Something that an owner or a caller can meet has no sentence that explains it."""


def table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown, with a line break at its end."""
    lines = [titles, ["---"] * len(titles), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def sentence(text: str | None, what: str) -> str:
    """The first paragraph of ``text`` as Markdown for a table's cell."""
    first = cell((text or "").strip().split("\n\n")[0])
    if not first:
        raise Undocumented(f"{what} has no sentence that says what it is")
    return re.sub(r"``([^`]+)``", r"`\1`", first)


def cell(text: str) -> str:
    """``text`` on one line, with nothing in it that ends a table's cell."""
    return " ".join(text.split()).replace("|", r"\|")
