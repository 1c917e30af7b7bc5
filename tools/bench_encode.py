"""The encode seam, measured: what the muxer costs over x264 alone, and against the usual way of writing a clip.

    python -m tools.bench_encode            # 1080p
    python -m tools.bench_encode 2160p 12   # resolution, frames

Wanted: the muxer within 15 % of x264 alone at the same settings, and at least twice the throughput of the way that
diffusers' ``encode_video`` writes a clip, on the same frames in the same run. CPU is of the whole process, all threads.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.video.codeccontext import VideoCodecContext
from numpy.typing import NDArray

from vitascope.core.media import RESOLUTIONS, SAMPLE_RATE, MediaChunk, Resolution, audio_span
from vitascope.media.convert import rgb_to_i420
from vitascope.media.encode import EncodeSettings, encode_settings, x264_options
from vitascope.media.mux import Muxer
from vitascope.media.planes import i420_buffer, i420_frame

FPS = Fraction(25)
CHUNK = 8
PRESETS = ("ultrafast", "superfast", "veryfast", "faster")
SKY = 0.4
"""Of the height: a smooth gradient, where coarse quantisation shows as bands."""

Frames = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One way of writing the clip, a frame on average."""

    name: str
    cpu_ms: float
    wall_ms: float
    kbytes: float


def run(resolution: str = "1080p", frames: int = 24) -> dict[str, Any]:
    """Measure, print a table, and return it with the two ratios."""
    size = RESOLUTIONS[resolution]
    video = scene(size, frames)
    chunks = list(as_chunks(video, size))
    settings = encode_settings(size)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "clip.mp4"
        x264_alone(chunks[:1], size, settings)  # warm: the first call loads code and memory
        ways: tuple[tuple[str, Callable[[], int]], ...] = (
            ("x264 alone, I420 in", lambda: x264_alone(chunks, size, settings)),
            ("Muxer, I420 in, no sound", lambda: muxed(iter(silent), size, settings, out)),
            ("Muxer, I420 and sound in", lambda: muxed(iter(chunks), size, settings, out)),
            ("Muxer, float RGB in", lambda: muxed(as_chunks(video, size), size, settings, out)),
            ("diffusers' way, 8-bit RGB in", lambda: frame_by_frame(pixels, out)),
            ("diffusers' way, float RGB in", lambda: frame_by_frame(whole_array(video), out)),
        )
        pixels = whole_array(video)
        silent = [replace(chunk, pcm=None) for chunk in chunks]
        rows = [measured(name, way, frames) for name, way in ways]
    alone, mux_silent, mux, mux_from_float, usual, usual_from_float = rows
    result = {
        "resolution": resolution,
        "frames": frames,
        "preset": settings.preset,
        "crf": settings.crf,
        "rows": [asdict(row) for row in rows],
        "muxer_over_x264": mux_silent.cpu_ms / alone.cpu_ms,
        "muxer_with_sound_over_x264": mux.cpu_ms / alone.cpu_ms,
        "throughput_over_diffusers": usual.wall_ms / mux.wall_ms,
        "throughput_over_diffusers_from_float": usual_from_float.wall_ms / mux_from_float.wall_ms,
    }
    print(f"{resolution}, {frames} frames, {settings.preset}, CRF {settings.crf}")
    table(rows)
    print(f"muxer / x264 alone, CPU: {result['muxer_over_x264']:.2f} (wanted: 1.15 at most)")
    print(f"the same with sound, which x264 alone has not: {result['muxer_with_sound_over_x264']:.2f}")
    print(f"throughput / diffusers', each from 8 bits: {result['throughput_over_diffusers']:.1f} (wanted: 2 at least)")
    print(f"throughput / diffusers', both from float RGB: {result['throughput_over_diffusers_from_float']:.1f}")
    return result


def presets(resolution: str = "1080p", frames: int = 24) -> list[dict[str, Any]]:
    """What each preset costs in CPU and bytes, and what it leaves of the picture and of its smoothest part."""
    size = RESOLUTIONS[resolution]
    chunks = list(as_chunks(scene(size, frames), size))
    results = []
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "clip.mp4"
        for preset in PRESETS:
            settings = replace(encode_settings(size), preset=preset)
            row = measured(preset, lambda s=settings: muxed(iter(chunks), size, s, out), frames)  # type: ignore[misc]
            whole_db, sky_db = quality(out, chunks)
            results.append({**asdict(row), "psnr_db": whole_db, "sky_psnr_db": sky_db})
    print(f"{resolution}, {frames} frames, CRF {encode_settings(size).crf}")
    for r in results:
        print(
            f"{r['name']:<12}{r['cpu_ms']:>8.1f} ms CPU{r['kbytes']:>8.0f} kB{r['psnr_db']:>8.2f} dB"
            f"{r['sky_psnr_db']:>8.2f} dB in the sky"
        )
    return results


def scene(size: Resolution, frames: int) -> Frames:
    """RGB in [0, 1], ``(frames, height, width, 3)``: a dusk over a textured ground that pans, and a disc that moves."""
    rng = np.random.default_rng(11)
    height, width = size.height, size.width
    wide = width + 4 * frames
    spectrum = np.fft.rfft2(rng.standard_normal((height, wide)).astype(np.float32))
    reach = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(wide)[None])
    reach[0, 0] = 1.0
    ground = np.fft.irfft2(spectrum / reach, s=(height, wide)).astype(np.float32)  # 1/f, as natural pictures are
    ground = 0.35 + 0.12 * ground / ground.std()
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    horizon = int(height * SKY)
    up = 1 - rows[:horizon] / horizon
    sky = np.stack((0.55 - 0.45 * up, 0.30 - 0.22 * up, 0.28 - 0.05 * up), axis=-1)
    video = np.empty((frames, height, width, 3), np.float32)
    for index in range(frames):
        shade = ground[:, 4 * index : 4 * index + width]
        np.multiply(shade[..., None], np.array((0.9, 0.8, 0.55), np.float32), out=video[index])
        video[index, :horizon] = sky
        centre = width * (0.2 + 0.6 * index / frames), height * 0.5
        near = np.clip(height / 9 - np.hypot(columns - centre[0], rows - centre[1]), 0, 1)[..., None]
        video[index] += near * (np.array((0.9, 0.5, 0.2), np.float32) - video[index])
    return np.clip(video, 0, 1, out=video)


def as_chunks(video: Frames, size: Resolution) -> Iterator[MediaChunk]:
    """The engine's side of the seam, without a GPU or numba: a frame at a time to 8 bits and to I420."""
    scratch = np.empty(video.shape[1:], np.float32)
    pixels = np.empty(video.shape[1:], np.uint8)
    for first in range(0, len(video), CHUNK):
        count = min(CHUNK, len(video) - first)
        y, u, v = i420_buffer(count, width=size.width, height=size.height)
        for index in range(count):
            np.multiply(video[first + index], 255, out=scratch)
            np.add(scratch, 0.5, out=scratch)
            np.copyto(pixels, scratch, casting="unsafe")
            rgb_to_i420(pixels, out=(y[index], u[index], v[index]))
        yield MediaChunk(first=first, y=y, u=u, v=v, pcm=tone(first, count))


def tone(first: int, count: int) -> NDArray[np.float32]:
    span = audio_span(first, count, fps=FPS)
    wave = 0.2 * np.sin(2 * np.pi * 220 * np.arange(span.start, span.stop) / SAMPLE_RATE)
    return np.stack((wave, wave)).astype(np.float32)


def x264_alone(chunks: list[MediaChunk], size: Resolution, settings: EncodeSettings) -> int:
    """The floor: the encoder with nothing around it. Returns its bytes."""
    context = av.CodecContext.create("libx264", "w")
    assert isinstance(context, VideoCodecContext)
    context.width, context.height, context.pix_fmt = size.width, size.height, "yuv420p"
    context.time_base, context.framerate = 1 / FPS, FPS
    context.gop_size = int(2 * FPS)
    context.options = x264_options(settings)
    total = 0
    for chunk in chunks:
        for index in range(chunk.frames):
            frame = i420_frame(chunk.y[index], chunk.u[index], chunk.v[index])
            frame.pts = chunk.first + index
            total += sum(packet.size for packet in context.encode(frame))
    return total + sum(packet.size for packet in context.encode(None))


def muxed(chunks: Iterator[MediaChunk], size: Resolution, settings: EncodeSettings, out: Path) -> int:
    first = next(chunks)
    sound = first.pcm is not None
    with Muxer(out, resolution=size, fps=FPS, has_audio=sound, receipt={}, settings=settings) as clip:
        for chunk in chain([first], chunks):
            clip.write(chunk)
        return clip.close().size_bytes


def whole_array(video: Frames) -> NDArray[np.uint8]:
    """The first half of what diffusers' ``encode_video`` does with an array: the whole clip to 8 bits at once."""
    return (video * 255).round().astype("uint8")


def frame_by_frame(pixels: NDArray[np.uint8], out: Path) -> int:
    """The second half: packed RGB copied frame by frame, x264's own defaults (medium, CRF 23), no colour tags, then the
    sound; nothing overlaps."""
    with av.open(str(out), "w") as container:
        picture = container.add_stream("libx264", rate=int(FPS))
        picture.width, picture.height, picture.pix_fmt = pixels.shape[2], pixels.shape[1], "yuv420p"
        sound = container.add_stream("aac", rate=SAMPLE_RATE, layout="stereo", format="fltp")
        for array in pixels:
            container.mux(picture.encode(av.VideoFrame.from_ndarray(array, format="rgb24")))
        container.mux(picture.encode(None))
        write_sound(sound, container, tone(0, len(pixels)))
    return out.stat().st_size


def write_sound(stream: AudioStream, container: av.container.OutputContainer, wave: NDArray[np.float32]) -> None:
    for start in range(0, wave.shape[1], 1024):
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(wave[:, start : start + 1024]), "fltp", "stereo")
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, start, Fraction(1, SAMPLE_RATE)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def measured(name: str, way: Callable[[], int], frames: int) -> Row:
    cpu, wall = time.process_time(), time.perf_counter()
    size_bytes = way()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return Row(name=name, cpu_ms=cpu * 1000 / frames, wall_ms=wall * 1000 / frames, kbytes=size_bytes / 1000)


def quality(path: Path, chunks: list[MediaChunk]) -> tuple[float, float]:
    """PSNR of luma in dB: of all, and of the sky alone."""
    wanted = np.concatenate([chunk.y for chunk in chunks])
    horizon = int(wanted.shape[1] * SKY * 0.7)  # above the disc
    whole, sky = [], []
    with av.open(str(path)) as container:
        for index, frame in enumerate(container.decode(video=0)):
            error = (frame.to_ndarray()[: wanted.shape[1]].astype(np.int16) - wanted[index]) ** 2
            whole.append(error.mean())
            sky.append(error[:horizon].mean())
    return tuple(float(10 * np.log10(255**2 / max(np.mean(errors), 1e-9))) for errors in (whole, sky))  # type: ignore[return-value]


def table(rows: list[Row]) -> None:
    print(f"{'':<30}{'CPU ms':>8}{'wall ms':>9}{'kB':>8}   a frame; kB in all")
    for row in rows:
        print(f"{row.name:<30}{row.cpu_ms:>8.1f}{row.wall_ms:>9.1f}{row.kbytes:>8.0f}")


if __name__ == "__main__":
    chosen = (sys.argv[1] if len(sys.argv) > 1 else "1080p", int(sys.argv[2]) if len(sys.argv) > 2 else 24)
    run(*chosen)
    presets(*chosen)
