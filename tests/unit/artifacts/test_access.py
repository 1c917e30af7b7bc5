"""Where a bucket is, as its address is put together and refused."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from vitascope.artifacts.access import S3Access, s3_place
from vitascope.artifacts.bucket import Bucket


def access(**changes: object) -> S3Access:
    given = {"bucket": "clips", "endpoint": "https://s3.example.org", "region": "eu-1", "access_key_id": "a"}
    return S3Access(**{**given, "secret_access_key": "hush", **changes})  # type: ignore[arg-type]


async def address(made: S3Access) -> str:
    parts = urlsplit(await Bucket(made).link("generations/a/1/clip.mp4", "GET", timedelta(minutes=1)))
    return f"{parts.scheme}://{parts.netloc}{parts.path}"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "https://s3.example.org/clips/generations/a/1/clip.mp4"),
        ({"prefix": "deep/er"}, "https://s3.example.org/clips/deep/er/generations/a/1/clip.mp4"),
        ({"virtual_host": True}, "https://clips.s3.example.org/generations/a/1/clip.mp4"),
        ({"virtual_host": True, "prefix": "d"}, "https://clips.s3.example.org/d/generations/a/1/clip.mp4"),
        ({"virtual_host": True, "endpoint": "https://clips.s3.example.org:9000/"}, "https://clips.s3.example.org:9000/generations/a/1/clip.mp4"),
        ({"public_endpoint": "https://cdn.example.com"}, "https://cdn.example.com/clips/generations/a/1/clip.mp4"),
        ({"endpoint": "http://inside:8333", "allow_http": True}, "http://inside:8333/clips/generations/a/1/clip.mp4"),
        ({"endpoint": None, "virtual_host": True}, "https://clips.s3.eu-1.amazonaws.com/generations/a/1/clip.mp4"),
        ({"endpoint": None}, "https://s3.eu-1.amazonaws.com/clips/generations/a/1/clip.mp4"),
    ],
)  # fmt: skip
async def test_a_link_names_the_bucket_where_its_style_has_it(changes: dict[str, object], expected: str) -> None:
    assert await address(access(**changes)) == expected


def test_the_origin_of_links_is_that_of_the_public_address() -> None:
    made = access(endpoint="http://inside:8333", allow_http=True, public_endpoint="https://files.example.com:8443")
    assert Bucket(made).origin() == "https://files.example.com:8443"


def test_plain_http_is_refused_unless_it_is_allowed() -> None:
    with pytest.raises(ValueError, match="not encrypted"):
        Bucket(access(endpoint="http://s3.example.org"))
    with pytest.raises(ValueError, match="not encrypted"):
        Bucket(access(public_endpoint="http://s3.example.org"))


@pytest.mark.parametrize(
    "endpoint", ["s3.example.org", "ftp://s3.example.org", "https://", "https://u:p@s3.example.org"]
)
def test_what_is_no_address_is_refused(endpoint: str) -> None:
    with pytest.raises(ValueError, match="no address of an S3"):
        Bucket(access(endpoint=endpoint))


def test_secrets_stay_out_of_what_is_printed() -> None:
    assert "hush" not in repr(access(session_token="hush, too"))


@pytest.mark.parametrize(
    ("url", "place"),
    [("s3://clips", ("clips", "")), ("s3://clips/", ("clips", "")), ("s3://clips/a/b/", ("clips", "a/b"))],
)
def test_a_place_in_a_bucket_is_read(url: str, place: tuple[str, str]) -> None:
    assert s3_place(url) == place


@pytest.mark.parametrize("url", ["s3://", "s3:///a", "s3://clips/../x", "s3://clips/a//b", "s3://a?x=1", "s3://a b"])
def test_what_is_no_place_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="no place in a bucket"):
        s3_place(url)
