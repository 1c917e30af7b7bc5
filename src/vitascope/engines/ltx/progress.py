"""How far a render is, for who waits for it; and what it keeps on the way, for who goes on from there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vitascope.core.ports import Report
from vitascope.engines.ltx.checkpoint import Keeper
from vitascope.engines.ltx.cost import Transformer, work
from vitascope.engines.ltx.geometry import Plan
from vitascope.engines.ltx.recipe import Recipe
from vitascope.engines.ltx.sigmas import REFINE
from vitascope.engines.ltx.stages import FIRST, SECOND, Reached

WHOLE = 1000
"""Units of progress."""
DECODING = 0.06
"""The share of a render that decoding takes, about, on a large GPU at 1080p."""


class Progress:
    """Over a report: each stage has the share of the whole that its operations have."""

    def __init__(
        self, report: Report, config: Mapping[str, Any], recipe: Recipe, made: Plan, *, draft: bool = False
    ) -> None:
        self._report = report
        full_steps = 0 if draft else len(REFINE) - 1
        cost = work(
            Transformer.of(config), made, half_steps=recipe.half_steps, full_steps=full_steps, passes=recipe.passes
        )
        first = (1 - DECODING) * cost.half_step * recipe.half_steps / cost.total
        self._begins = {FIRST: 0.0, SECOND: first, "decoding": 1 - DECODING}
        self._lengths = {FIRST: first, SECOND: 1 - DECODING - first, "decoding": DECODING}
        self._last = (FIRST, 0)

    def at(self, stage: str, share: float) -> None:
        """``share`` of ``stage`` is done, 0 to 1."""
        self._last = (stage, int(WHOLE * (self._begins[stage] + share * self._lengths[stage])))
        self.look()

    def look(self) -> None:
        stage, done = self._last
        self._report.step(stage, done, WHOLE)


class Watching:
    """`stages.Watch`: progress told, checkpoints kept."""

    def __init__(self, progress: Progress, keeper: Keeper) -> None:
        self._progress = progress
        self._keeper = keeper

    def reached(self, reached: Reached, *, of: int) -> None:
        self._progress.at(reached.stage, reached.steps / of)
        self._keeper.reached(reached, of=of)

    def look(self) -> None:
        self._progress.look()
