"""Clips as other servers make them, made into ours."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from av.video.reformatter import Colorspace
from hypothesis import given
from hypothesis import strategies as st

from tests.foreign_clips import COLOUR, TONE_HZ, Foreign, Sound
from vitascope.core.errors import BadDelivery, RemoteFailed
from vitascope.core.media import SAMPLE_RATE, MediaChunk, Resolution, audio_span
from vitascope.engines.testcard import read_stamp
from vitascope.media.convert import i420_to_rgb
from vitascope.media.remake import Remake, covering

SIZE = Resolution(name="small", width=128, height=72)
WANTED = 30
FPS = Fraction(25)


def remake(path: Path, *, size: Resolution = SIZE, frames: int = WANTED, sound: bool = False) -> Remake:
    return Remake(path, size=size, fps=FPS, frames=frames, has_audio=sound)


def numbers(chunks: list[MediaChunk]) -> list[int]:
    return [read_stamp(frame) for chunk in chunks for frame in chunk.y]


def pcm(chunks: list[MediaChunk]) -> np.ndarray:
    return np.concatenate([chunk.pcm for chunk in chunks if chunk.pcm is not None], axis=1)


def test_a_clip_that_is_as_it_should_be_comes_through_frame_by_frame_with_nothing_told(folder: Path) -> None:
    made = remake(Foreign(sound=Sound(seconds=1.2)).write(folder / "clip"), sound=True)
    chunks = list(made.chunks())
    assert made.approximated == ()
    assert numbers(chunks) == list(range(WANTED))
    assert [chunk.first for chunk in chunks] == list(range(0, WANTED, 5))
    for chunk in chunks:
        assert chunk.pcm is not None
        span = audio_span(chunk.first, chunk.frames, fps=FPS)
        assert chunk.pcm.shape == (2, span.stop - span.start)


def test_frames_too_many_are_trimmed_and_a_few_too_few_are_held(folder: Path) -> None:
    longer = remake(Foreign(frames=33).write(folder / "longer"))
    assert numbers(list(longer.chunks())) == list(range(30))
    assert longer.approximated == ()
    shorter = remake(Foreign(frames=25).write(folder / "shorter"))
    assert numbers(list(shorter.chunks())) == [*range(25), 24, 24, 24, 24, 24]
    assert shorter.approximated == ("Its last frame is held for 0.20 seconds: so much was missing.",)


def test_a_clip_that_is_far_too_short_is_an_error_and_one_that_is_far_too_long_is_told(folder: Path) -> None:
    with pytest.raises(RemoteFailed, match=r"made 0\.40 seconds where 1\.2 were asked for"):
        remake(Foreign(frames=10).write(folder / "short"))
    assert remake(Foreign(frames=60).write(folder / "long")).approximated == (
        "It was rendered 1.2 seconds too long; the end is cut off.",
    )


@pytest.mark.parametrize("matrix", [Colorspace.ITU601, Colorspace.ITU709, Colorspace.BT2020])
@pytest.mark.parametrize("full_range", [False, True])
def test_colours_that_are_tagged_are_converted_by_their_tags(
    folder: Path, matrix: Colorspace, full_range: bool
) -> None:
    path = Foreign(frames=5, matrix=matrix, full_range=full_range, tagged=True).write(folder / "clip")
    assert np.abs(colour(path) - COLOUR).max() < 4


def test_colours_that_are_not_tagged_are_bt601_as_the_usual_code_writes_them(folder: Path) -> None:
    path = Foreign(frames=5, matrix=Colorspace.ITU601).write(folder / "clip")
    assert np.abs(colour(path) - COLOUR).max() < 4
    other = Foreign(frames=5, matrix=Colorspace.ITU709).write(folder / "other")
    assert np.abs(colour(other) - COLOUR).max() > 8, "the control: read by the wrong matrix it shows"


def colour(path: Path) -> np.ndarray:
    chunk = next(remake(path, frames=5).chunks())
    return i420_to_rgb(chunk.y[2], chunk.u[2], chunk.v[2])[4:30, 10:100].mean(axis=(0, 1))


def test_rows_that_were_added_for_the_codec_are_cut_off_and_nothing_is_scaled(folder: Path) -> None:
    """1088 rows for 1080, in small."""
    made = remake(Foreign(height=80).write(folder / "clip"))
    chunk = next(made.chunks())
    assert chunk.y.shape == (5, 72, 128)
    assert made.approximated == ("It was rendered at 128 × 80 and cropped to 128 × 72.",)


def test_another_size_of_the_same_shape_is_scaled(folder: Path) -> None:
    made = remake(Foreign(width=256, height=144).write(folder / "clip"))
    assert numbers(list(made.chunks())) == list(range(WANTED))
    assert made.approximated == ("It was rendered at 256 × 144 and scaled to 128 × 72.",)


@given(st.integers(16, 8192), st.integers(16, 4608))
def test_what_is_scaled_always_covers_the_clip_with_even_sides(width: int, height: int) -> None:
    wide, high = covering(width, height, SIZE)
    assert wide >= SIZE.width
    assert high >= SIZE.height
    assert (wide % 2, high % 2) == (0, 0)
    assert wide == SIZE.width or high == SIZE.height


@pytest.mark.parametrize(
    ("fps", "repeated_or_left_out"), [(Fraction(24), True), (Fraction(50), True), (Fraction(2499, 100), False)]
)
def test_other_rates_keep_their_pace(folder: Path, fps: Fraction, repeated_or_left_out: bool) -> None:
    frames = round(Fraction(WANTED) / FPS * fps) + 1
    made = remake(Foreign(frames=frames, fps=fps).write(folder / "clip"))
    seen = numbers(list(made.chunks()))
    assert len(seen) == WANTED
    assert seen == sorted(seen)
    pace = fps / FPS if repeated_or_left_out else 1
    assert all(abs(number - index * pace) <= 1 for index, number in enumerate(seen))
    assert any("frames are repeated or left out" in sentence for sentence in made.approximated) == repeated_or_left_out


@pytest.mark.parametrize(
    "sound", [Sound(seconds=1.2), Sound(seconds=1.2, rate=44_100), Sound(seconds=1.2, rate=16_000, layout="mono")]
)
def test_sound_of_any_rate_is_the_same_tone_and_exactly_as_long_as_the_picture(folder: Path, sound: Sound) -> None:
    made = remake(Foreign(sound=sound).write(folder / "clip"), sound=True)
    wave = pcm(list(made.chunks()))
    assert wave.shape == (2, round(WANTED * SAMPLE_RATE / FPS))
    spectrum = np.abs(np.fft.rfft(wave[0]))
    assert abs(int(spectrum.argmax()) * SAMPLE_RATE / wave.shape[1] - TONE_HZ) < 2
    assert 0.45 < np.abs(wave[:, 5000:-5000]).max() < 0.55
    begins = int(np.flatnonzero(np.abs(wave[0]) > 0.1)[0])
    assert begins < 100, "in step with the picture"


def test_sound_that_is_missing_or_ends_early_is_silence_and_told(folder: Path) -> None:
    silent = remake(Foreign().write(folder / "silent"), sound=True)
    assert not pcm(list(silent.chunks())).any()
    assert silent.approximated == ("It was rendered without sound; its sound track is silent.",)
    early = remake(Foreign(sound=Sound(seconds=0.5)).write(folder / "early"), sound=True)
    wave = pcm(list(early.chunks()))
    assert wave.shape[1] == round(WANTED * SAMPLE_RATE / FPS)
    assert not wave[:, 30_000:].any()
    assert early.approximated[0].startswith("Its sound ends after 0.5 seconds")


def test_sound_that_nobody_asked_for_is_left_out(folder: Path) -> None:
    made = remake(Foreign(sound=Sound(seconds=1.2)).write(folder / "clip"))
    assert all(chunk.pcm is None for chunk in made.chunks())


@pytest.mark.parametrize("container", ["avi", "matroska"])
def test_other_containers_are_read_too(folder: Path, container: str) -> None:
    base = Foreign(container=container, codec="mjpeg" if container == "avi" else "libx264")
    made = remake(replace(base, matrix=Colorspace.ITU601, full_range=container == "avi").write(folder / "clip"))
    assert numbers(list(made.chunks())) == list(range(WANTED))


@pytest.mark.parametrize("data", [b"", b"{}", b'{"error": "not yet"}', b"<!doctype html>", bytes(4) + b"ftypisom"])
def test_what_is_no_clip_is_said_so(folder: Path, data: bytes) -> None:
    path = folder / "clip"
    path.write_bytes(data)
    with pytest.raises(BadDelivery):
        remake(path)


def test_a_clip_that_is_cut_off_is_an_error_wherever_the_cut_is(folder: Path) -> None:
    whole = Foreign(frames=30, sound=Sound(seconds=1.2)).write(folder / "whole").read_bytes()
    for share in (0.1, 0.5, 0.9):
        path = folder / "cut"
        path.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(BadDelivery):
            list(remake(path, sound=True).chunks())


def test_a_clip_that_is_damaged_inside_is_an_error_or_a_whole_clip_but_never_less(folder: Path) -> None:
    whole = bytearray(Foreign(frames=30).write(folder / "whole").read_bytes())
    rng = np.random.default_rng(3)
    for _ in range(10):
        broken = bytearray(whole)
        for at in rng.integers(48, len(whole), 40):
            broken[at] ^= int(rng.integers(1, 256))
        path = folder / "broken"
        path.write_bytes(broken)
        try:
            chunks = list(remake(path).chunks())
        except (BadDelivery, RemoteFailed):
            continue
        assert sum(chunk.frames for chunk in chunks) == WANTED
