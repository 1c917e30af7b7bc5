"""An eye as large as the picture: lids that open, an iris with its fibres, lashes, and skin about it. A unit wide."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs.body import Body, Paint
from vitascope.engines.animatic.draw.rigs.cast import Cast, bump, chance, smooth
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter, mix, paint_of
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE, TINT
from vitascope.engines.animatic.draw.stage import Colour

_SKINS: tuple[Colour, ...] = ((226, 178, 150), (198, 142, 108), (146, 96, 66), (104, 68, 48))
_IRISES: tuple[Colour, ...] = ((92, 132, 168), (112, 78, 46), (92, 124, 84), (120, 112, 70))
_BEASTS: dict[str, tuple[Colour, Colour, float]] = {
    "dragon": ((110, 40, 34), (236, 150, 30), 0.28), "cat": ((58, 54, 52), (150, 190, 70), 0.3),
    "tiger": ((222, 140, 62), (226, 170, 60), 0.8), "wolf": ((112, 108, 104), (232, 180, 60), 0.9),
    "snake": ((92, 112, 60), (220, 190, 40), 0.22), "eagle": ((92, 66, 44), (240, 190, 50), 1.0),
    "horse": ((110, 70, 44), (70, 44, 28), 1.4), "alien": ((120, 150, 120), (30, 30, 36), 1.0),
}  # fmt: skip
"""Skin, iris, and how wide the pupil is in its height."""
_BALL, _CENTRE = 0.47, (0.0, 0.0, -0.30)
_IRIS = 0.215
_SIDES, _RINGS = 56, 12
_FAR = 1.9
"""How far the skin reaches."""


def draw_eye(body: Body, cast: Cast) -> None:
    words = cast.actor.label.lower()
    skin, iris, slit = next((look for beast, look in _BEASTS.items() if beast in words), (None, None, 1.0))
    tone = skin or _SKINS[cast.seed % 4]
    colour = paint_of(cast.actor.colour, iris or _IRISES[cast.seed // 4 % 4])
    wide = _open(cast)
    gaze = (0.03 * math.sin(0.7 * cast.time_s), 0.02 * math.sin(1.1 * cast.time_s))
    body.ball(_CENTRE, _BALL, Paint((240, 234, 230), shine=0.5))
    at = _CENTRE[2] + 0.03  # the corners
    body.quad((-0.59, -0.2, at), (0.59, -0.2, at), (0.59, 0.22, at), (-0.59, 0.22, at),
              Paint(mix(tone, (150, 60, 56), 0.6)))  # fmt: skip
    _iris(body, cast, colour, slit, gaze, large=1.0 if skin is None else 1.45, galaxy="stars" in cast.actor.props)
    upper, lower = _lids(wide)
    _skin(body, tone, upper, lower, scaly="dragon" in words or "snake" in words)
    if skin is None or "horse" in words:
        _lashes(body, upper, wide)


def _open(cast: Cast) -> float:
    """How far it is open: as its verb says, and now and then it blinks."""
    act = smooth((cast.act - 0.1) / 0.5)
    wide = {"open": act, "bloom": act, "close": 1 - act}.get(cast.actor.action, 1.0)
    return wide * (1 - bump((cast.time_s % 3.7 - 3.3) / 0.22))


def _lids(wide: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points of the upper lid's edge and of the lower's, from the left corner to the right, ``(n, 2)``."""
    x = np.linspace(-1, 1, _SIDES // 2 + 1)
    arch = (1 - np.abs(x) ** 2.2) * (1 + 0.12 * x)
    low = -0.15 * (1 - np.abs(x) ** 2.4) * (1 - 0.1 * x)
    high = low + (0.27 * arch - low) * wide
    tilt = 0.03 * x
    return np.stack([0.5 * x, high + tilt], 1), np.stack([0.5 * x, low + tilt], 1)


def _ball_z(x: NDArray[np.float64], y: NDArray[np.float64], over: float) -> NDArray[np.float64]:
    """How far ahead skin is that lies on the ball, ``over`` it, and beside it."""
    inside = np.maximum((_BALL + over) ** 2 - x * x - y * y, 0.0)
    return np.asarray(_CENTRE[2] + np.sqrt(inside))


def _skin(body: Body, tone: Colour, upper: NDArray[np.float64], lower: NDArray[np.float64], *, scaly: bool) -> None:
    """From the edges of the lids outwards: over the ball, its fold, and the flat of the face."""
    edge = np.concatenate([upper, lower[-2:0:-1]])
    ideal = np.concatenate([np.array(part) for part in (_lids(1.0)[0], _lids(1.0)[1][-2:0:-1])])
    angles = np.arctan2(ideal[:, 1] - 0.03, ideal[:, 0] * 0.72)  # the same however far it is open
    far = np.stack([_FAR * np.cos(angles), 0.03 + _FAR * np.sin(angles)], 1)
    share = (np.linspace(0, 1, _RINGS) ** 2.1)[:, None]
    x = edge[None, :, 0] * (1 - share) + far[None, :, 0] * share
    y = edge[None, :, 1] * (1 - share) + far[None, :, 1] * share
    reach = np.hypot(x / 0.62, y / 0.44)
    on = _ball_z(x, y, 0.065)
    face = -0.02 + 0.10 * np.clip((y - 0.35) / 0.4, 0, 1) - 0.05 * np.clip(np.abs(x) - 0.7, 0, 1)
    blend = np.clip((reach - 0.75) / 0.55, 0, 1)
    z = on * (1 - blend) + face * blend
    fold = np.exp(-(((y - 0.30 + 0.24 * x * x) / 0.035) ** 2)) * (np.abs(x) < 0.58)
    z -= 0.03 * fold
    shade = np.clip(0.75 * np.exp(-share / 0.012) * np.ones_like(x) + 0.55 * fold + 0.25 * (1 - blend), 0, 1)
    grid = np.stack([x, y, z], axis=2)
    paint = Paint(tone, mix(darker(tone, 0.4), (150, 60, 50), 0.2), shine=0.12,
                  pattern=TINT | MOTTLE, grain=0.07 if scaly else 0.4)  # fmt: skip
    body.sheet(grid, paint, closed=True, tint=shade)


def _iris(
    body: Body, cast: Cast, colour: Colour, slit: float, gaze: tuple[float, float], *, large: float, galaxy: bool
) -> None:
    """A dish of fibres about the pupil, a dark rim, and the light of a window in it."""
    gx, gy = gaze
    angle = np.linspace(0, math.tau, 97)[:-1]
    rings = np.array([0.02, 0.3, 0.55, 0.8, 0.93, 1.0])
    x, y = (large * _IRIS * rings[:, None] * f(angle)[None] for f in (np.cos, np.sin))
    z = _ball_z(x + gx, y + gy, 0.012) + 0.006
    fibres = np.array([chance(cast.seed, 300 + k) for k in range(96)])
    dark, rough = np.array([[0.75, 0.75, 0.3, 0.15, 0.6, 1.0], [0, 0.25, 0.5, 0.4, 0.1, 0]])
    tint = dark[:, None] + rough[:, None] * fibres
    body.sheet(np.stack([x + gx, y + gy, z], axis=2), Paint(lighter(colour, 0.25), darker(colour, 0.75), pattern=TINT,
               shine=0.2, glow=0.25), closed=True, tint=np.clip(tint, 0, 1))  # fmt: skip
    pupil = 0.085 * (1 + 0.08 * math.sin(0.9 * cast.time_s))
    front = _CENTRE[2] + _BALL + 0.012
    body.ball((gx, gy, front), (pupil * slit, pupil * (1.0 if slit > 0.6 else 1.7), 0.008), Paint((6, 6, 8), shine=0.6))
    if galaxy:
        _stars(body, cast, gaze, front)
    for dx, dy, size in ((-0.06, 0.085, 0.034), (0.075, -0.06, 0.014)):
        ahead = float(_ball_z(np.array(dx), np.array(dy), 0.02))
        body.ball((gx + dx, gy + dy, ahead), (size, size * 0.8, 0.006), Paint((255, 255, 255), glow=1.0, alpha=0.9))


def _stars(body: Body, cast: Cast, gaze: tuple[float, float], front: float) -> None:
    """Two arms of stars that turn about the pupil."""
    for k in range(170):
        r = 0.02 + 0.17 * chance(7, k) ** 0.7
        a = 9.0 * r / 0.19 + math.pi * (k % 2) + 0.5 * (chance(8, k) - 0.5) - 0.35 * cast.time_s
        size = 0.002 + 0.004 * chance(9, k)
        tone = mix((255, 220, 190), (150, 180, 255), chance(10, k))
        body.ball((gaze[0] + r * math.cos(a), gaze[1] + 0.8 * r * math.sin(a), front + 0.01 - 1.1 * r * r),
                  size, Paint(tone, glow=1.0))  # fmt: skip
    body.ball((gaze[0], gaze[1], front + 0.008), (0.02, 0.015, 0.01), Paint((255, 236, 214), glow=1.0, alpha=0.35))


def _lashes(body: Body, upper: NDArray[np.float64], wide: float) -> None:
    """Along the upper lid, longest at its outer half, none like the next."""
    lash = Paint((30, 23, 20))
    for k in range(2, 2 * len(upper) - 4):
        share = k / (2 * len(upper) - 3)
        x, y = (float(np.interp(share * (len(upper) - 1), np.arange(len(upper)), upper[:, i])) for i in (0, 1))
        z = float(_ball_z(np.array(x), np.array(y), 0.065))
        long = (0.7 + 0.5 * chance(5, k)) * (1 - 0.35 * abs(x) / 0.5)
        out = 0.3 * x + 0.05 * (chance(6, k) - 0.5)
        up = (0.085 + 0.05 * wide - 0.14 * (1 - wide)) * long
        middle = (x + out * 0.45, y + up * 0.5, z + 0.06 * long)
        body.limb((x, y, z), 0.0042, middle, 0.0032, lash)
        body.limb(middle, 0.0032, (x + out * 0.75, y + up * 1.2, z + 0.085 * long), 0.0006, lash)
