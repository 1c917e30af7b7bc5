"""Landmarks that are told by their outline, ten units high. `buildings` keeps what each of them built."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import numpy as np

from vitascope.engines.animatic.draw.rigs import stonework as m
from vitascope.engines.animatic.draw.rigs.body import Body, Paint
from vitascope.engines.animatic.draw.rigs.cast import Cast, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, paint_of
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE
from vitascope.engines.animatic.draw.stage import Colour

HIGH = 10.0
Builder = Callable[[Body, Colour, float], None]
_SLATE = Paint((70, 74, 86), shine=0.15)
_TILES = Paint((150, 66, 44), pattern=MOTTLE, grain=0.5)
_GOLD = Paint((226, 184, 84), shine=0.8)
_WHITE = Paint((234, 230, 220))


def _cathedral(body: Body, colour: Colour, night: float) -> None:
    """Two towers, a rose window and buttresses."""
    stone, shade = m.stone_of(colour)
    pane = Paint((255, 206, 130), glow=0.9) if night else Paint((60, 70, 116), shine=0.8)
    body.box((0, 2.6, -2.0), (1.7, 2.6, 4.2), stone)
    for s in (-1, 1):
        body.quad((1.8 * s, 5.1, -6.3), (1.8 * s, 5.1, 2.2), (0, 6.8, 2.2), (0, 6.8, -6.3), _SLATE)
        body.box((2.4 * s, 1.3, -2.0), (0.7, 1.3, 4.2), stone)
        for k in range(5):
            z = -5.2 + 1.5 * k
            body.limb((3.3 * s, 2.2, z), 0.13, (1.75 * s, 4.6, z), 0.11, shade)
            body.limb((3.3 * s, 0, z), 0.2, (3.3 * s, 3.2, z), 0.14, stone)
            m.panes(body, 1.72 * s, 4.0, z + 0.75, 1, 1, (0, 0), (0.3, 0.7), pane, side=True)
        body.box((2.0 * s, 4.2, 2.9), (1.0, 4.2, 1.0), stone)
        m.panes(body, 2.0 * s, 6.6, 3.92, 1, 2, (0.85, 0), (0.22, 1.1), Paint((50, 50, 56)))
        for dx in (-0.85, 0.85):
            for dz in (-0.85, 0.85):
                m.spire(body, 2.0 * s + dx, 2.9 + dz, 0.2, 8.4, 9.9, shade)
        m.door(body, 2.0 * s, 3.93, 0.5, 2.0)
    body.box((0, 3.2, 3.0), (1.1, 3.2, 0.8), stone)
    body.ball((0, 4.6, 3.82), (0.85, 0.85, 0.05), pane)
    for k in range(12):
        a = k / 12 * math.tau
        body.limb((0, 4.6, 3.88), 0.03, (0.85 * math.sin(a), 4.6 + 0.85 * math.cos(a), 3.88), 0.03, shade)
    m.door(body, 0, 3.84, 0.7, 2.5)
    m.spire(body, 0, -2.0, 0.3, 6.6, 10.0, _SLATE)


def _taj(body: Body, colour: Colour, _night: float) -> None:
    """A marble tomb with a great dome and four minarets; a mosque likewise."""
    marble = Paint(colour, shine=0.25)
    body.box((0, 0.3, 0), (8.4, 0.3, 8.4), Paint(darker(colour, 0.12)))
    body.box((0, 2.4, 0), (3.6, 1.9, 3.6), marble)
    for s in (-1, 1):
        body.box((0, 2.7, 3.62 * s), (1.3, 2.2, 0.1), marble)
        m.door(body, 0, 3.76 * s, 0.85, 3.9, paint=Paint((96, 92, 104)))
        for x in (-2.5, 2.5):
            for y in (1.7, 3.3):
                m.panes(body, x, y, 3.62 * s, 1, 1, (0, 0), (0.4, 0.55), Paint((110, 106, 116)))
    m.drum(body, 0, 0, 1.75, 4.2, 5.2, marble)
    m.spire(body, 0, 0, 2.0, 5.1, 9.0, marble, bulge=0.85)
    body.limb((0, 8.7, 0), 0.06, (0, HIGH, 0), 0.02, _GOLD)
    for x in (-2.4, 2.4):
        for z in (-2.4, 2.4):
            m.drum(body, x, z, 0.6, 4.2, 5.0, marble)
            m.spire(body, x, z, 0.75, 4.9, 6.3, marble, bulge=0.85)
    for x in (-7.6, 7.6):
        for z in (-7.6, 7.6):
            m.drum(body, x, z, 0.42, 0.4, 7.0, marble, 0.8)
            for y in (2.6, 4.8, 6.8):
                m.drum(body, x, z, 0.58, y, y + 0.18, marble)
            m.spire(body, x, z, 0.42, 7.0, 8.0, marble, bulge=0.7)


def _eiffel(body: Body, colour: Colour, night: float) -> None:
    iron = Paint((255, 196, 104), glow=0.75) if night else Paint(colour, shine=0.2)
    thin = Paint((255, 184, 90), glow=0.6) if night else Paint(darker(colour, 0.1))
    m.lattice(body, [(1.95, 0.0, 0.2, 0), (1.35, 1.05, 0.17, 3), (1.08, 1.85, 0.15, 2)], thin, 0.035)
    for s in (-1, 1):
        for j in range(12):  # the great arches between its feet
            a, b = math.pi * j / 12, math.pi * (j + 1) / 12
            p = (-1.2 * math.cos(a), 0.15 + 1.4 * math.sin(a) ** 0.9, 1.45 * s)
            q = (-1.2 * math.cos(b), 0.15 + 1.4 * max(math.sin(b), 0.0) ** 0.9, 1.45 * s)
            body.limb(p, 0.06, q, 0.06, iron)
            body.limb((p[2], p[1], p[0]), 0.06, (q[2], q[1], q[0]), 0.06, iron)
    body.box((0, 1.9, 0), (1.32, 0.13, 1.32), iron)
    m.lattice(body, [(1.02, 2.0, 0.15, 0), (0.64, 3.75, 0.11, 4)], thin, 0.03)
    body.box((0, 3.82, 0), (0.76, 0.1, 0.76), iron)
    m.lattice(
        body, [(0.56, 3.9, 0.11, 0), (0.36, 5.4, 0.085, 4), (0.22, 7.2, 0.07, 5), (0.13, 9.0, 0.05, 5)], thin, 0.025
    )
    body.box((0, 9.05, 0), (0.22, 0.12, 0.22), iron)
    m.dome(body, 0, 0, 0.16, 9.15, iron)
    body.limb((0, 9.3, 0), 0.03, (0, HIGH, 0), 0.012, iron)


def _big_ben(body: Body, colour: Colour, night: float) -> None:
    stone, shade = m.stone_of(colour)
    body.box((0, 3.2, 0), (0.8, 3.2, 0.8), stone)
    for s in (-1, 1):
        for x in (-0.6, -0.2, 0.2, 0.6):
            body.box((x, 3.2, 0.81 * s), (0.05, 3.1, 0.03), shade)
            body.box((0.81 * s, 3.2, x), (0.03, 3.1, 0.05), shade)
    body.box((0, 7.0, 0), (0.95, 0.85, 0.95), stone)
    face = Paint((255, 240, 200), glow=0.85) if night else Paint((240, 234, 216))
    hands = Paint((20, 22, 28))
    for s in (-1, 1):
        for side in (False, True):
            at = (0.97 * s, 7.0, 0.0) if side else (0.0, 7.0, 0.97 * s)
            body.ball(at, (0.02, 0.66, 0.66) if side else (0.66, 0.66, 0.02), face)
            for a, long in ((0.9, 0.55), (-1.1, 0.36)):
                d = (
                    (0.0, math.cos(a) * long, math.sin(a) * long)
                    if side
                    else (math.sin(a) * long, math.cos(a) * long, 0.0)
                )
                near = (at[0] * 1.03, 7.0, at[2] * 1.03)
                body.limb(near, 0.035, (near[0] + d[0], 7.0 + d[1], near[2] + d[2]), 0.025, hands)
    grid = np.array(
        [
            [(x * f, y, z * f) for x, z in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
            for f, y in ((1.0, 7.85), (0.55, 8.7), (0.4, 8.9), (0.02, 9.9))
        ]
    )
    body.sheet(grid, _SLATE, closed=True)
    body.limb((0, 9.8, 0), 0.03, (0, HIGH, 0), 0.02, _GOLD)
    body.box((-4.2, 1.7, -0.4), (3.4, 1.7, 0.9), stone)
    m.panes(body, -4.2, 1.8, 0.52, 3, 9, (0.7, 0.95), (0.16, 0.3), m.window_paint(night))
    for k in range(6):
        m.spire(body, -7.3 + 1.25 * k, 0.4, 0.14, 3.4, 4.4, shade)


def _bridge(body: Body, colour: Colour, night: float) -> None:
    """Suspended from two towers; it lies along x."""
    steel = Paint(colour, shine=0.2)
    road = Paint((70, 70, 74))
    body.box((0, 3.0, 0), (30.0, 0.16, 1.1), steel)
    body.box((0, 3.18, 0), (30.0, 0.03, 0.95), road)
    for x in (-9.0, 9.0):
        for z in (-1.1, 1.1):
            body.box((x, 5.0, z), (0.36, 5.0, 0.26), steel)
        for y in (4.6, 6.6, 8.4, 9.7):
            body.box((x, y, 0), (0.3, 0.22, 1.1), steel)
        body.box((x, 0.3, 0), (1.2, 0.8, 1.9), Paint((150, 144, 136), pattern=MOTTLE, grain=0.8))
    for z in (-1.1, 1.1):
        line = []
        for i in range(61):
            x = -30.0 + i
            inner = abs(x) <= 9
            y = 3.6 + 6.3 * (x / 9.0) ** 2 if inner else 9.9 - 6.4 * min((abs(x) - 9.0) / 19.0, 1.0) ** 0.9
            line.append((x, y, z))
        body.tube(line, [0.09] * 61, steel)
        for x, y, _ in line[::2]:
            if y > 3.4:
                body.limb((x, 3.1, z), 0.025, (x, y, z), 0.025, steel)
    if night:
        for i in range(0, 61, 4):
            body.ball((-30.0 + i, 3.9, 1.1), 0.13, Paint((255, 224, 160), glow=1.0))


def _liberty(body: Body, colour: Colour, _night: float) -> None:
    stone, _ = m.stone_of((188, 176, 152))
    green = Paint(colour, pattern=MOTTLE, grain=0.6)
    body.box((0, 0.4, 0), (2.4, 0.4, 2.4), stone)
    grid = np.array(
        [
            [(x * f, y, z * f) for x, z in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
            for f, y in ((1.5, 0.8), (1.15, 3.6), (1.3, 3.9))
        ]
    )
    body.sheet(grid, stone, closed=True)
    m.drum(body, 0, 0, 0.85, 3.9, 6.6, green, 0.62)
    for k in range(9):
        a = k / 9 * math.tau
        body.limb(
            (0.84 * math.sin(a), 3.9, 0.84 * math.cos(a)), 0.1, (0.5 * math.sin(a), 6.6, 0.5 * math.cos(a)), 0.07, green
        )
    body.limb((0, 6.5, 0), 0.5, (0, 7.2, 0), 0.4, green)
    body.ball((0, 7.85, 0.03), (0.26, 0.34, 0.28), green)
    for k in range(7):
        a = (k - 3) * 0.42
        body.limb((0.2 * math.sin(a), 8.1, 0), 0.04, (0.62 * math.sin(a), 8.15 + 0.5 * math.cos(a), 0), 0.01, green)
    body.limb((0.4, 7.1, 0), 0.17, (0.62, 8.9, 0.1), 0.1, green)
    body.ball((0.62, 9.1, 0.1), (0.16, 0.14, 0.16), green)
    body.ball((0.62, 9.45, 0.1), (0.14, 0.34, 0.14), Paint((255, 204, 96), glow=0.9))
    body.limb((-0.42, 7.0, 0.1), 0.17, (-0.6, 6.3, 0.5), 0.13, green)
    body.box((-0.62, 6.4, 0.6), (0.12, 0.42, 0.3), green)


def _stonehenge(body: Body, colour: Colour, _night: float) -> None:
    stone, _ = m.stone_of(colour)
    for k in range(12):
        a, b = k / 12 * math.tau, (k + 1) / 12 * math.tau
        x, z = 13.0 * math.sin(a), 13.0 * math.cos(a)
        body.box((x, 3.6, z), (1.5, 3.6, 0.9), stone, turn=turn(a, 0.02 * math.sin(k * 5)))
        if k not in (4, 9):
            c = (a + b) / 2
            body.box((12.8 * math.sin(c), 7.8, 12.8 * math.cos(c)), (3.7, 0.7, 0.95), stone, turn=turn(c))
    for k in range(4):
        a = 0.6 + k * 1.5
        for s in (-0.16, 0.16):
            body.box((6.0 * math.sin(a + s * 2), 4.4, 6.0 * math.cos(a + s * 2)), (1.2, 4.4, 0.9), stone, turn=turn(a))
        body.box((6.0 * math.sin(a), 9.3, 6.0 * math.cos(a)), (3.3, 0.7, 1.0), stone, turn=turn(a))


def _colosseum(body: Body, colour: Colour, night: float) -> None:
    stone, shade = m.stone_of(colour)
    dark = Paint((255, 190, 110), glow=0.7) if night else Paint((44, 38, 34))
    for level in range(4):
        y0, y1 = 2.45 * level, 2.45 * (level + 1)
        ring = [
            [(11.5 * math.sin(i / 48 * math.tau), y, 9.0 * math.cos(i / 48 * math.tau)) for i in range(48)]
            for y in (y0, y1)
        ]
        body.sheet(np.array(ring), stone, closed=True)
        for i in range(36):
            a = i / 36 * math.tau
            x, z = 11.55 * math.sin(a), 9.05 * math.cos(a)
            size = (0.56, 0.7) if level < 3 else (0.22, 0.3)
            body.box((x, y0 + 1.05, z), (size[0], size[1], 0.08), dark, turn=turn(math.atan2(x / 11.5**2, z / 9.0**2)))
            if level < 3:
                body.ball((x, y0 + 1.75, z), (0.55, 0.42, 0.12), dark, turn=turn(math.atan2(x / 11.5**2, z / 9.0**2)))
        body.tube(m.oval(11.7, 9.2, y1), [0.16] * 49, shade)


def _skyscraper(body: Body, colour: Colour, night: float) -> None:
    glass = Paint(colour, shine=0.7)
    for w, low, high in ((1.25, 0.0, 6.2), (0.95, 6.2, 8.2), (0.6, 8.2, 9.0)):
        body.box((0, (low + high) / 2, 0), (w, (high - low) / 2, w), glass)
        rows = int((high - low) / 0.28)
        for i in range(rows):
            for j in range(7):
                lit = (i * 7 + j * 3 + i * j) % 5 < 3
                pane = Paint((255, 226, 150), glow=0.85) if night and lit else Paint((62, 84, 108), shine=0.9)
                dx, y = (j - 3) * w * 0.27, low + 0.2 + 0.28 * i
                for s in (-1, 1):
                    body.box((dx, y, (w + 0.01) * s), (w * 0.1, 0.085, 0.012), pane)
                    body.box(((w + 0.01) * s, y, dx), (0.012, 0.085, w * 0.1), pane)
    body.limb((0, 9.0, 0), 0.08, (0, HIGH, 0), 0.02, _WHITE)


def _wheel_stand(body: Body, colour: Colour, _night: float) -> None:
    steel = Paint(colour, shine=0.3)
    for z in (-1.0, 1.0):
        for s in (-1, 1):
            body.limb((2.4 * s, 0, z * 1.3), 0.16, (0, 5.2, z), 0.14, steel)
    body.limb((0, 5.2, -1.1), 0.3, (0, 5.2, 1.1), 0.3, steel)


def _turning(body: Body, cast: Cast) -> None:
    """The wheel itself, with its cabins hanging level."""
    steel = Paint((236, 236, 240), shine=0.4, glow=0.5 * cast.night)
    angle = cast.time_s * 0.25
    for z in (-0.7, 0.7):
        ring = [(4.4 * math.sin(i / 32 * math.tau), 5.2 + 4.4 * math.cos(i / 32 * math.tau), z) for i in range(33)]
        body.tube(ring, [0.08] * 33, steel)
    for k in range(16):
        a = angle + k / 16 * math.tau
        x, y = 4.4 * math.sin(a), 5.2 + 4.4 * math.cos(a)
        for z in (-0.7, 0.7):
            body.limb((0, 5.2, z), 0.04, (x, y, z), 0.035, steel)
        hue = ((206, 52, 48), (240, 190, 60), (60, 130, 200), (76, 160, 90))[k % 4]
        body.box((x, y - 0.32, 0), (0.3, 0.26, 0.34), Paint(hue, shine=0.3, glow=0.6 * cast.night))
        body.box((x, y - 0.2, 0), (0.31, 0.1, 0.28), m.window_paint(cast.night))


_BUILT: dict[str, tuple[Builder, Colour]] = {
    "cathedral": (_cathedral, (190, 178, 156)), "taj mahal": (_taj, (240, 236, 228)),
    "eiffel tower": (_eiffel, (112, 88, 68)), "big ben": (_big_ben, (188, 160, 112)),
    "suspension bridge": (_bridge, (176, 60, 42)), "statue of liberty": (_liberty, (118, 168, 148)),
    "stonehenge": (_stonehenge, (142, 140, 132)), "colosseum": (_colosseum, (206, 178, 138)),
    "skyscraper": (_skyscraper, (86, 104, 124)), "ferris wheel": (_wheel_stand, (220, 222, 228)),
}  # fmt: skip
"""What builds each form, and its colour where the prompt has none."""

_FOOTPRINTS: dict[str, tuple[float, float, float]] = {
    "cathedral": (2.9, 5.0, -1.3), "taj mahal": (8.4, 8.4, 0.0), "big ben": (0.8, 0.8, 0.0),
    "skyscraper": (1.2, 1.2, 0.0),
    "statue of liberty": (2.4, 2.4, 0.0), "colosseum": (8.0, 6.4, 0.0),
}  # fmt: skip
"""Half the width and depth of a foundation, and where its middle is."""

INWARD = frozenset({"nave", "stands", "goal", "roof"})
"""What is built about the camera: it does not turn to who comes."""
FRONTAL = frozenset({"taj mahal", "suspension bridge", "ferris wheel", "stands", "goal", "roller coaster", "nave"})
"""Forms that are told by their front; of the rest two sides are shown."""


def _build(form: str, body: Body, word: str | None, _seed: int, night: float) -> None:
    builder, usual = _BUILT[form]
    colour = paint_of(word, usual)
    builder(body, colour, 1.0 if night > 0.3 else 0.0)
    if form in _FOOTPRINTS:  # what stands on a slope goes down to it
        w, d, z = _FOOTPRINTS[form]
        body.box((0, -1.5, z), (w, 1.52, d), m.stone_of(darker(colour, 0.3))[1])


FORMS: dict[str, Callable[[Body, str | None, int, float], None]] = {form: partial(_build, form) for form in _BUILT}
"""As `buildings.FORMS` has them."""


def liven(body: Body, cast: Cast) -> None:
    """What moves on them, or shines."""
    if cast.actor.form == "ferris wheel":
        _turning(body, cast)
    elif cast.actor.form in {"eiffel tower", "big ben"} and cast.night > 0.3:
        body.source("glow", (0, 9.6 if cast.actor.form == "eiffel tower" else 7.0, 0), 1.6, 0.5)
