"""No place at all: ribbons of light that flow and twist, in two colours."""

# ruff: noqa: PLR0915 - a long kernel keeps its values in registers
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from vitascope.engines.animatic.draw.air import transmittance
from vitascope.engines.animatic.draw.sky import DITHER, buffer, enlarge
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

THREADS = 192
"""Points across a ribbon at which its threads are known."""


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
        # Light has soft edges: a third of the points each way shows them.
        points = max(canvas.width // 640, 1)
        low = buffer("ribbons", (canvas.height // points + 2, canvas.width // points + 2, 3))
        canvas.depth[:] = FAR_M
        _flow(
            low, canvas.depth, points, np.array([pose.x, pose.y, pose.z, pose.yaw, pose.pitch, pose.focal]),
            np.array([one, other]), float(self.seed % 1000), time_s,
        )  # fmt: skip
        enlarge(low, canvas.rgb, canvas.height, points, DITHER)


def abstract(shot: Shot, seed: int) -> Ribbons:
    return Ribbons(shot=shot, seed=seed)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _flow(low, depth, points, camera, colours, seed, time_s):  # type: ignore[no-untyped-def]
    rows, cols = depth.shape[0], depth.shape[1]
    low_rows, low_cols = low.shape[0], low.shape[1]
    count = 7
    shift_x, shift_y, zoom = camera[0] + camera[3] * 2.0, camera[1] - 1.7 + camera[4] * 2.0, camera[5] / 1.15
    grow = zoom * (1 + 0.12 * camera[2])
    line = np.empty((3, low_rows), np.float32)
    glint = np.empty(THREADS, np.float32)
    for n in range(low_cols):
        i = n * points
        px = ((i + 0.5) / cols * 2 - 1) / grow
        line[:] = np.float32(0)
        # Where each ribbon's two edges are in this column: sums of sines, out of step with one another.
        for k in range(count):
            near = 1.0 + 0.16 * k
            x = px * near * 1.6 + shift_x * near
            s = seed * 0.37 + k * 2.399
            a = time_s * (0.34 + 0.05 * k)
            mid = 0.34 * np.sin(x * 0.9 + a + s) + 0.20 * np.sin(x * 1.9 - a * 0.7 + s * 1.7)
            mid += 0.09 * np.sin(x * 3.7 + a * 1.3 + s * 0.6) + 0.13 * (k - count / 2)
            twist = np.sin(x * 1.35 + a * 0.9 + s * 2.1)
            face = 0.5 + 0.5 * twist / (abs(twist) + 0.12)  # which of its faces a ribbon shows
            wide = 0.02 + 0.17 * abs(twist)
            top = rows / 2 - (mid * near * 0.62 - shift_y * near + wide) * grow * rows / 2
            low_edge = rows / 2 - (mid * near * 0.62 - shift_y * near - wide) * grow * rows / 2
            mixed = 0.5 + 0.5 * np.sin(x * 0.7 + s + a * 0.5 + 1.6 * (1 - face))
            cr = np.float32(colours[0, 0] + (colours[1, 0] - colours[0, 0]) * mixed)
            cg = np.float32(colours[0, 1] + (colours[1, 1] - colours[0, 1]) * mixed)
            cb = np.float32(colours[0, 2] + (colours[1, 2] - colours[0, 2]) * mixed)
            span = max(low_edge - top, 1.0)
            halo = rows * 0.045
            sheen = (0.5 + 0.5 * np.sin(x * 2.3 - a * 2.2 + s)) * 0.5
            # Fine threads across the silk, once for a column and not for every point of it.
            for m in range(THREADS):
                f = m / (THREADS - 1)
                glint[m] = 0.86 + 0.20 * np.sin(f * 21 + x * 3.0 + s + a) * np.sin(f * 13 - x * 5.0 + s)
            first = max(int((top - 3 * halo) / points), 0)
            last = min(int((low_edge + 3 * halo) / points), low_rows)
            blunt = 2.5 * points / span  # as wide as the points are apart: a sharper edge would show as beads
            crease = span / (rows * 0.008)
            for j in range(first, last):
                f = (j * points - top) / span
                e = min(f, 1 - f)
                if e < 0:
                    d = 1 + e * span / (halo * 3)
                    p, q = (
                        0.15 * d * d + 0.75 * transmittance(1.6 * (np.sqrt(e * e + blunt * blunt) - blunt) * crease),
                        0.0,
                    )
                else:
                    # Silk: brightest along its folded edges.
                    fold = 0.30 * min(e * crease, 1.0) * (f + (1 - 2 * f) * face)
                    p = 0.15 + fold + 0.75 * transmittance((np.sqrt(e * e + blunt * blunt) - blunt) * crease)
                    p *= glint[np.uint64(int(f * (THREADS - 1)))]
                    g = (f - 0.5 - 0.35 * twist) * 10
                    q = transmittance(g * g) * sheen
                line[0, j] += cr * np.float32(p) + np.float32(140 * q)
                line[1, j] += cg * np.float32(p) + np.float32(133 * q)
                line[2, j] += cb * np.float32(p) + np.float32(140 * q)
            if k < count - 1:
                at = min(max(int((top + low_edge) / 2), 0), rows - 1)
                for column in range(i, min(i + points, cols)):
                    depth[at, column] = 40.0
        for j in range(low_rows):
            b = 5 + 9 * (1 - abs(j * points / rows - 0.5) * 2)
            for c in range(3):
                # A film's shoulder: light piles up without clipping.
                value = b * (0.6 + 0.25 * c) + line[c, j]
                low[j, n, c] = 255 * (1 - transmittance(value / 190))
