"""The device that is checked: what it is, what it promises on paper, and what one large product reaches on it."""

from __future__ import annotations

import importlib.util
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import diffusers
import torch
import transformers
from torch.nn.functional import linear

from vitascope import __version__
from vitascope.engines.ltx.speed import peak_of

PACKAGES = ("flash_attn", "flash_attn_interface", "sageattention", "xformers", "triton")
"""Attention kernels that the engine does not ask for; said when they are there."""
SIDE, TINY_SIDE = 8192, 256
"""Of the matrices whose product is timed."""
COPIED, TINY_COPIED = 2**30, 2**20
"""Bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """What figures are of."""

    name: str
    torch: torch.device
    memory: int | None
    """Bytes in all; ``None`` on a CPU."""
    peak: float | None
    """TFLOP/s by the table above; ``None`` where it does not know the device."""
    product: float
    """TFLOP/s that a large product in bf16 reached just now."""
    upload: float
    """GB/s from the host's pinned memory: what bounds blocks that are streamed."""

    @property
    def ideal(self) -> float:
        """TFLOP/s that floors are reckoned with."""
        return self.peak or self.product

    @property
    def free(self) -> float:
        """Bytes now, with what PyTorch keeps for itself counted as free; no bound on a CPU."""
        if self.memory is None:
            return float("inf")
        free, _ = torch.cuda.mem_get_info(self.torch)
        return free + torch.cuda.memory_reserved(self.torch) - torch.cuda.memory_allocated(self.torch)

    def told(self) -> dict[str, Any]:
        """For the report."""
        cuda = self.torch.type == "cuda"
        return {
            "name": self.name,
            "memory_gib": None if self.memory is None else round(self.memory / 2**30, 1),
            "capability": list(torch.cuda.get_device_capability(self.torch)) if cuda else None,
            "peak_tflops": self.peak,
            "product_tflops": round(self.product, 2),
            "upload_gb_s": round(self.upload, 1),
            "torch": torch.__version__,
            "cuda": torch.version.cuda,
            "cudnn": torch.backends.cudnn.version() if cuda else None,  # type: ignore[no-untyped-call]
            "diffusers": diffusers.__version__,
            "transformers": transformers.__version__,
            "vitascope": __version__,
            "python": platform.python_version(),
            "packages": [name for name in PACKAGES if importlib.util.find_spec(name) is not None],
        }


def look(*, tiny: bool) -> Device:
    """The first GPU; with ``tiny``, the CPU where there is none."""
    cuda = torch.cuda.is_available()
    place = torch.device("cuda", 0) if cuda else torch.device("cpu")
    name = torch.cuda.get_device_name(0) if cuda else platform.processor() or "CPU"
    return Device(
        name=name,
        torch=place,
        memory=torch.cuda.get_device_properties(0).total_memory if cuda else None,
        peak=peak_of(name) if cuda else None,
        product=_product(place, TINY_SIDE if tiny else SIDE),
        upload=_upload(place, TINY_COPIED if tiny else COPIED),
    )


def timed(work: Callable[[], object], device: torch.device, *, runs: int = 1) -> list[float]:
    """Seconds of each run, until the device is done."""
    measured = []
    for _ in range(runs):
        synchronize(device)
        started = time.perf_counter()
        work()
        synchronize(device)
        measured.append(time.perf_counter() - started)
    return measured


def synchronize(device: torch.device) -> None:
    """Wait for the device; a CPU never needs waiting for."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def forget(device: torch.device) -> None:
    """Give back what PyTorch keeps of the device's memory, and begin to look for the peak anew."""
    if device.type == "cuda":
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats(device)


def peak_bytes(device: torch.device) -> int | None:
    """The most that was held since `forget`; ``None`` on a CPU."""
    return torch.cuda.max_memory_allocated(device) if device.type == "cuda" else None


@torch.inference_mode()
def _product(device: torch.device, side: int) -> float:
    """By a linear layer, as the model does: on some CPUs a bare product in bf16 takes ten times as long."""
    left, right = (torch.randn(side, side, device=device, dtype=torch.bfloat16) for _ in range(2))
    timed(lambda: linear(left, right), device, runs=3)
    return 2 * side**3 / min(timed(lambda: linear(left, right), device, runs=10)) / 1e12


def _upload(device: torch.device, size: int) -> float:
    host = torch.empty(size, dtype=torch.uint8)
    if device.type == "cuda":
        host = host.pin_memory()
    there = torch.empty(size, dtype=torch.uint8, device=device)
    return size / min(timed(lambda: there.copy_(host, non_blocking=True), device, runs=3)) / 1e9
