"""`vitascope.api.failed_keys`: guessing is slowed down, and nobody is shut out by a neighbour."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from ipaddress import ip_address

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from vitascope.api import failed_keys
from vitascope.api.app import create_app
from vitascope.api.failed_keys import Ledger, neighbourhood
from vitascope.api.generations import PATH
from vitascope.core.errors import TooManyRequests, Unauthenticated

POLL = f"{PATH}?generation_id=0190b0a0-1234-7000-8000-00000000abcd"


class Keys:
    """A service that knows some keys, and counts how often it is asked for one."""

    def __init__(self, *good: str) -> None:
        self.good = set(good)
        self.asked: list[str | None] = []

    async def authenticate(self, key: str | None) -> object:
        self.asked.append(key)
        if key not in self.good:
            raise Unauthenticated("This key is unknown or revoked.")
        return type("Caller", (), {"key_prefix": "abc", "scopes": None, "management": False, "owner": False})()

    async def poll(self, key: str | None, _id: object) -> object:
        return await self.authenticate(key)


@asynccontextmanager
async def asking(keys: Keys, *, most: int = 3, proxies: Sequence[str] = ()) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(keys, failed_keys=most, trusted_proxies=proxies)  # type: ignore[arg-type]
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app, client=("203.0.113.9", 1)), base_url="http://h"
    ) as c:
        yield c


async def status(client: httpx.AsyncClient, key: str | None, path: str = "/playground/key", via: str = "") -> int:
    headers = ({"Authorization": f"Bearer {key}"} if key else {}) | ({"X-Forwarded-For": via} if via else {})
    return (await client.get(path, headers=headers)).status_code


@pytest.mark.parametrize("path", ["/playground/key", POLL, "/v1/videos", "/v2/text-to-video/x"])
async def test_after_so_many_wrong_keys_others_from_there_are_not_looked_up(path: str) -> None:
    keys = Keys()
    async with asking(keys) as client:
        assert [await status(client, f"guess-{n}", path) for n in range(6)] == [401] * 3 + [429] * 3
    assert keys.asked == ["guess-0", "guess-1", "guess-2"]


async def test_the_refusal_says_when_to_come_again_and_is_logged_once_without_a_key() -> None:
    async with asking(Keys()) as client:
        with capture_logs() as logs:
            for n in range(9):
                reply = await client.get(POLL, headers={"Authorization": f"Bearer guess-{n}"})
    assert 1 <= int(reply.headers["retry-after"]) <= 60
    assert "203.0.113.9" in reply.json()["message"]
    (told,) = [line for line in logs if line["event"] == "keys_refused"]
    assert told["address"] == "203.0.113.9"
    assert "guess" not in str(logs)


async def test_a_key_that_has_worked_goes_on_working_beside_one_that_guesses() -> None:
    keys = Keys("right", "new")
    async with asking(keys) as client:
        assert await status(client, "right") == 200
        for n in range(9):
            await status(client, f"guess-{n}")
        assert await status(client, "right") == 200
        assert await status(client, "new") == 429, "not told apart from a guess without looking it up"
        keys.good.clear()
        assert await status(client, "right") == 401, "revoked"
        assert await status(client, "right") == 429, "and no longer beyond suspicion"


async def test_a_program_that_repeats_one_revoked_key_is_refused_with_that_key_alone() -> None:
    keys = Keys("new")
    async with asking(keys) as client:
        assert [await status(client, "revoked") for _ in range(5)] == [401] * 3 + [429] * 2
        assert await status(client, "new") == 200
        assert len(keys.asked) == 4


async def test_what_is_open_to_all_does_not_make_a_wrong_key_look_right() -> None:
    keys = Keys()
    async with asking(keys) as client:
        for n in range(9):
            assert await status(client, f"guess-{n}", "/health/live") == 200
            assert await status(client, f"guess-{n}", "/openapi.json") == 200
            await client.options(PATH, headers={"Authorization": f"Bearer guess-{n}"})
            assert await status(client, f"guess-{n}") == (401 if n < 3 else 429)


async def test_no_key_at_all_is_no_guess() -> None:
    async with asking(Keys("right")) as client:
        assert [await status(client, None) for _ in range(9)] == [401] * 9
        assert await status(client, "right") == 200


async def test_behind_a_proxy_it_is_the_client_who_guesses() -> None:
    async with asking(Keys(), proxies=["203.0.113.9"]) as client:
        assert [await status(client, f"a{n}", via="198.51.100.1") for n in range(4)] == [401, 401, 401, 429]
        assert await status(client, "b", via="198.51.100.2") == 401
        assert await status(client, "c", via="6.6.6.6, 198.51.100.1") == 429, "made up in front"


async def test_errors_of_each_surface_are_told_in_its_own_form() -> None:
    async with asking(Keys(), most=1) as client:
        await status(client, "guess")
        wrong = {"Authorization": "Bearer other"}
        assert (await client.get("/v1/videos", headers=wrong)).json()["error"]["type"] == "rate_limit_error"
        assert (await client.get("/v2/text-to-video/x", headers=wrong)).json()["error"]["type"] == "rate_limit_error"


async def test_prometheus_is_not_kept_out_by_who_guesses_beside_it() -> None:
    async def scrape(_accept: str) -> tuple[bytes, str]:
        return b"", "text/plain"

    app = create_app(Keys(), failed_keys=1, scrape=scrape, metrics_token="t" * 16)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://h") as client:
        assert [await status(client, f"guess-{n}", "/metrics") for n in range(3)] == [401, 429, 429]
        assert await status(client, "t" * 16, "/metrics") == 200


class Now:
    def __init__(self) -> None:
        self.s = 1000.0

    def __call__(self) -> float:
        return self.s


def test_the_minute_ends() -> None:
    now = Now()
    ledger = Ledger(2, now=now)
    for key in (b"1", b"2"):
        ledger.was_wrong("a", key)
    with pytest.raises(TooManyRequests) as refused:
        ledger.check("a", b"3")
    assert refused.value.retry_after_s == 60
    now.s += 59.9
    with pytest.raises(TooManyRequests):
        ledger.check("a", b"3")
    now.s += 0.1
    ledger.check("a", b"3")


def test_memory_does_not_grow_with_strangers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failed_keys, "ADDRESSES", 10)
    monkeypatch.setattr(failed_keys, "KEYS", 10)
    ledger = Ledger(5)
    for n in range(100):
        for key in range(20):
            ledger.was_wrong(f"address {n}", b"%d" % key)
        ledger.was_right(b"good %d" % n)
    assert len(ledger._windows) == len(ledger._good) == 10
    assert all(len(window.wrong) <= 5 for window in ledger._windows.values())
    with pytest.raises(TooManyRequests):
        ledger.check("address 99", b"another")


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_one_subscriber_of_ipv6_is_one_client(first: int, second: int) -> None:
    prefix = int(ip_address("2001:db8:1:2::"))
    one, other = (neighbourhood(ip_address(prefix + host)) for host in (first, second))
    assert one == other == "2001:db8:1:2::/64"
    assert neighbourhood(ip_address("2001:db8:1:3::1")) != one
