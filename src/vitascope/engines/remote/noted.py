"""Where a clip is being rendered, as the row keeps it: the job that counts, and others that nobody waits for.

    {"server": …, "name": …, "id": …, "before": [{"server": …, …}, …]}

A clip that was moved to another server, because the first was silent, leaves a job behind which that one may well be
rendering: ``before`` keeps it until it has been told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

BEFORE = "before"


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """One job."""

    server: str
    name: str
    id: str | None

    def to_json(self) -> dict[str, Any]:
        return {"server": self.server, "name": self.name, "id": self.id}

    @classmethod
    def read(cls, data: object) -> Noted | None:
        """``None`` for what another version may have written."""
        if not isinstance(data, Mapping):
            return None
        server, name, job_id = data.get("server"), data.get("name"), data.get("id")
        if not isinstance(server, str) or not isinstance(name, str):
            return None
        return cls(server=server, name=name, id=job_id if isinstance(job_id, str) else None)


def left_in(data: Mapping[str, Any] | None) -> tuple[Noted, ...]:
    """Jobs that nobody waits for, in a note."""
    found = None if data is None else data.get(BEFORE)
    if not isinstance(found, list):
        return ()
    return tuple(noted for each in found if (noted := Noted.read(each)) is not None)


def note_of(noted: Noted | None, left: Sequence[Noted]) -> dict[str, Any]:
    """The note of a job that counts, if one does, and of those that are left."""
    note = {} if noted is None else noted.to_json()
    return note | {BEFORE: [each.to_json() for each in left]} if left else note
