"""Insects, spiders and snakes: what creeps, hums and glows."""

from __future__ import annotations

import math

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, add, chance, joint, lerp, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter, paint_of
from vitascope.engines.animatic.draw.rigs.shade import BELLY, MOTTLE, SCALES, STRIPES
from vitascope.engines.animatic.draw.stage import Colour

_DARK = Paint((18, 16, 18), shine=0.6)
_WING = Paint((226, 236, 246), soft=0.8, alpha=0.45, shine=0.4)


def draw_flying_insect(body: Body, cast: Cast) -> None:
    """A bee, a dragonfly, a firefly or a ladybird, one unit long, on its wandering way through the air."""
    words = (cast.actor.form + " " + cast.actor.label).lower()
    t = cast.time_s + cast.chance(2) * 10
    part = Body()
    if "dragonfly" in words:
        _dragonfly(part, cast, t)
        at: Point = (0.5 * math.sin(t * 1.1) + 0.1 * math.sin(t * 6), 0.25 * math.sin(t * 1.9), 0.3 * math.cos(t * 0.9))
    else:
        _beetle(part, cast, words, t)
        at = (
            0.9 * math.sin(t * 1.3) + 0.3 * math.sin(t * 3.9),
            0.6 * math.sin(t * 1.9) + 0.2 * math.sin(t * 5),
            0.6 * math.cos(t * 1.1),
        )
    body.graft(part, turn(0.5 * math.sin(t * 0.8), 0.15, 0.2 * math.sin(t * 2.1)), at)
    if "firefl" in words or "lightning bug" in words:
        pulse = max(math.sin(t * 2.6), 0.0) ** 2
        body.source("glow", add(at, (0, 0, -0.3)), 2.6 + 2.0 * pulse, (0.25 + 0.75 * pulse) * (0.4 + 0.6 * cast.night))


def _beetle(body: Body, cast: Cast, words: str, t: float) -> None:
    ladybird = "lady" in words
    firefly = "firefl" in words or "lightning bug" in words
    wasp = "wasp" in words or "hornet" in words
    if ladybird:
        shell = Paint(paint_of(cast.actor.colour, (214, 34, 28)), shine=0.8)
        for s in (-1, 1):
            body.ball((s * 0.12, 0.1, -0.08), (0.27, 0.26, 0.4), shell, turn=turn(0, 0, -s * 0.2))
            for x, z in ((0.2, 0.1), (0.26, -0.16), (0.14, -0.32)):
                body.ball((s * x, 0.3 - 0.4 * x * x, z), (0.06, 0.03, 0.06), _DARK)
        body.ball((0, 0.06, 0.3), (0.2, 0.17, 0.14), _DARK)
    elif firefly:
        body.ball((0, 0, 0.12), (0.14, 0.13, 0.24), Paint((64, 44, 34), shine=0.3))
        body.ball((0, -0.02, -0.25), (0.13, 0.12, 0.22), Paint((220, 255, 110), glow=1.0))
    else:
        fluff = Paint(
            paint_of(cast.actor.colour, (240, 180, 40)), (34, 26, 20), pattern=STRIPES, grain=0.11 if not wasp else 0.08
        )
        body.limb((0, 0, 0.02), 0.19 if not wasp else 0.1, (0, -0.06, -0.42), 0.07 if not wasp else 0.04, fluff)
        body.ball((0, 0.04, 0.16), (0.2, 0.19, 0.2), Paint((214, 150, 44), pattern=MOTTLE, grain=0.06))
    body.ball((0, 0.03, 0.4), (0.13, 0.12, 0.11), _DARK)
    for s in (-1, 1):
        body.limb((s * 0.05, 0.1, 0.46), 0.012, (s * 0.16, 0.22, 0.6), 0.008, _DARK)
        buzz = 0.5 * math.sin(t * 70 + s)
        for k, long in ((0, 0.55), (1, 0.4)):
            body.ball(
                (s * (0.18 + 0.45 * long), 0.2 + 0.25 * buzz * long, 0.08 - 0.2 * k),
                (long * 0.55, 0.012, 0.16),
                _WING,
                turn=turn(s * 0.4, 0, s * 0.6 * buzz),
            )
        for k in range(3):
            body.limb((s * 0.1, -0.1, 0.22 - 0.14 * k), 0.014, (s * 0.22, -0.28, 0.2 - 0.16 * k), 0.008, _DARK)


def _dragonfly(body: Body, cast: Cast, t: float) -> None:
    own: Colour = paint_of(cast.actor.colour, (40, 150, 170))
    coat = Paint(own, darker(own, 0.5), shine=0.7, pattern=STRIPES, grain=0.07)
    body.tube([(0, 0, 0.1), (0, 0.02, -0.3), (0, 0.0, -0.85)], [0.055, 0.035, 0.026], coat)
    body.ball((0, 0, 0.16), (0.09, 0.1, 0.14), Paint(own, shine=0.6))
    for s in (-1, 1):
        body.ball((s * 0.06, 0.03, 0.32), (0.08, 0.085, 0.08), Paint((150, 60, 40), shine=0.9))
        for k in range(2):
            beat = 0.35 * math.sin(t * 48 + k * 1.6)
            body.ball(
                (s * 0.42, 0.08 + 0.2 * beat, 0.14 - 0.17 * k),
                (0.4, 0.008, 0.085),
                _WING,
                turn=turn(s * (0.12 - 0.3 * k), 0, s * beat * 0.5),
            )


def draw_spider(body: Body, cast: Cast) -> None:
    """One unit across its legs; it hangs in its web where it spins one or is in the air, else it walks."""
    own: Colour = paint_of(cast.actor.colour, (66, 50, 40))
    hair = Paint(own, lighter(own, 0.3), pattern=MOTTLE, grain=0.06)
    t = cast.time_s
    web = cast.actor.action in ("spin", "idle", "sit") and cast.speed < 0.05 and cast.actor.size_m < 1.0
    part = Body()
    part.ball((0, 0.2, -0.17), (0.13, 0.12, 0.17), hair)
    part.ball((0, 0.18, 0.07), (0.09, 0.07, 0.1), hair)
    for s in (-1, 1):
        for k in range(2):
            part.ball(
                (s * (0.022 + 0.03 * k), 0.21 - 0.012 * k, 0.155 - 0.02 * k),
                0.016 - 0.004 * k,
                Paint((14, 12, 14), shine=1.0),
            )
        part.limb((s * 0.03, 0.15, 0.15), 0.022, (s * 0.025, 0.1, 0.18), 0.006, _DARK)
        for k in range(4):
            a = 0.45 + 0.72 * k
            step = math.sin(
                (cast.travelled * 9 if cast.speed > 0.02 else t * 3.2 * (cast.actor.action != "idle"))
                + k * 1.6
                + (1.5 if s > 0 else 0)
            )
            reach = 0.5
            foot: Point = (
                s * math.sin(a) * reach,
                0.02 + 0.04 * max(step, 0.0),
                math.cos(a) * reach * 0.95 + 0.05 * step,
            )
            hip: Point = (s * 0.07, 0.18, 0.1 - 0.06 * k)
            knee = joint(hip, foot, 0.3, 0.36, (s * 0.3, 1.0, 0.0))
            part.tube([hip, knee, foot], [0.026, 0.02, 0.007], hair)
    if not web:
        body.graft(part, turn(), (0, 0, 0))
        return
    whole = Body()
    _web(whole, cast)
    climb = t * 0.9
    at: Point = (0.42 * math.sin(climb), 0.75 + 0.36 * math.cos(climb * 0.8), 0.1)
    whole.graft(part, turn(math.pi, 0.5 * math.pi, 0.0) * 0.62, add(at, (0, 0, 0.1)))
    body.graft(whole, turn(cast.to_camera), (0.0, 0.0, 0.0))


def _web(body: Body, cast: Cast) -> None:
    """Spokes and a spiral, with dew on it that catches the light; grown as the spider goes on."""
    silk, dew = Paint((236, 240, 246), glow=0.35, alpha=0.8), Paint((240, 248, 255), shine=1.0, glow=0.35)
    spun = min(0.55 + 0.5 * cast.act, 1.0) if cast.actor.action == "spin" else 1.0
    spokes, rings = 16, 11
    ends: list[Point] = []
    for k in range(spokes):
        a = k / spokes * 2 * math.pi + 0.06 * math.sin(k * 2.7)
        r = 1.15 + 0.2 * chance(7, k)
        ends.append((math.sin(a) * r, 0.8 + math.cos(a) * r * 0.92, 0.02 * math.sin(cast.time_s * 1.2 + a)))
        body.limb((0, 0.8, 0), 0.0035, ends[k], 0.0035, silk)
    for ring in range(1, int(rings * spun) + 1):
        share = 0.08 + 0.84 * ring / rings
        for k in range(spokes):
            one, two = (
                lerp((0, 0.8, 0), ends[k], share),
                lerp((0, 0.8, 0), ends[(k + 1) % spokes], share + 0.84 / rings / spokes),
            )
            sag = add(lerp(one, two, 0.5), (0, -0.02 * share, 0))
            body.tube([one, sag, two], [0.0028, 0.0028, 0.0028], silk)
            if (k + ring) % 2 == 0:
                body.ball(sag, 0.008 + 0.007 * chance(ring, k), dew)


def draw_snake(body: Body, cast: Cast) -> None:
    """It winds along the ground; a cobra holds its hood up, and one that rests lies coiled."""
    words = (cast.actor.form + " " + cast.actor.label).lower()
    own: Colour = paint_of(cast.actor.colour, (96, 116, 58))
    hide = Paint(own, lighter(own, 0.45), shine=0.35, pattern=SCALES | BELLY, grain=0.06)
    bands = Paint(darker(own, 0.45), lighter(own, 0.45), shine=0.35, pattern=SCALES, grain=0.06)
    t = cast.time_s
    cobra = "cobra" in words
    count = 44
    line: list[Point] = []
    moving = cast.speed > 0.05 or cast.actor.action in ("walk", "run", "swim")
    way = cast.travelled * 4.2 if cast.speed > 0.05 else t * 2.2
    for k in range(count):
        s = k / (count - 1)
        if moving:
            line.append((0.2 * math.sin(s * 13 - way) * (0.4 + 0.6 * min(s * 3, 1)), 0.055, 0.9 - 2.3 * s))
        else:
            a = s * 16
            r = 0.16 + 0.34 * s
            line.append((math.sin(a) * r, 0.06 + 0.28 * (1 - s) ** 2, math.cos(a) * r))
    if cobra or not moving:
        raised = 0.85 if cobra else 0.5
        sway = 0.09 * math.sin(t * 1.3)
        base = line[0]
        neck = [
            add(base, (sway * (1 - j / 7), raised * (1 - j / 7) ** 1.0, 0.24 * math.sin((1 - j / 7) * 2.6)))
            for j in range(8)
        ]
        line = neck + line[1:]
    n = len(line)
    radii = [0.065 * min(1.0, 0.72 + i / n) * (1 - max(i / n - 0.55, 0) * 2.1) + 0.004 for i in range(n)]
    for i in range(n - 1):
        body.limb(line[i], radii[i], line[i + 1], radii[i + 1], bands if i % 5 == 2 else hide)
    if cobra:
        for j in range(5):
            body.ball(line[j + 1], (0.17 * math.sin(0.7 + j * 0.5), 0.075, 0.045), hide)
    head = add(line[0], (0, 0.02, 0.05))
    body.ball(head, (0.08, 0.055, 0.12), hide)
    body.ball(add(head, (0, -0.01, 0.07)), (0.058, 0.042, 0.08), hide)
    for s_ in (-1, 1):
        body.ball(add(head, (s_ * 0.062, 0.03, 0.05)), 0.02, Paint((230, 180, 40), shine=0.6))
        body.ball(add(head, (s_ * 0.074, 0.032, 0.058)), (0.006, 0.015, 0.01), _DARK)
    if math.sin(t * 3.1) > 0.1:
        body.tube([add(head, (0, -0.02, 0.12)), add(head, (0, -0.03, 0.22))], [0.008, 0.006], Paint((190, 30, 40)))
        for s_ in (-1, 1):
            body.limb(
                add(head, (0, -0.03, 0.22)), 0.006, add(head, (s_ * 0.025, -0.02, 0.27)), 0.003, Paint((190, 30, 40))
            )
