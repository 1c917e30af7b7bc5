"""`vitascope.media.spritesheet`: frames from all along a clip, each in its place."""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests.unit.media.clips import SMALL
from vitascope.core.media import MediaChunk
from vitascope.media.encode import EncodeSettings
from vitascope.media.mux import Muxer
from vitascope.media.planes import i420_buffer
from vitascope.media.spritesheet import spritesheet

SETTINGS = EncodeSettings(preset="ultrafast", crf=12, threads=1)
CELL = 64


def made(path: Path, frames: int) -> Path:
    """A clip whose frames are grey, and lighter by the same step from one to the next."""
    with Muxer(path, resolution=SMALL, fps=Fraction(25), has_audio=False, receipt={}, settings=SETTINGS) as clip:
        for index in range(frames):
            y, u, v = i420_buffer(1, width=SMALL.width, height=SMALL.height)
            y[:], u[:], v[:] = luma(index, frames), 128, 128
            clip.write(MediaChunk(first=index, y=y, u=u, v=v, pcm=None))
        clip.close()
    return path


def luma(index: int, frames: int) -> int:
    return 16 + round(219 * index / max(1, frames - 1))


def cells(sheet: bytes, columns: int, rows: int) -> NDArray[np.float64]:
    """The mean grey of each cell, as it is read: 0 to 255."""
    with Image.open(io.BytesIO(sheet), formats=("JPEG",)) as image:
        pixels = np.asarray(image.convert("RGB")).astype(float)
    height, width = pixels.shape[0] // rows, pixels.shape[1] // columns
    found: NDArray[np.float64] = pixels.reshape(rows, height, columns, width, 3).mean(axis=(1, 3, 4)).ravel()
    return found


@pytest.mark.parametrize("frames", [150, 60, 25])
def test_cells_show_frames_evenly_along_the_clip(tmp_path: Path, frames: int) -> None:
    with made(tmp_path / "clip.mp4", frames).open("rb") as clip:
        sheet = spritesheet(clip, cell_width=CELL)
    shown = cells(sheet, 5, 5)
    wanted = [(luma((2 * i + 1) * frames // 50, frames) - 16) * 255 / 219 for i in range(25)]
    assert np.abs(shown - wanted).max() < 4, (shown, wanted)


def test_a_clip_of_fewer_frames_than_cells_repeats_some(tmp_path: Path) -> None:
    with made(tmp_path / "clip.mp4", 2).open("rb") as clip:
        shown = cells(spritesheet(clip, columns=2, rows=2, cell_width=CELL), 2, 2)
    assert (shown < 10).tolist() == [True, True, False, False]


def test_the_sheet_has_the_shape_of_the_clip(tmp_path: Path) -> None:
    with made(tmp_path / "clip.mp4", 10).open("rb") as clip:
        sheet = spritesheet(clip, columns=3, rows=2, cell_width=128)
    with Image.open(io.BytesIO(sheet)) as image:
        assert image.size == (3 * 128, 2 * round(128 * SMALL.height / SMALL.width))


@pytest.mark.parametrize("keep", [0, 20, 0.5])
def test_a_clip_that_is_not_whole_is_refused(tmp_path: Path, keep: float) -> None:
    data = made(tmp_path / "clip.mp4", 50).read_bytes()
    cut = data[: int(keep * len(data)) if keep < 1 else int(keep)]
    with pytest.raises(ValueError, match=r"whole video|ends after"):
        spritesheet(io.BytesIO(cut), cell_width=CELL)
