from __future__ import annotations

import numpy as np
import pytest

from vitascope.engines.animatic.draw.columns import write_block


@pytest.mark.parametrize(("count", "cols"), [(8, 16), (9, 18), (8, 24)])
def test_rows_of_columns_go_to_the_frame_with_their_means_between(count: int, cols: int) -> None:
    random = np.random.default_rng(4)
    shades = random.integers(0, 256, (count + 1, 40, 3)).astype(np.int32)
    depths = random.random((count + 1, 40)).astype(np.float32)
    rgb, depth = np.full((40, cols, 3), 7, np.uint8), np.full((40, cols), 7, np.float32)
    covers = np.full(count + 1, 35)
    write_block(rgb, depth, shades @ np.array([1, 256, 65536], np.int32), depths, covers, 0, count, 2, False)
    upward = shades[:, 34::-1].transpose(1, 0, 2)
    assert np.array_equal(rgb[5:, : 2 * count : 2], upward[:, :-1])
    assert np.array_equal(rgb[5:, 1 : 2 * count : 2], (upward[:, :-1] + upward[:, 1:] + 1) // 2)
    assert np.array_equal(depth[5:, : 2 * count], np.repeat(depths[:-1, 34::-1].T, 2, axis=1))
    assert (rgb[:5] == 7).all()
    assert (rgb[:, 2 * count :] == 7).all()
