"""Where other servers render: noted under the fence, given to the next attempt, and told once it has ended."""

from __future__ import annotations

from dataclasses import replace

from tests.integration.store.conftest import Submit, artifact
from vitascope.core.errors import EngineFailed
from vitascope.store import queue, settle
from vitascope.store.accounts import Caller
from vitascope.store.database import Connection
from vitascope.store.handoffs import Ended, keep_ended, take_ended
from vitascope.store.queue import Claim
from vitascope.store.store import Store

WHERE = {"server": "http://gpu-1:30000", "name": "a-name", "id": "video_1"}


async def claimed(conn: Connection) -> Claim:
    claim = await queue.claim(conn, await queue.register(conn))
    assert claim is not None
    return claim


async def test_the_next_attempt_is_given_what_the_last_one_noted(conn: Connection, submit: Submit) -> None:
    await submit()
    first = await claimed(conn)
    assert first.handoff is None
    assert await queue.note_handoff(conn, first, WHERE)
    await queue.hand_back(conn, first, failed=True)
    assert not await queue.note_handoff(conn, first, {"id": "stale"})
    second = await claimed(conn)
    assert second.handoff == WHERE
    assert await queue.note_handoff(conn, second, None)
    await queue.hand_back(conn, second, failed=True)
    assert (await claimed(conn)).handoff is None


async def test_what_has_ended_is_given_out_once_and_only_to_workers_of_its_engine(
    conn: Connection, submit: Submit, store: Store, caller: Caller
) -> None:
    claims = []
    for number in range(4):
        await submit()
        claims.append(await claimed(conn))
        await queue.note_handoff(conn, claims[-1], WHERE | {"id": f"video_{number}"})
    completed, failed, waiting, running = claims
    await settle.complete(conn, completed, artifact(completed.generation, completed.attempt), {})
    await settle.fail(conn, failed, EngineFailed("It failed."))
    await queue.hand_back(conn, waiting, failed=False)
    await store.cancel(caller.account_id, waiting.id)
    await store.cancel(caller.account_id, running.id)  # which renders, and so is flagged

    assert await take_ended(conn, ["remote"]) == []
    assert await take_ended(conn, []) == []
    taken = [ended for _ in range(2) for ended in await take_ended(conn, ["remote", "testcard"], limit=2)]
    assert sorted(taken, key=lambda ended: str(ended.where["id"])) == [
        Ended(id=claim.id, engine="testcard", where=WHERE | {"id": f"video_{number}"})
        for number, claim in enumerate((completed, failed, waiting))
    ]
    assert await take_ended(conn, ["testcard"]) == []
    await settle.end_cancelled(conn, running)
    assert [ended.where["id"] for ended in await take_ended(conn, ["testcard"])] == ["video_3"]


async def test_what_could_not_be_told_is_given_out_again_for_an_hour(conn: Connection, submit: Submit) -> None:
    await submit()
    claim = await claimed(conn)
    await queue.note_handoff(conn, claim, WHERE)
    await settle.fail(conn, claim, EngineFailed("It failed."))
    (taken,) = await take_ended(conn, ["testcard"])
    left = replace(taken, where={"before": [WHERE]})
    for _ in range(2):
        await keep_ended(conn, left)
        assert await take_ended(conn, ["testcard"]) == [left]
    await conn.execute("update generations set finished_at = now() - interval '61 minutes'")
    await keep_ended(conn, left)
    assert await take_ended(conn, ["testcard"]) == []
