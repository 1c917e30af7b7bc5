"""The pool, and what a database that does not answer looks like from outside: `Unavailable`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from psycopg import AsyncConnection
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from vitascope.core.errors import Unavailable

WAIT_S = 3.0
"""How long a request waits for a connection before it is told to come back; short, so that an outage reads as 503."""

Row = dict[str, Any]
Connection = AsyncConnection[DictRow]


class Database:
    """A pool of connections to one PostgreSQL. Survives its restarts."""

    def __init__(self, url: str, *, max_size: int = 8) -> None:
        self.url = url
        self._pool: AsyncConnectionPool[Connection] = AsyncConnectionPool(
            url,
            min_size=1,
            max_size=max_size,
            open=False,
            timeout=WAIT_S,
            reconnect_timeout=0,  # try for ever, with the pool's own backoff
            max_lifetime=3600,
            check=AsyncConnectionPool.check_connection,
            kwargs={"row_factory": dict_row, "connect_timeout": 5, "application_name": "vitascope"},
        )

    async def open(self) -> None:
        await self._pool.open()

    async def close(self) -> None:
        await self._pool.close()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """One connection, one transaction: committed when the block ends, rolled back when it raises.

        Raises `Unavailable` where the database does not answer. A commit whose answer is lost reads so too: what
        it wrote may be there.
        """
        try:
            async with self._pool.connection() as conn:
                yield conn
        except (PoolTimeout, psycopg.OperationalError, psycopg.InterfaceError) as error:
            raise Unavailable("The database does not answer just now; try again in a moment.") from error


async def connect(url: str) -> Connection:
    """A connection of one's own, in autocommit. Raises ``psycopg.OperationalError``."""
    return await AsyncConnection.connect(
        url, autocommit=True, row_factory=dict_row, connect_timeout=5, application_name="vitascope"
    )
