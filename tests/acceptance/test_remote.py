"""``vitascope serve --engine remote``: clips that another server renders, whoever dies meanwhile."""

from __future__ import annotations

import base64
import contextlib
import io
import os
import signal
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from PIL import Image

from tests.acceptance.conftest import Installation, installed, wait_for
from tests.foreign_clips import Foreign, Sound
from tests.video_server import Fault, VideoServer, video_server
from vitascope.media.compare import first_frame
from vitascope.media.convert import rgb_to_i420
from vitascope.media.image import encode_png
from vitascope.media.probe import Probe, probe
from vitascope.media.receipt import read_receipt

ASKED = {"model": "ltxv/ltxv-2-fast", "prompt": "A dragon flies over a mountain and roars.", "duration": 6}


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """As LTX on such a server makes it: sides of sixteens, 8k + 1 frames, BT.601 without a word."""
    clip = Foreign(frames=153, width=640, height=352, sound=Sound(seconds=6.12, rate=24_000))
    return clip.write(tmp_path_factory.mktemp("clips") / "clip").read_bytes()


@pytest.fixture
def renderer(foreign: bytes) -> Iterator[VideoServer]:
    with video_server(foreign) as server:
        yield server


@pytest.fixture
def serving(installation: Installation, renderer: VideoServer) -> Installation:
    installation.settings |= {
        "VITASCOPE_ENGINE": "remote",
        "VITASCOPE_REMOTE_URLS": f"{renderer.url}/v1/",
        "VITASCOPE_REMOTE_KEY": "their-key",
        "VITASCOPE_STALL_S": "2",
    }
    installation.start()
    return installation


def told(client: httpx.Client, generation_id: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/v2/video/generations", params={"generation_id": generation_id}).json()
    return found


def submit(client: httpx.Client, **more: Any) -> str:
    reply = client.post("/v2/video/generations", json=ASKED | more)
    assert reply.status_code == 200, reply.text
    return str(reply.json()["id"])


def ended(client: httpx.Client, generation_id: str, limit_s: float = 120) -> dict[str, Any]:
    return wait_for(
        lambda: t if (t := told(client, generation_id))["status"] in ("completed", "error") else None, limit_s
    )


def fetched(done: dict[str, Any], folder: Path) -> tuple[Path, Probe]:
    assert done["status"] == "completed", done
    path = folder / "clip.mp4"
    path.write_bytes(httpx.get(done["video"]["url"], trust_env=False, timeout=30).content)
    return path, probe(path)


def workers(installation: Installation) -> list[int]:
    return [pid for pid, command in installation.processes().items() if "vitascope worker --parent" in command]


def test_a_clip_of_another_server_comes_as_ours_to_the_last_sample(
    serving: Installation, renderer: VideoServer, folder: Path
) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (1280, 720), (20, 130, 40)).save(picture, "PNG")
    with serving.client() as client:
        video = client.post(
            "/v1/videos",
            data={"prompt": ASKED["prompt"], "seconds": "6"},
            files={"input_reference": ("a.png", picture.getvalue(), "image/png")},
        ).json()
        done = ended(client, video["id"])
        path, facts = fetched(done, folder)
        shown = client.get(f"/v1/videos/{video['id']}").json()
        poster = client.get(f"/v1/videos/{video['id']}/content", params={"variant": "thumbnail"}).content
    assert (facts.width, facts.height, facts.frames, facts.fps) == (1920, 1080, 150, Fraction(25))
    assert (facts.bt709_limited, facts.faststart, facts.codec, facts.pixel_format) == (True, True, "h264", "yuv420p")
    assert facts.sound is not None
    assert (facts.sound.codec, facts.sound.sample_rate, facts.sound.channels) == ("aac", 48_000, 2)
    assert facts.sound.samples == 288_000
    assert facts.video_duration_s == facts.sound.duration_s == facts.container_duration_s == 6
    receipt = read_receipt(path)
    assert (receipt["engine"], receipt["engine_kind"], receipt["id"]) == ("remote", "model", video["id"])
    assert shown["approximated"] == ["It was rendered at 640 × 352 and scaled and cropped to 1920 × 1080."]
    with Image.open(io.BytesIO(poster)) as image:
        assert image.size == (1280, 720)
    with Image.open(io.BytesIO(renderer.creates[0].files["input_reference"])) as sent:
        assert (sent.format, sent.size) == ("PNG", (1920, 1088))
    wait_for(lambda: renderer.deleted or None, 60)
    assert renderer.deleted == [renderer.creates[0].job], "what is here need not lie there"
    for secret in (renderer.url, renderer.url.rpartition(":")[2], "their-key"):
        assert secret not in str(shown) + str(done) + str(receipt)


def test_a_worker_that_dies_in_mid_render_leaves_a_job_that_the_next_one_takes_up(
    serving: Installation, renderer: VideoServer, folder: Path
) -> None:
    renderer.release.clear()
    with serving.client() as client:
        generation = submit(client)
        wait_for(lambda: True if told(client, generation).get("progress", 0) > 0 else None, 60)
        (worker,) = workers(serving)
        os.kill(worker, signal.SIGKILL)
        wait_for(lambda: True if workers(serving) not in ([], [worker]) else None, 60)
        renderer.release.set()
        _, facts = fetched(ended(client, generation), folder)
    assert facts.frames == 150
    assert renderer.made == len(renderer.creates) == 1
    assert renderer.cancelled == renderer.deleted == [renderer.creates[0].job], "once it is done, and not before"


def test_a_cancel_ends_at_once_even_where_the_other_server_hangs(serving: Installation, renderer: VideoServer) -> None:
    renderer.release.clear()
    with serving.client() as client:
        generation = submit(client)
        wait_for(lambda: True if told(client, generation).get("progress", 0) > 0 else None, 60)
        renderer.fault("look", *[Fault(stall_s=200)] * 20)
        renderer.fault("cancel", Fault(stall_s=3))
        wait_for(lambda: True if "look" in [kind for kind, _, _ in renderer.asked[-1:]] else None, 60)
        began = time.monotonic()
        assert client.delete("/v2/video/generations", params={"generation_id": generation}).status_code == 200
        assert ended(client, generation)["error"]["name"] == "Cancelled"
        assert time.monotonic() - began < 60
        wait_for(lambda: renderer.cancelled or None, 60)


def test_a_job_that_is_cancelled_while_nobody_works_is_withdrawn_by_the_next_worker(
    serving: Installation, renderer: VideoServer
) -> None:
    renderer.release.clear()
    with serving.client() as client:
        generation = submit(client)
        wait_for(lambda: True if told(client, generation).get("progress", 0) > 0 else None, 60)
    serving.stop()  # which hands it back, and leaves the other server's job for whoever takes it up
    assert (renderer.made, renderer.cancelled) == (1, [])
    serving.start("--workers", "0")
    with serving.client() as client:
        client.delete("/v2/video/generations", params={"generation_id": generation})
        assert told(client, generation)["status"] == "error"
    serving.stop()
    serving.start()
    wait_for(lambda: renderer.deleted or None, 60)
    assert renderer.cancelled == [renderer.creates[0].job]


def test_content_that_is_no_clip_is_rendered_anew_and_in_the_end_an_error(
    serving: Installation, renderer: VideoServer, foreign: bytes, folder: Path
) -> None:
    renderer.clip = foreign[: len(foreign) // 2]
    with serving.client() as client:
        generation = submit(client)
        wait_for(lambda: True if renderer.made == 2 else None, 60)
        renderer.clip = foreign
        _, facts = fetched(ended(client, generation), folder)
        assert facts.frames == 150
        assert len({create.headers["idempotency-key"] for create in renderer.creates}) == renderer.made

        renderer.clip = b'{"detail": "see http://10.0.0.3/files"}'
        broken = ended(client, submit(client, seed=5))
    assert broken["status"] == "error"
    assert "The inference server sent JSON in place of a clip." in str(broken["error"])
    assert "10.0.0.3" not in str(broken)


def test_jobs_wait_while_no_server_answers_and_are_made_when_one_does(
    installation: Installation, foreign: bytes, folder: Path
) -> None:
    with video_server(foreign) as renderer:
        renderer.fault("list", *[Fault(status=503)] * 3)
        installation.settings |= {"VITASCOPE_ENGINE": "remote", "VITASCOPE_REMOTE_URLS": renderer.url}
        installation.start()
        with installation.client() as client:
            generation = submit(client)
            assert told(client, generation)["status"] == "queued"
            fetched(ended(client, generation), folder)
            assert renderer.made == 1


def test_without_a_server_to_name_it_does_not_start(installation: Installation) -> None:
    started = installation.run("serve", "--port", "0", "--engine", "remote")
    assert started.returncode == 1
    assert "--remote-url" in started.stderr
    refused = installation.run("serve", "--port", "0", "--engine", "remote", "--remote-url", "gpu-1:30000")
    assert refused.returncode == 2
    assert "gpu-1:30000" in refused.stderr
    assert not installation.data_dir.exists()


@pytest.mark.slow
def test_another_vitascope_renders(installation: Installation, folder: Path) -> None:
    (folder / "other").mkdir()
    with installed(folder / "other") as other, contextlib.ExitStack() as ending:
        other.start()
        ending.callback(other.stop)
        installation.settings |= {
            "VITASCOPE_ENGINE": "remote",
            "VITASCOPE_REMOTE_URLS": other.base_url,
            "VITASCOPE_REMOTE_KEY": other.key,
        }
        installation.start()
        with installation.client() as client, other.client() as behind:
            slow = submit(client, prompt="[delay 60]")
            wait_for(lambda: True if told(client, slow).get("progress", 0) > 0 else None, 60)
            client.delete("/v2/video/generations", params={"generation_id": slow})
            assert ended(client, slow)["error"]["name"] == "Cancelled"

            failed = ended(client, submit(client, prompt="[fail at 10%]"))
            assert "The prompt asked for a failure at 10%." in str(failed["error"])

            left = np.tile(np.linspace(0, 255, 1920, dtype=np.uint8)[None, :, None], (1080, 1, 3))
            image = base64.b64encode(encode_png(left)).decode()
            done = ended(client, submit(client, prompt="A dragon.", fps=50, generate_audio=False, image_url=image))
            path, facts = fetched(done, folder)
            assert (facts.frames, facts.fps, facts.sound) == (300, 50, None)
            far = np.abs(first_frame(path)[0].astype(int) - rgb_to_i420(left)[0])
            assert far.mean() < 1, "through two encoders, and in its place"
            assert any("a test card" in sentence for sentence in read_receipt(path)["notes"]["approximated"])
            wait_for(lambda: True if behind.get("/v1/videos").json()["data"] == [] else None, 60)
