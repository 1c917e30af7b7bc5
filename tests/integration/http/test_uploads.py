"""Uploads over a socket and the whole service: a link, a PUT, and the file as the first frame of a request."""

from __future__ import annotations

import io
import re
import socket
from collections.abc import Iterator
from typing import Any

import httpx
import psycopg
import pytest
from PIL import Image
from psycopg.conninfo import make_conninfo

from tests.integration.http.conftest import Server
from tests.integration.http.test_ltx import BODY, error
from vitascope.api.uploads import MAX_BYTES
from vitascope.store.embedded import EmbeddedPostgres

IMAGE_TO_VIDEO = "/v2/image-to-video"


@pytest.fixture(scope="module")
def server(whole_server: Server) -> Server:
    """The real service."""
    return whole_server


def grant(client: httpx.Client) -> dict[str, Any]:
    reply = client.post("/v1/upload")
    assert reply.status_code == 200, reply.text
    body: dict[str, Any] = reply.json()
    return body


def put(granted: dict[str, Any], content: bytes | Iterator[bytes], **headers: str) -> httpx.Response:
    """Without a key, as the link alone is the permission."""
    return httpx.put(granted["upload_url"], content=content, headers=headers, timeout=60, trust_env=False)


def picture(width: int = 640, height: int = 360) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), (200, 40, 10)).save(file, "PNG")
    return file.getvalue()


def make(client: httpx.Client, image: str) -> httpx.Response:
    return client.post(IMAGE_TO_VIDEO, json=BODY | {"image_uri": image})


def test_a_grant_has_what_the_official_one_has(client: httpx.Client, server: Server) -> None:
    told = grant(client)
    assert set(told) == {"upload_url", "storage_uri", "expires_at", "required_headers"}
    assert told["upload_url"].startswith(f"{server.base_url}/uploads/")
    assert re.fullmatch(r"ltx://uploads/[0-9a-f-]{36}", told["storage_uri"])


def test_a_file_that_was_put_here_is_the_first_frame_of_a_request(client: httpx.Client, server: Server) -> None:
    told = grant(client)
    stored = put(told, picture(), **told["required_headers"])
    assert (stored.status_code, stored.json()["storage_uri"]) == (200, told["storage_uri"])
    before = server.queued()
    for _ in range(2):  # as often as one likes
        assert make(client, told["storage_uri"]).status_code == 202
    assert server.queued() == before + 2


def test_a_repeat_is_answered_when_its_upload_is_gone(
    client: httpx.Client, server: Server, postgres: EmbeddedPostgres
) -> None:
    told = grant(client)
    put(told, picture())
    body, headers = BODY | {"image_uri": told["storage_uri"]}, {"Idempotency-Key": told["storage_uri"]}
    first = client.post(IMAGE_TO_VIDEO, json=body, headers=headers)
    with psycopg.connect(make_conninfo(postgres.url, dbname="http"), autocommit=True) as conn:
        conn.execute("update uploads set expires_at = now() where id = %s", (told["storage_uri"].rpartition("/")[2],))
    before = server.queued()
    again = client.post(IMAGE_TO_VIDEO, json=body, headers=headers)
    assert (again.status_code, again.json()) == (202, first.json())
    assert error(make(client, told["storage_uri"]))[0] == 400
    assert server.queued() == before


def test_what_was_changed_about_a_picture_is_told(client: httpx.Client) -> None:
    told = grant(client)
    put(told, picture(400, 400))
    assert "crop" in " ".join(make(client, told["storage_uri"]).json()["adjusted"])


def test_the_same_file_may_come_twice_and_another_is_refused(client: httpx.Client) -> None:
    told = grant(client)
    first, again = put(told, picture()), put(told, picture())
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert error(put(told, picture(320, 180)))[:2] == (409, "invalid_request_error")
    assert make(client, told["storage_uri"]).status_code == 202


def test_a_file_of_another_length_is_refused_before_it_is_sent(client: httpx.Client, server: Server) -> None:
    told = grant(client)
    put(told, picture())
    path = httpx.URL(told["upload_url"]).path
    with socket.create_connection(server.address, timeout=60) as connection:
        head = f"PUT {path} HTTP/1.1\r\nHost: h\r\nContent-Length: {MAX_BYTES}\r\nExpect: 100-continue\r\n\r\n"
        connection.sendall(head.encode())
        assert connection.recv(65_536).startswith(b"HTTP/1.1 409")


def test_a_client_that_sends_a_large_file_all_the_same_hears_that_it_is_refused(client: httpx.Client) -> None:
    told = grant(client)
    put(told, picture())
    assert error(put(told, bytes(20 * 2**20)))[0] == 409
    assert error(put(told, iter([picture(), b"x"])))[0] == 409
    assert put(told, iter([picture()])).status_code == 200


def test_a_file_may_come_without_its_length(client: httpx.Client) -> None:
    told = grant(client)
    data = picture()
    assert put(told, iter([data[:100], data[100:]])).status_code == 200
    assert make(client, told["storage_uri"]).status_code == 202


def test_a_file_that_breaks_off_leaves_nothing_and_may_come_again(client: httpx.Client, server: Server) -> None:
    told = grant(client)
    data = picture()
    with socket.create_connection(server.address, timeout=60) as connection:
        path = httpx.URL(told["upload_url"]).path
        connection.sendall(f"PUT {path} HTTP/1.1\r\nHost: h\r\nContent-Length: {len(data) + 1}\r\n\r\n".encode() + data)
    assert "has not come yet" in error(make(client, told["storage_uri"]))[2]
    assert put(told, data).status_code == 200


def test_an_upload_whose_file_has_not_come_is_refused(client: httpx.Client, server: Server) -> None:
    before = server.queued()
    status, kind, said = error(make(client, grant(client)["storage_uri"]))
    assert (status, kind) == (400, "invalid_request_error")
    assert "PUT it to the `upload_url` first" in said
    assert server.queued() == before


def test_an_upload_that_was_never_made_is_refused(client: httpx.Client) -> None:
    assert "there is no upload" in error(make(client, "ltx://uploads/0198c0de-3224-4b14-8e7d-0aa0db708325"))[2]


def test_a_file_that_is_no_picture_is_refused_when_it_is_to_be_one(client: httpx.Client) -> None:
    told = grant(client)
    assert put(told, b"a song" * 100).status_code == 200
    status, _, said = error(make(client, told["storage_uri"]))
    assert status == 400
    assert said.startswith(f"`image_uri` is '{told['storage_uri']}'")


def test_a_file_that_is_announced_too_large_is_refused_before_it_is_sent(client: httpx.Client, server: Server) -> None:
    path = httpx.URL(grant(client)["upload_url"]).path
    with socket.create_connection(server.address, timeout=60) as connection:
        head = f"PUT {path} HTTP/1.1\r\nHost: h\r\nContent-Length: {MAX_BYTES + 1}\r\nExpect: 100-continue\r\n\r\n"
        connection.sendall(head.encode())
        assert connection.recv(65_536).startswith(b"HTTP/1.1 413")


def test_a_file_that_turns_out_too_large_is_refused_and_nothing_of_it_is_kept(client: httpx.Client) -> None:
    told, block = grant(client), bytes(2**20)
    reply = put(told, (block for _ in range(MAX_BYTES // len(block) + 1)))
    assert error(reply)[:2] == (413, "request_too_large")
    assert "has not come yet" in error(make(client, told["storage_uri"]))[2]


def test_an_empty_file_is_refused(client: httpx.Client) -> None:
    assert error(put(grant(client), b""))[:2] == (400, "invalid_request_error")


def test_a_forged_link_takes_nothing_in(client: httpx.Client) -> None:
    told, other = grant(client), grant(client)
    base, token, name = told["upload_url"].rsplit("/", 2)
    for forged in (
        f"{base}/{token}/{other['upload_url'].rpartition('/')[2]}",
        f"{base}/9{token}/{name}",
        f"{base}/{token[:-1]}/{name}",
        f"{base}/{token}/nonsense",
    ):
        assert error(put({"upload_url": forged}, picture()))[:2] == (403, "permission_error")


def test_a_link_that_takes_a_file_in_reads_none(client: httpx.Client) -> None:
    told = grant(client)
    put(told, picture())
    assert error(client.get(told["upload_url"]))[0] == 405
    assert client.get(told["upload_url"].replace("/uploads/", "/files/")).status_code == 403
