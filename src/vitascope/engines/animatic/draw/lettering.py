"""Names over shops and words down the corners of houses: letters that a wall is painted from, point by point."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

NAMES = (
    "BOOKS", "FLOWERS", "BAKERY", "RECORDS", "NOODLES", "PHARMACY", "TAILOR", "CAMERAS", "TEA HOUSE", "ARCADE", "PIZZA",
    "SHOES", "GROCER", "BARBER", "WATCHES", "TOYS", "SUSHI", "LAUNDRY", "GALLERY", "BICYCLES", "CAFE ROMA", "ANTIQUES",
    "TICKETS", "HARDWARE", "COFFEE", "JEWELLER", "GUITARS", "OPTICIAN", "FASHION", "ICE CREAM",
)  # fmt: skip
"""Over shops."""
UPRIGHT = (
    "BAR", "SPA", "GYM", "CLUB", "JAZZ", "TAXI", "HOTEL", "DANCE", "MUSIC", "CINEMA", "CASINO", "ARCADE", "KARAOKE",
    "RECORDS", "BOWLING", "THEATRE", "AQUARIUM", "BILLIARD", "NIGHTCLUB", "ORCHESTRA", "STEAKHOUSE", "PLANETARIUM",
)  # fmt: skip
"""Down walls, short ones first."""
HIGH, WIDE = 32, 24
"""Texels of a letter."""
_LETTERS = " ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_AFAR = 4
"""How many texels of the fine letters one of the coarse ones stands for."""


@lru_cache(maxsize=1)
def lettering() -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int8], NDArray[np.int8]]:
    """Letters, 0 to 1, ``(27, 32, 24)``, the first empty; the same for afar; `NAMES` and `UPRIGHT` by letters' numbers.

    Words are padded with -1.
    """
    near = np.stack([_letter(each) for each in _LETTERS])
    far = near.reshape(len(near), HIGH // _AFAR, _AFAR, WIDE // _AFAR, _AFAR).mean((2, 4), dtype=np.float32)
    return near, np.ascontiguousarray(far), _numbers(NAMES), _numbers(UPRIGHT)


def _numbers(words: tuple[str, ...]) -> NDArray[np.int8]:
    found = np.full((len(words), max(map(len, words))), -1, np.int8)
    for row, word in zip(found, words, strict=True):
        row[: len(word)] = [_LETTERS.index(each) for each in word]
    return found


def _letter(which: str) -> NDArray[np.float32]:
    """Fills the height of its cell but for a rim, and at most as much of its width."""
    cell = np.zeros((HIGH, WIDE), np.float32)
    if which == " ":
        return cell
    drawn = np.zeros((400, 400), np.uint8)
    cv2.putText(drawn, which, (60, 320), cv2.FONT_HERSHEY_DUPLEX, 10.0, 255, 46, cv2.LINE_AA)
    rows, cols = np.flatnonzero(drawn.any(1)), np.flatnonzero(drawn.any(0))
    ink = drawn[rows[0] : rows[-1] + 1, cols[0] : cols[-1] + 1]
    tall = HIGH - 6
    broad = min(round(ink.shape[1] * tall / ink.shape[0]), WIDE - 5)
    small = cv2.resize(ink, (broad, tall), interpolation=cv2.INTER_AREA)
    left = (WIDE - broad) // 2
    cell[3 : 3 + tall, left : left + broad] = small / np.float32(255)
    return cell


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def length(word):  # type: ignore[no-untyped-def]
    """How many letters it has."""
    n = 0
    while n < word.shape[0] and word[n] >= 0:
        n += 1
    return n


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def ink(letters, which, u, v):  # type: ignore[no-untyped-def]
    """0 to 1 of a letter at ``u`` to the right and ``v`` down in its cell, each 0 to 1; 0 outside of it."""
    if which < 0 or u < 0 or u >= 1 or v < 0 or v >= 1:
        return 0.0
    high, wide = letters.shape[1], letters.shape[2]
    x, y = min(max(u * wide - 0.5, 0.0), wide - 1.001), min(max(v * high - 0.5, 0.0), high - 1.001)
    i, j = int(x), int(y)
    p, q = x - i, y - j
    a = letters[which, j, i] * (1 - p) + letters[which, j, i + 1] * p
    b = letters[which, j + 1, i] * (1 - p) + letters[which, j + 1, i + 1] * p
    return a * (1 - q) + b * q
