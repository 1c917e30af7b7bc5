"""A process dies at each statement of a generation's life in turn, before and after it: it ends once, is paid once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, TypeVar
from uuid import UUID, uuid4

import pytest

from tests.integration.store.conftest import NewCaller, artifact, submission
from vitascope.core.errors import EngineFailed
from vitascope.core.generation import Generation, Status
from vitascope.core.options import Idempotency, SubmitOptions
from vitascope.store import cancel, queue, settle, webhooks
from vitascope.store.accounts import Caller
from vitascope.store.database import Connection, connect
from vitascope.store.queue import Progress
from vitascope.store.store import Store
from vitascope.store.submit import submit

FUNDS, PRICE = 1_000_000, 504_000
SHARED = 20
"""Statements with which every life begins: one that has been tried with each of them need not be again."""
Result = TypeVar("Result")


class Died(Exception):
    """Of the process: nothing it held goes on."""


@dataclass(slots=True)
class Death:
    """Comes at statement number ``at``, counted over all processes."""

    at: int
    after: bool
    """The statement was answered; else it was never sent."""
    done: int = 0
    came: bool = False
    backend: int = 0
    """What served the dead one, and holds its locks until it has noticed."""

    def now(self) -> bool:
        number, self.done = self.done, self.done + 1
        self.came |= number == self.at
        return number == self.at

    def wait_for(self, conn: Connection) -> None:
        execute = conn.execute

        async def counted(*asked: Any, **how: Any) -> Any:
            dies = self.now()
            answer = None if dies and not self.after else await execute(*asked, **how)
            if dies:
                self.backend = conn.info.backend_pid
                conn.pgconn.finish()  # as the kernel does with a dead process's sockets
                raise Died
            return answer

        conn.execute = counted  # type: ignore[method-assign]


@dataclass(slots=True)
class Life:
    """One generation, by processes that begin anew where the one before has died."""

    url: str
    store: Store
    caller: Caller
    death: Death
    ends_as: Status
    handed_back: bool = False
    key: str = field(default_factory=lambda: str(uuid4()))

    async def again(self, work: Callable[[Connection], Awaitable[Result]]) -> Result:
        while True:
            async with await connect(self.url) as conn:
                self.death.wait_for(conn)
                try:
                    answer = await work(conn)
                    if not self.death.now():  # committed, and nobody has heard of it
                        return answer
                except Died:
                    pass
            await self.recover()

    async def recover(self) -> None:
        """What the others do when they have not heard of a worker for long enough."""
        async with await connect(self.url) as conn:
            await conn.execute("select pg_terminate_backend(%s, 60000)", (self.death.backend,))  # and waits for its end
            await conn.execute("update procrastinate_workers set last_heartbeat = now() - interval '1 hour'")
            await queue.reap(conn, silent_s=60)

    async def run(self) -> UUID:
        made = await self.again(self.submit)
        while not (await self.store.get(self.caller.account_id, made.id)).status.final:
            await self.again(self.work)
        while await self.again(self.tell):
            pass
        return made.id

    async def submit(self, conn: Connection) -> Generation:
        """A caller that hears nothing sends it again, under the same key."""
        options = SubmitOptions(
            idempotency=Idempotency(key=self.key, fingerprint=b"the same"), webhook_url="https://example.org/"
        )
        asked = submission(self.store, self.caller)
        (made,) = await submit(OneConnection(conn), [replace(asked, options=options)])  # type: ignore[arg-type]
        assert isinstance(made, Generation)
        return made

    async def work(self, conn: Connection) -> None:
        worker = await queue.register(conn)
        claim = await queue.claim(conn, worker)
        if claim is None:
            return
        at = Progress(progress=0.5, stage="frames", step=1, steps=2)
        assert not (await queue.report(conn, claim, worker_id=worker, at=at)).lost
        if not self.handed_back:
            self.handed_back = await queue.hand_back(conn, claim, failed=False)
        elif self.ends_as is Status.COMPLETED:
            await settle.complete(conn, claim, artifact(claim.generation, claim.attempt), {})
        elif self.ends_as is Status.ERROR:
            await settle.fail(conn, claim, EngineFailed("it broke"))
        else:
            await cancel.cancel(OneConnection(conn), self.caller.account_id, claim.id)  # type: ignore[arg-type]
            await settle.end_cancelled(conn, claim)

    async def tell(self, conn: Connection) -> bool:
        """Whether there may be more to tell. A message that was claimed by a dead process is due again at once."""
        due = await webhooks.claim(conn, limit=10, each=10, busy=(), lease_s=0)
        for each in due:
            await webhooks.delivered(conn, each)
        return bool(due)


class OneConnection:
    """A `Database` of one connection."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        async with self._conn.transaction():
            yield self._conn


async def books(conn: Connection, account: UUID) -> dict[str, Any]:
    asked = """select (select balance from accounts where id = %(account)s) as balance,
        (select array_agg(status) from generations where account_id = %(account)s) as statuses,
        (select array_agg(state) from usage where account_id = %(account)s) as usage,
        (select count(*) from procrastinate_jobs) as jobs,
        (select array_agg(delivered) from webhooks where account_id = %(account)s) as told"""
    row = await (await conn.execute(asked, {"account": account})).fetchone()
    assert row is not None
    return row


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("ends_as", [Status.COMPLETED, Status.ERROR, Status.CANCELLED])
async def test_whichever_statement_a_process_dies_at_it_ends_once_and_is_paid_once(
    ends_as: Status, after: bool, store: Store, new_caller: NewCaller, conn: Connection, database_url: str
) -> None:
    for at in count(0 if ends_as is Status.COMPLETED else SHARED):
        caller = await new_caller(f"died at {at}")
        await conn.execute("update accounts set balance = %s where id = %s", (FUNDS, caller.account_id))
        death = Death(at, after)
        await Life(url=database_url, store=store, caller=caller, death=death, ends_as=ends_as).run()
        paid = PRICE if ends_as is Status.COMPLETED else 0
        assert await books(conn, caller.account_id) == {
            "balance": FUNDS - paid,
            "statuses": [str(ends_as)],
            "usage": ["charged" if paid else "released"],
            "jobs": 0,
            "told": [True],
        }, f"statement {at}"
        if not death.came:
            break
    assert at > 40, "there are many statements in a life"
