from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from vitascope.core.media import SAMPLE_RATE, audio_span, frame_count

RATES = st.sampled_from([Fraction(25), Fraction(50), Fraction(24), Fraction(30_000, 1001), Fraction(24_000, 1001)])


@given(fps=RATES, cuts=st.lists(st.integers(1, 60), min_size=1, max_size=20))
def test_spans_tile_the_track_without_gap_or_drift(fps: Fraction, cuts: list[int]) -> None:
    first = end = 0
    for count in cuts:
        span = audio_span(first, count, fps=fps)
        assert span.start == end
        first, end = first + count, span.stop
    assert end == round(first * SAMPLE_RATE / fps)


def test_whole_seconds_give_whole_frames() -> None:
    assert [frame_count(6, Fraction(25)), frame_count(6, Fraction(50)), frame_count(10, Fraction(25))] == [
        150,
        300,
        250,
    ]
