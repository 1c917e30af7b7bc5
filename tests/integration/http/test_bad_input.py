"""Bad input: each case is a clear 4xx that says what is wrong, and queues nothing."""

from __future__ import annotations

import base64
import gzip
import io
import json
import re
import socket
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import httpx
import pytest
from PIL import Image

from tests.integration.http.conftest import Server

GOOD = {"model": "ltxv/ltxv-2-fast", "prompt": "A dragon roars."}
DURATIONS = "Invalid enum value. Expected '6' | '8' | '10', received"
PRIVATE = "not on the public internet"
BARE = "give an http(s) link, a data URI or base64"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A body to send, and what the reply must say."""

    name: str
    body: bytes | Callable[[Server], bytes | Iterator[bytes]]
    says: str
    status: int = 400
    headers: dict[str, str] = field(default_factory=dict)


def raw(name: str, body: bytes, says: str, **more: object) -> Case:
    return Case(name=f"body: {name}", body=body, says=says, **more)  # type: ignore[arg-type]


def fields(name: str, says: str, **changed: object) -> Case:
    return Case(name=f"field: {name}", body=json.dumps(GOOD | changed).encode(), says=says)


def image(name: str, source: str, says: str) -> Case:
    """``{images}`` in ``source`` is the address of a host that the server may fetch from."""
    return Case(
        name=f"image: {name}",
        body=lambda server: json.dumps(GOOD | {"image_url": source.replace("{images}", server.images_url)}).encode(),
        says=says,
    )


def data_uri(data: bytes, kind: str = "image/png") -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def png(width: int, height: int) -> bytes:
    """A PNG that says it is this large and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 999)) + chunk(b"IEND", b"")
    )


def real_image(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.radial_gradient("L").resize((64, 36)).save(buffer, kind)
    return buffer.getvalue()


BODIES = [
    raw("nothing", b"", "The body is empty"),
    raw("spaces", b" \n ", "The body is empty"),
    raw("words", b"a dragon", "not JSON"),
    raw("a form", b"model=ltxv%2Fltxv-2-fast&prompt=x", "not JSON"),
    raw("XML", b"<prompt>x</prompt>", "not JSON"),
    raw("single quotes", b"{'model': 'x'}", "not JSON"),
    raw("a comma too many", b'{"model": "x",}', "not JSON"),
    raw("cut off", json.dumps(GOOD).encode()[:-5], "not JSON"),
    raw("two objects", json.dumps(GOOD).encode() * 2, "not JSON"),
    raw("a comment", b'{"model": "x" /* y */}', "not JSON"),
    raw("a bare line break in text", b'{"prompt": "a\nb"}', "not JSON"),
    raw("null", b"null", "is `null`"),
    raw("true", b"true", "is `true`"),
    raw("a number", b"42", "is a number"),
    raw("text", b'"a dragon"', "is a JSON string"),
    raw("an array", json.dumps([GOOD]).encode(), "is a JSON array"),
    raw("an empty object", b"{}", "`model` is missing"),
    raw("Latin-1", '{"prompt": "é"}'.encode("latin-1"), "not UTF-8"),
    raw("UTF-16", json.dumps(GOOD).encode("utf-16"), "byte order mark"),
    raw("UTF-16 without a mark", json.dumps(GOOD).encode("utf-16-le"), "not JSON"),
    raw("a byte order mark alone", b"\xef\xbb\xbf", "The body is empty"),
    raw("overlong UTF-8", b'{"prompt": "\xc0\xaf"}', "not UTF-8"),
    raw("NUL bytes", b"\0\0\0\0", "not JSON"),
    raw("NaN", b'{"duration": NaN}', "NaN"),
    raw("Infinity", b'{"duration": -Infinity}', "-Infinity"),
    raw("a key twice", b'{"prompt": "a", "prompt": "b"}', "'prompt' appears twice"),
    raw("5,000 digits", b'{"duration": ' + b"9" * 5000 + b"}", "too many digits"),
    raw("deep arrays", b'{"x": ' + b"[" * 20_000 + b"]" * 20_000 + b"}", "nested too deeply"),
    raw("deep objects", b'{"x":' * 20_000 + b"1" + b"}" * 20_000, "nested too deeply"),
    raw("a million numbers", b'{"x": [' + b"0," * 1_000_000 + b"0]}", "too many values"),
    raw("a million keys", b"{" + b",".join(b'"%d":0' % i for i in range(200_000)) + b"}", "too many values"),
    raw("a million escapes", b'{"prompt": "' + b"\\n" * 1_000_001 + b'"}', "too many backslashes"),
    raw(
        "gzip", gzip.compress(json.dumps(GOOD).encode()), "compressed", status=415, headers={"Content-Encoding": "gzip"}
    ),
    raw("a zip bomb", gzip.compress(bytes(10**7)), "compressed", status=415, headers={"Content-Encoding": "gzip"}),
    raw("gzip unannounced", gzip.compress(json.dumps(GOOD).encode()), "not UTF-8"),
    Case(
        name="body: too large",
        body=lambda server: b'{"prompt": "' + b"x" * server.max_body_bytes + b'"}',
        says="larger than",
        status=413,
    ),
    Case(
        name="body: too large, in chunks",
        body=lambda server: (b"x" * 65_536 for _ in range(server.max_body_bytes // 65_536 + 2)),
        says="larger than",
        status=413,
    ),
]

FIELDS = [
    fields("no model", "`model` is missing", model=None),
    fields("no prompt", "`prompt` is missing", prompt=None),
    fields("another model", "`model` is 'gpt-4': use ltxv/ltxv-2-fast or ltxv/ltxv-2", model="gpt-4"),
    fields("an empty model", "`model` is ''", model=""),
    fields("a number as model", "`model` is 2", model=2),
    fields("a list of models", "`model` is ['ltxv/ltxv-2-fast']", model=["ltxv/ltxv-2-fast"]),
    fields("an empty prompt", "`prompt` is ''", prompt=""),
    fields("a blank prompt", "say in a few words", prompt=" \n\t"),
    fields("a number as prompt", "`prompt` is 5", prompt=5),
    fields("a list as prompt", "`prompt` is ['a', 'b']", prompt=["a", "b"]),
    fields("an object as prompt", "`prompt` is {'text': 'a'}", prompt={"text": "a"}),
    fields("a flag as prompt", "`prompt` is ", prompt=True),
    fields("a prompt too long", "at most 20,000", prompt="x" * 20_001),
    fields("a book as prompt", "at most 20,000", prompt="x" * 1_000_000),
    fields("NUL in the prompt", "U+0000", prompt="a\0b"),
    fields("half a character in the prompt", "U+D83D", prompt="a\ud83d"),
    fields("5 seconds", f"{DURATIONS} '5'. `duration` is 5: use 6, 8 or 10; the nearest is 6.", duration=5),
    fields("7 seconds", "the nearest is 8", duration=7),
    fields("7 seconds as text", "the nearest is 8", duration="7"),
    fields("no seconds", "the nearest is 6", duration=0),
    fields("negative seconds", "the nearest is 6", duration=-6),
    fields("a day", "the nearest is 10", duration=86_400),
    fields("6.5 seconds", "the nearest is 6", duration=6.5),
    fields("6.5 seconds as text", f"{DURATIONS} '6.5'", duration="6.5"),
    fields("a word as seconds", f"{DURATIONS} 'six'", duration="six"),
    fields("a unit after the seconds", f"{DURATIONS} '6s'", duration="6s"),
    fields("true seconds", f"{DURATIONS} 'true'", duration=True),
    fields("empty seconds", "`duration` is ''", duration=""),
    fields("a list of seconds", "`duration` is [6]", duration=[6]),
    raw("1e400 seconds", b'{"model": "ltxv/ltxv-2-fast", "prompt": "x", "duration": 1e400}', "`duration` is inf"),
    fields("30 digits of seconds", "the nearest is 10", duration=10**30),
    fields("seconds in other digits", "`duration` is '\u0666'", duration="\u0666"),
    fields("720p", "`resolution` is '720p': use 1080p, 1440p or 2160p; the nearest is 1080p", resolution="720p"),
    fields("4k", "the nearest is 2160p", resolution="4k"),
    fields("1920x1080", "`resolution` is '1920x1080'", resolution="1920x1080"),
    fields("1080 as a number", "the nearest is 1080p", resolution=1080),
    fields("720P", "`resolution` is '720P'", resolution="720P"),
    fields("zoom", "`camera_motion` is 'zoom'", camera_motion="zoom"),
    fields("a resolution object", "`resolution` is {'height': 1080}", resolution={"height": 1080}),
    fields("9:16", "`aspect_ratio` is '9:16': use 16:9", aspect_ratio="9:16"),
    fields("16/9", "`aspect_ratio` is '16/9'", aspect_ratio="16/9"),
    fields("1.78", "`aspect_ratio` is 1.78", aspect_ratio=1.78),
    fields("24 fps", "Expected '25' | '50', received '24'. `fps` is 24: use 25 or 50; the nearest is 25.", fps=24),
    fields("60 fps", "the nearest is 50", fps=60),
    fields("29.97 fps", "the nearest is 25", fps=29.97),
    fields("no fps", "the nearest is 25", fps=0),
    fields("a word as fps", "`fps` is 'fast'", fps="fast"),
    fields("audio: maybe", "`generate_audio` is 'maybe': use true or false", generate_audio="maybe"),
    fields("audio: 2", "`generate_audio` is 2", generate_audio=2),
    fields("audio: a list", "`generate_audio` is [True]", generate_audio=[True]),
    fields("a negative seed", "`seed` is -1: use 0 to 4294967295; the nearest is 0", seed=-1),
    fields("a seed too large", "the nearest is 4294967295", seed=2**32),
    fields("half a seed", "`seed` is 0.5", seed=0.5),
    fields("a word as seed", "`seed` is 'random'", seed="random"),
    fields("true as seed", "`seed` is true", seed=True),
]

IMAGES = [
    fields("image: a number", "`image_url` is 5", image_url=5),
    fields("image: an object", "`image_url` is {'url': 'x'}", image_url={"url": "x"}),
    fields("image: a list", "`image_url` is ['x']", image_url=["x"]),
    image("a word", "cat", "neither a link nor an image"),
    image("a sentence", "a picture of a cat!", "`image_url` is 'a picture of a cat!'"),
    image("a path", "/etc/passwd", "`image_url` is '/etc/passwd'"),
    image("a file link", "file:///etc/passwd", "links are not fetched"),
    image("an FTP link", "ftp://example.com/a.png", "links are not fetched"),
    image("a gopher link", "gopher://127.0.0.1:6379/_INFO", "links are not fetched"),
    image("a script", "javascript:alert(1)", "links are not fetched"),
    image("no scheme", "www.example.com/a.png", "begins with its scheme"),
    image("no host", "http:///a.png", "names no host"),
    image("a bad port", "http://example.com:99999/a.png", "port 99999"),
    image("a name and password", "http://user:secret@example.com/a.png", "user name or password"),
    image("loopback", "http://127.0.0.2/a.png", PRIVATE),
    image("loopback by name", "http://localhost/a.png", PRIVATE),
    image("loopback as one number", "http://2130706434/a.png", PRIVATE),
    image("loopback in hex", "http://0x7f.0.0.2/a.png", PRIVATE),
    image("loopback in octal", "http://0177.0.0.2/a.png", "not a link that can be read"),
    image("loopback in short", "http://127.2/a.png", PRIVATE),
    image("loopback, IPv6", "http://[::1]/a.png", PRIVATE),
    image("loopback, IPv4 in IPv6", "http://[::ffff:127.0.0.2]/a.png", PRIVATE),
    image("loopback, NAT64", "http://[64:ff9b::7f00:2]/a.png", PRIVATE),
    image("any address", "http://0.0.0.0/a.png", PRIVATE),
    image("a private network", "http://10.0.0.1/a.png", PRIVATE),
    image("another private network", "http://192.168.1.1/a.png", PRIVATE),
    image("a shared network", "http://100.64.0.1/a.png", PRIVATE),
    image("a cloud's metadata", "http://169.254.169.254/latest/meta-data/", PRIVATE),
    image("a cloud's metadata, IPv6", "http://[fd00:ec2::254]/latest/", PRIVATE),
    image("multicast", "http://224.0.0.1/a.png", PRIVATE),
    image("a name that does not exist", "http://nowhere.invalid/a.png", PRIVATE),
    image("not there", "{images}/missing.png", "404"),
    image("a page", "{images}/page.html", "not an image"),
    image("no bytes", "{images}/empty.png", "not an image"),
    image("without end", "{images}/endless.png", "larger than 15 MB"),
    image("a redirect to a private address", "{images}/to?http://169.254.169.254/latest/meta-data/", PRIVATE),
    image("a redirect to a file", "{images}/to?file:///etc/passwd", "other than http or https"),
    image("a redirect to itself", "{images}/loop", "redirects more than"),
    image("text as an image", data_uri(b"This is no image, it is plain text."), "not an image"),
    image("SVG", data_uri(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"), "not an image"),
    image("PDF", data_uri(b"%PDF-1.7\n1 0 obj<<>>endobj", "application/pdf"), "not an image"),
    image("BMP", data_uri(real_image("BMP"), "image/bmp"), "not an image"),
    image("TIFF", data_uri(real_image("TIFF"), "image/tiff"), "not an image"),
    image("half a PNG", data_uri(real_image("PNG")[:200]), "damaged or cut off"),
    image("half a JPEG", data_uri(real_image("JPEG")[:300], "image/jpeg"), "damaged or cut off"),
    image("a PNG of no size", data_uri(png(0, 0)), "not an image"),
    image("a PNG bomb", data_uri(png(30_000, 30_000)), "megapixels"),
    image("a PNG wider than any", data_uri(png(2**31 - 1, 1)), "megapixels"),
    image("a data URI in text", "data:image/png,abc", "not base64"),
    image("a data URI of nothing", "data:image/png;base64,", "nothing after its comma"),
    image("a data URI cut off", "data:image/png;base64", "not base64"),
    image("broken base64", "data:image/png;base64,@@@@@@@@@@@@@@@@@@@@@@@@", "nor base64"),
    image("8 MB of base64", "data:image/png;base64," + "A" * (8 * 2**20), "at most 7 MB"),
]


@pytest.fixture(scope="module", params=["memory_server", "whole_server"])
def server(request: pytest.FixtureRequest) -> Server:
    """Both: the real one shows that nothing reaches the database, the one in memory that HTTP alone refuses."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Server)
    return found


@pytest.mark.parametrize("case", [*BODIES, *FIELDS, *IMAGES], ids=lambda case: case.name)
def test_bad_input_is_refused_with_a_sentence_and_queues_nothing(
    client: httpx.Client, server: Server, case: Case
) -> None:
    before = server.queued()
    content = case.body if isinstance(case.body, bytes) else case.body(server)
    headers = {"Content-Type": "application/json"} | case.headers
    reply = client.post(server.generations, content=content, headers=headers)
    told = reply.json()
    assert (reply.status_code, case.says in told["message"]) == (case.status, True), told["message"]
    assert server.queued() == before
    assert len(told["message"]) < 600, "a reply that repeats a large body"
    assert told["message"].startswith("Body validation error! ") == (case.status == 400)
    assert told["statusCode"] == told["status"] == case.status
    assert told["error"]["message"] == told["message"]
    assert re.fullmatch(r"[A-Za-z0-9_-]{21}", told["requestId"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", told["timestamp"])


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: -5\r\n",
        b"Content-Length: 5\r\nContent-Length: 6\r\n",
        b"Content-Length: six\r\n",
        b"Transfer-Encoding: chunked\r\n\r\nnot-a-size\r\n{}\r\n0\r\n",
        b"Bad Header: x\r\n",
    ],
)
def test_a_request_that_is_not_http_is_refused(server: Server, head: bytes) -> None:
    before = server.queued()
    with socket.create_connection(server.address, timeout=60) as connection:
        connection.sendall(_start(server) + head + b"\r\n" + json.dumps(GOOD).encode())
        assert connection.recv(65_536).startswith(b"HTTP/1.1 400")
    assert server.queued() == before


def test_a_body_announced_too_large_is_refused_before_it_is_sent(server: Server) -> None:
    with socket.create_connection(server.address, timeout=60) as connection:
        connection.sendall(_start(server) + b"Content-Length: 9999999999999\r\nExpect: 100-continue\r\n\r\n")
        assert connection.recv(65_536).startswith(b"HTTP/1.1 413")


def test_a_client_that_leaves_in_the_middle_of_its_body_queues_nothing(client: httpx.Client, server: Server) -> None:
    before = server.queued()
    body = json.dumps(GOOD).encode()
    with socket.create_connection(server.address, timeout=60) as connection:
        connection.sendall(_start(server) + f"Content-Length: {len(body) + 10}\r\n\r\n".encode() + body)
    assert client.get("/health/live").status_code == 200
    assert server.queued() == before


def test_the_good_twin_of_every_bad_case_is_taken(client: httpx.Client, server: Server) -> None:
    """Without this, a server that refuses everything would pass."""
    before = server.queued()
    for image_url in (None, data_uri(real_image("PNG")), base64.b64encode(real_image("JPEG")).decode()):
        reply = client.post(server.generations, json=GOOD | {"image_url": image_url})
        assert reply.status_code == 200, reply.text
    assert client.post(server.generations, json=GOOD | {"image_url": f"{server.images_url}/ok.png"}).status_code == 200
    assert server.queued() == before + 4


def _start(server: Server) -> bytes:
    return f"POST /v2/video/generations HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer {server.key}\r\n".encode()
