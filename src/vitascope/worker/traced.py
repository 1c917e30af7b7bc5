"""An attempt as spans of its generation's trace."""

from __future__ import annotations

import time

from vitascope.core.tracing import TracedSpan, whole
from vitascope.worker.heart import Running

FINAL = frozenset({"completed", "failed", "cancelled"})
"""Outcomes of an attempt that end its generation."""


def spans(running: Running, outcome: str) -> list[TracedSpan]:
    """The wait before it, the attempt with its stages, and the whole where this was its end."""
    claim, now = running.claim, time.time_ns()
    stages = running.timeline.traced()
    waits = [span for span in stages if span.name == "queue"]
    done = tuple(span for span in stages if span.name != "queue")
    attempt = TracedSpan(
        name="attempt",
        began_ns=running.began_ns,
        ended_ns=now,
        attributes={
            "vitascope.attempt": claim.attempt,
            "vitascope.outcome": outcome,
            "vitascope.request_id": claim.request_id or "",
        },
        failed=outcome in {"failed", "claim_lost"},
        children=done,
    )
    over = [whole(claim.generation, now, outcome)] if outcome in FINAL else []
    return [*waits, attempt, *over]
