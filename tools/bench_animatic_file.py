"""The animatic's clips as files: their size, how much of what was drawn is in them, and how long set-up took."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from tools.bench_figure import Figure, at_least, at_most
from tools.prompts import read_prompts
from vitascope.core.generation import GenerationRequest, fill
from vitascope.core.ports import Inputs
from vitascope.engines.animatic.engine import AnimaticEngine
from vitascope.media.mux import Muxer

PROMPTS = (1, 4, 8, 16, 19)
"""Two shots and a voice; rain over neon; a still room, the easiest to encode; a reef full of fish; wheat in the wind,
the hardest."""
EVERY = 10
"""Frames from one that is compared to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOf:
    """One clip of 6 s of 1080p25."""

    prompt: int
    setup_s: float
    """From the prompt to its first frame's beginning: reading, the sound, the first place."""
    file_mb: float
    ssim: float
    """Mean over the frames that were compared, of luma as drawn and as decoded."""


class _Clock:
    """Hears of progress, and notes when the first frame is begun."""

    def __init__(self) -> None:
        self.first_frame: float | None = None

    def step(self, stage: str, done: int, total: int) -> None:  # noqa: ARG002
        if stage == "frames" and self.first_frame is None:
            self.first_frame = time.perf_counter()

    def describe(self, notes: Mapping[str, Any]) -> None:
        """Not of interest here."""

    def keep(self, write: Callable[[Path], None]) -> None:
        """Likewise."""


def measure() -> tuple[list[Figure], dict[str, Any]]:
    """Figures, and every clip behind them."""
    engine = AnimaticEngine()
    engine.load(_Clock())
    with tempfile.TemporaryDirectory(prefix="vitascope-bench-") as folder:
        _file(engine, 1, Path(folder) / "first.mp4")  # what a process does once only is not measured
        files = [_file(engine, number, Path(folder) / f"{number}.mp4") for number in PROMPTS]
    sizes = [each.file_mb for each in files]
    return [
        Figure(
            name="animatic, set-up of a clip", value=max(each.setup_s for each in files), unit="s", target=at_most(2),
            runs=tuple(each.setup_s for each in files),
        ),
        Figure(name="  smallest file of 6 s 1080p25", value=min(sizes), unit="MB", target=at_least(2)),
        Figure(name="  largest", value=max(sizes), unit="MB", target=at_most(12)),
        Figure(
            name="  SSIM of the file to what was drawn, worst of five clips", value=min(each.ssim for each in files),
            unit="", target=at_least(0.97), runs=tuple(each.ssim for each in files),
        ),
    ], {"files": [asdict(each) for each in files]}  # fmt: skip


def _file(engine: AnimaticEngine, number: int, path: Path) -> FileOf:
    request = GenerationRequest(model="ltxv/ltxv-2-fast", prompt=read_prompts()[number])
    spec = fill(request, engine="animatic", seed=1)
    clock, drawn, begun = _Clock(), {}, time.perf_counter()
    with Muxer(path, resolution=spec.resolution, fps=spec.fps, has_audio=True, receipt={}) as muxer:
        for chunk in engine.generate(spec, Inputs(), clock):
            for index in range(chunk.y.shape[0]):
                if (chunk.first + index) % EVERY == 0:
                    drawn[chunk.first + index] = chunk.y[index].copy()
            muxer.write(chunk)
        muxer.close()
    assert clock.first_frame is not None
    return FileOf(
        prompt=number, setup_s=clock.first_frame - begun, file_mb=path.stat().st_size / 1e6, ssim=_likeness(path, drawn)
    )


def _likeness(path: Path, drawn: Mapping[int, NDArray[np.uint8]]) -> float:
    with av.open(str(path)) as container:
        frames = enumerate(container.decode(video=0))
        return statistics.mean(ssim(drawn[index], _luma(frame)) for index, frame in frames if index in drawn)


def _luma(frame: av.VideoFrame) -> NDArray[np.uint8]:
    """As it is coded, which is how it was drawn: in limited range, without a conversion."""
    plane = frame.planes[0]
    rows = np.frombuffer(bytes(plane), np.uint8).reshape(-1, plane.line_size)
    return np.asarray(rows[: frame.height, : frame.width], np.uint8)


def ssim(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """Structural similarity of two pictures of one channel, 1 for the same (Wang et al., 2004: 11 × 11, σ = 1.5)."""
    a, b = one.astype(np.float32), other.astype(np.float32)

    def mean(picture: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(cv2.GaussianBlur(picture, (11, 11), 1.5), np.float32)

    mean_a, mean_b = mean(a), mean(b)
    var_a, var_b, both = mean(a * a) - mean_a**2, mean(b * b) - mean_b**2, mean(a * b) - mean_a * mean_b
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    top = (2 * mean_a * mean_b + c1) * (2 * both + c2)
    return float((top / ((mean_a**2 + mean_b**2 + c1) * (var_a + var_b + c2))).mean())
