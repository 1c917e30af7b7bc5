"""Pages of an account's generations. A page begins after a generation, not at a number: what is added meanwhile moves
nothing. A search for words has no index: it looks through so many prompts and no more; the next page goes on there."""

from __future__ import annotations

from typing import Any, LiteralString
from uuid import UUID

from vitascope.core.errors import InvalidField
from vitascope.core.listing import Page, Query
from vitascope.store.database import Database, Row
from vitascope.store.estimate import Estimator, estimated
from vitascope.store.rows import COLUMNS, GONE_AT, generation

_ANCHOR = "select created_at, id from generations where id = %(after)s and account_id = %(account)s"

SEARCHED = 2000
"""Prompts that a page looks through for words: some 10 ms, however many clips an account has."""

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
    looked: Row | None = None
    if query.words:
        values |= {"words": list(query.words), "searched": SEARCHED}
        looked = (await database.read(_search(conditions, order), values))[0]
        values["found"] = looked["found"]
        conditions.append("g.id = any (%(found)s)")
    rows = await database.read(
        f"""select {COLUMNS} from generations g join usage u on u.generation_id = g.id
            where {" and ".join(conditions)} order by g.created_at {order}, g.id {order} limit %(limit)s""",  # noqa: S608
        values,
    )
    outlook = await estimator.of(rows)
    has_more = len(rows) > query.limit
    stopped = looked is not None and not has_more and looked["looked"] == SEARCHED
    return Page(
        generations=tuple(generation(estimated(row, outlook)) for row in rows[: query.limit]),
        has_more=has_more or stopped,
        looked_to=looked["last"] if looked is not None and stopped else None,
    )


def _search(conditions: list[LiteralString], order: LiteralString) -> LiteralString:
    """Which of the next `SEARCHED` generations have all words in their prompts, how many there were, and the last."""
    return f"""
        with looked as materialized (
            select g.id, lower(g.spec ->> 'prompt') as prompt,
                row_number() over (order by g.created_at {order}, g.id {order}) as place
            from generations g where {" and ".join(conditions)}
            order by g.created_at {order}, g.id {order} limit %(searched)s
        )
        select array(
                select id from looked
                where not exists (select from unnest(%(words)s::text[]) word where strpos(prompt, lower(word)) = 0)
                order by place limit %(limit)s
            ) as found,
            (select count(*) from looked) as looked,
            (select id from looked order by place desc limit 1) as last
    """  # noqa: S608
