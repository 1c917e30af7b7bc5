"""A suit for space: limbs that bulge between their seams, a helmet, a pack with its hoses, a panel on the chest."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import curve, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter
from vitascope.engines.animatic.draw.rigs.limbs import skin_of
from vitascope.engines.animatic.draw.rigs.looks import Look
from vitascope.engines.animatic.draw.rigs.shade import TINT
from vitascope.engines.animatic.draw.rigs.shapes import lathe
from vitascope.engines.animatic.draw.rigs.torsos import Trunk, girdle

_METAL = Paint((150, 154, 162), shine=0.6)
_DARK = Paint((64, 68, 76), shine=0.3)
_RED = Paint((196, 40, 44), shine=0.1)
_THIGH = ((0.0, 0.132), (0.3, 0.134), (0.7, 0.110), (1.0, 0.092))
_SHIN = ((0.0, 0.092), (0.35, 0.093), (0.8, 0.084), (1.0, 0.086))
_UPPER = ((0.0, 0.084), (0.3, 0.092), (0.75, 0.078), (1.0, 0.070))
_FORE = ((0.0, 0.070), (0.35, 0.073), (0.8, 0.058), (1.0, 0.058))
Profile = tuple[tuple[float, float], ...]
Span = tuple[float, float]
"""From where to where of a limb, as shares of its length."""
_COLUMNS = 16


def draw_suit_limbs(body: Body, look: Look, arms: list[list[Point]], legs: list[list[Point]]) -> None:
    """Arms and legs but for hands and boots."""
    white = _white(look)
    for i, (shoulder, elbow, wrist) in enumerate(arms):
        out = (0.006 * (2 * i - 1), 0.0, -0.004)
        _limb(body, shoulder, elbow, _UPPER, out, white, pleats=(0.62, 1.0))
        _limb(body, elbow, wrist, _FORE, out, white, pleats=(0.0, 0.34))
        _band(body, shoulder, elbow, _UPPER, out, (0.36, 0.47), _RED)
        _band(body, elbow, wrist, _FORE, out, (0.86, 0.97), _METAL)
    for i, (hip, knee, ankle) in enumerate(legs):
        out = (0.008 * (2 * i - 1), 0.0, 0.012)
        back = (0.0, 0.0, -0.016)
        _limb(body, hip, knee, _THIGH, out, white, pleats=(0.6, 1.0))
        _limb(body, knee, ankle, _SHIN, back, white, pleats=(0.0, 0.32))
        _band(body, knee, ankle, _SHIN, back, (0.42, 0.52), _RED)
        _band(body, knee, ankle, _SHIN, back, (0.74, 0.98), _METAL)


def draw_pack(body: Body, look: Look, trunk: Trunk) -> None:
    """What keeps its wearer alive, on the back, and what works it, on the chest."""
    white = _white(look)
    axes = np.stack([trunk.right, trunk.up, trunk.ahead], axis=1)

    def at(x: float, t: float, z: float) -> Point:
        a, b, c = trunk.spine(t) + trunk.right * x + trunk.ahead * z
        return (float(a), float(b), float(c))

    _block(body, at(0, 0.66, -0.26), (0.215, 0.31, 0.115), axes, white)
    _block(body, at(0, 1.16, -0.245), (0.17, 0.05, 0.085), axes, _METAL)
    _block(body, at(0, 0.04, -0.25), (0.17, 0.06, 0.09), axes, _METAL)
    for s in (-1, 1):
        _block(body, at(0.2 * s, 0.5, -0.25), (0.035, 0.2, 0.075), axes, _DARK)  # thrusters
        for t in (0.32, 0.68):
            body.ball(at(0.238 * s, t, -0.25), 0.022, _METAL)
    for k in range(3):  # fins that give off heat
        _block(body, at(0, 0.42 + 0.1 * k, -0.372), (0.12, 0.012, 0.01), axes, _DARK)
    _block(body, at(0, 0.9, -0.372), (0.09, 0.045, 0.008), axes, _RED)
    girdle(body, trunk, 0.2, 0.016, 0.022, _METAL)
    _block(body, at(0, 0.72, 0.175), (0.12, 0.085, 0.045), axes, Paint((196, 200, 206), shine=0.3))
    for k, colour in enumerate(((220, 60, 50), (60, 140, 220), (240, 190, 60))):
        body.ball(at(-0.07 + 0.07 * k, 0.78, 0.22), 0.016, Paint(colour, glow=0.6))
    _block(body, at(0, 0.62, 0.222), (0.075, 0.02, 0.008), axes, _DARK)
    for s in (-1, 1):
        hose = curve(
            [at(0.09 * s, 0.62, 0.18), at(0.27 * s, 0.5, 0.12), at(0.27 * s, 0.7, -0.1), at(0.16 * s, 0.8, -0.2)], 13
        )
        body.tube(hose, [0.019] * 13, Paint((132, 134, 140), shine=0.1))


def draw_helmet(body: Body, look: Look) -> None:
    """In half head widths; its gold visor mirrors the ground below, the bright horizon and the dark above."""
    shell = Paint(look.top, darker(look.top, 0.4), shine=0.3)
    body.ball((0, 0.12, -0.12), (1.62, 1.72, 1.62), shell)
    body.sheet(lathe([(1.2, -1.75), (1.5, -1.4), (1.62, -1.12), (1.5, -0.9)], 24), _METAL, closed=True)
    rows, columns = 15, 25
    u, v = np.linspace(-1, 1, columns), np.linspace(-1, 1, rows)
    az, el = u[None] * 1.12 * np.sqrt(1 - 0.25 * v[:, None] ** 2), -v[:, None] * 0.78 + 0 * u[None]
    sky = np.clip(0.5 + el * 1.3, 0, 1)
    horizon = np.exp(-(((el - 0.02) / 0.1) ** 2))
    hills = 0.25 * np.exp(-(((el + 0.12 + 0.06 * np.sin(az * 6)) / 0.09) ** 2))
    tint = np.clip(0.78 - 0.6 * horizon + 0.2 * sky + hills, 0, 1)
    grid = _on_shell(az, el, 1.03)
    body.sheet(grid, Paint((255, 206, 110), (62, 34, 22), shine=1.0, pattern=TINT, glow=0.12), tint=tint)
    rim = np.concatenate([grid[0], grid[1:, -1], grid[-1, -2::-1], grid[-2::-1, 0]])
    seal: list[Point] = [(float(x), float(y), float(z)) for x, y, z in rim]
    body.tube(seal, [0.075] * len(seal), Paint((92, 96, 104), shine=0.5))
    body.ball((0.62, 0.72, 1.27), (0.26, 0.12, 0.05), Paint((255, 246, 226), glow=0.85), turn=turn(0.42, 0.42, 0.5))
    for s in (-1, 1):
        body.ball((1.55 * s, 0.2, -0.15), (0.16, 0.34, 0.34), _METAL)
        body.limb((1.42 * s, 1.0, -0.2), 0.17, (1.42 * s, 1.05, 0.25), 0.15, _DARK)
        body.ball((1.42 * s, 1.05, 0.36), (0.13, 0.13, 0.06), Paint((255, 250, 232), glow=0.8))
    body.limb((-1.2, 1.2, -0.3), 0.06, (-1.25, 2.0, -0.3), 0.03, _METAL)


def _on_shell(az: NDArray[np.float64], el: NDArray[np.float64], by: float) -> NDArray[np.float64]:
    """Points of the helmet that way, ``by`` times as far from its middle."""
    x, y, z = np.sin(az) * np.cos(el), np.sin(el), np.cos(az) * np.cos(el)
    return np.stack([1.62 * by * x, 0.12 + 1.72 * by * y, -0.12 + 1.62 * by * z], axis=2)


def _white(look: Look) -> Paint:
    return Paint(lighter(look.top, 0.05), darker(look.top, 0.3), shine=0.1)


def _line(
    a: Point, b: Point, profile: Profile, out: Point, t: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points of a limb at ``t`` of its length, bowed ``out``, and its radii there."""
    arch = np.sin(np.pi * t)[:, None] * np.asarray(out)
    points = np.asarray(a) + (np.asarray(b) - np.asarray(a)) * t[:, None] + arch
    return points, np.interp(t, [k for k, _ in profile], [r for _, r in profile])


def _limb(body: Body, a: Point, b: Point, profile: Profile, out: Point, paint: Paint, pleats: Span) -> None:
    t = np.linspace(0, 1, 19)
    points, radii = _line(a, b, profile, out, t)
    first, last = pleats
    pleated = (t >= first) & (t <= last)
    folds = np.where(pleated, 0.5 - 0.5 * np.cos((t - first) / (last - first) * 2 * math.pi * 2.5), 0.0)
    skin_of(body, points, radii * (1 + 0.09 * folds), paint, columns=_COLUMNS)


def _band(body: Body, a: Point, b: Point, profile: Profile, out: Point, where: Span, paint: Paint) -> None:
    """What lies about a limb: round like it, and a little wider, so that its edges are straight."""
    points, radii = _line(a, b, profile, out, np.linspace(*where, 3))
    skin_of(body, points, radii * 1.05, paint, columns=_COLUMNS, ends=False)


def _block(body: Body, at: Point, half: Point, axes: NDArray[np.float64], paint: Paint) -> None:
    """A box with round edges about ``at``: a superquadric (Barr, 1981), its half sides ``half`` along ``axes``."""
    el, az = np.linspace(math.pi / 2, -math.pi / 2, 13), np.linspace(0, 2 * math.pi, 28, endpoint=False)
    sharp = 0.28

    def bent(x: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(np.sign(x) * np.abs(x) ** sharp)

    level, up = bent(np.cos(el))[:, None], bent(np.sin(el))[:, None] + 0 * az[None]
    grid = np.stack([level * bent(np.sin(az)) * half[0], up * half[1], level * bent(np.cos(az)) * half[2]], axis=2)
    body.sheet(grid @ axes.T + np.asarray(at), paint, closed=True, solid=True)
