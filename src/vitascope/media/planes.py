"""How I420 planes lie in memory, so that frames reach the encoder without a copy."""

from __future__ import annotations

import numpy as np
from av.video.frame import VideoFrame
from av.video.plane import VideoPlane
from numpy.typing import NDArray

from vitascope.core.media import Planes


def i420_buffer(frames: int, *, width: int, height: int) -> tuple[Planes, Planes, Planes]:
    """Empty planes of ``frames`` frames, ``(frames, height, width)`` and twice ``(frames, height // 2, width // 2)``.

    Each frame's three planes lie end to end in memory, so that the muxer hands them to x264 without a copy.
    ``width`` and ``height`` are even.
    """
    luma, chroma = width * height, (width // 2) * (height // 2)
    block = np.empty((frames, luma + 2 * chroma), np.uint8)
    half = (frames, height // 2, width // 2)
    return (
        block[:, :luma].reshape(frames, height, width),
        block[:, luma : luma + chroma].reshape(half),
        block[:, luma + chroma :].reshape(half),
    )


def i420_frame(y: Planes, u: Planes, v: Planes) -> VideoFrame:
    """One frame's planes as PyAV takes them: no copy where they lie end to end, as an `i420_buffer`'s."""
    height, width = y.shape
    # PyAV rounds the height of a buffer down to a multiple of four and finds the chroma in the wrong place.
    if height % 4 == 0 and _end_to_end(y, u, v):
        whole = np.lib.stride_tricks.as_strided(y, (height * 3 // 2, width), (width, 1), writeable=False)
        return VideoFrame.from_numpy_buffer(whole, format="yuv420p")
    frame = VideoFrame(width, height, "yuv420p")
    for target, plane in zip(frame.planes, (y, u, v), strict=True):
        np.copyto(plane_pixels(target, plane.shape[1]), plane)
    return frame


def plane_pixels(plane: VideoPlane, row_bytes: int) -> NDArray[np.uint8]:
    """The memory of one of a frame's planes, ``(rows, row_bytes)``, without the padding that ends its rows."""
    memory: NDArray[np.uint8] = np.frombuffer(plane, np.uint8)  # type: ignore[call-overload]  # a plane is a buffer, its stub omits
    return memory.reshape(-1, plane.line_size)[: plane.height, :row_bytes]


def _end_to_end(y: Planes, u: Planes, v: Planes) -> bool:
    whole = y.flags.c_contiguous and u.flags.c_contiguous and v.flags.c_contiguous
    start = y.ctypes.data
    follow = u.ctypes.data == start + y.size and v.ctypes.data == start + y.size + u.size
    return whole and follow and _same_block(y, u, v)


def _same_block(*planes: Planes) -> bool:
    """Whether the planes are views of one array, so that holding one of them keeps all of them alive."""
    return len({id(_owner(plane)) for plane in planes}) == 1


def _owner(array: NDArray[np.uint8]) -> object:
    owner: object = array
    while isinstance(owner, np.ndarray) and owner.base is not None:
        owner = owner.base
    return owner
