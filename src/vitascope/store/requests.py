"""Requests a minute of accounts and keys, counted over all API processes at no write for most requests.

Minutes are those of the database's clock. A process takes some of a minute's requests at once, a twentieth of the
limit, and gives them out from its own memory until the minute ends; so one owner costs some twenty small writes a
minute, whatever it asks, and none at all once it has used up what it may. What is given out is never more than the
limit. What a process took and did not need, a twentieth at most, is lost for that minute, also where the process dies.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from vitascope.core.errors import LimitHit, TooManyRequests
from vitascope.core.limits import counted
from vitascope.store.database import Database

TAKE = """
insert into request_counts as c (owner, minute, taken, granted)
values (%(owner)s, date_trunc('minute', clock_timestamp()), least(%(want)s, %(limit)s), least(%(want)s, %(limit)s))
on conflict (owner) do update set (minute, taken, granted) = (
    select case when same then c.minute else excluded.minute end,
        case when same then c.taken + more else excluded.taken end, case when same then more else excluded.granted end
    from (select c.minute between excluded.minute and excluded.minute + interval '1 minute' as same,
        greatest(0, least(%(want)s, %(limit)s - c.taken)) as more) now)
returning minute, granted, extract(epoch from minute + interval '1 minute' - clock_timestamp())::float8 as left_s
"""
# A minute after this one: whoever wrote it came later, and was served first. Further on: the clock was set back.

PARTS = 20
"""A process takes this part of a limit at once: smaller ones cost more writes, larger ones leave more unused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whose requests are counted."""

    id: UUID
    of: Literal["account", "key"]
    limit: int


@dataclass(slots=True, kw_only=True)
class _Share:
    """What this process may still give out of one owner's minute."""

    limit: int
    minute: datetime
    left: int
    ends: float
    """Nothing of it is given out from here on: never later than the database's minute ends."""
    again: float
    """There are new ones from here on: never earlier than that."""
    spent: bool
    """There was nothing left to take."""


class Requests:
    """One a process. ``clock`` counts seconds and never goes back."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._clock = clock
        self._shares: dict[UUID, _Share] = {}
        self._spent: dict[bytes, tuple[float, Owner]] = {}
        self._asking: dict[UUID, asyncio.Lock] = {}

    def check(self, key_hash: bytes) -> None:
        """Refuse from memory who has used up this minute already. Raises `TooManyRequests`.

        So a flood costs no query; a limit that is raised holds from the next minute on.
        """
        if self._spent and (spent := self._spent.get(key_hash)) is not None:
            again, owner = spent
            if self._clock() < again:
                raise self._refusal(owner, again)
            del self._spent[key_hash]

    async def take(self, key_hash: bytes, owners: Sequence[Owner]) -> None:
        """Count one request of each of ``owners``, or of none. Raises `TooManyRequests`, `Unavailable`."""
        taken: list[tuple[_Share, datetime]] = []
        for owner in owners:
            share = await self._share(owner)
            if share.left <= 0:
                for before, minute in taken:
                    before.left += before.minute == minute
                self._spent[key_hash] = (share.again, owner)
                raise self._refusal(owner, share.again)
            share.left -= 1
            taken.append((share, share.minute))

    async def _share(self, owner: Owner) -> _Share:
        """One with something left, or with nothing where the minute is used up."""
        found = self._current(owner)
        if found is not None:
            return found
        # One question at a time: whoever waits behind it finds the answer.
        async with self._asking.setdefault(owner.id, asyncio.Lock()):
            while (found := self._current(owner)) is None:
                await self._ask(owner)
            return found

    def _current(self, owner: Owner) -> _Share | None:
        share = self._shares.get(owner.id)
        if share is None or share.limit != owner.limit:
            return None
        good_until = share.again if share.spent else share.ends if share.left > 0 else float("-inf")
        return share if self._clock() < good_until else None

    async def _ask(self, owner: Owner) -> None:
        want = max(1, owner.limit // PARTS)
        before = self._clock()
        # Not a reading in truth: asked twice over a connection that broke, it takes twice, and leaves some unused.
        row = (await self._database.read(TAKE, {"owner": owner.id, "want": want, "limit": owner.limit}))[0]
        share = _Share(
            limit=owner.limit,
            minute=row["minute"],
            left=row["granted"],
            ends=before + row["left_s"],
            again=self._clock() + row["left_s"],
            spent=row["granted"] == 0,
        )
        known = self._shares.get(owner.id)
        if known is None or (known.minute, known.limit) != (share.minute, share.limit):
            self._shares[owner.id] = share
        else:  # the same one, to which somebody may be giving back what it took
            known.left, known.spent, known.ends = known.left + share.left, share.spent, max(known.ends, share.ends)

    def _refusal(self, owner: Owner, again: float) -> TooManyRequests:
        wait_s = max(0.0, again - self._clock())
        return TooManyRequests(
            f"This {owner.of} may make {counted(owner.limit, 'request')} a minute, and they are used up; the next "
            f"minute begins in {wait_s:.0f} s.",
            retry_after_s=wait_s,
            hit=LimitHit(name="requests_per_minute", of=owner.of, value=owner.limit, used=owner.limit),
        )
