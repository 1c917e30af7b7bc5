"""Seconds left on a real database: from the queue, the workers that beat, and how long clips really took."""

from __future__ import annotations

import asyncio

import pytest

from tests.integration.store.conftest import NewCaller, Submit, artifact
from vitascope.core.generation import Status
from vitascope.store import limits, queue, settle
from vitascope.store.accounts import Caller
from vitascope.store.database import Connection
from vitascope.store.estimate import Estimator
from vitascope.store.queue import Progress
from vitascope.store.store import Store


async def test_without_a_worker_nobody_says_how_long_it_takes(store: Store, caller: Caller, submit: Submit) -> None:
    waiting = await store.get(caller.account_id, (await submit()).id)
    assert (waiting.queue_position, waiting.seconds_left) == (1, None)


async def test_the_queue_is_shared_among_the_workers_that_beat(
    store: Store, caller: Caller, submit: Submit, conn: Connection
) -> None:
    workers = [await queue.register(conn), await queue.register(conn)]
    silent = await queue.register(conn)
    await conn.execute(
        "update procrastinate_workers set last_heartbeat = now() - interval '1 hour' where id = %s", (silent,)
    )
    made = [await submit(cost_s=30) for _ in range(4)]
    for worker in workers:
        assert await queue.claim(conn, worker) is not None
    rendering, _, next_one, last = [await store.get(caller.account_id, g.id) for g in made]
    assert rendering.seconds_left == pytest.approx(30, abs=2)
    assert next_one.seconds_left == pytest.approx((30 + 30) / 2 + 30, abs=3)
    assert last.seconds_left == pytest.approx((30 + 30 + 30) / 2 + 30, abs=3)


async def test_an_estimate_follows_what_clips_really_took(
    store: Store, caller: Caller, submit: Submit, conn: Connection
) -> None:
    worker = await queue.register(conn)
    for _ in range(3):
        await submit(cost_s=10)
        claim = await queue.claim(conn, worker)
        assert claim is not None
        assert await settle.complete(conn, claim, artifact(claim.generation, claim.attempt), {})
    await conn.execute("update generations set claimed_at = finished_at - interval '40 seconds'")
    waiting = await store.get(caller.account_id, (await submit(cost_s=10)).id)
    assert waiting.seconds_left == pytest.approx(40, rel=0.01)


async def test_seconds_left_and_steps_go_when_it_has_ended(
    store: Store, caller: Caller, submit: Submit, conn: Connection
) -> None:
    made = await submit(cost_s=10)
    claim = await queue.claim(conn, await queue.register(conn))
    assert claim is not None
    at = Progress(progress=0.5, stage="frames", step=75, steps=150)
    assert not (await queue.report(conn, claim, worker_id=claim.worker_id, at=at)).lost
    half = await store.get(caller.account_id, made.id)
    assert (half.progress, half.stage, half.step, half.steps) == (0.5, "frames", 75, 150)
    assert half.seconds_left == pytest.approx(0.5 * 0.5 * 10, abs=1.5)
    assert await settle.complete(conn, claim, artifact(claim.generation, claim.attempt), {})
    done = await store.get(caller.account_id, made.id)
    assert (done.status, done.seconds_left, done.step, done.steps) == (Status.COMPLETED, None, None, None)


async def test_an_attempt_that_was_handed_back_starts_its_time_anew(
    store: Store, caller: Caller, submit: Submit, conn: Connection
) -> None:
    made = await submit(cost_s=10)
    worker = await queue.register(conn)
    claim = await queue.claim(conn, worker)
    assert claim is not None
    await conn.execute("update generations set claimed_at = now() - interval '1 hour' where id = %s", (made.id,))
    assert await queue.hand_back(conn, claim, failed=False)
    assert (await store.get(caller.account_id, made.id)).seconds_left == pytest.approx(10)
    assert await queue.claim(conn, worker) is not None
    again = await store.get(caller.account_id, made.id)
    assert again.seconds_left == pytest.approx(10, abs=2)


async def test_far_back_in_a_long_queue_a_place_is_told_to_within_a_thousandth(
    store: Store, caller: Caller, submit: Submit, conn: Connection
) -> None:
    first = await submit()
    await conn.execute(
        """insert into generations (id, account_id, key_id, spec, tag, cost_s)
           select gen_random_uuid(), account_id, key_id, spec, tag + 800 * n, 8
           from generations, generate_series(1, 5000) n where id = %s""",
        (first.id,),
    )
    await conn.execute(
        "insert into usage (generation_id, account_id, credits, model) select id, account_id, 1, '' from "
        "generations on conflict do nothing"
    )
    rows = await (await conn.execute("select id from generations order by tag")).fetchall()
    for place in (1, 2, 999, 1000, 1001, 3333, 4999, 5001):
        told = (await store.get(caller.account_id, rows[place - 1]["id"])).queue_position
        assert told is not None
        assert abs(told - place) <= (0 if place <= 1000 else 5)


@pytest.mark.parametrize("of", ["account", "key", "server"])
async def test_who_may_have_no_more_rendering_is_told_when_its_own_end_and_who_starts_before_that(
    of: str, store: Store, new_caller: NewCaller, submit: Submit, conn: Connection
) -> None:
    bound, free = await new_caller("bound"), await new_caller("free")
    if of == "account":
        await limits.change_account(conn, "bound", {"running": 1})
    elif of == "key":
        await limits.change_key(conn, bound.key_prefix, {"running": 1})
    else:
        await limits.change_account(conn, "free", {"running": 100})
        store._estimator = Estimator(store._database, usual_running=1, cache_s=0, patience_s=None)
    usual = 1 if of == "server" else None
    workers = [await queue.register(conn) for _ in range(3)]
    await submit(bound, cost_s=60)
    assert await queue.claim(conn, workers[0], max_running=usual) is not None
    first, second = await submit(bound, cost_s=10), await submit(bound, cost_s=10)
    others = [await submit(free, cost_s=15) for _ in range(4)]
    assert await queue.claim(conn, workers[1], max_running=usual) is not None
    assert await queue.claim(conn, workers[2], max_running=usual) is not None
    assert await queue.claim(conn, await queue.register(conn), max_running=usual) is not None
    seen = [await store.get(bound.account_id, made.id) for made in (first, second)]
    assert [one.seconds_left for one in seen] == [pytest.approx(60 + 10, abs=3), pytest.approx(60 + 10 + 10, abs=3)]
    assert [one.queue_position for one in seen] == [2, 3], "the last of the others starts meanwhile"
    last = await store.get(free.account_id, others[-1].id)
    assert last.seconds_left is not None
    assert last.seconds_left < 60, "nobody else waits for it"


async def test_a_limit_that_leaves_slots_free_changes_no_estimate(
    store: Store, caller: Caller, submit: Submit, conn: Connection
) -> None:
    await limits.change_account(conn, "somebody", {"running": 4})
    await queue.register(conn)
    made = [await submit(cost_s=30) for _ in range(3)]
    seen = await asyncio.gather(*(store.get(caller.account_id, one.id) for one in made))
    assert [(one.queue_position, one.seconds_left) for one in seen] == [(1, 30), (2, 60), (3, 90)]
