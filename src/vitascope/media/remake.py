"""A clip that was made elsewhere, as the chunks that our own engines yield: exactly so many frames of this size and
rate, in BT.709, and exactly the samples under them.

Other people's files are seldom what was asked for: sizes are snapped to sixteens, rates are theirs, colours are BT.601
without a word (which, shown as BT.709, loses 3 dB), the sound is missing or has its own length. What can be mended is,
and is told; what cannot is an error. Runs in the render child: the file is a stranger's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from av.video.stream import VideoStream

from vitascope.core.errors import BadDelivery, RemoteFailed
from vitascope.core.media import MediaChunk, Planes, Resolution, audio_span
from vitascope.media.container import reader_of
from vitascope.media.planes import i420_buffer, plane_pixels
from vitascope.media.remake_sound import SoundReader

MOST_CHUNK_FRAMES, CHUNK_BYTES = 5, 20_000_000
"""What the muxer holds two of."""

HELD_S = Fraction(1, 2)
"""So much of the end may be missing: the last frame is held. Models make 8k + 1 frames, which miss a few at most."""

SAME_RATE = Fraction(1, 200)
"""Rates that differ by less are one rate, written as a float by somebody."""

MAX_PIXELS = 8192 * 4608
MAX_FRAMES = 20_000
"""Ten minutes at the fastest rate that anybody renders: a header can promise what would take a day to decode."""

_SCALING = Interpolation.LANCZOS | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT

_MATRICES = {1: Colorspace.ITU709, 4: Colorspace.FCC, 7: Colorspace.SMPTE240M, 9: Colorspace.BT2020}
"""By the code points of ITU-T H.273. All others are BT.601: its own two, and files that do not say, which is what the
usual code writes from RGB at any size (measured: media facts, 'Colour is the defect of the usual code')."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What a file from elsewhere holds, before any of it is decoded."""

    reader: str
    width: int
    height: int
    rate: Fraction
    """Frames a second, by its own account."""
    frames: int
    """Counted packet by packet."""
    start_s: Fraction
    has_audio: bool
    audio_s: Fraction | None
    """Its sound's own length, where the header says."""

    @property
    def duration_s(self) -> Fraction:
        return self.frames / self.rate


class Remake:
    """One clip, remade. `approximated` is known at once; `chunks` decodes, once."""

    def __init__(self, path: Path, *, size: Resolution, fps: Fraction, frames: int, has_audio: bool) -> None:
        """Raises `BadDelivery` for what is no whole clip, `RemoteFailed` for one that is too short."""
        self._path = path
        self._size = size
        self._fps = fps
        self._frames = frames
        self._has_audio = has_audio
        self._found = survey(path)
        missing_s = frames / fps - self._found.duration_s
        if missing_s > HELD_S:
            raise RemoteFailed(
                f"The inference server made {float(self._found.duration_s):.2f} seconds where "
                f"{float(frames / fps):g} were asked for."
            )
        self._one_to_one = abs(self._found.rate / fps - 1) < SAME_RATE
        self.approximated = tuple(self._sentences(missing_s))

    def _sentences(self, missing_s: Fraction) -> Iterator[str]:
        found, size = self._found, self._size
        if (found.width, found.height) != (size.width, size.height):
            cover = covering(found.width, found.height, size)
            scaled = ["scaled"] if cover != (found.width, found.height) else []
            cropped = ["cropped"] if cover != (size.width, size.height) else []
            how = " and ".join((*scaled, *cropped))
            yield f"It was rendered at {found.width} × {found.height} and {how} to {size.width} × {size.height}."
        if not self._one_to_one:
            yield (
                f"It was rendered at {float(found.rate):.3g} frames a second; "
                f"frames are repeated or left out for {float(self._fps):g}."
            )
        if missing_s > 0:
            yield f"Its last frame is held for {float(missing_s):.2f} seconds: so much was missing."
        elif -missing_s > HELD_S:
            yield f"It was rendered {float(-missing_s):.1f} seconds too long; the end is cut off."
        if self._has_audio:
            if not found.has_audio:
                yield "It was rendered without sound; its sound track is silent."
            elif found.audio_s is not None and self._frames / self._fps - found.audio_s > HELD_S:
                yield f"Its sound ends after {float(found.audio_s):.1f} seconds; the rest is silent."

    def chunks(self) -> Iterator[MediaChunk]:
        """Raises `BadDelivery` where the file turns out to be damaged."""
        sound = self._sound()
        try:
            frames = self._shown()
            size = min(MOST_CHUNK_FRAMES, max(1, CHUNK_BYTES // (self._size.width * self._size.height * 3 // 2)))
            for first in range(0, self._frames, size):
                count = min(size, self._frames - first)
                y, u, v = i420_buffer(count, width=self._size.width, height=self._size.height)
                for index in range(count):
                    for target, plane in zip((y[index], u[index], v[index]), next(frames), strict=True):
                        np.copyto(target, plane)
                span = audio_span(first, count, fps=self._fps)
                pcm = None if sound is None else sound.read(span.stop - span.start)
                yield MediaChunk(first=first, y=y, u=u, v=v, pcm=pcm)
        except av.FFmpegError as error:
            raise BadDelivery(f"The inference server's clip is damaged: {error.strerror}.") from error
        finally:
            if sound is not None:
                sound.close()

    def _sound(self) -> SoundReader | None:
        if not self._has_audio:
            return None
        source = self._path if self._found.has_audio else None
        return SoundReader(source, reader=self._found.reader, start_s=self._found.start_s)

    def _shown(self) -> Iterator[tuple[Planes, Planes, Planes]]:
        """The planes of each frame of ours, in order, without end: the last one is held."""
        fitted = Fitter(self._size)
        with av.open(str(self._path), format=self._found.reader) as container:
            decoded = _decoded(container, self._found)
            at = next(decoded, None)
            if at is None:
                raise BadDelivery("The inference server's clip holds no picture that can be decoded.")
            planes, ahead = fitted(at[1]), next(decoded, None)
            number = 0
            while True:
                if not self._one_to_one:
                    # Whichever is nearer in time to the middle of what is shown.
                    due = Fraction(number) / self._fps + 1 / (2 * self._fps)
                    moved = False
                    while ahead is not None and ahead[0] <= due:
                        at, ahead, moved = ahead, next(decoded, None), True
                    if moved:
                        planes = fitted(at[1])
                elif number and ahead is not None:
                    planes, ahead = fitted(ahead[1]), next(decoded, None)
                yield planes
                number += 1


class Fitter:
    """Frames of any size and colours to I420 of ``size``, BT.709, limited: covered, and cropped about the centre."""

    def __init__(self, size: Resolution) -> None:
        self._size = size
        self._reformatter = VideoReformatter()

    def __call__(self, frame: VideoFrame) -> tuple[Planes, Planes, Planes]:
        """Views into a frame of libav's, good until the next call."""
        width, height = covering(frame.width, frame.height, self._size)
        whole = self._reformatter.reformat(
            frame,
            width=width,
            height=height,
            format="yuv420p",
            interpolation=_SCALING,
            src_colorspace=_MATRICES.get(frame.colorspace, Colorspace.ITU601),
            dst_colorspace=Colorspace.ITU709,
            src_color_range=ColorRange.JPEG if _full_range(frame) else ColorRange.MPEG,
            dst_color_range=ColorRange.MPEG,
        )
        left, top = (width - self._size.width) // 4 * 2, (height - self._size.height) // 4 * 2  # whole chroma samples
        y, u, v = (plane_pixels(plane, plane.width) for plane in whole.planes)
        half_width, half_height = self._size.width // 2, self._size.height // 2
        return (
            y[top : top + self._size.height, left : left + self._size.width],
            u[top // 2 : top // 2 + half_height, left // 2 : left // 2 + half_width],
            v[top // 2 : top // 2 + half_height, left // 2 : left // 2 + half_width],
        )


def covering(width: int, height: int, size: Resolution) -> tuple[int, int]:
    """The even sides to scale ``width`` × ``height`` to, so that ``size`` can be cut out of it."""
    scale = max(Fraction(size.width, width), Fraction(size.height, height))
    return max(size.width, 2 * round(width * scale / 2)), max(size.height, 2 * round(height * scale / 2))


def survey(path: Path) -> Survey:
    """What the file at ``path`` holds. Raises `BadDelivery` where it is no whole clip."""
    with path.open("rb") as file:
        reader = reader_of(file.read(16))
    if reader is None:
        raise BadDelivery("The inference server sent something that is no clip.")
    try:
        with av.open(str(path), format=reader) as container:
            return _survey(container, reader)
    except (av.FFmpegError, OSError) as error:
        raise BadDelivery(f"The inference server's clip cannot be read: {error.strerror}.") from error


def _survey(container: InputContainer, reader: str) -> Survey:
    if not container.streams.video:
        raise BadDelivery("The inference server's clip holds no picture.")
    video = container.streams.video[0]
    rate = video.average_rate or video.guessed_rate
    if rate is None or not 1 <= rate <= 240:
        raise BadDelivery("The inference server's clip has no frame rate that can be used.")
    context = video.codec_context
    if context is None:  # its stub promises one
        raise BadDelivery("The inference server's clip is in a codec that is not read here.")
    if context.width < 16 or context.height < 16 or context.width * context.height > MAX_PIXELS:
        raise BadDelivery(f"The inference server's clip is {context.width} × {context.height}.")
    declared = video.frames
    audio = container.streams.audio[0] if container.streams.audio else None
    frames = 0
    for packet in container.demux(video):
        frames += 1 if packet.size else 0
        if frames > MAX_FRAMES:
            raise BadDelivery(f"The inference server's clip has more than {MAX_FRAMES} frames.")
    if frames == 0 or frames < declared:
        raise BadDelivery(f"The inference server's clip is cut off: {frames} of {declared} frames are there.")
    start = Fraction(video.start_time or 0) * (video.time_base or 0)
    audio_s = None if audio is None or audio.duration is None else audio.duration * (audio.time_base or Fraction(0))
    return Survey(
        reader=reader,
        width=context.width,
        height=context.height,
        rate=rate,
        frames=frames,
        start_s=start,
        has_audio=audio is not None,
        audio_s=audio_s,
    )


def _decoded(container: InputContainer, found: Survey) -> Iterator[tuple[Fraction, VideoFrame]]:
    """Frames, each with its time since the first one, in seconds."""
    video: VideoStream = container.streams.video[0]
    video.thread_type = "AUTO"
    for number, frame in enumerate(container.decode(video)):
        if frame.pts is None or frame.time_base is None:
            yield number / found.rate, frame
        else:
            yield frame.pts * frame.time_base - found.start_s, frame


def _full_range(frame: VideoFrame) -> bool:
    return frame.color_range == ColorRange.JPEG or frame.format.name.startswith("yuvj")
