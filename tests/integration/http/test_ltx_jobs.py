"""What is ours about jobs of the official LTX API, over the whole service: list, long poll, events, options."""

from __future__ import annotations

import time
from uuid import uuid4

import httpx
import pytest

from tests.integration.http.conftest import Server
from tests.integration.http.test_ltx import BODY, QUEUE, error


@pytest.fixture(scope="module")
def server(whole_server: Server) -> Server:
    """The real service."""
    return whole_server


def queue(client: httpx.Client, **fields: object) -> str:
    reply = client.post(QUEUE, json=BODY | fields)
    assert reply.status_code == 202, reply.text
    return str(reply.json()["id"])


def test_a_repeat_under_the_same_key_is_the_same_job_and_another_request_a_409(
    client: httpx.Client, server: Server
) -> None:
    headers = {"Idempotency-Key": str(uuid4())}
    first = client.post(QUEUE, json=BODY, headers=headers)
    before = server.queued()
    again = client.post(QUEUE, json=dict(reversed(BODY.items())), headers=headers)
    assert (again.status_code, again.json()) == (202, first.json())
    other = client.post(QUEUE, json=BODY | {"duration": 8}, headers=headers)
    assert error(other)[:2] == (409, "invalid_request_error")
    picture = {"image_uri": f"{server.images_url}/ok.png"}
    assert client.post("/v2/image-to-video", json=BODY | picture, headers=headers).status_code == 409
    assert server.queued() == before


def test_jobs_are_listed_under_their_own_endpoint(client: httpx.Client, server: Server) -> None:
    pro, fast = queue(client, model="ltx-2-pro"), queue(client)
    image = client.post("/v2/image-to-video", json=BODY | {"image_uri": f"{server.images_url}/ok.png"}).json()["id"]
    page = client.get(QUEUE, params={"limit": 3, "status": "pending"}).json()
    assert [job["id"] for job in page["data"]] == [fast, pro]
    assert page["data"][0]["status"] == "pending"
    newest = client.get(QUEUE, params={"limit": 1}).json()
    assert (newest["data"], newest["pagination"]["has_more"]) == ([], True), "the newest is of the other endpoint"
    cursor = newest["pagination"]["next_cursor"]
    assert client.get(QUEUE, params={"limit": 1, "cursor": cursor}).json()["data"][0]["id"] == fast
    assert [job["id"] for job in client.get("/v2/image-to-video", params={"limit": 3}).json()["data"]] == [image]
    assert client.get(QUEUE, params={"limit": 2, "model": "ltx-2-pro"}).json()["data"][0]["id"] == pro
    assert error(client.get(QUEUE, params={"limit": 1000}))[:2] == (400, "invalid_request_error")
    assert error(client.get(QUEUE, params={"status": "sleeping"}))[:2] == (400, "invalid_request_error")


def test_a_poll_may_wait_for_an_end_and_hears_of_a_cancel(client: httpx.Client) -> None:
    path = f"{QUEUE}/{queue(client)}"
    started = time.monotonic()
    assert client.get(path, params={"wait": 0.3}).json()["status"] == "pending"
    assert time.monotonic() - started >= 0.3
    assert client.delete(path).json()["status"] == "failed"
    assert client.get(path, params={"wait": 30}).json()["error"]["type"] == "cancelled"
    assert error(client.get(path, params={"wait": "long"}))[:2] == (400, "invalid_request_error")


def test_a_job_is_followed_in_the_words_of_this_surface(client: httpx.Client) -> None:
    path = f"{QUEUE}/{queue(client)}"
    with client.stream("GET", f"{path}/events") as events:
        assert events.headers["content-type"].startswith("text/event-stream")
        lines = events.iter_lines()
        first = next(line for line in lines if line.startswith("data:"))
        assert '"status":"pending"' in first
        client.delete(path)
        last = [line for line in lines if line.startswith("data:")][-1]
    assert '"type":"cancelled"' in last


def test_options_of_every_surface_are_read_here_too(client: httpx.Client) -> None:
    assert client.post(QUEUE, json=BODY | {"priority": 3, "expires_in": 600}).status_code == 202
    assert "nearest is 10" in error(client.post(QUEUE, json=BODY | {"priority": 11}))[2]
    assert "nearest is 60" in error(client.post(QUEUE, json=BODY | {"expires_in": 5}))[2]
