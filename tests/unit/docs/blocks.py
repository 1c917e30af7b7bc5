"""The fenced blocks of the README and the pages under docs/."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).parents[3]
FENCE = re.compile(r"^(?P<indent> *)```(?P<language>[^\n`]*)\n(?P<text>.*?)^(?P=indent)```", re.M | re.S)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    page: str
    """From the root, as in ``docs/index.md``."""
    language: str
    """The first word behind the fence; empty where there is none."""
    title: bool
    """Whether it is a file of the reader's, and says how that is called."""
    text: str


def pages() -> list[Path]:
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def _blocks() -> Iterator[Block]:
    for path in pages():
        for found in FENCE.finditer(path.read_text(encoding="utf-8")):
            language, _, title = found["language"].partition(" ")
            yield Block(
                page=path.relative_to(ROOT).as_posix(),
                language=language,
                title=title.startswith("title="),
                text=dedent(found["text"]),
            )


@cache
def blocks() -> tuple[Block, ...]:
    return tuple(_blocks())


def the_block(page: str, language: str, *, holds: str = "") -> str:
    """The one block of a page in this language that has ``holds`` in it."""
    (text,) = [b.text for b in blocks() if b.page == page and b.language == language and holds in b.text]
    return text
