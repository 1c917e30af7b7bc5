"""Keys over a socket, as the vendor's pages show it."""

from __future__ import annotations

import re

import httpx
import pytest

from tests.integration.http.account.conftest import BODY, PATH, PRICE, Office, client
from vitascope.core.account import KeyLimit

SAMPLE = {
    "name": "20260202-key-for-llms",
    "limit": {"retention": "week", "threshold": 25},
    "scopes": ["model:chat", "model:responses"],
}
"""The vendor's own."""

KEY_FIELDS = {"name", "prefix", "disabled", "scopes", "limit", "created_at", "updated_at", "monthly_usage"}


async def made(office: Office, **body: object) -> dict[str, object]:
    reply = await office.manager.post("/v1/keys", json=body)
    assert reply.status_code == 200, reply.text
    found: dict[str, object] = reply.json()["data"]
    return found


async def test_the_vendors_sample_makes_a_key(office: Office) -> None:
    key = await made(office, **SAMPLE)
    assert set(key) == KEY_FIELDS | {"key"}
    assert re.fullmatch("[0-9a-f]{32}", str(key["key"]))
    assert key["prefix"] == str(key["key"])[:8]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", str(key["created_at"]))
    assert {name: key[name] for name in SAMPLE} == SAMPLE
    assert (key["disabled"], key["monthly_usage"]) == (False, 0)


@pytest.mark.parametrize("body", [b"", b"{}", b" "])
async def test_a_key_may_be_made_of_nothing_and_makes_clips(office: Office, body: bytes) -> None:
    reply = await office.manager.post("/v1/keys", content=body)
    assert reply.status_code == 200
    told = reply.json()["data"]
    assert set(told) == (KEY_FIELDS | {"key"}) - {"limit"}
    assert (told["name"], told["scopes"]) == (None, None)
    async with client(office.base_url, told["key"]) as fresh:
        await office.submit(fresh)


async def test_keys_are_listed_oldest_first_without_themselves_and_without_management_keys(office: Office) -> None:
    for name in ("second", "third"):
        await made(office, name=name)
    reply = await office.manager.get("/v1/keys", headers={"X-Client-Request-Id": "mine-7"})
    assert [key["name"] for key in reply.json()["data"]] == ["program", "second", "third"]
    assert all(set(key) == KEY_FIELDS for key in reply.json()["data"])
    assert reply.headers["x-client-request-id"] == "mine-7"


async def test_an_account_sees_and_changes_its_own_keys_alone(office: Office) -> None:
    prefix = str((await office.key()).headers["authorization"])[7:15]
    await office.conn.execute(
        "update keys set account_id = (select id from accounts where name = 'default') where prefix = %s", (prefix,)
    )
    assert prefix not in [key["prefix"] for key in (await office.manager.get("/v1/keys")).json()["data"]]
    for method in ("PATCH", "PUT", "DELETE"):
        reply = await office.manager.request(method, f"/v1/keys/{prefix}", json={})
        assert reply.status_code == 404
        assert reply.json()["message"].startswith(f"No key of this account is called '{prefix}'")


async def test_a_patch_leaves_what_it_does_not_say_and_a_put_does_not(office: Office) -> None:
    key = await made(office, **SAMPLE)
    address = f"/v1/keys/{key['prefix']}"
    patched = (await office.manager.patch(address, json={"name": "other"})).json()["data"]
    assert (patched["name"], patched["limit"], patched["scopes"]) == ("other", SAMPLE["limit"], SAMPLE["scopes"])
    assert patched["updated_at"] >= str(key["updated_at"])
    cleared = (await office.manager.patch(address, json={"limit": None, "scopes": None, "disabled": True})).json()[
        "data"
    ]
    assert (cleared["name"], cleared["limit"], cleared["scopes"], cleared["disabled"]) == ("other", None, None, True)
    put = (await office.manager.put(address, json={"scopes": ["model:video"]})).json()["data"]
    assert (put["name"], put["limit"], put["scopes"], put["disabled"]) == (None, None, ["model:video"], False)


async def test_a_deleted_key_opens_nothing_and_is_listed_no_more(office: Office) -> None:
    key = await made(office)
    reply = await office.manager.delete(f"/v1/keys/{key['prefix']}")
    assert reply.json() == {"data": {"prefix": key["prefix"], "deleted": True}}
    assert (await office.manager.delete(f"/v1/keys/{key['prefix']}")).status_code == 404
    async with client(office.base_url, str(key["key"])) as gone:
        assert (await gone.post(PATH, json=BODY)).status_code == 401
    prefixes = [k["prefix"] for k in (await office.manager.get("/v1/keys")).json()["data"]]
    assert key["prefix"] not in prefixes


async def test_a_disabled_key_opens_nothing_until_it_is_enabled(office: Office) -> None:
    generation_id = await office.submit()
    for disabled, status in ((True, 401), (False, 200)):
        await office.manager.patch(f"/v1/keys/{office.program_prefix}", json={"disabled": disabled})
        for path in ("/v2/billing", f"{PATH}?generation_id={generation_id}"):
            assert (await office.program.get(path)).status_code == status


async def test_no_request_touches_a_management_key(office: Office) -> None:
    """So nobody can be locked out of their keys, or lock others out."""
    prefix = str(office.manager.headers["authorization"])[7:15]
    for method in ("PATCH", "PUT", "DELETE"):
        reply = await office.manager.request(method, f"/v1/keys/{prefix}", json={"disabled": True})
        assert reply.status_code == 403
        assert "vitascope keys revoke" in reply.json()["message"]
    assert (await office.manager.get("/v1/keys")).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/keys"),
        ("POST", "/v1/keys"),
        ("GET", "/v1/key"),
        ("PATCH", "/v1/keys/01234567"),
        ("PUT", "/v1/keys/01234567"),
        ("DELETE", "/v1/keys/01234567"),
    ],
)
async def test_an_ordinary_key_manages_nothing_and_is_told_how_to_make_one_that_does(
    office: Office, method: str, path: str
) -> None:
    reply = await office.program.request(method, path)
    assert reply.status_code == 403
    assert "`vitascope keys create --management`" in reply.json()["message"]
    async with httpx.AsyncClient(base_url=office.base_url, trust_env=False, timeout=60) as nobody:
        assert (await nobody.request(method, path)).status_code == 401


async def test_a_management_key_makes_no_clips(office: Office) -> None:
    reply = await office.manager.post(PATH, json=BODY)
    assert reply.status_code == 403
    assert "management key" in reply.json()["message"]


@pytest.mark.parametrize(("scopes", "status"), [(["model:chat"], 403), ([], 403), (["model:chat", "model:video"], 200)])
async def test_a_key_with_scopes_needs_the_one_for_video(office: Office, scopes: list[str], status: int) -> None:
    key = await made(office, scopes=scopes)
    assert key["scopes"] == scopes
    async with client(office.base_url, str(key["key"])) as narrow:
        reply = await narrow.post(PATH, json=BODY)
    assert reply.status_code == status, reply.text
    assert status == 200 or "`model:video`" in reply.json()["message"]


@pytest.mark.parametrize(
    ("body", "field", "words"),
    [
        ({"colour": "red"}, "colour", "use name, limit or scopes"),
        ({"disabled": True}, "disabled", "use name, limit or scopes"),
        ({"name": 7}, "name", "give it as text"),
        ({"name": " "}, "name", "printable"),
        ({"name": "a\u0000b"}, "name", "printable"),
        ({"name": "x" * 201}, "name", "at most 200"),
        ({"scopes": "model:video"}, "scopes", "array"),
        ({"scopes": ["model:movies"]}, "scopes", "model:video"),
        ({"scopes": [None]}, "scopes", "array"),
        ({"limit": 25}, "limit", "`retention` and `threshold`"),
        ({"limit": {"retention": "day"}}, None, "`limit.threshold` is missing"),
        ({"limit": {"threshold": 25}}, None, "`limit.retention` is missing"),
        ({"limit": {"retention": "year", "threshold": 25}}, "limit.retention", "no_reset, day, week or month"),
        ({"limit": {"retention": 7, "threshold": 25}}, "limit.retention", "no_reset, day, week or month"),
        ({"limit": {"retention": "day", "threshold": -1}}, "limit.threshold", "the nearest is 0"),
        ({"limit": {"retention": "day", "threshold": 10**12}}, "limit.threshold", "the nearest is 1,000,000,000"),
        ({"limit": {"retention": "day", "threshold": "1e999999999"}}, "limit.threshold", "the nearest"),
        ({"limit": {"retention": "day", "threshold": True}}, "limit.threshold", "number"),
        ({"limit": {"retention": "day", "threshold": "NaN"}}, "limit.threshold", "number"),
        ({"limit": {"retention": "day", "threshold": 1, "per": 2}}, "limit.per", "`retention` and `threshold`"),
    ],
)
async def test_a_body_that_is_wrong_is_told_where(
    office: Office, body: dict[str, object], field: str | None, words: str
) -> None:
    before = len((await office.manager.get("/v1/keys")).json()["data"])
    reply = await office.manager.post("/v1/keys", json=body)
    assert reply.status_code == 400, reply.text
    assert words in reply.json()["message"]
    assert reply.json()["error"]["data"].get("field") == field
    assert len((await office.manager.get("/v1/keys")).json()["data"]) == before


@pytest.mark.parametrize("body", [b"{", b"[]", b"7", b"\xff", b'{"name":"a","name":"b"}'])
async def test_a_body_that_is_no_object_is_a_400(office: Office, body: bytes) -> None:
    assert (await office.manager.post("/v1/keys", content=body)).status_code == 400


async def test_a_body_that_is_far_too_large_is_a_413(office: Office) -> None:
    assert (await office.manager.post("/v1/keys", content=b" " * 100_000)).status_code == 413


@pytest.mark.parametrize("prefix", ["%00", "x" * 100, "%C3%A9", "no%20such"])
async def test_an_odd_prefix_is_a_404(office: Office, prefix: str) -> None:
    assert (await office.manager.patch(f"/v1/keys/{prefix}", json={})).status_code == 404


async def test_the_most_recently_used_key_is_told(office: Office) -> None:
    first, second = await made(office, name="first"), await made(office, name="second")
    for key in (first, second, first):
        async with client(office.base_url, str(key["key"])) as used:
            await used.get("/v2/billing")
        told = (await office.manager.get("/v1/key")).json()["data"]
        assert (told["name"], set(told)) == (key["name"], KEY_FIELDS)


async def test_of_keys_that_were_never_used_the_newest_is_told_and_of_none_a_404(office: Office) -> None:
    await made(office, name="newest")
    assert (await office.manager.get("/v1/key")).json()["data"]["name"] == "newest"
    for key in (await office.manager.get("/v1/keys")).json()["data"]:
        await office.manager.delete(f"/v1/keys/{key['prefix']}")
    reply = await office.manager.get("/v1/key")
    assert (reply.status_code, "no keys yet" in reply.json()["message"]) == (404, True)


async def test_monthly_usage_is_what_was_charged_this_month(office: Office) -> None:
    for end in (office.complete, office.fail):
        await end(await office.submit())
    old = await office.submit()
    await office.complete(old)
    await office.at(old, "2020-01-31T23:59:59Z")
    await office.submit()
    key = (await office.manager.get("/v1/keys")).json()["data"][0]
    assert key["monthly_usage"] == 0.252


async def test_a_limit_given_later_counts_what_is_spent_already(office: Office) -> None:
    await office.complete(await office.submit())
    waiting = await office.submit()
    old = await office.submit()
    await office.complete(old)
    await office.at(old, "2020-01-31T23:59:59Z")
    address = f"/v1/keys/{office.program_prefix}"
    limit = {"retention": "month", "threshold": 2 * 0.252}
    assert (await office.manager.patch(address, json={"limit": limit})).json()["data"]["limit"] == limit
    refused = await office.program.post(PATH, json=BODY)
    assert refused.status_code == 403
    assert "may spend 0.504 USD a month; 0.504 USD are spent" in refused.json()["message"]
    await office.program.delete(PATH, params={"generation_id": waiting})
    await office.submit()
    assert (await office.program.post(PATH, json=BODY)).status_code == 403
    await office.manager.patch(address, json={"limit": None})
    await office.submit()


async def test_a_limit_over_the_wire_holds_to_the_last_credit(office: Office) -> None:
    narrow = await office.key(limit=KeyLimit(credits=2 * PRICE - 1, retention="day"))
    await office.submit(narrow)
    reply = await narrow.post(PATH, json=BODY)
    assert (reply.status_code, reply.json()["error"]["data"]["kind"]) == (403, "err_limit_reached")


async def test_a_page_from_elsewhere_may_patch(office: Office) -> None:
    asked = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "PATCH",
        "Access-Control-Request-Headers": "authorization",
    }
    reply = await office.manager.options("/v1/keys/01234567", headers=asked)
    assert reply.status_code == 200
    assert "PATCH" in reply.headers["access-control-allow-methods"]
