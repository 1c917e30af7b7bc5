"""Frames and samples: sizes, the frame grid, and what an engine hands to the muxer."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Planes = NDArray[np.uint8]
    Waveform = NDArray[np.float32]

SAMPLE_RATE = 48_000
"""Samples a second of every soundtrack, in Hz."""

CHANNELS = 2

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """`Planes` and `Waveform`, with NumPy, which is a quarter of what starts a command that draws nothing."""
        if name not in ("Planes", "Waveform"):
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        import numpy as np
        from numpy.typing import NDArray

        return NDArray[np.uint8 if name == "Planes" else np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """A frame size in pixels, under the name that requests use."""

    name: str
    width: int
    height: int


RESOLUTIONS = {
    r.name: r
    for r in (
        Resolution(name="1080p", width=1920, height=1080),
        Resolution(name="1440p", width=2560, height=1440),
        Resolution(name="2160p", width=3840, height=2160),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaChunk:
    """Consecutive frames and the sound under them.

    ``y`` is shaped ``(frames, height, width)``, ``u`` and ``v`` ``(frames, height // 2, width // 2)``: I420, BT.709,
    limited range. ``pcm`` is ``(2, samples)`` float32 in [-1, 1] at `SAMPLE_RATE`, exactly the samples of
    `audio_span` for these frames, or ``None`` in a clip without sound. ``first`` is the index of the first frame;
    chunks come in order and without gaps.
    """

    first: int
    y: Planes
    u: Planes
    v: Planes
    pcm: Waveform | None

    @property
    def frames(self) -> int:
        return int(self.y.shape[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaInfo:
    """What is in a finished file."""

    width: int
    height: int
    fps: Fraction
    frames: int
    audio_samples: int | None
    """Samples a channel at `SAMPLE_RATE`; ``None`` without sound."""
    size_bytes: int

    @property
    def duration_s(self) -> Fraction:
        return self.frames / self.fps


def frame_count(duration_s: int, fps: Fraction) -> int:
    """Frames in a clip of ``duration_s`` seconds at exactly ``fps`` frames/second."""
    return round(duration_s * fps)


def audio_span(first: int, count: int, *, fps: Fraction, sample_rate: int = SAMPLE_RATE) -> slice:
    """Samples heard while frames ``[first, first + count)`` are on screen.

    ``fps`` is exact, in frames/second; ``sample_rate`` in Hz; the slice is for the last axis of a waveform shaped
    ``(channels, samples)``. Both ends are counted from the start of the clip, so spans tile the track: no gap, no
    drift.
    """
    return slice(round(first * sample_rate / fps), round((first + count) * sample_rate / fps))
