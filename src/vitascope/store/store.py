"""What the service asks of the database, in one object: submits and polls go through batches."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from vitascope.core.errors import NotFound, QueueTooLong, TooManyQueued, Unauthenticated, VitascopeError
from vitascope.core.estimate import Outlook
from vitascope.core.generation import Generation, GenerationSpec
from vitascope.core.limits import Limits, OwnLimit
from vitascope.core.listing import Page, Query
from vitascope.core.options import Idempotency
from vitascope.store import cancel, delete, drafts, floor, funds, idempotency, listing, reading, submit
from vitascope.store.accounts import Caller, key_hash
from vitascope.store.admission import Admission
from vitascope.store.batching import Batcher
from vitascope.store.database import Database
from vitascope.store.drafts import Draft
from vitascope.store.estimate import Estimator
from vitascope.store.floor import WorkerState
from vitascope.store.key_uses import KeyUses
from vitascope.store.own_limits import own_limits
from vitascope.store.place_free import place_free
from vitascope.store.queues import queue_of
from vitascope.store.reading import Known, Poll
from vitascope.store.requests import Requests
from vitascope.store.submission import Submission

__all__ = ["Store", "Submission"]


class Store:
    """The API's side of the database."""

    def __init__(
        self,
        database: Database,
        *,
        estimator: Estimator | None = None,
        defaults: Limits | None = None,
        max_queue_s: float | None = None,
    ) -> None:
        """``defaults`` are for accounts that have no limits of their own; ``max_queue_s`` is what clips may wait."""
        self._database = database
        self._defaults = defaults or Limits()
        self.key_uses = KeyUses(database)
        self._estimator = estimator or Estimator(database, usual_running=self._defaults.running)
        self._admission = Admission(database, self._estimator, max_queue_s, usual_running=self._defaults.running)
        self._requests = Requests(database)
        self._callers: Batcher[bytes, Known[Caller]] = Batcher(self._authenticate)
        self._submits: Batcher[Submission, Generation] = Batcher(self._submit)
        self._polls: Batcher[Poll, Known[Generation | VitascopeError]] = Batcher(self._poll)

    async def _authenticate(self, batch: Sequence[bytes]) -> Sequence[Known[Caller] | Exception]:
        return await reading.authenticate(self._database, batch, self._defaults.requests_per_minute)

    async def _submit(self, batch: Sequence[Submission]) -> Sequence[Generation | Exception]:
        return await submit.submit(self._database, batch, admission=self._admission, max_queued=self._defaults.queued)

    async def _poll(self, batch: Sequence[Poll]) -> Sequence[Known[Generation | VitascopeError] | Exception]:
        return await reading.poll(self._database, self._estimator, batch, self._defaults.requests_per_minute)

    def new_id(self) -> UUID:
        """A version 7 UUID: 48 bits of milliseconds, then chance (RFC 9562, section 5.7)."""
        stamp = time.time_ns() // 1_000_000
        chance = int.from_bytes(os.urandom(10))
        value = stamp << 80 | 0x7 << 76 | (chance >> 68 & 0xFFF) << 64 | 0b10 << 62 | chance & (1 << 62) - 1
        return UUID(int=value)

    async def authenticate(self, key: str | None) -> Caller:
        """Raises `Unauthenticated`, `TooManyRequests`."""
        if not key:
            raise Unauthenticated(reading.NO_KEY)
        hashed = key_hash(key)
        self._requests.check(hashed)
        caller, counted = await self._callers.ask(hashed)
        if counted:
            await self._requests.take(hashed, counted)
        self.key_uses.note(caller.key_id)
        return caller

    async def submit(self, submission: Submission) -> Generation:
        """Written together with whatever else arrives at the moment.

        Raises `Unavailable`, `OutOfFunds`, `LimitReached`, `PeriodSpent`, `TooManyQueued`, `QueueTooLong`,
        `IdempotencyMismatch`.
        """
        try:
            await self._admission.take(submission.caller, submission.spec, submission.cost_s)
            made = await self._submits.ask(submission)
        except TooManyQueued as error:
            raise await self._place_free(submission.caller, error) from None
        except QueueTooLong:
            asked = submission.options.idempotency
            repeat = None if asked is None else await self.find_repeat(submission.caller.account_id, asked)
            if repeat is None:
                raise
            return repeat  # it is in the queue already
        outlook = await self._estimator.outlook()
        served = outlook is None or outlook.serves(queue_of(made.spec.engine, made.spec.model))
        return made if served else replace(made, unserved=True)

    async def check(self, caller: Caller, spec: GenerationSpec, *, credits: int, cost_s: float) -> None:
        """Refuse what `submit` would refuse for want of funds, for a limit, or as the queue is too long, and hold
        nothing. Raises what it does."""
        refusal = await funds.refusal(self._database, caller, credits, max_queued=self._defaults.queued)
        if isinstance(refusal, TooManyQueued):
            raise await self._place_free(caller, refusal)
        if refusal is not None:
            raise refusal
        await self._admission.check(caller, spec, cost_s)

    async def _place_free(self, caller: Caller, error: TooManyQueued) -> TooManyQueued:
        return await place_free(self._database, self._estimator, caller, error)

    async def outlook(self) -> Outlook | None:
        """The queue and the workers, a second old or so; ``None`` where the database has never answered yet."""
        return await self._estimator.outlook()

    async def workers(self) -> Sequence[WorkerState]:
        """Who is alive, by host, and what each renders."""
        return await floor.workers(self._database)

    async def own_limits(self, caller: Caller) -> Sequence[OwnLimit]:
        """What bounds ``caller``, its key's limits first."""
        return await own_limits(self._database, caller, self._defaults)

    async def get(self, account_id: UUID, generation_id: UUID) -> Generation:
        """Raises `NotFound`."""
        return await reading.get(self._database, self._estimator, account_id, generation_id)

    async def poll(self, key: str | None, generation_id: UUID) -> Generation:
        """Raises `Unauthenticated`, `NotFound`, `TooManyRequests`."""
        if not key:
            raise Unauthenticated(reading.NO_KEY)
        hashed = key_hash(key)
        self._requests.check(hashed)
        found, counted = await self._polls.ask(Poll(key_hash=hashed, generation_id=generation_id))
        if counted:
            await self._requests.take(hashed, counted)
        if isinstance(found, VitascopeError):
            raise found
        return found

    async def draft(self, account_id: UUID, generation_id: UUID) -> Draft:
        """The generation, with what its finishing would go on from. Raises `NotFound`."""
        return await drafts.find(self._database, account_id, generation_id)

    async def cancel(self, account_id: UUID, generation_id: UUID) -> Generation:
        """Raises `NotFound`, `Conflict`."""
        await cancel.cancel(self._database, account_id, generation_id)
        return await self.get(account_id, generation_id)

    async def list(self, account_id: UUID, query: Query) -> Page:
        """One page of the account's generations. Raises `InvalidField` for a cursor that is not ours."""
        return await listing.page(self._database, self._estimator, account_id, query)

    async def delete(self, account_id: UUID, generation_id: UUID) -> Generation:
        """As it was before it went. Raises `NotFound`."""
        found = await self.get(account_id, generation_id)
        await delete.delete(self._database, account_id, generation_id)
        return found

    async def find_repeat(self, account_id: UUID, asked: Idempotency) -> Generation | None:
        """The generation that this key stands for already, if any. Raises `IdempotencyMismatch`, `NotFound`."""
        found = await idempotency.find(self._database, account_id, asked)
        return None if found is None else await self.get(account_id, found)

    async def take_alike(self, account_id: UUID, fingerprint: bytes, within: timedelta, turn: int) -> Generation | None:
        """What the account's last request with this fingerprint made, if that is not longer ago, nor deleted.

        Once a ``turn``: who asks next in the same turn gets the one before.
        """
        found = await idempotency.take_alike(self._database, account_id, fingerprint, within, turn)
        with suppress(NotFound):
            return None if found is None else await self.get(account_id, found)
        return None

    async def ping(self) -> None:
        """Raises `Unavailable`."""
        async with self._database.transaction() as conn:
            await conn.execute("select 1")
