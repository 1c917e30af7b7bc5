"""`vitascope.wire.json_text`: what is read, and the sentence for what is not."""

from __future__ import annotations

import contextlib
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitascope.core.errors import BadInput
from vitascope.wire.json_text import MAX_VALUES, read_object

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), JSON, max_size=6), st.booleans())
def test_any_json_object_is_read_as_the_standard_library_reads_it(value: dict[str, object], escaped: bool) -> None:
    text = json.dumps(value, ensure_ascii=escaped)
    try:
        body = text.encode()
    except UnicodeEncodeError:
        body = json.dumps(value).encode()
    assert read_object(body) == value


def test_a_byte_order_mark_of_utf_8_is_left_out() -> None:
    assert read_object(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


@given(st.binary(max_size=64))
def test_no_bytes_do_anything_but_read_or_raise_bad_input(body: bytes) -> None:
    with contextlib.suppress(BadInput):
        assert isinstance(read_object(body), dict)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "The body is empty"),
        (b" \r\n\t", "The body is empty"),
        (b"\xef\xbb\xbf", "The body is empty"),
        (b'\xef\xbb\xbf\xef\xbb\xbf{"a":1}', "not JSON"),
        ('{"a":1}'.encode("utf-16"), "byte order mark"),
        (b'{"a": "\xff"}', "not UTF-8 text: byte 7"),
        (b"{'a': 1}", "not JSON: expecting property name enclosed in double quotes at line 1, column 2"),
        (b'{"a": 1,}', "not JSON"),
        (b'{"a": 1} {"b": 2}', "not JSON: extra data at line 1, column 10"),
        (b'{"a": "\n"}', "not JSON: invalid control character at line 1, column 8."),
        (b"null", "is `null`"),
        (b"true", "is `true`"),
        (b"[]", "is a JSON array"),
        (b'"text"', "is a JSON string"),
        (b"6", "is a number"),
        (b'{"a": NaN}', "holds NaN"),
        (b'{"a": -Infinity}', "holds -Infinity"),
        (b'{"a": 1, "b": 2, "a": 3}', "'a' appears twice"),
        (b'{"x": {"a": 1, "a": 3}}', "'a' appears twice"),
        (b'{"a": ' + b"9" * 5000 + b"}", "too many digits"),
        (b'{"a": ' + b"[" * 20_000 + b"]" * 20_000 + b"}", "nested too deeply"),
        (b'{"a": [' + b"0," * MAX_VALUES + b"0]}", "too many values"),
        (b'{"a": "' + b"\\u0041" * 1_000_001 + b'"}', "too many backslashes"),
    ],
)
def test_a_body_that_is_no_plain_object_is_refused_with_a_sentence(body: bytes, sentence: str) -> None:
    with pytest.raises(BadInput, match=re.escape(sentence)):
        read_object(body)


def test_a_large_image_whose_slashes_are_escaped_is_read() -> None:
    image = "A" * 63 + "/"
    body = ('{"image_url": "' + image.replace("/", "\\/") * 20_000 + '"}').encode()
    assert read_object(body)["image_url"] == image * 20_000
