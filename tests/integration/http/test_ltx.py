"""The official LTX API over a socket, as its clients speak it; `tests/acceptance/test_ltx.py` has real clips."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from uuid import UUID

import httpx
import pytest

from tests.integration.http.conftest import Server
from tests.integration.http.memory_service import OTHER_KEY, POOR_KEY, MemoryService
from vitascope.core.errors import Unavailable
from vitascope.core.generation import Status
from vitascope.wire.ltx import ABSENT, ENDPOINTS

BODY = {"prompt": "A boat.", "model": "ltx-2-fast", "duration": 6, "resolution": "1920x1080"}
MAKE, QUEUE = "/v1/text-to-video", "/v2/text-to-video"


def error(reply: httpx.Response) -> tuple[int, str, str]:
    """Status, type and sentence; fails for a body of any other form."""
    body = reply.json()
    assert body["type"] == "error"
    assert set(body) == {"type", "error"}
    assert reply.headers["x-request-id"]
    return reply.status_code, body["error"]["type"], body["error"]["message"]


def until(condition: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < give_up
        time.sleep(0.01)


@contextmanager
def making(
    client: httpx.Client, memory: MemoryService, path: str = MAKE, **fields: object
) -> Iterator[tuple[UUID, Future[httpx.Response]]]:
    """A v1 request that is being held, and the generation it waits for."""
    before = set(memory.generations)
    with ThreadPoolExecutor(1) as pool:
        reply = pool.submit(client.post, path, json=BODY | fields)
        until(lambda: len(memory.generations) > len(before))
        (made,) = memory.generations.keys() - before
        yield made, reply


def test_the_reply_is_the_clip_and_comes_when_it_is_made(client: httpx.Client, memory: MemoryService) -> None:
    with making(client, memory, fps=24, seed=5) as (generation_id, held):
        memory.start(generation_id, 0.5)
        time.sleep(0.3)  # more than one look at a generation that is not done
        assert not held.done()
        memory.finish(generation_id, b"clip" * 200_000)
        reply = held.result(60)
    assert (reply.status_code, reply.headers["content-type"]) == (200, "video/mp4")
    assert reply.content == b"clip" * 200_000
    assert int(reply.headers["content-length"]) == 800_000
    assert reply.headers["x-generation-id"] == str(generation_id)
    assert reply.headers["x-request-id"]
    assert reply.headers["x-engine"] == "memory"
    assert reply.headers["x-adjusted"] == '["fps: 24 became 25, the nearest that ltxv/ltxv-2-fast takes."]'


def test_a_clip_that_cannot_be_made_is_an_error_with_its_reason_and_its_id(
    client: httpx.Client, memory: MemoryService
) -> None:
    with making(client, memory) as (generation_id, held):
        memory.fail(generation_id)
        reply = held.result(60)
    assert error(reply) == (500, "api_error", "It broke.")
    assert reply.headers["x-generation-id"] == str(generation_id)


def test_a_clip_that_is_cancelled_by_its_id_ends_the_wait(client: httpx.Client, memory: MemoryService) -> None:
    with making(client, memory) as (generation_id, held):
        cancelled = client.delete(f"{QUEUE}/{generation_id}")
        assert (cancelled.status_code, cancelled.json()["status"]) == (200, "failed")
        assert error(held.result(60))[:2] == (409, "cancelled")


def leave(server: Server, memory: MemoryService, *headers: str) -> UUID:
    """A client that closes its connection while it waits."""
    before = set(memory.generations)
    body = httpx.Request("POST", server.base_url, json=BODY).content
    head = [f"POST {MAKE} HTTP/1.1", "Host: h", f"Authorization: Bearer {server.key}", *headers]
    with socket.create_connection(server.address, timeout=60) as connection:
        connection.sendall("\r\n".join([*head, f"Content-Length: {len(body)}", "", ""]).encode() + body)
        until(lambda: len(memory.generations) > len(before))
    (made,) = memory.generations.keys() - before
    return made


def test_a_client_that_leaves_cancels_what_it_waited_for(server: Server, memory: MemoryService) -> None:
    generation_id = leave(server, memory)
    until(lambda: memory.generations[generation_id].status is Status.CANCELLED)


def test_a_client_that_leaves_while_the_database_is_away_cancels_when_it_is_back(
    server: Server, memory: MemoryService, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[object] = []
    cancel = memory.cancel

    async def away(*asked: object) -> object:
        if len(refused) < 2:
            refused.append(asked)
            raise Unavailable("away")
        return await cancel(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr("vitascope.api.ltx.ABANDON_S", (0.01, 0.01))
    monkeypatch.setattr(memory, "cancel", away)
    generation_id = leave(server, memory)
    until(lambda: memory.generations[generation_id].status is Status.CANCELLED)
    assert len(refused) == 2


def test_a_client_that_gave_its_request_a_name_may_leave_and_come_back(server: Server, memory: MemoryService) -> None:
    generation_id = leave(server, memory, "Idempotency-Key: mine")
    time.sleep(0.3)  # what should not happen gives no sign
    assert memory.generations[generation_id].status is Status.QUEUED


def test_a_job_is_queued_looked_at_and_downloaded(client: httpx.Client, server: Server, memory: MemoryService) -> None:
    queued = client.post(QUEUE, json=BODY)
    assert queued.status_code == 202
    assert set(queued.json()) == {"id", "created_at"}
    generation_id = UUID(queued.json()["id"])
    path = f"{QUEUE}/{generation_id}"
    assert client.get(path).json()["status"] == "pending"
    memory.start(generation_id, 0.25)
    assert (client.get(path).json()["status"], client.get(path).json()["progress"]) == ("processing", 0.25)
    memory.finish(generation_id, b"clip")
    done = client.get(path).json()
    assert done["status"] == "completed"
    assert done["result"]["video_url"].startswith(f"{server.base_url}/files/")
    assert httpx.get(done["result"]["video_url"], trust_env=False, timeout=60).content == b"clip"
    assert error(client.delete(path))[:2] == (409, "invalid_request_error")


def test_a_failed_job_is_a_200_that_says_why(client: httpx.Client, memory: MemoryService) -> None:
    generation_id = UUID(client.post(QUEUE, json=BODY).json()["id"])
    memory.fail(generation_id)
    told = client.get(f"{QUEUE}/{generation_id}").json()
    assert (told["status"], told["error"]) == ("failed", {"type": "api_error", "message": "It broke."})


def test_a_job_is_found_under_its_own_endpoint_by_its_own_account_alone(
    client: httpx.Client, memory: MemoryService
) -> None:
    mine = client.post(QUEUE, json=BODY).json()["id"]
    elsewhere = client.post("/v2/video/generations", json={"model": "ltxv/ltxv-2", "prompt": "x"}).json()["id"]
    other = {"Authorization": f"Bearer {OTHER_KEY}"}
    for method in ("GET", "DELETE"):
        for path, headers in [
            (f"/v2/image-to-video/{mine}", {}),
            (f"/v2/retake/{mine}", {}),
            (f"{QUEUE}/{elsewhere.partition(':')[0]}", {}),
            (f"{QUEUE}/nonsense", {}),
            (f"{QUEUE}/{mine}/more", {}),
            (f"{QUEUE}/{mine}", other),
        ]:
            reply = client.request(method, path, headers=headers)
            assert error(reply)[:2] == (404, "not_found_error"), path
    assert memory.generations[UUID(mine)].status is Status.QUEUED


@pytest.mark.parametrize("path", [f"/{v}/{e}" for v in ("v1", "v2") for e in (*ENDPOINTS, *ABSENT)])
def test_who_has_no_key_is_told_so_first(server: Server, path: str) -> None:
    url = server.base_url + path
    assert error(httpx.post(url, content=b"junk", trust_env=False, timeout=60)) == (
        401, "authentication_error", "Missing authorization header",
    )  # fmt: skip
    wrong = httpx.post(url, content=b"junk", headers={"Authorization": "Bearer wrong"}, trust_env=False, timeout=60)
    assert error(wrong)[:2] == (401, "authentication_error")


@pytest.mark.parametrize("version", ["v1", "v2"])
@pytest.mark.parametrize("name", ABSENT)
def test_what_is_not_there_says_so(client: httpx.Client, version: str, name: str) -> None:
    status, kind, said = error(client.post(f"/{version}/{name}", json={}))
    assert (status, kind) == (400, "invalid_request_error")
    assert said.startswith(f"{name} is not there")
    assert "text-to-video" in said


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"prompt": None}, "prompt is required"),
        ({"prompt": " "}, "`prompt` is ' '"),
        ({"duration": 7}, "the nearest is 8."),
        ({"duration": 22}, "the nearest is 20."),
        ({"duration": 12, "fps": 50}, "the nearest is 10."),
        ({"duration": 12, "model": "ltx-2-pro"}, "the nearest is 10."),
        ({"duration": 12, "resolution": "2560x1440"}, "the nearest is 10."),
        ({"duration": "long"}, "use 6, 8"),
        ({"fps": 30}, "the nearest is 25."),
        ({"resolution": "1280x720"}, "the nearest is 1920x1080."),
        ({"model": "ltx-9"}, "the nearest is ltx-2-fast."),
        ({"camera_motion": "dolly"}, "the nearest is dolly_"),
        ({"generate_audio": "loud"}, "use true or false."),
        ({"image_uri": "https://example.com/a.png"}, "image-to-video"),
        ({"seed": -1}, "the nearest is 0."),
    ],
)
@pytest.mark.parametrize("path", [MAKE, QUEUE])
def test_bad_input_names_the_field_and_the_nearest_value_and_queues_nothing(
    client: httpx.Client, server: Server, path: str, fields: dict[str, object], says: str
) -> None:
    before = server.queued()
    status, kind, said = error(client.post(path, json=BODY | fields))
    assert (status, kind) == (400, "invalid_request_error")
    assert says in said
    assert server.queued() == before


@pytest.mark.parametrize(
    ("image", "says"),
    [
        (None, "image_uri is required"),
        ("ltx://uploads/nonsense", "an upload is named"),
        ("ftp://example.com/a.png", "links are not fetched"),
        ("data:image/png;base64,bm90IGEgcGljdHVyZQ==", "`image_uri` is"),
        ("{images}/missing", "`image_uri` is"),
    ],
)
def test_a_bad_first_frame_is_refused_by_the_name_of_this_surface(
    client: httpx.Client, server: Server, image: str | None, says: str
) -> None:
    before = server.queued()
    sent = image and image.replace("{images}", server.images_url)
    status, kind, said = error(client.post("/v2/image-to-video", json=BODY | {"image_uri": sent}))
    assert (status, kind) == (400, "invalid_request_error")
    assert says in said
    assert "image_url" not in said
    assert server.queued() == before


def test_who_is_out_of_funds_is_told_in_this_apis_words(client: httpx.Client) -> None:
    reply = client.post(QUEUE, json=BODY, headers={"Authorization": f"Bearer {POOR_KEY}"})
    assert error(reply)[:2] == (402, "insufficient_funds_error")


def test_other_methods_are_told_which_to_use(client: httpx.Client) -> None:
    reply = client.get(MAKE)
    assert error(reply)[:2] == (405, "invalid_request_error")
    assert reply.headers["allow"] == "POST"


def test_an_outage_is_a_503_that_says_when_to_come_back(client: httpx.Client, memory: MemoryService) -> None:
    memory.down = True
    try:
        reply = client.post(QUEUE, json=BODY)
    finally:
        memory.down = False
    assert error(reply)[:2] == (503, "service_unavailable")
    assert int(reply.headers["retry-after"]) > 0
