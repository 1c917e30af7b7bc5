"""The animatic engine behind a real server: from submit to ``completed``, and what the worker and its child take."""

from __future__ import annotations

import statistics
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tools.bench_figure import Figure, at_most
from tools.bench_process import PeakMemory, cpu_s, pss_bytes
from tools.bench_server import NotInTime, Server, running
from tools.prompts import read_prompts

PROMPT = 1
"""Of tools/prompts.md: two shots, a voice, mountains and a close-up."""
REPEATS = 3
CLIP_LIMIT_S = 400.0
MB = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """One clip through the server."""

    resolution: str
    duration_s: int
    wall_s: float
    cpu_s: float | None
    peak_mb: float | None
    file_mb: float
    sampler_cpu_s: float


def measure() -> tuple[list[Figure], dict[str, Any]]:
    """Figures, and every clip behind them."""
    with tempfile.TemporaryDirectory(prefix="vitascope-bench-") as folder:
        data_dir = Path(folder) / "data"
        with running(data_dir, engine="animatic") as server:  # the first start compiles
            _clip(server, "1080p", 6)
        with running(data_dir, engine="animatic") as server:
            worker, child = server.worker_pid(), server.render_pid()
            idle_mb = (pss_bytes(worker) + pss_bytes(child)) / MB
            _clip(server, "1080p", 6)  # what a process does once only
            short = [_clip(server, "1080p", 6) for _ in range(REPEATS)]
            long = _clip(server, "1080p", 10)
        with running(data_dir, engine="animatic") as server:  # memory of its own, not what 1080p left behind
            large = _clip(server, "2160p", 6)
    return figures(short, long, large), {"idle_mb": idle_mb, "clips": [asdict(clip) for clip in (*short, long, large)]}


def figures(short: list[Clip], long: Clip, large: Clip) -> list[Figure]:
    walls = tuple(clip.wall_s for clip in short)
    cpus = [clip.cpu_s for clip in short if clip.cpu_s is not None]
    peaks = [clip.peak_mb for clip in short if clip.peak_mb is not None]
    short_peak = max(peaks) if peaks else None
    return [
        Figure(
            name="animatic 6 s 1080p25: submit to completed", value=statistics.median(walls), unit="s",
            target=at_most(9), baseline=6.0, baseline_name="the clip's length", runs=walls,
        ),
        Figure(name="  CPU of worker and child", value=statistics.median(cpus) if cpus else None, unit="s"),
        Figure(name="  peak memory of worker and child", value=short_peak, unit="MB", target=at_most(1200)),
        Figure(name="animatic 10 s 1080p25: submit to completed", value=long.wall_s, unit="s"),
        Figure(name="  CPU of worker and child", value=long.cpu_s, unit="s"),
        Figure(
            name="  peak memory, against 6 s", unit="× ", target=at_most(1.1),
            value=None if long.peak_mb is None or short_peak is None else long.peak_mb / short_peak,
        ),
        Figure(name="animatic 6 s 2160p25: submit to completed", value=large.wall_s, unit="s", target=at_most(40)),
        Figure(name="  CPU of worker and child", value=large.cpu_s, unit="s"),
        Figure(name="  peak memory of worker and child", value=large.peak_mb, unit="MB", target=at_most(2000)),
    ]  # fmt: skip


def _clip(server: Server, resolution: str, duration_s: int) -> Clip:
    worker, child = server.worker_pid(), server.render_pid()
    spent = [cpu_s(pid) for pid in (worker, child)]
    with PeakMemory(worker, child) as memory:
        started = time.perf_counter()
        generation = server.submit(read_prompts()[PROMPT], resolution=resolution, duration=duration_s, fps=25)
        reply = server.until_ended(generation, limit_s=CLIP_LIMIT_S)
        wall_s = time.perf_counter() - started
    if reply["status"] != "completed":
        raise NotInTime(f"the clip ended so: {reply.get('error')}")
    used = [now - before for now, before in zip([cpu_s(worker), cpu_s(child)], spent, strict=True)
            if now is not None and before is not None]  # fmt: skip
    return Clip(
        resolution=resolution,
        duration_s=duration_s,
        wall_s=wall_s,
        cpu_s=sum(used) if used else None,
        peak_mb=None if memory.peak_bytes is None else memory.peak_bytes / MB,
        file_mb=reply["video"]["file_size"] / MB,
        sampler_cpu_s=memory.own_cpu_s,
    )
