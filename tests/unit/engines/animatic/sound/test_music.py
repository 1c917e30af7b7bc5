from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vitascope.engines.animatic.graph import Instrument, Mood, Music
from vitascope.engines.animatic.sound.music.bands import BANDS
from vitascope.engines.animatic.sound.music.bed import STYLES, bed
from vitascope.engines.animatic.sound.music.figures import FIGURES
from vitascope.engines.animatic.sound.music.instruments import TUNED
from vitascope.engines.animatic.sound.noise import Mono

RATE = 16_000


def played(instrument: str, mood: Mood = "calm", tempo: int = 90, seconds: float = 4.0, seed: int = 3) -> Mono:
    music = Music(mood=mood, instrument=instrument, tempo_bpm=tempo)  # type: ignore[arg-type]
    return bed(music, int(seconds * RATE), np.random.default_rng(seed), RATE)


def test_whoever_the_graph_names_can_play() -> None:
    assert set(BANDS) == set(get_args(Instrument))
    parts = [part for band in BANDS.values() for part in band.parts]
    assert {part.plays for part in parts} <= set(TUNED)
    assert {part.figure for part in parts} <= set(FIGURES)
    assert {len(steps) for band in BANDS.values() for _, steps, _ in band.beat} == {16}


@pytest.mark.parametrize("instrument", sorted(BANDS))
def test_each_plays_as_long_as_it_is_asked_to_and_ends_softly(instrument: str) -> None:
    x = played(instrument, seconds=2.0)
    assert x.shape == (2, 2 * RATE)
    assert np.isfinite(x).all()
    assert np.any(x)
    assert np.abs(x[:, -40:]).max() < 0.01 * np.abs(x).max()


@given(st.sampled_from(sorted(STYLES)), st.sampled_from(sorted(BANDS)), st.integers(30, 240))
@settings(max_examples=12, deadline=None)
def test_any_mood_tempo_and_player_go_together(mood: Mood, instrument: str, tempo: int) -> None:
    assert np.isfinite(played(instrument, mood, tempo, seconds=0.7)).all()


def test_the_same_seed_plays_the_same_piece_and_another_another() -> None:
    assert np.array_equal(played("beat"), played("beat"))
    assert not np.array_equal(played("beat"), played("beat", seed=4))


def beats(x: Mono, low_hz: float = 0.0) -> Mono:
    """How the level rises, 100 times a second."""
    mono = x.mean(axis=0)
    if low_hz:
        spectrum = np.fft.rfft(mono)
        spectrum[np.fft.rfftfreq(mono.size, 1 / RATE) > low_hz] = 0
        mono = np.fft.irfft(spectrum, mono.size)
    level = np.sqrt(np.convolve(mono**2, np.ones(320) / 320, "same"))[:: RATE // 100]
    return np.diff(level, prepend=0.0).clip(0)


def test_four_on_the_floor_come_at_the_tempo() -> None:
    rise = beats(played("techno", tempo=120, seconds=6.0), 110)
    rise = rise - rise.mean()
    repeats = np.correlate(rise, rise, "full")[rise.size - 1 :]
    assert 47 <= 40 + int(np.argmax(repeats[40:70])) <= 53  # 0.5 s


def test_a_slow_beat_has_a_beat_and_a_pad_has_none() -> None:
    def strongest(x: Mono) -> float:
        rise = beats(x, 110)
        return float(np.quantile(rise, 0.99) / (rise.mean() + 1e-12))

    assert strongest(played("beat", tempo=64, seconds=6.0)) > 1.5 * strongest(played("pad", tempo=64, seconds=6.0))


def test_harmony_moves() -> None:
    """The tones of the first chord and of the second are not the same."""
    x = played("organ", tempo=120, seconds=4.0).mean(axis=0)
    first, second = (np.abs(np.fft.rfft(x[a : a + RATE] * np.hanning(RATE))) for a in (RATE // 2, RATE // 2 + 2 * RATE))
    low = slice(100, 700)
    assert np.corrcoef(first[low], second[low])[0, 1] < 0.8


def test_the_low_end_is_left_to_one_player() -> None:
    for instrument in ("piano", "guitar", "pad", "jazz", "choir", "harp"):
        x = played(instrument).mean(axis=0)
        power = np.abs(np.fft.rfft(x)) ** 2
        hz = np.fft.rfftfreq(x.size, 1 / RATE)
        assert power[hz < 120].sum() < 0.35 * power.sum(), instrument
