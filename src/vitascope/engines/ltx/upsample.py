"""From stage 1 to stage 2: twice the height and width, and noised again to where stage 2 begins."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from vitascope.engines.ltx.geometry import LatentSize
from vitascope.engines.ltx.latents import Statistics, pack_video, unpack_video


@torch.inference_mode()
def upsample(packed: Tensor, size: LatentSize, *, upsampler: Any, statistics: Statistics) -> Tensor:
    """Normalised, packed latents of ``size`` as those of a picture twice as high and wide, ``(1, 4 × tokens, 128)``.

    The upsampler was trained on latents as the VAE has them, so they are denormalised on the way.
    """
    plain = unpack_video(statistics.denormalise(packed), size)
    larger = upsampler(plain.to(upsampler.device, upsampler.dtype)).float()
    return statistics.normalise(pack_video(larger))
