"""`vitascope.api.urlencoded`: forms in the style of a query string, and JSON that came under their name."""

from __future__ import annotations

import contextlib
import json
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitascope.api.urlencoded import MAX_ESCAPES, read_fields
from vitascope.core.errors import BadInput


@given(st.dictionaries(st.text().filter(lambda name: not name.endswith("[]")), st.text(), min_size=1, max_size=6))
def test_what_was_sent_is_what_is_read(fields: dict[str, str]) -> None:
    with contextlib.suppress(UnicodeEncodeError):
        assert read_fields(urlencode(fields).encode()) == fields


@given(st.binary(max_size=64))
def test_no_bytes_do_anything_but_read_or_raise_bad_input(body: bytes) -> None:
    with contextlib.suppress(BadInput):
        assert isinstance(read_fields(body), dict)


@pytest.mark.parametrize("before", [b"", b" \r\n\t", b"\xef\xbb\xbf"])
def test_json_under_the_name_of_a_form_is_read_as_json(before: bytes) -> None:
    body = {"prompt": "a & b = c", "seconds": 8}
    assert read_fields(before + json.dumps(body).encode()) == body


def test_a_field_may_be_empty_and_a_list_is_left() -> None:
    assert read_fields(b"prompt=a+boat&size=&tags%5B%5D=a&tags%5B%5D=b") == {"prompt": "a boat", "size": ""}


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "The body is empty"),
        (b" ", "The body is empty"),
        (b"[]", "a JSON array"),
        (b"{'prompt': 1}", "not JSON"),
        (b"prompt=a&prompt=b", "The field 'prompt' appears twice"),
        (b"prompt=%ff", "not UTF-8"),
        (b"prompt=\xff", "not UTF-8"),
        (b"&".join(b"f%d=1" % i for i in range(101)), "too many fields: at most 100"),
        (b"prompt=" + b"%41" * (MAX_ESCAPES + 1), "too many percent signs"),
    ],
)
def test_what_is_no_form_is_refused_with_a_sentence(body: bytes, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        read_fields(body)
