"""Programs written for the official LTX API, against ``vitascope serve``: the clip itself is the reply."""

from __future__ import annotations

import io
import json
import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import av
import httpx
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests.acceptance.conftest import Installation, wait_for
from vitascope.media.probe import Probe, probe

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to" / "official-ltx-api.md"
BODY = {"prompt": "A boat.", "model": "ltx-2-fast", "duration": 6, "resolution": "1920x1080"}
MAKE, QUEUE = "/v1/text-to-video", "/v2/text-to-video"


def make(installation: Installation, path: str = MAKE, *, key: str | None = None, **fields: Any) -> httpx.Response:
    headers = {} if key is None else {"Idempotency-Key": key}
    with installation.client() as client:
        return client.post(path, json=BODY | fields, headers=headers, timeout=600)


@contextmanager
def making(installation: Installation, **fields: Any) -> Iterator[tuple[str, Future[httpx.Response]]]:
    """A v1 request that is being held, and the id of what it waits for, once that renders."""
    known = {item["id"] for item in listed(installation)}
    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(make, installation, **fields)
        yield wait_for(lambda: rendering(installation, known), 60), held


def listed(installation: Installation) -> list[dict[str, Any]]:
    with installation.client() as client:
        found: list[dict[str, Any]] = client.get("/v2/video/generations?limit=20").json()["data"]
    return found


def rendering(installation: Installation, known: set[str]) -> str | None:
    """A new generation that has made some way, by its bare id."""
    new = (i for i in listed(installation) if i["id"] not in known and i.get("progress"))
    return next((str(i["id"]).partition(":")[0] for i in new), None)


def job(installation: Installation, generation_id: str, endpoint: str = "text-to-video") -> dict[str, Any]:
    with installation.client() as client:
        reply = client.get(f"/v2/{endpoint}/{generation_id}")
    assert reply.status_code == 200, reply.text
    body: dict[str, Any] = reply.json()
    return body


def ended(installation: Installation, generation_id: str, endpoint: str = "text-to-video") -> dict[str, Any]:
    def look() -> dict[str, Any] | None:
        found = job(installation, generation_id, endpoint)
        return found if found["status"] in ("completed", "failed") else None

    return wait_for(look, 60)


def probed(folder: Path, clip: bytes) -> Probe:
    path = folder / f"{uuid4().hex}.mp4"
    path.write_bytes(clip)
    return probe(path)


def first_frame(clip: bytes) -> NDArray[np.uint8]:
    with av.open(io.BytesIO(clip), "r") as container:
        return next(container.decode(video=0)).to_ndarray(format="rgb24").astype(np.uint8)


@pytest.mark.slow
def test_the_reply_is_the_clip_up_to_the_longest(served: Installation, folder: Path) -> None:
    short = make(served)
    assert (short.status_code, short.headers["content-type"]) == (200, "video/mp4")
    facts = probed(folder, short.content)
    assert (facts.width, facts.height, facts.frames) == (1920, 1080, 150)
    assert (float(facts.fps), float(facts.container_duration_s)) == (25, 6)
    assert facts.sound is not None
    assert facts.faststart
    assert job(served, short.headers["x-generation-id"])["status"] == "completed"
    long = make(served, duration=20, fps=24, generate_audio=False)
    assert long.status_code == 200, long.text
    facts = probed(folder, long.content)
    assert (facts.frames, float(facts.container_duration_s)) == (500, 20)
    assert facts.sound is None
    assert "24 became 25" in long.headers["x-adjusted"]
    failed = make(served, prompt="[fail at 10%]")
    assert (failed.status_code, failed.json()["error"]["type"]) == (500, "api_error")
    assert "asked for a failure" in failed.json()["error"]["message"]


def test_a_client_that_leaves_in_the_middle_of_a_render_cancels_it(served: Installation) -> None:
    known = {item["id"] for item in listed(served)}
    body = httpx.Request("POST", served.base_url, json=BODY | {"prompt": "[delay 200]"}).content
    url = httpx.URL(served.base_url)
    assert url.port is not None
    with socket.create_connection((url.host, url.port), timeout=60) as connection:
        head = f"POST {MAKE} HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer {served.key}\r\n"
        connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        generation_id = wait_for(lambda: rendering(served, known), 60)
    told = ended(served, generation_id)
    assert (told["status"], told["error"]["type"]) == ("failed", "cancelled")
    started = time.monotonic()
    assert make(served).status_code == 200  # the worker is free again, long before the clip would have been made
    assert time.monotonic() - started < 100


def test_a_server_that_stops_says_where_the_work_is_to_be_found_and_a_repeat_finds_it(
    installation: Installation, folder: Path
) -> None:
    installation.start()
    fields, key = {"prompt": "[delay 4]"}, uuid4().hex
    with making(installation, key=key, **fields) as (generation_id, held):
        assert installation.stop() == 0
        told = held.result(60)
    assert (told.status_code, told.json()["error"]["type"]) == (503, "service_unavailable")
    assert generation_id in told.json()["error"]["message"]
    assert told.headers["x-generation-id"] == generation_id
    assert int(told.headers["retry-after"]) > 0
    installation.start()
    again = make(installation, key=key, **fields)
    assert (again.status_code, again.headers["x-generation-id"]) == (200, generation_id)
    assert probed(folder, again.content).frames == 150
    assert len(listed(installation)) == 1
    assert make(installation, key=key, prompt="another").status_code == 409


def test_an_uploaded_picture_is_the_first_frame_of_its_accounts_clips_alone(served: Installation) -> None:
    picture = Image.linear_gradient("L").resize((1920, 1080)).convert("RGB")
    file = io.BytesIO()
    picture.save(file, "PNG")
    with served.client() as client:
        upload = client.post("/v1/upload").json()
    put = httpx.put(
        upload["upload_url"], content=file.getvalue(), headers=upload["required_headers"], trust_env=False, timeout=30
    )
    assert put.status_code == 200, put.text
    reply = make(served, "/v1/image-to-video", image_uri=upload["storage_uri"])
    assert reply.status_code == 200, reply.text
    off = np.abs(first_frame(reply.content).astype(int) - np.asarray(picture).astype(int))
    assert off.mean() < 2, "frame 0 is the picture, but for what H.264 costs"
    stranger = served.run("keys", "create", "--account", "other").stdout.strip()
    refused = httpx.post(
        f"{served.base_url}/v1/image-to-video",
        json=BODY | {"image_uri": upload["storage_uri"]},
        headers={"Authorization": f"Bearer {stranger}"},
        trust_env=False,
        timeout=60,
    )
    assert (refused.status_code, refused.json()["error"]["type"]) == (400, "invalid_request_error")
    assert "there is no upload" in refused.json()["error"]["message"]


@pytest.mark.slow
def test_a_job_is_queued_looked_at_and_downloaded_without_a_key(served: Installation, folder: Path) -> None:
    queued = make(served, QUEUE, model="ltx-2-pro", resolution="2560x1440", fps=50, camera_motion="jib_up")
    assert queued.status_code == 202
    done = ended(served, queued.json()["id"])
    assert done["status"] == "completed"
    facts = probed(folder, httpx.get(done["result"]["video_url"], trust_env=False, timeout=60).content)
    assert (facts.width, facts.height, float(facts.fps), facts.frames) == (2560, 1440, 50, 300)


def test_the_commands_of_the_how_to_run_as_they_stand(served: Installation, folder: Path) -> None:
    make_it, upload = re.findall(r"```sh\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.S)
    ask, put = [line for line in upload.splitlines() if line.startswith("curl")]
    Image.new("RGB", (1920, 1080), (30, 90, 160)).save(folder / "first-frame.png")
    shell = {**os.environ, "HOST": served.base_url, "KEY": served.key, "NO_PROXY": "*"}

    def run(command: str, **more: str) -> str:
        done = subprocess.run(
            ["sh", "-ec", command], cwd=folder, env={**shell, **more}, capture_output=True, text=True, timeout=900,
            check=True,
        )  # fmt: skip
        return done.stdout

    run(make_it)
    assert probe(folder / "dragon.mp4").frames == 200
    granted = json.loads(run(ask))
    stored = json.loads(run(put, UPLOAD_URL=granted["upload_url"]))
    assert stored["storage_uri"] == granted["storage_uri"]
    assert make(served, "/v2/image-to-video", image_uri=stored["storage_uri"]).status_code == 202
