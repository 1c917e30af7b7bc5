"""Files over a socket: ranges, conditions, and readers that go away."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from tests.integration.http.conftest import Server
from tests.integration.http.memory_service import MemoryService
from vitascope.artifacts import keys

CONTENT = bytes(i % 251 for i in range(700_001))
ETAG = '"0123abcd"'
GENERATION = uuid4()
KEY = keys.clip_key(GENERATION, 1)
LINK = f"/files/good/{KEY}"


@pytest.fixture(scope="module", autouse=True)
def _file(memory: MemoryService) -> Iterator[None]:
    memory.files[KEY] = CONTENT
    yield
    del memory.files[KEY]


@pytest.fixture
def reader(server: Server) -> Iterator[httpx.Client]:
    """A client without a key."""
    with httpx.Client(base_url=server.base_url, timeout=30, trust_env=False) as client:
        yield client


def test_a_file_comes_whole_and_says_what_it_is(reader: httpx.Client) -> None:
    reply = reader.get(LINK)
    assert (reply.status_code, reply.content) == (200, CONTENT)
    assert reply.headers["content-type"] == "video/mp4"
    assert reply.headers["content-length"] == str(len(CONTENT))
    assert reply.headers["accept-ranges"] == "bytes"
    assert reply.headers["etag"] == ETAG
    assert reply.headers["last-modified"] == "Fri, 02 Jan 2026 03:04:05 GMT"
    assert reply.headers["cache-control"].startswith("private")
    assert reply.headers["content-disposition"] == f'inline; filename="{GENERATION}.mp4"'


def test_a_head_says_the_same_without_the_bytes(reader: httpx.Client) -> None:
    whole, head = reader.get(LINK), reader.head(LINK, headers={"Range": "bytes=0-1"})
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-type", "content-length", "etag", "accept-ranges", "last-modified"):
        assert head.headers[name] == whole.headers[name]


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("0-0", 0, 1),
        ("0-1023", 0, 1024),
        ("699999-", 699_999, 700_001),
        ("-5", 699_996, 700_001),
        ("1-9999999", 1, None),
    ],
)
def test_a_part_comes_as_asked(reader: httpx.Client, asked: str, start: int, end: int | None) -> None:
    reply = reader.get(LINK, headers={"Range": f"bytes={asked}"})
    end = len(CONTENT) if end is None else end
    assert (reply.status_code, reply.content) == (206, CONTENT[start:end])
    assert reply.headers["content-range"] == f"bytes {start}-{end - 1}/{len(CONTENT)}"
    assert reply.headers["content-length"] == str(end - start)


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "bytes=x", "lines=1-2"])
def test_several_parts_or_nonsense_give_the_whole(reader: httpx.Client, asked: str) -> None:
    reply = reader.get(LINK, headers={"Range": asked})
    assert (reply.status_code, len(reply.content)) == (200, len(CONTENT))
    assert "content-range" not in reply.headers


def test_a_part_outside_the_file_is_refused_with_its_size(reader: httpx.Client) -> None:
    reply = reader.get(LINK, headers={"Range": "bytes=700001-"})
    assert (reply.status_code, reply.headers["content-range"]) == (416, "bytes */700001")
    assert "700001 bytes" in reply.json()["message"]


def test_a_part_of_another_file_is_not_sent(reader: httpx.Client) -> None:
    asked = {"Range": "bytes=0-9"}
    assert reader.get(LINK, headers=asked | {"If-Range": ETAG}).status_code == 206
    assert reader.get(LINK, headers=asked | {"If-Range": '"other"'}).status_code == 200


def test_a_copy_that_is_still_good_is_not_sent_again(reader: httpx.Client) -> None:
    for method in ("GET", "HEAD"):
        reply = reader.request(method, LINK, headers={"If-None-Match": ETAG, "Range": "bytes=0-9"})
        assert (reply.status_code, reply.content, reply.headers["etag"]) == (304, b"", ETAG)


def test_a_link_that_has_expired_and_a_file_that_is_gone_are_told_apart(reader: httpx.Client) -> None:
    expired, gone = reader.get(f"/files/old/{KEY}"), reader.get("/files/good/nothing.mp4")
    assert (expired.status_code, gone.status_code) == (403, 404)
    assert "poll the generation again" in expired.json()["message"]
    assert gone.json()["message"] == "There is no such file: it was removed."


@pytest.mark.parametrize("key", ["../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "%00", "a%0d%0ab: c", "%ff"])
def test_a_strange_key_finds_nothing(reader: httpx.Client, key: str) -> None:
    reply = reader.get(f"/files/good/{key}")
    assert reply.status_code == 404
    assert reply.json()["statusCode"] == 404


def test_a_reader_that_goes_away_ends_the_stream(server: Server, memory: MemoryService) -> None:
    memory.files[key := keys.clip_key(uuid4(), 1)] = bytes(200 * 2**20)
    before = memory.bytes_streamed
    with socket.create_connection(server.address) as connection:
        connection.sendall(f"GET /files/good/{key} HTTP/1.1\r\nHost: h\r\n\r\n".encode())
        assert connection.recv(4096).startswith(b"HTTP/1.1 200")
    deadline = time.monotonic() + 60
    while memory.streams_open and time.monotonic() < deadline:
        time.sleep(0.01)
    del memory.files[key]
    assert memory.streams_open == 0
    assert memory.bytes_streamed - before < 100 * 2**20


@pytest.fixture
def redirecting(memory: MemoryService) -> Iterator[str]:
    memory.bucket = "https://bucket.example.org"
    yield memory.bucket
    memory.bucket = None


def test_a_link_may_lead_on_to_the_bucket_with_a_signature_for_its_method(
    reader: httpx.Client, redirecting: str
) -> None:
    for method in ("GET", "HEAD"):
        reply = reader.request(method, LINK, headers={"Range": "bytes=0-1"})
        assert (reply.status_code, reply.content) == (307, b"")
        assert reply.headers["location"] == f"{redirecting}/{KEY}?signed-for={method}"
        assert reply.headers["cache-control"] == "no-store"


@pytest.mark.usefixtures("redirecting")
def test_what_is_not_there_leads_nowhere(reader: httpx.Client) -> None:
    assert reader.get(f"/files/good/{keys.clip_key(uuid4(), 1)}").status_code == 404
    assert reader.get(f"/files/forged/{KEY}").status_code == 403


@pytest.mark.usefixtures("redirecting")
def test_a_file_that_is_to_be_saved_comes_from_here_under_its_name(reader: httpx.Client) -> None:
    reply = reader.get(LINK, params={"save": "1"})
    assert (reply.status_code, reply.content) == (200, CONTENT)
    assert reply.headers["content-disposition"] == f'attachment; filename="{GENERATION}.mp4"'
