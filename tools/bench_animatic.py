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
OFTEN_S, SELDOM_S = 0.05, 0.25
"""Between two looks at memory. Each walks the page tables, about 10 ms a gigabyte: clips that are timed are looked at
seldom or not at all."""
MB = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """One clip through the server."""

    resolution: str
    duration_s: int
    fps: int
    wall_s: float
    cpu_s: float | None
    peak_mb: float | None
    file_mb: float
    sampler_cpu_s: float


def measure() -> tuple[list[Figure], dict[str, Any]]:
    """Figures, and every clip behind them."""
    with tempfile.TemporaryDirectory(prefix="vitascope-bench-") as folder:
        data_dir = Path(folder) / "data"
        with running(data_dir, engine="animatic") as server:  # the first start compiles, and so may the first clip
            _once(server)
        with running(data_dir, engine="animatic") as server:
            worker, child = server.worker_pid(), server.render_pid()
            idle_mb = (pss_bytes(worker) + pss_bytes(child)) / MB
            _once(server)
            timed = [_clip(server, "1080p", 6) for _ in range(REPEATS)]
            faster, larger = _clip(server, "1080p", 6, fps=50), _clip(server, "1440p", 6)
            short = _clip(server, "1080p", 6, look_every_s=OFTEN_S)
            long = _clip(server, "1080p", 10, look_every_s=OFTEN_S)
        with running(data_dir, engine="animatic") as server:  # so that its memory is not what ten seconds left behind
            _once(server)
            large = _clip(server, "2160p", 6, look_every_s=SELDOM_S)
    clips = [asdict(clip) for clip in (*timed, faster, larger, short, long, large)]
    return figures(timed, faster, larger, short, long, large), {"idle_mb": idle_mb, "clips": clips}


def figures(timed: list[Clip], faster: Clip, larger: Clip, short: Clip, long: Clip, large: Clip) -> list[Figure]:
    """``timed`` and ``short`` are of one length; memory is ``short``'s."""
    walls = tuple(clip.wall_s for clip in timed)
    cpus = [clip.cpu_s for clip in timed if clip.cpu_s is not None]
    return [
        Figure(
            name="animatic 6 s 1080p25: submit to completed", value=statistics.median(walls), unit="s",
            target=at_most(6), baseline=6.0, baseline_name="the clip's length", runs=walls,
        ),
        Figure(name="  CPU of worker and child", value=statistics.median(cpus) if cpus else None, unit="s"),
        Figure(name="  peak memory of worker and child", value=short.peak_mb, unit="MB", target=at_most(1000)),
        Figure(name="animatic 6 s 1080p50: submit to completed", value=faster.wall_s, unit="s", target=at_most(12)),
        Figure(name="animatic 6 s 1440p25: submit to completed", value=larger.wall_s, unit="s", target=at_most(11)),
        Figure(name="animatic 10 s 1080p25: submit to completed", value=long.wall_s, unit="s"),
        Figure(name="  CPU of worker and child", value=long.cpu_s, unit="s"),
        Figure(
            name="  peak memory, against 6 s", unit="× ", target=at_most(1.1),
            value=None if long.peak_mb is None or short.peak_mb is None else long.peak_mb / short.peak_mb,
        ),
        Figure(name="animatic 6 s 2160p25: submit to completed", value=large.wall_s, unit="s", target=at_most(24)),
        Figure(name="  CPU of worker and child", value=large.cpu_s, unit="s"),
        Figure(name="  peak memory of worker and child", value=large.peak_mb, unit="MB", target=at_most(1600)),
    ]  # fmt: skip


def _once(server: Server) -> None:
    """What a process does once only is not measured."""
    reply = server.until_ended(server.submit(read_prompts()[PROMPT]), limit_s=CLIP_LIMIT_S)
    if reply["status"] != "completed":
        raise NotInTime(f"the clip ended so: {reply.get('error')}")


def _clip(
    server: Server, resolution: str, duration_s: int, *, fps: int = 25, look_every_s: float | None = None
) -> Clip:
    """One clip of `PROMPT`; its memory is looked at where ``look_every_s`` is given."""
    worker, child = server.worker_pid(), server.render_pid()
    spent = [cpu_s(pid) for pid in (worker, child)]
    with PeakMemory(worker, child, every_s=look_every_s) as memory:
        started = time.perf_counter()
        generation = server.submit(read_prompts()[PROMPT], resolution=resolution, duration=duration_s, fps=fps)
        reply = server.until_ended(generation, limit_s=CLIP_LIMIT_S)
        wall_s = time.perf_counter() - started
    if reply["status"] != "completed":
        raise NotInTime(f"the clip ended so: {reply.get('error')}")
    if server.render_pid() != child:
        raise NotInTime("the render child died under the clip, which was rendered again")
    used = [now - before for now, before in zip([cpu_s(worker), cpu_s(child)], spent, strict=True)
            if now is not None and before is not None]  # fmt: skip
    return Clip(
        resolution=resolution,
        duration_s=duration_s,
        fps=fps,
        wall_s=wall_s,
        cpu_s=sum(used) if used else None,
        peak_mb=None if memory.peak_bytes is None else memory.peak_bytes / MB,
        file_mb=reply["video"]["file_size"] / MB,
        sampler_cpu_s=memory.own_cpu_s,
    )
