"""A table as it is after months: a million finished generations in PostgreSQL, and as many results in Redis."""

from __future__ import annotations

import json
from typing import Any

import psycopg
import redis
from psycopg import sql

ID = "01900000-0000-7000-8000-{:012x}"
"""Number n's. The same in ``bench/polls.lua``. Like ours (UUID version 7), they grow with time."""
CHUNK = 10_000

CHANGED = {
    "id": "('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid",
    "generation_id": "('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid",
    "created_at": "created_at - n * %(spacing_s)s * interval '1 s'",
    "artifact": "replace(artifact::text, id::text, '01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::jsonb",
}
"""Columns in which a copy differs from the row that it is a copy of."""


def seed_postgres(url: str, like: str, count: int, *, spacing_s: float = 0.5) -> None:
    """``count`` copies of the completed generation ``like`` and of its usage, whatever columns these tables have.

    One was made every ``spacing_s``: let that be less than they are kept in all, a million in six days.
    Foreign keys are not checked one by one, as the copies point where the original does.
    """
    with psycopg.connect(url, autocommit=True) as conn:
        with conn.transaction():
            conn.execute("set local session_replication_role = replica")
            for table, key in (("generations", "id"), ("usage", "generation_id")):
                conn.execute(_copies(conn, table, key), {"count": count, "like": like, "spacing_s": spacing_s})
        conn.execute("vacuum (analyze) generations, usage")
        conn.execute("checkpoint")


def _copies(conn: psycopg.Connection[Any], table: str, key: str) -> sql.Composed:
    listed = conn.execute(
        """select column_name from information_schema.columns
           where table_schema = current_schema() and table_name = %s and is_generated = 'NEVER'
           order by ordinal_position""",
        (table,),
    ).fetchall()
    names = [str(name) for (name,) in listed]
    return sql.SQL(
        "insert into {table} ({names}) select {values} from {table}, generate_series(1, %(count)s) n "
        "where {key} = %(like)s"
    ).format(
        table=sql.Identifier(table),
        key=sql.Identifier(key),
        names=sql.SQL(", ").join(map(sql.Identifier, names)),
        values=sql.SQL(", ").join(
            sql.SQL(CHANGED[name]) if name in CHANGED else sql.Identifier(name) for name in names
        ),
    )


def seed_redis(client: redis.Redis, like: str, count: int) -> None:
    """``count`` copies of the result of Celery's task ``like``, under the names that Celery gives results."""
    kept = client.get(f"celery-task-meta-{like}")
    assert isinstance(kept, bytes), "Celery kept no result"
    assert json.loads(kept)["status"] == "SUCCESS"
    text = kept.decode()
    for first in range(1, count + 1, CHUNK):
        copies = (ID.format(n) for n in range(first, min(first + CHUNK, count + 1)))
        client.mset({f"celery-task-meta-{one}": text.replace(like, one) for one in copies})
