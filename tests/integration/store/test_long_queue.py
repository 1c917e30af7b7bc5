"""However long a queue is, taking one more in costs the same."""

from __future__ import annotations

import re

from vitascope.store import submit
from vitascope.store.database import BY_INDEX, Connection


async def plan(conn: Connection) -> str:
    """As PostgreSQL keeps it for a connection's later submits, whatever comes into the tables meanwhile."""
    names: list[str] = []

    def numbered(found: re.Match[str]) -> str:
        if found[1] not in names:
            names.append(found[1])
        return f"${names.index(found[1]) + 1}"

    text = re.sub(r"%\((\w+)\)s", numbered, submit.INSERT)
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
