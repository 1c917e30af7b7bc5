from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from vitascope.engines.animatic.draw.terrain import mix, normals, power, skin, smooth, step, sunlight, tinted

_SIDE = 16


def field(seed: int) -> NDArray[np.float32]:
    return np.random.default_rng(seed).random((_SIDE, _SIDE), np.float32)


def kept(values: NDArray[np.float32]) -> NDArray[np.float32]:
    values.flags.writeable = False
    return values


@pytest.mark.parametrize("x", [field(1), field(1).astype(np.float64), field(1).T, kept(field(1))])
def test_a_step_is_smooth_between_its_ends_whatever_array_it_is_given(x: NDArray[np.float32]) -> None:
    t = np.clip((x - 0.7) / (0.2 - 0.7), 0, 1)
    assert step(0.7, 0.2, x) == pytest.approx(t * t * (3 - 2 * t), abs=1e-5)


def test_a_colour_is_mixed_in_by_shares_and_brightened_point_by_point() -> None:
    colours, share = np.stack([field(2), field(3), field(4)], axis=2) * 255, field(5)
    mixed = colours + (np.array([10.0, 20.0, 200.0]) - colours) * share[..., None]
    assert mix(colours, (10.0, 20.0, 200.0), share) == pytest.approx(mixed, abs=1e-3)
    assert tinted(colours, share) == pytest.approx(colours * share[..., None], abs=1e-3)
    assert tinted((10.0, 20.0, 200.0), share) == pytest.approx(share[..., None] * (10, 20, 200), abs=1e-3)


def test_a_skin_holds_colour_and_light_within_eight_bits() -> None:
    packed = skin(np.full((_SIDE, _SIDE, 3), (-5.0, 99.6, 300.0), np.float32), np.full((_SIDE, _SIDE), 1.5, np.float32))
    assert packed.shape == (_SIDE, _SIDE, 4)
    assert (packed == (0, 99, 255, 255)).all()


def test_powers_and_blurs_are_those_of_numpy_and_scipy() -> None:
    x = field(6)
    assert power(x, 1.3) == pytest.approx(x**1.3, rel=1e-3, abs=1e-5)
    assert smooth(x, 1.5) == pytest.approx(gaussian_filter(x, 1.5, mode="wrap"), abs=1e-3)


def test_a_slope_that_faces_the_sun_has_most_of_its_light() -> None:
    x, z = np.meshgrid(np.arange(_SIDE), np.arange(_SIDE))
    heights = (0.4 * np.sin(x * 2 * np.pi / _SIDE) + 0.2 * np.cos(z * 2 * np.pi / _SIDE)).astype(np.float32)
    sun = (0.5, 0.8, 0.33)
    nx, ny, nz = normals(heights, 1.0)
    faced = np.clip(nx * sun[0] + ny * sun[1] + nz * sun[2], 0, 1)
    assert sunlight(heights, 1.0, sun) == pytest.approx(0.08 + 0.92 * faced**0.42, abs=0.01)
