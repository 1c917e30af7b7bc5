"""``/v1/videos`` over a socket, over the real service: what programs send, and what they should not."""

from __future__ import annotations

import asyncio
import io
import json
import threading
import time
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.integration.http.conftest import Server, listening

STRANGER = "0190f3a0-0000-7000-8000-00000000abcd"
"""An id that nobody has."""

PATH = "/v1/videos"
PROMPT = {"prompt": "A dragon roars."}


@pytest.fixture(scope="module")
def server(whole_server: Server) -> Server:
    """The real service."""
    return whole_server


def png(width: int = 1920, height: int = 1080) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), (200, 30, 30)).save(buffer, "PNG")
    return buffer.getvalue()


def created(client: httpx.Client, **fields: Any) -> dict[str, Any]:
    reply = client.post(PATH, json=PROMPT | fields)
    assert reply.status_code == 200, reply.text
    video: dict[str, Any] = reply.json()
    return video


def told(reply: httpx.Response, status: int) -> dict[str, Any]:
    """The error in ``reply``, which has the form that OpenAI's clients read."""
    assert reply.status_code == status, reply.text
    body = reply.json()
    assert list(body) == ["error"]
    assert sorted(body["error"]) == ["code", "message", "param", "type"]
    assert reply.headers["x-request-id"]
    error: dict[str, Any] = body["error"]
    return error


def test_a_video_is_created_and_found_again(client: httpx.Client) -> None:
    reply = client.post(PATH, json=PROMPT)
    video = reply.json()
    assert reply.status_code == 200
    assert UUID(video["id"]).version == 7
    assert (video["object"], video["status"], video["progress"], video["seconds"], video["size"]) == (
        "video", "queued", 0, "6", "1920x1080",
    )  # fmt: skip
    assert (video["prompt"], video["error"], video["engine"], video["adjusted"]) == (
        "A dragon roars.", None, "testcard", [],
    )  # fmt: skip
    assert 500 <= int(reply.headers["openai-poll-after-ms"]) <= 2000
    assert reply.headers["x-aimlapi-credits-used"] == "504000"
    found = client.get(f"{PATH}/{video['id']}")
    assert 500 <= int(found.headers["openai-poll-after-ms"]) <= 2000
    assert {k: v for k, v in found.json().items() if k in video and k not in ("queue_position", "seconds_left")} == {
        k: v for k, v in video.items() if k not in ("queue_position", "seconds_left")
    }
    with_model = client.get(f"{PATH}/{video['id']}:ltxv%2Fltxv-2-fast")
    assert with_model.json()["id"] == video["id"]


def test_a_form_without_a_file_is_a_create(client: httpx.Client) -> None:
    fields = {"prompt": "A dragon.", "model": "sora-2", "seconds": "4", "size": "720x1280", "generate_audio": "true"}
    reply = client.post(PATH, files={name: (None, value) for name, value in fields.items()})
    video = reply.json()
    assert reply.status_code == 200, reply.text
    assert (video["model"], video["seconds"], video["size"]) == ("ltxv/ltxv-2-fast", "6", "1920x1080")
    assert video["adjusted"] == [
        "`model` was 'sora-2'; ltxv/ltxv-2-fast makes the clip.",
        "`size` was '720x1280'; the clip is 1920 × 1080, as clips here are 16:9.",
        "`seconds` was '4'; the clip is 6 seconds long.",
    ]


def test_a_form_in_the_style_of_a_query_is_a_create_and_json_under_its_name_too(client: httpx.Client) -> None:
    form = client.post(PATH, data={"prompt": "A dragon & a cat.", "seconds": "8", "seed": "7"})
    plain = {"Content-Type": "application/x-www-form-urlencoded"}
    text = client.post(PATH, content=b'{"prompt": "A dragon & a cat.", "seconds": 8, "seed": 7}', headers=plain)
    for reply in (form, text):
        assert reply.status_code == 200, reply.text
        made = reply.json()
        assert (made["prompt"], made["seconds"], made["seed"]) == ("A dragon & a cat.", "8", 7)
    remix = client.post(f"{PATH}/{form.json()['id']}/remix", data={"prompt": "A cat."})
    assert (remix.status_code, remix.json()["prompt"]) == (200, "A cat.")


def test_twenty_seconds_may_be_asked_for(client: httpx.Client) -> None:
    assert created(client, seconds="20")["seconds"] == "20"
    assert created(client, seconds="20", size="2560x1440")["seconds"] == "10"


def test_an_image_comes_as_a_file(client: httpx.Client) -> None:
    files = {"input_reference": ("/etc/passwd", png(1000, 1000), "image/png")}
    reply = client.post(PATH, data=PROMPT, files=files)
    assert reply.status_code == 200, reply.text
    assert reply.json()["adjusted"] == [
        "The image (1000 × 1000) was cropped about its centre to 16:9 and scaled to 1920 × 1080."
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"input_reference[image_url]": "{host}/ok.png"},
        {"input_reference": "{host}/ok.png"},
    ],
)
def test_an_image_comes_as_a_link_in_a_form(client: httpx.Client, server: Server, fields: dict[str, str]) -> None:
    sent = {name: (None, value.format(host=server.images_url)) for name, value in (PROMPT | fields).items()}
    reply = client.post(PATH, files=sent)
    assert reply.status_code == 200, reply.text
    assert "image (64 × 36)" in reply.json()["adjusted"][0]


def test_an_image_comes_as_a_link_in_an_object(client: httpx.Client, server: Server) -> None:
    video = created(client, input_reference={"image_url": f"{server.images_url}/ok.png"})
    assert "image (64 × 36)" in video["adjusted"][0]


def test_where_to_write_on_the_server_is_not_the_clients_to_say(client: httpx.Client) -> None:
    video = created(client, output_path="/tmp/pwned.mp4", save_to="../../x", file_path="/etc/cron.d/x")
    assert "/tmp" not in json.dumps(video)


@pytest.mark.parametrize(
    ("body", "param", "sentence"),
    [
        ({}, None, "`prompt` is missing"),
        ({"prompt": ""}, "prompt", "`prompt` is ''"),
        ({"prompt": 7}, "prompt", "`prompt` is 7"),
        (PROMPT | {"model": "veo-3"}, "model", "use ltxv/ltxv-2-fast or ltxv/ltxv-2"),
        (PROMPT | {"seconds": "long"}, "seconds", "use a number of seconds"),
        (PROMPT | {"size": "big"}, "size", "use 1920x1080, 2560x1440 or 3840x2160"),
        (PROMPT | {"priority": 99}, "priority", "the nearest is 10"),
        (PROMPT | {"expires_in": 1}, "expires_in", "the nearest is 60"),
        (PROMPT | {"input_reference": "ftp://x/y.png"}, "input_reference", "`input_reference` is 'ftp://x/y.png'"),
        (PROMPT | {"input_reference": "http://10.0.0.1/x.png"}, "input_reference", "not on the public internet"),
        (PROMPT | {"input_reference": {"file_id": "f"}}, "input_reference[file_id]", "files are not kept here"),
    ],
)
def test_bad_input_is_refused_by_its_name_and_queues_nothing(
    client: httpx.Client, server: Server, body: dict[str, Any], param: str | None, sentence: str
) -> None:
    before = server.queued()
    error = told(client.post(PATH, json=body), 400)
    assert (error["param"], error["type"]) == (param, "invalid_request_error")
    assert sentence in error["message"]
    assert server.queued() == before


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"input_reference": ("x.png", b"no image " * 10, "image/png")}, "not an image that is read here"),
        ({"input_reference": ("x.png", png()[:5000], "image/png")}, "damaged or cut off"),
        ({"video": ("x.mp4", b"....", "video/mp4")}, "The file 'video' has no use here"),
        ({"input_reference": ("x.png", png()), "input_reference[image_url]": (None, "https://a.example")}, "send one"),
    ],
)  # fmt: skip
def test_a_file_that_is_of_no_use_is_refused_and_queues_nothing(
    client: httpx.Client, server: Server, files: dict[str, Any], sentence: str
) -> None:
    before = server.queued()
    assert sentence in told(client.post(PATH, data=PROMPT, files=files), 400)["message"]
    assert server.queued() == before


def test_an_image_with_too_many_pixels_is_refused_before_it_is_decoded(client: httpx.Client) -> None:
    buffer = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(buffer, "PNG")
    error = told(client.post(PATH, data=PROMPT, files={"input_reference": ("x.png", buffer.getvalue())}), 400)
    assert "megapixels" in error["message"]


def test_a_form_larger_than_any_body_is_refused(client: httpx.Client, server: Server) -> None:
    files = {"input_reference": ("x.png", bytes(server.max_body_bytes + 1), "image/png")}
    assert "larger than" in told(client.post(PATH, data=PROMPT, files=files), 413)["message"]
    plain = client.post(PATH, data={"prompt": "x" * server.max_body_bytes})
    assert "larger than" in told(plain, 413)["message"]


@pytest.mark.parametrize(
    ("content_type", "body", "sentence"),
    [
        ("multipart/form-data", b"x", "names no boundary"),
        ("multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: form-data; name=prompt\r\n\r\nx", "cut off"),
        ("multipart/form-data; boundary=b", b"", "cut off"),
        ("application/json", b"{", "not JSON"),
        ("application/x-www-form-urlencoded", b"prompt=a&prompt=b", "appears twice"),
        ("application/x-www-form-urlencoded; charset=utf-8", b"seconds=8", "`prompt` is missing"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(
    client: httpx.Client, content_type: str, body: bytes, sentence: str
) -> None:
    reply = client.post(PATH, content=body, headers={"Content-Type": content_type})
    assert sentence in told(reply, 400)["message"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        *(("POST", PATH), ("GET", PATH), ("GET", f"{PATH}/{STRANGER}"), ("GET", f"{PATH}/x"), ("DELETE", f"{PATH}/x")),
        *(("GET", f"{PATH}/{STRANGER}/content"), ("POST", f"{PATH}/{STRANGER}/remix"), ("POST", f"{PATH}/edits")),
        ("POST", f"{PATH}/{STRANGER}/cancel"),
    ],
)
def test_a_key_is_asked_for_everywhere(server: Server, method: str, path: str) -> None:
    error = told(httpx.request(method, server.base_url + path, trust_env=False, timeout=60), 401)
    assert (error["type"], error["code"]) == ("authentication_error", "invalid_api_key")


@pytest.mark.parametrize("name", ["x", "video_123", STRANGER, f"{STRANGER}/x", "edits"])
def test_what_is_not_there_is_a_404(client: httpx.Client, name: str) -> None:
    for method, path in (("GET", name), ("DELETE", name), ("GET", f"{name}/content"), ("POST", f"{name}/remix")):
        error = told(client.request(method, f"{PATH}/{path}", json=PROMPT), 404)
        assert (error["type"], error["code"]) == ("invalid_request_error", "not_found")


@pytest.mark.parametrize("name", ["edits", "extensions", "characters"])
def test_what_this_server_cannot_do_is_a_400_that_says_what_it_can(client: httpx.Client, name: str) -> None:
    files = {"video": ("x.mp4", bytes(2_000_000), "video/mp4")}
    error = told(client.post(f"{PATH}/{name}", data=PROMPT, files=files), 400)
    assert error["message"].startswith(f"/v1/videos/{name} is not there: ")


def test_other_methods_are_named(client: httpx.Client) -> None:
    reply = client.put(PATH)
    assert told(reply, 405)["code"] is None
    assert set(reply.headers["allow"].split(", ")) == {"GET", "HEAD", "POST"}


def test_content_that_is_not_there_yet_is_a_404_that_no_client_tries_again(client: httpx.Client) -> None:
    video = created(client)
    error = told(client.get(f"{PATH}/{video['id']}/content"), 404)
    assert error["code"] == "video_not_ready"
    assert told(client.get(f"{PATH}/{video['id']}/content?variant=gif"), 400)["param"] == "variant"
    client.post(f"{PATH}/{video['id']}/cancel")
    assert "failed" in told(client.get(f"{PATH}/{video['id']}/content"), 404)["message"]


def test_a_cancelled_video_is_a_200_that_says_so(client: httpx.Client) -> None:
    video = created(client)
    cancelled = client.post(f"{PATH}/{video['id']}/cancel")
    assert cancelled.status_code == 200
    found = client.get(f"{PATH}/{video['id']}")
    assert (found.status_code, found.json()) == (200, cancelled.json())
    assert (found.json()["status"], found.json()["error"]["code"]) == ("failed", "cancelled")
    assert "openai-poll-after-ms" not in found.headers


def test_a_retrieve_may_wait_for_the_end(client: httpx.Client, server: Server) -> None:
    video = created(client)

    def cancel() -> None:
        httpx.post(f"{server.base_url}{PATH}/{video['id']}/cancel", headers=server.auth, trust_env=False, timeout=60)

    timer = threading.Timer(0.5, cancel)
    timer.start()
    found = client.get(f"{PATH}/{video['id']}", params={"wait": 20}).json()
    timer.join()
    assert found["error"]["code"] == "cancelled"
    assert told(client.get(f"{PATH}/{video['id']}", params={"wait": "long"}), 400)["param"] == "wait"


def test_a_video_is_followed_by_events_that_hold_it(client: httpx.Client) -> None:
    video = created(client)
    with client.stream("GET", f"{PATH}/{video['id']}/events") as events:
        assert events.headers["content-type"].startswith("text/event-stream")
        lines = events.iter_lines()
        assert json.loads(_data(lines))["id"] == video["id"]
        client.post(f"{PATH}/{video['id']}/cancel")
        assert json.loads(_data(lines))["status"] == "failed"
    told(client.get(f"{PATH}/{uuid4()}/events"), 404)


def _data(lines: Iterator[str]) -> str:
    """Of the next event."""
    return next(line for line in lines if line.startswith("data: ")).removeprefix("data: ")


def test_a_deleted_video_is_gone(client: httpx.Client, server: Server) -> None:
    video, before = created(client), server.queued()
    assert client.delete(f"{PATH}/{video['id']}").json() == {
        "id": video["id"], "object": "video.deleted", "deleted": True,
    }  # fmt: skip
    assert server.queued() == before - 1
    told(client.get(f"{PATH}/{video['id']}"), 404)
    told(client.delete(f"{PATH}/{video['id']}"), 404)
    assert video["id"] not in [v["id"] for v in client.get(PATH, params={"limit": 100}).json()["data"]]


def test_a_list_goes_on_where_it_ended_and_holds_every_surfaces_clips(client: httpx.Client) -> None:
    elsewhere = client.post("/v2/video/generations", json={"model": "ltxv/ltxv-2", "prompt": "A cat."}).json()["id"]
    ids = [elsewhere.partition(":")[0]] + [created(client)["id"] for _ in range(4)]
    first = client.get(PATH, params={"limit": 3}).json()
    assert (first["object"], first["has_more"]) == ("list", True)
    assert [v["id"] for v in first["data"]] == ids[:1:-1]
    assert (first["first_id"], first["last_id"]) == (ids[4], ids[2])
    then = client.get(PATH, params={"limit": 2, "after": first["last_id"]}).json()
    assert [v["id"] for v in then["data"]] == [ids[1], ids[0]]
    back = client.get(PATH, params={"after": ids[1], "order": "asc"}).json()
    assert ([v["id"] for v in back["data"]], back["has_more"]) == (ids[2:], False)
    assert told(client.get(PATH, params={"limit": 0}), 400)["param"] == "limit"
    assert told(client.get(PATH, params={"after": str(uuid4())}), 400)["param"] == "after"


def test_a_remix_has_the_sources_settings_and_image(client: httpx.Client) -> None:
    source = client.post(
        PATH,
        data=PROMPT | {"seconds": "8", "size": "2560x1440", "fps": "50", "seed": "7", "generate_audio": "false"},
        files={"input_reference": ("x.png", png(2560, 1440), "image/png")},
    ).json()
    reply = client.post(f"{PATH}/{source['id']}/remix", json={"prompt": "A cat purrs."})
    again = reply.json()
    assert reply.status_code == 200, reply.text
    assert again["remixed_from_video_id"] == source["id"]
    assert again["prompt"] == "A cat purrs."
    same = ("model", "seconds", "size", "fps", "seed", "generate_audio", "engine", "adjusted")
    assert {k: again[k] for k in same} == {k: source[k] for k in same}
    assert told(client.post(f"{PATH}/{source['id']}/remix", json={}), 400)["message"].startswith("`prompt` is missing")


def test_one_key_is_one_video_and_another_body_under_it_is_a_409_that_is_not_tried_again(
    client: httpx.Client, server: Server
) -> None:
    before, headers = server.queued(), {"Idempotency-Key": str(uuid4())}
    first = client.post(PATH, json=PROMPT, headers=headers).json()
    assert client.post(PATH, json=PROMPT, headers=headers).json()["id"] == first["id"]
    form = client.post(PATH, files={"prompt": (None, PROMPT["prompt"])}, headers=headers)
    assert form.json()["id"] == first["id"]
    other = client.post(PATH, json={"prompt": "A cat."}, headers=headers)
    assert told(other, 409)["code"] == "idempotency_mismatch"
    assert other.headers["x-should-retry"] == "false"
    assert server.queued() == before + 1


@pytest.fixture
def package(client: httpx.Client) -> httpx.Client:
    """Sends what the package sends at its first try."""
    client.headers["x-stainless-retry-count"] = "0"
    return client


def test_the_packages_second_try_finds_what_its_first_made(package: httpx.Client, server: Server) -> None:
    before, again = server.queued(), {"x-stainless-retry-count": "1"}
    body = {"prompt": f"A dragon, {uuid4()}"}
    first = package.post(PATH, json=body).json()
    assert package.post(PATH, json=body, headers=again).json()["id"] == first["id"]
    assert package.post(PATH, json=body, headers={"x-stainless-retry-count": "2"}).json()["id"] == first["id"]
    assert server.queued() == before + 1
    remix = package.post(f"{PATH}/{first['id']}/remix", json=body, headers=again).json()
    assert remix["id"] != first["id"]


def test_two_first_tries_of_one_request_are_two_videos(package: httpx.Client) -> None:
    body = {"prompt": f"A dragon, {uuid4()}"}
    assert package.post(PATH, json=body).json()["id"] != package.post(PATH, json=body).json()["id"]


def test_a_second_try_whose_first_never_came_makes_a_video(package: httpx.Client) -> None:
    body = {"prompt": f"A dragon, {uuid4()}"}
    files = {"input_reference": ("x.png", png(), "image/png")}
    again = {"x-stainless-retry-count": "1"}
    first = package.post(PATH, data=body, files=files, headers=again).json()
    assert first["status"] == "queued"
    assert package.post(PATH, data=body, files=files, headers=again).json()["id"] == first["id"]
    other = {"input_reference": ("x.png", png(640, 360), "image/png")}
    assert package.post(PATH, data=body, files=other, headers=again).json()["id"] != first["id"]


@pytest.fixture
def slow_host() -> Iterator[tuple[str, threading.Event]]:
    """A link that is answered once the event is set."""
    answer = threading.Event()

    async def image(_request: Request) -> Response:
        await asyncio.to_thread(answer.wait, 20)
        return Response(png(), media_type="image/png")

    with listening(nullcontext(Starlette(routes=[Route("/slow.png", image)]))) as base_url:
        yield f"{base_url}/slow.png", answer
        answer.set()


@pytest.mark.parametrize("comes_back", [True, False])
def test_a_client_that_gave_up_on_a_slow_image_is_not_charged_if_it_comes_back(
    client: httpx.Client, server: Server, slow_host: tuple[str, threading.Event], comes_back: bool
) -> None:
    """One that does not may have sent its request to be done, and left."""
    link, answer = slow_host
    body, before = PROMPT | {"input_reference": link}, server.queued()
    with pytest.raises(httpx.ReadTimeout):
        client.post(
            PATH,
            json=body,
            timeout=httpx.Timeout(60, read=0.5),
            headers={"x-stainless-retry-count": "0"} if comes_back else {},
        )
    answer.set()
    deadline = time.monotonic() + (2 if comes_back else 120)
    while server.queued() == before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert server.queued() == (before if comes_back else before + 1)
    again = client.post(PATH, json=body, headers={"x-stainless-retry-count": "1"})
    assert again.status_code == 200
    assert server.queued() == before + (1 if comes_back else 2)


async def test_a_large_upload_does_not_hold_up_others(server: Server) -> None:
    noise = Image.effect_noise((3000, 3000), 80).convert("RGB")
    buffer = io.BytesIO()
    noise.save(buffer, "PNG", compress_level=0)
    files = {"input_reference": ("x.png", buffer.getvalue()[: server.max_body_bytes - 10_000], "image/png")}
    async with httpx.AsyncClient(base_url=server.base_url, headers=server.auth, timeout=30, trust_env=False) as client:
        upload = asyncio.create_task(client.post(PATH, data=PROMPT, files=files))
        answered = 0
        while not upload.done():
            assert (await client.get("/health/live")).status_code == 200
            answered += 1
        assert (await upload).status_code == 400
    assert answered >= 3
