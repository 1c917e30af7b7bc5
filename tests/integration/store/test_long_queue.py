"""However long a queue is, taking one more in costs the same; and so does refusing one, however much came before."""

from __future__ import annotations

import re

from vitascope.store import idempotency, submit
from vitascope.store.accounts import Caller
from vitascope.store.database import BY_INDEX, Connection


async def plan(conn: Connection, query: str = submit.INSERT) -> str:
    """As PostgreSQL keeps it for a connection's later submits, whatever comes into the tables meanwhile."""
    names: list[str] = []

    def numbered(found: re.Match[str]) -> str:
        if found[1] not in names:
            names.append(found[1])
        return f"${names.index(found[1]) + 1}"

    text = re.sub(r"%\((\w+)\)s", numbered, query)
    rows = await (await conn.execute(f"explain (generic_plan, costs off) {text}".encode())).fetchall()
    return "\n".join(row["QUERY PLAN"] for row in rows)


async def test_a_submit_planned_for_empty_tables_goes_to_one_end_of_an_index(conn: Connection) -> None:
    await conn.execute("vacuum analyze generations, procrastinate_jobs")
    async with conn.transaction():
        await conn.execute(BY_INDEX)
        made = await plan(conn)
    assert "Index Scan Backward using generations_live" in made, made
    assert re.search(r"Index Scan using procrastinate_jobs_(heads|priority)", made), made
    assert not re.search(r"generations_by_account|procrastinate_jobs_queue_name", made), made


async def test_a_refused_submit_goes_to_its_own_key_and_through_nobody_elses(conn: Connection, caller: Caller) -> None:
    await conn.execute(
        "insert into idempotency (account_id, key, fingerprint, generation_id) "
        "select %s, n::text, '', gen_random_uuid() from generate_series(1, 50000) n",
        (caller.account_id,),
    )
    await conn.execute("vacuum analyze idempotency")
    made = await plan(conn, idempotency.RELEASE)
    assert "idempotency_pkey" in made, made
