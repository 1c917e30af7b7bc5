"""What the command line does with keys, on a running installation's database or a sleeping one's."""

from __future__ import annotations

from vitascope.compose.database import any_database, connection
from vitascope.core.account import KeyLimit, legal_name, legal_scopes
from vitascope.settings import Settings
from vitascope.store import accounts, webhooks
from vitascope.store.accounts import Key
from vitascope.store.database import connect
from vitascope.store.migrate import migrate
from vitascope.wire.webhooks import secret_text


async def create(
    settings: Settings,
    *,
    account: str,
    name: str | None,
    management: bool = False,
    scopes: tuple[str, ...] | None = None,
    limit: KeyLimit | None = None,
) -> str:
    """A new key of ``account``, in full. Raises `InvalidField`."""
    key, name, scopes = accounts.new_key(), legal_name(name), None if scopes is None else legal_scopes(scopes)
    async with connection(settings) as conn:
        await accounts.create_key(
            conn, account=account, key=key, name=name, management=management, scopes=scopes, limit=limit
        )
    return key


async def listed(settings: Settings) -> list[Key]:
    async with connection(settings) as conn:
        return await accounts.list_keys(conn)


async def revoke(settings: Settings, prefix: str) -> Key:
    """Raises `NotFound`, `Conflict`."""
    async with connection(settings) as conn, conn.transaction():
        return await accounts.revoke_key(conn, prefix)


async def webhook_secret(settings: Settings, *, account: str, rotate: bool) -> str:
    """What an account's webhooks are signed with, as receivers take it. Raises `NotFound`."""
    async with connection(settings) as conn:
        return secret_text(await webhooks.secret(conn, account, rotate=rotate))


async def migrate_now(settings: Settings) -> list[str]:
    """Names of the migrations that were applied."""
    async with any_database(settings) as url, await connect(url) as conn:
        return [f"{m.number:04d} {m.name}" for m in await migrate(conn)]
