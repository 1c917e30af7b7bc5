"""How an attempt spent its time: a span a stage, in the order of their beginning; summed up for the metrics."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from vitascope.core.generation import Generation
from vitascope.core.tracing import TracedSpan
from vitascope.worker import metrics

STAGES = ("queue", "fetch", "load", "steps", "decode", "encode", "publish", "settle")
MOST_SPANS = 200
"""An engine may name any number of stages; beyond so many, only the last one grows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One stage."""

    name: str
    """Where an engine has named it, in its words."""
    stage: str
    """One of `STAGES`."""
    began_ns: int
    """Since the epoch."""
    took_s: float


@dataclass(slots=True)
class Timeline:
    """Of one attempt. The wall clock says when, a monotonic one how long."""

    engine: str
    model: str
    spans: list[Span] = field(default_factory=list)
    _now: tuple[str, int, float] | None = None
    _done: int = 0

    @classmethod
    def of(cls, generation: Generation) -> Timeline:
        """Begun with the wait in the queue, where this is the first attempt."""
        made = cls(engine=generation.spec.engine, model=generation.spec.model)
        if generation.attempt == 1 and generation.started_at is not None:
            waited_s = (generation.started_at - generation.created_at).total_seconds()
            made.add("queue", "queue", int(generation.created_at.timestamp() * 1e9), waited_s)
        return made

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """The block is one of `STAGES`."""
        began_ns, began = time.time_ns(), time.monotonic()
        try:
            yield
        finally:
            self.add(name, name, began_ns, time.monotonic() - began)

    def add(self, name: str, stage: str, began_ns: int, took_s: float) -> None:
        if len(self.spans) < MOST_SPANS:
            self.spans.append(Span(name=name, stage=stage, began_ns=began_ns, took_s=max(0.0, took_s)))

    def step(self, name: str, done: int) -> None:
        """An engine reports that ``done`` units are finished and that it is in its stage ``name``."""
        if done > self._done:
            metrics.STEPS.labels(self.model, self.engine).inc(done - self._done)
            self._done = done
        if self._now is None or self._now[0] != name:
            self.end_steps()
            self._now = (name, time.time_ns(), time.monotonic())

    def end_steps(self) -> None:
        """The engine's last stage is over."""
        if self._now is not None:
            name, began_ns, began = self._now
            self._now = None
            self.add(name[:40], "decode" if "decod" in name else "steps", began_ns, time.monotonic() - began)

    def traced(self) -> list[TracedSpan]:
        """Each stage as a span, in an engine's own words for its stages."""
        return [
            TracedSpan(
                name=span.name,
                began_ns=span.began_ns,
                ended_ns=span.began_ns + int(span.took_s * 1e9),
                attributes={"vitascope.stage": span.stage},
            )
            for span in self.spans
        ]

    def close(self) -> None:
        """The attempt is over, however: add it up."""
        self.end_steps()
        total: dict[str, float] = defaultdict(float)
        for span in self.spans:
            total[span.stage] += span.took_s
        for stage, took_s in total.items():
            metrics.STAGE.labels(stage, self.engine).observe(took_s)
