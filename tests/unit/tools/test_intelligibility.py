from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.intelligibility import stoi

RATE = 16_000


def babble(seed: int, seconds: float = 1.5) -> np.ndarray:
    """Noise whose level moves at the rate of syllables, in three bands that move apart: as speech does."""
    rng = np.random.default_rng(seed)
    n = int(seconds * RATE)
    spectrum = np.fft.rfft(rng.standard_normal(n))
    hz = np.fft.rfftfreq(n, 1 / RATE)
    out = np.zeros(n)
    for low, high in ((100, 700), (700, 1800), (1800, 4800)):
        part = np.fft.irfft(spectrum * ((hz >= low) & (hz < high)), n)
        knots = rng.random(int(seconds * 9) + 2) ** 3
        out += part * np.interp(np.linspace(0, knots.size - 1, n), np.arange(knots.size), knots)
    return out / np.std(out)


@given(st.integers(0, 99), st.floats(0.01, 100))
@settings(max_examples=5, deadline=None)
def test_a_voice_alone_is_understood_however_loud(seed: int, gain: float) -> None:
    clean = babble(seed)
    assert stoi(clean, gain * clean, RATE) == pytest.approx(1.0, abs=1e-6)


def test_the_more_noise_the_less_is_understood() -> None:
    clean, noise = babble(1), np.random.default_rng(2).standard_normal(int(1.5 * RATE))
    scores = [stoi(clean, clean + 10 ** (-snr / 20) * noise, RATE) for snr in (30, 20, 10, 5, 0, -5, -10, -20)]
    assert all(a > b for a, b in pairwise(scores))
    assert scores[0] > 0.95
    assert scores[-1] < 0.25


def test_noise_outside_the_bands_of_speech_takes_nothing_away() -> None:
    clean = babble(3)
    rumble = 3 * np.sin(2 * np.pi * 50 * np.arange(clean.size) / RATE)
    assert stoi(clean, clean + rumble, RATE) > 0.97


def test_another_voice_is_not_the_voice() -> None:
    assert stoi(babble(4), babble(5), RATE) < 0.3


def test_silence_between_words_does_not_count() -> None:
    clean = babble(6)
    gap = np.zeros(RATE)
    noise = 0.3 * np.random.default_rng(7).standard_normal(2 * clean.size + RATE)
    broken = np.concatenate([clean, gap, clean])
    whole = stoi(clean, clean + noise[: clean.size], RATE)
    assert stoi(broken, broken + noise[: broken.size], RATE) == pytest.approx(whole, abs=0.06)


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(ValueError, match="equally long"):
        stoi(np.zeros(100), np.zeros(99), RATE)
    with pytest.raises(ValueError, match="384 ms"):
        stoi(babble(8)[: RATE // 5], babble(8)[: RATE // 5], RATE)
