"""Query strings, moments and money of the account's pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitascope.core.account import KeyLimit, LedgerEntry
from vitascope.core.errors import BadInput, InvalidField
from vitascope.core.reports import UsageRow, Window
from vitascope.wire import billing, usage
from vitascope.wire.account import dollars, instant, moment, window
from vitascope.wire.keys import CREATED_WITH, read_fields

NOW = datetime(2026, 8, 19, 12, tzinfo=UTC)
MOMENTS = st.datetimes(
    min_value=datetime(1970, 1, 2),
    max_value=datetime(9000, 1, 1),
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m))),
)


@given(st.integers(0, 2 * 10**15))
def test_dollars_name_every_credit(credits: int) -> None:
    assert round(Decimal(str(dollars(credits))) * 2_000_000) == pytest.approx(credits, rel=1e-15)


@pytest.mark.parametrize(("credits", "shown"), [(0, "0"), (50_000_000, "25"), (504_000, "0.252"), (1, "5e-07")])
def test_dollars_have_a_fraction_only_where_there_is_one(credits: int, shown: str) -> None:
    assert repr(dollars(credits)) == shown


@given(MOMENTS)
def test_a_moment_is_read_as_it_was_written(at: datetime) -> None:
    read = instant([("from", moment(at))], "from", offset=True)
    assert read is not None
    assert timedelta(0) <= at - read < timedelta(milliseconds=1)


@given(MOMENTS, st.uuids())
def test_a_cursor_is_read_as_it_was_written(at: datetime, id: UUID) -> None:
    entry = LedgerEntry(id=id, created_at=at, direction="CHARGE", type="MODEL_USAGE", credits=1)
    after = billing.read_query([("cursor", billing.cursor(entry))]).after
    assert after is not None
    assert (after.created_at, after.id) == (at, id)


@given(st.text(max_size=60))
def test_no_text_is_a_cursor_by_chance(text: str) -> None:
    try:
        after = billing.read_query([("cursor", text)]).after
    except InvalidField:
        return
    assert after is not None
    entry = LedgerEntry(id=after.id, created_at=after.created_at, direction="CHARGE", type="MODEL_USAGE", credits=1)
    assert billing.cursor(entry) == text


@given(st.integers(1, 2208))
def test_a_period_is_as_long_as_it_says(hours: int) -> None:
    found = window([("period", f"{hours}h")], now=NOW)
    assert (found.end, found.end - found.start) == (NOW, timedelta(hours=hours))


@given(st.lists(st.tuples(st.sampled_from(["period", "start", "end"]), st.text(max_size=30)), max_size=4))
def test_any_window_is_legal_or_refused(asked: list[tuple[str, str]]) -> None:
    try:
        found = window(asked, now=NOW)
    except BadInput:
        return
    assert timedelta(0) <= found.end - found.start <= timedelta(days=92)


@given(st.decimals(min_value=0, max_value=10**9, places=9))
def test_a_limit_never_allows_more_than_its_threshold(threshold: Decimal) -> None:
    limit = KeyLimit.of_usd(threshold, "day")
    assert Decimal(0) <= threshold - Decimal(limit.credits) / 2_000_000 < Decimal("0.0000005")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["name", "limit", "scopes", "other"]), JSON))
def test_any_body_of_a_key_is_read_or_refused(body: dict[str, object]) -> None:
    try:
        found = read_fields(body, CREATED_WITH)
    except BadInput:
        return
    assert set(found) == set(body)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b"]),
            st.dates(datetime(2026, 8, 1).date(), datetime(2026, 8, 4).date()),
            st.integers(0, 10**9),
            st.integers(0, 50),
            st.integers(0, 50),
        ),
        unique_by=lambda row: row[:2],
    ),
    st.booleans(),
    st.booleans(),
)
def test_groups_add_up_to_the_total(rows: list[tuple[str, object, int, int, int]], days: bool, models: bool) -> None:
    given_rows = [
        UsageRow(model=model, day=day, credits=credits if charged else 0, charged=charged, failed=failed)  # type: ignore[arg-type]
        for model, day, credits, charged, failed in rows
        if charged + failed
    ]
    within = Window(start=NOW - timedelta(days=1), end=NOW)
    grouping = usage.Grouping(days=days, models=models, zone="UTC")
    told = usage.detail(given_rows, within, key_prefix=None, grouping=grouping)
    assert sum(group["requests"]["charged"] for group in told["groups"]) == told["requests"]
    assert sum(model["requests"] for model in told["models"]) == told["requests"]
    assert sum(group["spend"] for group in told["groups"]) == pytest.approx(told["spend"])
    spends = [model["spend"] for model in told["models"]]
    assert spends == sorted(spends, reverse=True)
    for group in told["groups"]:
        counts = group["requests"]
        assert counts["total"] == counts["succeeded"] + counts["failed"]
