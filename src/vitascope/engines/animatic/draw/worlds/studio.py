"""A photographer's studio: one sheet that is floor and wall, in a colour, under a soft lamp."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from vitascope.engines.animatic.draw.sky import DITHER, enlarge
from vitascope.engines.animatic.draw.stage import Canvas, Colour, Light, Pose
from vitascope.engines.animatic.graph import Shot

SHEETS: dict[str, Colour] = {
    "white": (238, 238, 236), "black": (30, 30, 34), "grey": (150, 150, 152), "blue": (88, 132, 186),
    "red": (176, 48, 46), "pink": (232, 160, 180), "yellow": (238, 204, 96), "green": (118, 160, 116),
    "beige": (216, 200, 176), "orange": (226, 142, 74), "purple": (128, 96, 168), "teal": (60, 140, 140),
}  # fmt: skip
_PLAIN: Colour = (178, 176, 174)
_WALL = 2.4
"""How much farther off the wall is than who stands before it."""
_CELL = 12
"""Pixels of a point of the gradient: nothing in it is finer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Studio:
    """A `WorldPainter`: the lamp's pool lies about the first actor, and the sheet rises behind."""

    sheet: Colour
    floor_m: float
    middle: tuple[float, float]
    """Where the pool of light lies: x and z."""

    @property
    def light(self) -> Light:
        r, g, b = (0.30 * c + 58 for c in self.sheet)
        return Light(
            sun=(-0.55, 0.66, -0.51), key=(255, 250, 242), ambient=(r, g, b), rim=(255, 255, 255), haze=self.sheet,
            haze_m=400.0, night=0.0,
        )  # fmt: skip

    def ground(self, x: float, z: float) -> float:
        """The sheet on its table; the camera stands on the floor before it."""
        (mx, mz) = self.middle
        return self.floor_m if math.hypot(x - mx, z - mz) < 0.7 * mz else 0.0

    def paint(self, canvas: Canvas, pose: Pose, time_s: float) -> None:  # noqa: ARG002 - nothing of it moves
        rows, columns = canvas.height // _CELL + 2, canvas.width // _CELL + 2
        scale = pose.focal * canvas.width / 2
        v = ((canvas.height / 2 - np.arange(rows) * _CELL) / scale)[:, None]
        u = ((np.arange(columns) * _CELL - canvas.width / 2) / scale)[None]
        up = v * math.cos(pose.pitch) + math.sin(pose.pitch)
        level = math.cos(pose.pitch) - v * math.sin(pose.pitch)
        side = u * math.cos(pose.yaw) + level * math.sin(pose.yaw)
        ahead = level * math.cos(pose.yaw) - u * math.sin(pose.yaw)
        (mx, mz), high = self.middle, max(pose.y - self.floor_m, 0.02)
        wall = (_WALL * mz - pose.z) / np.maximum(ahead, 0.05)
        way = np.clip(np.where(up < 0, high / np.maximum(-up, 1e-4), np.inf), 0.05, wall)
        x, y, z = pose.x + side * way, high + up * way, pose.z + ahead * way
        bend = np.minimum(np.hypot(z - mz, y), 1.2 * mz)  # floor and wall are one sheet: no edge where they meet
        pool = np.exp(-((x - mx) ** 2 + 0.6 * bend**2) / (0.8 * mz) ** 2)
        dim = 0.5 + 0.4 * sum(self.sheet) / 765  # white paper gives its light back to all of itself
        low = np.array(self.sheet) * (dim + (1.02 - dim) * pool[..., None]) + 16 * pool[..., None]
        enlarge(np.ascontiguousarray(low, np.float32), canvas.rgb, canvas.height, _CELL, DITHER)
        size = (columns * _CELL, rows * _CELL)
        far = cv2.resize(np.asarray(way, np.float32), size, interpolation=cv2.INTER_LINEAR)
        canvas.depth[:] = far[: canvas.height, : canvas.width]


def studio(shot: Shot, seed: int) -> Studio:  # noqa: ARG001 - a studio is like the next
    """The floor is under whoever stands lowest: on it, or on the table that it covers."""
    lead = next(iter(shot.actors), None)
    sheet = next((SHEETS[colour] for colour in shot.world.colours if colour in SHEETS), _PLAIN)
    floor = min((a.path[0].y for a in shot.actors), default=0.0)
    return Studio(
        sheet=sheet,
        floor_m=floor,
        middle=(lead.path[0].x, max(lead.path[0].z, 0.4)) if lead is not None else (0.0, 4.0),
    )
