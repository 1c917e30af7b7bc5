"""The skin of an animal along its spine, and what is on it: spots, stripes, tufts, fleece."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.builds import Build
from vitascope.engines.animatic.draw.rigs.cast import chance
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter, mix
from vitascope.engines.animatic.draw.rigs.cover import CAPSULE, ELLIPSOID, TRIANGLE
from vitascope.engines.animatic.draw.rigs.shade import BELLY, MOTTLE, ROW, STRIPES

Floats = NDArray[np.float64]
Knot = tuple[float, float, float, float, float]
"""x, y, z of a ring's centre, half its width, half its depth."""


@dataclass(frozen=True, slots=True)
class Coat:
    """The paints of one animal."""

    fur: Paint
    columns: tuple[Paint, ...]
    """Around the body, from the back over the right flank and the belly to the back again."""
    leg: Paint
    pale: Paint
    dark: Paint
    mark: Paint


COLUMNS = 16


@lru_cache(maxsize=64)
def coat_of(b: Build) -> Coat:
    def fur(share: float) -> Paint:
        colour = darker(b.colour, share * b.saddle) if share > 0 else lighter(b.colour, -share * 0.12)
        return Paint(colour, b.belly, shine=0.03, pattern=BELLY)

    rounds = tuple(fur(math.cos((k + 0.5) / COLUMNS * 2 * math.pi)) for k in range(COLUMNS))
    shin = b.mark if "socks" in b.extras else darker(b.colour, 0.06)
    leg = Paint(b.colour, b.belly, shine=0.03, pattern=MOTTLE, grain=0.3)
    if b.coat in ("stripes", "bars"):
        leg = Paint(b.colour, b.mark, shine=0.03, pattern=STRIPES, grain=0.05 if b.coat == "stripes" else 0.06)
    elif "socks" in b.extras:
        leg = Paint(mix(shin, b.colour, 0.1), shine=0.03)
    elif "panda" in b.extras:
        leg = Paint((36, 34, 36), shine=0.03, pattern=MOTTLE, grain=0.3)
    elif "dark_face" in b.extras:
        leg = Paint((52, 46, 44), shine=0.05)
    return Coat(
        fur=Paint(b.colour, b.belly, shine=0.03, pattern=BELLY | MOTTLE, grain=0.3),
        columns=rounds,
        leg=leg,
        pale=Paint(b.belly, shine=0.04, pattern=MOTTLE, grain=0.2),
        dark=Paint((26, 22, 22), shine=0.35),
        mark=Paint(b.mark, shine=0.03),
    )


@lru_cache(maxsize=16)
def _weights(knots: int, rings: int) -> Floats:
    """Of Catmull and Rom's spline, shaped ``(rings, knots)``: a ring is a mix of four knots."""
    out = np.zeros((rings, knots))
    for i, s in enumerate(np.linspace(0, knots - 1, rings)):
        k = min(int(s), knots - 2)
        t = s - k
        basis = (
            0.5 * (-t + 2 * t * t - t**3), 0.5 * (2 - 5 * t * t + 3 * t**3), 0.5 * (t + 4 * t * t - 3 * t**3),
            0.5 * (t**3 - t * t),
        )  # fmt: skip
        for j, w in enumerate(basis):
            out[i, min(max(k - 1 + j, 0), knots - 1)] += w
    return out


def skin(knots: Sequence[Knot], rings: int = 24, columns: int = COLUMNS) -> Floats:
    """Rings about a line that lies near the plane x = 0, shaped ``(rings, columns, 3)``; column 0 is its upper side."""
    line = _weights(len(knots), rings) @ np.asarray(knots, np.float64)
    centre, wide, deep = line[:, :3], np.maximum(line[:, 3], 0.002), np.maximum(line[:, 4], 0.002)
    along = np.gradient(centre, axis=0)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    side = np.cross(np.cross(along, (1.0, 0.0, 0.0)), along)
    side /= np.maximum(np.linalg.norm(side, axis=1, keepdims=True), 1e-9)
    up = np.cross(along, side)
    a = np.linspace(0, 2 * np.pi, columns, endpoint=False)
    out: Floats = (
        centre[:, None]
        + side[:, None] * (np.sin(a)[None] * wide[:, None])[..., None]
        + up[:, None] * (np.cos(a)[None] * deep[:, None])[..., None]
    )
    return out


@dataclass(frozen=True, slots=True)
class Spots:
    """Places on a skin, each row ``(n, 3)``: where, towards the head, and outwards."""

    at: Floats
    along: Floats
    out: Floats


def spots(grid: Floats, ring: Floats, column: Floats) -> Spots:
    """The skin at (ring, column), which need not be whole numbers; column 0 is its upper side."""
    rings, columns = grid.shape[:2]
    ring = np.clip(ring, 1.0, rings - 2.001)
    i, j = ring.astype(int), np.floor(column).astype(int) % columns
    fi, fj = (ring - i)[:, None], (column - np.floor(column))[:, None]
    k = (j + 1) % columns
    left, right = grid[i, j] * (1 - fi) + grid[i + 1, j] * fi, grid[i, k] * (1 - fi) + grid[i + 1, k] * fi
    at = left * (1 - fj) + right * fj
    along = (grid[i + 1, j] - grid[i - 1, j]) * (1 - fj) + (grid[i + 1, k] - grid[i - 1, k]) * fj
    out = np.cross(right - left, along)
    out *= np.sign(np.sum(out * (at - grid[i].mean(axis=1)), axis=1, keepdims=True))
    out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)
    along = along / np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    return Spots(at, along, out)


def spot(grid: Floats, ring: float, column: float) -> tuple[Point, Point]:
    """Of one place, where it is and which way is out."""
    one = spots(grid, np.array([ring]), np.array([column]))
    x, y, z = one.at[0].tolist()
    u, v, w = one.out[0].tolist()
    return (x, y, z), (u, v, w)


def dabs(
    body: Body, grid: Floats, places: Sequence[tuple[float, float]], radius: ArrayLike, deep: ArrayLike, paint: Paint,
    stretch: ArrayLike = 1.0,
) -> None:  # fmt: skip
    """Patches of colour: ellipsoids sunk so far into the skin that their tops lie on it."""
    where = np.array(places, np.float64)
    on = spots(grid, where[:, 0], where[:, 1])
    r, d, long = (np.broadcast_to(np.asarray(v, np.float64), (len(where),))[:, None] for v in (radius, deep, stretch))
    rows = np.zeros((len(where), ROW), np.float32)
    rows[:, 0] = ELLIPSOID
    rows[:, 1:4] = on.at - on.out * d
    rows[:, 4:7] = np.cross(on.out, on.along) * r
    rows[:, 7:10] = on.out * (d + 0.012)
    rows[:, 10:13] = on.along * r * long
    rows[:, 19:] = paint.row()
    body.place(rows)


def strokes(
    body: Body, grid: Floats, lines: Sequence[tuple[float, float, float, float]], thick: ArrayLike, paint: Paint
) -> None:
    """Lines on a skin from (ring, column) to (ring, column), thickest before their middle."""
    steps = 9
    ends = np.array(lines, np.float64)[:, None]
    t = np.linspace(0, 1, steps + 1)[None]
    ring = ends[..., 0] + (ends[..., 2] - ends[..., 0]) * t * t
    column = ends[..., 1] + (ends[..., 3] - ends[..., 1]) * t
    size = np.broadcast_to(np.asarray(thick, np.float64), (len(ends),))[:, None]
    r = size * (1.0 - 0.72 * t * t) * (0.55 + 0.45 * np.minimum(1.0, 4 * t)) + 0.002
    on = spots(grid, ring.ravel(), column.ravel())
    points = (on.at - on.out * (r.ravel()[:, None] - 0.011)).reshape(len(ends), steps + 1, 3)
    rows = np.zeros((len(ends), steps, ROW), np.float32)
    rows[..., 0] = CAPSULE
    rows[..., 1:4], rows[..., 4:7] = points[:, :-1], points[:, 1:]
    rows[..., 7], rows[..., 8] = r[:, :-1], r[:, 1:]
    rows[..., 19:] = paint.row()
    body.place(rows.reshape(-1, ROW))


def mark(body: Body, grid: Floats, b: Build, coat: Coat, first: int, last: int) -> None:
    """The coat's pattern on rings ``first`` to ``last`` of a skin, tail to head."""
    span = last - first
    match b.coat:
        case "spots" | "rosettes":
            count = 110 if b.coat == "spots" else 96
            places = [
                (first + (k * 0.618034) % 1.0 * span, ((k * 0.754878 + 0.1) % 1.0 - 0.5) * 9.6) for k in range(count)
            ]
            size = np.array(
                [(0.024 if b.coat == "spots" else 0.034) * (0.75 + 0.5 * chance(7, k)) for k in range(count)]
            )
            dabs(body, grid, places, size, size * 0.3, coat.mark, 1.25)
            if b.coat == "rosettes":
                dabs(body, grid, places, size * 0.5, size * 0.3 + 0.004, Paint(mix(b.colour, b.mark, 0.35)), 1.25)
        case "tiles":
            cells = [(i, j) for i in range(13) for j in range(-4, 5)]
            places = [(first + (i + 0.5 * (j % 2)) / 13 * span, j * 1.45) for i, j in cells]
            middle = grid.mean(axis=1)
            girth = np.array(
                [
                    float(np.linalg.norm(grid[int(min(r, len(grid) - 1)), 4] - middle[int(min(r, len(grid) - 1))]))
                    for r, _ in places
                ]
            )
            size = girth * 0.27 + 0.012
            dabs(
                body, grid, places, size, size * 0.35, coat.mark, [1.15 + 0.2 * chance(3, i * 9 + j) for i, j in cells]
            )
        case "patches":
            places = [(first + (0.08 + 0.13 * k) * span, 1.0 + 10.8 * (k % 2) + 1.5 * chance(5, k)) for k in range(7)]
            dabs(body, grid, places, [0.15 + 0.07 * chance(6, k) for k in range(7)], 0.09, coat.mark,
                 [1.0 + 0.6 * chance(8, k) for k in range(7)])  # fmt: skip
        case "stripes" | "bars":
            zebra = b.coat == "stripes"
            lines, thick = [], []
            for k in range(16):
                at = first + (k + 0.5) / 16 * span
                for s in (-1, 1):
                    far = 7.4 if zebra else 4.2 + 1.8 * chance(12, 2 * k + s)
                    near = 0.0 if zebra or (k + s) % 3 else 2.2
                    lines.append((at, s * near, at + 1.1 - 2.0 * (k + 0.5) / 16, s * far))
                    thick.append((0.043 if zebra else 0.024) * (0.8 + 0.35 * chance(9, k)))
            strokes(body, grid, lines, thick, coat.mark)
        case _:
            pass
    if "white_spots" in b.extras:
        places = [
            (first + (k * 0.618034) % 1.0 * span * 0.85, (1 if k % 2 else -1) * (1.2 + 2.2 * chance(4, k)))
            for k in range(22)
        ]
        dabs(body, grid, places, 0.018, 0.006, Paint((246, 240, 228)))


def shag(body: Body, grid: Floats, b: Build, coat: Coat, first: int, last: int) -> None:
    """Fleece, or tufts that lie backwards and break the outline."""
    if b.shag < 0.1 and "spines" not in b.extras:
        return
    if "fleece" in b.extras:
        span = last - first
        k = np.arange(84)
        column = (k * 0.754878 % 1.0) * COLUMNS
        k, column = k[abs(column - 8) > 2], column[abs(column - 8) > 2]
        ring = first - 2 + (k * 0.618034) % 1.0 * span
        for tone in range(3):
            curls = [(float(r), float(c)) for r, c in zip(ring[tone::3], column[tone::3], strict=True)]
            dabs(body, grid, curls, [0.085 + 0.03 * chance(2, n) for n in range(len(curls))], 0.05, coat.columns[tone])
        return
    if "spines" in b.extras:
        _spines(body, grid, first, last)
        return
    _blades(body, grid, b, first, last)


def _spines(body: Body, grid: Floats, first: int, last: int) -> None:
    tones = [Paint((70, 56, 44)), Paint((190, 168, 132)), Paint((110, 90, 70))]
    k = np.arange(170, dtype=np.float64)
    on = spots(grid, first + (k * 0.618034) % 1.0 * (last - first), (k * 0.754878 % 1.0) * COLUMNS)
    long = (0.15 * (0.7 + 0.6 * np.modf(k * 0.5698403)[0]))[:, None]
    rows = np.zeros((len(k), ROW), np.float32)
    rows[:, 0] = CAPSULE
    rows[:, 1:4], rows[:, 4:7] = on.at - on.out * 0.016, on.at + on.out * long * 0.9 - on.along * long * 0.5
    rows[:, 7], rows[:, 8] = 0.012, 0.003
    for tone in range(3):
        rows[tone::3, 19:] = tones[tone].row()
    body.place(rows[on.out[:, 1] > -0.1])


def _blades(body: Body, grid: Floats, b: Build, first: int, last: int) -> None:
    """Tufts as flat blades that take light as the skin under them does: they are seen where they break its outline."""
    count = int(60 + 330 * b.shag)
    k = np.arange(count, dtype=np.float64)
    ring = first + (k * 0.618034) % 1.0 * (last - first)
    column = (k * 0.754878) % 1.0 * grid.shape[1]
    on = spots(grid, ring, column)
    at, along, out = on.at, on.along, on.out
    side = np.cross(out, along)
    wild = np.modf(k * 0.5698403)[0][:, None]
    long = (0.04 + 0.07 * b.shag) * (0.6 + 0.8 * wild) * np.clip(1.15 + out[:, 1:2], 0.35, 1.0)
    wide = 0.014 + 0.016 * b.shag
    root = at - out * 0.006
    rows = np.zeros((count, ROW), np.float32)
    rows[:, 0] = TRIANGLE
    rows[:, 1:4], rows[:, 4:7] = root - side * wide, root + side * wide
    rows[:, 7:10] = at + out * long * 0.3 - along * long + side * (wild - 0.5) * 0.03
    for corner in (10, 13, 16):
        rows[:, corner : corner + 3] = out
    share = np.cos((column + 0.5) / grid.shape[1] * 2 * np.pi)
    for tone in range(3):
        for band in range(4):
            here = (k % 3 == tone) & (np.digitize(share, (-0.5, 0.0, 0.5)) == band)
            colour = darker(b.colour, max(0.0, (band - 1.5) / 2) * b.saddle + 0.03 * tone)
            rows[here, 19:] = Paint(colour, b.belly, shine=0.0, pattern=BELLY).row()
    body.place(rows)
