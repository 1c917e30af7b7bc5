"""What all worlds of fresh water share: places for what stands on their banks."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.terrain import Terrain
from vitascope.engines.animatic.graph import Shot

_BROAD_M = 3.0
"""Size from which somebody is so broad that a tree beside the line of sight hides part of it."""
_HALF_SEEN = 0.4
"""Half the breadth of a building or a beast, in its size."""
Where = Callable[[float, float, float], bool]
"""Whether something may stand at x and z, where the ground is so high."""


def stood(
    terrain: Terrain, seed: int, *, count: int, near: float, far: float, tall: tuple[float, float], where: Where,
    kinds: int = 6, floor: float | None = None, wide: float = 1.05,
) -> NDArray[np.float32]:  # fmt: skip
    """Places for `grove`: ``count`` of them at most from ``near`` to ``far`` ahead, as many to a piece of the picture.

    What stands in water has its foot at ``floor``, not on the bottom.
    """
    random = np.random.default_rng(seed)
    spots: list[tuple[float, float, float, float, float]] = []
    for _ in range(40 * count):
        z = near * (far / near) ** float(random.random())
        x = float(random.uniform(-wide, wide)) * (z + 4)
        foot = terrain.ground(x, z)
        if where(x, z, foot):
            high = tall[0] + (tall[1] - tall[0]) * float(random.random())
            base = foot if floor is None else max(foot, floor)
            spots.append((x, base - 0.03 * high, z, high, float(random.integers(kinds))))
            if len(spots) == count:
                break
    return np.array(spots, np.float32).reshape(-1, 5)


def clear_of(shot: Shot, room_m: float = 1.5) -> Callable[[float, float], bool]:
    """Whether nobody of ``shot`` passes, or is hidden, wholly or by half, at x and z."""
    path = [(p.x, p.z, _HALF_SEEN * a.size_m if a.size_m > _BROAD_M else 0.0) for a in shot.actors for p in a.path]

    def free(x: float, z: float) -> bool:
        return not any(
            abs(x - a * z / max(b, 0.1)) < room_m + 0.10 * z + half * z / max(b, 0.1) and z < b + room_m
            for a, b, half in path
        )

    return free


def afloat(shot: Shot) -> bool:
    """Whether somebody is on the water, and the camera with them."""
    return shot.world.kind == "sea" or any(a.rig in ("boat", "sailing_ship") for a in shot.actors)
