"""RGB ⇄ I420 in BT.709, limited range (ITU-R BT.709-6, section 3): the colours that every clip is tagged with.

The base install's converter, over swscale. OpenCV's ``cvtColor`` is no substitute: its matrix is BT.601, which shows as
wrong greens and reds in a file that says BT.709.
"""

from __future__ import annotations

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from numpy.typing import NDArray

from vitascope.core.media import Planes
from vitascope.media.planes import i420_buffer, i420_frame, plane_pixels

_ACCURATE = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT
"""Rounded to nearest: swscale's default truncates, which loses a code value in half of all pixels."""


def rgb_to_i420(
    rgb: NDArray[np.uint8], *, out: tuple[Planes, Planes, Planes] | None = None
) -> tuple[Planes, Planes, Planes]:
    """One frame ``(height, width, 3)``, both even, as Y, U and V.

    ``out`` are three planes to fill, such as ``(y[i], u[i], v[i])`` of an `i420_buffer`; they are returned.
    """
    height, width, _ = rgb.shape
    if height % 2 or width % 2:
        raise ValueError(f"I420 needs even sides; this frame is {width}×{height}")
    frame = VideoReformatter().reformat(
        VideoFrame.from_numpy_buffer(np.ascontiguousarray(rgb), format="rgb24"),
        format="yuv420p",
        interpolation=_ACCURATE,
        dst_colorspace=Colorspace.ITU709,
        src_color_range=ColorRange.JPEG,
        dst_color_range=ColorRange.MPEG,
    )
    if out is None:
        whole = i420_buffer(1, width=width, height=height)
        out = whole[0][0], whole[1][0], whole[2][0]
    for target, plane in zip(out, frame.planes, strict=True):
        np.copyto(target, plane_pixels(plane, target.shape[1]))
    return out


def i420_to_rgb(y: Planes, u: Planes, v: Planes, *, width: int | None = None) -> NDArray[np.uint8]:
    """One frame's planes as sRGB ``(height, width, 3)``; scaled to ``width`` pixels where given, shape kept."""
    height, full_width = y.shape
    wide = width or full_width
    frame = VideoReformatter().reformat(
        i420_frame(y, u, v),
        width=wide,
        height=round(height * wide / full_width),
        format="rgb24",
        interpolation=_ACCURATE,
        src_colorspace=Colorspace.ITU709,
        src_color_range=ColorRange.MPEG,
        dst_color_range=ColorRange.JPEG,
    )
    pixels = plane_pixels(frame.planes[0], frame.width * 3)
    return np.ascontiguousarray(pixels).reshape(frame.height, frame.width, 3)
