"""Lily pads: round leaves with a notch that lie on still water, some with a flower."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.light import Palette
from vitascope.engines.animatic.draw.stage import Canvas, Pose
from vitascope.engines.animatic.draw.terrain import Terrain

_ROUND = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Lilies:
    """``pads`` is x, z, radius and the turn of the notch of each, ``(count, 4)``; far ones first."""

    pads: NDArray[np.float64]
    level: float

    @classmethod
    def on(cls, terrain: Terrain, level: float, seed: int, count: int) -> Lilies:
        """In rafts, on open water near the camera."""
        random = np.random.default_rng(seed + 74)
        pads: list[tuple[float, float, float, float]] = []
        for _ in range(60 * count):
            z = 1.8 * (26 / 1.8) ** float(random.random())
            x = float(random.uniform(-0.95, 0.95)) * (z + 1)
            for _ in range(int(random.integers(2, 7))):
                at, on = x + float(random.normal(0, 0.5)), z + float(random.normal(0, 0.5))
                radius = float(random.uniform(0.14, 0.36))
                apart = all(np.hypot(at - a, on - b) > radius + r for a, b, r, _ in pads)
                if terrain.ground(at, on) < level - 0.15 and apart and on > 1.4 and len(pads) < count:
                    pads.append((at, on, radius, float(random.uniform(0, 6.28))))
            if len(pads) == count:
                break
        return cls(pads=np.array(sorted(pads, key=lambda p: -p[1]), np.float64).reshape(-1, 4), level=level)

    def paint(self, canvas: Canvas, pose: Pose, palette: Palette, time_s: float) -> None:
        light = [(0.55 * k + 0.62 * a) / 255 for k, a in zip(palette.key, palette.ambient, strict=True)]
        for n, (x, z, radius, turn) in enumerate(self.pads.tolist()):
            drift = 0.02 * math.sin(0.7 * time_s + n)
            angles = turn + 0.22 + np.linspace(0, 2 * math.pi - 0.44, _ROUND)
            rim = [(x + drift + radius * math.cos(a), z + radius * math.sin(a)) for a in angles]
            spots = [pose.project(a, self.level + 0.012, b, canvas.width, canvas.height) for a, b in [*rim, (x, z)]]
            if min(d for _, _, d in spots) < 0.5:
                continue
            col, row, depth = spots[-1]
            if not (0 <= col < canvas.width and 0 <= row < canvas.height):
                continue
            if canvas.depth[int(row), int(col)] < depth - 0.4 - 0.03 * depth:
                continue
            kept = math.exp(-depth / palette.haze_m)
            tone = 0.85 + 0.2 * math.sin(n * 12.9898)
            green = [
                c * w * tone * kept + h * (1 - kept) for c, w, h in zip((70, 122, 58), light, palette.haze, strict=True)
            ]
            where = (np.array([(a, b) for a, b, _ in spots]) * 16).astype(np.int32)
            cv2.fillPoly(canvas.rgb, [where], [min(c, 255.0) for c in green], cv2.LINE_AA, 4)
            cv2.polylines(canvas.rgb, [where[:-1]], False, [min(c * 1.35, 255.0) for c in green], 1, cv2.LINE_AA, 4)
            cv2.fillPoly(canvas.depth, [where], depth, cv2.LINE_4, 4)
            if n % 6 == 0:
                self._flower(canvas, pose, light, (x, z, radius), kept)

    def _flower(
        self, canvas: Canvas, pose: Pose, light: list[float], at: tuple[float, float, float], kept: float
    ) -> None:
        x, z, radius = at
        petal = [c * w * kept for c, w in zip((255, 214, 232), light, strict=True)]
        for ring, (size, up) in enumerate(((0.55, 0.05), (0.38, 0.12), (0.2, 0.16))):
            for k in range(9):
                a = k / 9 * 2 * math.pi + ring * 0.35
                tip = (
                    x + radius * size * math.cos(a),
                    self.level + radius * (up + 0.25),
                    z + radius * size * math.sin(a),
                )
                foot = pose.project(x, self.level + 0.03, z, canvas.width, canvas.height)
                end = pose.project(*tip, canvas.width, canvas.height)
                if min(foot[2], end[2]) < 0.5:
                    continue
                thick = max(round(0.13 * radius * pose.pixels_per_metre(foot[2], canvas.width)), 1)
                ends = [(round(p[0] * 16), round(p[1] * 16)) for p in (foot, end)]
                tone = 0.8 + 0.12 * ring
                cv2.line(canvas.rgb, ends[0], ends[1], [min(c * tone, 255.0) for c in petal], thick, cv2.LINE_AA, 4)
