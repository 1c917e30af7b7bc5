"""Noise, drawn on the CPU from the seed: a seed then gives the same clip on every device."""

from __future__ import annotations

import hashlib
from typing import Literal

import torch
from torch import Tensor

Use = Literal["video", "audio", "refine video", "refine audio"]


def noise(shape: tuple[int, ...], *, seed: int, use: Use, device: torch.device | str = "cpu") -> Tensor:
    """Normal float32 numbers of ``shape``.

    Each use has a generator of its own, so that one being longer moves no other: the same seed at another length
    begins with the same sound.
    """
    digest = hashlib.sha256(f"vitascope ltx noise 1 {seed} {use}".encode()).digest()
    generator = torch.Generator("cpu").manual_seed(int.from_bytes(digest[:8]) >> 1)
    return torch.randn(shape, generator=generator, dtype=torch.float32).to(device)
