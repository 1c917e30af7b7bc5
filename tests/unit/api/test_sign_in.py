"""One-time links: good once, for a while, and not lost to a database that does not answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from vitascope.api.app import create_app
from vitascope.api.playground import sign_in
from vitascope.api.playground.sign_in import LIFETIME_S, OneTimeSignIn
from vitascope.core.errors import Forbidden, Unavailable


class Keys:
    def __init__(self) -> None:
        self.made = 0
        self.down = False
        self.now = 0.0

    async def make(self) -> str:
        await asyncio.sleep(0)
        if self.down:
            raise Unavailable("The database does not answer.")
        self.made += 1
        return f"key {self.made}"


def token_of(links: OneTimeSignIn) -> str:
    return links.fragment().partition("=")[2]


async def test_of_two_who_come_with_one_token_at_once_one_is_refused() -> None:
    keys = Keys()
    links = OneTimeSignIn(keys.make, now=lambda: keys.now)
    token = token_of(links)
    found = await asyncio.gather(links.exchange(token), links.exchange(token), return_exceptions=True)
    assert found[0] == "key 1"
    assert isinstance(found[1], Forbidden)
    assert keys.made == 1


async def test_a_token_has_its_time() -> None:
    keys = Keys()
    links = OneTimeSignIn(keys.make, now=lambda: keys.now)
    early, late = token_of(links), token_of(links)
    keys.now = LIFETIME_S
    assert await links.exchange(early) == "key 1"
    keys.now = LIFETIME_S + 0.1
    with pytest.raises(Forbidden):
        await links.exchange(late)


async def test_a_database_that_does_not_answer_uses_no_token_up() -> None:
    keys = Keys()
    links = OneTimeSignIn(keys.make, now=lambda: keys.now)
    token = token_of(links)
    keys.down = True
    with pytest.raises(Unavailable):
        await links.exchange(token)
    keys.down = False
    assert await links.exchange(token) == "key 1"


async def test_tokens_are_not_kept_as_they_are() -> None:
    links = OneTimeSignIn(Keys().make)
    token = token_of(links)
    assert len(token) >= 43
    assert token not in repr(vars(links))


async def test_who_comes_without_a_link_holds_no_connection_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    async def make_key() -> str:
        raise AssertionError("no key is made for half a body")

    async def stalling() -> AsyncIterator[bytes]:
        yield b'{"token": "'
        await asyncio.Event().wait()

    monkeypatch.setattr(sign_in, "BODY_S", 0.01)
    app = create_app(None, sign_in=OneTimeSignIn(make_key))  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://h") as asking:
        assert (await asking.post(sign_in.PATH, content=stalling())).status_code == 408
