"""The form of a head: one surface, by height and by the angle about it. One unit is half a head's width.

The chin is at y = −1.32, the eyes at 0.1, the crown at 1.5; the face looks along +z. Proportions are those of drawing
schools: eyes half way up, the nose's foot half way from brow to chin, the mouth a third below it (Loomis, "Drawing the
Head and Hands", 1956).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_Y = np.array([-1.32, -1.27, -1.14, -0.95, -0.74, -0.50, -0.25, 0.10, 0.45, 0.80, 1.12, 1.36, 1.46, 1.50])
_WIDE = np.array([0.01, 0.27, 0.46, 0.61, 0.74, 0.84, 0.92, 0.98, 1.00, 0.97, 0.84, 0.54, 0.28, 0.02])
_FRONT = np.array([0.50, 0.74, 0.85, 0.87, 0.90, 0.92, 0.93, 0.94, 0.98, 0.93, 0.74, 0.38, 0.08, -0.13])
_BACK = np.array([0.47, 0.24, 0.02, -0.30, -0.62, -0.88, -1.06, -1.20, -1.27, -1.20, -0.98, -0.62, -0.36, -0.17])
_MIDDLE = np.array([0.49, 0.46, 0.36, 0.20, 0.08, 0.0, -0.05, -0.08, -0.10, -0.12, -0.13, -0.14, -0.15, -0.15])
_FLAT = 2.35
"""Exponent of the superellipse that a face is in plan: 2 would be a ball."""
EYE = (0.40, 0.10, 0.60)
"""Centre of the eyeball on the right."""
EYE_R = 0.235
MOUTH_Y = -0.72
_NOSE_Y = np.array([-0.54, -0.47, -0.40, -0.32, -0.20, 0.0, 0.2, 0.34, 0.5])
_NOSE_HIGH = np.array([0.0, 0.05, 0.25, 0.36, 0.29, 0.17, 0.09, 0.045, 0.0])
_NOSE_WIDE = np.array([0.2, 0.2, 0.18, 0.165, 0.13, 0.11, 0.1, 0.12, 0.2])


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What makes one face unlike another; each about 1 but ``jaw``, ``old`` and ``full``, which are about 0."""

    nose: float = 1.0
    brow: float = 1.0
    jaw: float = 0.0
    """Wider below: −0.1 a pointed chin, 0.15 a square one."""
    old: float = 0.0
    """Sunken cheeks and furrows, to 1."""
    full: float = 0.0
    """Round cheeks, to 1: a child's, a stout man's."""


def _bell(x: Array, y: Array, at: tuple[float, float], wide: tuple[float, float]) -> Array:
    """A hill on both sides of the face."""
    return np.asarray(np.exp(-(((np.abs(x) - at[0]) / wide[0]) ** 2) - ((y - at[1]) / wide[1]) ** 2), dtype=np.float64)


def relief(x: Array, y: Array, f: Features) -> Array:
    """How far the face stands out over the plain form, along z."""
    nose = np.interp(y, _NOSE_Y, _NOSE_HIGH) * np.exp(-((x / np.interp(y, _NOSE_Y, _NOSE_WIDE)) ** 2))
    return np.asarray(
        f.nose * nose
        + 0.12 * f.nose * _bell(x, y, (0.165, -0.36), (0.085, 0.085))
        + 0.055 * f.brow * _bell(x, y, (0.36, 0.42), (0.3, 0.10))
        - 0.20 * _bell(x, y, (0.40, 0.11), (0.23, 0.17))
        - 0.05 * _bell(x, y, (0.13, 0.18), (0.08, 0.12))
        + 0.075 * _bell(x, y, (0.0, MOUTH_Y), (0.34, 0.2))
        - 0.05 * _bell(x, y, (0.0, -0.93), (0.25, 0.06))
        + 0.10 * _bell(x, y, (0.0, -1.12), (0.22, 0.13))
        + (0.05 + 0.05 * f.full - 0.03 * f.old) * _bell(x, y, (0.58, -0.16), (0.24, 0.2))
        + (0.09 * f.full - 0.07 * f.old) * _bell(x, y, (0.52, -0.58), (0.22, 0.22))
        - 0.03 * f.old * _bell(x, y, (0.34, -0.55), (0.05, 0.2)),
        dtype=np.float64,
    )


@lru_cache(maxsize=1)
def _curves() -> tuple[Callable[[Array], Array], ...]:
    """Half width, front, back and middle by height, smooth and without overshoot."""
    from scipy.interpolate import PchipInterpolator

    return tuple(PchipInterpolator(_Y, c) for c in (_WIDE, _FRONT, _BACK, _MIDDLE))


def surface(a: Array, y: Array, f: Features, swell: float | Array = 0.0) -> tuple[Array, Array]:
    """x and z of the head at height ``y`` and at the angle ``a`` from ahead to the right, grown by ``swell``."""
    at = np.clip(y, _Y[0], _Y[-1])
    wide, front, back, middle = (curve(at) for curve in _curves())
    low = np.clip((-0.2 - y) / 0.7, 0, 1) * np.clip((y + 1.4) / 0.2, 0, 1)
    wide = wide * (1 + low * (f.jaw + 0.08 * f.full - 0.04 * f.old))
    s, c = np.sin(a), np.cos(a)
    round_ = np.sign(s) * np.abs(s) ** (2 / _FLAT), np.sign(c) * np.abs(c) ** (2 / _FLAT)
    ahead = c > 0
    x = wide * np.where(ahead, round_[0], s)
    z = middle + np.where(ahead, (front - middle) * round_[1], (middle - back) * c)
    z = z + np.where(ahead, relief(x, y, f) * np.clip(c * 2.2, 0, 1), 0)
    grow = 1 + swell
    return np.asarray(x * grow), np.asarray(middle + (z - middle) * grow)


@lru_cache(maxsize=4096)
def ahead_at(x: float, y: float, f: Features) -> float:
    """z of the face at a place on it. Kept: brows, lips and beards ask for the same forty places in every frame."""
    wide, front, middle = (float(np.interp(y, _Y, c)) for c in (_WIDE, _FRONT, _MIDDLE))
    share = min(abs(x) / max(wide, 1e-6), 1.0)
    plain = middle + (front - middle) * max(1 - share**_FLAT, 0.0) ** (1 / _FLAT)
    return plain + float(relief(np.array(x), np.array(y), f))


@lru_cache(maxsize=32)
def skin(rows: int, columns: int, f: Features) -> tuple[Array, Array, Array]:
    """The whole surface, shaped ``(rows, columns, 3)``; how much of the shade each point has, 0 to 1; and of the jaw.

    Columns are closest in the middle of the face, rows about eyes, nose and mouth. Read only.
    """
    u = np.linspace(-1, 1, columns, endpoint=False) + 1 / columns
    a = np.pi * (0.46 * u + 0.54 * u**3)
    t = np.linspace(0, 1, rows)
    y = np.interp(t, [0, 0.07, 0.16, 0.34, 0.86, 0.96, 1], [1.5, 1.44, 1.2, 0.6, -1.1, -1.27, -1.32])
    aa, yy = np.meshgrid(a, y)
    x, z = surface(aa, yy, f)
    grid = np.stack([x, yy, z], axis=2)
    ahead = np.clip(np.cos(aa) * 2, 0, 1)
    shade = ahead * (
        0.62 * _bell(x, yy, (0.24, 0.14), (0.13, 0.17))
        + 0.42 * _bell(x, yy, (0.42, 0.27), (0.24, 0.09))
        + 0.30 * _bell(x, yy, (0.42, -0.12), (0.2, 0.07))
        + 0.55 * _bell(x, yy, (0.1, -0.49), (0.13, 0.05))
        + 0.30 * _bell(x, yy, (0.24, -0.40), (0.04, 0.09))
        + 0.38 * _bell(x, yy, (0.0, -0.90), (0.2, 0.05))
        + (0.26 + 0.12 * f.full) * _bell(x, yy, (0.56, -0.32), (0.24, 0.2))
        + 0.22 * _bell(x, yy, (0.0, -0.28), (0.14, 0.1))
        + (0.12 + 0.55 * f.old) * _bell(x, yy, (0.36, -0.60), (0.045, 0.17))
        + 0.5 * f.old * _bell(x, yy, (0.62, 0.02), (0.1, 0.03))
        + 0.4 * f.old * (_bell(x, yy, (0.0, 0.62), (0.5, 0.022)) + _bell(x, yy, (0.0, 0.78), (0.5, 0.022)))
    )
    shade = shade + 0.8 * np.clip((-1.12 - yy) / 0.2, 0, 1) + 0.3 * np.clip((0.1 - np.cos(aa)), 0, 1)
    jaw = ahead * np.clip((MOUTH_Y + 0.02 - yy) / 0.12, 0, 1) + 0.5 * (1 - ahead) * np.clip((-0.7 - yy) / 0.4, 0, 1)
    return grid, np.clip(shade, 0, 1), jaw
