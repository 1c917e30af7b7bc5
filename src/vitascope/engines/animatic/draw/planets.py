"""Planets as seen from afar: banded or clouded balls with their night side, air at the rim, and rings."""

# ruff: noqa: PLR0915 - a long kernel keeps its values in registers
from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.noise import Field, tile
from vitascope.engines.animatic.draw.sky import DITHER
from vitascope.engines.animatic.draw.stage import Canvas, Colour, Pose


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a planet looks like."""

    low: Colour
    high: Colour
    cloud: Colour
    air: Colour = (0.0, 0.0, 0.0)
    """Black for none."""
    clouds: float = 1.0
    bands: float = 0.0
    """How much its colours lie in bands along its equator."""
    rough: float = 0.0
    """How much craters show."""


PLANETS: dict[str, Look] = {
    "earth": Look(low=(18, 54, 112), high=(86, 104, 60), cloud=(240, 243, 248), air=(110, 170, 255)),
    "moon": Look(low=(150, 146, 140), high=(104, 100, 98), cloud=(178, 172, 164), clouds=0.3, rough=0.5),
    "mars": Look(low=(170, 86, 50), high=(122, 62, 42), cloud=(226, 190, 160), air=(220, 150, 110), clouds=0.35),
    "jupiter": Look(low=(206, 176, 140), high=(158, 104, 70), cloud=(238, 226, 206), clouds=0.5, bands=1.0),
    "saturn": Look(low=(222, 196, 148), high=(188, 154, 108), cloud=(240, 224, 186), clouds=0.4, bands=0.8),
    "neptune": Look(
        low=(52, 92, 214), high=(34, 62, 168), cloud=(200, 220, 255), air=(110, 160, 255), clouds=0.4, bands=0.5
    ),
    "venus": Look(low=(222, 186, 120), high=(196, 150, 88), cloud=(246, 228, 184), air=(255, 226, 170), bands=0.5),
    "violet": Look(low=(92, 58, 132), high=(150, 84, 128), cloud=(232, 200, 226), air=(208, 130, 255), clouds=0.7),
    "teal": Look(low=(24, 88, 96), high=(96, 128, 84), cloud=(226, 240, 236), air=(90, 230, 214), clouds=0.9),
    "ice": Look(low=(188, 206, 222), high=(134, 160, 190), cloud=(244, 248, 252), air=(170, 210, 255), clouds=0.5),
    "lava": Look(low=(58, 34, 32), high=(255, 108, 34), cloud=(96, 66, 60), air=(255, 120, 60), clouds=0.3),
}
RING: NDArray[np.float64] = np.array((226.0, 206.0, 170.0))
"""Ice and dust, as about Saturn."""


def paint_planet(
    canvas: Canvas, pose: Pose, place: tuple[float, float, float], radius: float, look: Look,
    sun: tuple[float, float, float], surface: Field, turn: float, *, ring: NDArray[np.float64] | None,
    depth: bool = True,
) -> None:  # fmt: skip
    """A planet of ``radius`` metres at ``place``; ``turn`` is how far it has turned, in radians."""
    col, row, far = pose.project(*place, canvas.width, canvas.height)
    if far <= radius * 0.2:
        return
    size = radius * pose.pixels_per_metre(far, canvas.width)
    colours = np.array([look.low, look.high, look.cloud, look.air], np.float64)
    how = np.array([look.clouds, look.bands, look.rough, 0.0 if ring is None else 1.0, 1.0 if depth else 0.0])
    # As the camera sees it: right, up, and towards us.
    cos, sin = math.cos(pose.yaw), math.sin(pose.yaw)
    lamp = np.array([sun[0] * cos - sun[2] * sin, sun[1], -(sun[0] * sin + sun[2] * cos)])
    lamp /= np.linalg.norm(lamp)
    _planet(
        canvas.rgb, canvas.depth, col, row, size, far, lamp, surface, colours, turn, DITHER, how,
        RING if ring is None else ring,
    )  # fmt: skip


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _ring_at(q, surface):  # type: ignore[no-untyped-def]
    """How thick a ring is at ``q`` radii: grooves, and the gap that Cassini saw."""
    if q < 1.28 or q > 2.28:
        return 0.0
    edge = min((q - 1.28) * 9, (2.28 - q) * 12, 1.0)
    grooves = 0.66 + 0.20 * tile(surface, q * 190 + 3, 7.0) + 0.16 * np.sin(q * 61) * np.sin(q * 23)
    gap = 1 - 0.92 * np.exp(-(((q - 1.98) / 0.028) ** 2))
    return min(max(grooves, 0.05), 1.0) * edge * gap


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _planet(rgb, depth, x, y, radius, far, sun, surface, colours, turn, dither, how, ring):  # type: ignore[no-untyped-def]
    has_air = colours[3, 0] + colours[3, 1] + colours[3, 2] > 0
    air = 1.05 if has_air else 1.004
    tilt_c, tilt_s = np.cos(0.42), np.sin(0.42)
    flat = 0.26  # how wide open the rings are seen
    reach = radius * (2.3 if how[3] > 0 else air) + 1
    for j in range(max(int(y - reach), 0), min(int(y + reach) + 1, rgb.shape[0])):
        for i in range(max(int(x - reach), 0), min(int(x + reach) + 1, rgb.shape[1])):
            a, b = (i + 0.5 - x) / radius, (y - j - 0.5) / radius
            q = a * a + b * b
            # Tilted: what is along the equator, and what across it.
            ta, tb = a * tilt_c + b * tilt_s, b * tilt_c - a * tilt_s
            thick, front, rq = 0.0, False, 0.0
            if how[3] > 0:
                rq = np.sqrt(ta * ta + (tb / flat) ** 2)
                thick = _ring_at(rq, surface) * 0.86
                front = tb < 0
            if q >= air * air and thick <= 0:
                continue
            r, g, bl = rgb[j, i, 0] + 0.0, rgb[j, i, 1] + 0.0, rgb[j, i, 2] + 0.0
            if thick > 0 and not front:
                # The far side of the rings, in the planet's shadow where it lies behind it from the sun.
                shade = 1.0 if a * sun[0] + b * sun[1] > -0.2 or q > 2.0 else 0.35
                r += (ring[0] * shade - r) * thick
                g += (ring[1] * shade - g) * thick
                bl += (ring[2] * shade - bl) * thick
            if q < air * air:
                c = np.sqrt(max(1 - q, 0.0))
                day = min(max((a * sun[0] + b * sun[1] + c * sun[2]) * 1.35 + 0.10, 0.0), 1.0)
                inside = min(max((1 - np.sqrt(q)) * radius + 0.5, 0.0), 1.0)
                if inside > 0:
                    m = np.arctan2(ta, c) * 70 + turn * 81.5
                    n = np.arcsin(min(max(tb, -1.0), 1.0)) * 70
                    warp = tile(surface, m * 0.8, n * 2.0)
                    land = (
                        tile(surface, m, n) + 0.42 * tile(surface, m * 3.1, n * 3.1) + 0.2 * tile(surface, m * 8, n * 8)
                    )
                    belts = np.sin(n * 0.155 + 0.22 * warp) + 0.55 * np.sin(n * 0.41 + 1.3 + 0.35 * warp)
                    belts += 0.35 * tile(surface, m * 0.7 + 3 * warp, n * 5.0)
                    k = land * 2.2 * (1 - how[1]) + (belts * 0.55 + 0.5) * how[1]
                    k = min(max(k, 0.0), 1.0)
                    w = tile(surface, m * 1.7 + 200 + turn * 20, n * 2.6 + 60) + 0.5 * tile(surface, m * 5 + 9, n * 6)
                    w = min(max(w * 0.8 - 0.15, 0.0), 0.9) * how[0] * (1 - 0.6 * how[1])
                    pits = 1 + how[2] * (tile(surface, m * 6, n * 6) - tile(surface, m * 6 + 1.1, n * 6 - 1.1)) * 1.2
                    rim = max(1 - (1 - np.sqrt(q)) / 0.10, 0.0) ** 2
                    shade = 1.0
                    if how[3] > 0:  # the rings' shadow falls across
                        sq = np.sqrt(ta * ta + ((tb + 0.20 + 0.25 * c) / flat) ** 2)
                        shade = 1 - 0.55 * _ring_at(sq, surface)
                    v0 = colours[0, 0] + (colours[1, 0] - colours[0, 0]) * k
                    v1 = colours[0, 1] + (colours[1, 1] - colours[0, 1]) * k
                    v2 = colours[0, 2] + (colours[1, 2] - colours[0, 2]) * k
                    lit = day * pits * shade * 0.98 + 0.014
                    v0 = (v0 + (colours[2, 0] - v0) * w) * lit + colours[3, 0] * (rim * 0.8 + 0.10) * day
                    v1 = (v1 + (colours[2, 1] - v1) * w) * lit + colours[3, 1] * (rim * 0.8 + 0.10) * day
                    v2 = (v2 + (colours[2, 2] - v2) * w) * lit + colours[3, 2] * (rim * 0.8 + 0.10) * day
                    r, g, bl = r + (v0 - r) * inside, g + (v1 - g) * inside, bl + (v2 - bl) * inside
                    if how[4] > 0 and inside > 0.5:
                        depth[j, i] = far
                if has_air and inside < 1:
                    halo = max(1 - (np.sqrt(q) - 1) / (air - 1.0), 0.0) ** 2 * day * 0.75 * (1 - inside)
                    r, g, bl = r + colours[3, 0] * halo, g + colours[3, 1] * halo, bl + colours[3, 2] * halo
            if thick > 0 and front:
                r, g, bl = r + (ring[0] - r) * thick, g + (ring[1] - g) * thick, bl + (ring[2] - bl) * thick
            d = dither[j & 3, i & 3]
            rgb[j, i, 0] = np.uint8(min(max(r + d, 0.0), 255.0))
            rgb[j, i, 1] = np.uint8(min(max(g + d, 0.0), 255.0))
            rgb[j, i, 2] = np.uint8(min(max(bl + d, 0.0), 255.0))
