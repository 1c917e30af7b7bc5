"""`vitascope.api.public_url`: which address links carry, and whom to believe about it."""

from __future__ import annotations

import pytest
from starlette.requests import Request

from vitascope.api.public_url import PublicUrl


def request(peer: str | None = "203.0.113.9", scheme: str = "http", **headers: str) -> Request:
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request(
        {
            "type": "http",
            "method": "GET",
            "path": "/",
            "query_string": b"",
            "scheme": scheme,
            "server": ("127.0.0.1", 8000),
            "client": (peer, 1) if peer else None,
            "headers": named,
        }
    )


def test_the_address_that_was_set_wins() -> None:
    url = PublicUrl("https://video.example/", ["*"])
    assert url.of(request(host="a", x_forwarded_host="b")) == "https://video.example"


def test_without_one_links_carry_what_the_client_used() -> None:
    assert PublicUrl(None).of(request(host="box.local:8000")) == "http://box.local:8000"
    assert PublicUrl(None).of(request(scheme="https", host="[::1]:8443")) == "https://[::1]:8443"


def test_a_stranger_cannot_steer_links_elsewhere() -> None:
    asked = request(host="box", x_forwarded_host="evil.example", x_forwarded_proto="https")
    assert PublicUrl(None, ["10.0.0.0/8"]).of(asked) == "http://box"


@pytest.mark.parametrize(("peer", "trusted"), [("10.1.2.3", "10.0.0.0/8"), ("::1", "::1"), ("127.0.0.1", "*")])
def test_a_trusted_proxy_is_believed(peer: str, trusted: str) -> None:
    asked = request(peer, host="inner:8000", x_forwarded_host="video.example", x_forwarded_proto="https, http")
    assert PublicUrl(None, [trusted]).of(asked) == "https://video.example"


@pytest.mark.parametrize("host", ["", "a b", "a/b", "a@b", "a?b", 'a"><script>', "a\\b", "ü", "["])
def test_a_host_that_is_no_host_name_is_not_echoed(host: str) -> None:
    assert PublicUrl(None).of(request(host=host)) == "http://127.0.0.1:8000"


def test_a_scheme_that_is_not_of_the_web_is_not_echoed() -> None:
    assert PublicUrl(None, ["*"]).of(request(host="h", x_forwarded_proto="javascript")) == "http://h"


def test_a_peer_without_an_address_is_not_trusted() -> None:
    asked = request(None, host="h", x_forwarded_host="evil.example")
    assert PublicUrl(None, ["127.0.0.1"]).of(asked) == "http://h"


def test_a_proxy_that_is_no_address_fails_at_start() -> None:
    with pytest.raises(ValueError, match="proxy"):
        PublicUrl(None, ["proxy"])
