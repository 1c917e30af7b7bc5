from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitascope.core.errors import UnusableImage
from vitascope.media.source import Inline, Link, read_source

DATA = bytes(range(256)) * 2


def read(text: str, *, max_chars: int = 1_000_000) -> Link | Inline:
    return read_source(text, field="image_url", max_chars=max_chars)


@pytest.mark.parametrize("link", ["https://example.com/a.png", "http://example.com/a?b=c#d", "HTTPS://EXAMPLE.COM/A"])
def test_a_link_is_a_link(link: str) -> None:
    assert read(f" {link}\n") == Link(link)


@given(st.binary(min_size=16, max_size=300), st.booleans(), st.booleans(), st.booleans(), st.booleans())
def test_base64_is_read_however_a_client_writes_it(
    data: bytes, url_safe: bool, padded: bool, wrapped: bool, as_uri: bool
) -> None:
    text = (base64.urlsafe_b64encode if url_safe else base64.b64encode)(data).decode()
    text = text if padded else text.rstrip("=")
    text = "\r\n".join(text[i : i + 76] for i in range(0, len(text), 76)) if wrapped else text
    assert read(f"data:image/png;base64,{text}" if as_uri else text) == Inline(data)


@pytest.mark.parametrize("header", ["data:image/png;base64", "data:;base64", "DATA:image/jpeg;name=a.jpg;BASE64"])
def test_a_data_uri_may_have_any_media_type(header: str) -> None:
    assert read(f"{header},{base64.b64encode(DATA).decode()}") == Inline(DATA)


def test_percent_encoded_base64_is_read() -> None:
    text = base64.b64encode(DATA).decode().replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")
    assert read(f"data:image/png;base64,{text}") == Inline(DATA)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it is empty"),
        ("   ", "it is empty"),
        ("cat", "neither a link nor an image"),
        ("picture.png", "neither a link nor base64"),
        ("/home/me/picture.png", "neither a link nor base64"),
        ("file:///etc/passwd", "file: links are not fetched"),
        ("ftp://example.com/a.png", "ftp: links are not fetched"),
        ("www.example.com/a.png", "https://www.example.com/a.png"),
        ("data:image/png,abc", "not base64"),
        ("data:image/png;base64", "not base64"),
        ("data:image/png;base64,", "nothing after its comma"),
        ("data:image/png;base64,a", "neither a link nor base64"),
    ],
)
def test_anything_else_is_refused_with_what_to_do(text: str, said: str) -> None:
    with pytest.raises(UnusableImage, match="image_url") as refused:
        read(text)
    assert said in str(refused.value)


def test_too_much_base64_is_refused_before_it_is_decoded() -> None:
    text = "data:image/png;base64," + "A" * 2**20
    assert read(text, max_chars=2**20) == Inline(bytes(2**20 * 3 // 4))
    with pytest.raises(UnusableImage, match=r"1\.0 MB of base64") as refused:
        read(text + "AAAA", max_chars=2**20)
    assert len(str(refused.value)) < 300
