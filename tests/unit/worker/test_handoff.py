"""One attempt at bringing one clip: every way in which it can come out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from vitascope.core.errors import Cancelled, EngineFailed, NotHandedOver, NotStored, RemoteFailed
from vitascope.core.generation import Generation, GenerationRequest, GenerationSpec, Status, fill
from vitascope.core.ports import EngineInfo, Errand, ErrandReport, Handoff
from vitascope.store.queue import Claim
from vitascope.worker.attempt import Interrupted
from vitascope.worker.handoff import FETCHED_SHARE, Bringing, Handoffs
from vitascope.worker.heart import Interrupt, Running
from vitascope.worker.messages import Render

Fetch = Callable[[Errand, ErrandReport], Awaitable[Mapping[str, Any]]]


@dataclass
class Scripted:
    """A `Handoff` that does as the test says."""

    script: Fetch

    @property
    def info(self) -> EngineInfo:
        return EngineInfo(name="scripted", kind="test", summary="A test.", version="0")

    def seconds(self, spec: GenerationSpec) -> float:
        return float(spec.duration_s)

    async def ready(self) -> None: ...

    async def fetch(self, errand: Errand, report: ErrandReport) -> Mapping[str, Any]:
        return await self.script(errand, report)

    async def withdraw(self, where: Mapping[str, Any]) -> None: ...

    async def close(self) -> None: ...


def claim(handoff: Mapping[str, Any] | None = None) -> Claim:
    spec = fill(GenerationRequest(model="ltxv/ltxv-2-fast", prompt="A test."), engine="scripted", seed=1)
    generation = Generation(
        id=uuid4(),
        account_id=uuid4(),
        spec=spec,
        status=Status.GENERATING,
        attempt=2,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        credits=1,
    )
    return Claim(job_id=1, worker_id=1, generation=generation, tries=2, handoff=handoff)


class Attempt:
    """What `Bringing` is given, and what it left."""

    def __init__(self, folder: Path, *, ours: bool = True) -> None:
        self.claim = claim({"id": "from before"})
        self.running = Running(claim=self.claim, handoff=self.claim.handoff)
        self.noted: list[Mapping[str, Any] | None] = []
        self.ours = ours
        spec = self.claim.generation.spec.to_json()
        self.order = Render(spec=spec, image_path=None, folder=str(folder), generation_id=str(self.claim.id))

    async def note(self, where: Mapping[str, Any] | None) -> bool:
        self.noted.append(where)
        return self.ours

    async def bring(self, script: Fetch) -> Any:
        handoff: Handoff = Scripted(script)
        return await Bringing(self.claim, self.running, self.note).bring(handoff, self.order)


async def test_what_is_brought_is_what_the_child_makes_a_clip_of(folder: Path) -> None:
    attempt = Attempt(folder)

    async def script(errand: Errand, report: ErrandReport) -> Mapping[str, Any]:
        assert errand.taken_up == {"id": "from before"}
        assert errand.name == f"vitascope-{attempt.claim.id}-2"
        await report.note({"id": "x"})
        report.step("rendering", 50, 100)
        errand.path.write_bytes(b"a clip")
        return {"approximated": ["It is a test."]}

    order = await attempt.bring(script)
    assert isinstance(order, Render)
    assert order.source_path is not None
    assert Path(order.source_path).read_bytes() == b"a clip"
    assert order.source_notes == {"approximated": ["It is a test."]}
    assert (attempt.noted, attempt.running.handoff) == ([{"id": "x"}], {"id": "x"})
    assert attempt.running.at.progress == pytest.approx(FETCHED_SHARE / 2)
    assert attempt.running.begun == FETCHED_SHARE


@pytest.mark.parametrize("why", list(Interrupt))
async def test_an_interrupt_ends_it_at_once_for_its_own_reason(folder: Path, why: Interrupt) -> None:
    attempt = Attempt(folder)
    ended: list[str] = []

    async def script(_errand: Errand, _report: ErrandReport) -> Mapping[str, Any]:
        attempt.running.end(why)
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("cancelled")
        return {}

    assert await attempt.bring(script) == Interrupted(why=why, child_alive=True)
    assert ended == ["cancelled"]


async def test_a_claim_that_is_lost_is_heard_of_at_the_next_note(folder: Path) -> None:
    attempt = Attempt(folder, ours=False)

    async def script(_errand: Errand, report: ErrandReport) -> Mapping[str, Any]:
        await report.note({"id": "x"})
        raise AssertionError("it goes on")

    assert await attempt.bring(script) == Interrupted(why=Interrupt.LOST, child_alive=True)


@pytest.mark.parametrize(
    ("raised", "kind", "message"),
    [
        (NotHandedOver("Nobody answers."), NotHandedOver, "Nobody answers."),
        (RemoteFailed("It says no."), RemoteFailed, "It says no."),
        (OSError(28, "No space left on device"), NotStored, "No space left"),
        (ZeroDivisionError("by zero"), EngineFailed, "ZeroDivisionError: by zero"),
        (Cancelled("lost"), Interrupted, ""),
    ],
)
async def test_every_failure_becomes_an_outcome(
    folder: Path, raised: Exception, kind: type[object], message: str
) -> None:
    async def script(_errand: Errand, _report: ErrandReport) -> Mapping[str, Any]:
        raise raised

    outcome = await Attempt(folder).bring(script)
    assert isinstance(outcome, kind)
    assert message in str(outcome)


async def test_engines_that_draw_here_or_are_not_here_are_no_handoffs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VITASCOPE_REMOTE_URLS", raising=False)
    handoffs = Handoffs()
    assert await handoffs.of("testcard") is None
    assert await handoffs.of("dreams") is None
    assert await handoffs.of("remote") is None, "its child says what is missing"
    await handoffs.ready("testcard")
    await handoffs.withdraw("testcard", {"id": "x"})
    assert handoffs.names() == []
    monkeypatch.setenv("VITASCOPE_REMOTE_URLS", "http://192.0.2.1:9")
    assert await handoffs.of("remote") is not None
    assert handoffs.names() == ["remote"]
    await handoffs.close()
