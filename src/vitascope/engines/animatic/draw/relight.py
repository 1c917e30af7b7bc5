"""How the light of a given picture changes with the hour and the weather of the prompt: a curve for each channel."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.graph import Shot, TimeOfDay, World

WHOLE_S = 6.0
"""Seconds until the light has changed as far as it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """``255 (x / 255)^gamma``, times a gain for red, green and blue."""

    gains: tuple[float, float, float]
    gamma: float = 1.0
    luma: float = 1.0
    """Mean luma, 0 to 1, of pictures that look like this already: they are left as they are."""


_HOURS: dict[TimeOfDay, Grade] = {
    "dawn": Grade(gains=(1.05, 0.99, 0.95)),
    "day": Grade(gains=(1.02, 1.02, 1.01)),
    "golden": Grade(gains=(1.08, 1.0, 0.84)),
    "dusk": Grade(gains=(0.92, 0.80, 0.90), gamma=1.15, luma=0.30),
    "night": Grade(gains=(0.48, 0.60, 0.84), gamma=1.3, luma=0.22),
}
"""Day for night is an old trick of the cameraman's: under-exposed, blue, and with the lights left bright."""

_DIM = {"storm": 0.16, "rain": 0.10, "fog": 0.04, "cloudy": 0.06, "snow": 0.03}
_FLICKERING = frozenset({"fire", "sparks"})


def mean_luma(image: NDArray[np.uint8]) -> float:
    """Of ``image``, ``(h, w, 3)`` sRGB, by BT.709's weights: 0 to 1."""
    red, green, blue = (float(value) for value in image[::4, ::4].reshape(-1, 3).mean(axis=0))
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255.0


def curves(shot: Shot, luma: float, time_s: float, share: float) -> NDArray[np.uint8]:
    """What each level of red, green and blue turns to, shaped ``(3, 256)``.

    ``share``, 0 to 1, of the way that the light goes; at 0 it is the picture's own, whose mean is ``luma``.
    """
    grade = _HOURS[shot.world.time]
    far = share if grade.luma >= 1 else share * min(max((luma - grade.luma) / 0.2, 0.0), 1.0)
    dim = 1.0 - _DIM.get(shot.world.weather, 0.0) * (0.4 + 0.6 * shot.world.weather_strength) * share
    burning = any(effect.kind in _FLICKERING for effect in shot.effects)
    warm = 1.0 + 0.07 * share * _flicker(time_s) if burning else 1.0
    ramp = np.arange(256, dtype=np.float32)
    bent = 255.0 * (ramp / 255.0) ** np.float32(grade.gamma)
    each = []
    for gain, fire in zip(grade.gains, (warm, 1.0 + 0.7 * (warm - 1.0), 1.0 + 0.3 * (warm - 1.0)), strict=True):
        goal = bent * np.float32(gain)
        each.append(np.clip((ramp + (goal - ramp) * np.float32(far)) * np.float32(dim * fire) + 0.5, 0, 255))
    return np.stack(each).astype(np.uint8)


def highlight(image: NDArray[np.uint8]) -> tuple[int, int, int]:
    """The level of red, green and blue that a twentieth of ``image`` is above."""
    red, green, blue = (int(level) for level in np.percentile(image[::8, ::8].reshape(-1, 3), 95, axis=0))
    return red, green, blue


def white_in(bright: tuple[int, int, int], world: World, levels: NDArray[np.uint8]) -> tuple[float, float, float]:
    """A white thing before a picture whose `highlight` is ``bright``, 0 to 255, in the light of ``levels``."""
    least = 120.0 if world.time == "night" else 170.0
    red, green, blue = (max(float(levels[i, level]), least) for i, level in enumerate(bright))
    return red, green, blue


def _flicker(time_s: float) -> float:
    """−1 to 1, restless: three sines whose periods share no multiple."""
    return (math.sin(11.3 * time_s) + math.sin(17.9 * time_s + 1.3) + math.sin(29.1 * time_s + 2.1)) / 3.0
