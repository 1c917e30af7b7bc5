"""Which queue a clip waits in: one an engine and a model, so that it is served by the machines that can."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

LONGEST = 40
"""Bytes: see migration 6, whose function ``vitascope_queue`` says the same in SQL."""

BEFORE = "render"
"""Where programs of before there were several queue everything."""


def queue_of(engine: str, model: str) -> str:
    name = f"{engine}/{model}"
    if len(name.encode()) <= LONGEST:
        return name
    return f"{name[:31]}#{hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()[:8]}"


def queues_of(engines: Iterable[str], models: Iterable[str]) -> tuple[str, ...]:
    """Every one of these engines with every one of these models."""
    named = tuple(models)
    return tuple(queue_of(engine, model) for engine in engines for model in named)


def channel(queue: str) -> str:
    """Procrastinate's NOTIFY channel for new jobs in it."""
    return f"procrastinate_queue_v1#{queue}"
