"""What is rendered for each shape of job: sizes, frames and tiles, against the table that was worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitascope.core.media import RESOLUTIONS, frame_count
from vitascope.engines.ltx.geometry import LONGEST_SIDE, TILE_OVERLAP, latent_frames, plan, spans

SHAPES = [(name, seconds, fps) for name in RESOLUTIONS for seconds in (6, 8, 10) for fps in (25, 50)]


@pytest.mark.parametrize(("name", "seconds", "fps"), SHAPES)
def test_every_shape_of_job_is_rendered_a_little_larger_than_asked(name: str, seconds: int, fps: int) -> None:
    frames = frame_count(seconds, Fraction(fps))
    made = plan(RESOLUTIONS[name], frames, Fraction(fps))
    rendered, height, width = made.full.pixels
    assert 0 <= rendered - frames < 8
    assert 0 <= height - made.height < 64
    assert 0 <= width - made.width < 64
    assert (made.half.height * 2, made.half.width * 2) == (made.full.height, made.full.width)
    assert 2 * made.top + made.height in (height, height - 1)


RENDERED = {(6, 25): 153, (8, 25): 201, (10, 25): 257, (6, 50): 305, (8, 50): 401, (10, 50): 505}
SIZES = {"1080p": (1920, 1088), "1440p": (2560, 1472), "2160p": (3840, 2176)}


@pytest.mark.parametrize(("name", "seconds", "fps"), SHAPES)
def test_what_is_rendered_and_what_is_cut_off_is_that_of_the_facts(name: str, seconds: int, fps: int) -> None:
    size = RESOLUTIONS[name]
    made = plan(size, frame_count(seconds, Fraction(fps)), Fraction(fps))
    width, height = SIZES[name]
    assert made.full.pixels == (RENDERED[seconds, fps], height, width)
    assert made.half.pixels == (RENDERED[seconds, fps], height // 2, width // 2)
    assert (made.frames, made.height, made.width) == (seconds * fps, size.height, size.width)
    assert (made.left, made.top) == ((width - size.width) // 2, (height - size.height) // 2)
    assert made.left % 2 == made.top % 2 == 0, "chroma is cut where it is halved"
    heard = made.audio_latents / 25
    assert abs(heard - RENDERED[seconds, fps] / fps) <= 0.02, "half an audio latent"
    assert heard >= seconds


@pytest.mark.parametrize(
    ("name", "seconds", "fps", "rendered", "half", "full"),
    [
        ("1080p", 6, 25, 153, 10_200, 40_800),
        ("1080p", 10, 25, 257, 16_320 + 510, 65_280 + 2_040),
        ("1080p", 6, 50, 305, 19_890, 79_560),
        ("1440p", 6, 25, 153, 18_400, 73_600),
        ("2160p", 6, 25, 153, 40_800, 163_200),
        ("2160p", 10, 50, 505, 130_560, 522_240),
    ],
)
def test_tokens_and_frames_are_those_of_the_table(
    name: str, seconds: int, fps: int, rendered: int, half: int, full: int
) -> None:
    made = plan(RESOLUTIONS[name], frame_count(seconds, Fraction(fps)), Fraction(fps))
    assert (made.full.pixels[0], made.half.tokens, made.full.tokens) == (rendered, half, full)


@given(st.integers(min_value=1, max_value=5000))
def test_latents_are_the_fewest_that_hold_all_frames(frames: int) -> None:
    latents = latent_frames(frames)
    assert (latents - 1) * 8 + 1 >= frames
    assert latents == 1 or (latents - 2) * 8 + 1 < frames


def test_audio_latents_are_25_a_second_of_what_is_rendered() -> None:
    assert plan(RESOLUTIONS["1080p"], 150, Fraction(25)).audio_latents == 153


@pytest.mark.parametrize("name", ["1440p", "2160p"])
def test_large_pictures_are_refined_in_tiles_that_the_model_was_trained_for(name: str) -> None:
    made = plan(RESOLUTIONS[name], 150, Fraction(25))
    assert made.tiled
    seen = {(row, column) for tile in made.tiles for row in tile.rows for column in tile.columns}
    assert len(seen) == made.full.height * made.full.width
    assert all(len(side) <= LONGEST_SIDE for tile in made.tiles for side in (tile.rows, tile.columns))


def test_1080p_is_refined_in_one_piece() -> None:
    made = plan(RESOLUTIONS["1080p"], 150, Fraction(25))
    assert not made.tiled
    assert len(made.tiles) == 1


@given(total=st.integers(1, 500), longest=st.integers(2, 80), overlap=st.integers(0, 40))
def test_spans_cover_everything_in_order_and_overlap_enough(total: int, longest: int, overlap: int) -> None:
    if overlap >= longest:
        return
    pieces = spans(total, longest=longest, overlap=overlap)
    assert pieces[0].start == 0
    assert pieces[-1].stop == total
    assert all(len(piece) <= longest for piece in pieces)
    assert len({len(piece) for piece in pieces}) == 1
    assert all(a.stop - b.start >= overlap and a.start < b.start for a, b in pairwise(pieces))


def test_pieces_that_cannot_advance_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        spans(100, longest=TILE_OVERLAP, overlap=TILE_OVERLAP)
