"""What stands and hangs in rooms and halls: chandeliers, aquariums, escalators, machines, cages, furniture."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs import fittings, furniture
from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, Rig, chance, curve, turn
from vitascope.engines.animatic.draw.rigs.colours import lighter
from vitascope.engines.animatic.draw.rigs.halls import spot_of
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE
from vitascope.engines.animatic.draw.rigs.shapes import lathe
from vitascope.engines.animatic.draw.rigs.spots import Spot
from vitascope.engines.animatic.draw.rigs.tableware import own

_GLASS = Paint((206, 230, 238), shine=1.3, alpha=0.16, soft=0.4)
_GOLD = Paint((222, 178, 92), shine=1.0)
_STEEL = Paint((176, 182, 190), shine=0.8)
_DARK = Paint((34, 36, 42), shine=0.4)


def _chandelier(body: Body, cast: Cast) -> None:
    """Two rings of candles on curved arms, hung with crystal; it sways."""
    gold = Paint(own(cast, _GOLD.colour), shine=1.0)
    part = Body()
    part.limb((0, 0, 0), 0.012, (0, -0.45, 0), 0.012, gold)
    stem = [(0.01, -1.0), (0.05, -0.97), (0.1, -0.88), (0.05, -0.78), (0.04, -0.6), (0.08, -0.52), (0.02, -0.45)]
    part.sheet(lathe(stem, 16), gold, closed=True)
    drop = Paint((236, 244, 255), shine=1.6, alpha=0.75, glow=0.25)
    for count, reach, y in ((10, 0.52, -0.72), (6, 0.3, -0.5)):
        for k in range(count):
            a = k / count * math.tau
            s, c = math.sin(a), math.cos(a)
            tip: Point = (reach * s, y + 0.05, reach * c)
            part.tube(curve([(0.04 * s, y - 0.04, 0.04 * c), (0.55 * reach * s, y - 0.12, 0.55 * reach * c), tip], 6),
                      [0.016] * 6, gold)  # fmt: skip
            part.ball(tip, (0.045, 0.012, 0.045), gold)
            part.limb(tip, 0.014, (tip[0], tip[1] + 0.09, tip[2]), 0.014, Paint((248, 242, 226), soft=0.4))
            flick = 0.012 * math.sin(cast.time_s * 9 + 2.3 * k)
            part.ball((tip[0] + 0.3 * flick, tip[1] + 0.125, tip[2]), (0.014, 0.028 + flick, 0.014),
                      Paint((255, 226, 150), glow=1.0))  # fmt: skip
            for j in range(2):
                part.ball((tip[0], tip[1] - 0.045 - 0.045 * j, tip[2]), (0.012, 0.02, 0.012), drop)
            b = (k + 0.5) / count * math.tau
            for j in range(4):
                u = (j + 0.5) / 4
                part.ball(((0.06 + (reach - 0.1) * u) * math.sin(b), y + 0.02 - 0.09 * math.sin(math.pi * u),
                           (0.06 + (reach - 0.1) * u) * math.cos(b)), 0.011, drop)  # fmt: skip
    part.ball((0, -1.03, 0), (0.03, 0.04, 0.03), drop)
    body.graft(part, turn(0.12 * cast.time_s, 0.0, 0.02 * math.sin(cast.time_s * 1.1)), (0.0, 1.05, 0.0))
    body.source("glow", (0, 0.45, 0), 1.3, 0.45)


def _aquarium(body: Body, cast: Cast) -> None:
    """Fish among weed and stones behind glass, and a string of bubbles; a bowl holds one goldfish."""
    bowl = "bowl" in cast.actor.form
    t = cast.time_s
    sand = Paint((220, 196, 146), pattern=MOTTLE, grain=0.04)
    if bowl:
        body.sheet(lathe([(0.3, 0.0), (0.42, 0.14), (0.47, 0.36), (0.4, 0.62), (0.28, 0.78), (0.32, 0.84)], 30), _GLASS,
                   closed=True)  # fmt: skip
        body.ball((0, 0.08, 0), (0.34, 0.07, 0.34), sand)
        body.ball((0, 0.62, 0), (0.38, 0.004, 0.38), Paint((170, 216, 232), shine=1.2, alpha=0.5))
    else:
        for x in (-0.9, 0.9):
            for z in (-0.36, 0.36):
                body.limb((x, 0.05, z), 0.016, (x, 0.98, z), 0.016, _DARK)
        for y in (0.04, 0.98):
            body.box((0, y, -0.36), (0.92, 0.03, 0.02), _DARK)
            body.box((0, y, 0.36), (0.92, 0.03, 0.02), _DARK)
            for s in (-1, 1):
                body.box((0.9 * s, y, 0), (0.02, 0.03, 0.37), _DARK)
        body.box((0, 0.5, -0.35), (0.88, 0.45, 0.004), Paint((24, 92, 138), glow=0.35))
        body.box((0, 0.09, 0), (0.88, 0.05, 0.34), sand)
        for k in range(5):
            body.ball((-0.7 + 0.33 * k, 0.15, -0.16 + 0.2 * chance(3, k)), (0.1, 0.07 + 0.05 * chance(4, k), 0.09),
                      Paint((110, 104, 100), pattern=MOTTLE, grain=0.05))  # fmt: skip
    for k in range(3 if bowl else 12):
        x = (0.12 * (k - 1)) if bowl else -0.78 + 0.142 * k
        z = -0.14 + 0.08 * (k % 3)
        high = 0.3 if bowl else 0.3 + 0.35 * chance(6, k)
        line = [(x + 0.05 * u * math.sin(1.7 * t + 5 * u + k), 0.12 + high * u, z) for u in np.linspace(0, 1, 7)]
        body.tube(line, [0.016, 0.018, 0.017, 0.015, 0.012, 0.009, 0.004],
                  Paint(((60, 140, 70), (110, 160, 60), (150, 60, 80))[k % 3], soft=0.5))  # fmt: skip
    tones = ((250, 130, 30), (250, 210, 60), (60, 130, 240), (240, 240, 246), (230, 60, 70))
    for k in range(1 if bowl else 8):
        pace = 0.5 + 0.4 * chance(8, k)
        a = t * pace + 6.28 * chance(9, k)
        wide, y = (0.22, 0.36) if bowl else (0.66, 0.3 + 0.55 * chance(10, k))
        x, z = wide * math.sin(a), 0.17 * math.cos(a)
        yaw = math.atan2(wide * math.cos(a), -0.17 * math.sin(a))
        _fish(body, (x, y + 0.03 * math.sin(2 * a), z), yaw, 0.16 if bowl else 0.085 + 0.04 * chance(11, k),
              own(cast, tones[k % 5]) if bowl else tones[k % 5], t * 9 + k)  # fmt: skip
    for k in range(9):
        u = (t * 0.4 + k / 9) % 1.0
        x = 0.2 if bowl else 0.6
        body.ball((x + 0.015 * math.sin(9 * u + k), 0.14 + (0.46 if bowl else 0.76) * u, -0.05), 0.01 + 0.006 * u,
                  Paint((236, 250, 255), shine=1.2, alpha=0.55))  # fmt: skip
    if not bowl:
        body.box((0, 0.93, 0), (0.87, 0.004, 0.34), Paint((160, 220, 240), alpha=0.4, shine=1.2))
        body.box((0, 0.51, 0.36), (0.88, 0.45, 0.003), Paint((110, 180, 210), alpha=0.1, shine=1.4))
        body.source("glow", (0, 0.6, 0.3), 0.8, 0.25)


def _fish(body: Body, at: Point, yaw: float, long: float, tone: tuple[float, float, float], beat: float) -> None:
    part = Body()
    coat = Paint(tone, shine=0.5, glow=0.15)
    part.ball((0, 0, 0), (0.22, 0.38, 0.55), coat)
    wag = 0.3 * math.sin(beat)
    part.tri((0, 0, -0.45), (wag, 0.36, -0.95), (wag, -0.36, -0.95), Paint(lighter(tone, 0.25), soft=0.5, glow=0.1))
    part.tri((0, 0.3, 0.2), (0.1 * wag, 0.62, -0.2), (0, 0.25, -0.35), Paint(lighter(tone, 0.25), soft=0.5, glow=0.1))
    for s in (-1, 1):
        part.ball((0.17 * s, 0.08, 0.34), 0.06, Paint((16, 16, 18), shine=0.8))
    body.graft(part, turn(yaw) * long, at)


def _escalator(body: Body, cast: Cast) -> None:
    """Its steps run up between glass and black handrails."""
    rise = 0.72
    run = (cast.time_s * 0.32) % 1.0
    for k in range(15):
        u = (k + run) / 15
        y, z = 0.06 + rise * u, 0.75 - 1.5 * u
        body.box((0, y, z), (0.3, 0.026, 0.052), Paint((86, 90, 98), shine=0.5))
        body.box((0, y + 0.027, z + 0.045), (0.3, 0.003, 0.006), Paint((236, 200, 60)))
    for s in (-1, 1):
        x = 0.36 * s
        rail = [(x, 0.3, 1.0), (x, 0.36, 0.8), (x, 0.36 + rise, -0.7), (x, 0.34 + rise, -0.95)]
        body.tube(rail, [0.026] * 4, _DARK)
        body.quad((x, 0.04, 0.95), (x, 0.04 + rise, -0.85), (x, 0.35 + rise, -0.85), (x, 0.32, 0.95),
                  Paint((190, 214, 224), alpha=0.35, shine=1.2))  # fmt: skip
        body.quad(
            (x * 1.14, 0.0, 0.98), (x * 1.14, rise, -0.9), (x * 1.14, 0.1 + rise, -0.9), (x * 1.14, 0.12, 0.98), _STEEL
        )
        body.quad((x * 0.94, 0.03, 0.95), (x * 1.14, 0.03, 0.95), (x * 1.14, 0.08 + rise, -0.85),
                  (x * 0.94, 0.08 + rise, -0.85), _STEEL)  # fmt: skip
    body.quad((-0.41, 0.0, 0.98), (-0.41, 0.0, -0.9), (-0.41, rise, -0.9), (-0.41, 0.02, 0.98), Paint((120, 124, 130)))
    body.quad((0.41, 0.0, 0.98), (0.41, 0.0, -0.9), (0.41, rise, -0.9), (0.41, 0.02, 0.98), Paint((120, 124, 130)))


def _machine(body: Body, cast: Cast, *, kind: str) -> None:
    """A vending machine with its cans, a cabinet with a game on its screen, racks of servers that blink."""
    shell = Paint(own(cast, {"vend": (190, 36, 40), "arcade": (60, 40, 120)}.get(kind, (36, 40, 48))), shine=0.4)
    t = cast.time_s
    body.box((0, 0.5, 0), (0.27, 0.5, 0.24), shell)
    if kind == "vend":
        body.box((-0.04, 0.6, 0.241), (0.19, 0.34, 0.004), Paint((214, 236, 248), glow=0.75))
        for row in range(5):
            for k in range(6):
                tone = ((214, 40, 44), (50, 130, 60), (240, 190, 50), (50, 90, 200), (240, 240, 240))[(row * 2 + k) % 5]
                x, y = -0.195 + 0.062 * k, 0.3 + 0.135 * row
                body.limb((x, y, 0.25), 0.02, (x, y + 0.055, 0.25), 0.02, Paint(tone, shine=0.6, glow=0.35))
            body.box((-0.04, 0.272 + 0.135 * row, 0.25), (0.19, 0.004, 0.012), _STEEL)
        body.box((0.205, 0.6, 0.243), (0.04, 0.1, 0.006), _DARK)
        body.box((0.205, 0.65, 0.25), (0.028, 0.03, 0.002), Paint((90, 240, 160), glow=1.0))
        body.box((-0.04, 0.15, 0.243), (0.16, 0.05, 0.006), _DARK)
    elif kind == "arcade":
        body.box((0, 0.68, 0.242), (0.21, 0.16, 0.004), Paint((8, 10, 26), glow=0.6))
        for row in range(3):
            for k in range(5):
                x = -0.14 + 0.06 * k + 0.03 * math.sin(1.4 * t)
                body.box((x, 0.8 - 0.055 * row, 0.248), (0.016, 0.014, 0.002),
                         Paint(((90, 255, 120), (255, 90, 200), (90, 200, 255))[row], glow=1.0))  # fmt: skip
        body.box((0.12 * math.sin(1.1 * t), 0.55, 0.248), (0.024, 0.012, 0.002), Paint((255, 240, 90), glow=1.0))
        body.box((0.12 * math.sin(1.1 * t), 0.57 + 0.2 * ((t * 1.3) % 1), 0.248), (0.004, 0.012, 0.002),
                 Paint((255, 255, 255), glow=1.0))  # fmt: skip
        body.box((0, 0.91, 0.246), (0.24, 0.06, 0.01), Paint((255, 90, 170), glow=0.85))
        body.box((0, 0.44, 0.3), (0.25, 0.03, 0.09), shell)
        body.limb((-0.1, 0.46, 0.32), 0.01, (-0.1 + 0.02 * math.sin(5 * t), 0.54, 0.32), 0.01, _STEEL)
        body.ball((-0.1 + 0.02 * math.sin(5 * t), 0.55, 0.32), 0.026, Paint((220, 30, 40), shine=0.8))
        for k in range(3):
            body.ball((0.02 + 0.06 * k, 0.475, 0.32), (0.02, 0.012, 0.02), Paint((255, 220, 60), glow=0.5))
        body.source("glow", (0, 0.7, 0.35), 0.5, 0.35)
    else:
        for row in range(13):
            y = 0.08 + 0.07 * row
            body.box((0, y, 0.243), (0.23, 0.028, 0.008), Paint((58, 62, 72), shine=0.4))
            for k in range(6):
                on = chance(row * 7 + k, int(t * 3 + chance(4, row * 7 + k))) > 0.45
                tone = (80, 255, 130) if k % 3 else (80, 170, 255)
                body.ball((-0.19 + 0.03 * k, y, 0.254), 0.006, Paint(tone, glow=1.0 if on else 0.12))
            body.box((0.12, y, 0.252), (0.09, 0.014, 0.002), _DARK)


def _cage(body: Body, cast: Cast) -> None:
    """Of wire under a dome, a canary on its swing."""
    gold = Paint(own(cast, _GOLD.colour), shine=0.9)
    body.sheet(lathe([(0.37, 0.0), (0.38, 0.06), (0.34, 0.08), (0.01, 0.08)], 24), gold, closed=True)
    for k in range(18):
        a = k / 18 * math.tau
        line = [
            (r * math.sin(a), y, r * math.cos(a))
            for r, y in ((0.34, 0.06), (0.34, 0.62), (0.28, 0.78), (0.15, 0.88), (0.01, 0.92))
        ]
        body.tube(line, [0.006] * 5, gold)
    for y in (0.34, 0.62):
        body.tube(
            [(0.34 * math.sin(a), y, 0.34 * math.cos(a)) for a in np.linspace(0, math.tau, 25)], [0.008] * 25, gold
        )
    body.tube([(0, 0.92, 0), (0.04, 0.96, 0), (0, 1.0, 0), (-0.04, 0.96, 0), (0, 0.92, 0)], [0.008] * 5, gold)
    part = Body()
    for s in (-1, 1):
        part.limb((0.1 * s, -0.34, 0), 0.004, (0, 0, 0), 0.004, gold)
    part.limb((-0.12, -0.34, 0), 0.01, (0.12, -0.34, 0), 0.01, Paint((130, 90, 56)))
    bird = Paint((250, 214, 60), soft=0.2)
    hop = 0.01 * abs(math.sin(cast.time_s * 3))
    part.ball((0, -0.26 + hop, 0), (0.055, 0.075, 0.06), bird)
    part.ball((0, -0.17 + hop, 0.02), 0.045, bird)
    part.limb((0, -0.17 + hop, 0.06), 0.012, (0, -0.18 + hop, 0.09), 0.003, Paint((240, 140, 50)))
    part.limb((0, -0.29 + hop, -0.04), 0.03, (0, -0.4 + hop, -0.1), 0.01, Paint((220, 180, 50)))
    for s in (-1, 1):
        part.ball((0.03 * s, -0.16 + hop, 0.05), 0.008, _DARK)
    body.graft(part, turn(0.5, 0.18 * math.sin(cast.time_s * 2)), (0.0, 0.84, 0.0))


def _bath(body: Body, cast: Cast) -> None:
    """On feet, with a foam of bubbles."""
    white = Paint(own(cast, (244, 244, 246)), shine=0.9)
    shape = lathe([(0.01, 0.12), (0.5, 0.13), (0.72, 0.25), (0.85, 0.55), (0.92, 0.62), (0.9, 0.64), (0.8, 0.58)], 30)
    shape[..., 2] *= 0.48
    body.sheet(shape, white, closed=True)
    body.ball((0, 0.55, 0), (0.8, 0.02, 0.38), Paint((196, 226, 236), shine=1.0))
    for k in range(70):
        a, r = 6.283 * chance(3, k), math.sqrt(chance(4, k))
        y = 0.57 + 0.1 * chance(5, k) * (1 - 0.5 * r) + 0.008 * math.sin(cast.time_s * 1.5 + k)
        body.ball((0.74 * r * math.sin(a), y, 0.35 * r * math.cos(a)), 0.04 + 0.04 * chance(6, k),
                  Paint((250, 252, 255), shine=0.8, soft=0.4))  # fmt: skip
    for s in (-1, 1):
        for z in (-0.2, 0.2):
            body.limb((0.5 * s, 0.2, z), 0.05, (0.56 * s, 0.02, z * 1.2), 0.035, _GOLD)
    body.tube([(0.92, 0.3, 0), (0.98, 0.85, 0), (0.8, 0.92, 0), (0.74, 0.82, 0)], [0.025] * 4, _GOLD)


def _stood(body: Body, cast: Cast, *, piece: Callable[[Spot], None], high: float) -> None:
    """A piece of a room's furniture by itself, as large as things are."""
    body.place(_piece(piece, high, cast.seed % 5, round(cast.night, 1)))


@lru_cache(maxsize=16)
def _piece(piece: Callable[[Spot], None], high: float, seed: int, night: float) -> NDArray[np.float32]:
    part, body = Body(), Body()
    piece(spot_of(part, 0.0, 0.0, seed, night))
    body.graft(part, turn(math.pi) / high, (0.0, 0.0, 0.0))
    return body.solids()


INDOORS: Mapping[str, Rig] = {
    "chandelier": _chandelier, "aquarium": _aquarium, "fish bowl": _aquarium, "escalator": _escalator,
    "vending machine": partial(_machine, kind="vend"), "arcade machine": partial(_machine, kind="arcade"),
    "server rack": partial(_machine, kind="server"), "bird cage": _cage, "bathtub": _bath,
    "fridge": partial(_stood, piece=fittings.fridge, high=1.9),
    "oven": partial(_stood, piece=fittings.cooker, high=1.1),
    "toilet": partial(_stood, piece=fittings.toilet, high=0.9),
    "bookshelf": partial(_stood, piece=furniture.bookcase, high=1.9),
    "sideboard": partial(_stood, piece=furniture.sideboard, high=1.0),
    "nightstand": partial(_stood, piece=furniture.nightstand, high=0.7),
    "bunk bed": partial(_stood, piece=fittings.bunk, high=1.7),
}  # fmt: skip
