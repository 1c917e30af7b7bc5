"""The engine ``ltx`` on tiny random weights: what is around the model, for the model itself is the same everywhere.

Overhead of sampling over the bare forward passes; memory of ten seconds against six; and the whole clip against
diffusers' two pipelines and their encoding, on the same weights, by turns.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Literal

from tools.bench_figure import Figure, at_least, at_most

ROUNDS = 3
SHORT_S, LONG_S = 6, 10
LIMIT_S = 900.0
MB = 1e6
Way = Literal["ours", "theirs"]
PATIENT = {**os.environ, "OMP_WAIT_POLICY": "passive"}
"""Threads that wait sleep: where others use the cores too, spinning ones take them from who has work."""


def measure() -> tuple[list[Figure], dict[str, Any]]:
    """Figures, and every run behind them."""
    from tools import bench_ltx_loop  # with PyTorch, which the other sections do without
    from vitascope.testing import tiny_ltx

    loop = bench_ltx_loop.measure()
    with tempfile.TemporaryDirectory(prefix="vitascope-bench-") as name:
        weights = Path(name) / "tiny"
        tiny_ltx.build(weights)
        for part in ("transformer_full", "connectors_full"):  # diffusers' pipeline would not load them
            shutil.rmtree(weights / part)
        rounds = [
            {
                "ours": clip("ours", weights, SHORT_S),
                "theirs": clip("theirs", weights, SHORT_S),
                "long": clip("ours", weights, LONG_S),
            }
            for _ in range(ROUNDS)
        ]
    return figures(loop, rounds), {"loop": loop, "rounds": rounds}


def clip(way: Way, weights: Path, seconds: int) -> dict[str, Any]:
    """One clip in a process of its own; what it told."""
    command = [
        *(sys.executable, "-m", "tools.bench_ltx_clip", way, str(weights), str(weights.parent / f"{way}.mp4")),
        *("--seconds", str(seconds)),
    ]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=LIMIT_S, env=PATIENT)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def figures(loop: dict[str, Any], rounds: list[dict[str, dict[str, Any]]]) -> list[Figure]:
    """Ratios are taken within a round, and the median of them is told."""

    def ratio(over: str, under: str, key: str) -> tuple[float, ...]:
        pairs = [(it[over][key], it[under][key]) for it in rounds]
        return tuple(a / b for a, b in pairs if a is not None and b is not None)

    def median(values: tuple[float, ...]) -> float | None:
        return statistics.median(values) if values else None

    faster, longer = ratio("theirs", "ours", "seconds"), ratio("long", "ours", "peak_bytes")
    smaller, cheaper = ratio("ours", "theirs", "peak_bytes"), ratio("ours", "theirs", "cpu_s")
    ours = [it["ours"] for it in rounds]
    memory = [it["peak_bytes"] / MB for it in ours if it["peak_bytes"] is not None]
    return [
        Figure(
            name=f"ltx: both stages over their bare forwards, {loop['step_s'] * 1e3:.0f} ms each", unit="×",
            value=loop["ratio"], target=at_most(1.03), runs=tuple(loop["ratios"]),
        ),
        Figure(name="ltx tiny, 6 s 640×384: prompt to MP4", unit="s",
               value=statistics.median(it["seconds"] for it in ours)),
        Figure(name="  peak memory", unit="MB", value=statistics.median(memory) if memory else None),
        Figure(name="  throughput over diffusers' pipelines and encoding", unit="×", value=median(faster),
               target=at_least(1), runs=faster),
        Figure(name="  CPU time, against theirs", unit="×", value=median(cheaper), runs=cheaper),
        Figure(name="  peak memory, against theirs", unit="×", value=median(smaller), target=at_most(1), runs=smaller),
        Figure(name="  peak memory of 10 s, against 6 s", unit="×", value=median(longer), target=at_most(1.1),
               runs=longer),
    ]  # fmt: skip
