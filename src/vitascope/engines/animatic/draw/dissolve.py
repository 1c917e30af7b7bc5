"""A clip that ends on a given picture: what is drawn dissolves into what becomes it, in the light and not in the code
values.

Half of each of two pictures is as bright as both are only where light is added, as in a printer of films; code values
stand for about the root of light, and mixing those would darken the middle of the dissolve.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Protocol

import numba
import numpy as np
from numpy.typing import NDArray

DISSOLVE_S = 1.2
"""How long it takes, at most a third of the clip. The ease at both ends leaves about a second of it to be seen."""
WHOLE = 65536
"""Of the light that a channel can hold, and of a share: a step in the darkest code values is then still ten units."""


class Frames(Protocol):
    """Draws any frame, from any thread."""

    def prepare(self, index: int) -> None:
        """Do now what frame ``index`` would have to wait for."""
        ...

    def frame(self, index: int) -> NDArray[np.uint8]:
        """``(height, width, 3)`` sRGB."""
        ...


class Held:
    """One picture, sRGB, for as long as it is asked for."""

    def __init__(self, picture: NDArray[np.uint8]) -> None:
        self._picture = picture

    def prepare(self, index: int) -> None:
        """Nothing: it is there."""

    def frame(self, index: int) -> NDArray[np.uint8]:  # noqa: ARG002 - the same for every one
        return self._picture


class Dissolve:
    """``frames`` that become ``others``, which are alone in the last of ``count``."""

    def __init__(self, frames: Frames, others: Frames, *, count: int, fps: Fraction) -> None:
        """Both are of one size; ``fps`` in frames/second."""
        self._frames = frames
        self._others = others
        self._last = count - 1
        self._length = max(1, min(round(DISSOLVE_S * fps), count // 3))

    def prepare(self, index: int) -> None:
        self._frames.prepare(index)
        self._others.prepare(index)

    def frame(self, index: int) -> NDArray[np.uint8]:
        share = self.share(index)
        if share >= 1:
            return self._others.frame(index)
        drawn = self._frames.frame(index)
        if share > 0:
            mix(drawn, self._others.frame(index), share)
        return drawn

    def share(self, index: int) -> float:
        """How much of frame ``index`` is the other, 0 to 1: from rest and to rest."""
        way = min(max(1 - (self._last - index) / self._length, 0.0), 1.0)
        return way * way * (3 - 2 * way)


def mix(frame: NDArray[np.uint8], other: NDArray[np.uint8], share: float) -> None:
    """``share`` of the light of ``other`` and the rest of ``frame``'s, in place; both sRGB, ``(height, width, 3)``."""
    light, code = _tables()
    _mix(frame.reshape(-1), np.ascontiguousarray(other).reshape(-1), np.uint32(round(share * WHOLE)), light, code)


@lru_cache(maxsize=1)
def _tables() -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
    """The light of each code value, and the nearest code value of each light (IEC 61966-2-1)."""
    codes = np.arange(256) / 255
    light = np.where(codes <= 0.04045, codes / 12.92, ((codes + 0.055) / 1.055) ** 2.4)
    lights = np.arange(WHOLE) / (WHOLE - 1)
    code = np.where(lights <= 0.0031308, 12.92 * lights, 1.055 * lights ** (1 / 2.4) - 0.055)
    return (light * (WHOLE - 1)).round().astype(np.uint16), (code * 255).round().astype(np.uint8)


@numba.njit(nogil=True, cache=True)
def _mix(
    frame: NDArray[np.uint8],
    other: NDArray[np.uint8],
    share: np.uint32,
    light: NDArray[np.uint16],
    code: NDArray[np.uint8],
) -> None:
    rest, half = np.uint32(65536) - share, np.uint32(32768)
    for i in range(frame.size):
        mixed = (np.uint32(light[frame[i]]) * rest + np.uint32(light[other[i]]) * share + half) >> np.uint32(16)
        frame[i] = code[mixed]
