"""An account of one's own on the whole server, with its keys, and a hand that does a worker's part."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from psycopg.conninfo import make_conninfo

from tests.integration.http.conftest import Server
from tests.integration.store.conftest import artifact
from vitascope.core.account import KeyLimit
from vitascope.core.errors import EngineFailed
from vitascope.store import accounts, ledger, settle
from vitascope.store.database import Connection, connect
from vitascope.store.embedded import EmbeddedPostgres
from vitascope.store.queue import Claim
from vitascope.store.rows import COLUMNS, generation
from vitascope.wire.aimlapi import read_id

PATH = "/v2/video/generations"
BODY = {"model": "ltxv/ltxv-2-fast", "prompt": "A dragon roars.", "duration": 6}
PRICE = 504_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One account: what its owner, its manager and its programs can do."""

    name: str
    base_url: str
    conn: Connection
    manager: httpx.AsyncClient
    """With the management key."""
    program: httpx.AsyncClient
    """With an ordinary key."""
    program_prefix: str
    open: AsyncExitStack
    """What is closed with the office."""

    async def key(self, *, limit: KeyLimit | None = None, scopes: tuple[str, ...] | None = None) -> httpx.AsyncClient:
        """One more key of the account."""
        key = accounts.new_key()
        await accounts.create_key(self.conn, account=self.name, key=key, name=None, limit=limit, scopes=scopes)
        return await self.open.enter_async_context(client(self.base_url, key))

    async def grant(self, credits: int) -> None:
        await ledger.grant(self.conn, self.name, credits, note="of a test")

    async def submit(self, by: httpx.AsyncClient | None = None, **fields: object) -> str:
        reply = await (by or self.program).post(PATH, json=BODY | fields)
        assert reply.status_code == 200, reply.text
        return str(reply.json()["id"])

    async def complete(self, generation_id: str) -> None:
        """A worker makes the clip."""
        claim = await self._claimed(read_id(generation_id))
        assert await settle.complete(self.conn, claim, artifact(claim.generation, claim.attempt), {})

    async def fail(self, generation_id: str) -> None:
        """A worker cannot make the clip."""
        assert await settle.fail(self.conn, await self._claimed(read_id(generation_id)), EngineFailed("It broke."))

    async def at(self, generation_id: str, when: str) -> None:
        """Let the request have been made, and charged, at another time."""
        await self.conn.execute(
            """update usage set created_at = %(when)s, settled_at = %(when)s::timestamptz + interval '1 second'
               where generation_id = %(id)s""",
            {"when": when, "id": read_id(generation_id)},
        )

    async def _claimed(self, generation_id: UUID) -> Claim:
        """This very one, whatever else is queued."""
        await self.conn.execute(
            """update generations set status = 'generating', attempt = 1, started_at = now(), claimed_at = now()
               where id = %s""",
            (generation_id,),
        )
        cursor = await self.conn.execute(
            f"select {COLUMNS} from generations g join usage u on u.generation_id = g.id where g.id = %s",  # noqa: S608
            (generation_id,),
        )
        row: dict[str, Any] | None = await cursor.fetchone()
        assert row is not None
        return Claim(job_id=0, worker_id=0, generation=generation(row), tries=1)


def client(base_url: str, key: str) -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {key}"}
    return httpx.AsyncClient(base_url=base_url, headers=headers, timeout=30, trust_env=False)


@pytest.fixture
async def office(postgres: EmbeddedPostgres, whole_server: Server) -> AsyncIterator[Office]:
    async with await connect(make_conninfo(postgres.url, dbname="http")) as conn:
        name, manager_key, program_key = uuid4().hex, accounts.new_key(), accounts.new_key()
        await accounts.create_key(conn, account=name, key=manager_key, name="manager", management=True)
        await accounts.create_key(conn, account=name, key=program_key, name="program")
        base = whole_server.base_url
        async with AsyncExitStack() as stack:
            yield Office(
                name=name,
                base_url=base,
                conn=conn,
                manager=await stack.enter_async_context(client(base, manager_key)),
                program=await stack.enter_async_context(client(base, program_key)),
                program_prefix=program_key[:8],
                open=stack,
            )
