"""Usage reports and logs over a socket."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.integration.http.account.conftest import PATH, Office

MONTH = {"start": "2026-08-01", "end": "2026-09-01T00:00:00Z"}
DETAIL = "/v2/usage/detail"


async def busy(office: Office) -> dict[str, str]:
    """Requests of one key in August 2026: two days, two models, one that failed, one cancelled, one under way."""
    ids = {
        "late on the first": await office.submit(),
        "early on the second": await office.submit(),
        "dear": await office.submit(model="ltxv/ltxv-2"),
        "failed": await office.submit(model="ltxv/ltxv-2"),
        "cancelled": await office.submit(),
        "under way": await office.submit(),
        "july": await office.submit(),
    }
    for name in ("late on the first", "early on the second", "dear", "july"):
        await office.complete(ids[name])
    await office.fail(ids["failed"])
    await office.program.delete(PATH, params={"generation_id": ids["cancelled"]})
    for name, when in (
        ("late on the first", "2026-08-01T22:30:00.5Z"),
        ("early on the second", "2026-08-02T01:00:00Z"),
        ("dear", "2026-08-02T10:00:00Z"),
        ("failed", "2026-08-02T11:00:00Z"),
        ("cancelled", "2026-08-02T12:00:00Z"),
        ("under way", "2026-08-02T13:00:00Z"),
        ("july", "2026-07-31T23:59:59.999Z"),
    ):
        await office.at(ids[name], when)
    return ids


async def get(office: Office, path: str, **query: Any) -> dict[str, Any]:
    reply = await office.program.get(path, params=query)
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = reply.json()
    return found


async def test_the_total_counts_what_was_charged_in_the_window(office: Office) -> None:
    await busy(office)
    assert await get(office, "/v2/usage", **MONTH) == {
        "api_key_prefix": None,
        "start": "2026-08-01T00:00:00.000Z",
        "end": "2026-09-01T00:00:00.000Z",
        "spend": 0.882,
        "currency": "USD",
        "requests": 3,
    }


async def test_a_period_ends_now(office: Office) -> None:
    await office.complete(await office.submit())
    for period, span in (("1h", timedelta(hours=1)), ("24h", timedelta(days=1)), ("92d", timedelta(days=92))):
        told = await get(office, "/v2/usage", period=period)
        start, end = (datetime.fromisoformat(told[name]) for name in ("start", "end"))
        assert abs(datetime.now(UTC) - end) < timedelta(minutes=1)
        assert end - start == span
        assert (told["spend"], told["requests"]) == (0.252, 1)


async def test_the_detail_breaks_down_by_model_dearest_first(office: Office) -> None:
    await busy(office)
    told = await get(office, DETAIL, **MONTH)
    assert "groups" not in told
    assert told["models"] == [
        {"model": "ltxv/ltxv-2-fast", "spend": 0.504, "requests": 2},
        {"model": "ltxv/ltxv-2", "spend": 0.378, "requests": 1},
    ]
    assert (told["spend"], told["requests"]) == (0.882, 3)


def counts(total: int, charged: int) -> dict[str, int]:
    return {"total": total, "charged": charged, "succeeded": charged, "failed": total - charged}


async def test_groups_by_day_and_model_reconcile_with_the_total(office: Office) -> None:
    await busy(office)
    told = await get(office, DETAIL, group_by="day,model", **MONTH)
    no_tokens = {"input": 0, "output": 0, "total": 0}
    assert told["groups"] == [
        {
            "day": "2026-08-01",
            "model": "ltxv/ltxv-2-fast",
            "spend": 0.252,
            "tokens": no_tokens,
            "requests": counts(1, 1),
        },
        {"day": "2026-08-02", "model": "ltxv/ltxv-2", "spend": 0.378, "tokens": no_tokens, "requests": counts(2, 1)},
        {
            "day": "2026-08-02",
            "model": "ltxv/ltxv-2-fast",
            "spend": 0.252,
            "tokens": no_tokens,
            "requests": counts(2, 1),
        },
    ]
    assert sum(group["requests"]["charged"] for group in told["groups"]) == told["requests"]


async def test_days_begin_at_midnight_of_the_zone(office: Office) -> None:
    await busy(office)
    for zone, expected in (
        ("UTC", [("2026-08-01", 1), ("2026-08-02", 4)]),
        ("Europe/Berlin", [("2026-08-02", 5)]),
        ("America/Los_Angeles", [("2026-08-01", 2), ("2026-08-02", 3)]),
    ):
        told = await get(office, DETAIL, group_by="day", tz=zone, **MONTH)
        assert [(g["day"], g["requests"]["total"]) for g in told["groups"]] == expected
        assert all("model" not in group for group in told["groups"])
        assert told["start"] == "2026-08-01T00:00:00.000Z", "the window stays UTC"


async def test_groups_by_model_alone_have_no_day(office: Office) -> None:
    await busy(office)
    told = await get(office, DETAIL, group_by="model", **MONTH)
    assert [(g["model"], g["requests"]) for g in told["groups"]] == [
        ("ltxv/ltxv-2", counts(2, 1)),
        ("ltxv/ltxv-2-fast", counts(3, 2)),
    ]
    assert all("day" not in group for group in told["groups"])


@pytest.mark.parametrize("path", ["/v2/usage", DETAIL, "/v2/logs"])
async def test_a_management_key_may_ask_about_every_key_and_others_about_themselves(office: Office, path: str) -> None:
    await busy(office)
    other = await office.key()
    reply = await other.get(path, params={**MONTH, "key_prefix": office.program_prefix})
    assert (reply.status_code, "--management" in reply.json()["message"]) == (403, True)
    asked = {**MONTH, "key_prefix": office.program_prefix}
    own, managed = await get(office, path, **asked), (await office.manager.get(path, params=asked)).json()
    assert own == managed
    if path != "/v2/logs":
        assert (managed["api_key_prefix"], managed["spend"]) == (office.program_prefix, 0.882)
    for unknown in ("ffffffff", "%00", "é"):
        assert (await office.manager.get(path, params={**MONTH, "key_prefix": unknown})).status_code == 404


async def test_a_deleted_keys_usage_can_still_be_asked_for(office: Office) -> None:
    await busy(office)
    await office.manager.delete(f"/v1/keys/{office.program_prefix}")
    told = (await office.manager.get("/v2/usage", params={**MONTH, "key_prefix": office.program_prefix})).json()
    assert told["requests"] == 3


@pytest.mark.parametrize("path", ["/v2/usage", DETAIL, "/v2/logs"])
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "`start` is missing: send either `period`, such as 24h or 7d, or both `start` and `end`"),
        ("start=2026-08-01", "`end` is missing: "),
        ("end=2026-08-01", "`start` is missing: "),
        ("period=1d&start=2026-08-01&end=2026-08-02", "not both"),
        ("period=0d", "positive whole number"),
        ("period=7w", "such as 24h or 7d"),
        ("period=-1d", "such as 24h or 7d"),
        ("period=93d", "at most 92d"),
        ("period=2209h", "at most 92d"),
        ("period=99999999999d", "such as"),
        ("start=2026-08-02&end=2026-08-01", "not be earlier"),
        ("start=2026-01-01&end=2026-08-01", "not exceed 92 days"),
        ("start=soon&end=2026-08-01", "2026-08-01T00:00:00Z"),
    ],
)
async def test_a_window_that_is_none_is_a_400(office: Office, path: str, query: str, words: str) -> None:
    reply = await office.program.get(f"{path}?{query}")
    assert reply.status_code == 400
    assert words in reply.json()["message"]


@pytest.mark.parametrize(
    ("path", "query", "words"),
    [
        ("/v2/usage", "period=1d&group_by=day", "/v2/usage/detail"),
        ("/v2/usage", "period=1d&tz=UTC", "/v2/usage/detail"),
        (DETAIL, "period=1d&group_by=hour", "day, model or day,model"),
        (DETAIL, "period=1d&group_by=model,day", "day, model or day,model"),
        (DETAIL, "period=1d&group_by=day&tz=utc", "Europe/Berlin or UTC"),
        (DETAIL, "period=1d&group_by=day&tz=%2B05:00", "Europe/Berlin or UTC"),
        (DETAIL, "period=1d&tz=europe/berlin", "Europe/Berlin or UTC"),
        (DETAIL, "period=1d&group_by=day&tz=../../etc/passwd", "Europe/Berlin or UTC"),
        ("/v2/logs", "period=1d&status=ok", "succeeded or failed"),
        ("/v2/logs", "period=1d&status=succeeded,failed", "succeeded or failed"),
        ("/v2/logs", "period=1d&limit=0", "the nearest is 1"),
        ("/v2/logs", "period=1d&limit=101", "the nearest is 100"),
        ("/v2/logs", "period=1d&offset=-1", "the nearest is 0"),
        ("/v2/logs", "period=1d&offset=99999999999999999", "the nearest"),
        ("/v2/logs", "period=1d&offset=x", "whole number"),
        ("/v2/logs", "period=1d" + "&model=a" * 51, "at most 50"),
    ],
)
async def test_a_question_that_is_wrong_is_a_400_that_says_why(
    office: Office, path: str, query: str, words: str
) -> None:
    reply = await office.program.get(f"{path}?{query}")
    assert reply.status_code == 400, reply.text
    assert words in reply.json()["message"]


async def test_logs_tell_each_finished_request_newest_first(office: Office) -> None:
    named = await office.program.post(
        PATH, json={"model": "ltxv/ltxv-2-fast", "prompt": "a boat"}, headers={"X-Client-Request-Id": "customer-42"}
    )
    generation_id = named.json()["id"]
    await office.complete(generation_id)
    await office.at(generation_id, "2026-08-03T00:00:00.123456Z")
    ids = await busy(office)
    told = await get(office, "/v2/logs", **MONTH)
    newest = told["data"][0]
    assert newest == {
        "created": "2026-08-03T00:00:00.123Z",
        "status": "succeeded",
        "origin": "api",
        "model": "ltxv/ltxv-2-fast",
        "cost": {"usd": 0.252, "credits": 504_000},
        "tokens": {"input": 0, "output": 0, "total": 0},
        "request_id": None,
        "inference_id": generation_id,
        "client_request_id": "customer-42",
    }
    names = ["cancelled", "failed", "dear", "early on the second", "late on the first"]
    assert [row["inference_id"] for row in told["data"][1:]] == [ids[name] for name in names]
    assert [(row["status"], row["cost"]["credits"]) for row in told["data"][1:3]] == [("failed", 0)] * 2
    assert [row["client_request_id"] for row in told["data"][1:]] == [None] * 5
    assert told["pagination"] == {"limit": 50, "offset": 0, "total": 6, "has_more": False}


async def test_logs_are_paged_and_filtered(office: Office) -> None:
    ids = await busy(office)
    found: list[str] = []
    for offset in (0, 2, 4):
        told = await get(office, "/v2/logs", limit=2, offset=offset, **MONTH)
        found += [row["inference_id"] for row in told["data"]]
        assert told["pagination"] == {"limit": 2, "offset": offset, "total": 5, "has_more": offset < 4}
    assert len(set(found)) == 5
    beyond = await get(office, "/v2/logs", offset=5, **MONTH)
    assert (beyond["data"], beyond["pagination"]["has_more"]) == ([], False)
    for query, names in (
        ({"status": "failed"}, ["cancelled", "failed"]),
        ({"status": ["failed", "succeeded"], "model": "ltxv-2"}, ["failed", "dear"]),
        ({"model": ["ltxv/ltxv-2", "ltxv/ltxv-2-fast"], "status": "succeeded", "limit": 1}, ["dear"]),
        ({"model": "ltxv/ltxv-2,ltxv/ltxv-2-fast"}, []),
        ({"model": "openai/gpt-5"}, []),
        ({"model": "\x00"}, []),
    ):
        told = await get(office, "/v2/logs", **query, **MONTH)
        assert [row["inference_id"] for row in told["data"]] == [ids[name] for name in names], query


async def test_a_deleted_generation_stays_in_the_logs(office: Office) -> None:
    generation_id = await office.submit()
    await office.complete(generation_id)
    await office.conn.execute(
        "update generations set deleted_at = now(), files_deleted_at = now() where id = %s",
        (generation_id.split(":")[0],),
    )
    assert len((await get(office, "/v2/logs", period="1h"))["data"]) == 1


async def test_logs_are_told_two_hundred_times_a_minute(office: Office) -> None:
    for _ in range(200):
        assert (await office.program.get("/v2/logs?period=1h&limit=1")).status_code == 200
    other = await office.key()
    reply = await other.get("/v2/logs?period=1h")
    assert reply.status_code == 429, "the limit is the account's, not the key's"
    assert 1 <= int(reply.headers["retry-after"]) <= 60
    assert reply.json()["message"].startswith("Too Many Requests")
    assert (await office.program.get("/v2/usage?period=1h")).status_code == 200
