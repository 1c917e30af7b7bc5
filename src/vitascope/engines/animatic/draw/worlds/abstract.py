"""No place at all: ribbons of light that flow and twist, in two colours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from vitascope.engines.animatic.draw.sky import DITHER
from vitascope.engines.animatic.draw.stage import FAR_M, Canvas, Colour, Light, Pose
from vitascope.engines.animatic.graph import Shot

COLOURS: dict[str, Colour] = {
    "red": (236, 52, 46), "orange": (250, 138, 44), "yellow": (250, 214, 72), "gold": (255, 186, 70),
    "golden": (255, 186, 70), "green": (64, 196, 104), "emerald": (34, 190, 130), "teal": (30, 180, 178),
    "turquoise": (46, 206, 206), "cyan": (70, 214, 250), "blue": (40, 104, 250), "indigo": (76, 66, 226),
    "violet": (140, 84, 246), "purple": (150, 64, 220), "pink": (250, 104, 176), "magenta": (234, 50, 190),
    "white": (240, 244, 252), "silver": (200, 210, 224), "black": (70, 74, 90), "crimson": (220, 30, 66),
}  # fmt: skip
"""Light of these names."""

RIBBONS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Ribbons:
    shot: Shot
    seed: int

    @property
    def _pair(self) -> tuple[Colour, Colour]:
        named = [COLOURS[c] for c in self.shot.world.colours if c in COLOURS]
        first = named[0] if named else COLOURS["blue"]
        return first, named[1] if len(named) > 1 else COLOURS["gold"]

    @property
    def light(self) -> Light:
        one, other = self._pair
        return Light(
            sun=(0.0, 0.8, 0.6), key=other, ambient=(one[0] * 0.3 + 20, one[1] * 0.3 + 20, one[2] * 0.3 + 20), rim=one,
            haze=(8, 9, 20), haze_m=400.0, night=1.0,
        )  # fmt: skip

    def ground(self, x: float, z: float) -> float:  # noqa: ARG002 - there is none
        return 0.0

    def paint(self, canvas: Canvas, pose: Pose, time_s: float) -> None:
        one, other = self._pair
        _flow(
            canvas.rgb, canvas.depth, np.array([pose.x, pose.y, pose.z, pose.yaw, pose.pitch, pose.focal]),
            np.array([one, other]), float(self.seed % 1000), time_s, DITHER, FAR_M,
        )  # fmt: skip


def abstract(shot: Shot, seed: int) -> Ribbons:
    return Ribbons(shot=shot, seed=seed)


@njit(cache=True, nogil=True, fastmath=True)
def _flow(rgb, depth, camera, colours, seed, time_s, dither, far):  # type: ignore[no-untyped-def]
    rows, cols = rgb.shape[0], rgb.shape[1]
    count = 7
    shift_x, shift_y, zoom = camera[0] + camera[3] * 2.0, camera[1] - 1.7 + camera[4] * 2.0, camera[5] / 1.15
    grow = zoom * (1 + 0.12 * camera[2])
    for i in range(cols):
        px = ((i + 0.5) / cols * 2 - 1) / grow
        # Where each ribbon's two edges are in this column: sums of sines, out of step with one another.
        for j in range(rows):
            depth[j, i] = far
        line = np.zeros((rows, 3), np.float32)
        for k in range(count):
            near = 1.0 + 0.16 * k
            x = px * near * 1.6 + shift_x * near
            s = seed * 0.37 + k * 2.399
            a = time_s * (0.34 + 0.05 * k)
            mid = 0.34 * np.sin(x * 0.9 + a + s) + 0.20 * np.sin(x * 1.9 - a * 0.7 + s * 1.7)
            mid += 0.09 * np.sin(x * 3.7 + a * 1.3 + s * 0.6) + 0.13 * (k - count / 2)
            twist = np.sin(x * 1.35 + a * 0.9 + s * 2.1)
            wide = 0.02 + 0.17 * abs(twist)
            top = rows / 2 - (mid * near * 0.62 - shift_y * near + wide) * grow * rows / 2
            low = rows / 2 - (mid * near * 0.62 - shift_y * near - wide) * grow * rows / 2
            mixed = 0.5 + 0.5 * np.sin(x * 0.7 + s + a * 0.5 + (1.6 if twist < 0 else 0.0))
            cr = colours[0, 0] + (colours[1, 0] - colours[0, 0]) * mixed
            cg = colours[0, 1] + (colours[1, 1] - colours[0, 1]) * mixed
            cb = colours[0, 2] + (colours[1, 2] - colours[0, 2]) * mixed
            span = max(low - top, 1.0)
            halo = rows * 0.045
            first, last = max(int(top - 3 * halo), 0), min(int(low + 3 * halo), rows)
            sheen = 0.5 + 0.5 * np.sin(x * 2.3 - a * 2.2 + s)
            for j in range(first, last):
                f = (j - top) / span
                if f < 0 or f > 1:
                    d = (top - j if f < 0 else j - low) / halo
                    p = 0.15 * (1 - d / 3) * (1 - d / 3)
                    q = 0.0
                else:
                    # Silk: brightest along its folded edges, with fine threads across.
                    e = min(f, 1 - f)
                    p = 0.15 + 0.30 * (1 - f if twist > 0 else f) + 0.75 * np.exp(-e * span / (rows * 0.006))
                    g = np.sin(f * 21 + x * 3.0 + s + a) * np.sin(f * 13 - x * 5.0 + s)
                    p *= 0.86 + 0.20 * g
                    q = np.exp(-(((f - 0.5 - 0.35 * twist) / 0.10) ** 2)) * sheen * 0.5
                line[j, 0] += cr * p + 255 * q * 0.55
                line[j, 1] += cg * p + 255 * q * 0.52
                line[j, 2] += cb * p + 255 * q * 0.55
            if k < count - 1:
                m = (top + low) / 2
                at = min(max(int(m), 0), rows - 1)
                depth[at, i] = 40.0
        for j in range(rows):
            v = abs(j / rows - 0.5) * 2
            b = 5 + 9 * (1 - v)
            for c in range(3):
                # A film's shoulder: light piles up without clipping.
                value = b * (0.6 + 0.25 * c) + line[j, c]
                value = 255 * (1 - np.exp(-value / 190))
                rgb[j, i, c] = np.uint8(min(value + dither[j & 3, i & 3], 255.0))
