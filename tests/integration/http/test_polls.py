"""Both ways of a poll, the short one past the middleware and the long one, end in the same reply."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import httpx
import pytest

from tests.integration.http.memory_service import MemoryService

PATH = "/v2/video/generations"
LONG = {"and": "something"}
"""A parameter that nobody knows: enough to go the long way."""

Step = Callable[[MemoryService, UUID], None]


def nothing(_memory: MemoryService, _id: UUID) -> None:
    """It stays queued."""


def start(memory: MemoryService, generation: UUID) -> None:
    memory.start(generation, 0.25)


def finish(memory: MemoryService, generation: UUID) -> None:
    memory.finish(generation)


def told(reply: httpx.Response) -> tuple[int, object, dict[str, str]]:
    headers = {name: value for name, value in reply.headers.items() if name not in {"date", "x-request-id"}}
    assert reply.headers["x-request-id"]
    return reply.status_code, reply.json(), headers


@pytest.mark.parametrize("step", [nothing, start, finish])
def test_a_poll_says_the_same_on_both_ways(client: httpx.Client, memory: MemoryService, step: Step) -> None:
    asked = client.post(PATH, json={"model": "ltxv/ltxv-2-fast", "prompt": "a dragon"}).json()["id"]
    step(memory, UUID(asked.partition(":")[0]))
    short = client.get(PATH, params={"generation_id": asked})
    long = client.get(PATH, params={"generation_id": asked, **LONG})
    assert short.status_code == 200
    assert told(short) == told(long)


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer unknown"}])
def test_a_refusal_says_the_same_on_both_ways(client: httpx.Client, headers: dict[str, str]) -> None:
    asked = "0190b0a0-1234-7000-8000-00000000abcd"
    short = client.get(PATH, params={"generation_id": asked}, headers=headers)
    long = client.get(PATH, params={"generation_id": asked, **LONG}, headers=headers)
    assert short.status_code == long.status_code == (401 if headers else 404)
    assert short.headers.keys() == long.headers.keys()
    assert short.json()["message"] == long.json()["message"]
