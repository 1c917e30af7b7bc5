"""H.264 and AAC into one MP4, in the caller's thread: planes in, packets out, nothing kept meanwhile."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.video.reformatter import ColorPrimaries, ColorRange, ColorTrc

from vitascope.core.media import CHANNELS, SAMPLE_RATE, MediaChunk, Resolution, Waveform, audio_span
from vitascope.media.planes import i420_frame
from vitascope.media.seal import Seal

AAC_FRAME = 1024
"""Samples in one frame of AAC-LC (ISO/IEC 14496-3)."""

AAC_BIT_RATE = 192_000

MATRIX_BT709 = 1
"""BT.709 in the code points of ITU-T H.273, which PyAV takes as a plain number for the matrix."""

PRESETS = ("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow", "placebo")
"""x264's own, fastest first."""

MAX_THREADS = 16
"""More frames at once than this cost quality and memory, and no clip here needs them to keep up."""


def usable_cores() -> int:
    """Cores that this process may run on, at most `MAX_THREADS`."""
    affinity = getattr(os, "sched_getaffinity", None)  # Linux alone has it
    return min(MAX_THREADS, len(affinity(0)) if affinity is not None else os.cpu_count() or 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodeSettings:
    """How hard x264 works. ``crf`` 18 is about where people stop seeing a difference; six more halve the bytes."""

    preset: str
    crf: int
    threads: int = field(default_factory=usable_cores)
    """So many frames at once. Where things move far they see less of each other, and the same clip at another number is
    another file: it is told in the receipt."""


def encode_settings(resolution: Resolution) -> EncodeSettings:
    """Settings that leave the renderer its share of two cores, without visible loss.

    Measured over ten drawn clips of 6 s at 1080p, against superfast with CRF 20, the usual macroblock tree and slices:
    13 to 20 ms of CPU a frame in place of 17 to 26, the largest clip 11.4 MB in place of 14.4, the stillest 2.4 in
    place of 1.8, SSIM to what was drawn .973 at least. Ultrafast leaves out the deblocking filter, which shows as
    blocks in skies. See `x264_options` for what does it.

    No limit on bits a second: what is busy is coded more coarsely as it is (see there), and a limit that is kept by
    what is ready first would give another file at every run. That a clip can be made again to the bit is worth more.
    """
    crf = 17 if resolution.height <= 1080 else 18  # smaller pixels hide coarser steps
    return EncodeSettings(preset="superfast", crf=crf)


class Mp4Writer:
    """One MP4 file being written: `frame` after `frame`, then `finish` once.

    Pictures are tagged BT.709, limited range, in the bitstream and in the container. Presentation times are exact:
    frame ``n`` shows at ``n / fps``, and `finish` pads or cuts the sound to the last frame's end.
    """

    def __init__(
        self,
        path: Path,
        *,
        resolution: Resolution,
        fps: Fraction,
        has_audio: bool,
        tags: Mapping[str, str],
        seal: Seal,
        settings: EncodeSettings,
    ) -> None:
        """``tags`` hold the placeholders of ``seal``."""
        self._path = path
        self._seal = seal
        self._fps = fps
        self._size = resolution
        self.frames = 0
        self._samples = 0  # handed to the encoder so far
        self._waiting: list[Waveform] = []  # sound that has come but does not fill an AAC frame yet
        # Edit lists are written in the movie's time scale; in this one frames and samples both end on whole ticks.
        timescale = math.lcm(fps.numerator, SAMPLE_RATE)
        self._container = av.open(
            str(path), "w", format="mp4", options={"movflags": "+faststart", "movie_timescale": str(timescale)}
        )
        self._container.metadata.update(tags)
        self._video = self._container.add_stream("libx264", rate=fps, options=x264_options(settings))
        self._video.width, self._video.height = resolution.width, resolution.height
        self._video.pix_fmt = "yuv420p"
        context = self._video.codec_context
        context.time_base = 1 / fps
        context.gop_size = math.ceil(2 * fps)  # a key frame every two seconds, so that a player seeks without a wait
        context.color_primaries = ColorPrimaries.BT709
        context.color_trc = ColorTrc.BT709
        context.colorspace = MATRIX_BT709
        context.color_range = ColorRange.MPEG
        context.thread_count = settings.threads
        context.thread_type = "FRAME"  # slices, PyAV's own choice, cost 2 ms of CPU a frame and some quality
        self._audio = None
        if has_audio:
            self._audio = self._container.add_stream("aac", rate=SAMPLE_RATE, layout="stereo", format="fltp")
            self._audio.codec_context.bit_rate = AAC_BIT_RATE
            self._audio.codec_context.time_base = Fraction(1, SAMPLE_RATE)

    def frame(self, chunk: MediaChunk, index: int) -> None:
        """Frame ``index`` of ``chunk``, and whatever sound ends before it does."""
        if chunk.pcm is not None and index == 0:
            self._waiting.append(chunk.pcm)
        y, u, v = chunk.y[index], chunk.u[index], chunk.v[index]
        self._seal.frame(y, u, v)
        frame = i420_frame(y, u, v)
        frame.pts = self.frames
        frame.time_base = 1 / self._fps
        self._container.mux(self._video.encode(frame))
        self.frames += 1
        self._encode_audio(audio_span(0, self.frames, fps=self._fps).stop, final=False)

    def finish(self) -> int | None:
        """Flush both encoders, write the index and the seal; the samples a channel, or ``None`` without sound."""
        total = audio_span(0, self.frames, fps=self._fps).stop
        self._encode_audio(total, final=True)
        self._container.mux(self._video.encode(None))
        if self._audio is not None:
            self._container.mux(self._audio.encode(None))
        self._container.close()
        self._seal.put_into(self._path)
        return None if self._audio is None else total

    def abandon(self) -> None:
        """Let go of the file and the encoders; what was written is not a whole file."""
        self._container.close()

    def _encode_audio(self, due: int, *, final: bool) -> None:
        """Whole AAC frames of the sound up to sample ``due``; at the end also the last, shorter one."""
        if self._audio is None:
            return
        missing = due - self._samples - sum(part.shape[1] for part in self._waiting)
        if final and missing > 0:
            self._waiting.append(np.zeros((CHANNELS, missing), np.float32))
        while (block := self._take(due, final=final)) is not None:
            self._seal.sound(block)
            frame = AudioFrame.from_ndarray(block, format="fltp", layout="stereo")
            frame.sample_rate = SAMPLE_RATE
            frame.pts = self._samples
            frame.time_base = Fraction(1, SAMPLE_RATE)
            self._samples += block.shape[1]
            self._container.mux(self._audio.encode(frame))

    def _take(self, due: int, *, final: bool) -> Waveform | None:
        """The next AAC frame's samples, if they have come and end by ``due``."""
        wanted = min(AAC_FRAME, due - self._samples)
        ready = sum(part.shape[1] for part in self._waiting)
        if wanted <= 0 or ready < wanted or (wanted < AAC_FRAME and not final):
            return None
        parts: list[Waveform] = []
        while wanted:
            part = self._waiting[0]
            parts.append(part[:, :wanted])
            wanted -= parts[-1].shape[1]
            if parts[-1].shape[1] == part.shape[1]:
                self._waiting.pop(0)
            else:
                self._waiting[0] = part[:, parts[-1].shape[1] :]
        return np.ascontiguousarray(np.concatenate(parts, axis=1), dtype=np.float32)


def encoder_facts(settings: EncodeSettings) -> dict[str, Any]:
    """What decides the bytes beside the frames, for the receipt. x264 writes its own version into the stream."""
    libavcodec = ".".join(str(part) for part in av.library_versions["libavcodec"])
    return {
        "codec": "libx264",
        "preset": settings.preset,
        "crf": settings.crf,
        "threads": settings.threads,
        "pyav": av.__version__,
        "libavcodec": libavcodec,
    }


def x264_options(settings: EncodeSettings) -> dict[str, str]:
    """``settings`` in x264's own words."""
    return {
        "preset": settings.preset,
        "crf": str(settings.crf),
        # What stays is coded well and what passes is not: a third fewer bytes at the same quality. Ten frames ahead are
        # enough for most of it, and are little memory (measured).
        "rc-lookahead": "10",
        # That with all its strength (qcomp sets it, see x264's macroblock_tree_finish), and CRF lower by three: a calm
        # scene gets half as many bytes again, a downpour or a field in the wind a fifth fewer.
        "qcomp": "0",
        # More bits where coarse steps show first: in the dark, in smooth parts, in colours. The bands of a dusk sky
        # lose a third of their error in colour, for 14 % more bytes and no CPU (measured, with a still dither).
        "aq-mode": "3",
        "aq-strength": "1.5",
        # Always three B frames: deciding how many costs as much as it saves, and decided wrongly in clips where much
        # moves (a reef: 6.4 MB in place of 8.4 at the same SSIM). Motion to whole pixels: 3 % more bytes, 2 to 4 ms of
        # CPU less a frame. CAVLC: 11 % more bytes, 3 to 4 ms less; they were won above. No lookahead on a thread of its
        # own: the same file to the bit in the same time, without the four frames that wait for it, 28 MB at 1080p and
        # 100 at 2160p.
        "x264-params": "chroma-qp-offset=-3:mbtree=1:b-adapt=0:subme=0:no-cabac=1:sync-lookahead=0",
    }
