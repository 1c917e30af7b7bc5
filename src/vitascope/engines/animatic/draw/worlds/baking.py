"""The light of a room, worked out once: how bright every part of every face of it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.light import Palette

TABLE_M = 0.75
"""Height of a table top, as the reading has it."""

_MAP = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Sizes in metres."""

    half: float
    """Half its width."""
    back: float
    """Distance of the wall ahead."""
    high: float
    window: tuple[float, float, float, float]
    """Left, right, sill and head of the opening in the wall ahead; left = right for none."""
    table: tuple[float, float, float, float]
    """Left, right, near and far edge of the table top; left = right for none."""
    curtain: tuple[float, float, float]
    plaster: tuple[float, float, float]
    lamp: tuple[float, float, float]


def bake(room: Room, sky: Palette, *, warm: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Light on every face: of the window as nine small lamps and of what the walls give back; and of one warm lamp."""
    at = (np.arange(_MAP, dtype=np.float32) + 0.5) / _MAP
    v, u = np.meshgrid(at, at, indexing="ij")
    h, b, t = room.half, room.back, room.table
    one = np.ones_like(u)
    faces = [
        (-h * one, room.high * v, b * u, (1, 0, 0)), (h * one, room.high * v, b * u, (-1, 0, 0)),
        (h * (2 * u - 1), 0 * one, b * v, (0, 1, 0)), (h * (2 * u - 1), room.high * one, b * v, (0, -1, 0)),
        (h * (2 * u - 1), room.high * v, b * one, (0, 0, -1)),
        (t[0] + (t[1] - t[0]) * u, TABLE_M * one, t[2] + (t[3] - t[2]) * v, (0, 1, 0)),
    ]  # fmt: skip
    left, right, sill, head = room.window
    pane = np.array(sky.horizon) * 0.6 + np.array(sky.middle) * 0.4
    lit, glow = np.zeros((6, _MAP, _MAP, 3), np.float32), np.zeros((6, _MAP, _MAP, 3), np.float32)
    # White walls give back about half of what falls on them, also to the wall that holds the window.
    open_ = 1.0 if right > left else 0.35
    bounce = (np.array(sky.ambient) * 0.62 + pane * 0.16) * open_ + np.array((255, 190, 124)) * 0.22 * warm
    for k, (x, y, z, n) in enumerate(faces):
        total = np.zeros((_MAP, _MAP, 3)) + bounce * (0.75 + 0.25 * (y / room.high))[..., None]
        area = (right - left) * (head - sill)
        if area > 0:
            for i in range(3):
                for j in range(3):
                    px, py = left + (right - left) * (i + 0.5) / 3, sill + (head - sill) * (j + 0.5) / 3
                    dx, dy, dz = px - x, py - y, b + 0.02 - z
                    d2 = dx * dx + dy * dy + dz * dz + 0.06
                    facing = np.clip((dx * n[0] + dy * n[1] + dz * n[2]) / np.sqrt(d2), 0.0, 1)
                    out = np.clip(dz / np.sqrt(d2), 0.0, 1)
                    total += (facing * out / d2 * area / 9 * 1.5)[..., None] * pane
        dx, dy, dz = room.lamp[0] - x, room.lamp[1] - y, room.lamp[2] - z
        d2 = dx * dx + dy * dy + dz * dz + 0.12
        facing = np.clip((dx * n[0] + dy * n[1] + dz * n[2]) / np.sqrt(d2) * 0.8 + 0.2, 0, 1)
        glow[k] = (warm * facing / d2 * 0.62 * (room.half / 2.5) ** 2)[..., None] * np.array((255, 176, 100))
        lit[k] = total
    return lit / np.float32(255), glow / np.float32(255)
