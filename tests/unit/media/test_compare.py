from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tests.unit.media.clips import SMALL, chunks
from vitascope.core.media import MediaChunk, Resolution
from vitascope.media.compare import compare_clips, first_frame
from vitascope.media.encode import EncodeSettings
from vitascope.media.mux import Muxer

LOSSLESS = EncodeSettings(preset="ultrafast", crf=0, threads=1)


def write(path: Path, parts: Iterator[MediaChunk], *, sound: bool = True, size: Resolution = SMALL) -> Path:
    with Muxer(path, resolution=size, fps=Fraction(25), has_audio=sound, receipt={}, settings=LOSSLESS) as clip:
        for chunk in parts:
            clip.write(chunk)
        clip.close()
    return path


def nothing(done: int) -> None:
    """Nobody watches."""


def test_a_clip_is_identical_to_its_copy_and_progress_counts_every_frame(tmp_path: Path) -> None:
    clip = write(tmp_path / "clip.mp4", chunks(30))
    seen: list[int] = []
    found = compare_clips(clip, clip, seen.append)
    assert found.identical
    assert (found.picture.original_frames, found.picture.identical_frames, found.picture.first_difference) == (
        30,
        30,
        None,
    )
    assert math.isinf(found.picture.psnr_db)
    assert seen == list(range(1, 31))


def test_a_difference_of_three_pixels_is_told_by_frame_size_and_psnr(tmp_path: Path) -> None:
    def changed() -> Iterator[MediaChunk]:
        for chunk in chunks(20, size=10):
            if chunk.first == 10:
                chunk.y[4, 50, 60:63] += np.array([1, 2, 5], np.uint8)
                chunk.v[6, 3, 3] += 1
            yield chunk

    one, other = write(tmp_path / "one.mp4", chunks(20, size=10)), write(tmp_path / "other.mp4", changed())
    found = compare_clips(one, other, nothing)
    assert not found.identical
    assert found.sound.identical
    picture = found.picture
    assert (picture.identical_frames, picture.first_difference, picture.worst_frame) == (18, 14, 14)
    assert picture.max_difference == 5
    values = 20 * SMALL.width * SMALL.height * 3 / 2
    assert picture.mean_difference == pytest.approx(9 / values)
    assert picture.psnr_db == pytest.approx(10 * math.log10(255**2 * values / 31))


def test_a_shorter_clip_differs_where_it_ends(tmp_path: Path) -> None:
    one, other = write(tmp_path / "one.mp4", chunks(20)), write(tmp_path / "other.mp4", chunks(17))
    picture = compare_clips(one, other, nothing).picture
    assert (picture.original_frames, picture.again_frames, picture.identical_frames) == (20, 17, 17)
    assert picture.first_difference == 17
    assert not picture.identical


def test_other_sound_under_the_same_frames_is_a_difference(tmp_path: Path) -> None:
    def quieter() -> Iterator[MediaChunk]:
        for chunk in chunks(25):
            assert chunk.pcm is not None
            yield replace(chunk, pcm=chunk.pcm * np.float32(0.5))

    one, other = write(tmp_path / "one.mp4", chunks(25)), write(tmp_path / "other.mp4", quieter())
    found = compare_clips(one, other, nothing)
    assert found.picture.identical
    assert not found.identical
    assert found.sound.max_difference == pytest.approx(0.2, abs=0.05)


def test_a_clip_without_sound_differs_from_one_with(tmp_path: Path) -> None:
    one = write(tmp_path / "one.mp4", chunks(25))
    other = write(tmp_path / "other.mp4", chunks(25, sound=False), sound=False)
    found = compare_clips(one, other, nothing)
    assert found.picture.identical
    assert (found.sound.identical, found.sound.again_samples) == (False, 0)
    assert found.sound.original_samples >= 48_000
    assert compare_clips(other, other, nothing).identical


def test_frames_of_two_sizes_are_not_compared(tmp_path: Path) -> None:
    wide = Resolution(name="wide", width=256, height=144)
    one = write(tmp_path / "one.mp4", chunks(3))
    other = write(tmp_path / "other.mp4", chunks(3, resolution=wide), size=wide)
    with pytest.raises(ValueError, match="192×108 and 256×144"):
        compare_clips(one, other, nothing)


def test_what_is_no_video_is_not_compared(tmp_path: Path) -> None:
    one, text = write(tmp_path / "one.mp4", chunks(3)), tmp_path / "text.mp4"
    text.write_text("#EXTM3U\n/etc/passwd\n", encoding="utf-8")
    with pytest.raises(ValueError, match="not a whole video"):
        compare_clips(one, text, nothing)
    with pytest.raises(ValueError, match="not a video"):
        first_frame(text)


def test_the_first_frame_is_the_one_that_was_written(tmp_path: Path) -> None:
    written = next(chunks(3))
    planes = first_frame(write(tmp_path / "one.mp4", chunks(3)))
    for plane, expected in zip(planes, (written.y[0], written.u[0], written.v[0]), strict=True):
        assert np.array_equal(plane, expected)
