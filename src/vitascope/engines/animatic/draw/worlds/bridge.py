"""On a bridge: it crosses the picture, and what it crosses leads away below: a stream in the woods, or a gorge."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.stage import Canvas, Light, Pose, WorldPainter
from vitascope.engines.animatic.draw.worlds.river import river
from vitascope.engines.animatic.graph import Actor, Shot, Waypoint

_ABOVE_M = {"footbridge": 2.3, "rope_bridge": 24.0}
"""How high the deck is over the land beside the river."""
_ALONE_M = 8.0
"""How far off it is where nobody is on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridged:
    """A `WorldPainter` of what is below, seen from so much higher, and of the bridge over it."""

    below: WorldPainter
    lift_m: float
    solids: NDArray[np.float32]

    @property
    def light(self) -> Light:
        return self.below.light

    def ground(self, x: float, z: float) -> float:  # noqa: ARG002 - the deck is level
        """The deck; the camera hangs beside it, as high."""
        return 0.0

    def paint(self, canvas: Canvas, pose: Pose, time_s: float) -> None:
        from vitascope.engines.animatic.draw.rigs.furnishings import paint_still  # worlds read no rigs when imported

        self.below.paint(canvas, replace(pose, y=pose.y + self.lift_m), time_s)
        paint_still(canvas, pose, self.light, self.solids)


def bridge(shot: Shot, seed: int) -> Bridged:
    """Under whoever crosses it, or eight metres off."""
    from vitascope.engines.animatic.draw.rigs.crossings import footbridge, rope_bridge

    rope = "rope_bridge" in shot.world.tags
    walked = [p.z for a in shot.actors for p in a.path if p.y < 1 and a.rig in ("biped", "quadruped", "car")]
    z = sum(walked) / len(walked) if walked else _ALONE_M
    boat = Actor(id="below", rig="boat", label="boat", size_m=3.0, path=(Waypoint(time_s=0.0, x=0.0, y=0.0, z=5.0),))
    kept = tuple(t for t in shot.world.tags if t not in ("footbridge", "rope_bridge", "lake"))
    world = replace(shot.world, tags=(*kept, *(("mountains",) if rope else ()), "river"))
    below = river(replace(shot, world=world, actors=(boat,), effects=()), seed)
    body = rope_bridge(z) if rope else footbridge(z)
    return Bridged(below=below, lift_m=_ABOVE_M["rope_bridge" if rope else "footbridge"], solids=body.solids())
