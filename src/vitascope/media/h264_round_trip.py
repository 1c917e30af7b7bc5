"""A still as it looks after H.264: what a video model that was trained on encoded clips expects of a first frame."""

from __future__ import annotations

from io import BytesIO

import av
import numpy as np
from numpy.typing import NDArray

from vitascope.media.convert import i420_to_rgb, rgb_to_i420
from vitascope.media.planes import i420_frame, plane_pixels


def through_h264(rgb: NDArray[np.uint8], *, crf: int) -> NDArray[np.uint8]:
    """``(height, width, 3)``, both even, encoded as one frame at quality ``crf`` and decoded again."""
    height, width, _ = rgb.shape
    packed = BytesIO()
    with av.open(packed, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=1, options={"crf": str(crf), "preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for frame in (i420_frame(*rgb_to_i420(rgb)), None):
            container.mux(stream.encode(frame))
    packed.seek(0)
    with av.open(packed, "r") as encoded:
        decoded = next(encoded.decode(video=0))
        y, u, v = (
            plane_pixels(plane, wide)
            for plane, wide in zip(decoded.planes, (width, width // 2, width // 2), strict=True)
        )
        return i420_to_rgb(y, u, v)
