"""What the command line does with keys, on a running installation's database or a sleeping one's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from vitascope.compose.database import any_database
from vitascope.settings import Settings
from vitascope.store import accounts, webhooks
from vitascope.store.accounts import Key
from vitascope.store.database import Connection, connect
from vitascope.store.migrate import migrate
from vitascope.wire.webhooks import secret_text


@asynccontextmanager
async def _connection(settings: Settings) -> AsyncIterator[Connection]:
    async with any_database(settings) as url, await connect(url) as conn:
        await migrate(conn)
        yield conn


async def create(settings: Settings, *, account: str, name: str | None) -> str:
    """A new key of ``account``, in full."""
    key = accounts.new_key()
    async with _connection(settings) as conn:
        await accounts.create_key(conn, account=account, key=key, name=name)
    return key


async def listed(settings: Settings) -> list[Key]:
    async with _connection(settings) as conn:
        return await accounts.list_keys(conn)


async def revoke(settings: Settings, prefix: str) -> Key:
    """Raises `NotFound`, `Conflict`."""
    async with _connection(settings) as conn, conn.transaction():
        return await accounts.revoke_key(conn, prefix)


async def webhook_secret(settings: Settings, *, account: str, rotate: bool) -> str:
    """What an account's webhooks are signed with, as receivers take it. Raises `NotFound`."""
    async with _connection(settings) as conn:
        return secret_text(await webhooks.secret(conn, account, rotate=rotate))


async def migrate_now(settings: Settings) -> list[str]:
    """Names of the migrations that were applied."""
    async with any_database(settings) as url, await connect(url) as conn:
        return [f"{m.number:04d} {m.name}" for m in await migrate(conn)]
