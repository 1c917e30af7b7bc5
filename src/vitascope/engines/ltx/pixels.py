"""Frames as the decoder gives them to I420 planes as the muxer takes them: on the device, eight bits come back.

BT.709, limited range (ITU-R BT.709-6, section 3), chroma averaged over two by two pixels: what `media.convert` does.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from vitascope.core.media import Planes
from vitascope.media.planes import i420_buffer

RED, BLUE = 0.2126, 0.0722
GREEN = 1 - RED - BLUE
"""What each colour adds to lightness (section 3.2)."""


@torch.inference_mode()
def to_i420(frames: Tensor, *, top: int, left: int, height: int, width: int) -> tuple[Planes, Planes, Planes]:
    """``(3, n, h, w)`` in [-1, 1], cut to ``height`` × ``width`` at ``top``, ``left``, as Y, U and V.

    Y is ``(n, height, width)``, U and V half of that each way. Rounded to nearest.
    """
    rgb = frames[:, :, top : top + height, left : left + width].float().clamp(-1, 1).add(1).div(2)
    red, green, blue = rgb
    luma = RED * red + GREEN * green + BLUE * blue
    chroma = torch.stack(((blue - luma) / (2 * (1 - BLUE)), (red - luma) / (2 * (1 - RED))))
    halved = functional.avg_pool2d(chroma, 2)
    made = i420_buffer(frames.shape[1], width=width, height=height)
    for plane, values in zip(made, (16 + 219 * luma, 128 + 224 * halved[0], 128 + 224 * halved[1]), strict=True):
        plane[:] = values.round().to(torch.uint8).cpu().numpy()
    return made
