"""Other servers are told what nobody waits for: the silent ones again, and nobody twice in a round."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from tests.integration.worker.conftest import Desk
from vitascope.core.errors import EngineFailed
from vitascope.store import queue, settle
from vitascope.store.database import Connection
from vitascope.worker.handoff import Handoffs
from vitascope.worker.withdraw import Withdrawer

WHERE = {"server": "http://gpu-1:30000", "name": "a-name", "id": "video_1"}
LEFT = {"before": [WHERE]}


class Silent:
    """A server that does not answer at first."""

    def __init__(self) -> None:
        self.told: list[tuple[str, Mapping[str, Any]]] = []

    def names(self) -> list[str]:
        return ["testcard"]

    async def withdraw(self, engine: str, where: Mapping[str, Any]) -> Mapping[str, Any] | None:
        self.told.append((engine, where))
        return LEFT if len(self.told) < 3 else None


async def test_a_server_that_is_silent_is_told_again_in_the_next_round(
    desk: Desk, conn: Connection, database_url: str
) -> None:
    await desk.submit("a boat")
    claim = await queue.claim(conn, await queue.register(conn))
    assert claim is not None
    await queue.note_handoff(conn, claim, WHERE)
    await settle.fail(conn, claim, EngineFailed("It failed."))
    silent = Silent()
    withdrawer = Withdrawer(database_url, cast(Handoffs, silent))
    for round_number in range(1, 5):
        await withdrawer.finish()
        assert len(silent.told) == min(round_number, 3)
    assert silent.told == [("testcard", WHERE), ("testcard", LEFT), ("testcard", LEFT)]
