"""A measured figure, what is wanted of it, and the table of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from rich.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A limit, and the side of it that is wanted."""

    side: Literal["<=", ">="]
    limit: float

    def met_by(self, value: float) -> bool:
        return value <= self.limit if self.side == "<=" else value >= self.limit


def at_most(limit: float) -> Target:
    return Target(side="<=", limit=limit)


def at_least(limit: float) -> Target:
    return Target(side=">=", limit=limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One row of the table."""

    name: str
    value: float | None
    """``None`` where it cannot be measured here."""
    unit: str
    target: Target | None = None
    baseline: float | None = None
    """The same figure of something else in the same run, to which it is put in proportion."""
    baseline_name: str = ""
    runs: tuple[float, ...] = ()
    """Of how many the value is the median, where there are several."""

    @property
    def met(self) -> bool | None:
        return None if self.target is None or self.value is None else self.target.met_by(self.value)

    @property
    def ratio(self) -> float | None:
        return None if self.value is None or not self.baseline else self.value / self.baseline

    def to_json(self) -> dict[str, Any]:
        told: dict[str, Any] = {"name": self.name, "value": self.value, "unit": self.unit, "met": self.met}
        if self.target is not None:
            told["target"] = f"{self.target.side} {self.target.limit:g}"
        if self.ratio is not None:
            told |= {"baseline": self.baseline, "baseline_name": self.baseline_name, "ratio": self.ratio}
        if self.runs:
            told["runs"] = list(self.runs)
        return told


def percentile(values: Sequence[float], share: float) -> float:
    """The least value that ``share`` of ``values`` do not exceed: nearest rank, so that it was really measured."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def table(figures: Sequence[Figure]) -> Table:
    made = Table(box=None, header_style="bold", pad_edge=False)
    for heading, side in (("", "left"), ("measured", "right"), ("wanted", "right"), ("", "left"), ("against", "left")):
        made.add_column(heading, justify=side)  # type: ignore[arg-type]
    for figure in figures:
        made.add_row(
            figure.name,
            "not measured" if figure.value is None else f"{figure.value:.4g} {figure.unit}".strip(),
            "" if figure.target is None else f"{figure.target.side.replace('=', '')} {figure.target.limit:g}",
            {True: "[green]met[/]", False: "[bold red]missed[/]", None: ""}[figure.met],
            "" if figure.ratio is None else f"{figure.ratio:.2f} × {figure.baseline_name} ({figure.baseline:.3g})",
        )
    return made
