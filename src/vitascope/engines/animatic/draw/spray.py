"""Spray: what a wave throws up when it meets the rocks. The moments are `surf.breaks`, which the sound has too."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.light import Palette
from vitascope.engines.animatic.draw.rigs.lamps import noise_tile
from vitascope.engines.animatic.draw.rigs.puffs import COLUMNS, paint_puffs
from vitascope.engines.animatic.draw.stage import Canvas, Pose
from vitascope.engines.animatic.surf import breaks, force

_LASTS_S = 2.4
_PLUMES, _DROPS = 26, 44
"""Soft billows and hard drops of one burst."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spray:
    """Bursts at some rocks of a shore, each wave at most of them."""

    rocks: NDArray[np.float64]
    """Where it is thrown up, ``(count, 3)`` metres."""
    high_m: float
    """How high the hardest waves throw it."""
    wind: tuple[float, float] = (0.0, 0.0)
    """Metres/second along x and z."""

    def paint(self, canvas: Canvas, pose: Pose, palette: Palette, time_s: float) -> None:
        white = np.array([min(0.85 * k + 0.8 * a, 250.0) for k, a in zip(palette.key, palette.ambient, strict=True)])
        bursts = []
        for moment in breaks(time_s - _LASTS_S - 0.9, time_s + 0.01):
            for k, rock in enumerate(self.rocks):
                random = np.random.default_rng((round(moment * 1000) * 31 + k) % 2**32)
                since = time_s - moment - 0.8 * float(random.random())
                if 0 <= since < _LASTS_S and random.random() < 0.8:
                    hard = force(moment) * float(random.uniform(0.5, 1.0))
                    bursts.append(self._burst(rock, since, hard, random, white))
        if bursts:
            _project(canvas, pose, palette, np.concatenate(bursts))

    def _burst(
        self, rock: NDArray[np.float64], since: float, hard: float, random: np.random.Generator,
        white: NDArray[np.float64],
    ) -> NDArray[np.float64]:  # fmt: skip
        count = _PLUMES + _DROPS
        up = np.sqrt(2 * 9.81 * self.high_m * hard * random.uniform(0.05, 1.0, count))
        aside = random.normal(0, 0.30, (count, 2)) * up[:, None] * 0.55
        drag = np.where(np.arange(count) < _PLUMES, 1.5, 0.5)  # fine spray is stopped by the air, drops fly on
        gone = (1 - np.exp(-drag * since)) / drag
        height = up * gone * (1 + 0.25 * drag) - 9.81 / 2 * since**2 / (1 + 0.55 * drag * since)
        out = np.zeros((count, COLUMNS))
        out[:, 0] = rock[0] + aside[:, 0] * gone + self.wind[0] * max(since - 0.15, 0) * (drag > 1)
        out[:, 1] = rock[1] + np.maximum(height, -0.3)
        out[:, 2] = rock[2] + aside[:, 1] * gone + self.wind[1] * max(since - 0.15, 0) * (drag > 1)
        soft = np.arange(count) < _PLUMES
        size = self.high_m * (0.35 + 0.65 * hard)
        radius = np.where(soft, size * (0.07 + 0.17 * min(since, 1.6)) * random.uniform(0.6, 1.3, count), 0.05)
        out[:, 3], out[:, 4] = radius, radius * np.where(soft, 1.25, 1.6)
        out[:, 5:8] = white * random.uniform(0.9, 1.05, (count, 1))
        fade = math.exp(-1.05 * since) * min(since * 9, 1.0)
        out[:, 8] = np.where(soft, 0.8 * fade * (0.5 + 0.5 * hard), 0.85 * fade) * (height > -0.25)
        out[:, 10], out[:, 11] = random.uniform(0, 128, count), random.uniform(0, 128, count)
        out[:, 12] = np.where(soft, 0.75, 0.0)
        return out


def _project(canvas: Canvas, pose: Pose, palette: Palette, puffs: NDArray[np.float64]) -> None:
    dx, dy, dz = puffs[:, 0] - pose.x, puffs[:, 1] - pose.y, puffs[:, 2] - pose.z
    cos, sin = math.cos(pose.yaw), math.sin(pose.yaw)
    side, ahead = dx * cos - dz * sin, dx * sin + dz * cos
    cos, sin = math.cos(pose.pitch), math.sin(pose.pitch)
    up, depth = dy * cos - ahead * sin, dy * sin + ahead * cos
    seen = depth > 0.5
    out, side, up, depth = puffs[seen].copy(), side[seen], up[seen], depth[seen]
    scale = pose.focal * canvas.width / 2 / depth
    out[:, 0], out[:, 1], out[:, 2] = canvas.width / 2 + side * scale, canvas.height / 2 - up * scale, depth
    out[:, 3] *= scale
    out[:, 4] *= scale
    kept = np.exp(-depth / palette.haze_m)[:, None]
    out[:, 5:8] = out[:, 5:8] * kept + np.array(palette.haze) * (1 - kept)
    order = np.argsort(-depth, kind="stable")
    paint_puffs(canvas.rgb, canvas.depth, np.ascontiguousarray(out[order], np.float32), noise_tile())
