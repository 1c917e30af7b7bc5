"""Pages of an account's generations. A page begins after a generation, not at a number: what is added meanwhile moves
nothing. Only time has an index: what else is asked for is looked for in so many clips and no more; the next page goes
on there."""

from __future__ import annotations

from typing import Any, LiteralString
from uuid import UUID

from vitascope.core.errors import InvalidField
from vitascope.core.listing import Page, Query
from vitascope.store.database import Database
from vitascope.store.estimate import Estimator, estimated
from vitascope.store.rows import COLUMNS, generation

_ANCHOR = "select created_at, id from generations where id = %(after)s and account_id = %(account)s"

SEARCHED = 2000
"""Prompts that a page looks through for words: some 10 ms, however many clips an account has."""
LOOKED = 10_000
"""Clips that a page looks through for a status, a model or a surface: the same."""

_THERE: LiteralString = """g.account_id = %(account)s and g.deleted_at is null and g.files_deleted_at is null
    and (g.expires_at is null or g.expires_at > now())"""
"""`rows.GONE_AT` is null, in words for which there is an index: what is gone is not looked through."""

_TIMES: dict[str, LiteralString] = {
    "created_from": "g.created_at >= %(created_from)s",
    "created_before": "g.created_at < %(created_before)s",
}

_FILTERS: dict[str, LiteralString] = {
    "statuses": "g.status = any (%(statuses)s)",
    "models": "g.spec ->> 'model' = any (%(models)s)",
    "surface": "g.surface = %(surface)s",
    "words": """not exists (
        select from unnest(%(words)s::text[]) word where strpos(lower(g.spec ->> 'prompt'), lower(word)) = 0
    )""",
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
        "words": list(query.words) or None,
        "created_from": query.created_from,
        "created_before": query.created_before,
        "looked": SEARCHED if query.words else LOOKED,
    }
    conditions: list[LiteralString] = [_THERE]
    conditions += [sql for name, sql in _TIMES.items() if values[name] is not None]
    filters = [sql for name, sql in _FILTERS.items() if values[name] is not None]
    order: LiteralString = "g.created_at desc, g.id desc" if query.newest_first else "g.created_at, g.id"
    if query.after is not None:
        if not await database.read(_ANCHOR, values):
            raise InvalidField("after", str(query.after), "use the cursor of the page before.")
        compare: LiteralString = "<" if query.newest_first else ">"
        conditions.append(f"(g.created_at, g.id) {compare} ({_ANCHOR})")
    there, looked_to = " and ".join(conditions), None
    if filters:
        (found,) = await database.read(_look(there, " and ".join(filters), order), values)
        values["found"], looked_to = found["ids"], found["looked_to"]
        there = f"{_THERE} and g.id = any (%(found)s)"
    rows = await database.read(
        f"""select {COLUMNS} from generations g join usage u on u.generation_id = g.id
            where {there} order by {order} limit %(limit)s""",  # noqa: S608
        values,
    )
    outlook = await estimator.of(rows)
    return Page(
        generations=tuple(generation(estimated(row, outlook)) for row in rows[: query.limit]),
        has_more=len(rows) > query.limit or looked_to is not None,
        looked_to=looked_to,
    )


def _look(there: LiteralString, fits: LiteralString, order: LiteralString) -> LiteralString:
    """Which of the next so many generations fit, as many as a page needs, and the last one that was looked at, where
    these were too few and there may be more behind it."""
    return f"""
        with found as materialized (
            select array(
                select g.id from (
                    select * from generations g where {there} order by {order} limit %(looked)s
                ) g where {fits} order by {order} limit %(limit)s
            ) as ids
        )
        select ids, case when cardinality(ids) < %(limit)s then (
            select g.id from generations g where {there} order by {order} limit 1 offset %(looked)s - 1
        ) end as looked_to from found
    """  # noqa: S608
