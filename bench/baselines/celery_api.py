"""The HTTP side of the baseline: POST queues a Celery task, GET looks its result up in Redis.

The routes are plain functions, which FastAPI runs on threads, because Celery's client blocks. The same calls in
``async def`` routes make 1.2 to 1.8 times the polls and hold the event loop up for half a second at a time.
"""

from __future__ import annotations

import json
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Literal

import redis.asyncio
from anyio.to_thread import current_default_thread_limiter
from celery.result import AsyncResult
from fastapi import FastAPI
from pydantic import BaseModel, Field

from bench.baselines.celery_tasks import REDIS, render
from bench.baselines.celery_tasks import app as celery

THREADS = 12
"""The best of 4, 12 and 40, the default, on 2 cores: 1.3 times the polls and 1.1 times the submits of 40."""

STATUS = {"PENDING": "queued", "RETRY": "queued", "STARTED": "generating", "SUCCESS": "completed"}
"""Celery's states as the API names them; any other is an error."""


class Submit(BaseModel):
    """What a submit asks."""

    model: Literal["ltxv/ltxv-2-fast", "ltxv/ltxv-2"]
    prompt: str = Field(min_length=1, max_length=5000)
    duration: Literal[6, 8, 10] = 6
    resolution: Literal["1080p", "1440p", "2160p"] = "1080p"
    fps: Literal[25, 50] = 25
    generate_audio: bool = True
    seed: int = Field(default_factory=lambda: random.randrange(2**32))


@asynccontextmanager
async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
    current_default_thread_limiter().total_tokens = THREADS
    yield


app = FastAPI(lifespan=lifespan)
keys = redis.asyncio.Redis(unix_socket_path=REDIS.partition("://")[2], max_connections=64)


@app.post("/v2/video/generations")
def submit(body: Submit) -> dict[str, Any]:
    return {"id": render.delay(body.model_dump()).id, "status": "queued"}


@app.get("/v2/video/generations")
def poll(generation_id: str) -> dict[str, Any]:
    task = AsyncResult(generation_id, app=celery)
    return told(generation_id, str(task.state), task.result)


@app.get("/by-key")
async def poll_by_key(generation_id: str) -> dict[str, Any]:
    """The same past Celery: its result keys read from the event loop. Faster, and tied to how Celery names them."""
    kept = await keys.get(f"celery-task-meta-{generation_id}")
    meta = {"status": "PENDING", "result": None} if kept is None else json.loads(kept)
    return told(generation_id, meta["status"], meta["result"])


def told(generation_id: str, state: str, result: Any) -> dict[str, Any]:
    """The reply to a poll."""
    reply: dict[str, Any] = {"id": generation_id, "status": STATUS.get(state, "error")}
    if reply["status"] == "completed":
        reply |= {"video": result["video"], "meta": {"seed": result["seed"]}}
    elif reply["status"] == "error":
        reply["error"] = {"name": state.capitalize(), "message": str(result)}
    return reply
