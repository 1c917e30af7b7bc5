from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.ridges import slant

_ROWS, _COLS = 84, 61
_NEAR_M, _FAR_M = 100.0, 900.0


def _hill(every: int, rows_a_column: float, *, mirrored: bool) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """A white hill before black, of which every so many columns are computed, and the others are as those before."""
    of = np.arange(_COLS) // every * every
    tops = 3 + of * rows_a_column
    hill = np.arange(_ROWS)[:, None] + 0.5 > tops[None]
    if mirrored:
        tops = 3 + (_COLS - 1 - of) * rows_a_column
        hill = np.arange(_ROWS)[:, None] + 0.5 > tops[None]
    rgb = np.repeat(np.where(hill, 255, 0).astype(np.uint8)[..., None], 3, axis=2)
    return np.ascontiguousarray(rgb), np.where(hill, _NEAR_M, _FAR_M).astype(np.float32)


def _edges(rgb: NDArray[np.uint8]) -> NDArray[np.float64]:
    """How many columns of each row the hill covers."""
    return rgb[..., 0].astype(float).sum(axis=1) / 255


@pytest.mark.parametrize("every", [1, 2, 3, 4])
@pytest.mark.parametrize("mirrored", [False, True])
def test_the_edge_of_a_steep_hill_is_a_straight_line(every: int, mirrored: bool) -> None:
    rgb, depth = _hill(every, 7.0 / every, mirrored=mirrored)
    inside = slice(10, 70)  # away from the frame's corners
    at = np.arange(_ROWS)[inside]
    before = _edges(rgb)[inside]
    slant(rgb, depth, 0, every)
    after = _edges(rgb)[inside]
    stray = [np.abs(edge - np.polyval(np.polyfit(at, edge, 1), at)).max() for edge in (before, after)]
    assert stray[0] > 0.4 * every
    assert stray[1] < 0.15 * every


def test_what_is_no_edge_stays_as_it_is() -> None:
    random = np.random.default_rng(4)
    rgb = random.integers(0, 255, (_ROWS, _COLS, 3), np.uint8)
    depth = np.repeat(np.linspace(500, 2, _ROWS, dtype=np.float32)[:, None], _COLS, axis=1)
    kept = rgb.copy()
    slant(rgb, depth, 0, 2)
    assert np.array_equal(rgb, kept)


def test_nothing_above_the_first_row_is_touched() -> None:
    rgb, depth = _hill(2, 3.5, mirrored=False)
    kept = rgb.copy()
    slant(rgb, depth, 40, 2)
    assert np.array_equal(rgb[:40], kept[:40])
    assert not np.array_equal(rgb[40:], kept[40:])
