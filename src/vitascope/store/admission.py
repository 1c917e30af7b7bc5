"""Whether a submit would wait for longer than the owner lets any wait: told before anything is queued.

By the same figures as seconds left are: what waits and renders, the workers that take it, the pace of late. What this
process has accepted since they were looked at is added; what others have is not, so that several of them may accept a
second's worth too much. Whoever has a limit on what renders at once waits for its own clips as well, however many
workers are free. Whoever waits behind an account of many clips waits for its own share alone, so one account's queue
does not shut the others out.
"""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from vitascope.core.errors import LimitHit, QueueTooLong
from vitascope.core.estimate import Outlook, Slots
from vitascope.core.limits import counted
from vitascope.store.database import Database
from vitascope.store.estimate import FRESH_S, Estimator
from vitascope.store.queues import queue_of
from vitascope.store.slots import own_slots
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


class Admission:
    """One a process; ``longest_s`` is what the owner lets clips wait, ``None`` for as long as it takes."""

    def __init__(
        self, database: Database, estimator: Estimator, longest_s: float | None, *, usual_running: int | None = None
    ) -> None:
        """``usual_running``: what accounts that have no limit of their own may have rendering at once."""
        self._database = database
        self._estimator = estimator
        self._longest_s = longest_s
        self._look: Outlook | None = None
        self._since: defaultdict[str, float] = defaultdict(float)
        self._since_by: defaultdict[tuple[str, UUID], float] = defaultdict(float)
        self._usual_running = usual_running
        self._own: dict[UUID, Slots | None] = {}
        """By account and by key, as first found after the look; ``None`` where nothing bounds it."""
        self._since_own: defaultdict[UUID, tuple[int, float]] = defaultdict(lambda: (0, 0.0))
        """By account and by key: how many clips, and their seconds."""

    async def check(self, asked: Submission) -> None:
        """Take ``asked`` into account. Raises `QueueTooLong`, `Unavailable`."""
        if self._longest_s is None:
            return
        outlook = await self._estimator.outlook()
        if outlook is None:  # the submit itself will say so
            return
        if outlook is not self._look:
            self._look = outlook
            self._since.clear()
            self._since_by.clear()
            self._own.clear()
            self._since_own.clear()
        await self._look_at_own(asked)  # before anything is reckoned: what is accepted is counted without a pause
        queue = queue_of(asked.spec.engine, asked.spec.model)
        by = queue, asked.caller.account_id
        whole_s = outlook.waits_s(queue, LAST_TAG, LAST_ID, asked.cost_s, unseen_s=self._since[queue])
        if whole_s is None:
            raise QueueTooLong(
                f"No worker that renders {asked.spec.model} with the engine {asked.spec.engine} is there just now.",
                retry_after_s=FRESH_S,
            )
        if whole_s > self._longest_s:
            waits_s = outlook.waits_s(
                queue, await self._tag(queue, asked), LAST_ID, asked.cost_s, unseen_s=self._since_by[by]
            )
            waits_s = whole_s if waits_s is None else min(waits_s, whole_s)
            if waits_s > self._longest_s:
                raise self._refusal(waits_s, self._longest_s)
        own_s, whose = self._own_wait_s(asked, outlook)
        if own_s > self._longest_s and whose is not None:
            raise self._refusal(own_s, self._longest_s, whose)
        self._since[queue] += asked.cost_s
        self._since_by[by] += asked.cost_s
        for owner in (asked.caller.account_id, asked.caller.key_id):
            clips, clips_s = self._since_own[owner]
            self._since_own[owner] = clips + 1, clips_s + asked.cost_s

    async def _look_at_own(self, asked: Submission) -> None:
        owners = asked.caller.account_id, asked.caller.key_id
        if any(owner not in self._own for owner in owners):
            found = await own_slots(self._database, asked.caller, self._usual_running)
            for owner in owners:  # the first that came back holds none of what was accepted since, and that is added
                self._own.setdefault(owner, found.get(owner))

    def _own_wait_s(self, asked: Submission, outlook: Outlook) -> tuple[float, Slots | None]:
        """By its account's or its key's limit on what renders at once, whichever makes it wait for longer."""
        longest: tuple[float, Slots | None] = (0.0, None)
        for owner in (asked.caller.account_id, asked.caller.key_id):
            slots, (unseen, unseen_s) = self._own.get(owner), self._since_own[owner]
            if slots is not None:
                waits_s = slots.last_s(outlook.pace, unseen=unseen, unseen_s=unseen_s)
                longest = max(longest, (waits_s, slots), key=lambda one: one[0])
        return longest

    async def _tag(self, queue: str, asked: Submission) -> int:
        values = {"queue": queue, "account": asked.caller.account_id, "cost": asked.cost_s * TAGS_PER_SECOND}
        return int((await self._database.read(TAG, values))[0]["tag"])

    def _refusal(self, waits_s: float, longest_s: float, own: Slots | None = None) -> QueueTooLong:
        over_s = waits_s - longest_s
        may = f", as this {own.of} may have {counted(own.slots, 'clip')} rendering at once" if own else ""
        return QueueTooLong(
            f"This clip would wait for about {waits_s:.0f} s until a worker takes it{may}, and this server lets none "
            f"wait for more than {longest_s:g} s; try again in about {max(1.0, over_s):.0f} s.",
            retry_after_s=over_s,
            hit=LimitHit(name="queue_s", of="server", value=longest_s, used=waits_s),
        )
