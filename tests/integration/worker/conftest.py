from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import UUID

import psycopg
import pytest

from vitascope.artifacts.store import ArtifactStore, open_store
from vitascope.core.generation import Generation, GenerationRequest, fill
from vitascope.store import accounts
from vitascope.store.database import Connection, Database
from vitascope.store.store import Store, Submission
from vitascope.worker.heart import Timing
from vitascope.worker.supervisor import Place, Supervisor

FAST = Timing(beat_s=0.1, stall_s=2.0, fence_s=60.0, reconcile_s=60.0)


class Submit(Protocol):
    """Of a draft, if nothing else is said: what workers do is the same, and it has a quarter of the pixels."""

    async def __call__(
        self, prompt: str, *, draft: bool = True, checkpoint_key: str | None = None, finish_of: UUID | None = None
    ) -> Generation: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where a test submits and waits."""

    store: Store
    artifacts: ArtifactStore
    account_id: UUID
    submit: Submit
    until: Callable[[UUID, Callable[[Generation], bool]], Awaitable[Generation]]
    """Polls a generation until the condition holds."""


Working = Callable[[], AbstractAsyncContextManager[Supervisor]]


@pytest.fixture
async def desk(database_url: str, conn: Connection, folder: Path) -> AsyncIterator[Desk]:
    key = accounts.new_key()
    await accounts.create_key(conn, account="somebody", key=key, name=None)
    database = Database(database_url)
    await database.open()
    store = Store(database)
    caller = await store.authenticate(key)

    async def submit(
        prompt: str, *, draft: bool = True, checkpoint_key: str | None = None, finish_of: UUID | None = None
    ) -> Generation:
        request = GenerationRequest(model="ltxv/ltxv-2-fast", prompt=prompt, draft=draft)
        return await store.submit(
            Submission(
                id=store.new_id(),
                caller=caller,
                spec=fill(request, engine="testcard", seed=1),
                credits=1,
                cost_s=1.0,
                image_key=None,
                checkpoint_key=checkpoint_key,
                finish_of=finish_of,
            )
        )

    async def until(generation_id: UUID, condition: Callable[[Generation], bool]) -> Generation:
        while True:
            with contextlib.suppress(psycopg.Error):
                found = await store.get(caller.account_id, generation_id)
                if condition(found):
                    return found
            await asyncio.sleep(0.02)

    yield Desk(
        store=store,
        artifacts=open_store(folder / "artifacts"),
        account_id=caller.account_id,
        submit=submit,
        until=until,
    )
    await database.close()


@pytest.fixture
def working(database_url: str, desk: Desk, folder: Path) -> Working:
    """A supervisor at work for as long as the block runs, and drained at its end."""
    number = iter(range(100))

    @asynccontextmanager
    async def work() -> AsyncIterator[Supervisor]:
        place = Place(scratch=folder / f"tmp-{next(number)}", log=None)
        supervisor = Supervisor(url=database_url, artifacts=desk.artifacts, engine="testcard", place=place, timing=FAST)
        task = asyncio.create_task(supervisor.run())
        try:
            yield supervisor
        finally:
            supervisor.stop(drain_s=0)
            await task
            assert not place.scratch.exists()

    return work
