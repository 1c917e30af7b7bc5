"""The Celery side of the baseline: one task, and the settings that keep work from being lost.

``BASELINE_REDIS`` names the Redis that is broker and result store, ``redis+socket:///run/redis.sock``. Its append-only
file, and when that is synced, are settings of Redis. ``BASELINE_VISIBILITY_S`` says after how many seconds a message
that nobody has acknowledged goes to another worker: an hour, as Celery has it, if not set. Who has the message gives no
sign of life, so that a task which takes longer than this is run twice.
"""

from __future__ import annotations

import os
import re
import time
from typing import Any

import redis
from celery import Celery, Task

REDIS = os.environ["BASELINE_REDIS"]
VISIBILITY_S = int(os.environ.get("BASELINE_VISIBILITY_S", "3600"))
STARTS = "starts-{}"
"""The list in Redis of who began a task, and when: an entry an attempt, Unix seconds and the child's pid."""

app = Celery("baseline", broker=REDIS, backend=REDIS)
app.conf.update(
    task_acks_late=True,  # a message is gone when its task has ended, not when it has begun
    task_reject_on_worker_lost=True,
    task_track_started=True,
    worker_prefetch_multiplier=1,  # renders are long: nobody keeps work that another worker could do
    result_expires=None,  # a result is there for as long as a client may ask
    broker_pool_limit=64,  # no submit waits for a connection
    broker_connection_retry_on_startup=True,
    broker_transport_options={
        "visibility_timeout": VISIBILITY_S,
        "unacked_restore_interval": 1,  # looked for every second, instead of every 100
        "unacked_restore_throttle": 1,
    },
)
told = redis.Redis(unix_socket_path=REDIS.partition("://")[2])


@app.task(name="render", bind=True)
def render(task: Task, request: dict[str, Any]) -> dict[str, Any]:
    """In place of a render: what is measured is the service around it. A ``[delay S]`` is slept, as by our card."""
    told.rpush(STARTS.format(task.request.id), f"{time.time()} {os.getpid()}")
    if found := re.match(r"\[delay (\d+)\]", request["prompt"]):
        time.sleep(int(found[1]))
    return {
        "video": {
            "url": f"https://cdn.example.org/{task.request.id}.mp4",
            "content_type": "video/mp4",
            "duration": float(request["duration"]),
            "width": 1920,
            "height": 1080,
            "fps": float(request["fps"]),
            "has_audio": request["generate_audio"],
        },
        "seed": request["seed"],
    }
