"""A generation's life in the database: accepted, claimed, reported, settled; and what a stale attempt may not do."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest

from tests.integration.store.conftest import NewCaller, Submit, artifact, submission
from vitascope.core.errors import ChildDied, Conflict, EngineFailed, NotFound, Unauthenticated
from vitascope.core.generation import Status
from vitascope.store import accounts, queue, settle
from vitascope.store.accounts import Caller
from vitascope.store.database import Connection, connect
from vitascope.store.queue import Claim, Progress
from vitascope.store.store import Store


async def claimed(conn: Connection) -> Claim:
    claim = await queue.claim(conn, await queue.register(conn))
    assert claim is not None
    return claim


async def usage(conn: Connection, generation_id: UUID) -> list[tuple[str, int]]:
    rows = await conn.execute("select state, credits from usage where generation_id = %s", (generation_id,))
    return [(row["state"], row["credits"]) for row in await rows.fetchall()]


async def jobs(conn: Connection) -> int:
    row = await (await conn.execute("select count(*) as n from procrastinate_jobs")).fetchone()
    assert row is not None
    return int(row["n"])


async def test_a_submit_is_one_generation_one_hold_and_one_job(conn: Connection, submit: Submit) -> None:
    generation = await submit()
    assert generation.status is Status.QUEUED
    assert generation.adjusted == ("cropped",)
    assert await usage(conn, generation.id) == [("held", 504_000)]
    assert await jobs(conn) == 1


async def test_submits_of_one_moment_are_all_there(conn: Connection, store: Store, caller: Caller) -> None:
    made = await asyncio.gather(*(store.submit(submission(store, caller)) for _ in range(100)))
    assert len({g.id for g in made}) == 100
    assert await jobs(conn) == 100


async def test_a_submission_that_breaks_a_rule_of_the_database_does_not_take_its_neighbours_along(
    store: Store, caller: Caller
) -> None:
    good, twice = submission(store, caller), submission(store, caller)
    await store.submit(twice)
    answers = await asyncio.gather(
        *(store.submit(s) for s in (submission(store, caller), twice, good)), return_exceptions=True
    )
    assert isinstance(answers[1], Exception)
    assert (await store.get(caller.account_id, good.id)).status is Status.QUEUED


async def test_a_claim_gives_the_job_to_one_worker_and_raises_the_attempt(conn: Connection, submit: Submit) -> None:
    generation = await submit()
    claim = await claimed(conn)
    assert (claim.id, claim.attempt, claim.tries) == (generation.id, 1, 1)
    assert claim.generation.status is Status.GENERATING
    assert await queue.claim(conn, claim.worker_id) is None


async def test_jobs_whose_generation_has_ended_hold_no_worker_up(conn: Connection, submit: Submit) -> None:
    ended = [await submit() for _ in range(2)]
    waiting = await submit()
    await conn.execute(
        "update generations set status = 'cancelled', finished_at = now() where id = any(%s)",
        ([g.id for g in ended],),
    )
    assert (await claimed(conn)).id == waiting.id
    left = await conn.execute(
        "select generation_id from (select args->>'generation_id' as generation_id from procrastinate_jobs) j"
    )
    assert [row["generation_id"] for row in await left.fetchall()] == [str(waiting.id)]


async def test_completing_charges_once_and_removes_the_job(conn: Connection, store: Store, submit: Submit) -> None:
    generation = await submit()
    claim = await claimed(conn)
    assert await settle.complete(conn, claim, artifact(generation, 1), {"approximated": ["x"]})
    done = await store.get(generation.account_id, generation.id)
    assert (done.status, done.progress, done.artifact) == (Status.COMPLETED, 1.0, artifact(generation, 1))
    assert done.notes == {"approximated": ["x"]}
    assert await usage(conn, generation.id) == [("charged", 504_000)]
    assert await jobs(conn) == 0


async def test_a_failure_costs_nothing_and_says_why(conn: Connection, store: Store, submit: Submit) -> None:
    generation = await submit()
    assert await settle.fail(conn, await claimed(conn), EngineFailed("no paint left"))
    ended = await store.get(generation.account_id, generation.id)
    assert (ended.status, ended.error_code, ended.error_message) == (Status.ERROR, "engine_failed", "no paint left")
    assert await usage(conn, generation.id) == [("released", 504_000)]
    assert await jobs(conn) == 0


async def test_a_settlement_whose_answer_was_lost_reads_as_settled_when_it_is_tried_again(
    conn: Connection, submit: Submit
) -> None:
    generation = await submit()
    claim = await claimed(conn)
    assert await settle.complete(conn, claim, artifact(generation, 1), {})
    assert await settle.complete(conn, claim, artifact(generation, 1), {})
    assert await usage(conn, generation.id) == [("charged", 504_000)]


async def test_a_stale_attempt_can_neither_report_nor_settle_nor_hand_back(
    conn: Connection, store: Store, submit: Submit
) -> None:
    generation = await submit()
    stale = await claimed(conn)
    await conn.execute("update procrastinate_workers set last_heartbeat = now() - interval '1 minute'")
    assert await queue.reap(conn, silent_s=5) == [(generation.id, stale.attempt)]
    fresh = await claimed(conn)
    assert fresh.attempt == stale.attempt + 1
    pulse = await queue.report(conn, stale, worker_id=stale.worker_id, at=Progress(progress=0.9, stage="frames"))
    assert pulse.lost
    assert not await settle.complete(conn, stale, artifact(generation, stale.attempt), {})
    assert not await settle.fail(conn, stale, EngineFailed("x"))
    assert not await queue.hand_back(conn, stale, failed=True)
    assert (await store.get(generation.account_id, generation.id)).progress == 0
    assert await settle.complete(conn, fresh, artifact(generation, fresh.attempt), {})
    assert not await settle.complete(conn, stale, artifact(generation, stale.attempt), {})
    assert await usage(conn, generation.id) == [("charged", 504_000)]


async def test_a_poster_is_told_by_the_attempt_that_made_it_and_forgotten_with_it(
    conn: Connection, store: Store, submit: Submit
) -> None:
    async def poster() -> str | None:
        return (await store.get(generation.account_id, generation.id)).poster_key

    generation = await submit()
    first = await claimed(conn)
    at = Progress(progress=0.5, poster_key="of the first")
    assert not (await queue.report(conn, first, worker_id=first.worker_id, at=at)).lost
    assert await poster() == "of the first"
    assert await queue.hand_back(conn, first, failed=True)
    assert await poster() is None
    assert (await queue.report(conn, first, worker_id=first.worker_id, at=at)).lost
    second = await claimed(conn)
    assert not (await queue.report(conn, second, worker_id=second.worker_id, at=at)).lost
    await conn.execute("update procrastinate_workers set last_heartbeat = now() - interval '1 minute'")
    await queue.reap(conn, silent_s=5)
    await claimed(conn)
    assert await poster() is None


async def test_a_reaper_leaves_the_living_alone(conn: Connection, submit: Submit) -> None:
    await submit()
    claim = await claimed(conn)
    assert await queue.reap(conn, silent_s=5) == []
    assert not (
        await queue.report(conn, claim, worker_id=claim.worker_id, at=Progress(progress=0.5, stage="frames"))
    ).lost


async def test_a_worker_that_was_pruned_takes_its_job_along(conn: Connection, submit: Submit) -> None:
    await submit()
    claim = await claimed(conn)
    await conn.execute("delete from procrastinate_workers")
    assert await queue.beat(conn, claim.worker_id, silent_s=5) is None
    new_id = await queue.register(conn)
    assert not (await queue.report(conn, claim, worker_id=new_id, at=Progress(progress=0.5, stage=None))).lost
    assert await queue.reap(conn, silent_s=5) == []


async def test_of_many_workers_the_eldest_that_live_look_for_the_silent_ones(conn: Connection) -> None:
    workers = [await queue.register(conn) for _ in range(queue.REAPERS + 3)]

    async def reapers() -> list[int]:
        return [one for one in workers if await queue.beat(conn, one, silent_s=5)]

    assert await reapers() == workers[: queue.REAPERS]
    await conn.execute(
        "update procrastinate_workers set last_heartbeat = now() - interval '6 s' where id = any (%s)", (workers[:2],)
    )
    assert [one for one in workers[2:] if await queue.beat(conn, one, silent_s=5)] == workers[2 : 2 + queue.REAPERS]
    assert await reapers() == workers[: queue.REAPERS]  # they are back: had they been frozen, they reap again


async def test_three_attempts_count_and_those_of_a_stopping_worker_do_not(conn: Connection, submit: Submit) -> None:
    await submit()
    tries = []
    for failed in (True, False, True, False, False, True):
        claim = await claimed(conn)
        tries.append(claim.tries)
        assert await queue.hand_back(conn, claim, failed=failed)
    assert tries == [1, 2, 2, 3, 3, 3]
    assert (await claimed(conn)).tries == 4


async def test_a_queued_generation_is_cancelled_at_once(conn: Connection, store: Store, submit: Submit) -> None:
    generation = await submit()
    ended = await store.cancel(generation.account_id, generation.id)
    assert ended.status is Status.CANCELLED
    assert await usage(conn, generation.id) == [("released", 504_000)]
    assert await jobs(conn) == 0
    assert (await store.cancel(generation.account_id, generation.id)).status is Status.CANCELLED


async def test_a_rendering_generation_is_flagged_and_its_worker_hears_of_it(
    conn: Connection, store: Store, submit: Submit
) -> None:
    generation = await submit()
    claim = await claimed(conn)
    flagged = await store.cancel(generation.account_id, generation.id)
    assert (flagged.status, flagged.cancel_requested) == (Status.GENERATING, True)
    assert (
        await queue.report(conn, claim, worker_id=claim.worker_id, at=Progress(progress=0.2, stage=None))
    ).cancel_requested
    assert await settle.end_cancelled(conn, claim)
    assert await usage(conn, generation.id) == [("released", 504_000)]


async def test_what_has_ended_cannot_be_cancelled(conn: Connection, store: Store, submit: Submit) -> None:
    generation = await submit()
    await settle.complete(conn, await claimed(conn), artifact(generation, 1), {})
    with pytest.raises(Conflict):
        await store.cancel(generation.account_id, generation.id)


async def test_another_account_neither_sees_nor_cancels(store: Store, submit: Submit, new_caller: NewCaller) -> None:
    generation = await submit()
    stranger = await new_caller("stranger")
    with pytest.raises(NotFound):
        await store.get(stranger.account_id, generation.id)
    with pytest.raises(NotFound):
        await store.cancel(stranger.account_id, generation.id)


async def test_polls_of_one_moment_each_get_their_own_answer(conn: Connection, store: Store, submit: Submit) -> None:
    good, revoked = accounts.new_key(), accounts.new_key()
    await accounts.create_key(conn, account="somebody", key=good, name=None)
    other = await accounts.create_key(conn, account="somebody", key=revoked, name=None)
    await accounts.revoke_key(conn, other.prefix)
    stranger = accounts.new_key()
    await accounts.create_key(conn, account="stranger", key=stranger, name=None)
    first, second = await submit(), await submit()
    answers = await asyncio.gather(
        store.poll(good, second.id),
        store.poll(revoked, first.id),
        store.poll(stranger, first.id),
        store.poll("nonsense", first.id),
        store.poll(good, UUID(int=1)),
        store.poll(good, first.id),
        store.poll(None, first.id),
        return_exceptions=True,
    )
    assert [getattr(a, "queue_position", type(a)) for a in answers] == [
        2, Unauthenticated, NotFound, Unauthenticated, NotFound, 1, Unauthenticated,
    ]  # fmt: skip


async def test_one_accounts_many_jobs_do_not_hold_up_anothers_first(
    conn: Connection, submit: Submit, new_caller: NewCaller
) -> None:
    many, few = await new_caller("many"), await new_caller("few")
    for _ in range(30):
        await submit(many)
    late = [await submit(few) for _ in range(3)]
    order = [(await claimed(conn)).id for _ in range(10)]
    assert late[0].id in order[:3]
    assert [order.index(g.id) for g in late] == sorted(order.index(g.id) for g in late)
    assert all(g.id in order[:7] for g in late)


async def test_tags_start_again_when_the_queue_is_empty(conn: Connection, submit: Submit) -> None:
    for _ in range(5):
        generation = await submit(cost_s=1000)
        await settle.complete(conn, await claimed(conn), artifact(generation, 1), {})
    await submit(cost_s=1000)
    row = await (await conn.execute("select priority from procrastinate_jobs")).fetchone()
    assert row == {"priority": -99_999}


async def test_a_generation_whose_job_was_lost_gets_a_new_one(conn: Connection, submit: Submit) -> None:
    generation = await submit()
    await conn.execute("delete from procrastinate_jobs")
    await queue.reconcile(conn)
    assert await jobs(conn) == 0, "a submit that is just being written is none of its business"
    await conn.execute("update generations set created_at = now() - interval '5 minutes'")
    await queue.reconcile(conn)
    assert (await claimed(conn)).id == generation.id


async def test_an_error_that_names_its_kind_is_kept(conn: Connection, store: Store, submit: Submit) -> None:
    generation = await submit()
    await settle.fail(conn, await claimed(conn), ChildDied("The render process was killed by SIGKILL."))
    assert (await store.get(generation.account_id, generation.id)).error_code == "child_died"


def test_ids_are_version_7_and_grow_with_time() -> None:
    ids = [Store.new_id(None) for _ in range(50)]  # type: ignore[arg-type]
    assert {i.version for i in ids} == {7}
    assert [i.int >> 80 for i in ids] == sorted(i.int >> 80 for i in ids)


@pytest.mark.parametrize("to", ["cancelled", "error"])
async def test_a_cancel_that_another_end_comes_before_says_whether_it_is_cancelled(
    to: str, store: Store, caller: Caller, submit: Submit, conn: Connection, database_url: str
) -> None:
    """Two clicks of one moment: the second waits for the first, and is no error."""
    made = await submit()
    async with await connect(database_url) as first, first.transaction():
        await first.execute("select from procrastinate_jobs where queueing_lock = %s for update", (str(made.id),))
        code = "render_failed" if to == "error" else None
        await first.execute(
            "update generations set status = %s, finished_at = now(), error_code = %s where id = %s",
            (to, code, made.id),
        )
        second = asyncio.create_task(store.cancel(caller.account_id, made.id))
        async with asyncio.timeout(60):
            while not await waiting_for_a_lock(conn):
                await asyncio.sleep(0.01)
    if to == "cancelled":
        assert (await second).status is Status.CANCELLED
    else:
        with pytest.raises(Conflict):
            await second


async def waiting_for_a_lock(conn: Connection) -> bool:
    asked = "select count(*) as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
    row = await (await conn.execute(asked)).fetchone()
    assert row is not None
    return bool(row["n"])


async def test_a_cancel_while_a_submit_changes_places_ends_what_waits(
    store: Store, caller: Caller, submit: Submit, conn: Connection, database_url: str
) -> None:
    """`priority.reorder` holds the jobs of an account for a moment: none of them is being claimed."""
    made = await submit()
    async with await connect(database_url) as reordering, reordering.transaction():
        await reordering.execute("select from procrastinate_jobs where queueing_lock = %s for update", (str(made.id),))
        cancelling = asyncio.create_task(store.cancel(caller.account_id, made.id))
        async with asyncio.timeout(60):
            while not cancelling.done() and not await waiting_for_a_lock(conn):
                await asyncio.sleep(0.01)
    assert (await cancelling).status is Status.CANCELLED
    assert await usage(conn, made.id) == [("released", 504_000)]
    assert await jobs(conn) == 0


async def test_a_cancel_while_a_worker_takes_it_is_told_to_that_worker(
    store: Store, caller: Caller, submit: Submit, conn: Connection, database_url: str
) -> None:
    made = await submit()
    async with await connect(database_url) as worker:
        name = await queue.register(worker)
        async with worker.transaction():
            claim = await queue.claim(worker, name)
            assert claim is not None
            cancelling = asyncio.create_task(store.cancel(caller.account_id, made.id))
            async with asyncio.timeout(60):
                while not await waiting_for_a_lock(conn):
                    await asyncio.sleep(0.01)
        assert (await cancelling).cancel_requested
        assert (await queue.report(worker, claim, worker_id=name, at=Progress())).cancel_requested
        assert await settle.end_cancelled(worker, claim)
