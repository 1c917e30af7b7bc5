"""What lives in water and has no fish's shape: octopus, jellyfish, turtle, ray, seahorse, crab, starfish."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, add, curve, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter, mix, paint_of
from vitascope.engines.animatic.draw.rigs.hide import Knot
from vitascope.engines.animatic.draw.rigs.shade import BELLY, MOTTLE, SCALES, STRIPES
from vitascope.engines.animatic.draw.rigs.shapes import lathe
from vitascope.engines.animatic.draw.stage import Colour

_DARK = Paint((12, 12, 14), shine=0.8)


def draw_jellyfish(body: Body, cast: Cast) -> None:
    """A bell that beats, frilled arms and long threads; it glows, since light goes through it."""
    tint: Colour = paint_of(cast.actor.colour, (150, 190, 255))
    t = cast.time_s + cast.chance(1) * 5
    pulse = math.sin(t * 2.2)
    wide, high = 0.4 * (1 - 0.14 * pulse), 0.34 * (1 + 0.16 * pulse)
    lift = 0.05 * math.sin(t * 2.2 - 1.2)
    top = 0.95 + lift
    rim = [(wide * math.sin(a), top - high + high * math.cos(a)) for a in np.linspace(0.02, 1.75, 12)]
    bell = Paint(tint, soft=0.9, glow=0.55, alpha=0.62)
    body.sheet(lathe([(x, y) for x, y in rim], 24), bell, closed=True)
    inner = Paint(lighter(tint, 0.45), glow=0.75, alpha=0.7)
    body.ball((0, top - 0.42 * high, 0), (wide * 0.55, high * 0.42, wide * 0.55), inner)
    for k in range(4):
        a = k * math.pi / 2 + 0.4
        body.ball(
            (math.sin(a) * wide * 0.3, top - 0.4 * high, math.cos(a) * wide * 0.3),
            (0.07, 0.05, 0.07),
            Paint((255, 190, 226), glow=0.8),
        )
    edge = rim[-1]
    for k in range(28):
        a = k / 28 * 2 * math.pi
        long = 0.5 + 0.35 * cast.chance(k + 20)
        line: list[Point] = []
        for j in range(8):
            s = j / 7
            drift = 0.07 * s * math.sin(t * 1.6 - s * 4 + k)
            r = edge[0] * (1 - 0.3 * s * s)
            line.append((math.sin(a) * r + drift, edge[1] - long * s, math.cos(a) * r + 0.5 * drift))
        body.tube(line, [0.007 * (1.2 - j / 8) for j in range(8)], Paint(lighter(tint, 0.3), glow=0.6, alpha=0.75))
    for k in range(5):
        a = k / 5 * 2 * math.pi
        line = []
        for j in range(10):
            s = j / 9
            line.append(
                (
                    math.sin(a) * 0.09 + 0.08 * s * math.sin(t * 1.3 - s * 5 + k),
                    top - 0.7 * high - 0.62 * s,
                    math.cos(a) * 0.09,
                )
            )
        body.tube(
            line,
            [0.05 * (1 - 0.85 * j / 9) * (1 + 0.3 * math.sin(j * 2.6)) for j in range(10)],
            Paint(lighter(tint, 0.55), glow=0.6, alpha=0.6),
        )


def draw_octopus(body: Body, cast: Cast) -> None:
    """Eight arms that curl each in its own time; a squid's are stretched behind a pointed mantle."""
    own: Colour = paint_of(cast.actor.colour, (196, 84, 62))
    coat = Paint(own, lighter(own, 0.4), shine=0.35, pattern=MOTTLE, grain=0.3)
    t = cast.time_s + cast.chance(1) * 5
    squid = "squid" in cast.actor.label.lower()
    breath = 0.02 * math.sin(t * 1.7)
    if squid:
        body.sheet(lathe([(0.01, 1.4), (0.12, 1.2), (0.17, 0.95), (0.17, 0.7), (0.12, 0.55)], 18), coat, closed=True)
        for s in (-1, 1):
            body.tri((0, 1.4, 0), (s * 0.3, 1.12 + breath, 0), (0, 1.0, 0), coat)
    else:
        body.ball((0, 0.82, -0.06), (0.3 + breath, 0.36 + breath, 0.32 + breath), coat, turn=turn(0, -0.4))
        body.ball((0, 0.5, 0.05), (0.22, 0.2, 0.22), coat)
    for s in (-1, 1):
        body.ball((s * 0.17, 0.57, 0.16), 0.075, Paint((236, 206, 120), shine=0.5))
        body.ball((s * 0.19, 0.575, 0.215), (0.052, 0.018, 0.03), _DARK)
    sucker = Paint(lighter(own, 0.5))
    for k in range(8):
        a = k / 8 * 2 * math.pi + 0.2
        line: list[Point] = []
        for j in range(13):
            u = j / 12
            bend = a + 0.5 * u * math.sin(t * 0.9 + k * 1.9) + 0.8 * u * u * math.sin(t * 0.6 + k)
            r = 0.12 + (0.18 if squid else 0.72) * u
            y = (
                0.45 - 0.95 * u
                if squid
                else 0.42 - 0.36 * math.sin(u * 2.0) + 0.16 * u * u * (1 + math.sin(t * 1.2 + k * 2.3))
            )
            line.append((math.sin(bend) * r, y, math.cos(bend) * r))
        body.tube(line, [0.085 * (1 - 0.9 * j / 12) for j in range(13)], coat)
        for j in range(1, 10, 2):
            body.ball(add(line[j], (0, -0.05 * (1 - j / 13), 0)), 0.022 * (1.1 - j / 13), sucker)


def draw_turtle(body: Body, cast: Cast) -> None:
    """A sea turtle rows with long flippers; a tortoise stands on stumps."""
    words = (cast.actor.form + " " + cast.actor.label).lower()
    land = cast.actor.rig == "quadruped" or "tortoise" in words
    shell: Colour = (118, 96, 58) if land else (96, 104, 62)
    hide: Colour = paint_of(cast.actor.colour, (134, 122, 86) if land else (122, 138, 104))
    t = cast.time_s
    y0 = 0.34 if land else 0.4
    high = 0.42 if land else 0.24
    ring = [
        (0.02, y0 + high),
        (0.24, y0 + 0.92 * high),
        (0.44, y0 + 0.6 * high),
        (0.55, y0 + 0.12 * high),
        (0.56, y0),
        (0.45, y0 - 0.05),
        (0.02, y0 - 0.09),
    ]
    dome = lathe(ring, 22)
    dome[..., 2] *= 1.2
    body.sheet(dome, Paint(shell, shine=0.3, pattern=SCALES, grain=0.22), closed=True)
    plate, pale = Paint(darker(shell, 0.35), shine=0.3), Paint(lighter(shell, 0.3), shine=0.25)
    for z, x in ((0.3, 0.0), (0.0, 0.0), (-0.3, 0.0), (0.16, 0.3), (0.16, -0.3), (-0.16, 0.3), (-0.16, -0.3)):
        lift = high * math.sqrt(max(1 - (x / 0.56) ** 2 - (z / 0.67) ** 2, 0.02)) ** 1.1
        out = np.array((x * 2.2, 1.0, z * 1.5))
        lean = turn(math.atan2(x, 1e-3 + abs(z)) * 0, 0.0, 0.0) if not out.any() else turn(0, -0.75 * z, -1.1 * x)
        body.ball((x, y0 + lift * 0.97, z), (0.125, 0.02, 0.13), plate, turn=lean)
        body.ball((x, y0 + lift * 0.97 + 0.008, z), (0.1, 0.02, 0.105), pale, turn=lean)
    skin_ = Paint(hide, lighter(hide, 0.35), shine=0.15, pattern=BELLY | MOTTLE, grain=0.2)
    nod = 0.04 * math.sin(t * 1.1)
    body.limb((0, y0 + 0.02, 0.5), 0.14, (0, y0 + 0.1 + nod, 0.78), 0.12, skin_)
    head: Point = (0, y0 + 0.14 + nod, 0.86)
    body.ball(head, (0.135, 0.125, 0.17), skin_)
    body.limb(add(head, (0, -0.03, 0.1)), 0.08, add(head, (0, -0.05, 0.19)), 0.03, skin_)
    for s in (-1, 1):
        body.ball(add(head, (s * 0.105, 0.04, 0.07)), 0.034, _DARK)
        if land:
            stride = math.sin(cast.travelled * 6 if cast.speed > 0.02 else t * 0.8 * (cast.actor.action == "walk"))
            for z, beat in ((0.4, s), (-0.42, -s)):
                foot: Point = (s * 0.42, 0.05, z + 0.08 * stride * beat)
                body.limb((s * 0.36, y0, z), 0.12, foot, 0.1, skin_)
                body.ball(foot, (0.12, 0.05, 0.13), skin_)
            continue
        row = math.sin(t * 2.0)
        out_ = 0.85 * math.cos(0.5 * row)
        fin = curve(
            [(s * 0.36, y0, 0.42), (s * 0.75, y0 + 0.3 * row, 0.48), (s * (0.4 + out_), y0 + 0.6 * row, 0.12)], 8
        )
        body.sheet(
            np.array(
                [
                    [add(p, (0, 0, w)), p, add(p, (0, 0, -w))]
                    for p, w in zip(fin, (0.08, 0.12, 0.13, 0.13, 0.11, 0.09, 0.06, 0.01), strict=True)
                ]
            ),
            skin_,
        )
        rear: Point = (s * 0.62, y0 - 0.02 + 0.08 * math.sin(t * 2 + 1), -0.72)
        body.quad((s * 0.25, y0, -0.5), (s * 0.36, y0, -0.42), rear, add(rear, (-s * 0.14, 0, -0.08)), skin_)


def draw_ray(body: Body, cast: Cast) -> None:
    """A manta: wings that roll from tip to tip, a whip of a tail."""
    back: Colour = paint_of(cast.actor.colour, (52, 62, 78))
    t = cast.time_s
    span, chord = 13, 7
    grid = np.zeros((chord, span, 3))
    for j in range(span):
        u = j / (span - 1) * 2 - 1
        flap = 0.34 * math.sin(t * 1.5 - abs(u) * 1.3) * abs(u) ** 1.5
        long = (1 - abs(u)) ** 0.75 * 0.95 + 0.05
        for i in range(chord):
            v = i / (chord - 1)
            z = 0.42 - 0.34 * abs(u) - long * v * (0.9 if abs(u) < 0.2 else 0.8)
            grid[i, j] = (u * 0.98, 0.45 + flap + 0.09 * (1 - abs(u)) ** 2 * math.sin(math.pi * v), z)
    body.sheet(grid, Paint(back, shine=0.25))
    under = grid.copy()
    under[..., 1] -= (
        0.02 + 0.1 * (1 - np.abs(np.linspace(-1, 1, span))) ** 2 * np.sin(np.pi * np.linspace(0, 1, chord))[:, None]
    )
    body.sheet(under[:, ::-1], Paint((226, 230, 232), shine=0.2))
    body.tube(
        curve([(0, 0.45, -0.45), (0.05 * math.sin(t), 0.45, -0.9), (0.16 * math.sin(t * 0.9), 0.44, -1.4)], 8),
        [0.03 - 0.0035 * i for i in range(8)],
        Paint(back),
    )
    for s in (-1, 1):
        body.tube(
            [(s * 0.14, 0.44, 0.4), (s * 0.17, 0.41, 0.55), (s * 0.13, 0.37, 0.6)],
            [0.05, 0.035, 0.012],
            Paint(darker(back, 0.2)),
        )
        body.ball((s * 0.2, 0.46, 0.37), 0.03, _DARK)


def draw_seahorse(body: Body, cast: Cast) -> None:
    own: Colour = paint_of(cast.actor.colour, (240, 176, 60))
    t = cast.time_s
    bob = 0.03 * math.sin(t * 1.6)
    coat = Paint(own, darker(own, 0.25), shine=0.2, pattern=STRIPES, grain=0.055)
    knots: list[Knot] = [
        (0, 0.12, 0.06, 0.008, 0.008),
        (0, 0.04, 0.12, 0.016, 0.016),
        (0, 0.08, 0.2, 0.022, 0.022),
        (0, 0.2, 0.16, 0.035, 0.04),
        (0, 0.38, 0.02, 0.06, 0.07),
        (0, 0.56, 0.0, 0.085, 0.11),
        (0, 0.74, -0.02, 0.07, 0.085),
        (0, 0.88, -0.01, 0.05, 0.06),
    ]
    line = [(x, y + bob, z) for x, y, z, _, _ in knots]
    smooth = curve(line, 22)
    radii = np.interp(np.linspace(0, 1, 22), np.linspace(0, 1, len(knots)), [k[4] for k in knots])
    body.tube(smooth, [float(r) for r in radii], coat)
    head: Point = (0, 0.94 + bob, 0.05)
    body.ball(head, (0.055, 0.06, 0.085), Paint(own, shine=0.2))
    body.limb(add(head, (0, -0.01, 0.06)), 0.03, add(head, (0, -0.05, 0.21)), 0.022, Paint(own))
    for k in range(4):
        body.limb(
            add(head, (0, 0.04, -0.03 * k)),
            0.02,
            add(head, (0, 0.1 - 0.015 * k, -0.05 - 0.035 * k)),
            0.004,
            Paint(darker(own, 0.2)),
        )
    for s in (-1, 1):
        body.ball(add(head, (s * 0.048, 0.015, 0.03)), 0.02, _DARK)
    fin = Paint(lighter(own, 0.35), soft=0.8, alpha=0.8)
    wave = 0.05 * math.sin(t * 16)
    body.tri((0, 0.68 + bob, -0.1), (wave, 0.62 + bob, -0.26), (0, 0.48 + bob, -0.1), fin)


def draw_crab(body: Body, cast: Cast) -> None:
    """Sideways on eight legs, claws up; a lobster is longer."""
    own: Colour = paint_of(cast.actor.colour, (206, 70, 40))
    shell = Paint(own, lighter(own, 0.45), shine=0.4, pattern=BELLY)
    t = cast.time_s
    lobster = "lobster" in cast.actor.label.lower() or "shrimp" in cast.actor.label.lower()
    body.ball((0, 0.3, 0), (0.26, 0.15, 0.4) if lobster else (0.46, 0.18, 0.32), shell)
    if lobster:
        for k in range(5):
            body.ball((0, 0.28 - 0.03 * k, -0.4 - 0.14 * k), (0.2 - 0.02 * k, 0.11, 0.12), shell)
        for s in (-1, 0, 1):
            body.ball((s * 0.14, 0.12, -1.08), (0.09, 0.025, 0.13), shell)
    for s in (-1, 1):
        body.limb((s * 0.13, 0.4, 0.27), 0.02, (s * 0.15, 0.54, 0.32), 0.018, shell)
        body.ball((s * 0.15, 0.56, 0.33), 0.04, _DARK)
        for k in range(4):
            step = t * 5 + k * 1.7 + (0 if s > 0 else 1.5)
            z = 0.2 - 0.15 * k
            knee: Point = (s * (0.68 + 0.03 * k), 0.44 + 0.03 * math.sin(step), z * 1.4)
            body.tube(
                [(s * 0.36, 0.27, z), knee, (s * (0.9 + 0.05 * math.sin(step)), 0.02, z * 1.9)],
                [0.05, 0.04, 0.012],
                shell,
            )
        snap = 0.1 + 0.1 * abs(math.sin(t * 1.3 + s))
        wrist: Point = (s * 0.62, 0.42 + 0.04 * math.sin(t * 1.1), 0.46)
        body.tube([(s * 0.38, 0.28, 0.2), (s * 0.68, 0.26, 0.32), wrist], [0.06, 0.06, 0.07], shell)
        for side in (-1, 1):
            tip = add(wrist, (side * snap * 0.6, 0.28, 0.12))
            body.tube([wrist, add(wrist, (side * (0.06 + snap * 0.5), 0.14, 0.05)), tip], [0.08, 0.07, 0.012], shell)


def draw_starfish(body: Body, cast: Cast) -> None:
    own: Colour = paint_of(cast.actor.colour, (236, 120, 60))
    coat, knob = Paint(own, pattern=MOTTLE, grain=0.2), Paint(lighter(own, 0.4))
    for k in range(5):
        a = k / 5 * 2 * math.pi + 0.15
        tip: Point = (math.sin(a) * 0.5, 0.05 + 0.03 * math.sin(cast.time_s * 0.7 + k), math.cos(a) * 0.5)
        body.limb((0, 0.08, 0), 0.13, tip, 0.05, coat)
        for j in range(1, 6):
            body.ball((math.sin(a) * 0.085 * j, 0.2 - 0.022 * j, math.cos(a) * 0.085 * j), 0.022, knob)
    body.ball((0, 0.08, 0), (0.17, 0.1, 0.17), Paint(mix(own, (255, 200, 120), 0.2), pattern=MOTTLE, grain=0.2))
