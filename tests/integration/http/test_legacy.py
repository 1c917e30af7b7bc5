"""The paths before ``/v2/video/generations``, and leniency: other programs' requests are taken, and it is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

import httpx
import pytest

from tests.integration.http.conftest import MAX_BODY_BYTES, Server, listening
from tests.integration.http.memory_service import KEY, MemoryService
from vitascope.api.app import create_app
from vitascope.wire.aimlapi import read_id
from vitascope.wire.legacy import PROVIDERS

BODY = {"model": "ltxv/ltxv-2-fast", "prompt": "Mona Lisa puts on glasses with her hands."}
MODERN = ("/v2/video/generations", "/v1/video/generations", "/video/generations")
GOOGLE = "/v2/generate/video/google/generation"
DEAD = "https://s2-111386.kwimgs.invalid/bs2/1.jpeg"


@pytest.fixture(scope="module", params=["memory_server", "whole_server"])
def server(request: pytest.FixtureRequest) -> Server:
    """Both."""
    found: Server = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module")
def lenient(memory: MemoryService) -> Iterator[httpx.Client]:
    """A client of a server that is lenient everywhere."""
    app = create_app(memory, max_body_bytes=MAX_BODY_BYTES, lenient=True)  # type: ignore[arg-type]
    with (
        listening(nullcontext(app)) as base_url,
        httpx.Client(
            base_url=base_url, headers={"Authorization": f"Bearer {KEY}"}, trust_env=False, timeout=60
        ) as client,
    ):
        yield client


def accepted(client: httpx.Client, path: str, **fields: Any) -> dict[str, Any]:
    reply = client.post(path, json=BODY | fields)
    assert reply.status_code == 200, reply.text
    told: dict[str, Any] = reply.json()
    return told


def refused(client: httpx.Client, path: str, **fields: Any) -> str:
    reply = client.post(path, json=BODY | fields)
    assert reply.status_code == 400, reply.text
    assert reply.json()["path"] == path
    return str(reply.json()["message"])


@pytest.mark.parametrize("model", ["ltxv/ltxv-2-fast", "ltxv/ltxv-2"])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_provider_takes_each_of_our_models_and_is_polled_and_cancelled(
    client: httpx.Client, provider: str, model: str
) -> None:
    path = f"/v2/generate/video/{provider}/generation"
    told = accepted(client, path, model=model)
    assert told["id"] == told["generation_id"]
    assert (told["id"].partition(":")[2], told["status"]) == (model, "queued")
    assert "adjusted" not in told["meta"]
    polled = client.get(path, params={"generation_id": told["id"]}, headers={"Content-Type": "application/json"})
    assert (polled.status_code, polled.json()["id"], polled.json()["status"]) == (200, told["id"], "queued")
    assert polled.headers["x-inference-id"] == told["id"]
    # One generation, whatever path it is asked for on.
    assert client.get(MODERN[0], params={"generation_id": told["id"]}).json()["id"] == told["id"]
    assert client.delete(path, params={"generation_id": told["id"]}).json()["error"]["name"] == "Cancelled"


@pytest.mark.parametrize("path", MODERN[1:])
def test_the_twins_submit_poll_list_and_cancel(client: httpx.Client, path: str) -> None:
    generation_id = accepted(client, path, duration=6)["id"]
    assert client.get(path, params={"generation_id": generation_id}).json()["status"] == "queued"
    cancelled = client.delete(path, params={"generation_id": generation_id}).json()
    assert cancelled["error"]["name"] == "Cancelled"
    assert "Expected '6' | '8' | '10', received '5'" in refused(client, path, duration="5")


def test_the_seeds_javascript_request_is_taken_and_all_that_changed_is_told(client: httpx.Client) -> None:
    told = accepted(client, GOOGLE, image_url=DEAD, duration="5")
    duration, image = told["meta"]["adjusted"]
    assert duration == "`duration` was 5; the clip is 6 seconds long."
    assert image.startswith(f"Made without its image: `image_url` is '{DEAD}': its host is unknown")
    assert told["meta"]["usage"]["credits_used"] == 504_000  # 6 seconds
    polled = client.get(GOOGLE, params={"generation_id": told["id"]}).json()
    assert polled["meta"]["adjusted"] == [duration, image]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"duration": "7s"}, "`duration` was 7; the clip is 8 seconds long."),
        ({"duration": 999}, "`duration` was 999; the clip is 10 seconds long."),
        ({"fps": "24"}, "`fps` was 24; the clip has 25 frames a second."),
        ({"resolution": "720P"}, "`resolution` was '720P'; the clip is 1920 × 1080."),
        ({"aspect_ratio": "9:16"}, "`aspect_ratio` was '9:16'; the clip is 16:9."),
        ({"seed": -1}, "`seed` was -1; one was drawn."),
        ({"cfg_scale": 0.5}, "Fields left out, since nothing here takes them: `cfg_scale`."),
    ],
)
def test_what_is_not_offered_becomes_what_is(client: httpx.Client, fields: dict[str, Any], told: str) -> None:
    path = "/v2/generate/video/kling/generation"
    assert accepted(client, path, **fields)["meta"]["adjusted"] == [told]


def test_an_image_under_another_name_becomes_the_first_frame(client: httpx.Client, server: Server) -> None:
    path = "/v2/generate/video/minimax/generation"
    told = accepted(client, path, first_frame_image=f"{server.images_url}/ok.png")
    assert told["meta"]["adjusted"] == ["The image (64 × 36) was scaled to 1920 × 1080."]


@pytest.mark.parametrize("link", ["{images}/gone.png", "{images}/page.html", "{images}/empty.png", DEAD])
def test_a_dead_link_is_dropped_here_and_refused_there(client: httpx.Client, server: Server, link: str) -> None:
    link = link.replace("{images}", server.images_url)
    (told,) = accepted(client, GOOGLE, image_url=link)["meta"]["adjusted"]
    assert told.startswith(f"Made without its image: `image_url` is '{link}': ")
    (told,) = accepted(client, GOOGLE, first_frame_image=link)["meta"]["adjusted"]
    assert told.startswith(f"Made without its image: `first_frame_image` is '{link}': ")
    before = server.queued()
    assert link in refused(client, MODERN[0], image_url=link)
    assert server.queued() == before


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"model": "google/veo3"}, "Expected 'ltxv/ltxv-2-fast' | 'ltxv/ltxv-2', received 'google/veo3'"),
        ({"duration": "abc"}, "Expected '6' | '8' | '10', received 'abc'"),
        ({"duration": True}, "Expected '6' | '8' | '10', received 'true'"),
        ({"fps": [25]}, "`fps` is [25]"),
        ({"prompt": " "}, "`prompt` is ' '"),
        ({"prompt": "x" * 20_001}, "20,001 characters"),
        ({"image_url": "http://169.254.169.254/latest/meta-data"}, "not on the public internet"),
        ({"image_url": "http://[::1]/a.png"}, "not on the public internet"),
        ({"image_url": "http://localhost/a.png"}, "not on the public internet"),
        ({"image_url": "http://db.internal/a.png"}, "not on the public internet"),
        ({"image_url": "https://images.example:6379/"}, "only 80 and 443"),
        ({"image_url": "file:///etc/passwd"}, "file: links are not fetched"),
        ({"image_url": "data:image/png;base64,AAAA"}, "not an image"),
        ({"first_frame_image": 5}, "`first_frame_image` is 5"),
    ],
)
def test_what_cannot_be_read_or_may_not_be_followed_is_refused_and_nothing_is_queued(
    client: httpx.Client, server: Server, fields: dict[str, Any], words: str
) -> None:
    before = server.queued()
    assert words in refused(client, GOOGLE, **fields)
    assert server.queued() == before


def test_a_provider_that_is_none_is_told_which_there_are(client: httpx.Client) -> None:
    for method in ("GET", "POST", "DELETE"):
        reply = client.request(method, "/v2/generate/video/luma/generation")
        assert reply.status_code == 404
        assert "no provider 'luma'" in reply.json()["message"]
        assert "google, kling, alibaba, bytedance, pixverse, minimax or runway" in reply.json()["message"]


def test_a_key_is_asked_for_before_anything_is_read(server: Server) -> None:
    for path in (GOOGLE, *MODERN):
        reply = httpx.post(server.base_url + path, content=b"x" * 1000, trust_env=False, timeout=60)
        assert reply.status_code == 401
        assert httpx.get(server.base_url + path, trust_env=False, timeout=60).status_code == 401


def test_a_repeat_of_a_lenient_submit_is_the_same_generation(whole_server: Server) -> None:
    headers = {**whole_server.auth, "Idempotency-Key": "legacy-1"}
    body = BODY | {"duration": "5", "image_url": DEAD}
    first, second = (
        httpx.post(whole_server.base_url + GOOGLE, json=body, headers=headers, trust_env=False, timeout=60).json()
        for _ in range(2)
    )
    assert first == second


def test_a_remix_is_lenient_too_and_its_image_follows_the_size_that_it_gets(whole_server: Server) -> None:
    with httpx.Client(base_url=whole_server.base_url, headers=whole_server.auth, timeout=30, trust_env=False) as client:
        first = accepted(client, MODERN[0], image_url=f"{whole_server.images_url}/ok.png")["id"]
        reply = client.post(GOOGLE, json={"remix_of": first, "resolution": "4K", "duration": "5"})
        assert reply.status_code == 200, reply.text
        size, duration, image = reply.json()["meta"]["adjusted"]
        assert size == "`resolution` was '4K'; the clip is 3840 × 2160."
        assert duration == "`duration` was 5; the clip is 6 seconds long."
        assert "3840 × 2160" in image
        assert reply.json()["meta"]["usage"]["credits_used"] == 6 * 336_000


def test_runway_tells_the_video_as_a_list_and_the_others_as_an_object(
    memory_server: Server, memory: MemoryService
) -> None:
    with httpx.Client(
        base_url=memory_server.base_url, headers=memory_server.auth, trust_env=False, timeout=60
    ) as client:
        runway = "/v2/generate/video/runway/generation"
        generation_id = accepted(client, runway, ratio="1280:720")["id"]
        memory.finish(read_id(generation_id), b"clip")
        (link,) = client.get(runway, params={"generation_id": generation_id}).json()["video"]
        assert httpx.get(link, trust_env=False, timeout=60).content == b"clip"
        video = client.get(GOOGLE, params={"generation_id": generation_id}).json()["video"]
        assert (video["url"], video["file_size"]) == (link, 4)


@pytest.mark.parametrize("path", MODERN)
def test_a_server_that_is_lenient_is_so_on_the_modern_paths(lenient: httpx.Client, path: str) -> None:
    told = accepted(lenient, path, duration="5.5s", resolution="4K", image_url=DEAD)
    assert [sentence.split(" ")[0] for sentence in told["meta"]["adjusted"]] == [
        "`duration`",
        "`resolution`",
        "Made",
    ]
    assert "received 'abc'" in refused(lenient, path, duration="abc")
    # Fields that nobody knows are not told here: the hosted path ignores them too.
    assert "adjusted" not in accepted(lenient, path, cfg_scale=7, duration="6")["meta"]


def test_a_server_is_strict_unless_it_is_told_otherwise(client: httpx.Client) -> None:
    assert "the nearest is 6" in refused(client, MODERN[0], duration=5)
    assert "the nearest is 1080p" in refused(client, MODERN[0], resolution="720P")


@pytest.mark.parametrize("field", ["first_frame_image", "image", "image_url"])
def test_a_fault_of_an_image_is_told_by_the_name_that_it_came_under(client: httpx.Client, field: str) -> None:
    reply = client.post(GOOGLE, json=BODY | {field: "file:///etc/passwd"})
    assert reply.status_code == 400, reply.text
    assert f"`{field}` is 'file:" in reply.json()["message"]
    assert reply.json()["error"]["data"]["field"] == field
