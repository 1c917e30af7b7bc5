"""What KEDA asks the database, asked of a real one, by a role that may only read."""

from __future__ import annotations

from uuid import uuid4

import pytest
from psycopg.types.json import Jsonb

from tests.unit.deploy.test_chart import CHART, of_kind, rendered
from vitascope.store import accounts
from vitascope.store.database import Connection


async def put(conn: Connection, *, status: str, model: str, age_s: float) -> None:
    key = await (await conn.execute("select id, account_id from keys limit 1")).fetchone()
    assert key is not None
    await conn.execute(
        """insert into generations (id, account_id, key_id, spec, status, tag, created_at)
           values (%s, %s, %s, %s, %s, 0, now() - make_interval(secs => %s))""",
        (uuid4(), key["account_id"], key["id"], Jsonb({"engine": "ltx", "model": model}), status, age_s),
    )


@pytest.mark.parametrize("name", ["h100", "l40s"])
async def test_scalers_hear_how_long_their_own_queue_waits_and_how_much_they_render(
    conn: Connection, name: str
) -> None:
    await accounts.create_key(conn, account="somebody", key=accounts.new_key(), name=None)
    (scaler,) = [
        each
        for each in of_kind(rendered(CHART / "examples" / "gpus.yaml"), "ScaledObject")
        if each["metadata"]["name"].endswith(f"worker-{name}")
    ]
    age, busy = (trigger["metadata"]["query"] for trigger in scaler["spec"]["triggers"])

    async def asked(query: str) -> float:
        row = await (await conn.execute(query.encode())).fetchone()
        assert row is not None
        return float(next(iter(row.values())))

    assert (await asked(age), await asked(busy)) == (0, 0)
    await put(conn, status="queued", model="ltxv/ltxv-2", age_s=500)
    await put(conn, status="queued", model="ltxv/ltxv-2-fast", age_s=100)
    await put(conn, status="generating", model="ltxv/ltxv-2", age_s=900)
    await put(conn, status="generating", model="ltxv/ltxv-2-fast", age_s=900)
    assert await asked(age) == pytest.approx(500 if name == "h100" else 100, abs=30)
    assert await asked(busy) == (2 if name == "h100" else 1)
