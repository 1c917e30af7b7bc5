"""Limbs as one smooth surface: capsules in a row show where they meet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import lerp

Profile = tuple[tuple[float, float], ...]
"""How far along, and how thick there, in metres."""


def bone(
    body: Body, a: Point, b: Point, profile: Profile, scale: float, paint: Paint, *, fine: bool, bow: Point = (0, 0, 0)
) -> None:
    """A tapered limb; ``bow`` pushes its middle out, as calves and thighs are."""
    if not fine:
        body.tube([a, lerp(a, b, profile[2][0]), b], [profile[k][1] * scale for k in (0, 2, -1)], paint)
        return
    ts = np.linspace(profile[0][0], profile[-1][0], 6)
    radii = np.interp(ts, [t for t, _ in profile], [r for _, r in profile]) * scale
    arch = np.sin(np.pi * ts)[:, None] * np.asarray(bow)
    points = np.asarray(a) + (np.asarray(b) - np.asarray(a)) * ts[:, None] + arch
    skin_of(body, points, radii, paint)


def skin_of(
    body: Body, points: NDArray[np.float64], radii: Sequence[float] | NDArray[np.float64], paint: Paint, *,
    columns: int = 10, ends: bool = True, folds: float = 0.0, creases: float = 0.0,
) -> None:  # fmt: skip
    """A surface about a line of points, shaped ``(n, 3)``, with round ends if ``ends``; open ones show their inside.

    ``creases`` is how dark cloth is where it gathers, in the paint's second colour.
    """
    points, r = np.asarray(points, np.float64), np.asarray(radii, np.float64)
    way = _unit(np.concatenate([points[1:2] - points[:1], (points[2:] - points[:-2]) / 2, points[-1:] - points[-2:-1]]))
    if ends:
        first, last = points[0] - way[0] * r[0] * 0.9, points[-1] + way[-1] * r[-1] * 0.9
        near, far = points[0] - way[0] * r[0] * 0.6, points[-1] + way[-1] * r[-1] * 0.6
        points = np.concatenate([[first, near], points, [far, last]])
        way = np.concatenate([way[:1], way[:1], way, way[-1:], way[-1:]])
        r = np.concatenate([[r[0] * 0.05, r[0] * 0.75], r, [r[-1] * 0.75, r[-1] * 0.05]])
    dx, dy, dz = way.T
    nothing = np.zeros(len(way))
    # Across the way: its product with z, or with x where it lies along z. `np.cross` takes longer than all of the rest.
    side = _unit(np.stack((dy, -dx, nothing) if abs(float(dz.mean())) < 0.8 else (nothing, dz, -dy), axis=1))
    sx, sy, sz = side.T
    up = np.stack((sy * dz - sz * dy, sz * dx - sx * dz, sx * dy - sy * dx), axis=1)
    a, cos, sin = _around(columns)
    wide = r[:, None]
    if folds:
        wide = wide * (1 + folds * np.sin(a * 4)[None] * np.linspace(0, 1, len(r))[:, None])
    grid = points[:, None] + wide[..., None] * (cos * side[:, None] + sin * up[:, None])
    tint = None
    if creases:
        along = np.linspace(0, 1, len(r))[:, None]
        gathered = 0.35 + 0.65 * np.exp(-(((along - 0.55) / 0.25) ** 2))
        tint = creases * gathered * (0.5 + 0.5 * np.sin(along * 26 + 1.8 * np.sin(a)[None] + a[None])) ** 2
    body.sheet(grid, paint, closed=True, solid=ends, tint=tint)


def _unit(ways: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(ways / np.maximum(np.sqrt((ways * ways).sum(axis=1, keepdims=True)), 1e-9))


@lru_cache(maxsize=16)
def _around(columns: int) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Angles about a limb, and their cosines and sines shaped ``(1, columns, 1)``. Read only."""
    a = np.linspace(0, 2 * math.pi, columns, endpoint=False)
    return a, np.cos(a)[None, :, None], np.sin(a)[None, :, None]
