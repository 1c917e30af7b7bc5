"""The real thing: ``vitascope serve`` on a PostgreSQL that goes away for 35 s, shut down and frozen.

What renders meanwhile is not tried again, callers hear of the outage at once, and work goes on when it is over.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

import httpx

from tests.integration.worker.outages import Kind, outage
from tools.chaos_harness import ROUTE, Harness, installed
from vitascope.store.database import connect
from vitascope.store.embedded import EmbeddedPostgres

PROMPT_S = 5.0
"""An API without its database says so within this."""
BEYOND_S = 10
"""The render under way is this much longer than the outage."""


@dataclass(slots=True, kw_only=True)
class Told:
    """What an outage was like from outside."""

    rows: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def table(self) -> str:
        return "\n".join([*self.rows, f"{'broken promises':<16} {'; '.join(self.wrong) or 'none'}"])


def hold_out(folder: Path, length_s: float) -> Told:
    """Both kinds of outage, one after the other, on an installation in ``folder``."""
    told = Told()
    folder.mkdir(parents=True)
    with asyncio.Runner() as runner, installed(folder, stall_s=5.0) as harness:
        server = EmbeddedPostgres(folder / "postgres")
        runner.run(server.start())
        try:
            harness.start("--database", server.url)
            for kind in get_args(Kind):
                runner.run(_outage(harness, server, kind, length_s, told))
            if harness.stop() != 0:
                told.wrong.append("serve did not stop cleanly")
        finally:
            runner.run(server.stop())
    return told


async def _outage(harness: Harness, server: EmbeddedPostgres, kind: Kind, length_s: float, told: Told) -> None:
    headers = {"Authorization": f"Bearer {harness.key}"}
    slowest = 0.0
    async with httpx.AsyncClient(base_url=harness.base_url, headers=headers, timeout=60, trust_env=False) as client:
        long = await _submit(client, f"[delay {length_s + BEYOND_S:.0f}] under way when the database goes")
        await _until(client, long, "generating")
        async with outage(server, kind):
            over = time.monotonic() + length_s
            while (began := time.monotonic()) < over:
                replies = await asyncio.gather(
                    client.get(ROUTE, params={"generation_id": long}),
                    client.post(ROUTE, json={"model": "ltxv/ltxv-2-fast", "prompt": "not now"}),
                    client.get("/health/ready"),
                )
                slowest = max(slowest, time.monotonic() - began)
                if not all(reply.status_code == 503 and "Retry-After" in reply.headers for reply in replies):
                    told.wrong.append(f"{kind}: {[reply.status_code for reply in replies]} without a database")
                await asyncio.sleep(0.5)
        back = time.monotonic()
        short = await _submit(client, "for the idle worker")
        answered_s = time.monotonic() - back
        await _until(client, short, "completed")
        short_s = time.monotonic() - back
        await _until(client, long, "completed")
    async with await connect(server.url) as conn:
        row = await (await conn.execute("select attempt from generations where id::text = %s", (long[:36],))).fetchone()
    attempt = None if row is None else row["attempt"]
    told.rows.append(
        f"{kind + f' {length_s:.0f} s':<16} 503 within {slowest:.1f} s; submit answered {answered_s:.1f} s after it, "
        f"a new clip done after {short_s:.1f} s; the render under way: attempt {attempt}"
    )
    if attempt != 1:
        told.wrong.append(f"{kind}: the render under way took {attempt} attempts")
    if slowest > PROMPT_S:
        told.wrong.append(f"{kind}: a request waited {slowest:.1f} s")


async def _submit(client: httpx.AsyncClient, prompt: str) -> str:
    """Sent again until it is taken, for at most a minute."""
    async with asyncio.timeout(60):
        while True:
            reply = await client.post(ROUTE, json={"model": "ltxv/ltxv-2-fast", "prompt": prompt})
            if reply.status_code == 200:
                return str(reply.json()["id"])
            await asyncio.sleep(0.1)


async def _until(client: httpx.AsyncClient, generation_id: str, status: str) -> None:
    async with asyncio.timeout(120):
        while (await client.get(ROUTE, params={"generation_id": generation_id})).json().get("status") != status:  # noqa: ASYNC110 - a server does not set our events
            await asyncio.sleep(0.1)
