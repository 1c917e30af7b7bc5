from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitascope.client.sse import MAX_LINE_BYTES, Decoder, Message


def decoded(*chunks: bytes) -> list[Message]:
    decoder = Decoder()
    return [message for chunk in chunks for message in decoder.feed(chunk)]


def test_an_event_has_a_name_an_id_and_data() -> None:
    assert decoded(b'event: progress\nid: 7\ndata: {"a": 1}\n\n') == [Message(name="progress", data='{"a": 1}', id="7")]


def test_without_a_name_it_is_a_message_and_the_last_id_stays() -> None:
    first, second = decoded(b"id: 7\ndata: a\n\ndata:b\n\n")
    assert (first.id, second) == ("7", Message(name="message", data="b", id="7"))


def test_lines_of_data_are_put_together() -> None:
    assert decoded(b"data: a\ndata:\ndata:  b\n\n") == [Message(name="message", data="a\n\n b", id=None)]


def test_comments_unknown_fields_and_events_without_data_are_passed_over() -> None:
    assert decoded(b": ping\n\nevent: ping\n\nfoo: bar\ndata\n\n") == [Message(name="message", data="", id=None)]


def test_what_is_not_ended_by_an_empty_line_is_not_an_event() -> None:
    assert decoded(b"data: a\n") == []


def test_the_server_says_how_long_to_wait() -> None:
    decoder = Decoder()
    assert list(decoder.feed(b"retry: 2500\nretry: soon\n\n")) == []
    assert decoder.retry_s == 2.5


def test_an_id_with_a_null_is_left_aside_and_an_empty_one_forgets() -> None:
    assert [m.id for m in decoded(b"id: 7\ndata: a\n\nid: a\0b\ndata: b\n\nid\ndata: c\n\n")] == ["7", "7", ""]


def test_a_byte_order_mark_is_dropped() -> None:
    assert decoded(b"\xef\xbb\xbfdata: a\n\n")[0].data == "a"


def test_a_line_without_end_is_not_kept_in_memory() -> None:
    decoder = Decoder()
    assert list(decoder.feed(b"x" * MAX_LINE_BYTES)) == []
    with pytest.raises(ValueError, match="line of more than"):
        list(decoder.feed(b"x"))


@given(
    events=st.lists(st.tuples(st.sampled_from(["", "status"]), st.text("aä🎬\u2028 :", max_size=6)), max_size=5),
    ends=st.sampled_from([b"\n", b"\r\n", b"\r"]),
    cuts=st.lists(st.integers(0, 400), max_size=12),
)
def test_how_the_bytes_are_cut_makes_no_difference(events: list[tuple[str, str]], ends: bytes, cuts: list[int]) -> None:
    lines = [f"event: {name}\nid: {n}\ndata: {data}\n\n" for n, (name, data) in enumerate(events)]
    stream = "".join(lines).encode().replace(b"\n", ends) + b":"  # so that a last \r is known to stand alone
    places = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    expected = [Message(name=name or "message", data=data, id=str(n)) for n, (name, data) in enumerate(events)]
    assert decoded(*(stream[a:b] for a, b in pairwise(places))) == expected
