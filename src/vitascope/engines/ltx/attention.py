"""Which kernels compute attention: PyTorch's own, or faster ones that are installed here. Nothing is ever fetched.

By itself only what gives the same numbers, but for rounding, is chosen: FlashAttention 3 on Hopper, where PyTorch's own
kernels are a generation behind. FlashAttention 2 is what PyTorch has inside; SageAttention computes in eight bits. The
prompt's tokens are masked, which these kernels do not know: attention to them, 1,024 keys, is PyTorch's under any.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any, Literal

import torch
from diffusers.models import attention_dispatch as dispatch

from vitascope.core.errors import EngineMissing
from vitascope.engines.ltx.options import ATTENTION

log = logging.getLogger(__name__)

Kernels = Literal["native", "cudnn", "flash", "flash3", "sage"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What kernels are called by diffusers, and where they run."""

    backend: str
    package: str | None
    least: tuple[int, int]
    """CUDA's compute capability, 9.0 of an H100."""
    below: tuple[int, int] = (100, 0)


GPU: dict[Kernels, Needs] = {
    "cudnn": Needs(backend="_native_cudnn", package=None, least=(8, 0)),
    "flash": Needs(backend="flash", package="flash-attn", least=(8, 0)),
    "flash3": Needs(backend="_flash_3", package="FlashAttention 3 (flash_attn_interface)", least=(9, 0), below=(10, 0)),
    "sage": Needs(backend="sage", package="sageattention", least=(8, 0)),
}
BY_ITSELF: tuple[Kernels, ...] = ("flash3",)
"""Tried in this order on a GPU before PyTorch's own."""

UNMASKED = ("attn1", "audio_attn1", "audio_to_video_attn", "video_to_audio_attn")
"""Of a block: picture and sound each to itself, and to one another."""
MASKED = ("attn2", "audio_attn2")
TRIED = (1, 16, 2, 128)
"""Batch, tokens, heads and width of a head, as in LTX-2's picture."""


def choose(wanted: Literal["auto"] | Kernels, device: torch.device) -> Kernels:
    """The kernels for ``device``; ``auto`` takes what is there. Raises `EngineMissing` where ``wanted`` is not."""
    if wanted == "native":
        return "native"
    if wanted == "auto":
        for found in BY_ITSELF:
            if missing(found, device) is None:
                if (why_not := failure(found, device)) is None:
                    return found
                log.warning("%s attention is not used: %s", found, why_not)
        return "native"
    why_not = obstacle(wanted, device)
    if why_not is not None:
        here = ", ".join(("native", *(kernels for kernels in GPU if obstacle(kernels, device) is None)))
        raise EngineMissing(f"{ATTENTION}={wanted} cannot be used: {why_not}; there is {here}.")
    return wanted


def obstacle(kernels: Kernels, device: torch.device) -> str | None:
    """Why ``kernels`` do not run on ``device``, in words; ``None`` where they have just run there."""
    return missing(kernels, device) or failure(kernels, device)


def missing(kernels: Kernels, device: torch.device) -> str | None:
    """What ``kernels`` need and is not here."""
    needs = GPU[kernels]
    if device.type != "cuda":
        return f"it needs a GPU, and this is a {device.type.upper()}"
    if not needs.least <= torch.cuda.get_device_capability(device) < needs.below:
        return f"it is for other GPUs than {torch.cuda.get_device_name(device)}"
    try:
        dispatch._check_attention_backend_requirements(dispatch.AttentionBackendName(needs.backend))
    except RuntimeError:
        return f"{needs.package} is not installed, or not for this PyTorch"
    return None


def failure(kernels: Kernels, device: torch.device) -> str | None:
    """How ``kernels`` fail on ``device``, tried on a few tokens."""
    needs = GPU[kernels]
    try:
        tried = torch.zeros(TRIED, device=device, dtype=torch.bfloat16)
        dispatch.dispatch_attention_fn(tried, tried, tried, backend=dispatch.AttentionBackendName(needs.backend))
        torch.cuda.synchronize(device)
    except Exception as error:  # kernels of other packages raise what they like
        return f"{needs.package or kernels} fails here ({type(error).__name__}: {error})"
    return None


def attend_by(transformer: Any, kernels: Kernels) -> None:
    """Have ``transformer`` use ``kernels`` wherever they can be."""
    backend = dispatch.AttentionBackendName("native" if kernels == "native" else GPU[kernels].backend)
    native = dispatch.AttentionBackendName.NATIVE  # said, for the environment could name another for all of diffusers
    for block in transformer.transformer_blocks:
        for names, chosen in ((UNMASKED, backend), (MASKED, native)):
            for name in names:
                getattr(block, name).processor._attention_backend = chosen
