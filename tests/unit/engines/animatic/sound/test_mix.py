from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal

from vitascope.engines.animatic.sound.mix.limiter import limited
from vitascope.engines.animatic.sound.mix.loudness import integrated_lufs, true_peak
from vitascope.engines.animatic.sound.mix.oversampling import peaks_between
from vitascope.engines.animatic.sound.noise import Mono

RATE = 48_000


def sine(hz: float, level_db: float, seconds: float = 5.0) -> Mono:
    t = np.arange(int(seconds * RATE)) / RATE
    return np.stack([10 ** (level_db / 20) * np.sin(2 * np.pi * hz * t)] * 2)


@pytest.mark.parametrize("level_db", [-23.0, -33.0])
def test_the_meter_reads_the_reference_tones_of_ebu_tech_3341(level_db: float) -> None:
    assert integrated_lufs(sine(1000, level_db, 20), RATE) == pytest.approx(level_db, abs=0.1)


def test_quiet_passages_do_not_count() -> None:
    """EBU Tech 3341, case 3: −36, −23, −36 dBFS reads −23."""
    parts = [sine(1000, -36, 10), sine(1000, -23, 60), sine(1000, -36, 10)]
    assert integrated_lufs(np.concatenate(parts, axis=1), RATE) == pytest.approx(-23, abs=0.1)


def test_silence_has_no_loudness() -> None:
    assert integrated_lufs(np.zeros((2, RATE)), RATE) < -70


@pytest.mark.parametrize("samples", [1, 255, 256, 700, 9000])
def test_peaks_between_samples_are_those_of_an_oversampled_whole(samples: int) -> None:
    random = np.random.default_rng(samples)
    x = random.standard_normal((2, samples)) * np.abs(np.sin(np.arange(samples) / 400)) ** 8
    whole = np.abs(signal.resample_poly(x, 4, 1, axis=-1)).max(axis=0).reshape(-1, 4).max(axis=1)
    assert np.allclose(peaks_between(x), whole)
    assert true_peak(x) == pytest.approx(max(float(whole.max()), float(np.abs(x).max())))


def test_true_peak_sees_between_the_samples() -> None:
    """A quarter-rate sine at 45 degrees is sampled 3 dB under its crest (EBU Tech 3341, case 17)."""
    t = np.arange(RATE)
    x = np.stack([0.5 * np.sin(np.pi / 2 * t + np.pi / 4)] * 2)
    middle = x[:, 4800:-4800]
    assert np.abs(middle).max() == pytest.approx(0.5 / np.sqrt(2), rel=1e-6)
    assert true_peak(middle) == pytest.approx(0.5, rel=0.05)


@settings(max_examples=15, deadline=None)
@given(st.integers(min_value=0, max_value=2**31), st.floats(min_value=0.05, max_value=20))
def test_nothing_leaves_the_limiter_over_its_ceiling(seed: int, level: float) -> None:
    x = level * np.random.default_rng(seed).standard_normal((2, RATE // 2))
    assert true_peak(limited(x, RATE)) <= 10 ** (-1 / 20)


def test_the_limiter_leaves_what_fits_alone() -> None:
    x = sine(440, -6)
    assert np.array_equal(limited(x, RATE), x)
