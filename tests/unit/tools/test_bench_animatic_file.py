from __future__ import annotations

import cv2
import numpy as np
import pytest

from tools.bench_animatic_file import ssim


def test_a_picture_is_like_itself_and_the_less_so_the_more_noise_there_is_on_it() -> None:
    rng = np.random.default_rng(1)
    picture = cv2.GaussianBlur(rng.integers(0, 256, (120, 160), dtype=np.uint8), (0, 0), 3)
    picture = cv2.normalize(picture, None, 0, 255, cv2.NORM_MINMAX).astype(np.uint8)
    noise = rng.normal(0, 1, picture.shape)
    found = [ssim(picture, np.clip(picture + sigma * noise, 0, 255).astype(np.uint8)) for sigma in (0, 4, 12, 40)]
    assert found[0] == pytest.approx(1.0)
    assert found == sorted(found, reverse=True)
    assert found[-1] < 0.6


def test_blur_costs_likeness_that_a_mean_of_squares_hardly_sees() -> None:
    rng = np.random.default_rng(2)
    picture = rng.integers(100, 156, (120, 160), dtype=np.uint8)
    assert ssim(picture, cv2.GaussianBlur(picture, (0, 0), 2)) < 0.5
    assert ssim(picture, (picture + 5).astype(np.uint8)) > 0.97
