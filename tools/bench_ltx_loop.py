"""What both stages' sampling costs over the bare forward passes that it is made of: same modules, same inputs.

In a process of its own, whose threads sleep while they wait: where others use the cores too, spinning ones would be
timed rather than the work.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import torch

from tools.gpu_check_parts import Parts, miniature
from vitascope.core.media import Resolution
from vitascope.engines.ltx.checkpoint import Keeper
from vitascope.engines.ltx.geometry import plan
from vitascope.engines.ltx.progress import Progress, Watching
from vitascope.engines.ltx.recipe import FAST
from vitascope.engines.ltx.stages import Order, Stages
from vitascope.testing import RecordingReport

PAIRS = 30
THREADS = 2
FPS = Fraction(25)
PLAN = plan(Resolution(name="bench", width=384, height=256), 25, FPS)
"""96 and 384 tokens: a step of the transformer below takes tens of milliseconds."""
HEADS = 8
WIDTH, AUDIO_WIDTH = 256, 128
TRANSFORMER = {
    "num_layers": 8,
    "num_attention_heads": HEADS,
    "attention_head_dim": WIDTH // HEADS,
    "cross_attention_dim": WIDTH,
    "audio_num_attention_heads": HEADS,
    "audio_attention_head_dim": AUDIO_WIDTH // HEADS,
    "audio_cross_attention_dim": AUDIO_WIDTH,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Seconds of one run of each, one after the other."""

    ours: float
    bare: float
    ours_cpu: float
    bare_cpu: float


def measure() -> dict[str, Any]:
    """What `paired` tells."""
    env = {**os.environ, "OMP_WAIT_POLICY": "passive"}
    done = subprocess.run(
        [sys.executable, "-m", "tools.bench_ltx_loop"], check=True, capture_output=True, text=True, env=env
    )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def paired() -> dict[str, Any]:
    """Runs by turns, the ratios of each pair, and how long a bare step takes."""
    torch.set_num_threads(THREADS)
    torch.manual_seed(0)
    configs = miniature("2.0")
    parts = Parts(
        {**configs, "transformer": {**configs["transformer"], **TRANSFORMER}}, torch.device("cpu"), torch.float32
    )
    transformer = parts.part("transformer")
    weights = parts.weights(transformer)
    stages = Stages(weights, FAST)
    order = Order(plan=PLAN, fps=FPS, seed=1, context=parts.context())

    def ours() -> None:
        report = RecordingReport()
        watch = Watching(Progress(report, transformer.config, FAST, PLAN), Keeper(report, order, made_for=""))
        stages.full(order, stages.half(order, watch), watch)

    calls = _calls(ours, transformer, weights.upsampler)

    @torch.inference_mode()
    def bare() -> None:
        for module, given, named in calls:
            module(*given, **named)

    bare()
    pairs = [_pair(ours, bare, swapped=bool(index % 2)) for index in range(PAIRS)]
    return {
        "ratio": statistics.median(pair.ours / pair.bare for pair in pairs),
        "ratio_of_fastest": min(pair.ours for pair in pairs) / min(pair.bare for pair in pairs),
        "ratio_cpu": statistics.median(pair.ours_cpu / pair.bare_cpu for pair in pairs),
        "ratios": [pair.ours / pair.bare for pair in pairs],
        "step_s": statistics.median(pair.bare for pair in pairs) / (len(calls) - 1),
        "forwards": len(calls),
    }


def _calls(run: Callable[[], None], *modules: Any) -> list[tuple[Any, tuple[Any, ...], dict[str, Any]]]:
    """Every call of ``modules`` while ``run`` runs, with what they were given."""
    found: list[tuple[Any, tuple[Any, ...], dict[str, Any]]] = []

    def keep(module: Any, given: tuple[Any, ...], named: dict[str, Any]) -> None:
        found.append((module, given, dict(named)))

    hooks = [module.register_forward_pre_hook(keep, with_kwargs=True) for module in modules]
    try:
        run()
    finally:
        for hook in hooks:
            hook.remove()
    return found


def _pair(ours: Callable[[], None], bare: Callable[[], None], *, swapped: bool) -> Pair:
    taken = {}
    for name, way in (("bare", bare), ("ours", ours)) if swapped else (("ours", ours), ("bare", bare)):
        wall, cpu = time.perf_counter(), time.process_time()
        way()
        taken[name] = (time.perf_counter() - wall, time.process_time() - cpu)
    (ours_s, ours_cpu), (bare_s, bare_cpu) = taken["ours"], taken["bare"]
    return Pair(ours=ours_s, bare=bare_s, ours_cpu=ours_cpu, bare_cpu=bare_cpu)


if __name__ == "__main__":
    print(json.dumps(paired()))
