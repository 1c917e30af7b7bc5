from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitascope.engines.animatic.draw.noise import bearing, fractal, ridged

_SIDES = st.floats(-5, 5).filter(lambda v: abs(v) > 1e-6)


@given(_SIDES, _SIDES)
def test_a_bearing_is_close_to_the_arc_tangent(x: float, z: float) -> None:
    off = bearing(x, z) - math.atan2(x, z)
    assert abs(math.atan2(math.sin(off), math.cos(off))) < 5e-4


@pytest.mark.parametrize("highest", [None, 9.0])
def test_noise_has_mean_0_and_deviation_1_and_no_frequency_that_is_not_asked_for(highest: float | None) -> None:
    field = fractal(64, 5, slope=1.2, lowest=3, highest=highest)
    assert abs(float(field.mean())) < 1e-4
    assert abs(float(field.std()) - 1) < 1e-4
    found = np.abs(np.fft.rfft2(field)) / field.size
    cycles = np.hypot(np.fft.fftfreq(64, 1 / 64)[:, None], np.fft.rfftfreq(64, 1 / 64)[None])
    within = (cycles >= 3) & (cycles <= (highest or 32))
    assert found[~within].max() < 1e-5
    assert found[within].mean() > 1e-4


def test_mountains_are_kept_for_the_next_shot_and_nobody_can_change_them() -> None:
    once = ridged(32, 4, octaves=2)
    assert ridged(32, 4, octaves=2) is once
    assert once.min() == 0
    assert once.max() == pytest.approx(1)
    with pytest.raises(ValueError, match="read-only"):
        once += 1
