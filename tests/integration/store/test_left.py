"""Whether a worker that failed at a job may leave it to somebody else."""

from __future__ import annotations

from tests.integration.store.conftest import Submit
from vitascope.store import queue
from vitascope.store.database import Connection

QUEUE = "testcard/ltxv/ltxv-2-fast"


async def worker(conn: Connection, *queues: str) -> int:
    made = await queue.register(conn)
    await queue.serve(conn, made, queues)
    return made


async def test_only_to_one_who_lives_and_serves_its_queue(submit: Submit, conn: Connection) -> None:
    await submit()
    me = await worker(conn, QUEUE)
    claim = await queue.claim(conn, me)
    assert claim is not None
    await queue.hand_back(conn, claim, failed=True)
    await worker(conn, "testcard/ltxv/ltxv-2")
    assert not await queue.left_to_others(conn, claim, worker_id=me), "nobody else takes from that queue"
    other = await worker(conn, QUEUE)
    assert await queue.left_to_others(conn, claim, worker_id=me)
    await conn.execute(
        "update procrastinate_workers set last_heartbeat = now() - interval '1 hour' where id = %s", (other,)
    )
    assert not await queue.left_to_others(conn, claim, worker_id=me), "the other is dead"


async def test_no_longer_once_it_is_taken(submit: Submit, conn: Connection) -> None:
    await submit()
    me, other = await worker(conn, QUEUE), await worker(conn, QUEUE)
    claim = await queue.claim(conn, me)
    assert claim is not None
    await queue.hand_back(conn, claim, failed=True)
    assert await queue.claim(conn, other) is not None
    assert not await queue.left_to_others(conn, claim, worker_id=me)
