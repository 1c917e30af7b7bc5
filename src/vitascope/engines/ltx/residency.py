"""A studio set up on this machine's device: what fits is loaded there, what does not stays in the host's memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import torch

from vitascope.core.errors import EngineMissing
from vitascope.core.media import RESOLUTIONS, frame_count
from vitascope.engines.ltx.examine import Holdings, examine
from vitascope.engines.ltx.film import Studio
from vitascope.engines.ltx.fitting import EXPLAINED, TEXT, TRANSFORMERS, Placement, Residency, place, placements
from vitascope.engines.ltx.geometry import Plan, plan
from vitascope.engines.ltx.streaming import stream_blocks
from vitascope.engines.ltx.text import TextEncoder, load_gemma
from vitascope.engines.ltx.warm_up import warm_up
from vitascope.engines.ltx.weights import load

GIB = 2**30
ORDINARY = plan(RESOLUTIONS["1080p"], frame_count(10, Fraction(25)), Fraction(25))
"""The clip that must fit beside the weights: larger ones may, and are tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """Where a model runs."""

    name: str
    """PyTorch's, such as ``cuda``."""
    title: str
    memory: int | None
    """Bytes that are free; ``None`` on a CPU, where nothing needs to be elsewhere."""

    @property
    def dtype(self) -> torch.dtype:
        return torch.float32 if self.memory is None else torch.bfloat16


def device_here() -> Device:
    """The first GPU; without one, the CPU, which is for the tiny model alone."""
    if not torch.cuda.is_available():
        return Device(name="cpu", title="no GPU", memory=None)
    free, _ = torch.cuda.mem_get_info()
    return Device(name="cuda", title=torch.cuda.get_device_name(), memory=free)


def sizes_of(holdings: Holdings) -> dict[str, int]:
    """Bytes by part, as loaded."""
    return {part.name: part.loaded_bytes for part in holdings.parts}


def placed_on(device: Device, sizes: dict[str, int], *, clip: Plan = ORDINARY) -> Placement:
    """The fastest plan that leaves room for ``clip``. Raises `EngineMissing` where none does."""
    if device.memory is None:
        return placements(sizes)[0]
    placement = place(sizes, clip, memory=device.memory)
    if placement is None:
        raise EngineMissing(
            f"{device.title} has {device.memory / GIB:.0f} GiB free, and LTX-2 does not fit, not even with "
            f"{EXPLAINED['blocks streamed']}."
        )
    return placement


def set_up(folder: Path, *, step: Callable[[str, int, int], None]) -> Studio:
    """A studio with the weights of ``folder``, each module of which has run here; ``step`` is told what is being done.

    Raises `EngineMissing`, and `EngineFailed` where a module runs and fails.
    """
    step("examining weights", 0, 3)
    holdings = examine(folder)
    problems = [part.problem for part in holdings.parts if part.problem is not None]
    if problems:
        raise EngineMissing(" ".join(problems))
    device = device_here()
    residency = placed_on(device, sizes_of(holdings)).residency
    step("weights", 1, 3)
    away = in_host_memory(residency)
    weights = load(folder, dtype=device.dtype, device=device.name, elsewhere=dict.fromkeys(away, "cpu"))
    for transformer in (weights.transformer, weights.transformer_full):
        if residency == "blocks streamed" and transformer is not None:
            stream_blocks(transformer, device.name)
    step("text encoder", 2, 3)
    text_on = "cpu" if "text_encoder" in away else device.name
    gemma, tokenizer = load_gemma(folder, dtype=device.dtype, device=text_on)
    text = TextEncoder(
        gemma=gemma, tokenizer=tokenizer, connectors=weights.connectors, connectors_full=weights.connectors_full
    )
    warm_up(weights, text, step=step)
    return Studio(weights=weights, text=text)


def in_host_memory(residency: Residency) -> tuple[str, ...]:
    """Parts that are not loaded to the device."""
    return {"resident": (), "text on the CPU": TEXT, "blocks streamed": (*TEXT, *TRANSFORMERS)}[residency]
