"""A rose from near by: petals that turn outward ring by ring about a heart still wound, toothed leaves, thorns, dew."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, add, curve, smooth, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter, paint_of
from vitascope.engines.animatic.draw.rigs.shade import TINT

Array = NDArray[np.float64]

_RINGS = (
    (4, 0.062, 0.152, 0.012, 1.0), (5, 0.084, 0.142, 0.034, 0.86),
    (5, 0.105, 0.122, 0.064, 0.80), (6, 0.122, 0.096, 0.092, 0.66),
)  # fmt: skip
"""Of each ring, from the heart outward: petals, radius, height, how far the lip turns out, half a petal's angle."""


def draw_rose(body: Body, cast: Cast) -> None:
    """One unit high; it nods."""
    told = " ".join((cast.actor.label, cast.actor.form, *cast.actor.props)).lower()
    red = paint_of(cast.actor.colour, (196, 24, 44))
    nod = 0.03 * math.sin(cast.time_s * 1.4 + cast.chance(1) * 6)
    stem = curve([(0, 0, 0), (0.02, 0.4, 0.02), (nod, 0.78, 0.05)], 8)
    green = Paint((58, 104, 46), soft=0.3)
    body.tube(stem, [0.017] * 8, green)
    for k in range(1, 6):  # thorns
        a = 2.4 * k
        x, y, z = stem[k]
        body.limb((x, y, z), 0.012, (x + 0.04 * math.sin(a), y + 0.012, z + 0.04 * math.cos(a)), 0.002, green)
    for k, (way, up) in enumerate(((1.1, 0.30), (-1.3, 0.44), (2.6, 0.56))):
        _leaf(body, (0.02, up, 0.02), way, 0.26 - 0.03 * k)
    head = Body()
    for n in range(5):  # sepals
        a = n / 5 * math.tau
        head.limb((0, 0.0, 0), 0.03, (0.1 * math.sin(a), 0.01, 0.1 * math.cos(a)), 0.008, green)
    head.ball((0, 0.0, 0), (0.045, 0.04, 0.045), green)
    # The heart: petals still wound about each other.
    head.ball((0, 0.085, 0), (0.062, 0.075, 0.062), Paint(darker(red, 0.35)))
    turns = np.linspace(0, 2.6 * math.tau, 30)
    wound: list[Point] = []
    for a in turns.tolist():
        r = 0.012 + 0.0024 * a
        wound.append((r * math.sin(a), 0.158 - 0.0019 * a, r * math.cos(a)))
    head.tube(wound, [0.0105] * len(wound), Paint(lighter(red, 0.04), shine=0.05))
    dew = "dew" in told or "drop" in told
    for ring, (count, radius, high, lip, half) in enumerate(_RINGS):
        # Towards the heart, petals keep the light off one another.
        shade = 1 - ring / (len(_RINGS) - 1)
        paint = Paint(
            lighter(red, 0.10 - 0.10 * shade), darker(red, 0.55 + 0.15 * shade), shine=0.06, pattern=TINT, soft=0.35
        )
        how = _opened((radius, high, lip, half), cast, ring)
        for k in range(count):
            _petal(head, paint, (k + 0.31 * ring) / count * math.tau + 0.8 * ring, how)
            if dew and ring > 1:
                _drop(
                    head,
                    (k + 0.31 * ring) / count * math.tau + 0.8 * ring,
                    radius,
                    high,
                    lip,
                    cast.chance(ring * 7 + k),
                )
    body.graft(head, turn(cast.to_camera + 0.35, -0.8, nod) * 1.25, stem[7])


def opening(cast: Cast) -> float:
    """How far a flower is open: all of it, unless the prompt has it bloom in the shot."""
    return smooth(0.06 + 1.05 * cast.act) if cast.actor.action == "bloom" else 1.0


def _opened(how: tuple[float, float, float, float], cast: Cast, ring: int) -> tuple[float, float, float, float]:
    """The petals of a ring on their way from a bud: the outer ones turn out first."""
    radius, high, lip, half = how
    share = opening(cast)
    if share >= 1.0:
        return how
    o = smooth(share * 1.6 - 0.15 * (len(_RINGS) - 1 - ring))
    slim = 0.074 / radius + 0.06 * ring
    return radius * (slim + (1 - slim) * o), 0.152 + 0.01 * ring + (high - 0.162) * o, lip * o, half


def _petal(body: Body, paint: Paint, about: float, how: tuple[float, float, float, float]) -> None:
    u, v = np.linspace(-1, 1, 7)[None], np.linspace(0, 1, 7)[:, None]
    x, y, z = _at(u, v, about, how)
    tint = np.clip(0.85 - 0.95 * v + 0.25 * np.abs(u) ** 3 + 0.10 * np.cos(5 * u), 0, 1)
    body.sheet(np.stack([x, y, z], axis=2), paint, tint=tint)


def _at(u: Array, v: Array, about: float, how: tuple[float, float, float, float]) -> tuple[Array, Array, Array]:
    """Places on a petal, ``u`` across from -1 to 1 and ``v`` up from 0 to 1."""
    radius, high, lip, half = how
    turned = np.clip((v - 0.62) / 0.38, 0, 1)
    edge = 1 - 0.5 * np.abs(u) ** 2.4  # the rim is an arc
    r = radius * (0.22 + 0.78 * np.sin(0.5 * math.pi * np.minimum(v * 1.7, 1))) + lip * turned**2 * edge
    y = high * v * (1 - 0.16 * np.abs(u) ** 2.2) - 0.42 * lip * turned**3
    a = about + u * half * (0.45 + 0.55 * np.sin(math.pi * (0.08 + 0.72 * v)))
    return np.sin(a) * r, y + 0 * u, np.cos(a) * r


def _drop(body: Body, about: float, radius: float, high: float, lip: float, lot: float) -> None:
    u, v = np.array([[1.2 * lot - 0.6]]), np.array([[0.55 + 0.4 * lot]])
    x, y, z = (float(c[0, 0]) for c in _at(u, v, about, (radius * 1.04, high, lip * 1.05, 0.8)))
    size = 0.006 + 0.006 * ((lot * 7) % 1)
    body.ball((x, y, z), size, Paint((232, 240, 246), shine=1.0, glow=0.12))


def _leaf(body: Body, at: Point, way: float, long: float) -> None:
    """Five small blades on a stalk are one leaf; here the three that are seen."""
    green = Paint((66, 116, 52), (34, 72, 34), soft=0.35, shine=0.1, pattern=TINT)
    for k, (side, share) in enumerate(((0.0, 1.0), (0.7, 0.62), (-0.7, 0.62))):
        a, size = way + side, long * share
        foot = at if k == 0 else add(at, (0.3 * long * math.sin(way), 0.1 * long, 0.3 * long * math.cos(way)))
        t, u = np.linspace(0, 1, 9)[:, None], np.linspace(-1, 1, 5)[None]
        toothed = 1 + 0.12 * ((np.arange(9) % 2)[:, None])
        wide = 0.3 * size * np.sin(math.pi * t**0.8) * toothed
        ahead, aside, up = t * size, u * wide, 0.35 * size * t * (1 - 0.9 * t) + 0.12 * np.abs(u) * wide
        x = foot[0] + ahead * math.sin(a) + aside * math.cos(a)
        z = foot[2] + ahead * math.cos(a) - aside * math.sin(a)
        grid = np.stack([x, foot[1] + up + 0 * x, z], axis=2)
        body.sheet(grid, green, tint=np.clip(0.7 * (1 - np.abs(u)) ** 3 + 0.2 * (t % 0.25) * 4, 0, 1) + 0 * t)
