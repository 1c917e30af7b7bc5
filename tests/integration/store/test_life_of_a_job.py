"""The life of a job, walked at random: whatever happens in whatever order, what is promised of it holds.

A handful of workers on one real database claim, report, settle, hand back, fall silent and come back with claims that
are no longer theirs, while callers submit and cancel, reapers reap and the reconciler replaces jobs that were lost.
Their account has funds for a few clips, and no credit may be lost or made.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tests.integration.store.conftest import artifact, submission
from vitascope.core.account import KeyLimit
from vitascope.core.errors import ChildDied, Conflict, OutOfFunds
from vitascope.core.generation import Generation, Status
from vitascope.store import accounts, queue, settle
from vitascope.store.accounts import Caller
from vitascope.store.database import Connection, Database, connect
from vitascope.store.embedded import EmbeddedPostgres
from vitascope.store.queue import Claim, Progress
from vitascope.store.store import Store

Result = TypeVar("Result")

SILENT_S = 3600.0
"""Longer than any walk takes, so that a worker is silent only where a rule says so."""

PRICE = 504_000
"""Of `submission`."""
AFFORDED = 8
"""Clips that the account can pay for, so that some are refused."""
FUNDS = AFFORDED * PRICE
LEFT = "select a.balance, k.window_credits from accounts a join keys k on k.account_id = a.id"
WORKERS = 3
DATABASE = "life_of_a_job"

ROWS = """
select g.*, (select array_agg(u.state) from usage u where u.generation_id = g.id) as usage,
    (select array_agg(j.status::text) from procrastinate_jobs j where j.queueing_lock = g.id::text) as jobs
from generations g
"""


@dataclass(slots=True, kw_only=True)
class Worker:
    """What one worker believes."""

    id: int
    claims: list[Claim] = field(default_factory=list)
    """All that it ever got; it does not know which of them still stand."""


class Life(RuleBasedStateMachine):
    """One database, emptied for every walk. ``url`` is set by the test."""

    url = ""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.conn: Connection
        self.store: Store
        self.caller: Caller
        self.workers: list[Worker] = []
        self.final: dict[UUID, tuple[object, ...]] = {}
        self.lost_jobs: set[UUID] = set()
        self.order: dict[UUID, int] = {}
        """Generations as they were submitted; their ids of one millisecond have no order."""
        self.rows: list[dict[str, Any]] = []
        """How things stand, read after every step."""
        self.run(self._open())

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self.runner.run(work)

    async def _open(self) -> None:
        self.conn = await self.stack.enter_async_context(await connect(self.url))
        # Not `truncate`, which makes new files for every table and index, and syncs them.
        for table in ("procrastinate_jobs", "procrastinate_workers", "usage", "generations", "keys", "accounts"):
            await self.conn.execute(sql.SQL("delete from {}").format(sql.Identifier(table)))
        database = Database(self.url, max_size=1)
        await database.open()
        self.stack.push_async_callback(database.close)
        self.store = Store(database)
        key = accounts.new_key()
        limit = KeyLimit(credits=FUNDS + PRICE, retention="no_reset")
        await accounts.create_key(self.conn, account="somebody", key=key, name=None, limit=limit)
        await self.conn.execute("update accounts set balance = %s where name = 'somebody'", (FUNDS,))
        self.caller = await self.store.authenticate(key)
        self.workers = [Worker(id=await queue.register(self.conn)) for _ in range(WORKERS)]

    def teardown(self) -> None:
        try:
            self._everything_ends()
        finally:
            self.run(self.stack.aclose())
            self.runner.close()

    async def _look(self) -> None:
        rows = await (await self.conn.execute(ROWS)).fetchall()
        self.rows = sorted(rows, key=lambda row: self.order[row["id"]])

    def _stands(self, claim: Claim) -> bool:
        """Whether ``claim`` is the one that the database knows. Asked before something is tried with it."""
        row = next(row for row in self.rows if row["id"] == claim.id)
        return bool(row["attempt"] == claim.attempt and row["status"] == "generating")

    # What callers do.

    @rule(count=st.integers(1, 3))
    def submit(self, count: int) -> None:
        async def at_once() -> None:
            wanted = [submission(self.store, self.caller) for _ in range(count)]
            answers = await asyncio.gather(*(self.store.submit(one) for one in wanted), return_exceptions=True)
            made = [answer for answer in answers if isinstance(answer, Generation)]
            assert len(made) == min(count, left), "what can be paid for is taken, and nothing else"
            assert all(isinstance(answer, Generation | OutOfFunds) for answer in answers)
            for one in made:
                self.order[one.id] = len(self.order)

        left = AFFORDED - sum(row["usage"] != ["released"] for row in self.rows)
        self.run(at_once())

    @precondition(lambda self: self.rows)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        row = data.draw(st.sampled_from(self.rows), label="generation")
        try:
            told = self.run(self.store.cancel(self.caller.account_id, row["id"]))
        except Conflict:
            assert row["status"] in ("completed", "error")
        else:
            assert told.cancel_requested or told.status is Status.CANCELLED
            if row["status"] == "queued" and row["jobs"] == ["todo"]:
                assert told.status is Status.CANCELLED, "what nobody renders ends at once"

    # What workers do, with claims that may long be somebody else's.

    @rule(k=st.integers(0, WORKERS - 1))
    def claim(self, k: int) -> None:
        worker = self.workers[k]
        todo = {row["id"] for row in self.rows if row["jobs"] == ["todo"]}
        self.run(queue.beat(self.conn, worker.id, silent_s=SILENT_S))
        claim = self.run(queue.claim(self.conn, worker.id))
        assert (claim is None) == (not todo)
        if claim is not None:
            assert claim.id in todo
            assert all(claim.attempt > c.attempt for w in self.workers for c in w.claims if c.id == claim.id)
            worker.claims.append(claim)

    def _some_claim(self, data: st.DataObject) -> Claim | None:
        claims = [claim for worker in self.workers for claim in worker.claims]
        return data.draw(st.sampled_from(claims), label="claim") if claims else None

    @rule(data=st.data(), progress=st.floats(0, 1, width=32))
    def report(self, data: st.DataObject, progress: float) -> None:
        if (claim := self._some_claim(data)) is None:
            return
        stands = self._stands(claim)
        pulse = self.run(
            queue.report(self.conn, claim, worker_id=claim.worker_id, at=Progress(progress=progress, stage="frames"))
        )
        assert pulse.lost == (not stands)

    @rule(data=st.data())
    def complete(self, data: st.DataObject) -> None:
        if (claim := self._some_claim(data)) is None:
            return
        stands, before = self._stands(claim), self.final.get(claim.id)
        made = artifact(claim.generation, claim.attempt)
        done = self.run(settle.complete(self.conn, claim, made, {}))
        assert done == (stands or before == ("completed", claim.attempt, made.video_key)), "only a repeat may read so"

    @rule(data=st.data())
    def fail(self, data: st.DataObject) -> None:
        if (claim := self._some_claim(data)) is None:
            return
        stands, before = self._stands(claim), self.final.get(claim.id)
        done = self.run(settle.fail(self.conn, claim, ChildDied("The render process was killed.")))
        assert done == (stands or before == ("error", claim.attempt, None))

    @rule(data=st.data())
    def end_cancelled(self, data: st.DataObject) -> None:
        claim = self._some_claim(data)
        if claim is None or not next(r for r in self.rows if r["id"] == claim.id)["cancel_requested"]:
            return  # a worker ends as cancelled only what it was told to
        stands, before = self._stands(claim), self.final.get(claim.id)
        done = self.run(settle.end_cancelled(self.conn, claim))
        assert done == (stands or before == ("cancelled", claim.attempt, None))

    @rule(data=st.data(), failed=st.booleans())
    def hand_back(self, data: st.DataObject, failed: bool) -> None:
        if (claim := self._some_claim(data)) is None:
            return
        stands = self._stands(claim)
        assert self.run(queue.hand_back(self.conn, claim, failed=failed)) == stands

    # What goes wrong.

    @rule(k=st.integers(0, WORKERS - 1))
    def fall_silent(self, k: int) -> None:
        self.run(
            self._execute(
                "update procrastinate_workers set last_heartbeat = now() - make_interval(secs => %s) where id = %s",
                2 * SILENT_S, self.workers[k].id,
            )
        )  # fmt: skip

    @rule(k=st.integers(0, WORKERS - 1))
    def come_back_after_being_pruned(self, k: int) -> None:
        self.run(self._execute("delete from procrastinate_workers where id = %s", self.workers[k].id))
        assert self.run(queue.beat(self.conn, self.workers[k].id, silent_s=SILENT_S)) is None
        self.workers[k].id = self.run(queue.register(self.conn))

    @rule()
    def reap(self) -> None:
        reaped = dict(self.run(queue.reap(self.conn, silent_s=SILENT_S)))
        self.run(self._look())
        assert all(row["jobs"] == ["todo"] for row in self.rows if row["id"] in reaped)

    @precondition(lambda self: any(row["jobs"] for row in self.rows))
    @rule(data=st.data())
    def lose_a_job(self, data: st.DataObject) -> None:
        having = [row["id"] for row in self.rows if row["jobs"]]
        lost = data.draw(st.sampled_from(having), label="generation")
        self.run(self._execute("delete from procrastinate_jobs where queueing_lock = %s", str(lost)))
        self.lost_jobs.add(lost)

    @rule()
    def reconcile(self) -> None:
        self.run(self._execute("update generations set created_at = now() - interval '2 minutes'"))
        self.run(queue.reconcile(self.conn))
        self.lost_jobs.clear()

    async def _funds(self) -> tuple[int, int]:
        """What the account has left, and what its key has spent."""
        row = await (await self.conn.execute(LEFT)).fetchone()
        assert row is not None
        return row["balance"], row["window_credits"]

    async def _execute(self, query: str, *values: object) -> None:
        await self.conn.execute(query.encode(), values)

    # What holds all the time.

    @invariant()
    def every_promise_holds(self) -> None:
        self.run(self._look())
        spent = PRICE * sum(row["usage"] != ["released"] for row in self.rows)
        assert self.run(self._funds()) == (FUNDS - spent, spent), "no credit is lost and none is made"
        assert self.final.keys() <= {row["id"] for row in self.rows}
        for row in self.rows:
            status, final = Status(row["status"]), Status(row["status"]).final
            key = row["artifact"]["video_key"] if row["artifact"] else None
            now = (row["status"], row["attempt"], key)
            if row["id"] in self.final:
                assert now == self.final[row["id"]], "an end is an end"
            elif final:
                self.final[row["id"]] = now
            wanted = {True: "released", False: "held"}[final] if status is not Status.COMPLETED else "charged"
            assert row["usage"] == [wanted]
            assert final == (row["finished_at"] is not None)
            if final:
                assert not row["jobs"], "nothing is queued for what has ended"
            elif row["id"] not in self.lost_jobs:
                assert row["jobs"] in (["todo"], ["doing"]), "what lives has one job"
            else:
                assert not row["jobs"]
            if status is Status.QUEUED and row["id"] not in self.lost_jobs:
                assert row["jobs"] == ["todo"]
            holders = {
                (w.id, c.attempt)
                for w in self.workers for c in w.claims
                if c.id == row["id"] and c.attempt == row["attempt"] and status is Status.GENERATING
            }  # fmt: skip
            assert len(holders) <= 1, "one attempt holds the fence"

    # And in the end.

    def _everything_ends(self) -> None:
        """From wherever a walk stopped, one worker that goes on working brings everything to its end."""
        self.reconcile()
        self.run(self._execute("update procrastinate_workers set last_heartbeat = '-infinity'"))
        worker = self.run(queue.register(self.conn))
        self.run(queue.reap(self.conn, silent_s=SILENT_S))
        while (claim := self.run(queue.claim(self.conn, worker))) is not None:
            assert self.run(settle.complete(self.conn, claim, artifact(claim.generation, claim.attempt), {}))
        self.run(self._look())
        assert all(Status(row["status"]).final for row in self.rows)


@pytest.fixture
async def life_url(postgres: EmbeddedPostgres) -> AsyncIterator[str]:
    """A database of its own, in which every commit is quick: what a crash leaves is another test's business."""
    admin = make_conninfo(postgres.url, dbname="postgres")
    async with await psycopg.AsyncConnection.connect(admin, autocommit=True) as conn:
        await conn.execute(f"create database {DATABASE} template vitascope")
        await conn.execute(f"alter database {DATABASE} set synchronous_commit = off")
    yield make_conninfo(postgres.url, dbname=DATABASE)
    async with await psycopg.AsyncConnection.connect(admin, autocommit=True) as conn:
        await conn.execute(f"drop database {DATABASE} with (force)")


@pytest.mark.slow
def test_whatever_happens_in_whatever_order_every_job_ends_once(life_url: str) -> None:
    class Here(Life):
        url = life_url

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=60,
            phases=[Phase.generate],  # walks can be read as they are; to shrink one takes minutes
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
