"""What a client that means harm sends over a bare socket, where no library of ours tidies it up first."""

from __future__ import annotations

import socket

import pytest

from tests.integration.http.conftest import Server

ID = "0190b0a0-1234-7000-8000-00000000abcd"


def said(server: Server, head: str, body: str = "") -> tuple[int, str]:
    """Status and head of the reply to ``head``, lines of which end in ``|``."""
    with socket.create_connection(server.address, timeout=60) as line:
        line.sendall((head.replace("|", "\r\n") + "\r\n\r\n" + body).encode("utf-8"))
        told = b""
        while b"\r\n\r\n" not in told and (part := line.recv(65_536)):
            told += part
    text = told.partition(b"\r\n\r\n")[0].decode("latin-1")
    return int(text.split(" ", 2)[1]), text


@pytest.mark.parametrize(
    "path",
    ["/files/good/../../../etc/passwd", "/files/good/%2e%2e/%2e%2e/etc/passwd", "/files/good/..%2f..%2fetc%2fpasswd",
     "/files/good//etc/passwd", "/files/good/%00", "/files/good/..%5c..%5cetc", "/files//etc/passwd",
     "/playground/assets/x/../../page.html", "/playground/assets/x/%2e%2e%2fpage.html", "//etc/passwd",
     "/%2e%2e/%2e%2e/etc/passwd", "/files/good/" + "../" * 500],
)  # fmt: skip
def test_no_path_leads_out_of_what_is_ours(server: Server, path: str) -> None:
    status, _ = said(server, f"GET {path} HTTP/1.1|Host: h|Connection: close")
    assert status in {400, 403, 404}


@pytest.mark.parametrize(
    "head",
    ["POST {path} HTTP/1.1|Host: h|Content-Length: 5|Transfer-Encoding: chunked",
     "POST {path} HTTP/1.1|Host: h|Content-Length: 5|Content-Length: 6",
     "POST {path} HTTP/1.1|Host: h|Transfer-Encoding: xchunked",
     "POST {path} HTTP/1.1|Host: h|Content-Length: -1",
     "POST {path} HTTP/1.1|Host: h|Content-Length: 1e3",
     "GET {path} HTTP/1.1|Host: h|X-Folded: a| b: c",
     "GET {path} HTTP/1.1|Host : h"],
)  # fmt: skip
def test_a_request_that_two_servers_could_read_otherwise_is_refused(server: Server, head: str) -> None:
    status, _ = said(server, head.format(path="/v2/video/generations"), "0\r\n\r\nGET /nowhere HTTP/1.1\r\n\r\n")
    assert status in {400, 401}, "never the second request's 404"


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "X-Method-Override", "X-Original-URL", "X-Rewrite-URL"])
def test_no_header_makes_another_request_of_one(server: Server, name: str) -> None:
    query = f"/v2/video/generations?generation_id={ID}"
    key = f"Authorization: Bearer {server.key}|Connection: close"
    assert said(server, f"GET {query} HTTP/1.1|Host: h|{key}|{name}: DELETE")[0] == 404
    assert said(server, f"GET /health/live HTTP/1.1|Host: h|{key}|{name}: /v1/keys")[0] == 200


def test_nothing_that_a_client_sends_becomes_a_header(server: Server) -> None:
    key = f"Authorization: Bearer {server.key}|Connection: close"
    for head in (
        f"GET /v2/video/generations?generation_id=x%0d%0aX-Evil:%201 HTTP/1.1|Host: h|{key}",
        f"GET /files/good/x?save=%0d%0aX-Evil:%201 HTTP/1.1|Host: h|{key}",
        f"GET /app/keys HTTP/1.1|Host: h%0d%0aX-Evil: 1|{key}",
        f"GET /health/live HTTP/1.1|Host: h|X-Request-Id: a b\tX-Evil: 1|X-Client-Request-Id: a;b|{key}",
    ):
        assert "x-evil" not in said(server, head)[1].lower()


def test_a_host_that_is_markup_is_none_in_a_page(server: Server) -> None:
    with socket.create_connection(server.address, timeout=60) as line:
        line.sendall(b'GET / HTTP/1.1\r\nHost: h"><script>alert(1)</script>\r\nConnection: close\r\n\r\n')
        assert b"alert(1)" not in b"".join(iter(lambda: line.recv(65_536), b""))
