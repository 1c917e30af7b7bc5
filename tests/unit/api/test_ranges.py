"""`vitascope.api.ranges`: RFC 9110, held against every file size."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitascope.api.ranges import Span, Unsatisfiable, asked_span, not_modified, range_still_good

ETAG = '"0123abcd"'
MODIFIED = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)
DATE = "Fri, 02 Jan 2026 03:04:05 GMT"
EARLIER = "Fri, 02 Jan 2026 03:04:04 GMT"


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("bytes=0-0", (0, 1)),
        ("bytes=0-99", (0, 100)),
        ("bytes=10-", (10, 100)),
        ("bytes=-1", (99, 100)),
        ("bytes=-1000", (0, 100)),
        ("bytes=99-1000", (99, 100)),
        ("BYTES=5-6", (5, 7)),
        ("bytes= 5-6", (5, 7)),
    ],
)
def test_one_span_is_read(header: str, span: tuple[int, int]) -> None:
    assert asked_span(header, 100) == Span(start=span[0], end=span[1])


@pytest.mark.parametrize(
    "header", [None, "", "bytes", "bytes=", "bytes=-", "bytes=6-5", "bytes=0-1,3-4", "items=0-1", "bytes=a-b", "0-1"]
)
def test_what_is_no_single_span_asks_for_the_whole_file(header: str | None) -> None:
    assert asked_span(header, 100) is None


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0", "bytes=999999999999999999-"])
def test_a_span_outside_the_file_is_unsatisfiable(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        asked_span(header, 100)


@given(st.integers(0, 2000), st.integers(0, 2000), st.integers(1, 1000))
def test_a_span_gives_the_bytes_that_its_two_ends_name(first: int, last: int, size: int) -> None:
    content = bytes(i % 251 for i in range(size))
    try:
        span = asked_span(f"bytes={first}-{last}", size)
    except Unsatisfiable:
        assert first >= size
        return
    if span is None:
        assert last < first
    else:
        assert content[span.start : span.end] == content[first : last + 1] != b""


@given(st.integers(1, 2000), st.integers(0, 1000))
def test_a_suffix_gives_the_end_of_the_file(length: int, size: int) -> None:
    try:
        span = asked_span(f"bytes=-{length}", size)
    except Unsatisfiable:
        assert size == 0
        return
    assert span == Span(start=max(0, size - length), end=size)


@given(st.text(max_size=30), st.integers(0, 10**6))
def test_no_header_does_worse_than_ask_for_too_much(header: str, size: int) -> None:
    try:
        span = asked_span(header, size)
    except Unsatisfiable:
        return
    assert span is None or 0 <= span.start < span.end <= size


@pytest.mark.parametrize(
    ("headers", "known"),
    [
        ({}, False),
        ({"if-none-match": ETAG}, True),
        ({"if-none-match": f"W/{ETAG}"}, True),
        ({"if-none-match": f'"other", {ETAG}'}, True),
        ({"if-none-match": "*"}, True),
        ({"if-none-match": '"other"'}, False),
        ({"if-none-match": '"other"', "if-modified-since": DATE}, False),
        ({"if-modified-since": DATE}, True),
        ({"if-modified-since": EARLIER}, False),
        ({"if-modified-since": "yesterday"}, False),
    ],
)
def test_a_copy_is_known_by_its_tag_or_else_by_its_date(headers: dict[str, str], known: bool) -> None:
    assert not_modified(headers, etag=ETAG, modified=MODIFIED) is known


@pytest.mark.parametrize(
    ("if_range", "good"),
    [
        (None, True),
        (ETAG, True),
        (f"W/{ETAG}", False),
        ('"other"', False),
        (DATE, True),
        (EARLIER, False),
        ("yesterday", False),
    ],
)
def test_a_range_is_honoured_for_the_same_file_only(if_range: str | None, good: bool) -> None:
    assert range_still_good(if_range, etag=ETAG, modified=MODIFIED) is good


def test_a_file_written_after_the_clients_date_is_sent_again() -> None:
    headers = {"if-modified-since": DATE}
    assert not not_modified(headers, etag=ETAG, modified=MODIFIED + timedelta(seconds=1))
