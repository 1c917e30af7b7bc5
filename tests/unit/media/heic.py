"""A HEIC file of one picture, written by hand: no package that is installed here writes them, only reads."""

from __future__ import annotations

import io
import struct

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, ColorTrc

from vitascope.media.convert import rgb_to_i420
from vitascope.media.planes import i420_frame


def heic(pixels: np.ndarray) -> bytes:
    """``pixels`` as HEVC in a HEIF container (ISO/IEC 23008-12, section 6): one item, its settings, its size."""
    height, width, _ = pixels.shape
    settings, picture = _hevc(pixels)
    item = 1
    properties = _box(
        b"iprp",
        _box(b"ipco", _box(b"hvcC", settings), _full(b"ispe", struct.pack(">II", width, height))),
        _full(b"ipma", struct.pack(">IHBBB", 1, item, 2, 0x81, 0x02)),
    )
    entry = _full(b"infe", struct.pack(">HH4sB", item, 0, b"hvc1", 0), version=2)
    before = [
        _full(b"hdlr", struct.pack(">I4s12xB", 0, b"pict", 0)),
        _full(b"pitm", struct.pack(">H", item)),
        _full(b"iinf", struct.pack(">H", 1) + entry),
        properties,
    ]
    file_type = _box(b"ftyp", b"heic", bytes(4), b"mif1heic")

    def meta(offset: int) -> bytes:
        place = struct.pack(">BBHHHHII", 0x44, 0, 1, item, 0, 1, offset, len(picture))
        return _full(b"meta", b"".join([*before, _full(b"iloc", place)]))

    start = len(file_type) + len(meta(0)) + 8
    return file_type + meta(start) + _box(b"mdat", picture)


def _hevc(pixels: np.ndarray) -> tuple[bytes, bytes]:
    """The decoder's settings (``hvcC``) and one key frame, as an MP4 holds them."""
    height, width, _ = pixels.shape
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as container:
        options = {"x265-params": "log-level=none:crf=4:pools=none:frame-threads=1:info=0", "preset": "ultrafast"}
        stream = container.add_stream("libx265", rate=1, options=options)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        context = stream.codec_context
        context.color_primaries, context.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
        context.colorspace, context.color_range = 1, ColorRange.MPEG
        frame = i420_frame(*rgb_to_i420(pixels))
        frame.pts = 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    file.seek(0)
    with av.open(file) as container:
        video = container.streams.video[0]
        packet = next(packet for packet in container.demux(video) if packet.size)
        return bytes(video.codec_context.extradata or b""), bytes(packet)


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", len(body) + 8, kind) + body


def _full(kind: bytes, body: bytes, *, version: int = 0) -> bytes:
    return _box(kind, struct.pack(">B3x", version), body)
