"""Looking generations up: one by one, and polls of the same moment in one query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from vitascope.core.errors import NotFound, Unauthenticated, VitascopeError
from vitascope.core.estimate import Outlook
from vitascope.core.generation import Generation
from vitascope.store.accounts import Caller
from vitascope.store.database import Database, Row
from vitascope.store.estimate import Estimator, estimated
from vitascope.store.rows import COLUMNS, GONE_AT, generation

NO_KEY = "No API key was given."
BAD_KEY = "This API key is not known here, or was revoked or disabled."
GONE = "There is no generation with this id, or its files have had their time."


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """A key's claim to see a generation."""

    key_hash: bytes
    generation_id: UUID


GET = f"""
select {COLUMNS}, {GONE_AT} as gone_at
from generations g join usage u on u.generation_id = g.id
where g.id = %s and g.account_id = %s
"""  # noqa: S608

POLL = f"""
with asked as (
    select * from unnest(%(hashes)s::text::bytea[], %(ids)s::text::uuid[]) with ordinality as a (hash, id, place)
)
select a.place, k.id as key_id, {GONE_AT} as gone_at, {COLUMNS}
from asked a
left join keys k on k.hash = a.hash and k.revoked_at is null and not k.disabled
left join (generations g join usage u on u.generation_id = g.id) on g.id = a.id and g.account_id = k.account_id
order by a.place
"""  # noqa: S608

AUTHENTICATE = """
select hash, id as key_id, account_id, prefix as key_prefix, scopes, management
from keys where hash = any (%s) and revoked_at is null and not disabled
"""


async def authenticate(database: Database, hashes: Sequence[bytes]) -> list[Caller | Exception]:
    """Whose key has this hash, for each of ``hashes``, in order; or `Unauthenticated`."""
    rows = await database.read(AUTHENTICATE, (list(set(hashes)),))
    known = {bytes(row.pop("hash")): row for row in rows}
    return [_caller(known.get(one)) for one in hashes]


def _caller(row: Row | None) -> Caller | Unauthenticated:
    if row is None:
        return Unauthenticated(BAD_KEY)
    scopes = row["scopes"]
    return Caller(**{**row, "scopes": None if scopes is None else frozenset(scopes)})


async def get(database: Database, estimator: Estimator, account_id: UUID, generation_id: UUID) -> Generation:
    """One of an account's generations. Raises `NotFound`."""
    rows = await database.read(GET, (generation_id, account_id))
    if not rows or rows[0]["gone_at"] is not None:
        raise NotFound(GONE)
    return generation(estimated(rows[0], await estimator.of(rows)))


async def poll(database: Database, estimator: Estimator, batch: Sequence[Poll]) -> list[Generation | Exception]:
    """An answer or an error for each of ``batch``, in order."""
    # Array literals: psycopg takes longer to make them up, and in hexadecimal digits there is nothing to escape.
    hashes = ",".join([f'"\\\\x{p.key_hash.hex()}"' for p in batch])
    ids = ",".join([str(p.generation_id) for p in batch])
    rows = await database.read(POLL, {"hashes": f"{{{hashes}}}", "ids": f"{{{ids}}}"})
    outlook = await estimator.of(rows)
    return [_answer(row, outlook) for row in rows]


def _answer(row: Row, outlook: Outlook | None) -> Generation | VitascopeError:
    if row["key_id"] is None:
        return Unauthenticated(BAD_KEY)
    if row["id"] is None or row["gone_at"] is not None:
        return NotFound(GONE)
    return generation(estimated(row, outlook))
