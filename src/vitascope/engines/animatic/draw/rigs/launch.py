"""A rocket's launch: the plume with its shock diamonds, the pad whose arms swing away, and the smoke that rolls out."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.animatic.draw import paths
from vitascope.engines.animatic.draw.rigs import billows
from vitascope.engines.animatic.draw.rigs.body import Body, Paint
from vitascope.engines.animatic.draw.rigs.cast import Cast, smooth
from vitascope.engines.animatic.draw.rigs.effects import scatter
from vitascope.engines.animatic.draw.rigs.shapes import lathe
from vitascope.engines.animatic.draw.stage import Colour, Light
from vitascope.engines.animatic.graph import Actor

Floats = billows.Floats
_STEEL = Paint((150, 60, 46), shine=0.2)
_CONCRETE = Paint((112, 112, 114))
_ROLLING, _COLUMN = 210, 34
"""Billows along the ground, and in the column that the rocket climbs on."""
_SMOKE_S = 5.0
"""In how many seconds all of them are born."""


def ignition_s(actor: Actor) -> float | None:
    """When its engines light, in seconds of the clip; ``None`` if it does not launch."""
    if actor.action != "launch":
        return None
    return actor.action_at[0] if actor.action_at is not None else actor.path[0].time_s


def plume(body: Body, cast: Cast, power: float) -> None:
    """Fire under the nozzle, in the rocket's units: three shells and the diamonds of standing shocks in them."""
    flicker = 0.94 + 0.06 * math.sin(cast.time_s * 47) + 0.05 * math.sin(cast.time_s * 31)
    shells = ((1.0, (255, 128, 30), 0.34), (0.74, (255, 190, 84), 0.55), (0.46, (255, 244, 214), 0.9))
    for size, colour, alpha in shells:
        length = 6.2 * power * flicker * (0.4 + 0.6 * size)
        profile = [(0.34 * size, 0.35)]
        for j in range(1, 9):
            u = j / 8
            pinch = 1 + 0.16 * math.cos(u * 26 - 9 * cast.time_s) * (1 - u)
            profile.append(((0.44 + 0.42 * u) * size * pinch * (1 - u**3) + 0.01, 0.35 - length * u))
        body.sheet(lathe(profile, 14), Paint(colour, glow=1.0, alpha=alpha), closed=True)
    for j in range(6):
        y = -0.35 - 0.62 * j * flicker
        size = (0.23 - 0.024 * j) * (0.6 + 0.4 * power)
        body.ball((0, y, 0), (size, size * 1.25, size), Paint((255, 255, 246), glow=1.0, alpha=0.9 - 0.12 * j))
    body.source("glow", (0, -1.2, 0), 5.5, 0.8 * power)
    body.source("glow", (0, -0.3, 0), 2.0, power)
    body.source("sparks", (0, -2.5, 0), 0.9, 0.5)


def pad(body: Body, down: float, clear: float) -> None:
    """Pad and tower ``down`` units under the rocket's foot; ``clear`` is how far its arms have swung away, 0 to 1."""
    body.box((0, -0.12 - down, 0), (2.6, 0.24, 2.6), _CONCRETE)
    body.box((0, 0.1 - down, 0), (0.75, 0.12, 0.75), Paint((70, 70, 74)))
    for x in (-1.9, -1.3):
        for z in (-0.3, 0.3):
            body.limb((x, -down, z), 0.055, (x, 9.6 - down, z), 0.05, _STEEL)
    for k in range(10):
        for z in (-0.3, 0.3):
            lean = (-1.9, -1.3) if k % 2 else (-1.3, -1.9)
            body.limb((lean[0], k * 0.96 - down, z), 0.035, (lean[1], (k + 1) * 0.96 - down, z), 0.035, _STEEL)
        body.limb((-1.9, k - down, 0.3), 0.03, (-1.3, k - down, 0.3), 0.03, _STEEL)
    body.limb((-1.6, 9.6 - down, 0), 0.04, (-1.6, 11.2 - down, 0), 0.02, _STEEL)
    swing = 1.9 * smooth(clear)
    for y in (4.2, 6.0, 7.6):
        reach = 0.82
        end = (-1.3 + reach * math.cos(swing), y - down - 0.35 * smooth(clear), reach * math.sin(swing))
        body.limb((-1.3, y - down, 0), 0.07, end, 0.06, _STEEL)


def lift_of(actor: Actor, time_s: float) -> float:
    """How far over its pad it is, in the rocket's own units."""
    return (paths.position(actor, time_s)[1] - actor.path[0].y) / max(actor.size_m / 10.0, 1e-6)


def on_a_pad(actor: Actor) -> bool:
    return actor.path[0].y < 0.2 * actor.size_m and actor.action in {"launch", "idle"}


def smoke(actor: Actor, foot_y: float, time_s: float, seed: int, light: Light, *, fills: bool = False) -> Floats | None:
    """All the smoke of a launch at ``time_s`` as rows for `billows.paint_billows`; pure in time.

    What ``fills`` the frame wells up as high as the rocket climbs, and the flame lights more of it.
    """
    lit_at = ignition_s(actor)
    if lit_at is None or time_s <= lit_at:
        return None
    size = actor.size_m
    x0, _, z0 = paths.position(actor, lit_at)
    rolling = _rolling(time_s - lit_at, size, seed, 0.66 if fills else 0.0)
    column = _column(actor, time_s, lit_at, size, seed)
    rows = np.concatenate([rolling, column])
    rows[:, 0] += x0
    rows[:, 1] += foot_y
    rows[:, 2] += z0
    _shade(rows, x0, foot_y, z0, actor, time_s, light, 0.85 if fills else 0.5)
    return rows


def _births(count: int, since: float, seed: int) -> tuple[Floats, list[Floats]]:
    slots = np.arange(count, dtype=np.int64)
    random = [scatter(slots, slots * 0, seed & 0xFFFF, n) for n in range(7)]
    early = (slots / count) ** 1.35 * _SMOKE_S  # most of it at once
    return since - early, random


def _rolling(since: float, size: float, seed: int, well: float) -> Floats:
    """What the flame drives out along the ground, to all sides, and what of it wells up."""
    age, r = _births(_ROLLING, since, seed)
    born = np.maximum(age, 0.0)
    turn = r[0] * math.tau
    far = size * (0.14 + (0.25 + 1.6 * r[1]) * (1 - np.exp(-0.7 * born)))
    radius = size * (0.06 + (0.16 + 0.13 * r[2]) * (1 - np.exp(-0.8 * born))) * (0.7 + 0.6 * r[3])
    radius *= 1.3 if well else 1.0
    rise = size * (0.02 + max(0.3, well) * r[4] ** (1 if well else 2)) * born * (1 + 0.3 * born)
    out = np.zeros((_ROLLING, billows.COLUMNS))
    out[:, 0], out[:, 2] = np.cos(turn) * far, np.sin(turn) * far * 0.85
    out[:, 1] = 0.45 * radius + rise
    out[:, 3] = radius
    out[:, 10] = np.clip(age * 5, 0, 1) * (0.94 - 0.2 * r[5]) * np.exp(-0.05 * born)
    out[:, 11] = r[5] * 128 + 0.9 * born  # it churns
    out[:, 12] = r[6] * 128 - 1.6 * born
    return out


def _column(actor: Actor, time_s: float, lit_at: float, size: float, seed: int) -> Floats:
    """The trail from the pad up to the flame."""
    age, r = _births(_COLUMN, time_s - lit_at, seed + 11)
    base = paths.position(actor, lit_at)[1]
    high = np.array([paths.position(actor, time_s - max(float(a), 0.0))[1] - base for a in age])
    born = np.maximum(age, 0.0)
    top = paths.position(actor, time_s)[1] - base
    y = np.minimum(high - 0.3 * size, top - 0.55 * size)
    radius = size * (0.05 + 0.045 * np.sqrt(born) + 0.02 * r[2])
    out = np.zeros((_COLUMN, billows.COLUMNS))
    out[:, 0] = (r[0] - 0.5) * 0.12 * size * (0.3 + born)
    out[:, 1] = np.maximum(y, 0.5 * radius)
    out[:, 2] = (r[1] - 0.5) * 0.12 * size
    out[:, 3] = radius
    out[:, 10] = np.clip(age * 5, 0, 1) * 0.85 * (high > 0.05 * size)
    out[:, 11], out[:, 12] = r[3] * 128, r[4] * 128 - 2.0 * born
    return out


def _shade(
    rows: Floats, x0: float, y0: float, z0: float, actor: Actor, time_s: float, light: Light, reach: float
) -> None:
    """White in the sun, blue-grey in its shade, and orange where the flame shines into it."""
    lit, dark = _tone(light, 1.12, 0.85), _tone(light, 0.74, 0.15)
    rows[:, 4:7], rows[:, 7:10] = lit, dark
    flame_y = paths.position(actor, time_s)[1] - 0.25 * actor.size_m
    away = np.sqrt((rows[:, 0] - x0) ** 2 + (rows[:, 2] - z0) ** 2 + (rows[:, 1] - max(flame_y, y0)) ** 2)
    flicker = 0.9 + 0.1 * math.sin(time_s * 37) * math.sin(time_s * 23)
    glow = (flicker * np.exp(-((away / (reach * actor.size_m)) ** 1.3)))[:, None]
    fire: Colour = (255, 186, 96)
    rows[:, 4:7] += (np.array((255, 232, 190)) - rows[:, 4:7]) * 0.85 * glow
    rows[:, 7:10] += (np.asarray(fire) - rows[:, 7:10]) * np.minimum(1.15 * glow, 1.0)


def _tone(light: Light, albedo: float, share: float) -> Floats:
    """White smoke in the key light by ``share``, else in the light of the sky."""
    key, sky = np.asarray(light.key), np.asarray(light.ambient)
    return np.minimum((key * share + (sky * 0.6 + 60) * (1 - share)) * albedo, 250.0)
