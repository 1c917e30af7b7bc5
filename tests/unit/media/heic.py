"""A HEIC file of one picture, written by hand: no package that is installed here writes them, only reads."""

from __future__ import annotations

import struct
from fractions import Fraction

import av
import numpy as np
from av.video.codeccontext import VideoCodecContext
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
    """The decoder's settings (``hvcC``, ISO/IEC 14496-15, section 8.3.3) and one key frame.

    Not through FFmpeg's MP4 writer, which now and then refuses what x265 gives it.
    """
    height, width, _ = pixels.shape
    context = av.CodecContext.create("libx265", "w")
    assert isinstance(context, VideoCodecContext)
    context.width, context.height, context.pix_fmt = width, height, "yuv420p"
    context.time_base, context.framerate = Fraction(1), Fraction(1)
    context.color_primaries, context.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
    context.colorspace, context.color_range = 1, ColorRange.MPEG
    params = "log-level=none:crf=4:pools=none:frame-threads=1:info=0:repeat-headers=1"
    context.options = {"x265-params": params, "preset": "ultrafast"}
    frame = i420_frame(*rgb_to_i420(pixels))
    frame.pts = 0
    stream = b"".join(bytes(packet) for packet in (*context.encode(frame), *context.encode(None)))
    units = [unit.rstrip(b"\0") for unit in stream.split(b"\0\0\1") if unit.rstrip(b"\0")]
    by_kind = {unit[0] >> 1 & 63: unit for unit in units}
    headers = [(kind, by_kind[kind]) for kind in (32, 33, 34)]  # VPS, SPS, PPS
    profile = by_kind[33].replace(b"\0\0\3", b"\0\0")[3:15]
    settings = b"\1" + profile + bytes((0xF0, 0, 0xFC, 0xFD, 0xF8, 0xF8, 0, 0, 0x0F, len(headers)))
    for kind, unit in headers:
        settings += struct.pack(">BHH", 0x80 | kind, 1, len(unit)) + unit
    picture = b"".join(struct.pack(">I", len(unit)) + unit for kind, unit in by_kind.items() if kind < 32)
    return settings, picture


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", len(body) + 8, kind) + body


def _full(kind: bytes, body: bytes, *, version: int = 0) -> bytes:
    return _box(kind, struct.pack(">B3x", version), body)
