"""Attention by itself, on the shape that steps spend most of their time on: each back end that could compute it."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import torch
from diffusers.models import attention_dispatch as dispatch
from torch import Tensor
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.nn.functional import scaled_dot_product_attention

from tools.gpu_check_device import Device, timed
from tools.gpu_check_jobs import Job
from tools.gpu_check_parts import Parts
from tools.gpu_check_report import GIB, Attention
from vitascope.engines.ltx.attention import GPU, Kernels, obstacle
from vitascope.engines.ltx.text import LONGEST

BACKENDS = (
    SDPBackend.FLASH_ATTENTION,
    SDPBackend.CUDNN_ATTENTION,
    SDPBackend.EFFICIENT_ATTENTION,
    SDPBackend.MATH,
)
BESIDE: tuple[Kernels, ...] = ("flash", "flash3", "sage")
"""Kernels of other packages that the engine can be told to use."""
LARGEST_MATH = 4 * GIB
"""Of attention's whole matrix in 16 bits, which that back end writes out."""
RUNS = 3


def attentions(parts: Parts, device: Device, job: Job) -> Iterator[Attention]:
    """The video's attention to itself in stage 2 of ``job``, and to the text with and without its mask."""
    config = parts.config("transformer")
    heads, width = config["num_attention_heads"], config["attention_head_dim"]
    tokens = job.sizes()[1].tokens
    bias = torch.zeros(1, 1, 1, LONGEST, device=device.torch, dtype=torch.bfloat16)
    cases = (
        (f"itself, {tokens:,} tokens", tokens, None),
        (f"to the text, {LONGEST:,} tokens, without a mask", LONGEST, None),
        (f"to the text, {LONGEST:,} tokens, with the engine's mask", LONGEST, bias),
    )
    for name, keys, mask in cases:
        query = _random(device, 1, heads, tokens, width)
        key, value = _random(device, 1, heads, keys, width), _random(device, 1, heads, keys, width)
        first: Tensor | None = None
        for title, why_not, way in _ways(device.torch, query, key, value, mask):
            found = why_not or _attended(device, way)
            if isinstance(found, str):
                yield Attention(shape=name, backend=title, seconds=None, tflops=None, difference=None, problem=found)
                continue
            seconds, made = found
            first = made if first is None else first
            yield Attention(
                shape=name,
                backend=title,
                seconds=seconds,
                tflops=4 * heads * width * tokens * keys / seconds / 1e12,
                difference=float((made - first).abs().max()),
            )


def _ways(
    device: torch.device, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None
) -> Iterator[tuple[str, str | None, Callable[[], Tensor]]]:
    """Each back end by its name, why it cannot be tried, and what runs it; all give ``(1, heads, tokens, width)``."""
    large = 2 * query.shape[1] * query.shape[2] * key.shape[2] > LARGEST_MATH
    for native in BACKENDS:
        why_not = "would need too much memory" if native is SDPBackend.MATH and large else None
        yield native.name.removesuffix("_ATTENTION").lower(), why_not, partial(_native, native, query, key, value, mask)
    if mask is not None:
        return
    q, k, v = (it.transpose(1, 2) for it in (query, key, value))
    for kernels in BESIDE:
        name = dispatch.AttentionBackendName(GPU[kernels].backend)
        yield f"{kernels}, installed", obstacle(kernels, device), partial(_installed, name, q, k, v)


def _native(backend: SDPBackend, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None) -> Tensor:
    with sdpa_kernel(backend):
        return scaled_dot_product_attention(query, key, value, attn_mask=mask)


def _installed(backend: Any, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    made: Tensor = dispatch.dispatch_attention_fn(query, key, value, backend=backend)
    return made.transpose(1, 2)


@torch.inference_mode()
def _attended(device: Device, way: Callable[[], Tensor]) -> tuple[float, Tensor] | str:
    """Seconds and the result, or how it failed."""
    try:
        made = way()
        return statistics.median(timed(way, device.torch, runs=RUNS)), made
    except Exception as error:  # kernels of other packages raise what they like
        return str(error).partition("\n")[0].partition(".")[0] or type(error).__name__


def _random(device: Device, *shape: int) -> Tensor:
    return torch.randn(*shape, device=device.torch, dtype=torch.bfloat16)
