"""Two clips side by side, frame for frame and sample for sample as a viewer gets them, with a few frames in memory."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

from vitascope.core.media import Planes, Waveform
from vitascope.media.planes import plane_pixels

PEAK = 255.0
"""Of an 8-bit code value, for the PSNR."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureDifference:
    """How the frames of two clips differ; differences are in 8-bit code values of Y, U and V as they are coded."""

    original_frames: int
    again_frames: int
    identical_frames: int
    first_difference: int | None
    """Index of the first frame that is not the same; ``None`` where all are."""
    worst_frame: int | None
    max_difference: int
    mean_difference: float
    psnr_db: float
    """Over all three planes of all frames that both clips have; infinite where they are the same."""

    @property
    def identical(self) -> bool:
        return self.original_frames == self.again_frames == self.identical_frames


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundDifference:
    """How the sound of two clips differs; differences are of samples in [-1, 1]."""

    original_samples: int
    """A channel; 0 without sound."""
    again_samples: int
    max_difference: float
    mean_difference: float

    @property
    def identical(self) -> bool:
        return self.original_samples == self.again_samples and self.max_difference == 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    picture: PictureDifference
    sound: SoundDifference

    @property
    def identical(self) -> bool:
        """Whether a viewer gets the same frames and the same sound from both, to the bit."""
        return self.picture.identical and self.sound.identical


def compare_clips(original: Path, again: Path, progress: Callable[[int], None]) -> Comparison:
    """Decode both and compare everything. ``progress`` is told the number of frames that are done.

    Raises `ValueError` where one is no video, or their frames have not the same size.
    """
    try:
        return Comparison(
            picture=_compare_pictures(original, again, progress),
            sound=_compare_sound(original, again),
        )
    except (av.FFmpegError, IndexError) as error:
        raise ValueError(f"one of the two is not a whole video file: {error}") from error


def first_frame(path: Path) -> tuple[Planes, Planes, Planes]:
    """Y, U and V of a clip's first frame, which it begins to show with. Raises `ValueError` where there is none."""
    return _one_of(path, lambda frames: next(frames, None))


def last_frame(path: Path) -> tuple[Planes, Planes, Planes]:
    """Likewise of its last. The whole clip is decoded for it: what comes before is what it is coded by."""
    return _one_of(path, lambda frames: next(iter(deque(frames, maxlen=1)), None))


def _one_of(
    path: Path, choose: Callable[[Iterator[tuple[Planes, Planes, Planes]]], tuple[Planes, Planes, Planes] | None]
) -> tuple[Planes, Planes, Planes]:
    try:
        chosen = choose(decoded_frames(path))
        if chosen is not None:
            return chosen[0].copy(), chosen[1].copy(), chosen[2].copy()
    except (av.FFmpegError, IndexError) as error:
        raise ValueError(f"{path.name} is not a video file: {error}") from error
    raise ValueError(f"{path.name} holds no frame")


def decoded_frames(path: Path) -> Iterator[tuple[Planes, Planes, Planes]]:
    """Every frame of an MP4 as views of Y, U and V, which the next frame may overwrite."""
    with av.open(str(path), format="mp4") as container:  # named: no file may choose another reader for itself
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        for frame in container.decode(stream):
            yield planes_of(frame)


def planes_of(frame: VideoFrame) -> tuple[Planes, Planes, Planes]:
    """Y, U and V of a decoded frame, as views. Raises `ValueError` where it is coded otherwise."""
    if frame.format.name != "yuv420p":
        raise ValueError(f"its frames are {frame.format.name}; a clip of ours has yuv420p")
    half = frame.width // 2
    y, u, v = (plane_pixels(frame.planes[i], width) for i, width in enumerate((frame.width, half, half)))
    return y, u, v


def _compare_pictures(original: Path, again: Path, progress: Callable[[int], None]) -> PictureDifference:
    counts = [0, 0]
    identical, first, worst, worst_error = 0, None, None, 0
    largest, absolute, squared, values = 0, 0, 0, 0
    for index, (left, right) in enumerate(zip_longest(decoded_frames(original), decoded_frames(again))):
        counts[0] += left is not None
        counts[1] += right is not None
        if left is None or right is None:
            first = index if first is None else first
            continue
        if left[0].shape != right[0].shape:
            sizes = " and ".join(f"{y.shape[1]}×{y.shape[0]}" for y in (left[0], right[0]))
            raise ValueError(f"their frames are {sizes}")
        values += sum(plane.size for plane in left)
        if all(np.array_equal(a, b) for a, b in zip(left, right, strict=True)):
            identical += 1
        else:
            first = index if first is None else first
            apart = [np.abs(a.astype(np.int16) - b).ravel() for a, b in zip(left, right, strict=True)]
            error = sum(int(np.square(plane, dtype=np.int64).sum()) for plane in apart)
            if error > worst_error:
                worst, worst_error = index, error
            largest = max(largest, *(int(plane.max()) for plane in apart))
            absolute += sum(int(plane.sum(dtype=np.int64)) for plane in apart)
            squared += error
        progress(index + 1)
    return PictureDifference(
        original_frames=counts[0],
        again_frames=counts[1],
        identical_frames=identical,
        first_difference=first,
        worst_frame=worst,
        max_difference=largest,
        mean_difference=absolute / max(1, values),
        psnr_db=10 * math.log10(PEAK**2 * values / squared) if squared else math.inf,
    )


def _compare_sound(original: Path, again: Path) -> SoundDifference:
    """Blocks need not lie alike in both files: what one has more is kept until the other has come as far."""
    sides = (_decoded_sound(original), _decoded_sound(again))
    rest: list[Waveform] = [np.zeros((0, 0), np.float32)] * 2
    counts, largest, total, values = [0, 0], 0.0, 0.0, 0
    while True:
        for side in (0, 1):
            if rest[side].shape[1] == 0 and (block := next(sides[side], None)) is not None:
                rest[side] = block
                counts[side] += block.shape[1]
        shared = min(part.shape[1] for part in rest)
        if shared == 0:
            break
        if rest[0].shape[0] != rest[1].shape[0]:
            raise ValueError("their sound has not the same number of channels")
        apart = np.abs(rest[0][:, :shared] - rest[1][:, :shared])
        largest, total, values = max(largest, float(apart.max())), total + float(apart.sum()), values + apart.size
        rest = [part[:, shared:] for part in rest]
    for side in (0, 1):  # the longer one's end is counted, too
        counts[side] += sum(block.shape[1] for block in sides[side])
    return SoundDifference(
        original_samples=counts[0],
        again_samples=counts[1],
        max_difference=largest,
        mean_difference=total / max(1, values),
    )


def _decoded_sound(path: Path) -> Iterator[Waveform]:
    """Blocks of ``(channels, samples)`` float32, to the end of the last AAC frame; nothing without sound."""
    with av.open(str(path), format="mp4") as container:
        if not container.streams.audio:
            return
        for frame in container.decode(container.streams.audio[0]):
            yield _samples(frame)


def _samples(frame: AudioFrame) -> Waveform:
    if frame.format.name != "fltp":
        raise ValueError(f"its samples are {frame.format.name}; a clip of ours has fltp")
    return np.asarray(frame.to_ndarray(), np.float32)
