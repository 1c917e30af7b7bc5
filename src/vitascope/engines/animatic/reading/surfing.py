"""Who surfs has a wave to ride: one that breaks behind them as they cross its face."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vitascope.engines.animatic.graph import Actor, Waypoint, World
from vitascope.engines.animatic.reading.drafts import Role

WAVE = "breaking wave"
_HIGH_M, _GIANT_M = 2.9, 7.5
"""How high the wave is, and one that is said to be large."""
_LARGE = ("giant", "huge", "big", "monster", "massive")
_OFF = 3.0
"""How far off its crest is, in its height."""
_ALONG = (-1.5, 1.5)
_AHEAD = 0.75
"""Where along its crest it breaks first and last, as `draw.rigs.breaker` has it, and how far its rider is ahead."""
_UP = (0.72, 0.42, 0.5, 0.66, 0.4)
"""How far up the face the rider is, from the beginning to the end."""


def on_breaker(actors: Sequence[Actor], world: World, roles: Sequence[Role]) -> tuple[tuple[Actor, ...], World]:
    """``actors`` with the wave that a surfer among them rides, and the sea about it, which is calmer than that wave."""
    rider = next((a for a in actors if a.rig == "biped" and "surfboard" in a.props and a.action == "float"), None)
    if world.kind != "sea" or rider is None or rider.count > 1:
        return tuple(actors), world
    told = " ".join(d.text for r in roles for d in r.deeds).lower()
    high = _GIANT_M if "waves" in world.tags or any(word in told for word in _LARGE) else _HIGH_M
    first, last = rider.path[0], rider.path[-1]
    z = round(max(_OFF * high, 3.2 * rider.size_m), 3)
    way = []
    for k, up in enumerate(_UP):
        share = k / (len(_UP) - 1)
        x = -(_ALONG[0] + (_ALONG[1] - _ALONG[0]) * share + _AHEAD) * high
        way.append(
            Waypoint(
                time_s=round(first.time_s + share * (last.time_s - first.time_s), 3), x=round(x, 3),
                y=round(0.93 * up**1.9 * high, 3), z=round(z - (1.15 * (1 - up) + 0.12) * high, 3),
            )
        )  # fmt: skip
    wave = Actor(
        id=f"{rider.id}-wave", rig="object", form=WAVE, label="wave", size_m=high, facing="camera",
        path=tuple(replace(p, x=0.0, y=0.0, z=z) for p in (first, last)),
    )  # fmt: skip
    made = [replace(a, path=tuple(way), facing="camera") if a is rider else a for a in actors]
    return (*made, wave), replace(world, tags=tuple(t for t in world.tags if t != "waves"))
