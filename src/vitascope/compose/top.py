"""The floor as the database has it, again and again: for ``vitascope top``."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import psycopg

from vitascope.compose.data_folder import look_for_installation
from vitascope.compose.database import any_database
from vitascope.settings import Settings
from vitascope.store.database import ANSWER_S, AWAY, connect, within
from vitascope.store.floor import Floor, look
from vitascope.store.migrate import DatabaseNotMigrated


async def floors(settings: Settings, *, every_s: float) -> AsyncGenerator[Floor | None, None]:
    """One look each ``every_s`` seconds, for as long as somebody asks; ``None`` while the database does not answer.

    Nothing is changed. Raises `NoInstallation`, `DatabaseUnreachable`, `DatabaseNotMigrated`.
    """
    look_for_installation(settings)
    async with any_database(settings) as url:
        while True:
            try:
                async with await connect(url) as conn:
                    while True:
                        with within(ANSWER_S, conn):
                            floor = await look(conn)
                        yield floor
                        await asyncio.sleep(every_s)
            except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn) as error:
                raise DatabaseNotMigrated(
                    "The database is older than this program: run `vitascope migrate`."
                ) from error
            except AWAY:
                yield None
                await asyncio.sleep(every_s)
