"""`vitascope.api.trusted_hosts`, through the whole application: a server that knows its names answers to no other."""

from __future__ import annotations

from collections.abc import Sequence

import httpx
import pytest

from vitascope.api.app import create_app
from vitascope.api.generations import PATH


class Ready:
    async def ready(self) -> None:
        pass

    async def authenticate(self, key: str | None) -> None:
        raise AssertionError(f"{key} was looked up for a host that is not ours")

    async def poll(self, key: str | None, _id: object) -> None:
        await self.authenticate(key)


def client(
    names: Sequence[str] = ("clips.example.org", "*.studio.example", "::1"), public_url: str | None = None
) -> httpx.AsyncClient:
    app = create_app(Ready(), trusted_hosts=names, public_url=public_url, trusted_proxies=["10.0.0.1"])  # type: ignore[arg-type]
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://h")


@pytest.mark.parametrize(
    "host",
    ["clips.example.org", "CLIPS.example.org:8443", "clips.example.org.", "a.studio.example", "b.a.studio.example",
     "[::1]:8000", "[::1]"],
)  # fmt: skip
async def test_its_own_names_are_answered_whatever_the_port(host: str) -> None:
    async with client() as asking:
        assert (await asking.get("/openapi.json", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "clips.example.org.evil.example", "studio.example", "evilstudio.example", "127.0.0.1:8000", "",
     "clips.example.org@evil.example", "[::2]:8000", "clips.example.org, evil.example"],
)  # fmt: skip
async def test_another_name_is_refused_and_told_with_the_setting(host: str) -> None:
    async with client() as asking:
        for path in ("/", "/openapi.json", PATH, f"{PATH}?generation_id=0190b0a0-1234-7000-8000-00000000abcd"):
            reply = await asking.get(path, headers={"Host": host, "Authorization": "Bearer k"})
            assert reply.status_code == 400, path
            assert "VITASCOPE_TRUSTED_HOSTS" in reply.json()["message"]
            assert repr(host) in reply.json()["message"] or not host
            assert reply.headers["x-request-id"] == reply.json()["requestId"]


async def test_two_names_at_once_are_refused_though_one_is_ours() -> None:
    async with client() as asking:
        both = [("Host", "clips.example.org"), ("Host", "evil.example")]
        assert (await asking.get("/openapi.json", headers=both)).status_code == 400


async def test_the_host_of_the_public_url_is_one_of_them() -> None:
    async with client(["other.example"], public_url="https://Clips.example.org:8443/studio") as asking:
        assert (await asking.get("/openapi.json", headers={"Host": "clips.example.org"})).status_code == 200


async def test_who_is_no_proxy_of_ours_cannot_forward_a_better_name() -> None:
    async with client() as asking:
        headers = {"Host": "evil.example", "X-Forwarded-Host": "clips.example.org"}
        assert (await asking.get("/openapi.json", headers=headers)).status_code == 400


async def test_probes_come_by_an_address() -> None:
    async with client() as asking:
        for path in ("/health/live", "/health/ready"):
            assert (await asking.get(path, headers={"Host": "10.2.3.4:8000"})).status_code == 200


async def test_without_names_any_is_answered() -> None:
    async with client(()) as asking:
        assert (await asking.get("/openapi.json", headers={"Host": "whatever"})).status_code == 200
