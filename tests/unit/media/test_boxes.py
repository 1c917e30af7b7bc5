from __future__ import annotations

import struct
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st

from vitascope.media.boxes import MAX_BOXES, Box, boxes, find_box, index_first


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), kind) + body


def test_a_nested_box_is_found_behind_its_siblings() -> None:
    inner = box(b"free", b"xx") + box(b"name", b"value")
    file = BytesIO(box(b"ftyp", b"isom") + box(b"moov", box(b"udta", b"") + box(b"meta", b"\0\0\0\0" + inner)))
    found = find_box(file, (b"moov", b"meta", b"name"))
    assert found is not None
    assert file.getvalue()[found.body : found.end] == b"value"
    assert find_box(file, (b"moov", b"udta", b"name")) is None


def test_a_size_of_64_bits_and_one_to_the_end_of_the_file_are_read() -> None:
    long = struct.pack(">I4sQ", 1, b"mdat", 16 + 5) + b"media"
    file = BytesIO(long + struct.pack(">I4s", 0, b"moov") + b"index")
    assert list(boxes(file)) == [
        Box(kind=b"mdat", start=0, body=16, end=21),
        Box(kind=b"moov", start=21, body=29, end=34),
    ]
    assert not index_first(file)
    assert index_first(BytesIO(box(b"moov", b"") + long))


def test_a_box_that_claims_more_than_there_is_ends_the_walk() -> None:
    assert list(boxes(BytesIO(struct.pack(">I4s", 4000, b"moov") + b"index"))) == []


def test_a_file_of_nothing_but_tiny_boxes_ends() -> None:
    assert len(list(boxes(BytesIO(box(b"free", b"") * (MAX_BOXES + 5))))) == MAX_BOXES


@given(st.binary(max_size=200))
def test_any_bytes_are_walked_within_themselves(data: bytes) -> None:
    end = 0
    for found in boxes(BytesIO(data)):
        assert end == found.start < found.body <= found.end <= len(data)
        end = found.end
