"""Posting to callers' addresses: what is refused when it is given, and what when it is dialled."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator, Sequence

import pytest

from tests.receiver import Receiver, receiving
from tests.unit.media.test_fetch import PUBLIC, Detour
from vitascope.core.errors import InvalidField
from vitascope.media.network import Resolve
from vitascope.media.post import NotDelivered, Poster

HOOK = "https://hooks.example.org/take?x=1"


def names(**known: str) -> Resolve:
    """Answers for ``known`` names, dots written as underscores."""

    async def resolve(host: str, _port: int) -> Sequence[str]:
        address = known.get(host.replace(".", "_"))
        if address is None:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        if address == "later":
            raise socket.gaierror(socket.EAI_AGAIN, "not now")
        return [address]

    return resolve


INTERNET = names(hooks_example_org=PUBLIC, inside_example_org="10.0.0.7", slow_example_org="later")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


@pytest.mark.parametrize("url", [HOOK, "http://hooks.example.org:8080/", "https://slow.example.org/"])
async def test_a_public_address_is_taken_and_one_that_nobody_can_look_up_now(url: str) -> None:
    await Poster(resolve=INTERNET).check(url, field="webhook_url")


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("", "begins with https://"),
        ("hooks.example.org", "begins with https://"),
        ("ftp://hooks.example.org/", "begins with https://"),
        ("https:///take", "names no host"),
        ("https://me:secret@hooks.example.org/", "leave user name and password out"),
        ("https://hooks.example.org:25/", "it leads to port 25"),
        ("https://inside.example.org/", "not on the public internet"),
        ("https://nowhere.example.org/", "not on the public internet"),
        ("http://127.0.0.1/", "not on the public internet"),
        ("http://[::1]/", "not on the public internet"),
        ("https://hooks.example.org/\x00", "not a link that can be read"),
        ("https://hooks.example.org/" + "a" * 2000, "at most 2,000"),
    ],
)
async def test_what_may_not_be_posted_to_is_told_with_the_reason(url: str, hint: str) -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return [host] if host[0] in "1:" else await INTERNET(host, port)

    with pytest.raises(InvalidField, match=hint) as refused:
        await Poster(resolve=resolve).check(url, field="webhook_url")
    assert refused.value.field == "webhook_url"


async def test_a_host_that_the_owner_allows_may_be_private_and_on_any_port() -> None:
    await Poster(allowed_hosts={"inside.example.org"}, resolve=INTERNET).check(
        "http://inside.example.org:3000/", field="webhook_url"
    )


async def test_the_address_looked_at_is_the_address_dialled(receiver: Receiver) -> None:
    internet = Detour(int(receiver.url.rpartition(":")[2]))
    poster = Poster(resolve=INTERNET, dial=internet)
    assert await poster.post("http://hooks.example.org/take?x=1", b"{}", {"webhook-id": "msg_1"}) == 204
    assert internet.dialled == [(PUBLIC, 80)]
    (posted,) = receiver.received
    assert (posted.path, posted.body, posted.headers["webhook-id"]) == ("/take?x=1", b"{}", "msg_1")
    assert posted.headers["host"] == "hooks.example.org"


async def test_a_name_that_has_become_private_since_is_not_dialled(receiver: Receiver) -> None:
    internet = Detour(int(receiver.url.rpartition(":")[2]))
    poster = Poster(resolve=names(hooks_example_org="169.254.169.254"), dial=internet)
    with pytest.raises(NotDelivered, match="not on the public internet"):
        await poster.post("http://hooks.example.org/", b"{}", {})
    assert (internet.dialled, receiver.received) == ([], [])


async def test_a_receiver_that_never_answers_costs_no_more_than_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        async with asyncio.timeout(60):
            with pytest.raises(NotDelivered, match="no reply within"):
                await Poster(allowed_hosts={"127.0.0.1"}, deadline_s=0.2).post(url, b"{}", {})
