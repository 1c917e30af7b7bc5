"""The pool, and what a database that does not answer looks like from outside: `Unavailable`."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any, LiteralString

import psycopg
from psycopg import AsyncConnection
from psycopg.rows import DictRow, dict_row
from psycopg.types.json import set_json_loads
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from vitascope.core.errors import Unavailable

WAIT_S = 3.0
"""How long a request waits for a connection before it is told to come back; short, so that an outage reads as 503."""
CHECK_S = 1.0
"""How long a connection from the pool may take to show that it is alive."""
ANSWER_S = 5.0
"""How long a whole transaction may take. Ours take milliseconds: this one's server is frozen, or out of reach."""

IDLE_S = 5.0
"""How long a transaction may lie idle before the server ends it. Whoever is stopped, or cut off, in the middle of one
would else keep its rows locked for as long as that lasts, and nobody could take its job over."""

READ_S = 4.0
"""How long a read may take, with the connections that turn out to be broken."""

AWAY = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    psycopg.errors.ReadOnlySqlTransaction,
    psycopg.errors.IdleInTransactionSessionTimeout,
)
"""What a database raises that is down, restarting, or failing over to a server that takes no writes yet; and one that
has ended our connection because we lay idle in a transaction."""

AWAY_SAID = "The database does not answer just now; try again in a moment."

_decode = json.JSONDecoder().decode


def _read_json(data: str | bytes) -> Any:
    """What the database holds is UTF-8, so nothing need be guessed, as `json.loads` does."""
    return _decode(data if isinstance(data, str) else str(data, "utf-8"))


set_json_loads(_read_json)

Row = dict[str, Any]
Connection = AsyncConnection[DictRow]
Params = Sequence[Any] | Mapping[str, Any]

OPTIONS: dict[str, Any] = {
    "row_factory": dict_row,
    "connect_timeout": 5,
    "application_name": "vitascope",
    # A network that swallows everything ends a connection within half a minute; sockets of this machine ignore these.
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}

BY_INDEX = "set local enable_sort = off"
"""Of a table that was empty when it was last analysed the planner thinks that sorting all of it is as cheap as going to
one end of an index. It was not: with ten thousand queued, a third of the submits a second."""


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
            check=_check,
            configure=_limit_idleness,
            kwargs=OPTIONS,
        )
        self._readers: AsyncConnectionPool[Connection] = AsyncConnectionPool(
            url,
            min_size=1,
            max_size=2,
            open=False,
            timeout=WAIT_S,
            reconnect_timeout=0,
            max_lifetime=3600,
            kwargs={**OPTIONS, "autocommit": True},
        )

    async def open(self) -> None:
        await self._pool.open()
        await self._readers.open()

    async def close(self) -> None:
        await self._pool.close()
        await self._readers.close()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """One connection, one transaction: committed when the block ends, rolled back when it raises.

        Raises `Unavailable` where the database does not answer. A commit whose answer is lost reads so too: what
        it wrote may be there.
        """
        try:
            async with self._pool.connection() as conn:
                with within(ANSWER_S, conn):
                    yield conn
        except (PoolTimeout, *AWAY) as error:
            raise Unavailable(AWAY_SAID) from error

    def pools(self) -> dict[str, dict[str, int]]:
        """Each pool's own figures (psycopg_pool's ``get_stats``), by its name."""
        return {"transactions": self._pool.get_stats(), "reads": self._readers.get_stats()}

    async def read(self, query: LiteralString, values: Params = ()) -> list[Row]:
        """The rows of one query that changes nothing: one trip to the server, where a transaction takes four.

        A connection is not tried before it is used; where it turns out to be broken, the query goes over another,
        as often as there can be broken ones. Raises `Unavailable`.
        """
        clock = asyncio.get_running_loop().time
        give_up = clock() + READ_S
        for last in (False, False, True):
            try:
                async with self._readers.connection(timeout=max(0.1, give_up - clock())) as conn:
                    with within(max(0.1, give_up - clock()) if last else CHECK_S, conn):
                        return await (await conn.execute(query, values, binary=True)).fetchall()
            except PoolTimeout as error:
                raise Unavailable(AWAY_SAID) from error
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                if last:
                    raise Unavailable(AWAY_SAID) from error
        raise AssertionError("the last turn returns or raises")


async def connect(url: str, *, idle_s: float = IDLE_S) -> Connection:
    """A connection of one's own, in autocommit, for transactions that lie idle for no longer than ``idle_s``.

    Raises ``psycopg.OperationalError``.
    """
    conn: Connection = await AsyncConnection.connect(url, autocommit=True, **OPTIONS)
    try:
        await _limit_idleness(conn, idle_s)
    except BaseException:
        await conn.close()
        raise
    return conn


async def _limit_idleness(conn: Connection, idle_s: float = IDLE_S) -> None:
    """By a statement: as an option of the connection, poolers refuse it."""
    await conn.execute("select set_config('idle_in_transaction_session_timeout', %s, false)", (f"{idle_s * 1000:.0f}",))
    await conn.commit()  # a pool wants its connections out of any transaction


async def _check(conn: Connection) -> None:
    with within(CHECK_S, conn):
        await AsyncConnectionPool.check_connection(conn)


@contextmanager
def within(limit_s: float, conn: Connection) -> Iterator[None]:
    """Break ``conn`` if the block takes longer, so that it raises ``psycopg.OperationalError``.

    A server that is frozen, or behind a network that swallows everything, keeps its connections open: without this a
    request would wait for as long as the outage lasts. Cancelling the task does not help, as psycopg would then wait
    for the server to confirm.
    """
    watch = asyncio.get_running_loop().call_later(limit_s, _break, conn)
    try:
        yield
    finally:
        watch.cancel()


def _break(conn: Connection) -> None:
    with contextlib.suppress(OSError, psycopg.Error), socket.socket(fileno=os.dup(conn.fileno())) as line:
        line.shutdown(socket.SHUT_RDWR)
