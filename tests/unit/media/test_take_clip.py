from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from tests.unit.media.clips import SMALL, chunks, picture
from tests.unit.media.test_receipt import receipt, write
from vitascope.core.errors import UnusableClip
from vitascope.core.media import RESOLUTIONS, Resolution
from vitascope.media.encode import EncodeSettings
from vitascope.media.mux import Muxer
from vitascope.media.take_clip import ClipTaker, TakenClip, first_picture, read_clip


@pytest.fixture
def taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Resolution], TakenClip]:
    """A clip of a size, with a receipt that tells of `SMALL`."""
    small = replace(RESOLUTIONS["1440p"], width=SMALL.width, height=SMALL.height)
    monkeypatch.setitem(RESOLUTIONS, "1440p", small)

    def take(size: Resolution) -> TakenClip:
        path = tmp_path / "clip.mp4"
        settings = EncodeSettings(preset="ultrafast", crf=4, threads=1)
        with Muxer(
            path, resolution=size, fps=Fraction(25), has_audio=True, receipt=receipt(), settings=settings
        ) as clip:
            for chunk in chunks(30, resolution=size):
                clip.write(chunk)
            clip.close()
        return read_clip(path.read_bytes(), source="a clip")

    return take


def test_the_first_picture_is_the_first_frame_in_rgb(taken: Callable[[Resolution], TakenClip]) -> None:
    found = first_picture(taken(SMALL))
    assert found.shape == (SMALL.height, SMALL.width, 3)
    assert np.abs(found.astype(int) - picture(0)).mean() < 2


def test_the_beginning_of_a_clip_is_enough_for_its_first_picture(taken: Callable[[Resolution], TakenClip]) -> None:
    clip = taken(SMALL)
    part = read_clip(clip.start[: len(clip.start) // 2], source="half a clip")
    assert np.array_equal(first_picture(part), first_picture(clip))


def test_a_stream_of_another_size_than_its_receipt_tells_is_not_decoded(
    taken: Callable[[Resolution], TakenClip],
) -> None:
    with pytest.raises(UnusableClip, match=r"h264 of 256×144.*image_url"):
        first_picture(taken(Resolution(name="large", width=256, height=144)))


def test_a_stream_of_another_codec_is_not_decoded(taken: Callable[[Resolution], TakenClip], tmp_path: Path) -> None:
    clip, path = taken(SMALL), tmp_path / "mpeg4.mp4"
    with av.open(str(path), "w", format="mp4") as file:
        stream = file.add_stream("mpeg4", rate=25)
        stream.width, stream.height, stream.pix_fmt = SMALL.width, SMALL.height, "yuv420p"
        file.mux(stream.encode(av.VideoFrame.from_ndarray(picture(0), format="rgb24")))
        file.mux(stream.encode(None))
    with pytest.raises(UnusableClip, match="mpeg4"):
        first_picture(replace(clip, start=path.read_bytes()))


def test_a_clip_cut_off_in_its_first_frame_has_none(taken: Callable[[Resolution], TakenClip]) -> None:
    clip = taken(SMALL)
    index_only = clip.start[: clip.start.index(b"mdat") + 40]
    with pytest.raises(UnusableClip, match="image_url"):
        first_picture(replace(clip, start=index_only))


async def test_bytes_are_taken_in_base64(tmp_path: Path) -> None:
    write(tmp_path / "clip.mp4", receipt())
    text = base64.b64encode((tmp_path / "clip.mp4").read_bytes()).decode()
    for source in (text, f"data:video/mp4;base64,{text}", text.replace("+", "-").replace("/", "_")):
        assert (await ClipTaker().take(source)).receipt.spec.prompt == "A red boat"


async def test_an_error_shows_the_beginning_of_what_was_sent() -> None:
    with pytest.raises(UnusableClip, match="not a whole MP4") as caught:
        await ClipTaker().take(base64.b64encode(bytes(5000)).decode())
    assert len(caught.value.value) < 300
    assert caught.value.field == "remix_of"
