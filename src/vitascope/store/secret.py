"""Secrets that every process of one installation shares."""

from __future__ import annotations

import secrets

from vitascope.store.database import Connection


async def shared_secret(conn: Connection, name: str) -> bytes:
    """32 random bytes, made by whoever asks first."""
    await conn.execute(
        "insert into secrets (name, value) values (%s, %s) on conflict (name) do nothing",
        (name, secrets.token_bytes(32)),
    )
    row = await (await conn.execute("select value from secrets where name = %s", (name,))).fetchone()
    assert row is not None  # noqa: S101 - inserted above, never deleted
    return bytes(row["value"])
