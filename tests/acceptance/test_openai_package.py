"""The `openai` package against ``vitascope serve``: nothing but the base URL and the key are ours."""

from __future__ import annotations

import asyncio
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import httpx
import openai
import pytest
from openai.types import Video
from PIL import Image

from tests.acceptance.conftest import Installation, new_tenant, wait_for
from tests.acceptance.cutting_proxy import cutting_proxy
from vitascope.media.compare import first_frame
from vitascope.media.probe import probe

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "openai-clients.md"

pytestmark = pytest.mark.filterwarnings("ignore:The Sora API is scheduled:DeprecationWarning")


def package(base_url: str, key: str, *, max_retries: int = 2) -> openai.OpenAI:
    return openai.OpenAI(
        base_url=f"{base_url}/v1",
        api_key=key,
        max_retries=max_retries,
        http_client=openai.DefaultHttpxClient(trust_env=False),
    )


def async_package(base_url: str, key: str) -> openai.AsyncOpenAI:
    return openai.AsyncOpenAI(
        base_url=f"{base_url}/v1", api_key=key, http_client=openai.DefaultAsyncHttpxClient(trust_env=False)
    )


def photo(folder: Path) -> Path:
    path = folder / "a photo.png"
    Image.new("RGB", (1280, 720), (200, 30, 30)).save(path)
    return path


def test_a_video_from_its_prompt_and_photo_to_its_last_byte(tenant: Installation, folder: Path) -> None:
    with package(tenant.base_url, tenant.key) as client:
        video = client.videos.create_and_poll(
            prompt="A red dragon.", model="sora-2", seconds="4", size="1280x720", input_reference=photo(folder)
        )
        assert (video.status, video.progress, video.seconds, video.size) == ("completed", 100, "6", "1920x1080")
        assert video.error is None
        assert video.completed_at is not None
        assert video.completed_at >= video.created_at
        clip = folder / "clip.mp4"
        client.videos.download_content(video.id).write_to_file(clip)
        facts = probe(clip)
        assert (facts.width, facts.height, facts.frames) == (1920, 1080, 150)
        assert facts.container_duration_s == 6
        assert facts.sound is not None
        luma, _, red = first_frame(clip)
        assert abs(luma.mean() - 72) < 8  # of 200, 30, 30 in BT.709
        assert red.mean() > 180
        with client.videos.with_streaming_response.download_content(
            video.id, extra_headers={"Range": "bytes=100-199"}
        ) as part:
            assert (part.status_code, part.read()) == (206, clip.read_bytes()[100:200])
        for variant, width in (("thumbnail", 1280), ("spritesheet", 1920), ("spritesheet", 1920)):
            reply = client.videos.download_content(video.id, variant=variant)  # type: ignore[arg-type]
            with Image.open(io.BytesIO(reply.content)) as image:
                assert (image.format, image.width) == ("JPEG", width)
            assert reply.response.headers["content-type"] == "image/jpeg"

        remix = client.videos.remix(video.id, prompt="A blue dragon.")
        assert (remix.remixed_from_video_id, remix.prompt) == (video.id, "A blue dragon.")
        remix = client.videos.poll(remix.id)
        assert (remix.status, remix.seconds) == ("completed", "6")
        client.videos.download_content(remix.id).write_to_file(clip)
        luma, _, _ = first_frame(clip)
        assert abs(luma.mean() - 72) < 8  # the source's photo

        assert [v.id for v in client.videos.list(limit=1)] == [remix.id, video.id]
        gone = client.videos.delete(video.id)
        assert (gone.id, gone.deleted, gone.object) == (video.id, True, "video.deleted")
        with pytest.raises(openai.NotFoundError):
            client.videos.retrieve(video.id)
        with pytest.raises(openai.NotFoundError):
            client.videos.download_content(video.id)
        assert [v.id for v in client.videos.list(order="asc")] == [remix.id]


async def test_five_videos_at_once_with_the_asynchronous_client(tenant: Installation) -> None:
    async with async_package(tenant.base_url, tenant.key) as client:
        made = await asyncio.gather(
            *(client.videos.create_and_poll(prompt="A dragon.", extra_body={"generate_audio": False}) for _ in range(5))
        )
        assert [video.status for video in made] == ["completed"] * 5
        assert len({video.id for video in made}) == 5
        listed = [video.id async for video in client.videos.list(limit=2, order="asc")]
        assert sorted(listed) == sorted(video.id for video in made)
        content = await client.videos.download_content(made[0].id)
        assert content.content[4:8] == b"ftyp"
        sheets = await asyncio.gather(
            *(client.videos.download_content(made[0].id, variant="spritesheet") for _ in range(3))
        )
        assert len({sheet.content for sheet in sheets}) == 1
        failed = await client.videos.create_and_poll(prompt="[fail at 10%]")
        assert failed.status == "failed"
        assert failed.error is not None
        assert failed.error.code == "engine_failed"


def test_errors_are_the_packages_own_and_are_raised_at_once(served: Installation, tenant: Installation) -> None:
    other_key = new_tenant(served).key
    with (
        package(tenant.base_url, tenant.key) as client,
        package(tenant.base_url, other_key) as other,
        package(tenant.base_url, "wrong") as stranger,
    ):
        with pytest.raises(openai.AuthenticationError) as unknown:
            stranger.videos.create(prompt="A dragon.")
        assert unknown.value.code == "invalid_api_key"
        with pytest.raises(openai.BadRequestError) as refused:
            client.videos.create(prompt="A dragon.", model="veo-3")
        assert (refused.value.param, refused.value.code) == ("model", "invalid_field")
        assert refused.value.request_id
        with pytest.raises(openai.BadRequestError, match="no engine here changes a clip"):
            client.videos.edit(prompt="x", video=b"y")
        with pytest.raises(openai.BadRequestError, match="no engine here makes a clip longer"):
            client.videos.extend(prompt="x", video=b"y", seconds="8")
        with pytest.raises(openai.BadRequestError, match="no engine here keeps characters"):
            client.videos.create_character(name="x", video=b"y")

        video = client.videos.create(prompt="[delay 60]")
        with pytest.raises(openai.NotFoundError) as early:
            client.videos.download_content(video.id)
        assert early.value.code == "video_not_ready"
        for ask in (other.videos.retrieve, other.videos.download_content, other.videos.delete):
            with pytest.raises(openai.NotFoundError):
                ask(video.id)
        with pytest.raises(openai.NotFoundError):
            other.videos.remix(video.id, prompt="Mine now.")
        assert list(other.videos.list()) == []
        key = {"Idempotency-Key": "once"}
        first = client.videos.create(prompt="A dragon.", extra_headers=key)
        assert client.videos.create(prompt="A dragon.", extra_headers=key).id == first.id
        with pytest.raises(openai.ConflictError):
            client.videos.create(prompt="A cat.", extra_headers=key)

        wait_for(lambda: client.videos.retrieve(video.id).status == "in_progress" or None, 60)
        assert client.videos.delete(video.id).deleted  # while it renders
        assert client.videos.poll(first.id).status == "completed"  # its worker is free again


def test_a_reply_that_was_lost_is_not_a_second_video(tenant: Installation, folder: Path) -> None:
    url = httpx.URL(tenant.base_url)
    assert url.port is not None
    with cutting_proxy((url.host, url.port)) as proxy, package(proxy.base_url, tenant.key) as client:

        def create() -> Video:
            return client.videos.create(prompt="A dragon.", input_reference=photo(folder))

        proxy.to_cut = 1
        first = create()
        assert proxy.cut == 1
        assert [video.id for video in client.videos.list()] == [first.id]
        second = create()  # the same again, on purpose
        assert [video.id for video in client.videos.list()] == [second.id, first.id]
        proxy.to_cut = 2
        third = client.videos.remix(first.id, prompt="A cat.")
        assert proxy.cut == 3
        assert [video.id for video in client.videos.list()] == [third.id, second.id, first.id]


async def test_many_replies_that_were_lost_at_once_find_a_video_each(tenant: Installation) -> None:
    url = httpx.URL(tenant.base_url)
    assert url.port is not None
    with cutting_proxy((url.host, url.port)) as proxy:
        async with async_package(proxy.base_url, tenant.key) as client:
            proxy.to_cut = 4
            made = await asyncio.gather(*(client.videos.create(prompt="A dragon.") for _ in range(4)))
            assert proxy.cut == 4
            assert len({video.id for video in made}) == 4
            assert sorted([video.id async for video in client.videos.list()]) == sorted(video.id for video in made)


def test_the_pages_own_examples_run(tenant: Installation, folder: Path) -> None:
    text = PAGE.read_text(encoding="utf-8")
    program = "\n".join(re.findall(r"```python\n(.*?)```", text, re.S))
    program = program.replace("http://127.0.0.1:8000", tenant.base_url).replace("<YOUR_KEY>", tenant.key)
    environment = {"NO_PROXY": "127.0.0.1", "PYTHONWARNINGS": "ignore", "PATH": os.environ["PATH"]}
    subprocess.run([sys.executable, "-c", program], cwd=folder, env=environment, timeout=900, check=True)
    facts = probe(folder / "dragon.mp4")
    assert (facts.width, facts.height, facts.frames) == (1920, 1080, 200)

    photo(folder).rename(folder / "sofa.jpg")
    lines = [line for line in "".join(re.findall(r"```sh\n(.*?)```", text, re.S)).splitlines() if line.strip()]
    assert len(lines) == 2
    shell = {"HOST": tenant.base_url, "KEY": tenant.key, **environment}
    for line in lines:
        done = subprocess.run(
            ["sh", "-c", f"{line} -s --fail-with-body"],
            cwd=folder,
            env=shell,
            capture_output=True,
            timeout=900,
            check=True,
        )
        video = json.loads(done.stdout)
        assert (video["status"], video["prompt"]) == ("queued", "A cat on a sofa.")
    with package(tenant.base_url, tenant.key) as client:
        adjusted = [video.to_dict()["adjusted"] for video in client.videos.list(limit=2)]
        assert [bool(told) for told in adjusted] == [False, True, False]  # the photo was scaled
