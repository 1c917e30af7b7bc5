"""The database that settings name: somebody's PostgreSQL, or the one that comes along."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import psycopg

from vitascope.compose.data_folder import look_for_installation, make_data_folder
from vitascope.core.errors import Unavailable, VitascopeError
from vitascope.settings import Settings
from vitascope.store import accounts
from vitascope.store.copying import refuse_moved
from vitascope.store.database import AWAY, AWAY_SAID, Connection, connect
from vitascope.store.embedded import EmbeddedPostgres
from vitascope.store.migrate import migrate
from vitascope.store.secret import shared_secret


class DatabaseUnreachable(VitascopeError):
    """The database that the settings name does not answer, or not to us."""

    code = "database_unreachable"


async def reach(url: str) -> None:
    """Connect once, so that a wrong URL is one line at the start. Raises `DatabaseUnreachable`."""
    try:
        await (await connect(url)).close()
    except psycopg.Error as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise DatabaseUnreachable(f"--database (VITASCOPE_DATABASE) cannot be used: {reason}") from error


@asynccontextmanager
async def own_database(settings: Settings) -> AsyncIterator[str]:
    """The database's URL for as long as the block runs; an embedded server starts and stops with it.

    Raises `DataFolderInUse` where another program runs on the data folder, `DataFolderUnusable`,
    `DatabaseUnreachable`.
    """
    if settings.database is not None:
        await reach(settings.database)
        yield settings.database
        return
    make_data_folder(settings)
    server = EmbeddedPostgres(settings.data_dir / "postgres")
    try:
        await server.start()
        yield server.url
    finally:
        await server.stop()


@asynccontextmanager
async def any_database(settings: Settings) -> AsyncIterator[str]:
    """As `own_database`, but one that a running ``vitascope serve`` has started is shared with it."""
    running = None if settings.database else await EmbeddedPostgres(settings.data_dir / "postgres").running_url()
    if running is not None:
        yield running
        return
    async with own_database(settings) as url:
        yield url


@asynccontextmanager
async def connection(settings: Settings) -> AsyncIterator[Connection]:
    """A connection to `any_database`, brought up to this version: for a command that reads or changes something.

    Raises `NoInstallation`: a mistyped folder must not become an empty database that looks like the right one.
    Raises `DatabaseMoved`, for the same reason.
    """
    look_for_installation(settings)
    async with any_database(settings) as url, await connect(url) as conn:
        await migrate(conn)
        await refuse_moved(conn)
        yield conn


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What a process needs to know of a database that is ready for use."""

    link_secret: bytes
    installation: str
    """Stays the same when the database moves."""


async def prepare(url: str, *, api_key: str | None) -> Prepared:
    """Migrate, and make sure that ``api_key`` works, if one is set. Raises `DatabaseMoved`."""
    async with await connect(url) as conn:
        await migrate(conn)
        await refuse_moved(conn)
        await accounts.ensure_account(conn)
        if api_key is not None:
            await accounts.ensure_key(conn, accounts.check_key(api_key))
        return Prepared(link_secret=await shared_secret(conn, "links"), installation=await installation_of(conn))


async def installation_of(conn: Connection) -> str:
    """What tells the installation on this database from every other; it may be known."""
    return hashlib.sha256(await shared_secret(conn, "installation")).hexdigest()[:32]


async def first_key(url: str) -> str | None:
    """A key of our own where there is none at all; this is the only time that it can be shown.

    So it is made last, when nothing can keep the start from showing it.
    """
    async with await connect(url) as conn:
        if await accounts.list_keys(conn):
            return None
        key = accounts.new_key()
        await accounts.create_key(conn, account=accounts.DEFAULT_ACCOUNT, key=key, name="first start")
        return key


async def playground_key(url: str) -> str:
    """A new key for a browser that was signed in by a link. Raises `Unavailable`."""
    try:
        async with await connect(url) as conn:
            key = accounts.new_key()
            await accounts.create_key(conn, account=accounts.DEFAULT_ACCOUNT, key=key, name="playground, one-time link")
            return key
    except AWAY as error:
        raise Unavailable(AWAY_SAID) from error
