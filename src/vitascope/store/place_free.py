"""When somebody who has as many clips waiting as they may can submit another: when the first of those starts."""

from __future__ import annotations

from math import ceil

from vitascope.core.errors import TooManyQueued
from vitascope.store.accounts import Caller
from vitascope.store.database import Database
from vitascope.store.estimate import Estimator, estimated
from vitascope.store.funds import UNKNOWN_S

LONGEST_S = 3600.0
"""Whoever is told to wait for longer is told so much: much can happen meanwhile."""

FIRST = """
select 'queued' as status, account_id, key_id as made_by_key, spec, tag, id, cost_s from generations
where account_id = %(account)s and (%(key)s::uuid is null or key_id = %(key)s) and status = 'queued'
order by tag, id limit 1
"""


async def place_free(database: Database, estimator: Estimator, caller: Caller, error: TooManyQueued) -> TooManyQueued:
    """``error`` with when to come again: an estimate, as places are."""
    key = caller.key_id if error.hit is not None and error.hit.of == "key" else None
    rows = await database.read(FIRST, {"account": caller.account_id, "key": key})
    wait_s = 1.0 if not rows else UNKNOWN_S  # where none waits any more, there is room by now
    if rows and (outlook := await estimator.outlook()) is not None:
        left_s = estimated(rows[0], outlook).get("seconds_left")
        if left_s is not None:
            wait_s = left_s - rows[0]["cost_s"] * outlook.pace
    wait_s = ceil(min(max(wait_s, 1.0), LONGEST_S))
    return TooManyQueued(f"{error}; try again in about {wait_s:.0f} s.", retry_after_s=wait_s, hit=error.hit)
