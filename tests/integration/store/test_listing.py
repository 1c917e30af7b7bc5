"""Lists, and what is deleted: each account sees its own, page after page, and nothing twice."""

from __future__ import annotations

from dataclasses import replace
from typing import LiteralString
from uuid import UUID

import pytest

from tests.integration.store.conftest import NewCaller, Submit, artifact, submission
from vitascope.core.errors import InvalidField, NotFound
from vitascope.core.generation import Status
from vitascope.core.listing import Query
from vitascope.store import listing, queue, retention, settle
from vitascope.store.accounts import Caller
from vitascope.store.database import Connection, Database, Params, Row, connect
from vitascope.store.estimate import Estimator
from vitascope.store.store import Store
from vitascope.worker.sweeper import IDEMPOTENCY_AGE


async def pages(store: Store, account: UUID, *, limit: int, newest_first: bool = True) -> list[UUID]:
    found: list[UUID] = []
    more = True
    while more:
        after = found[-1] if found else None
        page = await store.list(account, Query(limit=limit, after=after, newest_first=newest_first))
        found += [g.id for g in page.generations]
        more = page.has_more
    return found


async def test_pages_show_everything_once_newest_first(store: Store, caller: Caller, submit: Submit) -> None:
    made = [(await submit()).id for _ in range(7)]
    assert await pages(store, caller.account_id, limit=3) == made[::-1]
    assert await pages(store, caller.account_id, limit=7) == made[::-1]
    assert await pages(store, caller.account_id, limit=2, newest_first=False) == made


async def test_a_list_holds_its_own_accounts_generations_alone(
    store: Store, caller: Caller, submit: Submit, new_caller: NewCaller
) -> None:
    mine, other = await submit(), await new_caller("another")
    theirs = await submit(by=other)
    assert await pages(store, caller.account_id, limit=5) == [mine.id]
    with pytest.raises(InvalidField, match="after"):
        await store.list(caller.account_id, Query(after=theirs.id))


async def with_prompt(store: Store, caller: Caller, prompt: str) -> UUID:
    asked = submission(store, caller)
    made = await store.submit(replace(asked, spec=replace(asked.spec, prompt=prompt)))
    return made.id


async def test_a_search_finds_prompts_with_all_words_and_takes_them_as_they_are(store: Store, caller: Caller) -> None:
    whale = await with_prompt(store, caller, "A WHALE breaches, 100 % über blue")
    boat = await with_prompt(store, caller, "a boat, and a whale_watcher")

    async def found(*words: str) -> list[UUID]:
        page = await store.list(caller.account_id, Query(words=words))
        assert not page.has_more
        return [g.id for g in page.generations]

    assert await found("whale") == [boat, whale]
    assert await found("Breach", "whale") == [whale]
    assert await found("ÜBER") == [whale]
    assert await found("%") == [whale]
    assert await found("whale_") == [boat]
    assert await found("walrus") == []


async def test_a_search_looks_through_so_many_and_the_next_page_goes_on_there(
    store: Store, caller: Caller, submit: Submit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "SEARCHED", 3)
    first = await with_prompt(store, caller, "A heron.")
    for _ in range(4):
        await submit()
    last = [await with_prompt(store, caller, "A heron again."), await with_prompt(store, caller, "Herons.")]
    query, sizes, found = Query(words=("heron",), limit=1), [], list[UUID]()
    while True:
        page = await store.list(caller.account_id, query)
        sizes.append(len(page.generations))
        found += [g.id for g in page.generations]
        if not page.has_more:
            break
        query = replace(query, after=page.looked_to or found[-1])
    assert found == [*last[::-1], first]
    assert 0 in sizes  # one page had none, and more behind it


async def test_a_rare_status_is_looked_for_in_so_many_and_the_next_page_goes_on_there(
    store: Store, caller: Caller, submit: Submit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "LOOKED", 3)
    made = [(await submit()).id for _ in range(8)]
    for index in (0, 3, 4):
        await store.cancel(caller.account_id, made[index])
    query, found, sizes = Query(statuses=(Status.CANCELLED,), limit=2), list[UUID](), []
    while True:
        page = await store.list(caller.account_id, query)
        found += [g.id for g in page.generations]
        sizes.append(len(page.generations))
        if not page.has_more:
            break
        query = replace(query, after=page.looked_to or found[-1])
    assert found == [made[4], made[3], made[0]]
    assert sizes[0] == 0  # the newest three all wait


class Counting(Database):
    """Counts the pages of the database that its questions look at."""

    pages = 0

    async def read(self, query: LiteralString, values: Params = ()) -> list[Row]:
        async with await connect(self.url) as conn:
            explained = await (
                await conn.execute(f"explain (analyze, buffers, format json) {query}", values)
            ).fetchall()
        plan = explained[0]["QUERY PLAN"][0]["Plan"]
        self.pages += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
        return await super().read(query, values)


async def test_clips_that_were_swept_are_not_looked_through(caller: Caller, submit: Submit, conn: Connection) -> None:
    made = await submit()
    await conn.execute(
        """insert into generations (
               id, account_id, key_id, spec, status, tag, finished_at, error_code, files_deleted_at
           )
           select gen_random_uuid(), account_id, key_id, spec, 'error', 0, now(), 'x', now()
           from generations, generate_series(1, 5000)"""
    )
    database = Counting(conn.info.dsn)
    await database.open()
    for newest_first in (True, False):
        page = await listing.page(
            database,
            Estimator(database),
            caller.account_id,
            Query(newest_first=newest_first, statuses=(Status.QUEUED,)),
        )
        assert [g.id for g in page.generations] == [made.id]
    await database.close()
    assert database.pages < 400  # the swept ones alone fill some five hundred


async def test_a_list_can_be_of_some_statuses_models_and_times(store: Store, caller: Caller, submit: Submit) -> None:
    ended, waits = await submit(), await submit()
    await store.cancel(caller.account_id, ended.id)

    async def found(query: Query) -> list[UUID]:
        return [g.id for g in (await store.list(caller.account_id, query)).generations]

    assert await found(Query(statuses=(Status.CANCELLED,))) == [ended.id]
    assert await found(Query(statuses=(Status.QUEUED, Status.CANCELLED))) == [waits.id, ended.id]
    assert await found(Query(models=("ltxv/ltxv-2",))) == []
    assert await found(Query(created_from=waits.created_at)) == [waits.id]
    assert await found(Query(created_before=waits.created_at)) == [ended.id]


async def test_a_queued_generation_shows_its_place_in_a_list(store: Store, caller: Caller, submit: Submit) -> None:
    await submit()
    await submit()
    page = await store.list(caller.account_id, Query())
    assert [g.queue_position for g in page.generations] == [2, 1]


async def test_what_is_deleted_is_gone_from_every_view_and_its_files_are_to_be_swept(
    conn: Connection, store: Store, caller: Caller, submit: Submit
) -> None:
    made = await submit()
    claim = await queue.claim(conn, await queue.register(conn))
    assert claim is not None
    await settle.complete(conn, claim, artifact(claim.generation, claim.attempt), {})
    assert (await store.delete(caller.account_id, made.id)).status is Status.COMPLETED
    with pytest.raises(NotFound):
        await store.get(caller.account_id, made.id)
    with pytest.raises(NotFound):
        await store.delete(caller.account_id, made.id)
    assert await pages(store, caller.account_id, limit=5) == []
    async with conn.transaction():
        assert await retention.expired(conn, IDEMPOTENCY_AGE) == [made.id]


async def test_what_is_deleted_while_it_waits_is_cancelled_first_and_costs_nothing(
    conn: Connection, store: Store, caller: Caller, submit: Submit
) -> None:
    made = await submit()
    await store.delete(caller.account_id, made.id)
    assert await queue.claim(conn, await queue.register(conn)) is None
    row = await (await conn.execute("select state from usage where generation_id = %s", (made.id,))).fetchone()
    assert row == {"state": "released"}


async def test_nobody_deletes_anothers(store: Store, submit: Submit, new_caller: NewCaller) -> None:
    made, other = await submit(), await new_caller("another")
    with pytest.raises(NotFound):
        await store.delete(other.account_id, made.id)
    assert (await store.get(made.account_id, made.id)).status is Status.QUEUED
