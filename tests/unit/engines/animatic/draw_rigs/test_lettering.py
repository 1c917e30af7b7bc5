"""Written words in the picture."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from vitascope.engines.animatic.draw.renderer import Renderer
from vitascope.engines.animatic.reading.reader import read_prompt


@pytest.fixture(scope="module")
def frames() -> list[np.ndarray]:
    scene = read_prompt('The word "NOVA" in red letters on a white background.', seed=1, duration_s=2.0)
    renderer = Renderer(scene, width=320, height=180, fps=Fraction(25), mouths={})
    return [renderer.frame(k).astype(int).copy() for k in (0, 40)]


def red(frame: np.ndarray) -> np.ndarray:
    return (frame[..., 0] > frame[..., 1] + 60) & (frame[..., 0] > frame[..., 2] + 60)


def test_words_come_out_of_nothing(frames: list[np.ndarray]) -> None:
    assert red(frames[0]).sum() == 0
    assert red(frames[1]).sum() > 1500


def test_words_fill_the_middle_of_the_frame_and_are_not_cut(frames: list[np.ndarray]) -> None:
    rows, columns = np.nonzero(red(frames[1]))
    assert 20 < columns.min() < 110
    assert 210 < columns.max() < 300
    assert 20 < rows.min() < rows.max() < 160
