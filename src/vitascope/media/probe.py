"""What is really in an MP4, read back from the file rather than remembered."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.video.reformatter import ColorPrimaries, ColorRange, ColorTrc
from av.video.stream import VideoStream

from vitascope.core.media import MediaInfo
from vitascope.media.boxes import index_first
from vitascope.media.encode import MATRIX_BT709


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """The sound track; ``samples`` a channel that are heard, without the encoder's priming and padding."""

    codec: str
    sample_rate: int
    channels: int
    samples: int
    start_s: Fraction
    duration_s: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """A file's own account of itself. Durations are exact, in seconds."""

    codec: str
    pixel_format: str
    width: int
    height: int
    fps: Fraction
    frames: int
    """Counted packet by packet."""
    start_s: Fraction
    video_duration_s: Fraction
    container_duration_s: Fraction
    bt709_limited: bool
    """Whether primaries, transfer, matrix and range all say BT.709, limited range."""
    faststart: bool
    """Whether the index comes before the media, so that a player can begin before the download ends."""
    sound: Sound | None
    size_bytes: int

    def media_info(self) -> MediaInfo:
        return MediaInfo(
            width=self.width,
            height=self.height,
            fps=self.fps,
            frames=self.frames,
            audio_samples=self.sound.samples if self.sound else None,
            size_bytes=self.size_bytes,
        )


def probe(path: Path) -> Probe:
    """Facts about the MP4 at ``path``. Raises `ValueError` where it is not an MP4 with a picture."""
    try:
        with path.open("rb") as file:
            faststart = index_first(file)
        with av.open(str(path), format="mp4") as container:  # named: no file may choose another reader
            video = container.streams.video[0]
            sound = _sound(container.streams.audio[0]) if container.streams.audio else None
            frames = sum(1 for packet in container.demux(video) if packet.size)
            context = video.codec_context
            return Probe(
                codec=context.codec.name,
                pixel_format=context.pix_fmt or "",
                width=context.width,
                height=context.height,
                fps=video.average_rate or Fraction(0),
                frames=frames,
                start_s=_seconds(video, video.start_time),
                video_duration_s=_seconds(video, video.duration),
                container_duration_s=Fraction(container.duration or 0, av.time_base),
                bt709_limited=(
                    context.color_primaries == ColorPrimaries.BT709
                    and context.color_trc == ColorTrc.BT709
                    and context.colorspace == MATRIX_BT709
                    and context.color_range == ColorRange.MPEG
                ),
                faststart=faststart,
                sound=sound,
                size_bytes=path.stat().st_size,
            )
    except (av.FFmpegError, OSError, IndexError) as error:
        raise ValueError(f"{path.name} is not a video file: {error}") from error


def _sound(stream: AudioStream) -> Sound:
    duration_s = _seconds(stream, stream.duration)
    return Sound(
        codec=stream.codec_context.codec.name,
        sample_rate=stream.codec_context.sample_rate,
        channels=stream.codec_context.channels,
        samples=round(duration_s * stream.codec_context.sample_rate),
        start_s=_seconds(stream, stream.start_time),
        duration_s=duration_s,
    )


def _seconds(stream: VideoStream | AudioStream, ticks: int | None) -> Fraction:
    return (ticks or 0) * (stream.time_base or Fraction(0))
