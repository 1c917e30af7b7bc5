"""Server-sent events: the states of a generation as lines of text (WHATWG HTML, section 9.2).

An event is a snapshot, not a change: whoever missed some has lost nothing but the way there. Its id is a hash of what
it tells, so any replica can say whether a client that reconnects has it already.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from vitascope.core.generation import Generation, Status

RETRY = b"retry: 2000\n\n"
"""Milliseconds after which a client connects again."""
HEARTBEAT = b": still here\n\n"
"""A comment: clients drop it, proxies see that the connection lives."""

STATUS, PROGRESS, DONE, DELETED = "status", "progress", "done", "deleted"


def event_id(generation: Generation) -> str:
    """The same for the same state, whoever tells it."""
    text = json.dumps(generation.standing, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def event_name(generation: Generation, *, before: Status | None) -> str:
    """``done`` for the last, ``status`` for a status that was not told before, ``progress`` for all else."""
    if generation.status.final:
        return DONE
    return PROGRESS if generation.status is before else STATUS


def event(name: str, *, data: dict[str, Any], id: str | None = None) -> bytes:
    """One event; ``data`` as JSON on one line."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    head = f"event: {name}\n" if id is None else f"id: {id}\nevent: {name}\n"
    return f"{head}data: {text}\n\n".encode("utf-8", "backslashreplace")


def event_data(generation: Generation, polled: dict[str, Any]) -> dict[str, Any]:
    """The reply to a poll of this state, and beside it where a render stands: percent, stage, step of steps."""
    data = dict(polled)
    if generation.status is Status.COMPLETED or not generation.status.final:
        data["percent"] = int(100 * min(max(generation.progress, 0.0), 1.0))
    beside = {"stage": generation.stage, "step": generation.step, "steps": generation.steps}
    return data | {name: value for name, value in beside.items() if value is not None}
