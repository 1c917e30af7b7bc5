"""How far a render is, for who waits for it; and what it keeps on the way, for who goes on from there."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate

from vitascope.core.ports import Report
from vitascope.engines.ltx.checkpoint import Keeper
from vitascope.engines.ltx.cost import Transformer, decoding_flops, work
from vitascope.engines.ltx.decode import stretches
from vitascope.engines.ltx.geometry import Plan
from vitascope.engines.ltx.recipe import Recipe
from vitascope.engines.ltx.sigmas import REFINE
from vitascope.engines.ltx.stages import FIRST, SECOND, Reached
from vitascope.engines.ltx.weights import Weights

WHOLE = 1000
"""Units of progress."""
LEAST = 0.01
"""Of the whole that decoding has, so that it is seen to move."""


def shares(weights: Weights, recipe: Recipe, made: Plan, *, draft: bool) -> dict[str, float]:
    """Of each stage in a render's operations, in their order; they sum to 1."""
    cost = work(
        Transformer.of(weights.transformer.config),
        made,
        half_steps=recipe.half_steps,
        full_steps=0 if draft else len(REFINE) - 1,
        passes=recipe.passes,
    )
    shown = made.shown(draft=draft).size
    latents = sum(len(tile.latents) for tile in stretches(shown.frames)) * shown.height * shown.width
    decoding = decoding_flops(weights.vae.config, latents)
    decoding = max(LEAST, decoding / (cost.total + decoding))
    first = (1 - decoding) * cost.half_step * recipe.half_steps / cost.total
    return {FIRST: first, SECOND: 0.0 if draft else 1 - decoding - first, "decoding": decoding}


class Progress:
    """Over a report: each stage has the share of the whole that its operations have."""

    def __init__(self, report: Report, shares: Mapping[str, float]) -> None:
        self._report = report
        self._lengths = shares
        self._begins = dict(zip(shares, accumulate(shares.values(), initial=0.0), strict=False))
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
