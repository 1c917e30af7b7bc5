"""What every reply tells a browser, over a socket: good ones and bad ones, ours and the framework's."""

from __future__ import annotations

from collections.abc import Sequence

import httpx
import pytest

from tests.integration.http.memory_service import MemoryService
from tests.unit.api.scopes import scope
from vitascope.api.public_url import PublicUrl
from vitascope.api.security_headers import SecurityHeaders

ASKED: Sequence[tuple[str, str, dict[str, str], int]] = [
    ("GET", "/", {"Accept": "text/html"}, 200),
    ("GET", "/", {}, 200),
    ("GET", "/app/keys", {}, 302),
    ("GET", "/openapi.json", {}, 200),
    ("HEAD", "/openapi.json", {}, 200),
    ("GET", "/health/live", {}, 200),
    ("GET", "/nowhere", {}, 404),
    ("PATCH", "/openapi.json", {}, 405),
    ("OPTIONS", "/v2/video/generations", {}, 204),
    ("OPTIONS", "/v2/video/generations", {"Origin": "https://a", "Access-Control-Request-Method": "POST"}, 200),
    ("GET", "/v2/video/generations?generation_id=0190b0a0-1234-7000-8000-00000000abcd", {"Authorization": ""}, 401),
    ("GET", "/v2/video/generations?generation_id=0190b0a0-1234-7000-8000-00000000abcd", {}, 404),
    ("POST", "/v2/video/generations", {"Content-Encoding": "gzip"}, 415),
    ("GET", "/files/good/generations/nothing", {}, 404),
    ("GET", "/files/good/generations/x/1/clip.mp4", {}, 200),
]


@pytest.mark.parametrize(("method", "path", "headers", "status"), ASKED, ids=lambda value: str(value)[:40])
def test_every_reply_says_what_a_browser_may_do_with_it(
    client: httpx.Client, memory: MemoryService, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    memory.files["generations/x/1/clip.mp4"] = b"clip"
    reply = client.request(method, path, headers={"Connection": "close", **headers})
    assert reply.status_code == status
    for name in ("x-content-type-options", "referrer-policy", "content-security-policy"):
        assert len(reply.headers.get_list(name)) == 1, f"{name}: {reply.headers}"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["referrer-policy"] == "no-referrer"
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    wanted = "cross-origin" if path.startswith("/files/") else "same-origin"
    assert reply.headers["cross-origin-resource-policy"] == wanted
    assert "strict-transport-security" not in reply.headers


@pytest.mark.parametrize(
    ("peer", "scheme", "headers", "said"),
    [
        ("203.0.113.9", "https", {"host": "clips.example.org"}, True),
        ("203.0.113.9", "https", {"host": "clips.example.org:8443"}, True),
        ("203.0.113.9", "http", {"host": "clips.example.org"}, False),
        ("203.0.113.9", "http", {"host": "clips.example.org", "x_forwarded_proto": "https"}, False),
        ("10.0.0.1", "http", {"host": "clips.example.org", "x_forwarded_proto": "https"}, True),
        ("203.0.113.9", "https", {"host": "localhost:8000"}, False),
        ("203.0.113.9", "https", {"host": "192.0.2.7"}, False),
        ("203.0.113.9", "https", {"host": "[::1]:8000"}, False),
    ],
)
async def test_https_for_good_is_asked_of_who_came_by_it_to_a_public_name(
    peer: str, scheme: str, headers: dict[str, str], said: bool
) -> None:
    told = await _told(scope(peer, scheme=scheme, **headers), hsts_s=3600)
    assert (told.get(b"strict-transport-security") == b"max-age=3600") is said


async def test_https_for_good_is_not_asked_where_the_owner_does_not_want_it() -> None:
    told = await _told(scope(scheme="https", host="clips.example.org"), hsts_s=0)
    assert b"strict-transport-security" not in told


async def test_a_replys_own_header_wins() -> None:
    told = await _told(scope(), own=[(b"content-security-policy", b"its own")])
    assert told[b"content-security-policy"] == b"its own"
    assert told[b"x-content-type-options"] == b"nosniff"


async def _told(
    asked: dict[str, object], *, hsts_s: int = 0, own: Sequence[tuple[bytes, bytes]] = ()
) -> dict[bytes, bytes]:
    """The headers of the reply to ``asked``."""
    sent: list[dict[str, object]] = []

    async def app(_scope: object, _receive: object, send: object) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": list(own)})  # type: ignore[operator]

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    guarded = SecurityHeaders(app, address=PublicUrl(None, ["10.0.0.1"]), hsts_s=hsts_s)  # type: ignore[arg-type]
    await guarded(asked, None, send)  # type: ignore[arg-type]
    return dict(sent[0]["headers"])  # type: ignore[call-overload, no-any-return]
