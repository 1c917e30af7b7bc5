"""Looking generations up: one by one, and polls of the same moment in one query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from vitascope.core.errors import NotFound, Unauthenticated, VitascopeError
from vitascope.core.estimate import Outlook
from vitascope.core.generation import Generation
from vitascope.core.limits import NO_LIMIT
from vitascope.store.accounts import Caller
from vitascope.store.database import Database, Row
from vitascope.store.estimate import Estimator, estimated
from vitascope.store.requests import Owner
from vitascope.store.rows import COLUMNS, GONE_AT, generation

Found = TypeVar("Found")
Known = tuple[Found, tuple[Owner, ...]]
"""What was asked for, and who counts the request against a limit."""

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
select a.place, k.id as key_id, k.account_id as asker, k.requests_per_minute as key_limit,
    o.requests_per_minute as account_limit, k.management, {GONE_AT} as gone_at, {COLUMNS}
from asked a
left join keys k on k.hash = a.hash and k.revoked_at is null and not k.disabled
left join accounts o on o.id = k.account_id
left join (generations g join usage u on u.generation_id = g.id) on g.id = a.id and g.account_id = k.account_id
order by a.place
"""  # noqa: S608

AUTHENTICATE = """
select k.hash, k.id as key_id, k.account_id, k.prefix as key_prefix, k.scopes, k.management,
    k.management and a.owner as owner, k.requests_per_minute as key_limit, a.requests_per_minute as account_limit
from keys k join accounts a on a.id = k.account_id where k.hash = any (%s) and k.revoked_at is null and not k.disabled
"""


async def authenticate(
    database: Database, hashes: Sequence[bytes], usual: int | None = None
) -> list[Known[Caller] | Exception]:
    """Whose key has this hash, for each of ``hashes``, in order; or `Unauthenticated`.

    ``usual`` is what an account may ask in a minute where it has no limit of its own.
    """
    rows = await database.read(AUTHENTICATE, (list(set(hashes)),))
    known = {bytes(row["hash"]): row for row in rows}
    return [_caller(known.get(one), usual) for one in hashes]


def _caller(row: Row | None, usual: int | None) -> Known[Caller] | Unauthenticated:
    if row is None:
        return Unauthenticated(BAD_KEY)
    scopes = row["scopes"]
    caller = Caller(
        account_id=row["account_id"],
        key_id=row["key_id"],
        key_prefix=row["key_prefix"],
        scopes=None if scopes is None else frozenset(scopes),
        management=row["management"],
        owner=row["owner"],
    )
    return caller, _counted(row, row["account_id"], usual)


def _counted(row: Row, account_id: UUID, usual: int | None) -> tuple[Owner, ...]:
    """Whose request it is, of those that have a limit. A management key, which has none, is for raising them."""
    of_account, of_key = row["account_limit"] or usual, row["key_limit"]
    if (of_account is None and of_key is None) or row["management"]:
        return ()
    found = []
    if of_account is not None and of_account < NO_LIMIT:
        found.append(Owner(id=account_id, of="account", limit=of_account))
    if of_key is not None and of_key < NO_LIMIT:
        found.append(Owner(id=row["key_id"], of="key", limit=of_key))
    return tuple(found)


async def get(database: Database, estimator: Estimator, account_id: UUID, generation_id: UUID) -> Generation:
    """One of an account's generations. Raises `NotFound`."""
    rows = await database.read(GET, (generation_id, account_id))
    if not rows or rows[0]["gone_at"] is not None:
        raise NotFound(GONE)
    return generation(estimated(rows[0], await estimator.of(rows)))


async def poll(
    database: Database, estimator: Estimator, batch: Sequence[Poll], usual: int | None = None
) -> list[Known[Generation | VitascopeError] | Exception]:
    """An answer for each of ``batch``, in order, with whose request it was; or `Unauthenticated`.

    ``usual`` as in `authenticate`.
    """
    # Array literals: psycopg takes longer to make them up, and in hexadecimal digits there is nothing to escape.
    hashes = ",".join([f'"\\\\x{p.key_hash.hex()}"' for p in batch])
    ids = ",".join([str(p.generation_id) for p in batch])
    rows = await database.read(POLL, {"hashes": f"{{{hashes}}}", "ids": f"{{{ids}}}"})
    outlook = await estimator.of(rows)
    return [
        Unauthenticated(BAD_KEY)
        if row["key_id"] is None
        else (_answer(row, outlook), _counted(row, row["asker"], usual))
        for row in rows
    ]


def _answer(row: Row, outlook: Outlook | None) -> Generation | VitascopeError:
    if row["id"] is None or row["gone_at"] is not None:
        return NotFound(GONE)
    return generation(estimated(row, outlook))
