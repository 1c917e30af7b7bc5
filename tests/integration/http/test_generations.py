"""Submit, poll and cancel over a socket, as clients do it."""

from __future__ import annotations

import json
import re
import socket
from urllib.parse import quote
from uuid import UUID

import httpx
import pytest

from tests.integration.http.conftest import Server
from tests.integration.http.memory_service import OTHER_KEY, POOR_KEY, MemoryService
from vitascope.wire.aimlapi import read_id

BODY = {"model": "ltxv/ltxv-2-fast", "prompt": "A dragon roars.", "duration": 6}
PATH = "/v2/video/generations"


def submit(client: httpx.Client, **fields: object) -> str:
    reply = client.post(PATH, json=BODY | fields)
    assert reply.status_code == 200, reply.text
    return str(reply.json()["id"])


def test_a_submit_is_answered_with_its_id_and_its_price(client: httpx.Client) -> None:
    reply = client.post(PATH, json=BODY)
    told = reply.json()
    assert reply.status_code == 200
    assert re.fullmatch(r"[0-9a-f-]{36}:ltxv/ltxv-2-fast", told["id"])
    assert told == {
        "id": told["id"],
        "generation_id": told["id"],
        "status": "queued",
        "meta": {"usage": {"credits_used": 504_000, "tokens_used": 504_000, "usd_spent": 0.252}},
    }
    assert reply.headers["x-inference-id"] == told["id"]
    assert reply.headers["x-aimlapi-credits-used"] == "504000"
    assert reply.headers["x-aimlapi-usd-spent"] == "0.252000000"


def test_a_generation_is_polled_to_its_end_and_downloaded(
    client: httpx.Client, server: Server, memory: MemoryService
) -> None:
    generation_id = submit(client)
    queued = client.get(PATH, params={"generation_id": generation_id})
    assert (queued.json()["status"], queued.json()["queue_position"]) == ("queued", 1)
    assert "x-aimlapi-credits-used" not in queued.headers
    memory.start(read_id(generation_id), 0.25)
    generating = client.get(PATH, params={"generation_id": generation_id}).json()
    assert (generating["status"], generating["progress"], generating["meta"]["stage"]) == ("generating", 0.25, "frames")
    memory.finish(read_id(generation_id), b"clip" * 50_000)
    completed = client.get(PATH, params={"generation_id": generation_id})
    assert completed.json()["status"] == "completed"
    assert completed.headers["x-aimlapi-credits-used"] == "504000"
    link = completed.json()["video"]["url"]
    assert link.startswith(f"{server.base_url}/files/")
    download = httpx.get(link, trust_env=False, timeout=60)
    assert (download.headers["content-type"], download.content) == ("video/mp4", b"clip" * 50_000)
    assert httpx.get(completed.json()["poster"], trust_env=False, timeout=60).headers["content-type"] == "image/jpeg"


def test_a_failed_generation_is_a_200_that_says_why(client: httpx.Client, memory: MemoryService) -> None:
    generation_id = submit(client)
    memory.fail(read_id(generation_id))
    reply = client.get(PATH, params={"generation_id": generation_id})
    assert reply.status_code == 200
    assert reply.json()["status"] == "error"
    assert reply.json()["error"] == {"name": "EngineFailed", "message": "It broke."}


def test_a_cancelled_generation_shows_as_an_error_named_so(client: httpx.Client) -> None:
    generation_id = submit(client)
    cancelled = client.delete(PATH, params={"generation_id": generation_id}).json()
    polled = client.get(PATH, params={"generation_id": generation_id}).json()
    assert cancelled == polled
    assert (polled["status"], polled["error"]["name"]) == ("error", "Cancelled")


def test_what_has_ended_cannot_be_cancelled(client: httpx.Client, memory: MemoryService) -> None:
    generation_id = submit(client)
    memory.finish(read_id(generation_id))
    assert client.delete(PATH, params={"generation_id": generation_id}).status_code == 409


@pytest.mark.parametrize("form", ["raw", "encoded", "bare", "upper", "twice"])
def test_an_id_is_read_in_every_form(client: httpx.Client, form: str) -> None:
    generation_id = submit(client)
    query = {
        "raw": generation_id,
        "encoded": quote(generation_id, safe=""),
        "bare": generation_id.partition(":")[0],
        "upper": generation_id.upper(),
        "twice": quote(quote(generation_id, safe=""), safe=""),
    }[form]
    reply = client.get(f"{PATH}?generation_id={query}")
    assert (reply.status_code, reply.json()["id"]) == (200, generation_id)


def test_a_poll_echoes_the_id_it_was_asked_for_only_if_well_formed(client: httpx.Client) -> None:
    generation_id = submit(client)
    bare = generation_id.partition(":")[0]
    assert client.get(PATH, params={"generation_id": bare}).headers["x-inference-id"] == bare
    odd = client.get(PATH, params={"generation_id": f" {bare} "})
    assert odd.status_code == 200
    assert "x-inference-id" not in odd.headers


@pytest.mark.parametrize("body", [b"", b"{}"])
def test_a_poll_may_carry_a_content_type_and_an_empty_object(client: httpx.Client, body: bytes) -> None:
    generation_id = submit(client)
    asked = {"generation_id": generation_id}
    headers = {"Content-Type": "application/json"}
    for _ in range(3):  # on one connection: a body left unread must not spoil the next request
        assert client.request("GET", PATH, params=asked, headers=headers, content=body).status_code == 200


def test_a_head_is_a_poll_without_its_body(client: httpx.Client) -> None:
    reply = client.head(PATH, params={"generation_id": submit(client)})
    assert (reply.status_code, reply.content) == (200, b"")
    assert int(reply.headers["content-length"]) > 50


def test_another_accounts_generation_is_not_found(client: httpx.Client) -> None:
    generation_id = submit(client)
    headers = {"Authorization": f"Bearer {OTHER_KEY}"}
    for method in ("GET", "DELETE"):
        reply = client.request(method, PATH, params={"generation_id": generation_id}, headers=headers)
        assert (reply.status_code, reply.json()["message"]) == (
            404,
            "Inference not found. There is no such generation.",
        )


def test_an_unknown_id_is_not_found(client: httpx.Client) -> None:
    for unknown in (str(UUID(int=0)), "nonsense", "", "%00", "\ud800".encode("utf-8", "surrogatepass").hex()):
        reply = client.get(PATH, params={"generation_id": unknown})
        assert reply.status_code == 404
        assert reply.json()["message"].startswith("Inference not found")


def test_a_poll_without_an_id_says_what_is_missing(client: httpx.Client) -> None:
    reply = client.get(PATH)
    assert reply.status_code == 400
    assert "`generation_id` is missing" in reply.json()["message"]


@pytest.mark.parametrize("method", ["POST", "GET", "DELETE"])
@pytest.mark.parametrize("header", [None, "", "Bearer", "Basic abc", "Bearer wrong", "wrong", "Bearer \xe9"])
def test_without_a_good_key_nothing_is_done(
    client: httpx.Client, server: Server, method: str, header: str | None
) -> None:
    del client.headers["Authorization"]
    before = server.queued()
    headers = {} if header is None else {"Authorization": header.encode("latin-1")}
    reply = client.request(method, PATH, headers=headers, content=b"{not json")
    assert reply.status_code == 401
    assert reply.json()["message"].startswith(
        "This request requires a valid API key. You can create a new API key on the Billing page: "
        f"{server.base_url}/app/keys"
    )
    assert server.queued() == before


def test_a_scheme_is_read_in_any_case(client: httpx.Client, server: Server) -> None:
    assert client.get(PATH, headers={"Authorization": f"bearer  {server.key}"}).status_code == 400


def test_an_account_without_funds_is_told_so(client: httpx.Client, server: Server) -> None:
    reply = client.post(PATH, json=BODY, headers={"Authorization": f"Bearer {POOR_KEY}"})
    assert reply.status_code == 403
    assert reply.json()["error"]["data"]["kind"] == "err_insufficent_credits"
    assert f"{server.base_url}/app/billing/" in reply.json()["message"]
    assert (
        httpx.get(f"{server.base_url}/app/billing/", follow_redirects=True, trust_env=False, timeout=60).status_code
        == 200
    )


@pytest.mark.parametrize("value", ["abc-1:2._Z", "x" * 128])
def test_a_good_client_request_id_is_echoed_everywhere(client: httpx.Client, value: str) -> None:
    headers = {"X-Client-Request-Id": value}
    for reply in (client.post(PATH, json=BODY, headers=headers), client.get("/nowhere", headers=headers)):
        assert reply.headers["x-client-request-id"] == value


@pytest.mark.parametrize("value", ["", "a b", "x" * 129, "a/b", "ü", "a,b"])
def test_any_other_client_request_id_is_dropped_in_silence(client: httpx.Client, value: str) -> None:
    reply = client.post(PATH, json=BODY, headers={b"X-Client-Request-Id": value.encode()})
    assert reply.status_code == 200
    assert "x-client-request-id" not in reply.headers


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-8", None]
)
def test_json_is_json_whatever_it_is_called(client: httpx.Client, content_type: str | None) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    assert client.post(PATH, content=json.dumps(BODY).encode(), headers=headers).status_code == 200


def test_a_chunked_body_is_read(client: httpx.Client) -> None:
    assert client.post(PATH, content=(bytes([b]) for b in json.dumps(BODY).encode())).status_code == 200


def test_a_page_from_elsewhere_may_submit_and_read_the_headers(client: httpx.Client) -> None:
    origin = {"Origin": "https://app.example"}
    preflight = client.options(
        PATH,
        headers=origin
        | {
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type,x-client-request-id",
        },
    )
    assert preflight.status_code == 200
    assert "authorization" in preflight.headers["access-control-allow-headers"].lower()
    for reply in (client.post(PATH, json=BODY, headers=origin), client.post(PATH, json={}, headers=origin)):
        assert reply.headers["access-control-allow-origin"] == "*"
        exposed = {name.strip().lower() for name in reply.headers["access-control-expose-headers"].split(",")}
        assert {
            "x-inference-id",
            "x-client-request-id",
            "x-aimlapi-credits-used",
            "x-aimlapi-usd-spent",
        } <= exposed


@pytest.mark.parametrize("host", ["[", "a b", "//", "[::1", "h:port", "\xff"])
@pytest.mark.parametrize("path", ["/", PATH, "/nowhere"])
def test_a_host_that_is_no_host_is_neither_echoed_nor_stumbled_over(server: Server, host: str, path: str) -> None:
    with socket.create_connection(server.address, timeout=60) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode("latin-1"))
        reply = b"".join(iter(lambda: connection.recv(65_536), b""))
    status = {"/": b"200", PATH: b"401", "/nowhere": b"404"}[path]
    assert reply.startswith((b"HTTP/1.1 " + status, b"HTTP/1.1 400"))
    if status != b"404":
        assert server.base_url.encode() in reply


def test_a_slash_at_the_end_of_a_path_changes_nothing(client: httpx.Client) -> None:
    sent = client.post(f"{PATH}/", json=BODY)
    assert sent.status_code == 200, sent.text
    found = client.get(f"{PATH}/", params={"generation_id": sent.json()["id"]})
    assert (found.status_code, found.json()["id"]) == (200, sent.json()["id"])
    assert client.post("/v1/videos/", json={"prompt": "A dragon."}).json()["object"] == "video"
    assert client.get(f"/v1/videos/{sent.json()['id']}/").json()["object"] == "video"
    assert client.get("/no/such/path/").status_code == 404


def test_a_byte_order_mark_before_a_body_changes_nothing(client: httpx.Client) -> None:
    reply = client.post(PATH, content=b"\xef\xbb\xbf" + json.dumps(BODY).encode())
    assert reply.status_code == 200, reply.text


def test_methods_that_do_not_exist_name_those_that_do(client: httpx.Client) -> None:
    reply = client.put(PATH, json=BODY)
    assert reply.status_code == 405
    assert set(reply.headers["allow"].split(", ")) == {"GET", "HEAD", "POST", "DELETE"}
    assert client.options(PATH).status_code == 204


def test_a_server_that_is_down_says_when_to_come_back(client: httpx.Client, memory: MemoryService) -> None:
    memory.down = True
    try:
        reply = client.post(PATH, json=BODY)
        ready, live = client.get("/health/ready"), client.get("/health/live")
    finally:
        memory.down = False
    assert (reply.status_code, reply.headers["retry-after"]) == (503, "5")
    assert reply.json()["message"] == "Service unavailable. The database does not answer."
    assert (ready.status_code, ready.json()["status"]) == (503, "unavailable")
    assert live.status_code == 200
    assert client.get("/health/ready").json() == {"status": "ok"}


def test_the_first_page_has_a_request_to_paste_and_needs_nothing_from_elsewhere(
    client: httpx.Client, server: Server
) -> None:
    page = client.get("/")
    assert page.headers["content-type"].startswith("text/html")
    assert f"curl -s {server.base_url}{PATH}" in page.text
    assert set(re.findall(r'(?:src|href)="([^"]+)"', page.text)) == {"/openapi.json", "/health/ready"}
    assert PATH in client.get("/openapi.json").json()["paths"]
