"""Butterflies, as many as a prompt has in the air: each a body of its own, about whom they are with."""

from __future__ import annotations

import zlib
from dataclasses import replace
from functools import lru_cache

from vitascope.engines.animatic.draw.rigs.cast import chance
from vitascope.engines.animatic.graph import Actor, Effect, Shot, Waypoint

_COUNT = 8
_COLOURS = ("orange", "yellow", "white", "azure", "orange", "lavender", "amber", "coral")
_SPAN_M = 0.1
"""Span of a butterfly."""


@lru_cache(maxsize=16)
def swarms_of(shot: Shot) -> tuple[tuple[Effect, tuple[Actor, ...]], ...]:
    """Every such effect of ``shot`` with one actor a butterfly.

    They keep ahead of the first actor that goes anywhere, within a length or two of its nose, since what is chased is
    seen with who chases it. They are at least a quarter as high as it: beside a horse their true size is a speck.
    """
    return tuple((effect, tuple(_about(effect, shot))) for effect in shot.effects if effect.kind == "butterflies")


def _about(effect: Effect, shot: Shot) -> list[Actor]:
    lead = next((a for a in shot.actors if a.id == effect.actor), shot.actors[0] if shot.actors else None)
    if lead is None:
        here = (Waypoint(time_s=shot.start_s, x=0.0, y=shot.camera.height_m - 0.5, z=2.6),)
        lead = Actor(id="air", rig="placeholder", label="", size_m=1.2, path=here)
    size = min(max(_SPAN_M, 0.26 * lead.size_m), 0.4)
    gone = lead.path[-1].x - lead.path[0].x
    ahead = 1.0 if gone >= 0 else -1.0
    reach = max(lead.size_m, 0.3)
    out = []
    for k in range(round(_COUNT * (0.7 + 0.6 * effect.strength))):
        name = f"{lead.id}/butterfly-{k}"
        seed = zlib.crc32(name.encode())
        x = (
            ahead * reach * (0.55 + 1.25 * chance(seed, 1))
            if abs(gone) > 0.1
            else reach * 2.4 * (chance(seed, 1) - 0.5)
        )
        y, z = reach * (0.5 + 0.95 * chance(seed, 2)), reach * (1.3 * chance(seed, 3) - 0.75)
        path = tuple(replace(p, x=p.x + x, y=max(p.y, 0.0) + y, z=max(p.z + z, 0.3)) for p in lead.path)
        out.append(
            Actor(
                id=name,
                rig="butterfly",
                label="butterfly",
                form="butterfly",
                colour=_COLOURS[k % 8],
                size_m=size,
                path=path,
                action="fly",
            )
        )
    return out
