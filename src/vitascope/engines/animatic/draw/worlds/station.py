"""Stations: a platform under its canopy, with the town about it; and one under the ground."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.light import palette_midway
from vitascope.engines.animatic.draw.stage import Canvas, Light, Pose, WorldPainter
from vitascope.engines.animatic.draw.worlds.interior import interior
from vitascope.engines.animatic.draw.worlds.town import city
from vitascope.engines.animatic.graph import Shot

_AXIS_M = 3.4
"""Of the tube, to the right of who stands on the platform."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """A `WorldPainter`: what lies about it, seen from as much higher as the platform is, and over it that."""

    around: WorldPainter
    aside_m: float
    solids: NDArray[np.float32]
    air: Light
    edge_m: float
    drop_m: float

    @property
    def light(self) -> Light:
        return self.air

    def ground(self, x: float, z: float) -> float:  # noqa: ARG002 - tracks lead straight away from us
        """The platform, or the tracks beside it."""
        return 0.0 if x < self.edge_m or x > self.edge_m + 8.2 else -self.drop_m

    def paint(self, canvas: Canvas, pose: Pose, time_s: float) -> None:
        from vitascope.engines.animatic.draw.rigs.furnishings import paint_still  # worlds read no rigs when imported

        self.around.paint(canvas, replace(pose, x=pose.x - self.aside_m, y=pose.y + self.drop_m), time_s)
        paint_still(canvas, pose, self.air, self.solids)


def platform(shot: Shot, seed: int) -> Station:
    """Out of doors, or under the ground where the shot plays indoors."""
    from vitascope.engines.animatic.draw.rigs.platform import DROP_M, EDGE_M
    from vitascope.engines.animatic.draw.rigs.platform import platform as built

    under = shot.world.kind == "interior"
    alone = replace(shot, actors=(), effects=())
    around: WorldPainter
    if under:
        around = interior(replace(alone, world=replace(shot.world, tags=("tube",))), seed)
    else:
        yard = city(replace(alone, camera=replace(shot.camera, height_m=20.0)), seed)
        around = replace(yard, town=replace(yard.town, heights=np.minimum(yard.town.heights, 58.0).astype(np.float32)))
    night = palette_midway(shot).night
    body = built(under=under, night=0.8 if under else night, seed=seed % 97)
    return Station(
        around=around, aside_m=_AXIS_M if under else 0.0, solids=body.solids(), air=around.light, edge_m=EDGE_M,
        drop_m=DROP_M,
    )  # fmt: skip
