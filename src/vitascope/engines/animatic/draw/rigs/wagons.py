"""Large road vehicles: vans, lorries, buses and trams from boxes with panes, and the tractor and the tank."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body, Paint
from vitascope.engines.animatic.draw.rigs.cast import Cast, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, mix, paint_of
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE
from vitascope.engines.animatic.draw.rigs.wheels import wheel
from vitascope.engines.animatic.draw.stage import Colour

_GLASS = Paint((30, 38, 48), shine=1.0)
_DARK = Paint((26, 27, 30), shine=0.15)
_CHROME = Paint((186, 190, 196), shine=0.9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A vehicle with a straight body. Metres; ``axles`` from the middle, the nose ahead."""

    long: float
    wide: float
    high: float
    floor: float
    axles: tuple[float, ...]
    radius: float
    colour: Colour
    decks: int = 0
    """Rows of windows along the sides."""
    cab: float = 0.0
    """Length of a cab before the body, where there is one."""
    nose: float = 0.0
    """How much lower and farther back the upper edge of the front is."""


_KINDS: tuple[tuple[tuple[str, ...], Box], ...] = (
    (("double decker", "double-decker", "london bus", "doubledecker"),
     Box(long=10.0, wide=2.5, high=4.3, floor=0.42, axles=(-2.7, 3.0), radius=0.5, colour=(190, 26, 30), decks=2)),
    (("school bus",),
     Box(long=10.0, wide=2.5, high=3.1, floor=0.5, axles=(-2.8, 3.4), radius=0.5,
         colour=(244, 178, 30), decks=1)),
    (("tram", "streetcar", "trolley", "light rail", "railcar"),
     Box(long=14.0, wide=2.5, high=3.4, floor=0.4, axles=(-4.4, -3.0, 3.0, 4.4), radius=0.36,
         colour=(176, 40, 40), decks=1)),
    (("minibus", "van", "camper", "ambulance", "motorhome", "food truck"),
     Box(long=5.2, wide=2.0, high=2.3, floor=0.34, axles=(-1.5, 1.6), radius=0.36, colour=(228, 228, 224), nose=0.9)),
    (("bus", "coach"),
     Box(long=11.0, wide=2.5, high=3.1, floor=0.42, axles=(-3.0, 3.4), radius=0.5, colour=(44, 96, 150), decks=1)),
    (("fire engine", "fire truck", "firetruck"),
     Box(long=9.0, wide=2.5, high=3.1, floor=0.55, axles=(-2.3, 2.6), radius=0.52, colour=(196, 26, 24), cab=2.4)),
    (("truck", "lorry", "semi", "wheeler", "rig", "tanker", "snowplough", "mixer"),
     Box(long=12.0, wide=2.5, high=3.7, floor=0.95, axles=(-4.6, -3.3, 1.9, 4.4), radius=0.52,
         colour=(176, 40, 40), cab=2.6)),
)  # fmt: skip


def draw(body: Body, cast: Cast, words: str, length: float) -> bool:
    """Draw it if ``words`` name one, ``length`` units long."""
    if "tank" in words.replace("tanker", "").split():
        _graft(body, cast, _tank(cast, length / 7.0), length / 7.0)
        return True
    if any(w in words for w in ("tractor", "digger", "excavator", "bulldozer", "harvester")):
        _graft(body, cast, _tractor(cast, length / 4.2, plough="plough" in words or cast.speed > 0.2), length / 4.2)
        return True
    if "pickup" in words or "pick-up" in words or "minivan" in words:
        return False
    box = next((b for names, b in _KINDS if any(n in words for n in names)), None)
    if box is None:
        return False
    k = length / box.long
    _graft(body, cast, _boxed(box, cast, words, k), k)
    return True


def _graft(body: Body, cast: Cast, part: Body, k: float) -> None:
    """In units, trembling on its springs."""
    go = min(cast.speed / k / 15.0, 1.0)
    t = cast.time_s
    sway = turn(0.0, 0.003 * go * math.sin(8.1 * t), 0.004 * go * math.sin(5.3 * t + 1))
    body.graft(part, sway * k, (0.0, 0.01 * k * go * math.sin(9.7 * t), 0.0))
    if cast.speed / k > 3:
        body.source("dust", (0, 0.1 * k, -0.45 * 4.4), 0.6 * k, 0.3)


def _motion(cast: Cast, k: float, radius: float) -> tuple[float, float]:
    speed = cast.speed / k
    rate = speed / radius if speed > 0.05 else 0.0
    return cast.travelled / k / radius, rate


def _boxed(box: Box, cast: Cast, words: str, k: float) -> Body:
    part = Body()
    colour = paint_of(cast.actor.colour, box.colour)
    if "ambulance" in words:
        colour = paint_of(cast.actor.colour, (238, 238, 236))
    skin = Paint(colour, shine=0.45)
    w, tail, front = box.wide / 2, -box.long / 2, box.long / 2
    start = front - box.cab
    top, floor = box.high, box.floor
    truck = box.cab > 0
    load = skin if "fire" in words else Paint((226, 226, 222), shine=0.2) if truck else skin
    hold = start - 0.25 if truck else front
    if "tanker" in words and truck:
        steel = Paint((190, 194, 198), shine=0.9)
        part.limb((0, floor + 1.2, tail + 1.1), 1.15, (0, floor + 1.2, hold - 1.1), 1.15, steel)
    else:
        lean = box.nose
        profile = [(tail, floor), (tail, top), (hold - 1.35 * lean, top), (hold - 0.5 * lean, top - 0.62 * lean),
                   (hold, top - 1.25 * lean), (hold, floor)]  # fmt: skip
        _extrude(part, profile, w, load)
        part.ball((0, top - 0.03, (tail + hold) / 2 - 0.6 * lean), (w * 0.94, 0.1, (hold - tail) / 2 - lean), load)
    if truck:
        _cab(part, start, front, w, top * (0.92 if "fire" in words else 0.8), skin)
        part.box((0, floor - 0.15, (tail + front) / 2), (0.45, 0.14, box.long / 2 - 0.2), _DARK)
    else:
        _windscreen(part, box, w, front)
    for deck in range(box.decks):
        _deck(part, box, cast, deck, tail, front, w)
    lamp = Paint((255, 246, 220), shine=0.5, glow=0.4 + 0.6 * cast.night)
    red = Paint((226, 24, 20), shine=0.4, glow=0.3 + 0.6 * cast.night)
    for s in (-1, 1):
        part.ball(((w - 0.3) * s, floor + 0.35, front + 0.02), (0.17, 0.13, 0.06), lamp)
        part.box(((w - 0.22) * s, floor + 0.35, tail - 0.02), (0.1, 0.16, 0.03), red)
    part.box((0, floor + 0.02, front), (w * 0.98, 0.12, 0.08), _DARK)
    _back(part, box, w, tail)
    _dress(part, box, cast, words, w, tail, front)
    spin, rate = _motion(cast, k, box.radius)
    for z in box.axles:
        for s in (-1, 1):
            part.ball(((w - 0.03) * s, box.radius, z), (0.04, box.radius * 1.14, box.radius * 1.14), _DARK)
            wheel(part, ((w + 0.06) * s, box.radius, z), box.radius, 0.3, spin, rate, spokes=6)
    return part


def _extrude(part: Body, profile: list[tuple[float, float]], w: float, paint: Paint) -> None:
    """A side view ``(z, y)``, drawn across the width."""
    for (z0, y0), (z1, y1) in zip(profile, profile[1:] + profile[:1], strict=True):
        part.quad((-w, y0, z0), (w, y0, z0), (w, y1, z1), (-w, y1, z1), paint)
    cz = sum(z for z, _ in profile) / len(profile)
    cy = sum(y for _, y in profile) / len(profile)
    for s in (-1, 1):
        for (z0, y0), (z1, y1) in zip(profile, profile[1:] + profile[:1], strict=True):
            part.tri((w * s, cy, cz), (w * s, y0, z0), (w * s, y1, z1), paint)


def _cab(part: Body, start: float, front: float, w: float, high: float, skin: Paint) -> None:
    profile = [
        (start, 0.6),
        (start, high),
        (front - 0.75, high),
        (front - 0.12, high * 0.66),
        (front, high * 0.5),
        (front, 0.6),
    ]
    _extrude(part, profile, w * 0.96, skin)
    z0, z1 = front - 0.72, front - 0.15
    y0, y1 = high - 0.06, high * 0.68
    part.quad(
        (-w * 0.86, y0, z0 + 0.03),
        (w * 0.86, y0, z0 + 0.03),
        (w * 0.86, y1, z1 + 0.03),
        (-w * 0.86, y1, z1 + 0.03),
        _GLASS,
    )
    for s in (-1, 1):
        x = w * 0.97 * s
        part.quad(
            (x, high - 0.16, start + 0.5),
            (x, high - 0.16, z0),
            (x, y1 + 0.02, z1 - 0.2),
            (x, y1 + 0.02, start + 0.5),
            _GLASS,
        )
        part.limb((w * 1.0 * s, y1, z1), 0.03, (w * 1.16 * s, y1 + 0.3, z1), 0.05, _DARK)
        part.limb((w * 0.8 * s, high * 0.6, start - 0.1), 0.09, (w * 0.8 * s, high + 0.5, start - 0.1), 0.08, _CHROME)
    for j in range(5):
        part.box((0, 0.85 + 0.16 * j, front + 0.01), (w * 0.5, 0.04, 0.02), _CHROME)


def _windscreen(part: Body, box: Box, w: float, front: float) -> None:
    if box.nose:
        z0, z1 = front - 1.33 * box.nose, front - 0.53 * box.nose
        y0, y1 = box.high - 0.05, box.high - 0.6 * box.nose
        part.quad(
            (-w * 0.86, y0, z0 + 0.03),
            (w * 0.86, y0, z0 + 0.03),
            (w * 0.9, y1, z1 + 0.04),
            (-w * 0.9, y1, z1 + 0.04),
            _GLASS,
        )
        for s in (-1, 1):
            x = (w + 0.01) * s
            part.quad((x, y0 - 0.14, z0 - 0.5), (x, y0 - 0.14, z0), (x, y1, z1 - 0.1), (x, y1, z0 - 0.5), _GLASS)
        return
    low = box.floor + 0.95
    x, high, z = w * 0.92, box.high - 0.4, front + 0.015
    part.quad((-x, low, z), (x, low, z), (x, high, z), (-x, high, z), _GLASS)


def _deck(part: Body, box: Box, cast: Cast, deck: int, tail: float, front: float, w: float) -> None:
    """A row of windows; lit by night, with heads behind them."""
    tall = (box.high - box.floor) / box.decks
    low, high = box.floor + deck * tall + 0.42 * tall, box.floor + (deck + 1) * tall - 0.12 * tall - 0.12
    lit = cast.night > 0.3
    pane = Paint((255, 226, 160), glow=0.75 * cast.night) if lit else _GLASS
    count = max(int((front - tail - 1.0) / 1.25), 2)
    step = (front - tail - 0.8) / count
    for s in (-1, 1):
        x = (w + 0.012) * s
        for i in range(count):
            z = tail + 0.5 + step * i
            part.quad((x, low, z), (x, low, z + step * 0.86), (x, high, z + step * 0.86), (x, high, z), pane)
            if cast.chance(200 + 40 * deck + i) < 0.45:
                part.ball((x * 1.004, low + 0.14, z + step * 0.4), (0.015, 0.17, 0.13), Paint((70, 54, 50)))
        part.box(((w + 0.01) * s, low - 0.14, (tail + front) / 2), (0.012, 0.04, (front - tail) / 2 - 0.1),
                 Paint((236, 232, 220), shine=0.3))  # fmt: skip


def _back(part: Body, box: Box, w: float, tail: float) -> None:
    """What is seen from behind: a window or a door's two leaves, the bumper, the plate."""
    z = tail - 0.012
    rows = max(box.decks, 1)
    if box.cab == 0:
        for deck in range(rows):
            tall = (box.high - box.floor) / rows
            low, high = box.floor + (deck + 0.45) * tall, box.floor + (deck + 0.88) * tall
            part.quad((-w * 0.8, low, z), (w * 0.8, low, z), (w * 0.8, high, z), (-w * 0.8, high, z), _GLASS)
    else:
        part.limb((0, box.floor + 0.1, z), 0.02, (0, box.high - 0.1, z), 0.02, _DARK)
        for s in (-1, 1):
            part.limb((0.25 * s, box.floor + 0.2, z), 0.03, (0.25 * s, box.high - 0.2, z), 0.03, _CHROME)
    part.box((0, box.floor + 0.05, tail), (w * 0.98, 0.13, 0.07), _DARK)
    part.box((0, box.floor + 0.36, z), (0.28, 0.07, 0.01), Paint((232, 222, 150)))


def _dress(part: Body, box: Box, cast: Cast, words: str, w: float, tail: float, front: float) -> None:
    """What tells one kind from another: cross and lights, ladder, pantograph."""
    if "ambulance" in words or "fire" in words:
        beat = (cast.time_s * 3.0) % 1.0
        for s in (-1, 1):
            on = 1.0 if (beat < 0.5) == (s < 0) else 0.25
            blue = Paint((60, 100, 255) if "ambulance" in words or s < 0 else (255, 40, 30), glow=on)
            part.ball((0.6 * s, box.high * 0.96 + 0.12, front - 1.5), (0.26, 0.12, 0.16), blue)
            if on == 1.0:
                halo = Paint(mix(blue.colour, (255, 255, 255), 0.2), glow=1.0, alpha=0.2)
                part.ball((0.6 * s, box.high * 0.96 + 0.14, front - 1.5), 0.8, halo)
    if "ambulance" in words:
        for s in (-1, 1):
            red = Paint((214, 30, 34), shine=0.3)
            part.box(((w + 0.012) * s, box.high * 0.62, -0.9), (0.01, 0.36, 0.12), red)
            part.box(((w + 0.012) * s, box.high * 0.62, -0.9), (0.01, 0.12, 0.36), red)
            part.box(((w + 0.01) * s, 0.75, 0.0), (0.01, 0.09, box.long / 2 - 0.2), red)
    if "fire" in words:
        for s in (-1, 1):
            part.limb(
                (0.5 * s, box.high + 0.25, tail + 0.2), 0.05, (0.5 * s, box.high + 0.4, front - 1.0), 0.05, _CHROME
            )
            part.box(((w + 0.012) * s, 1.25, -1.2), (0.01, 0.12, 2.6), Paint((240, 220, 60), shine=0.3))
        for i in range(12):
            z = tail + 0.5 + (box.long - 1.6) * i / 11
            part.limb(
                (-0.5, box.high + 0.25 + 0.15 * i / 11, z),
                0.03,
                (0.5, box.high + 0.25 + 0.15 * i / 11, z),
                0.03,
                _CHROME,
            )
    if any(n in words for n in ("tram", "streetcar", "light rail")):
        for s in (-1, 1):
            part.limb((0.5 * s, box.high + 0.05, -0.8), 0.03, (0.5 * s, box.high + 0.6, 0.0), 0.025, _DARK)
            part.limb((0.5 * s, box.high + 0.6, 0.0), 0.025, (0.5 * s, box.high + 1.15, -0.7), 0.025, _DARK)
        part.limb((-0.8, box.high + 1.15, -0.7), 0.03, (0.8, box.high + 1.15, -0.7), 0.03, _DARK)


def _tractor(cast: Cast, k: float, *, plough: bool) -> Body:
    """4.2 m: large wheels behind, small ones before, a cab of glass, an exhaust that smokes."""
    part = Body()
    paint = Paint(paint_of(cast.actor.colour, (44, 112, 48)), shine=0.5)
    yellow = Paint((232, 186, 40), shine=0.3)
    part.ball((0, 1.15, 0.85), (0.42, 0.4, 0.95), paint)
    part.box((0, 1.0, 0.8), (0.4, 0.36, 0.9), paint)
    part.box((0, 1.05, 1.72), (0.34, 0.3, 0.03), _DARK)
    part.box((0, 0.75, 0.1), (0.28, 0.22, 1.4), _DARK)
    part.box((0, 1.0, -0.75), (0.62, 0.28, 0.62), paint)
    for s in (-1, 1):
        for z in (-1.2, -0.15):
            part.limb((0.58 * s, 1.2, z), 0.045, (0.52 * s, 2.45, z * 0.92), 0.04, _DARK)
        x = 0.56 * s
        part.quad(
            (x, 1.3, -1.12),
            (x, 1.3, -0.2),
            (x * 0.94, 2.38, -0.22),
            (x * 0.94, 2.38, -1.05),
            Paint((120, 150, 166), alpha=0.5, shine=1.0),
        )
        part.ball((0.3 * s, 1.28, 1.72), (0.08, 0.08, 0.04), Paint((255, 246, 214), glow=0.4 + 0.6 * cast.night))
        part.ball((0.78 * s, 1.5, -0.75), (0.2, 0.12, 0.75), paint)
    part.box((0, 2.5, -0.66), (0.64, 0.06, 0.66), paint)
    part.limb((0, 1.25, -0.75), 0.17, (0, 1.72, -0.78), 0.19, Paint((70, 92, 130)))
    part.ball((0, 2.02, -0.74), (0.12, 0.15, 0.13), Paint((206, 156, 128)))
    part.ball((0, 2.12, -0.74), (0.19, 0.05, 0.2), Paint((190, 160, 96)))
    part.limb((0.22, 1.4, 1.0), 0.05, (0.22, 2.3, 1.0), 0.05, _DARK)
    spin, rate = _motion(cast, k, 0.85)
    for s in (-1, 1):
        wheel(part, (1.0 * s, 0.85, -0.75), 0.85, 0.46, spin, rate, spokes=8)
        part.ball((1.01 * s, 0.85, -0.75), (0.03, 0.36, 0.36), yellow)
        wheel(part, (0.78 * s, 0.48, 1.25), 0.48, 0.3, spin * 1.77, rate * 1.77, spokes=6)
        part.ball((0.79 * s, 0.48, 1.25), (0.03, 0.2, 0.2), yellow)
    if plough:
        steel = Paint((120, 122, 126), shine=0.7)
        part.limb((0, 0.7, -1.3), 0.06, (0, 0.6, -2.6), 0.06, Paint((190, 50, 40)))
        for i in range(4):
            x, z = -0.75 + 0.5 * i, -1.8 - 0.28 * i
            part.limb((0, 0.65, z), 0.05, (x, 0.62, z), 0.05, Paint((190, 50, 40)))
            part.limb((x, 0.62, z), 0.05, (x, 0.1, z - 0.1), 0.04, steel)
            part.quad(
                (x - 0.2, 0.0, z + 0.1),
                (x + 0.2, 0.0, z - 0.25),
                (x + 0.16, 0.34, z - 0.35),
                (x - 0.12, 0.34, z),
                steel,
            )
    part.source("smoke", (0.22, 2.4, 1.0), 0.2, 0.35)
    return part


def _tank(cast: Cast, k: float) -> Body:
    """7 m with its gun: hull, tracks that run, a turret that looks about."""
    part = Body()
    paint = Paint(paint_of(cast.actor.colour, (84, 92, 62)), pattern=MOTTLE, grain=0.8)
    dark = Paint(darker(paint.colour, 0.45), pattern=MOTTLE, grain=0.6)
    profile = [(-3.0, 0.75), (-2.9, 1.45), (1.9, 1.4), (3.0, 0.95), (2.6, 0.5), (-2.7, 0.5)]
    _extrude(part, profile, 1.25, paint)
    spin, rate = _motion(cast, k, 0.34)
    for s in (-1, 1):
        part.box((1.45 * s, 1.2, -0.2), (0.32, 0.05, 3.0), paint)
        for i in range(7):
            wheel(part, (1.72 * s, 0.36, -2.2 + 0.73 * i), 0.34, 0.3, spin, min(rate, 8.0), spokes=6)
        for i in range(46):
            u = (i / 46 + cast.travelled / k / 13.0) % 1.0
            z, y = _along_track(u)
            part.box((1.48 * s, y, z), (0.3, 0.05, 0.1), dark)
    a = 0.35 * math.sin(cast.time_s * 0.4 + 0.6)
    turret = Body()
    grid = np.array(
        [
            [(x * f, y, z * f - 0.1) for x, z in _ring(1.1, 1.35)]
            for f, y in ((1.0, 1.42), (0.95, 1.75), (0.72, 2.1), (0.3, 2.16))
        ]
    )
    turret.sheet(grid, paint, closed=True)
    turret.limb((0, 1.78, 0.9), 0.14, (0, 1.84, 4.1), 0.09, dark)
    turret.limb((0, 1.84, 3.9), 0.13, (0, 1.85, 4.2), 0.13, dark)
    turret.ball((0.35, 2.16, -0.3), (0.3, 0.1, 0.3), dark)
    turret.limb((-0.6, 2.0, -0.9), 0.012, (-0.62, 3.6, -1.0), 0.006, _DARK)
    part.graft(turret, turn(a, 0, 0), (0, 0, 0))
    return part


def _ring(x: float, z: float) -> list[tuple[float, float]]:
    return [(x * math.sin(i / 16 * math.tau), z * math.cos(i / 16 * math.tau)) for i in range(16)]


def _along_track(u: float) -> tuple[float, float]:
    """Where a link is, a share ``u`` round: along the ground backwards, round the end, and forwards above."""
    long, r = 2.45, 0.4
    total = 4 * long + 2 * math.pi * r
    d = u * total
    if d < 2 * long:
        return long - d, 0.04
    d -= 2 * long
    if d < math.pi * r:
        return -long - r * math.sin(d / r), 0.04 + r - r * math.cos(d / r)
    d -= math.pi * r
    if d < 2 * long:
        return -long + d, 0.04 + 2 * r
    d -= 2 * long
    return long + r * math.sin(d / r), 0.04 + r + r * math.cos(d / r)
