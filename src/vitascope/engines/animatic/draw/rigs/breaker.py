"""A wave that breaks along its crest, seen from before it: whom it carries rides ahead of where it breaks."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs.body import Body, Paint
from vitascope.engines.animatic.draw.rigs.cast import Cast
from vitascope.engines.animatic.draw.rigs.shade import TINT

HALF = 5.2
"""Half of how long it is, in its height."""
BREAKS = (-1.5, 1.5)
"""Where along its crest it breaks when the shot begins, and when it ends."""
FACE = 1.15
"""How far before its crest its foot is."""
_WATER, _FOAM = (16.0, 74.0, 86.0), (236.0, 244.0, 246.0)
_SHADED = (160.0, 190.0, 198.0)
_ALONG = 53
_FLECKS = np.random.default_rng(20).standard_normal((2, 84, 22)) * 0.6
"""By which foam is rough, at two instants a quarter of a turn apart."""


def draw_breaker(body: Body, cast: Cast) -> None:
    """Along x, its face towards us, a unit high: a shoulder still to break, the lip that falls, and white water."""
    at = BREAKS[0] + (BREAKS[1] - BREAKS[0]) * cast.act
    xs = np.linspace(-HALF, HALF, _ALONG)
    high, curl = crest(xs, at), np.clip(0.35 + 0.9 * (at - xs), 0.0, 1.0)
    grid = np.stack([_section(float(h), float(c)) for h, c in zip(high, curl, strict=True)])
    body.sheet(
        np.concatenate([np.broadcast_to(xs[:, None, None], (*grid.shape[:2], 1)), grid], axis=2),
        Paint(_WATER, _FOAM, shine=0.35, soft=0.5, pattern=TINT),
        tint=_foam(xs, grid, at, cast.time_s),
    )
    _white_water(body, at, cast.time_s)


def crest(xs: NDArray[np.float64], at: float) -> NDArray[np.float64]:
    """How high it is at ``xs`` when it breaks at ``at``: highest there, lower where it has broken or is yet to."""
    ahead, behind = np.maximum(xs - at, 0.0), np.maximum(at - xs, 0.0)
    high = 0.28 + 0.72 * np.exp(-((ahead / 2.3) ** 2)) - 0.42 * (1 - np.exp(-((behind / 1.5) ** 2)))
    return np.asarray(high * np.clip((HALF - np.abs(xs)) / 1.2, 0.05, 1.0))


def surface(share: float) -> tuple[float, float]:
    """How far before its crest and how high its face is at ``share`` of the way up, in its height."""
    return FACE * (1 - share) + 0.12, share**1.9


def _section(high: float, curl: float) -> NDArray[np.float64]:
    """Height and depth of its skin from the foot up the face, around the lip and down the back, ``(points, 2)``."""
    face = [(surface(k / 9)[1] * high, surface(k / 9)[0] - 0.16 * curl * math.sin(math.pi * k / 9)) for k in range(10)]
    top, tip = face[-1], (high * (1.0 - 0.42 * curl * curl), 0.16 + 0.62 * curl * high)
    under = [_bend(top, (high * 1.06, 0.1 + 0.42 * curl * high), tip, k / 4) for k in range(1, 5)]
    over = [_bend(tip, (high * 1.2, 0.1 + 0.5 * curl * high), (high * 1.04, -0.12), k / 4) for k in range(1, 5)]
    back = [(high * (1.04 - 1.2 * (k / 5) ** 1.1), -0.12 - 2.0 * k / 5) for k in range(1, 6)]
    return np.array([(-0.12, FACE + 0.5), *face, *under, *over, *back])


def _bend(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float], t: float) -> tuple[float, float]:
    """On the parabola from ``a`` to ``c`` that ``b`` draws to itself."""
    u = 1 - t
    return u * u * a[0] + 2 * u * t * b[0] + t * t * c[0], u * u * a[1] + 2 * u * t * b[1] + t * t * c[1]


def _foam(xs: NDArray[np.float64], grid: NDArray[np.float64], at: float, time_s: float) -> NDArray[np.float64]:
    """How white its skin is, ``(along, points)``: the lip, all that has broken, and threads drawn up the face."""
    points = grid.shape[1]
    k = np.arange(points)[None, :]
    lip = np.exp(-(((k - 14.0) / 2.2) ** 2)) * np.clip(0.55 + 1.1 * (at - xs), 0.12, 1.0)[:, None]
    broken = np.clip((at - xs - 0.55) / 0.7, 0.0, 1.0)[:, None] * (k < 19)
    threads = 0.5 + 0.5 * np.sin(9.0 * xs[:, None] + 0.7 * k + 1.6 * np.sin(3.1 * xs[:, None] + time_s))
    face = 0.30 * threads**4 * ((k > 1) & (k < 10))
    return np.asarray(np.clip(lip + broken + face, 0.0, 1.0))


def _white_water(body: Body, at: float, time_s: float) -> None:
    """What has broken, tumbling at the foot of the wave: a rough mound of foam, and spray where the lip falls."""
    right = at - 0.15
    left = max(-HALF + 0.5, right - 4.6)
    x, z = np.meshgrid(np.linspace(left, right, 84), np.linspace(FACE * 1.3, 0.1, 22), indexing="ij")
    back, across = right - x, (z - 0.1) / (FACE * 1.3 - 0.1)
    mound = 0.34 * np.exp(-0.22 * back) * np.minimum(back / 0.5, 1.0) * np.sin(np.pi * (1 - across) ** 0.8)
    first, second = _FLECKS
    flecks = first * math.cos(5.0 * time_s) + second * math.sin(5.0 * time_s)
    rolls = np.sin(3.1 * x + 4.0 * z + 2.2 * time_s) * np.sin(5.3 * z - 2.5 * x + 3.1 * time_s)
    high = mound * (0.8 + 0.2 * rolls) + 0.035 * flecks * np.minimum(mound * 4, 1.0) - 0.03
    body.sheet(
        np.stack([x, high, z + 0.03 * flecks], axis=2),
        Paint(_SHADED, _FOAM, pattern=TINT),
        tint=np.clip(0.7 + 0.3 * flecks + 0.15 * rolls, 0.0, 1.0),
    )
    for n in range(5):
        if right - 0.25 - 0.8 * n > -HALF + 0.6:
            body.source("splash", (right - 0.25 - 0.8 * n, 0.12, FACE * 0.85), 0.36 - 0.02 * n, 0.8,
                        since_s=0.15 + (0.7 * time_s + 0.31 * n) % 0.7)  # fmt: skip
    body.source("steam", (right - 0.1, 0.1, FACE * 0.75), 0.3, 0.5, drift=(-0.5, 0.0, 0.3))
