"""`vitascope.Client` and `AsyncClient` against ``vitascope serve``, over networks that break."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.acceptance.conftest import Installation, wait_for
from tests.acceptance.test_serve import process_like
from tests.faulty_proxy import Cut, FaultyProxy, faulty_proxy
from vitascope import AsyncClient, Client
from vitascope.client import BadRequest, Conflict, GenerationFailed, Unauthenticated, WaitTimeout
from vitascope.media.probe import probe


@pytest.fixture
def client(served: Installation) -> Iterator[Client]:
    with Client(served.base_url, served.key) as client:
        yield client


@pytest.fixture
def proxy(served: Installation) -> Iterator[FaultyProxy]:
    url = httpx.URL(served.base_url)
    assert url.port is not None
    with faulty_proxy((url.host, url.port)) as proxy:
        yield proxy


def test_a_draft_that_is_liked_is_finished(client: Client, folder: Path) -> None:
    draft = client.generate("a boat", draft=True, seed=3)
    assert draft.video is not None
    assert (draft.video.width, draft.video.height) == (960, 540)
    finished = client.wait(client.finish(draft, priority=1))
    assert finished.video is not None
    assert (finished.video.width, finished.video.height) == (1920, 1080)
    assert finished.seed == 3
    assert probe(client.download(draft, folder / "draft.mp4")).frames == 150
    assert probe(client.download(finished, folder / "clip.mp4")).frames == 150
    with pytest.raises(BadRequest, match="not a draft"):
        client.finish(finished)


def test_a_clip_is_made_and_fetched_in_two_calls(client: Client, folder: Path) -> None:
    seen: list[tuple[str, float | None]] = []
    generation = client.generate(
        "[delay 2] a boat", duration=8, seed=3, on_progress=lambda g: seen.append((g.status, g.progress))
    )
    assert generation.video is not None
    assert (generation.seed, generation.video.duration_s) == (3, 8.0)
    assert [status for status, _ in seen][-1] == "completed"
    assert any(progress is not None and 0 < progress < 1 for _, progress in seen), seen
    place = client.download(generation, folder / "new" / "clip.mp4")
    assert probe(place).frames == 200
    assert place.stat().st_size == generation.video.size_bytes
    assert [p.name for p in place.parent.iterdir()] == ["clip.mp4"]


async def test_the_asynchronous_client_does_the_same(served: Installation, folder: Path) -> None:
    async with AsyncClient(served.base_url, served.key) as other:
        several = await asyncio.gather(*(other.generate(f"boat {n}", draft=True) for n in range(3)))
        place = await other.download(several[0], folder)
        listed = await other.list(limit=2)
    assert probe(place).frames == 150
    assert place.name == f"{several[0].id.partition(':')[0]}.mp4"
    assert len(listed.data) == 2
    assert listed.has_more


def test_a_submit_whose_reply_was_lost_is_sent_again_and_is_one_generation(
    client: Client, served: Installation, proxy: FaultyProxy
) -> None:
    before = {g.id for g in client.list(limit=100).data}
    proxy.cuts = [Cut(request=b"POST /v2/", after=0), Cut(request=b"POST /v2/", after=40)]
    with Client(proxy.base_url, served.key) as broken:
        generation = broken.submit("a boat", draft=True)
    assert proxy.count(b"POST /v2/") == 3
    assert proxy.cuts == []
    assert {g.id for g in client.list(limit=100).data} - before == {generation.id}


def test_a_clip_is_taken_up_where_the_connection_broke(
    client: Client, served: Installation, proxy: FaultyProxy, folder: Path
) -> None:
    generation = client.generate("a boat", draft=True)
    assert generation.video is not None
    with Client(proxy.base_url, served.key) as broken:
        seen = broken.get(generation)  # its link leads through the proxy, as the request did
        proxy.cuts = [Cut(request=b"GET /files/", after=9_000), Cut(request=b"GET /files/", after=20_000)]
        place = broken.download(seen, folder / "clip.mp4")
    assert place.read_bytes() == client.download(generation, folder / "whole.mp4").read_bytes()
    asked = [block for block in proxy.requests if b"GET /files/" in block]
    assert len(asked) == 3
    assert b"range: bytes=" in asked[1].lower()
    assert b'if-range: "' in asked[2].lower()


def test_events_that_break_off_are_taken_up_without_a_poll(
    client: Client, served: Installation, proxy: FaultyProxy
) -> None:
    generation = client.submit("[delay 8] a boat", draft=True)  # the two pauses are short beside it
    proxy.cuts = [Cut(request=b"/events", after=3000), Cut(request=b"/events", after=0)]
    with Client(proxy.base_url, served.key) as broken:
        events = list(broken.events(generation))
    assert {event.name for event in events} <= {"status", "progress", "done"}
    assert events[-1].generation.video is not None
    assert any(event.generation.steps is not None for event in events)
    assert proxy.count(b"/events?") >= 3
    assert proxy.count(b"last-event-id:") + proxy.count(b"Last-Event-ID:") >= 1
    assert proxy.count(b"GET /v2/video/generations?") == 0


def test_waiting_rides_out_a_server_that_is_killed_and_comes_back(installation: Installation) -> None:
    installation.start()
    with Client(installation.base_url, installation.key) as client:
        generation = client.submit("[delay 3] a boat", draft=True)
        with ThreadPoolExecutor(1) as waiter:
            ended = waiter.submit(client.wait, generation, timeout_s=120)
            wait_for(lambda: client.get(generation).status == "generating" or None, 60)
            installation.kill()
            wait_for(lambda: None if installation.processes() else True, 60)
            installation.start("--port", str(httpx.URL(installation.base_url).port))
            assert ended.result(120).status == "completed"


def test_a_worker_that_dies_is_not_noticed_by_who_waits(served: Installation, client: Client) -> None:
    generation = client.submit("[delay 3] a boat", draft=True)
    os.kill(process_like(served, "vitascope worker"), signal.SIGKILL)
    assert client.wait(generation, timeout_s=120).status == "completed"


def test_failures_and_cancels_are_told_apart(client: Client) -> None:
    with pytest.raises(GenerationFailed, match="EngineFailed") as failed:
        client.generate("[fail at 40%]")
    assert not failed.value.generation.cancelled
    generation = client.submit("[delay 60] a boat")
    client.cancel(generation)
    with pytest.raises(GenerationFailed) as cancelled:
        client.wait(generation)
    assert cancelled.value.generation.cancelled
    with pytest.raises(Conflict) as refused:
        client.cancel(failed.value.generation)
    assert refused.value.request_id


def test_a_wait_ends_in_its_time_and_the_generation_goes_on(client: Client) -> None:
    generation = client.submit("[delay 8] a boat", draft=True)
    with pytest.raises(WaitTimeout) as late:
        client.wait(generation, timeout_s=1.5)
    assert late.value.generation is not None
    assert client.wait(generation).status == "completed"


def test_a_wrong_key_is_told_at_once(served: Installation) -> None:
    with Client(served.base_url, "wrong") as stranger, pytest.raises(Unauthenticated) as refused:
        stranger.submit("a boat")
    assert (refused.value.status, refused.value.code) == (401, "unauthenticated")


def test_over_tls_the_ca_may_stand_in_the_environment(installation: Installation, folder: Path) -> None:
    installation.start("--tls", "dev")
    ca = installation.data_dir / "tls" / "ca.pem"
    program = (
        "from vitascope import Client\nwith Client() as c:\n"
        "    clip = c.generate('a boat', draft=True)\n    print(c.download(clip, 'clip.mp4'))"
    )
    environment = {**installation.environment, "VITASCOPE_BASE_URL": installation.base_url, "SSL_CERT_FILE": str(ca)}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert probe(folder / "clip.mp4").frames == 150


def test_the_programs_of_the_how_to_run(served: Installation, folder: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "how-to" / "client.md").read_text(encoding="utf-8")
    programs = re.findall(r"```python\n(.*?)```", text, re.S)
    assert len(programs) == 2
    environment = {**served.environment, "VITASCOPE_BASE_URL": served.base_url}
    for program in programs:
        mine = program.replace("http://127.0.0.1:8000", served.base_url).replace("YOUR_KEY", served.key)
        done = subprocess.run(
            [sys.executable, "-c", mine], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    assert probe(folder / "dragon.mp4").frames == 150
    assert len(list((folder / "clips").iterdir())) == 3
