"""Clips as other people's servers make them: any size, rate, colours and sound, each frame with its number."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter

from vitascope.engines.testcard import stamp
from vitascope.media.planes import plane_pixels

COLOUR = (200, 70, 40)
"""Red, which BT.601 and BT.709 put farthest apart."""

TONE_HZ = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """A tone that begins with the picture."""

    seconds: float
    rate: int = 48_000
    layout: str = "stereo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """What to make."""

    frames: int = 30
    fps: Fraction = Fraction(25)
    width: int = 128
    height: int = 72
    matrix: Colorspace = Colorspace.ITU601
    full_range: bool = False
    tagged: bool = False
    """Whether the file says which colours it is in; the usual code's does not."""
    sound: Sound | None = None
    container: str = "mp4"
    codec: str = "libx264"

    def write(self, path: Path) -> Path:
        with av.open(str(path), "w", format=self.container) as container:
            options = {"preset": "ultrafast", "crf": "10"} if self.codec == "libx264" else {}
            video = container.add_stream(self.codec, rate=self.fps, options=options)
            video.width, video.height = self.width, self.height
            video.pix_fmt = "yuvj420p" if self.codec == "mjpeg" else "yuv420p"
            context = video.codec_context
            context.time_base = 1 / self.fps
            if self.tagged:
                context.colorspace = int(self.matrix)
                context.color_range = ColorRange.JPEG if self.full_range else ColorRange.MPEG
            audio = None
            if self.sound is not None:
                audio = container.add_stream("aac", rate=self.sound.rate, layout=self.sound.layout)
            for number in range(self.frames):
                frame = self._frame(number)
                frame.pts, frame.time_base = number, 1 / self.fps
                container.mux(video.encode(frame))
            container.mux(video.encode(None))
            if audio is not None and self.sound is not None:
                for block in _tone(self.sound):
                    container.mux(audio.encode(block))
                container.mux(audio.encode(None))
        return path

    def _frame(self, number: int) -> VideoFrame:
        rgb = np.empty((self.height, self.width, 3), np.uint8)
        rgb[:] = COLOUR
        frame = VideoReformatter().reformat(
            VideoFrame.from_ndarray(rgb, format="rgb24"),
            format="yuvj420p" if self.codec == "mjpeg" else "yuv420p",
            dst_colorspace=self.matrix,
            src_color_range=ColorRange.JPEG,
            dst_color_range=ColorRange.JPEG if self.full_range else ColorRange.MPEG,
        )
        stamp(plane_pixels(frame.planes[0], self.width), number)
        if self.codec == "libx264":
            frame.colorspace = int(self.matrix) if self.tagged else 2
            frame.color_range = (ColorRange.JPEG if self.full_range else ColorRange.MPEG) if self.tagged else 0
        return frame


def _tone(sound: Sound) -> list[AudioFrame]:
    total, blocks = round(sound.seconds * sound.rate), []
    channels = 2 if sound.layout == "stereo" else 1
    for first in range(0, total, 1024):
        count = min(1024, total - first)
        wave = 0.5 * np.sin(2 * np.pi * TONE_HZ / sound.rate * np.arange(first, first + count))
        block = AudioFrame.from_ndarray(
            np.repeat(wave[None].astype(np.float32), channels, axis=0), format="fltp", layout=sound.layout
        )
        block.sample_rate, block.pts, block.time_base = sound.rate, first, Fraction(1, sound.rate)
        blocks.append(block)
    return blocks
