"""`vitascope.api.multipart`: forms as programs send them, and as they should not."""

from __future__ import annotations

import contextlib
import re

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitascope.api.multipart import MAX_PARTS, Form, parse_form
from vitascope.core.errors import BadInput

PNG = b"\x89PNG\r\n\x1a\n--" + bytes(range(256))


def encoded(data: dict[str, str], files: dict[str, tuple[str | None, bytes, str]]) -> tuple[bytes, bytes]:
    """A form and its boundary, as a real client writes it."""
    request = httpx.Request("POST", "http://x", data=data, files=files)
    return request.read(), re.findall("boundary=(.+)", request.headers["content-type"])[0].encode()


def parsed(data: dict[str, str], files: dict[str, tuple[str | None, bytes, str]]) -> Form:
    return parse_form(*encoded(data, files))


def part(name: str, value: bytes = b"x", *, more: str = "") -> bytes:
    return f'--b\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() + value + b"\r\n"


def test_texts_and_files_are_told_apart() -> None:
    form = parsed({"prompt": "Ein Drache ü 🐉"}, {"input_reference": ("a photo.png", PNG, "image/png")})
    assert form.texts == {"prompt": "Ein Drache ü 🐉"}
    assert (form.files["input_reference"].name, form.files["input_reference"].data) == ("a photo.png", PNG)


@given(value=st.binary(max_size=200), text=st.text(max_size=50))
def test_what_was_sent_is_what_is_read(value: bytes, text: str) -> None:
    form = parsed({"prompt": text}, {"input_reference": ("f", value, "image/png")})
    assert (form.texts["prompt"], form.files["input_reference"].data) == (text, value)


@given(body=st.binary(max_size=300))
def test_any_bytes_are_a_form_or_refused(body: bytes) -> None:
    with contextlib.suppress(BadInput):
        parse_form(b"--b\r\n" + body, b"b")


def test_an_image_without_a_file_name_is_a_file() -> None:
    body = (
        b'--b\r\nContent-Disposition: form-data; name="i"\r\nContent-Type: image/png\r\n\r\n' + PNG + b"\r\n--b--\r\n"
    )
    assert parse_form(body, b"b").files["i"].data == PNG


def test_a_file_field_in_which_nothing_was_chosen_is_absent() -> None:
    form = parse_form(part("i", b"", more='; filename=""') + b"--b--\r\n", b"b")
    assert (form.texts, form.files) == ({}, {})


def test_a_list_that_we_do_not_know_may_come_in_several_parts() -> None:
    assert parse_form(part("tags[]") + part("tags[]") + part("prompt", b"p") + b"--b--\r\n", b"b").texts == {
        "prompt": "p"
    }


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "not a form|cut off"),
        (b"{}", "not a form"),
        (part("prompt"), "cut off"),
        (part("prompt")[:-7], "cut off"),
        (part("prompt") + part("prompt") + b"--b--\r\n", "'prompt' appears twice"),
        (part("prompt", b"\xff") + b"--b--\r\n", "'prompt' is not UTF-8 text: byte 0"),
        (b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n", "has no name"),
        (b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n", "has no name"),
        (b"--b\r\n" + b"A: " + b"x" * 100_000 + b"\r\n\r\nx\r\n--b--\r\n", "not a form"),
        (b"".join(part(f"f{n}") for n in range(MAX_PARTS + 1)) + b"--b--\r\n", "too many fields"),
    ],
)
def test_what_is_no_whole_form_is_refused_with_a_sentence(body: bytes, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        parse_form(body, b"b")


def test_a_boundary_longer_than_any_is_refused() -> None:
    with pytest.raises(BadInput, match="not a form"):
        parse_form(part("prompt"), b"b" * 5000)
