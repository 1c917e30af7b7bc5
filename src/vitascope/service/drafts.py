"""Finishing a draft: the same clip in full, by a generation of its own that goes on from where the draft stopped."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from vitascope.artifacts import keys
from vitascope.artifacts.store import ArtifactStore
from vitascope.core.errors import Conflict, InvalidField, NotFound
from vitascope.core.generation import Generation, Status
from vitascope.core.options import SubmitOptions
from vitascope.core.ports import Prospect
from vitascope.core.usage import Prices
from vitascope.service.keeping import keeping
from vitascope.service.room import Room
from vitascope.store.accounts import Caller
from vitascope.store.drafts import Draft
from vitascope.store.submission import Submission

FIELD = "generation_id"

Find = Callable[[UUID, UUID], Awaitable[Draft]]
"""The account's generation with this id. Raises `NotFound`."""


class Drafts:
    def __init__(
        self, *, find: Find, room: Room, artifacts: ArtifactStore, engine: Prospect, prices: Prices, age: timedelta
    ) -> None:
        """``age`` is how long after its end a draft can be finished."""
        self._find = find
        self._room = room
        self._artifacts = artifacts
        self._engine = engine
        self._prices = prices
        self._age = age

    async def finishing(self, caller: Caller, draft_id: UUID, options: SubmitOptions, *, new_id: UUID) -> Submission:
        """What is to be written for the generation ``new_id`` that finishes a draft.

        Its images are copied: the draft may be deleted while this one waits. Raises `NotFound`, `InvalidField` for
        what is no draft, `Conflict` for one that cannot be finished, or not yet, and what `Room` raises.
        """
        draft = await self._find(caller.account_id, draft_id)
        made = draft.generation
        self._check(draft)
        spec = replace(made.spec, draft=False)
        credits = self._prices.of_finishing(made.spec, paid=made.credits)
        cost_s = max(0.0, self._engine.seconds(spec) - self._engine.seconds(made.spec))
        await self._room.check(caller, spec, credits=credits, cost_s=cost_s, options=options)
        return Submission(
            id=new_id,
            caller=caller,
            spec=spec,
            credits=credits,
            cost_s=cost_s,
            image_key=await self._copied(made.image_key, keys.image_key(new_id)),
            last_image_key=await self._copied(made.last_image_key, keys.last_image_key(new_id)),
            checkpoint_key=draft.checkpoint_key,
            finish_of=made.id,
            adjusted=made.adjusted,
            options=options,
        )

    def _check(self, draft: Draft) -> None:
        made, here = draft.generation, self._engine.info.name
        if not made.spec.draft:
            raise InvalidField(FIELD, str(made.id), "it is not a draft; submit with `draft: true` to make one.")
        if made.status is not Status.COMPLETED:
            raise Conflict(_unfinished(made))
        if draft.ended_before(self._age):
            hours = self._age.total_seconds() / 3600
            raise Conflict(
                f"This draft ended more than {hours:g} hours ago, and what it would be finished from is gone. Submit "
                f"its request without `draft`: the seed {made.spec.seed} gives the same clip."
            )
        if made.spec.engine != here:
            raise Conflict(f"This draft was made by the engine {made.spec.engine}, and the engine here is {here} now.")

    async def _copied(self, key: str | None, to: str) -> str | None:
        if key is None:
            return None
        try:
            image = await self._artifacts.get_bytes(key)
        except NotFound:
            raise Conflict("The image that this draft began with was deleted; it cannot be finished.") from None
        with keeping():
            await self._artifacts.put_bytes(to, image)
        return to


def _unfinished(made: Generation) -> str:
    if made.status.final:
        return "This draft has no clip: it ended as " + (
            "cancelled." if made.status is Status.CANCELLED else "an error."
        )
    return "This draft is not done yet; finish it once it has completed, and looks right."
