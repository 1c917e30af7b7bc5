"""A finished clip as a person would see and hear it: a few frames, and the whole soundtrack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from vitascope.core.media import SAMPLE_RATE, Waveform
from vitascope.media.convert import i420_to_rgb
from vitascope.media.planes import plane_pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Frames of a clip, scaled, and its sound."""

    frames: tuple[NDArray[np.uint8], ...]
    """sRGB, ``(height, width, 3)`` each."""
    times_s: tuple[float, ...]
    """When each of them is on screen."""
    pcm: Waveform
    """``(2, samples)`` at `SAMPLE_RATE`; no samples in a clip without sound."""
    width: int
    height: int
    fps: Fraction
    frame_count: int

    @property
    def duration_s(self) -> float:
        return float(self.frame_count / self.fps)


def evenly(count: int, total: int) -> tuple[int, ...]:
    """``count`` indices out of ``total``, evenly apart, the first and the last among them; fewer in a shorter clip."""
    if count < 2 or total < 2:
        return tuple(range(min(count, total)))
    picked = (round(step * (total - 1) / (count - 1)) for step in range(count))
    return tuple(dict.fromkeys(picked))


def read_clip(path: Path, *, count: int, width: int) -> Shown:
    """``count`` frames of the clip at ``path``, each ``width`` pixels wide, converted as BT.709."""
    with av.open(str(path)) as container:
        total = container.streams.video[0].frames
    wanted = set(evenly(count, total))
    frames, times = [], []
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        size, fps = (stream.width, stream.height), Fraction(stream.average_rate or 25)
        for index, frame in enumerate(container.decode(stream)):
            if index in wanted:
                y, u, v = (plane_pixels(p, w) for p, w in zip(frame.planes, _row_bytes(frame.width), strict=True))
                frames.append(i420_to_rgb(y, u, v, width=width))
                times.append(float(index / fps))
    return Shown(
        frames=tuple(frames), times_s=tuple(times), pcm=_sound(path), fps=fps, frame_count=total,
        width=size[0], height=size[1],
    )  # fmt: skip


def _row_bytes(width: int) -> Sequence[int]:
    return width, width // 2, width // 2


def _sound(path: Path) -> Waveform:
    """The whole track from time 0: what lies before it is the encoder's priming."""
    parts = []
    with av.open(str(path)) as container:
        if not container.streams.audio:
            return np.empty((2, 0), np.float32)
        resampler = av.AudioResampler(format="fltp", layout="stereo", rate=SAMPLE_RATE)
        for frame in container.decode(audio=0):
            start = round((frame.time or 0.0) * SAMPLE_RATE)
            pcm = np.concatenate([part.to_ndarray() for part in resampler.resample(frame)], axis=1)
            parts.append(pcm[:, max(0, -start) :])
    return np.concatenate(parts, axis=1).astype(np.float32, copy=False)
