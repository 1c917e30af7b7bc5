"""Whether a clip would be taken now: asked before work is done for it, such as looking at its pictures."""

from __future__ import annotations

from vitascope.core.errors import QueueTooLong, Refused
from vitascope.core.generation import GenerationSpec
from vitascope.core.options import SubmitOptions
from vitascope.store.accounts import Caller
from vitascope.store.store import Store


class Room:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def check(
        self, caller: Caller, spec: GenerationSpec, *, credits: int, cost_s: float, options: SubmitOptions
    ) -> None:
        """Refuse for its price, its owner's limits or the queue. Nothing is held: the submit looks again.

        Raises `Refused`, `QueueTooLong`, `IdempotencyMismatch`.
        """
        try:
            await self._store.check(caller, spec, credits=credits, cost_s=cost_s)
        except (Refused, QueueTooLong):  # a repeat is answered, whatever its owner has left
            asked = options.idempotency
            if asked is None or await self._store.find_repeat(caller.account_id, asked) is None:
                raise
