"""One accepted request on its way to the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from vitascope.core.generation import GenerationSpec
from vitascope.core.options import SubmitOptions
from vitascope.store.accounts import Caller


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """All that is written for one accepted request."""

    id: UUID
    caller: Caller
    spec: GenerationSpec
    credits: int
    cost_s: float
    """Predicted seconds of work: what the submit costs its account in the queue."""
    image_key: str | None
    last_image_key: str | None = None
    checkpoint_key: str | None = None
    """What the first attempt goes on from: a draft's."""
    finish_of: UUID | None = None
    request_id: str | None = None
    """Of the request that brought it, as the logs have it."""
    adjusted: tuple[str, ...] = ()
    options: SubmitOptions = field(default_factory=SubmitOptions)
