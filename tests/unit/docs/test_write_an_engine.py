"""The engine that ``docs/how-to/write-an-engine.md`` shows keeps the contract that the page describes."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from vitascope.core.generation import GenerationSpec
from vitascope.core.media import Resolution
from vitascope.core.ports import Engine
from vitascope.testing import EngineContract

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "write-an-engine.md"


@cache
def shown() -> dict[str, Any]:
    """The page's first block of Python, run."""
    block = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    assert block is not None
    names: dict[str, Any] = {}
    exec(compile(block[1], str(PAGE), "exec"), names)  # noqa: S102 - our own page
    return names


class TestTheEngineOfThePage(EngineContract):
    def engine(self) -> Engine:
        engine: Engine = shown()["GlowEngine"]()
        return engine

    def spec(self) -> GenerationSpec:
        return replace(super().spec(), resolution=Resolution(name="small", width=128, height=72))
