"""Traces of generations, as rooms tell of them: one trace each, which every process can name by the id alone.

A generation's id is its trace's, and the trace's root has an id that follows from it. So nothing need be carried from
the API to a worker, on whatever host, and a restart loses nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from vitascope.core.generation import Generation


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedSpan:
    """Something that took time, and what it was made of."""

    name: str
    began_ns: int
    """Since the epoch, as ``ended_ns``."""
    ended_ns: int
    attributes: Mapping[str, str | int | float] = field(default_factory=dict)
    failed: bool = False
    children: tuple[TracedSpan, ...] = ()
    root: bool = False
    """The whole generation, from submit to settle; told once, by whoever ends it."""


class Tracer(Protocol):
    """Where spans go."""

    def trace(self, generation_id: UUID, spans: Sequence[TracedSpan]) -> None:
        """Cheap, and never raises: what is lost of it is lost."""
        ...


class NoTracer:
    """Where nobody looks."""

    def trace(self, generation_id: UUID, spans: Sequence[TracedSpan]) -> None:
        """Nothing."""


def whole(generation: Generation, ended_ns: int, outcome: str) -> TracedSpan:
    """The root of a generation's trace."""
    return TracedSpan(
        name="generation",
        began_ns=int(generation.created_at.timestamp() * 1e9),
        ended_ns=ended_ns,
        attributes={
            "vitascope.model": generation.spec.model,
            "vitascope.engine": generation.spec.engine,
            "vitascope.outcome": outcome,
        },
        failed=outcome not in {"completed", "cancelled"},
        root=True,
    )


def trace_id(generation_id: UUID) -> int:
    """128 bits: in hexadecimal digits it is the id without its dashes."""
    return generation_id.int


def root_span_id(generation_id: UUID) -> int:
    """64 bits, never 0."""
    return int.from_bytes(hashlib.sha256(generation_id.bytes).digest()[:8]) or 1
