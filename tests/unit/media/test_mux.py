from __future__ import annotations

import io
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.bitstream import BitStreamFilterContext

from tests.unit.media.clips import SMALL, chunks, picture
from vitascope.core.media import SAMPLE_RATE, MediaInfo
from vitascope.media.convert import i420_to_rgb
from vitascope.media.encode import EncodeSettings
from vitascope.media.mux import QUEUED_CHUNKS, Muxer
from vitascope.media.probe import probe
from vitascope.media.receipt import read_receipt

FAST = EncodeSettings(preset="ultrafast", crf=18, threads=1)


def muxer(
    path: Path,
    *,
    fps: Fraction = Fraction(25),
    sound: bool = True,
    settings: EncodeSettings = FAST,
    waiting: Callable[[], None] = lambda: None,
) -> Muxer:
    return Muxer(
        path, resolution=SMALL, fps=fps, has_audio=sound, receipt={"seed": 1}, settings=settings, waiting=waiting
    )


def make(path: Path, frames: int, *, fps: Fraction = Fraction(25), sound: bool = True) -> MediaInfo:
    with muxer(path, fps=fps, sound=sound, settings=replace(FAST, preset="veryfast")) as clip:
        for chunk in chunks(frames, fps=fps, sound=sound):
            clip.write(chunk)
        return clip.close()


@pytest.mark.parametrize(("frames", "fps"), [(150, 25), (300, 50), (250, 25), (1, 25), (7, 50)])
def test_picture_sound_and_container_all_last_exactly_as_long_as_the_frames(
    tmp_path: Path, frames: int, fps: int
) -> None:
    path = tmp_path / "clip.mp4"
    info = make(path, frames, fps=Fraction(fps))
    facts = probe(path)
    duration_s = Fraction(frames, fps)
    assert (facts.frames, facts.fps, facts.start_s) == (frames, fps, 0)
    assert facts.sound is not None
    assert facts.sound.start_s == 0
    assert facts.video_duration_s == facts.sound.duration_s == facts.container_duration_s == duration_s
    assert info.audio_samples == facts.sound.samples == duration_s * SAMPLE_RATE
    assert facts.media_info() == info


@pytest.mark.parametrize("fps", [Fraction(30000, 1001), Fraction(24000, 1001)])
def test_every_frame_of_a_fractional_rate_is_shown_at_its_exact_time(tmp_path: Path, fps: Fraction) -> None:
    path = tmp_path / "clip.mp4"
    make(path, 61, fps=fps)
    with av.open(str(path)) as container:
        shown = [frame.pts * frame.time_base for frame in container.decode(video=0)]
    assert shown == [index / fps for index in range(61)]
    facts = probe(path)
    assert facts.fps == fps
    assert facts.video_duration_s == 61 / fps
    assert facts.sound is not None
    assert facts.sound.samples == round(61 * SAMPLE_RATE / fps)


def test_a_clip_without_sound_has_no_sound_track(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    info = make(path, 10, sound=False)
    assert info.audio_samples is None
    assert probe(path).sound is None


def test_the_file_says_bt709_limited_and_begins_with_its_index(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    make(path, 10)
    facts = probe(path)
    assert facts.bt709_limited
    assert facts.faststart
    assert (facts.codec, facts.pixel_format) == ("h264", "yuv420p")
    assert facts.sound is not None
    assert (facts.sound.codec, facts.sound.sample_rate, facts.sound.channels) == ("aac", 48_000, 2)


def test_the_bitstream_itself_says_bt709_limited(tmp_path: Path) -> None:
    """Read without the container, whose tags a remux may drop."""
    path = tmp_path / "clip.mp4"
    make(path, 10)
    with av.open(str(path)) as container:
        video = container.streams.video[0]
        annex_b = BitStreamFilterContext("h264_mp4toannexb", video)
        raw = b"".join(bytes(p) for packet in container.demux(video) if packet.size for p in annex_b.filter(packet))
    with av.open(io.BytesIO(raw), format="h264") as bare:
        frame = next(bare.decode(video=0))
        assert (int(frame.colorspace), int(frame.color_range)) == (1, 1)
        assert (bare.streams.video[0].codec_context.color_primaries, int(frame.color_trc)) == (1, 1)


def test_the_pictures_come_back_as_they_went_in(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    make(path, 20)
    with av.open(str(path)) as container:
        frames = [frame.to_ndarray() for frame in container.decode(video=0)]
    for index in (0, 7, 19):
        height, width = SMALL.height, SMALL.width
        planes = frames[index].reshape(-1)
        y, u, v = np.split(planes, [height * width, height * width * 5 // 4])
        shown = i420_to_rgb(y.reshape(height, width), u.reshape(height // 2, -1), v.reshape(height // 2, -1))
        error = np.mean((shown.astype(float) - picture(index)) ** 2)
        assert 10 * np.log10(255**2 / error) > 33


def test_the_sound_comes_back_in_place(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    with muxer(path) as clip:
        for chunk in chunks(50):
            assert chunk.pcm is not None
            silent_until_one_second = chunk.pcm * (chunk.first >= 24)
            clip.write(replace(chunk, pcm=silent_until_one_second))
        clip.close()
    with av.open(str(path)) as container:
        heard = np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1)[0]
    begins = int(np.argmax(np.abs(heard) > 0.2))
    assert abs(begins - 24 * SAMPLE_RATE // 25) < 100


@pytest.mark.parametrize("change", [-5000, 5000])
def test_sound_of_the_wrong_length_is_padded_or_cut_to_the_frames(tmp_path: Path, change: int) -> None:
    path = tmp_path / "clip.mp4"
    (chunk,) = chunks(25, size=25)
    assert chunk.pcm is not None
    pcm = chunk.pcm[:, :change] if change < 0 else np.pad(chunk.pcm, ((0, 0), (0, change)))
    with muxer(path) as clip:
        clip.write(replace(chunk, pcm=pcm))
        clip.close()
    facts = probe(path)
    assert facts.sound is not None
    assert facts.sound.samples == SAMPLE_RATE
    assert facts.container_duration_s == 1


def test_the_receipt_survives_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    receipt = {"prompt": 'A dragon "speaks":\n火龙 🐉 é; #=\\ ' * 400, "seed": 7, "approximated": ["wings", None, 1.5]}
    with Muxer(path, resolution=SMALL, fps=Fraction(25), has_audio=False, receipt=receipt, settings=FAST) as clip:
        for chunk in chunks(3, sound=False):
            clip.write(chunk)
        clip.close()
    assert receipt.items() <= read_receipt(path).items()
    with av.open(str(path)) as container:
        assert container.metadata["title"] == receipt["prompt"]


def test_separate_planes_and_planes_end_to_end_give_the_same_pictures(tmp_path: Path) -> None:
    whole, apart = tmp_path / "whole.mp4", tmp_path / "apart.mp4"
    for path in (whole, apart):
        # Lossless: x264's lookahead does not decide the same from run to run at this size.
        with muxer(path, settings=replace(FAST, crf=0)) as clip:
            for chunk in chunks(6):
                planes = {"y": chunk.y.copy(), "u": np.asfortranarray(chunk.u), "v": chunk.v.copy()}
                clip.write(chunk if path is whole else replace(chunk, **planes))
            clip.close()
    first, second = (
        [frame.to_ndarray().tobytes() for frame in container.decode(video=0)]
        for container in (av.open(str(whole)), av.open(str(apart)))
    )
    assert len(first) == 6
    assert first == second


def test_a_writer_waits_while_two_chunks_are_queued(tmp_path: Path) -> None:
    clip = muxer(tmp_path / "clip.mp4")
    began, go = threading.Event(), threading.Event()
    encode = clip._writer.frame

    def held(*args: object) -> None:
        began.set()
        go.wait()
        encode(*args)  # type: ignore[arg-type]

    clip._writer.frame = held  # type: ignore[method-assign]
    pieces = chunks(8 * (QUEUED_CHUNKS + 2))
    with clip:
        clip.write(next(pieces))
        began.wait()  # one is being encoded
        for _ in range(QUEUED_CHUNKS):
            clip.write(next(pieces))
        late = threading.Thread(target=clip.write, args=(next(pieces),))
        late.start()
        late.join(0.05)
        assert late.is_alive()
        go.set()
        late.join()
        assert clip.close().frames == 8 * (QUEUED_CHUNKS + 2)


def test_who_waits_for_a_slow_encoder_hears_that_it_goes_on_and_may_end_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A supervisor takes silence for a hang; and a cancel must not wait until there is room for the next frames."""
    monkeypatch.setattr("vitascope.media.mux.LOOK_S", 0.01)
    heard, enough = 0, 3

    def waiting() -> None:
        nonlocal heard
        heard += 1
        if heard == enough:
            raise RuntimeError("cancelled")

    path = tmp_path / "clip.mp4"
    clip = muxer(path, waiting=waiting)
    encode = clip._writer.frame

    def slow(*args: object) -> None:
        seen = heard
        encode(*args)  # type: ignore[arg-type]
        while heard == seen and not clip._abandoned.wait(0.01):  # each frame takes as long as the next look
            clip._encoded += 1

    clip._writer.frame = slow  # type: ignore[method-assign]
    with pytest.raises(RuntimeError, match="cancelled"), clip:  # noqa: PT012
        for chunk in chunks(8 * (QUEUED_CHUNKS + 2)):
            clip.write(chunk)
        clip.close()
    assert heard == enough
    assert not path.exists()


def test_of_an_encoder_that_stands_still_nothing_is_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vitascope.media.mux.LOOK_S", 0.01)
    heard: list[None] = []
    clip = muxer(tmp_path / "clip.mp4", waiting=lambda: heard.append(None))
    looks, begun, stuck = 0, threading.Event(), threading.Event()
    standing = clip._standing

    def look() -> tuple[int, int]:
        nonlocal looks
        looks += 1
        seen = standing()
        if looks == 10:
            stuck.set()  # and it goes on, which a look after this would see
        return seen

    def held(*_args: object) -> None:
        begun.set()
        stuck.wait()

    clip._writer.frame = held  # type: ignore[method-assign]
    monkeypatch.setattr(clip, "_standing", look)
    with clip:
        clip.write(next(chunks(8)))
        begun.wait()
        clip._patiently(stuck.is_set)
    assert heard == []


PEAK_OF = """
import resource, sys
from fractions import Fraction
from pathlib import Path
from tests.unit.media.clips import chunks
from vitascope.core.media import Resolution
from vitascope.media.encode import EncodeSettings
from vitascope.media.mux import Muxer

size = Resolution(name="test", width=640, height=360)
fast = EncodeSettings(preset="ultrafast", crf=30, threads=1)
(sample,) = chunks(8, resolution=size)
with Muxer(Path(sys.argv[1]), resolution=size, fps=Fraction(25), has_audio=True, receipt={}, settings=fast) as clip:
    for first in range(0, int(sys.argv[2]), 8):
        fresh = {name: getattr(sample, name).copy() for name in ("y", "u", "v", "pcm")}
        clip.write(type(sample)(first=first, **fresh))
    clip.close()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def test_memory_does_not_grow_with_the_clip(tmp_path: Path) -> None:
    """In a process of its own, whose peak is read at its end. 400 frames more are 138 MB of planes."""

    def peak_mb(frames: int) -> int:
        command = [sys.executable, "-c", PEAK_OF, str(tmp_path / "clip.mp4"), str(frames)]
        return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

    assert peak_mb(460) - peak_mb(60) < 40


def test_an_encoder_that_fails_is_heard_by_the_writer_and_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    threads = threading.active_count()
    pieces = list(chunks(400))
    assert pieces[0].pcm is not None
    pieces[0] = replace(pieces[0], pcm=np.full_like(pieces[0].pcm, np.nan))  # the AAC encoder refuses NaN
    with pytest.raises(av.FFmpegError), muxer(path) as clip:  # noqa: PT012
        for chunk in pieces:  # far more than the queue holds: a writer that waited for a dead thread would hang here
            clip.write(chunk)
        clip.close()
    assert not path.exists()
    assert threading.active_count() == threads


def test_a_failure_while_finishing_is_raised_by_close(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    (chunk,) = chunks(1)
    assert chunk.pcm is not None
    with muxer(path) as clip:
        clip.write(replace(chunk, pcm=np.full_like(chunk.pcm, np.nan)))
        with pytest.raises(av.FFmpegError):
            clip.close()
    assert not path.exists()


def test_leaving_early_ends_the_thread_and_removes_the_file(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    threads = threading.active_count()
    with pytest.raises(RuntimeError, match="cancelled"), muxer(path) as clip:  # noqa: PT012
        for chunk in chunks(24):
            clip.write(chunk)
        raise RuntimeError("cancelled")
    assert not path.exists()
    assert threading.active_count() == threads


def test_a_chunk_that_does_not_follow_or_does_not_fit_is_refused(tmp_path: Path) -> None:
    first, second = chunks(16)
    with muxer(tmp_path / "clip.mp4") as clip:
        with pytest.raises(ValueError, match="frame 0 is due"):
            clip.write(second)
        with pytest.raises(ValueError, match="plane u"):
            clip.write(replace(first, u=first.u[:, :, :-2]))
        with pytest.raises(ValueError, match="plane y"):
            clip.write(replace(first, y=first.y.astype(np.uint16)))
        with pytest.raises(ValueError, match="got none"):
            clip.write(replace(first, pcm=None))
        clip.write(first)
        with pytest.raises(ValueError, match="frame 8 is due"):
            clip.write(first)


def test_a_clip_without_frames_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    with muxer(path) as clip, pytest.raises(ValueError, match="at least one frame"):
        clip.close()
    assert not path.exists()


def test_a_file_that_is_no_video_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"not a video" * 100)
    with pytest.raises(ValueError, match="not a video file"):
        probe(path)
