"""The Celery side of the baseline: one task, and the settings that keep work from being lost.

``BASELINE_REDIS`` names the Redis that is broker and result store, ``redis+socket:///run/redis.sock``. Its append-only
file, and when that is synced, are settings of Redis.
"""

from __future__ import annotations

import os
from typing import Any

from celery import Celery, Task

REDIS = os.environ["BASELINE_REDIS"]

app = Celery("baseline", broker=REDIS, backend=REDIS)
app.conf.update(
    task_acks_late=True,  # a message is gone when its task has ended, not when it has begun
    task_reject_on_worker_lost=True,
    task_track_started=True,
    worker_prefetch_multiplier=1,  # renders are long: nobody keeps work that another worker could do
    result_expires=None,  # a result is there for as long as a client may ask
    broker_pool_limit=64,  # no submit waits for a connection
    broker_connection_retry_on_startup=True,
)


@app.task(name="render", bind=True)
def render(task: Task, request: dict[str, Any]) -> dict[str, Any]:
    """In place of a render: what is measured is the service around it."""
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
