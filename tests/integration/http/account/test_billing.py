"""Balances and transactions over a socket: what a submit takes, an end settles, and a ledger tells."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import httpx
import pytest

from tests.integration.http.account.conftest import BODY, PATH, PRICE, Office, client
from vitascope.store import accounts

TRANSACTIONS = "/v2/billing/transactions"


async def balance(office: Office) -> float:
    found: float = (await office.program.get("/v2/billing")).json()["current_balance"]
    return found


async def test_funds_for_one_clip_make_one_clip_at_a_time(office: Office) -> None:
    await office.grant(PRICE)
    first = await office.submit()
    refused = await office.program.post(PATH, json=BODY)
    assert refused.status_code == 403
    told = refused.json()
    assert told["message"].startswith(
        "You've run out of credits. Please top up your balance or update your payment method to continue: "
        f"{office.base_url}/app/billing/"
    )
    assert told["error"]["data"]["kind"] == "err_insufficent_credits"
    cancelled = await office.program.delete(PATH, params={"generation_id": first})
    assert cancelled.json()["error"]["name"] == "Cancelled"
    assert await balance(office) == 0.252
    second = await office.submit()
    assert await balance(office) == 0
    await office.complete(second)
    assert await balance(office) == 0
    polled = await office.program.get(PATH, params={"generation_id": second})
    assert polled.json()["status"] == "completed"
    entries = (await office.program.get(TRANSACTIONS)).json()
    assert [(e["direction"], e["type"], e["amount"], e["model"], e["reference_id"]) for e in entries["data"]] == [
        ("CHARGE", "MODEL_USAGE", {"usd": 0.252, "credits": PRICE}, "ltxv/ltxv-2-fast", second),
        ("TOPUP", "BONUS", {"usd": 0.252, "credits": PRICE}, None, None),
    ]
    assert polled.headers["x-inference-id"] == entries["data"][0]["reference_id"]
    assert entries["pagination"] == {"next_cursor": None, "has_more": False}


async def test_what_fails_is_given_back_and_in_no_ledger(office: Office) -> None:
    await office.grant(2 * PRICE)
    await office.fail(await office.submit())
    assert await balance(office) == 0.504
    assert [e["type"] for e in (await office.program.get(TRANSACTIONS)).json()["data"]] == ["BONUS"]


async def test_many_submits_at_once_spend_exactly_what_there_is(office: Office) -> None:
    await office.grant(5 * PRICE + 1)
    replies = await asyncio.gather(*(office.program.post(PATH, json=BODY) for _ in range(12)))
    assert sorted(reply.status_code for reply in replies) == [200] * 5 + [403] * 7
    assert (await office.program.get("/v1/billing/balance")).json()["balance"] == 1


async def test_an_account_without_a_limit_shows_a_large_balance_that_never_falls(office: Office) -> None:
    await office.submit()
    assert (await office.program.get("/v2/billing")).json() == {"current_balance": 1_000_000, "currency": "USD"}
    legacy = (await office.program.get("/v1/billing/balance")).json()
    assert (legacy["balance"], legacy["lowBalance"]) == (2_000_000_000_000, False)


async def test_the_details_of_an_account(office: Office) -> None:
    await office.grant(PRICE)
    told = (await office.program.get("/v2/billing/detail")).json()
    assert told.pop("user_id")
    assert told == {
        "email": None,
        "current_balance": 0.252,
        "currency": "USD",
        "autotopup_settings": {"is_enabled": False, "threshold": 0, "amount": 0, "currency": "USD"},
    }


async def test_the_legacy_balance_is_in_credits(office: Office) -> None:
    await office.grant(9_999)
    told = (await office.program.get("/v1/billing/balance")).json()
    updated = datetime.fromisoformat(told.pop("lastUpdated"))
    assert abs((datetime.now(UTC) - updated).total_seconds()) < 60
    assert told == {
        "balance": 9_999,
        "lowBalance": True,
        "lowBalanceThreshold": 10_000,
        "autoDebitStatus": "disabled",
        "status": "current",
        "statusExplanation": "Balance is current and up to date",
    }


async def test_a_get_may_carry_a_body_as_the_vendors_samples_do(office: Office) -> None:
    for path in ("/v2/billing", "/v2/billing/detail", "/v1/billing/balance"):
        reply = await office.program.request("GET", path, json={})
        assert reply.status_code == 200


async def filled(office: Office, charges: int) -> list[str]:
    """A ledger of one grant and so many charges, a minute apart, the last two at one moment. Newest first."""
    await office.grant(100 * PRICE)
    await office.conn.execute(
        """update grants set created_at = '2026-08-01T00:00:00Z'
           where account_id = (select id from accounts where name = %s)""",
        (office.name,),
    )
    ids: list[str] = []
    for n in range(charges):
        ids.append(await office.submit())
        await office.complete(ids[-1])
        await office.at(ids[-1], f"2026-08-01T00:{min(n, charges - 2) + 1:02d}:00.000001Z")
    return ids


async def pages(office: Office, **query: object) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    cursor: str | None = None
    while True:
        asked = {**query, **({} if cursor is None else {"cursor": cursor})}
        reply = await office.program.get(TRANSACTIONS, params={k: str(v) for k, v in asked.items()})
        assert reply.status_code == 200, reply.text
        found += reply.json()["data"]
        told = reply.json()["pagination"]
        assert told["has_more"] == (told["next_cursor"] is not None)
        if not told["has_more"]:
            return found
        cursor = told["next_cursor"]


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
async def test_pages_give_every_entry_once_newest_first(office: Office, limit: int) -> None:
    ids = await filled(office, 5)
    found = await pages(office, limit=limit)
    assert [e["type"] for e in found] == ["MODEL_USAGE"] * 5 + ["BONUS"]
    assert {e["reference_id"] for e in found[:2]} == set(ids[-2:])
    assert [e["reference_id"] for e in found[2:5]] == ids[2::-1]
    assert [e["created_at"] for e in found] == sorted((str(e["created_at"]) for e in found), reverse=True)


async def test_what_is_added_meanwhile_moves_nothing(office: Office) -> None:
    ids = await filled(office, 4)
    first = (await office.program.get(TRANSACTIONS, params={"limit": 3})).json()
    await office.complete(await office.submit())
    await office.grant(1)
    asked = {"limit": 3, "cursor": first["pagination"]["next_cursor"]}
    rest = (await office.program.get(TRANSACTIONS, params=asked)).json()
    assert [e["reference_id"] for e in rest["data"]] == [ids[0], None]
    assert not rest["pagination"]["has_more"]


async def test_filters(office: Office) -> None:
    await filled(office, 3)
    for query, types in (
        ({"direction": "TOPUP"}, ["BONUS"]),
        ({"direction": "CHARGE"}, ["MODEL_USAGE"] * 3),
        ({"type": "MODEL_USAGE"}, ["MODEL_USAGE"] * 3),
        ({"type": "BONUS"}, ["BONUS"]),
        ({"type": "REFUND"}, []),
        ({"type": "MODEL_USAGE", "direction": "TOPUP"}, []),
        ({"from": "2026-08-01T00:02:00Z"}, ["MODEL_USAGE"] * 2),
        ({"from": "2026-08-01T00:00:00Z", "to": "2026-08-01T00:01:30+00:00"}, ["MODEL_USAGE", "BONUS"]),
        ({"to": "2026-08-01T02:00:00+02:00"}, []),
        ({"to": "2026-08-01T02:00:01+02:00"}, ["BONUS"]),
    ):
        assert [e["type"] for e in await pages(office, **query)] == types, query


async def test_an_offset_whose_plus_was_not_encoded_is_read(office: Office) -> None:
    await filled(office, 2)
    reply = await office.program.get(f"{TRANSACTIONS}?to=2026-08-01T02:00:01+02:00")
    assert [e["type"] for e in reply.json()["data"]] == ["BONUS"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("page=2", "`page` is '2': there is no such parameter"),
        ("group_by=day", "`group_by`"),
        ("limit=0", "use 1 to 100; the nearest is 1"),
        ("limit=101", "the nearest is 100"),
        ("limit=many", "whole number"),
        ("limit=1&limit=2", "send it once"),
        ("direction=topup", "TOPUP or CHARGE"),
        ("type=USAGE", "MODEL_USAGE"),
        ("from=2026-08-01T00:00:00", "names no offset"),
        ("from=yesterday", "such as 2026-08-01T00:00:00Z"),
        ("from=0001-01-01T00:00:00%2B14:00", "such as"),
        ("from=2026-08-02T00:00:00Z&to=2026-08-01T00:00:00Z", "later than `from`"),
        ("from=2026-08-01T00:00:00Z&to=2026-08-01T00:00:00Z", "later than `from`"),
        ("cursor=", "`next_cursor`"),
        ("cursor=AAAA", "`next_cursor`"),
        ("cursor=%C3%A9", "`next_cursor`"),
        ("cursor=" + "_" * 32, "`next_cursor`"),
    ],
)
async def test_a_query_that_is_wrong_is_a_400_that_says_why(office: Office, query: str, words: str) -> None:
    reply = await office.program.get(f"{TRANSACTIONS}?{query}")
    assert reply.status_code == 400, reply.text
    assert words in reply.json()["message"]


async def test_a_cursor_is_taken_only_as_it_was_given(office: Office) -> None:
    await filled(office, 2)
    cursor = (await office.program.get(TRANSACTIONS, params={"limit": 1})).json()["pagination"]["next_cursor"]
    for changed in (cursor[:-1], cursor + "A", cursor + "=", f" {cursor}", "\x00" + cursor[1:]):
        assert (await office.program.get(TRANSACTIONS, params={"cursor": changed})).status_code == 400, changed


async def test_a_management_key_sees_the_balance_and_no_transactions(office: Office) -> None:
    assert (await office.manager.get("/v2/billing")).status_code == 200
    reply = await office.manager.get(TRANSACTIONS)
    assert (reply.status_code, "management key" in reply.json()["message"]) == (403, True)


async def test_another_account_sees_nothing_of_it(office: Office) -> None:
    await filled(office, 2)
    key = accounts.new_key()
    await accounts.create_key(office.conn, account=f"{office.name}-2", key=key, name=None)
    async with client(office.base_url, key) as stranger:
        assert (await stranger.get(TRANSACTIONS)).json()["data"] == []
        mine = (await office.program.get(TRANSACTIONS, params={"limit": 1})).json()["pagination"]["next_cursor"]
        assert (await stranger.get(TRANSACTIONS, params={"cursor": mine})).json()["data"] == []


@pytest.mark.parametrize(
    "path",
    ["/v2/billing", "/v2/billing/detail", TRANSACTIONS, "/v1/billing/balance", "/v2/usage?period=1d", "/v2/logs"],
)
async def test_without_a_key_nothing_is_told(office: Office, path: str) -> None:
    async with httpx.AsyncClient(base_url=office.base_url, trust_env=False, timeout=60) as nobody:
        assert (await nobody.get(path)).status_code == 401
