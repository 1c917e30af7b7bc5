"""The rocket on its pad, aircraft, and balloons."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.animatic.draw.rigs import craft, launch
from vitascope.engines.animatic.draw.rigs.body import Body, Paint
from vitascope.engines.animatic.draw.rigs.cast import Cast, smooth, turn
from vitascope.engines.animatic.draw.rigs.colours import NAMED, lighter, paint_of
from vitascope.engines.animatic.draw.rigs.shade import CUT
from vitascope.engines.animatic.draw.rigs.shapes import dense, lathe, loft
from vitascope.engines.animatic.draw.stage import Colour


def draw_rocket(body: Body, cast: Cast) -> None:
    """Ten units high. It stands on its pad until the launch."""
    white = Paint(paint_of(cast.actor.colour, (236, 236, 232)), shine=0.25)
    dark, red = Paint((38, 40, 46), shine=0.3), Paint((196, 38, 34), shine=0.3)
    body.sheet(lathe([(0.02, 10.0), (0.16, 9.65), (0.34, 9.0), (0.46, 8.2), (0.5, 7.5)], 20), red, closed=True)
    body.sheet(lathe([(0.5, 7.5), (0.5, 6.3), (0.5, 4.6), (0.5, 2.9), (0.5, 1.1)], 20), white, closed=True)
    body.sheet(lathe([(0.512, 6.2), (0.512, 5.9)], 20), dark, closed=True)
    body.sheet(lathe([(0.512, 3.2), (0.512, 2.7)], 20), dark, closed=True)
    body.sheet(lathe([(0.5, 1.1), (0.46, 0.8), (0.42, 0.7)], 20), dark, closed=True)
    body.sheet(lathe([(0.24, 0.75), (0.3, 0.5), (0.4, 0.3)], 16), dark, closed=True)
    body.ball((0, 7.0, 0.44), (0.17, 0.17, 0.1), Paint((60, 110, 150), shine=1.0))
    for k in range(4):
        a = math.pi / 4 + k * math.pi / 2
        x, z = math.sin(a), math.cos(a)
        body.quad(
            (x * 0.45, 2.6, z * 0.45), (x * 1.2, 1.0, z * 1.2), (x * 1.2, 0.35, z * 1.2), (x * 0.45, 0.9, z * 0.45), red
        )
        body.limb((x * 0.45, 2.6, z * 0.45), 0.04, (x * 1.2, 0.9, z * 1.2), 0.04, red)
    for s in (-1, 1):
        body.limb((0.7 * s, 1.0, 0), 0.22, (0.7 * s, 5.2, 0), 0.22, white)
        body.limb((0.7 * s, 5.2, 0), 0.22, (0.62 * s, 6.0, 0), 0.05, red)
    lit_at = launch.ignition_s(cast.actor)
    flying = cast.actor.action in {"fly", "drive"} or (lit_at is None and cast.speed > 0.02)
    since = cast.time_s - lit_at if lit_at is not None else (1.0 if flying else -1.0)
    if since > 0:
        launch.plume(body, cast, smooth(since / 0.9) * (0.55 + 0.45 * smooth(since / 3.0)))
    if launch.on_a_pad(cast.actor):
        launch.pad(body, launch.lift_of(cast.actor, cast.time_s), since / 1.2 + 0.3 if lit_at is not None else 0.0)


def draw_aircraft(body: Body, cast: Cast) -> None:
    """Ten units long: an airliner or a propeller plane, or what `craft` has."""
    words = (cast.actor.form + " " + cast.actor.label).lower()
    special = Body()
    if craft.draw(special, cast, words):
        sway, heave = 0.05 * math.sin(cast.time_s * 0.8), 0.1 * math.sin(cast.time_s * 0.9)
        tilt = -0.1 if "helicopter" in words and cast.speed > 1 else 0.0  # nose down as it goes
        body.graft(special, turn(0, tilt, sway), (0, heave, 0))
        return
    white = Paint(paint_of(cast.actor.colour, (232, 234, 236)), shine=0.5)
    prop = any(w in words for w in ("prop", "cessna", "old", "spitfire", "seaplane"))
    accent = Paint((36, 84, 160), shine=0.5)
    part = Body()
    rings: list[tuple[float, float, float, float]] = [
        (5.0, -0.05, 0.03, 0.03),
        (4.6, -0.02, 0.35, 0.34),
        (3.6, 0, 0.6, 0.62),
        (1.0, 0, 0.62, 0.64),
        (-2.0, 0.05, 0.58, 0.58),
        (-4.0, 0.25, 0.28, 0.3),
        (-5.0, 0.35, 0.06, 0.1),
    ]
    part.sheet(loft(dense(rings, 18), 18), white, closed=True)
    part.quad(
        (-0.36, 0.32, 4.35), (0.36, 0.32, 4.35), (0.42, 0.55, 3.75), (-0.42, 0.55, 3.75), Paint((30, 38, 48), shine=1.0)
    )
    sweep = 0.0 if prop else 1.9
    for s in (-1, 1):
        wing = [
            [
                (0.4 * s + 4.6 * s * i / 5, -0.15 + 0.5 * i / 5, 1.1 - sweep * i / 5 - (1.7 - 1.15 * i / 5) * j / 3)
                for j in range(4)
            ]
            for i in range(6)
        ]
        part.sheet(np.array(wing), white)
        tail = [
            [(0.1 * s + 1.8 * s * i / 2, 0.4 + 0.1 * i, -3.9 - 0.5 * i - 0.8 * (1 - 0.3 * i) * j / 2) for j in range(3)]
            for i in range(3)
        ]
        part.sheet(np.array(tail), white)
        if not prop:
            part.limb(
                (1.9 * s, -0.5, 1.1),
                0.34,
                (1.9 * s, -0.5, -0.2),
                0.26,
                Paint(accent.colour, shine=0.5, pattern=CUT),
            )
        for k in range(9):
            part.ball(
                (0.615 * s, 0.14, 2.9 - 0.55 * k),
                (0.03, 0.1, 0.075),
                Paint((40, 50, 62), shine=0.8, glow=0.4 * cast.night),
            )
        part.ball(
            (5.0 * s, 0.35, -0.9),
            0.09,
            Paint((255, 40, 30) if s < 0 else (40, 255, 80), glow=0.3 + 0.7 * cast.night),
        )
    part.quad((0, 0.5, -3.5), (0, 0.45, -4.9), (0, 2.1, -5.3), (0, 2.1, -4.6), accent)
    if prop:
        for k in range(3):
            a = cast.time_s * 40 + k * 2.094
            part.limb(
                (0, 0, 5.05),
                0.08,
                (1.2 * math.sin(a), 1.2 * math.cos(a), 5.05),
                0.05,
                Paint((50, 46, 44), alpha=0.7),
            )
    body.graft(part, turn(0, 0, 0.05 * math.sin(cast.time_s * 0.8)), (0, 0.1 * math.sin(cast.time_s * 0.9), 0))


_GORES: tuple[tuple[str, str], ...] = (
    ("red", "cream"),
    ("blue", "gold"),
    ("orange", "crimson"),
    ("teal", "white"),
    ("purple", "yellow"),
    ("green", "cream"),
)


def draw_balloon(body: Body, cast: Cast) -> None:
    """A hot-air balloon ten units high with striped gores; a small party balloon where the form says so."""
    pick = _GORES[int(cast.chance(3) * len(_GORES))]
    first: Colour = paint_of(cast.actor.colour, NAMED[pick[0]])
    second: Colour = lighter(first, 0.62) if cast.actor.colour else NAMED[pick[1]]
    if "party" in cast.actor.form or "toy" in cast.actor.form:
        body.ball((0, 8.0, 0), (1.7, 2.0, 1.7), Paint(first, shine=0.9, soft=0.5))
        body.limb((0, 6.0, 0), 0.03, (0.2 * math.sin(cast.time_s * 2), 0, 0), 0.03, Paint((230, 230, 230)))
        return
    part = Body()
    burn = max(math.sin(cast.time_s * 1.1 + cast.chance(4) * 6) - 0.55, 0) * 2
    glow = 0.05 + 0.35 * cast.night * (0.4 + burn)
    one, two = Paint(first, shine=0.12, soft=0.35, glow=glow), Paint(second, shine=0.12, soft=0.35, glow=glow)
    profile = [
        (0.5, 2.6),
        (0.9, 3.1),
        (1.7, 4.1),
        (2.5, 5.3),
        (2.95, 6.5),
        (3.0, 7.4),
        (2.75, 8.4),
        (2.15, 9.25),
        (1.2, 9.82),
        (0.4, 9.98),
        (0.02, 10.0),
    ]
    base = lathe(profile, 32)
    bulge = 1 + 0.018 * np.cos(np.arange(32) / 32 * 2 * np.pi * 16)
    base[:, :, 0] *= bulge
    base[:, :, 2] *= bulge
    part.sheet(base, [one, one, two, two], closed=True)
    part.sheet(lathe([(0.5, 2.6), (0.42, 2.35)], 16), two, closed=True)
    wicker = Paint((136, 92, 52))
    part.box((0, 0.5, 0), (0.46, 0.42, 0.46), wicker)
    part.box((0, 0.95, 0), (0.5, 0.06, 0.5), Paint((84, 54, 34)))
    for x in (-0.45, 0.45):
        for z in (-0.45, 0.45):
            part.limb((x, 0.95, z), 0.025, (x * 1.05, 2.5, z * 1.05), 0.02, Paint((70, 62, 54)))
    for x in (-0.18, 0.16):
        part.ball((x, 1.3, 0.05), (0.12, 0.15, 0.12), Paint((206, 156, 128)))
        part.limb((x, 1.15, 0.05), 0.13, (x, 0.8, 0.05), 0.15, Paint((70, 80, 110)))
    if burn > 0:
        part.limb((0, 1.9, 0), 0.12, (0, 2.4 + burn * 0.5, 0), 0.03, Paint((255, 190, 90), glow=1.0, alpha=0.8))
    body.graft(
        part,
        turn(0, 0, 0.02 * math.sin(cast.time_s * 0.6)),
        (0, 0.12 * math.sin(cast.time_s * 0.5 + cast.chance(6) * 6), 0),
    )
