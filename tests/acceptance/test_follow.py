"""Following a generation on the program as a user starts it: events, long polls, webhooks."""

from __future__ import annotations

import json
import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from standardwebhooks.webhooks import WebhookVerificationError

from tests.acceptance.conftest import Installation
from tests.receiver import Receiver, receiving

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "follow-a-generation.md"
PATH = "/v2/video/generations"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


@pytest.fixture(scope="module")
def shown() -> dict[str, Any]:
    """What the page's blocks of Python define."""
    names: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S):
        exec(compile(block, str(PAGE), "exec"), names)  # noqa: S102 - our own page
    return names


def submit(client: httpx.Client, prompt: str, **more: object) -> str:
    reply = client.post(PATH, json={"model": "ltxv/ltxv-2-fast", "prompt": prompt, **more})
    assert reply.status_code == 200, reply.text
    return str(reply.json()["id"])


def events(client: httpx.Client, generation_id: str, last: str | None = None) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and data of each, the id of the event put into the data."""
    headers = {} if last is None else {"Last-Event-ID": last}
    with client.stream("GET", f"{PATH}/events", params={"generation_id": generation_id}, headers=headers) as reply:
        assert reply.status_code == 200
        name = identity = ""
        for line in reply.iter_lines():
            field, _, value = line.partition(": ")
            if field == "event":
                name = value
            elif field == "id":
                identity = value
            elif field == "data":
                yield name, json.loads(value) | {"event_id": identity}


def test_a_clip_is_followed_by_events_held_polls_and_a_webhook_that_fails_once(
    installation: Installation, receiver: Receiver, shown: dict[str, Any]
) -> None:
    installation.settings["VITASCOPE_WEBHOOK_HOSTS"] = "127.0.0.1"
    installation.start()
    secret = installation.run("keys", "webhook-secret").stdout.strip()
    receiver.statuses = [503]
    with installation.client() as client:
        generation_id = submit(client, "[delay 2] a boat", draft=True, webhook_url=f"{receiver.url}/hook")
        told = list(events(client, generation_id))
        held = client.get(PATH, params={"generation_id": generation_id, "wait": 30}).json()
        assert client.get(held["video"]["url"]).status_code == 200
    names = [name for name, _ in told]
    assert (names[0], names[-1], names.count("done")) == ("status", "done", 1)
    assert {"queued", "generating", "completed"} >= {data["status"] for _, data in told} >= {"completed"}
    rendering = [data for _, data in told if data["status"] == "generating"]
    assert [d["percent"] for d in rendering] == sorted(d["percent"] for d in rendering)
    assert any(0 < d["percent"] < 100 and d["stage"] == "frames" and d["steps"] == 150 for d in rendering)
    assert all(d["seconds_left"] >= 0 for d in rendering)
    assert (held["status"], held["video"]["url"]) == ("completed", told[-1][1]["video"]["url"])

    first, second = receiver.wait(2)
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    message = shown["received"](secret, second.body, second.headers)
    assert (message["type"], message["data"]["video"]["url"]) == ("video.completed", held["video"]["url"])
    assert shown["genuine"](secret, second.body, second.headers)
    assert not shown["genuine"](secret, second.body + b" ", second.headers)
    with pytest.raises(WebhookVerificationError):
        shown["received"]("whsec_c29tZWJvZHkgZWxzZSdzIHNlY3JldA==", second.body, second.headers)


@pytest.mark.slow
def test_a_stream_outlives_its_worker_ends_with_its_server_and_is_taken_up_at_the_next(
    installation: Installation,
) -> None:
    installation.start()
    with installation.client() as client:
        generation_id = submit(client, "[delay 30] a boat")
        stream = events(client, generation_id)
        attempt = next(data for _, data in stream if data["status"] == "generating" and data["percent"] > 0)
        worker = next(pid for pid, command in installation.processes().items() if " worker " in command)
        os.kill(worker, signal.SIGKILL)
        again = next(data for _, data in stream if data["percent"] < attempt["percent"])
        assert again["status"] == "generating"
        began = time.monotonic()
        assert installation.stop() == 0
        assert "done" not in [name for name, _ in stream]  # it ends all the same, and without an error
        assert time.monotonic() - began < 60
    installation.start()
    with installation.client() as client:
        _, resumed = next(events(client, generation_id, again["event_id"]))
        assert resumed["status"] in {"queued", "generating"}
        assert client.delete(PATH, params={"generation_id": generation_id}).status_code == 200
        *_, (last, ended) = events(client, generation_id, resumed["event_id"])
        assert (last, ended["error"]["name"]) == ("done", "Cancelled")


def test_an_address_inside_our_network_is_refused_and_nothing_is_queued(tenant: Installation) -> None:
    with tenant.client() as client:
        for url in ("http://127.0.0.1/", "http://localhost:3000/hook", "http://169.254.169.254/", "nonsense", 5):
            reply = client.post(PATH, json={"model": "ltxv/ltxv-2-fast", "prompt": "a boat", "webhook_url": url})
            assert reply.status_code == 400, url
            assert "`webhook_url`" in reply.json()["message"]
        assert client.get(PATH, params={"limit": 1}).json()["data"] == []
