from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.spectrogram import HIGH_HZ, LOW_HZ, outline, row_edges, row_of, spectrogram
from vitascope.core.media import SAMPLE_RATE, Waveform


def sine(frequency_hz: float, duration_s: float) -> Waveform:
    wave = np.sin(2 * np.pi * frequency_hz * np.arange(round(duration_s * SAMPLE_RATE)) / SAMPLE_RATE)
    return np.stack((wave, wave)).astype(np.float32)


@given(st.integers(1, 400))
def test_rows_span_the_scale_in_equal_steps_of_pitch(height: int) -> None:
    edges = row_edges(height)
    assert edges[0] == pytest.approx(LOW_HZ)
    assert edges[-1] == pytest.approx(HIGH_HZ)
    assert np.allclose(edges[1:] / edges[:-1], edges[1] / edges[0])


@given(st.integers(2, 300), st.integers(0, 300))
def test_a_pitch_is_written_beside_the_row_that_shows_it(height: int, row: int) -> None:
    assert row_of(float(row_edges(height)[min(row, height)]), height) == pytest.approx(
        height - min(row, height), abs=1e-6
    )


@pytest.mark.parametrize("frequency_hz", [80.0, 440.0, 3000.0, 12_000.0])
def test_a_tone_is_brightest_at_its_own_pitch(frequency_hz: float) -> None:
    picture = spectrogram(0.001 * sine(frequency_hz, 1.0), width=20, height=100, duration_s=1.0)
    brightness = picture[:, 5:15].astype(int).sum(axis=(1, 2))
    assert abs(int(brightness.argmax()) + 0.5 - row_of(frequency_hz, 100)) <= 2


def test_a_sound_stands_under_its_moment() -> None:
    pcm = sine(1000, 4.0)
    pcm[:, : SAMPLE_RATE * 3] = 0
    brightness = spectrogram(pcm, width=40, height=50, duration_s=4.0).astype(int).sum(axis=(0, 2))
    assert brightness[:28].max() < brightness[31:].min()


def test_loudness_is_in_decibels_of_full_scale() -> None:
    middle = outline(0.5 * sine(1000, 2.0), width=200, duration_s=2.0).loudness_db[50:150]
    assert np.allclose(middle, -9.03, atol=0.05)  # half of full scale is -6.02 dB, and a sine's RMS 3.01 below its peak


def test_a_track_that_ends_before_the_clip_is_silent_from_there() -> None:
    wave = outline(sine(1000, 1.0), width=100, duration_s=2.0)
    assert wave.high[:50].min() > 0.9
    assert wave.high[50:].max() == 0
    assert wave.loudness_db[60:].max() <= -100


def test_a_clip_without_sound_has_a_dark_picture() -> None:
    none = np.empty((2, 0), np.float32)
    assert spectrogram(none, width=30, height=20, duration_s=6.0).max() <= 4
    assert outline(none, width=30, duration_s=6.0).loudness_db.max() <= -100
