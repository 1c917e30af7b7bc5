"""Pages of an account's generations. A page begins after a generation, not at a number: what is added meanwhile moves
nothing."""

from __future__ import annotations

from typing import Any, LiteralString
from uuid import UUID

from vitascope.core.errors import InvalidField
from vitascope.core.listing import Page, Query
from vitascope.store.database import Database
from vitascope.store.estimate import Estimator, estimated
from vitascope.store.rows import COLUMNS, GONE_AT, generation

_ANCHOR = "select created_at, id from generations where id = %(after)s and account_id = %(account)s"

_FILTERS: dict[str, LiteralString] = {
    "statuses": "g.status = any (%(statuses)s)",
    "models": "g.spec ->> 'model' = any (%(models)s)",
    "surface": "g.surface = %(surface)s",
    "created_from": "g.created_at >= %(created_from)s",
    "created_before": "g.created_at < %(created_before)s",
}


async def page(database: Database, estimator: Estimator, account_id: UUID, query: Query) -> Page:
    """At most ``query.limit`` generations that are not gone, and whether there are more.

    Raises `InvalidField` where ``query.after`` is none of the account's.
    """
    values: dict[str, Any] = {
        "account": account_id,
        "after": query.after,
        "limit": query.limit + 1,
        "statuses": [str(s) for s in query.statuses] or None,
        "models": list(query.models) or None,
        "surface": query.surface,
        "created_from": query.created_from,
        "created_before": query.created_before,
    }
    conditions: list[LiteralString] = ["g.account_id = %(account)s", f"{GONE_AT} is null"]
    conditions += [sql for name, sql in _FILTERS.items() if values[name] is not None]
    compare, order = ("<", "desc") if query.newest_first else (">", "asc")
    if query.after is not None:
        if not await database.read(_ANCHOR, values):
            raise InvalidField("after", str(query.after), "use the cursor of the page before.")
        conditions.append(f"(g.created_at, g.id) {compare} ({_ANCHOR})")
    rows = await database.read(
        f"""select {COLUMNS} from generations g join usage u on u.generation_id = g.id
            where {" and ".join(conditions)} order by g.created_at {order}, g.id {order} limit %(limit)s""",  # noqa: S608
        values,
    )
    outlook = await estimator.of(rows)
    return Page(
        generations=tuple(generation(estimated(row, outlook)) for row in rows[: query.limit]),
        has_more=len(rows) > query.limit,
    )
