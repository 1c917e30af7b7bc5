"""Whether a submit would wait for longer than the owner lets any wait: told before anything is queued.

By the same figures as seconds left are: what waits and renders, the workers that take it, the pace of late. What was
accepted since they were looked at is added: by this process before a request's pictures are fetched, by all of them
inside the submit's transaction, where one process looks at a time. Whoever has a limit on what renders at once waits
for its own clips as well, however many workers are free. Whoever waits behind an account of many clips waits for its
own share alone, so one account's queue does not shut the others out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

import psycopg

from vitascope.core.errors import LimitHit, QueueTooLong, VitascopeError
from vitascope.core.estimate import Outlook, Slots
from vitascope.core.generation import GenerationSpec
from vitascope.core.limits import counted
from vitascope.store.accounts import Caller
from vitascope.store.database import Connection, Database
from vitascope.store.estimate import FRESH_S, Estimator
from vitascope.store.queues import queue_of
from vitascope.store.slots import Read, own_slots
from vitascope.store.submission import Submission
from vitascope.store.submit import HEAD, HEAD_OF_QUEUE, TAGS_PER_SECOND

LAST_ID = UUID(int=2**128 - 1)
LAST_TAG = 2**62

TAG = f"""
with first as ({HEAD})
select greatest(case when exists (select from first) then greatest(coalesce(
        ({HEAD_OF_QUEUE}), (select tag from first)), (select time from queue_times where queue = asking.queue)
    ) else 0 end, (
        select tag from generations
        where account_id = %(account)s and status in ('queued', 'generating') and queue = asking.queue
        order by tag desc limit 1
    )) + greatest(2, round(%(cost)s / a.weight))::bigint as tag
from accounts a cross join (select %(queue)s::text as queue) asking where a.id = %(account)s
"""  # noqa: S608
"""The tag that a submit would get: as in `submit.INSERT`."""


LOCK = 0x71756575  # "queu"
"""Advisory lock of whoever looks at the queue and adds to it in one transaction."""

TURN = f"set local lock_timeout = '1s'; select pg_advisory_xact_lock({LOCK}); set local lock_timeout = 0"
"""Commits with a NOTIFY, as of submits, come one after another in any case. A process that was stopped with the lock is
not waited for: its clips are then missing in one look."""

WAITING = """
select coalesce(sum(cost_s), 0)::float8 as waiting_s from generations
where status = 'queued' and queue = %(queue)s and tag <= %(tag)s
"""


class _Look:
    """One outlook, and what has been let in since it was made."""

    def __init__(
        self,
        outlook: Outlook,
        read: Read,
        *,
        usual_running: int | None,
        unseen_s: Callable[[str, int], Awaitable[float]] | None = None,
    ) -> None:
        """``unseen_s``: of a queue, what waits before a tag and the outlook does not know of; none if not set."""
        self.outlook = outlook
        self._read = read
        self._usual_running = usual_running
        self._unseen_s = unseen_s
        self.own: dict[UUID, Slots | None] = {}
        """By account and by key, as first found; ``None`` where nothing bounds it."""
        self._since: defaultdict[str, float] = defaultdict(float)
        self._since_by: defaultdict[tuple[str, UUID], float] = defaultdict(float)
        self._since_own: defaultdict[UUID, tuple[int, float]] = defaultdict(lambda: (0, 0.0))
        """By account and by key: how many clips, and their seconds."""

    async def refusal(
        self, caller: Caller, spec: GenerationSpec, cost_s: float, longest_s: float
    ) -> QueueTooLong | None:
        await self._look_at_own(caller)  # before anything is reckoned: what is let in is counted without a pause
        queue, outlook = queue_of(spec.engine, spec.model), self.outlook
        whole_s = outlook.waits_s(queue, LAST_TAG, LAST_ID, cost_s, unseen_s=await self._more_s(queue, LAST_TAG))
        if whole_s is None:
            return QueueTooLong(
                f"No worker that renders {spec.model} with the engine {spec.engine} is there just now.",
                retry_after_s=FRESH_S,
            )
        if whole_s > longest_s:
            tag, since_s = await self._tag(queue, caller, cost_s), self._since_by[queue, caller.account_id]
            unseen_s = since_s if self._unseen_s is None else since_s + await self._unseen_s(queue, tag)
            waits_s = outlook.waits_s(queue, tag, LAST_ID, cost_s, unseen_s=unseen_s)
            waits_s = whole_s if waits_s is None else min(waits_s, whole_s)
            if waits_s > longest_s:
                return _refusal(waits_s, longest_s)
        own_s, whose = self._own_wait_s(caller)
        return _refusal(own_s, longest_s, whose) if own_s > longest_s else None

    def add(self, caller: Caller, spec: GenerationSpec, cost_s: float) -> None:
        """It was let in."""
        queue = queue_of(spec.engine, spec.model)
        self._since[queue] += cost_s
        self._since_by[queue, caller.account_id] += cost_s
        for owner in (caller.account_id, caller.key_id):
            clips, clips_s = self._since_own[owner]
            self._since_own[owner] = clips + 1, clips_s + cost_s

    async def _more_s(self, queue: str, tag: int) -> float:
        unseen_s = 0.0 if self._unseen_s is None else await self._unseen_s(queue, tag)
        return unseen_s + self._since[queue]

    async def _look_at_own(self, caller: Caller) -> None:
        owners = caller.account_id, caller.key_id
        if any(owner not in self.own for owner in owners):
            found = await own_slots(self._read, caller, self._usual_running)
            for owner in owners:  # the first that came back holds none of what was let in since, and that is added
                self.own.setdefault(owner, found.get(owner))

    def _own_wait_s(self, caller: Caller) -> tuple[float, Slots | None]:
        """By its account's or its key's limit on what renders at once, whichever makes it wait for longer."""
        longest: tuple[float, Slots | None] = (0.0, None)
        for owner in (caller.account_id, caller.key_id):
            slots, (unseen, unseen_s) = self.own.get(owner), self._since_own[owner]
            if slots is not None:
                waits_s = slots.last_s(self.outlook.pace, unseen=unseen, unseen_s=unseen_s)
                longest = max(longest, (waits_s, slots), key=lambda one: one[0])
        return longest

    async def _tag(self, queue: str, caller: Caller, cost_s: float) -> int:
        values = {"queue": queue, "account": caller.account_id, "cost": cost_s * TAGS_PER_SECOND}
        return int((await self._read(TAG, values))[0]["tag"])


class Admission:
    """One a process; ``longest_s`` is what the owner lets clips wait, ``None`` for as long as it takes."""

    def __init__(
        self, database: Database, estimator: Estimator, longest_s: float | None, *, usual_running: int | None = None
    ) -> None:
        """``usual_running``: what accounts that have no limit of their own may have rendering at once."""
        self._database = database
        self._estimator = estimator
        self._longest_s = longest_s
        self._usual_running = usual_running
        self._look: _Look | None = None

    async def check(self, caller: Caller, spec: GenerationSpec, cost_s: float) -> None:
        """Refuse what `take` would refuse, and count nothing. Raises `QueueTooLong`, `Unavailable`."""
        await self._examine(caller, spec, cost_s)

    async def take(self, caller: Caller, spec: GenerationSpec, cost_s: float) -> None:
        """Take a clip into account. Raises `QueueTooLong`, `Unavailable`."""
        look = await self._examine(caller, spec, cost_s)
        if look is not None:
            look.add(caller, spec, cost_s)

    async def _examine(self, caller: Caller, spec: GenerationSpec, cost_s: float) -> _Look | None:
        outlook = None if self._longest_s is None else await self._estimator.outlook()
        if outlook is None or self._longest_s is None:  # without a database the submit itself will say so
            return None
        if self._look is None or outlook is not self._look.outlook:
            self._look = _Look(outlook, self._database.read, usual_running=self._usual_running)
        look = self._look
        refusal = await look.refusal(caller, spec, cost_s, self._longest_s)
        if refusal is not None:
            raise refusal
        return look

    async def refusals(self, conn: Connection, batch: Sequence[Submission]) -> dict[UUID, VitascopeError]:
        """Of ``batch``, which `take` has let in, what has become too much by what other processes have accepted since.

        `turn` has been waited for in the same transaction. What workers have taken since the look is missing: it is as
        much as they render at once.
        """
        if self._longest_s is None or self._look is None:
            return {}
        outlook, known = self._look.outlook, self._look.own
        found: dict[tuple[str, int], float] = {}  # nothing is added before all have been looked at

        async def read(query: Any, values: Any = ()) -> list[dict[str, Any]]:
            return await (await conn.execute(query, values)).fetchall()

        async def unseen_s(queue: str, tag: int) -> float:
            if (queue, tag) not in found:
                waiting_s = float((await read(WAITING, {"queue": queue, "tag": tag}))[0]["waiting_s"])
                found[queue, tag] = max(0.0, waiting_s - outlook.ahead_s(queue, tag, LAST_ID))
            return found[queue, tag]

        look = _Look(outlook, read, usual_running=self._usual_running, unseen_s=unseen_s)
        look.own |= {owner: None for owner, slots in known.items() if slots is None}
        refused: dict[UUID, VitascopeError] = {}
        for s in batch:
            refusal = await look.refusal(s.caller, s.spec, s.cost_s, self._longest_s)
            if refusal is None:
                look.add(s.caller, s.spec, s.cost_s)
            else:
                refused[s.id] = refusal
        return refused

    async def turn(self, conn: Connection) -> None:
        """Wait for those who are adding to the queue: before a transaction locks anything else, so that nobody waits in
        a circle."""
        if self._longest_s is None:
            return
        try:
            async with conn.transaction():  # a savepoint
                await conn.execute(TURN)
        except psycopg.errors.LockNotAvailable:
            pass


def _refusal(waits_s: float, longest_s: float, own: Slots | None = None) -> QueueTooLong:
    over_s = waits_s - longest_s
    may = f", as this {own.of} may have {counted(own.slots, 'clip')} rendering at once" if own else ""
    return QueueTooLong(
        f"This clip would wait for about {waits_s:.0f} s until a worker takes it{may}, and this server lets none "
        f"wait for more than {longest_s:g} s; try again in about {max(1.0, over_s):.0f} s.",
        retry_after_s=over_s,
        hit=LimitHit(name="queue_s", of="server", value=longest_s, used=waits_s),
    )
