"""Fair shares by tags, walked at random on a real database: nobody waits for ever, whatever small clips others send."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.integration.store.conftest import submission
from vitascope.store import accounts, limits, queue, settle, submit
from vitascope.store.accounts import Caller
from vitascope.store.database import Connection, Database, connect
from vitascope.store.store import Store

EMPTY = """
truncate generations, usage, procrastinate_jobs, procrastinate_workers, queue_times, keys, accounts cascade
"""


@dataclass(frozen=True)
class Stream:
    """An account that never has nothing waiting."""

    cost_s: float
    weight: float
    at_once: int
    """Clips that it submits whenever one was taken."""


STREAMS = st.lists(
    st.builds(
        Stream,
        cost_s=st.sampled_from([0.5, 1.0, 3.0]),
        weight=st.sampled_from([0.5, 1.0, 2.0]),
        at_once=st.integers(1, 3),
    ),
    min_size=1,
    max_size=3,
)


async def new_caller(conn: Connection, store: Store, name: str, weight: float) -> Caller:
    key = accounts.new_key()
    await accounts.create_key(conn, account=name, key=key, name=None)
    await limits.change_account(conn, name, {"weight": weight})
    return await store.authenticate(key)


async def walk(url: str, streams: list[Stream], large_s: float, weight: float, before: int, held_back: bool) -> None:
    database = Database(url)
    await database.open()
    async with await connect(url) as conn:
        await conn.execute(EMPTY)
        store, worker = Store(database), await queue.register(conn)
        held = await new_caller(conn, store, "held", 1.0)
        if held_back:  # one of its clips renders all the while, and the others wait at the head of the queue
            await limits.change_account(conn, "held", {"running": 1})
            for _ in range(3):
                await store.submit(submission(store, held, cost_s=0.1))
            assert await queue.claim(conn, worker) is not None
        callers = [await new_caller(conn, store, f"stream {n}", one.weight) for n, one in enumerate(streams)]

        async def stream() -> None:
            for caller, one in zip(callers, streams, strict=True):
                for _ in range(one.at_once):
                    await store.submit(submission(store, caller, cost_s=one.cost_s))

        async def take() -> UUID:
            claim = await queue.claim(conn, worker)
            assert claim is not None
            await settle.end_cancelled(conn, claim)
            served[claim.generation.account_id] += costs[claim.generation.account_id]
            return claim.id

        costs = {caller.account_id: one.cost_s for caller, one in zip(callers, streams, strict=True)}
        served: defaultdict[UUID, float] = defaultdict(float)
        patient = await new_caller(conn, store, "patient", weight)
        costs[patient.account_id] = large_s
        await stream()
        for _ in range(before):
            await take()
            await stream()
        served.clear()
        made = await store.submit(submission(store, patient, cost_s=large_s))
        while await take() != made.id:
            await stream()
            for caller, one in zip(callers, streams, strict=True):
                # Its own share by weight of what the patient one asks, and the clip that it was at. A clip of who
                # has nothing waiting counts one unit less.
                units = submit.TAGS_PER_SECOND * one.cost_s / one.weight
                bound = one.weight * large_s / weight * units / (units - 1) + one.cost_s + 0.1
                assert served[caller.account_id] <= bound, (caller, served)
    await database.close()


async def test_nobody_waits_for_longer_than_others_fair_shares_take_however_many_small_clips_come(
    database_url: str,
) -> None:
    @settings(
        max_examples=12, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(
        streams=STREAMS,
        large_s=st.sampled_from([4.0, 9.0]),
        weight=st.sampled_from([0.5, 1.0, 2.0]),
        before=st.integers(0, 6),
        held_back=st.booleans(),
    )
    def walks(streams: list[Stream], large_s: float, weight: float, before: int, held_back: bool) -> None:
        asyncio.run(walk(database_url, streams, large_s, weight, before, held_back))

    await asyncio.to_thread(walks)


async def test_a_newcomers_clip_is_next_however_many_equal_ones_of_another_wait(
    conn: Connection, database_url: str
) -> None:
    database = Database(database_url)
    await database.open()
    store, worker = Store(database), await queue.register(conn)
    many, single = await new_caller(conn, store, "many", 1.0), await new_caller(conn, store, "single", 1.0)
    await asyncio.gather(*(store.submit(submission(store, many)) for _ in range(30)))
    for _ in range(5):
        assert await queue.claim(conn, worker) is not None
        made = await store.submit(submission(store, single))
        claim = await queue.claim(conn, worker)
        assert claim is not None
        assert claim.id == made.id
        await settle.end_cancelled(conn, claim)
    await database.close()
