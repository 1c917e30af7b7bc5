"""Accounts and their keys. A key is shown once, when it is made; the database holds its hash."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from vitascope.core.account import KeyLimit
from vitascope.core.errors import Conflict, InvalidField, NotFound
from vitascope.store.database import Connection, Row

DEFAULT_ACCOUNT = "default"
PREFIX_CHARS = 8
LONG_ENOUGH = 24
"""From here on, showing the first eight characters of a key gives nothing away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who is asking."""

    account_id: UUID
    key_id: UUID
    key_prefix: str
    scopes: frozenset[str] | None = None
    """What the key may do; ``None`` is everything."""
    management: bool = False
    """Whether the key manages keys, instead of making clips."""
    owner: bool = False
    """Whether it manages those of an owner of this server, and so sees the work of all accounts, and the machines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key as it can be listed: everything but the key."""

    id: UUID
    account: str
    prefix: str
    name: str | None
    created_at: datetime
    revoked_at: datetime | None
    management: bool = False
    disabled: bool = False
    scopes: tuple[str, ...] | None = None
    limit: KeyLimit | None = None


def new_key() -> str:
    """128 random bits as 32 hexadecimal digits, the form of the hosted API's keys."""
    return secrets.token_hex(16)


def key_hash(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()


def key_prefix(key: str) -> str:
    """What a key is called by. The start of a long key; of a short one, chosen by a person, the start of its hash."""
    return key[:PREFIX_CHARS] if len(key) >= LONG_ENOUGH else key_hash(key).hex()[:PREFIX_CHARS]


def check_key(key: str) -> str:
    """``key`` if it can travel in a header. Raises `InvalidField`."""
    if not key or any(not ("!" <= c <= "~") for c in key):
        raise InvalidField("key", "…", "use printable ASCII characters without spaces, for instance 32 hex digits.")
    return key


async def ensure_account(conn: Connection, name: str = DEFAULT_ACCOUNT) -> UUID:
    """The account's id; it is made where it is missing. The one that every start makes is the server's owner's."""
    values = (uuid4(), name, name == DEFAULT_ACCOUNT)
    await conn.execute(
        "insert into accounts (id, name, owner) values (%s, %s, %s) on conflict (name) do nothing", values
    )
    row = await (await conn.execute("select id from accounts where name = %s", (name,))).fetchone()
    assert row is not None  # noqa: S101 - inserted above, never deleted
    return UUID(str(row["id"]))


KEY = """k.id, a.name as account, k.prefix, k.name, k.created_at, k.revoked_at, k.management, k.disabled, k.scopes,
    k.limit_credits, k.limit_retention"""
"""What `_key` reads, from ``keys k join accounts a on a.id = k.account_id``."""

CREATE = """
insert into keys (id, account_id, prefix, hash, name, management, scopes, limit_credits, limit_retention)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s) on conflict (hash) do nothing returning id, created_at, revoked_at
"""


async def create_key(
    conn: Connection,
    *,
    account: str,
    key: str,
    name: str | None,
    management: bool = False,
    scopes: tuple[str, ...] | None = None,
    limit: KeyLimit | None = None,
) -> Key:
    """Keep ``key`` for ``account``. Raises `Conflict` where it exists already."""
    account_id = await ensure_account(conn, account)
    values = (
        *(uuid4(), account_id, key_prefix(key), key_hash(key), name, management),
        *(None if scopes is None else list(scopes), *limit_columns(limit)),
    )
    row = await (await conn.execute(CREATE, values)).fetchone()
    if row is None:
        raise Conflict("This key exists already.")
    return Key(
        account=account,
        prefix=key_prefix(key),
        name=name,
        management=management,
        scopes=scopes,
        limit=limit,
        **row,
    )


def limit_columns(limit: KeyLimit | None) -> tuple[int | None, str | None]:
    """``limit_credits`` and ``limit_retention``."""
    return (None, None) if limit is None else (limit.credits, limit.retention)


def limit_of(row: Row) -> KeyLimit | None:
    """The limit in a row of ``keys``."""
    if row["limit_credits"] is None:
        return None
    return KeyLimit(credits=row["limit_credits"], retention=row["limit_retention"])


def _key(row: Row) -> Key:
    scopes = row["scopes"]
    fields = {name: row[name] for name in row if name in Key.__dataclass_fields__}
    return Key(**{**fields, "scopes": None if scopes is None else tuple(scopes), "limit": limit_of(row)})


async def ensure_key(conn: Connection, key: str) -> None:
    """Make sure that ``key`` works: kept for the default account if unknown, taken up again if revoked or disabled."""
    cursor = await conn.execute(
        "update keys set revoked_at = null, disabled = false where hash = %s returning id", (key_hash(key),)
    )
    if await cursor.fetchone() is None:
        with suppress(Conflict):  # another process that starts now has kept it meanwhile
            await create_key(conn, account=DEFAULT_ACCOUNT, key=key, name="VITASCOPE_API_KEY")


async def list_keys(conn: Connection, account: str | None = None) -> list[Key]:
    """Oldest first, revoked ones too; of one account or of all."""
    cursor = await conn.execute(
        f"""select {KEY} from keys k join accounts a on a.id = k.account_id
            where %(account)s::text is null or a.name = %(account)s order by k.created_at, k.id""",  # noqa: S608
        {"account": account},
    )
    return [_key(row) for row in await cursor.fetchall()]


async def revoke_key(conn: Connection, prefix: str) -> Key:
    """End every use of the key called ``prefix``. Raises `NotFound`, or `Conflict` where several are called so."""
    cursor = await conn.execute(
        f"""update keys k set revoked_at = now() from accounts a
            where k.account_id = a.id and k.prefix = %s and k.revoked_at is null returning {KEY}""",  # noqa: S608
        (prefix,),
    )
    rows = await cursor.fetchall()
    if not rows:
        raise NotFound(f"No key in use is called {prefix!r}; `vitascope keys list` shows them.")
    if len(rows) > 1:
        raise Conflict(f"{len(rows)} keys are called {prefix!r}; none was revoked.")
    return _key(rows[0])
