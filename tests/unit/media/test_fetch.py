"""Against a real HTTP server on this machine; names are answered by the test."""

from __future__ import annotations

import asyncio
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpcore
import pytest

from vitascope.core.errors import DeadLink, UnusableImage
from vitascope.media.addresses import is_public
from vitascope.media.fetch import Fetcher, FetchLimits

PUBLIC = "93.184.216.34"
IMAGE = b"\x89PNG not really, but bytes all the same" * 50

ANY_HOST = "0.0.0.0"  # noqa: S104 — dialled, it is this machine

NOT_PUBLIC = """
10.1.2.3 100.64.0.1 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1 172.31.9.9 192.0.0.1 192.0.2.1
192.88.99.1 192.168.0.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1
255.255.255.255 :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 64:ff9b::a00:1
64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:7f00:1::1 2002:5db8:d822::1 3fff::1 5f00::1 fc00::1 fd12:3456::1
fe80::1 fe80::1%eth0 fec0::1 ff02::1 2606:4700::1%1 images.example 1.2.3 0x7f000001
"""
"""Of each special-purpose range of IANA one address at least, and things that are no address."""


def ok(body: bytes, *headers: str) -> bytes:
    lines = ["HTTP/1.1 200 OK", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def redirect(location: str, status: int = 302) -> bytes:
    return f"HTTP/1.1 {status} Found\r\nLocation: {location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()


@dataclass
class Server:
    """Answers by path, and remembers what it was asked."""

    answers: dict[str, bytes]
    port: int = 0
    requests: list[str] = field(default_factory=list)
    greeted: list[str | None] = field(default_factory=list)
    """Names asked for in TLS."""
    hang: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = (await reader.readuntil(b"\r\n\r\n")).decode()
            self.requests.append(request)
            path = request.split(" ")[1]
            writer.write(self.answers.get(path, b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"))
            await writer.drain()
            if path == "/slow":
                await self.hang.wait()
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            pass
        finally:
            writer.close()

    @property
    def paths(self) -> list[str]:
        return [request.split(" ")[1] for request in self.requests]


@asynccontextmanager
async def serving(answers: dict[str, bytes], *, tls: ssl.SSLContext | None = None) -> AsyncIterator[Server]:
    server = Server(answers)
    if tls is not None:
        tls.sni_callback = lambda _socket, name, _context: server.greeted.append(name)
    listener = await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=tls)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        server.hang.set()
        listener.close()
        await listener.wait_closed()


class Detour(httpcore.AsyncNetworkBackend):
    """Stands for the internet: whatever address is dialled, the local server answers; the address is remembered."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.dialled: list[tuple[str, int]] = []

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        self.dialled.append((host, port))
        return await httpcore.AnyIOBackend().connect_tcp("127.0.0.1", self.port, timeout)


def names(**table: Sequence[str]) -> Callable[[str, int], Awaitable[Sequence[str]]]:
    async def resolve(host: str, _port: int) -> Sequence[str]:
        try:
            return table[host.replace(".", "_")]
        except KeyError:
            raise socket.gaierror(-2, "Name or service not known") from None

    return resolve


async def refused(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(UnusableImage) as caught:
        await fetcher.fetch(url, field="image_url")
    assert (caught.value.field, caught.value.value) == ("image_url", url)
    return caught.value.hint


async def test_an_image_on_the_public_internet_is_fetched() -> None:
    async with serving({"/a.png?b=c": ok(IMAGE)}) as server:
        dial = Detour(server.port)
        fetcher = Fetcher(resolve=names(images_example=[PUBLIC]), dial=dial)
        assert await fetcher.fetch("http://images.example/a.png?b=c", field="image_url") == IMAGE
        assert dial.dialled == [(PUBLIC, 80)]
        request = server.requests[0].lower()
        assert "\r\nhost: images.example\r\n" in request
        assert "\r\naccept-encoding: identity\r\n" in request
        assert "authorization" not in request
        assert "cookie" not in request


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["10.0.0.8"], [PUBLIC, "192.168.1.1"], ["::1"], ["::ffff:169.254.169.254"], []],
)
async def test_a_name_with_any_private_address_is_never_dialled(addresses: list[str]) -> None:
    async with serving({"/": ok(IMAGE)}) as server:
        dial = Detour(server.port)
        fetcher = Fetcher(resolve=names(images_example=addresses), dial=dial)
        hint = await refused(fetcher, "http://images.example/")
        assert "not on the public internet" in hint
        assert not any(address in hint for address in addresses)
        assert dial.dialled == []


async def test_an_unknown_name_and_a_private_one_are_refused_in_the_same_words() -> None:
    fetcher = Fetcher(resolve=names(inside_example=["10.1.2.3"]))
    inside = await refused(fetcher, "http://inside.example/")
    assert inside == await refused(fetcher, "http://nowhere.example/")


async def test_a_dead_link_of_an_unknown_name_and_of_a_private_one_cannot_be_told_apart() -> None:
    """A lenient surface drops a dead link and takes the request, so the class can be seen from outside."""
    fetcher = Fetcher(resolve=names(inside_example=["10.1.2.3"], cut_example=[]))
    for url in ("http://inside.example/", "http://nowhere.example/", "http://cut.example/", "http://nowhere.invalid/"):
        with pytest.raises(DeadLink):
            await fetcher.fetch(url, field="image_url")


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "[::1]", "169.254.169.254", "2130706433", "0x7f.1", "localhost", "LOCALHOST."),
        *("db", "printer.local", "metadata.google.internal", "nas.home.arpa", "router.lan", "wiki.corp"),
    ],
)
async def test_what_names_an_inside_is_refused_and_never_just_dead(host: str) -> None:
    """Whether there is such a thing or not."""
    for resolve in (names(), names(**{host.strip("[]").replace(".", "_"): ["10.0.0.1"]})):
        with pytest.raises(UnusableImage, match="not on the public internet") as caught:
            await Fetcher(resolve=resolve).fetch(f"http://{host}/", field="image_url")
        assert type(caught.value) is UnusableImage


async def test_a_link_that_ends_in_anything_but_an_image_is_dead() -> None:
    answers = {
        "/page": ok(b"\xef\xbb\xbf\n <!DOCTYPE HTML><title>Gone</title>"),
        "/bare": ok(b"<html>"),
        "/empty": ok(b""),
        "/loop": redirect("/loop"),
        "/gone": b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n",
        "/broken": b"HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n",
        "/short": b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
        "/slow": b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
    }
    async with serving(answers) as server:
        fetcher = Fetcher(
            limits=FetchLimits(deadline_s=0.3), resolve=names(images_example=[PUBLIC]), dial=Detour(server.port)
        )
        for path in (*answers, "/none"):
            with pytest.raises(DeadLink):
                await fetcher.fetch(f"http://images.example{path}", field="image_url")
    with pytest.raises(DeadLink, match="cannot be reached"):  # nobody listens any more
        await fetcher.fetch("http://images.example/", field="image_url")


async def test_a_link_that_may_not_be_followed_or_brings_too_much_is_not_dead() -> None:
    answers = {
        "/": redirect("http://127.0.0.1/"),
        "/much": ok(bytes(2000)),
        "/gzip": ok(b"x", "Content-Encoding: gzip"),
    }
    async with serving(answers) as server:
        table = names(images_example=[PUBLIC], **{"127_0_0_1": ["127.0.0.1"]})
        fetcher = Fetcher(limits=FetchLimits(max_bytes=1000), resolve=table, dial=Detour(server.port))
        for url in ("/", "/much", "/gzip", ":22/", "http://user:pass@images.example/", "file:///etc/passwd"):
            with pytest.raises(UnusableImage) as caught:
                await fetcher.fetch(url if "://" in url else f"http://images.example{url}", field="image_url")
            assert type(caught.value) is UnusableImage, url


class Rebinding:
    """A name that answers with a public address once, and with this machine's ever after."""

    def __init__(self) -> None:
        self.asked = 0

    async def __call__(self, _host: str, _port: int) -> Sequence[str]:
        self.asked += 1
        return [PUBLIC] if self.asked == 1 else ["127.0.0.1"]


async def test_a_name_that_changes_its_address_after_the_check_gains_nothing() -> None:
    async with serving({"/secret": ok(b"the metadata service's password")}) as server:
        resolve, dial = Rebinding(), Detour(server.port)
        fetcher = Fetcher(resolve=resolve, dial=dial)
        await fetcher.fetch("http://rebind.example/secret", field="image_url")
        assert resolve.asked == 1
        assert dial.dialled == [(PUBLIC, 80)]  # on the real internet: the stranger's own server
        assert "not on the public internet" in await refused(fetcher, "http://rebind.example/secret")
        assert len(dial.dialled) == 1


async def test_control_checking_first_and_connecting_by_name_reads_the_secret() -> None:
    """What the test above guards against, done the usual way: it must succeed here, or that test proves nothing."""
    async with serving({"/secret": ok(b"the metadata service's password")}) as server:
        resolve, dial = Rebinding(), Detour(server.port)
        assert all(is_public(address) for address in await resolve("rebind.example", 80))
        (address,) = await resolve("rebind.example", 80)  # what a connection by name does
        stream = await dial.connect_tcp(address, 80)
        await stream.write(b"GET /secret HTTP/1.1\r\nHost: rebind.example\r\n\r\n")
        assert b"password" in await stream.read(4096)
        await stream.aclose()
        assert dial.dialled == [("127.0.0.1", 80)]


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "[::1]", ANY_HOST, "169.254.169.254", "2130706433", "0x7f.1", "localhost"]
)
async def test_an_address_written_as_a_host_is_looked_at_too(host: str) -> None:
    """By the machine's own resolver, which reads 0x7f.1 as an address."""
    async with serving({"/": ok(IMAGE)}) as server:
        dial = Detour(server.port)
        assert "not on the public internet" in await refused(Fetcher(dial=dial), f"http://{host}/")
        assert dial.dialled == []


@pytest.mark.parametrize("address", [ANY_HOST, "", *NOT_PUBLIC.split()])
def test_an_address_that_is_not_of_the_public_internet_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", PUBLIC, "172.32.0.1", "192.0.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"],
)
def test_an_address_of_the_public_internet_is_public(address: str) -> None:
    assert is_public(address)


async def test_an_operator_may_allow_a_private_host_on_any_port() -> None:
    async with serving({"/a.png": ok(IMAGE)}) as server:
        url = f"http://127.0.0.1:{server.port}/a.png"
        assert await Fetcher(allowed_hosts={"127.0.0.1"}).fetch(url, field="image_url") == IMAGE
        table = names(assets_local=["127.0.0.1"])
        by_name = Fetcher(allowed_hosts={"Assets.Local"}, resolve=table)
        assert await by_name.fetch(f"http://ASSETS.local:{server.port}/a.png", field="image_url") == IMAGE
        other = Fetcher(allowed_hosts={"assets.local"}, resolve=names(evil_local=["127.0.0.1"]))
        assert "port" in await refused(other, f"http://evil.local:{server.port}/a.png")


async def test_redirects_are_followed_and_each_hop_is_looked_at() -> None:
    answers = {"/1": redirect("/2", 301), "/2": redirect("//other.example/3", 307), "/3": ok(IMAGE)}
    async with serving(answers) as server:
        dial = Detour(server.port)
        table = names(images_example=[PUBLIC], other_example=["1.1.1.1"])
        assert await Fetcher(resolve=table, dial=dial).fetch("http://images.example/1", field="image_url") == IMAGE
        assert [address for address, _ in dial.dialled] == [PUBLIC, PUBLIC, "1.1.1.1"]
        table = names(images_example=[PUBLIC], other_example=["10.0.0.1"])
        assert "not on the public internet" in await refused(
            Fetcher(resolve=table, dial=dial), "http://images.example/1"
        )
        assert len(dial.dialled) == 5
        assert server.paths.count("/3") == 1


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("http://127.0.0.1/", "not on the public internet"),
        ("file:///etc/passwd", "other than http"),
        ("gopher://images.example/", "other than http"),
        ("http://user:secret@images.example/", "user name or password"),
        ("http://images.example:22/", "port 22"),
        ("http://images.example:no/", "no link"),
    ],
)
async def test_a_redirect_to_a_forbidden_place_is_refused(location: str, said: str) -> None:
    async with serving({"/": redirect(location)}) as server:
        dial = Detour(server.port)
        resolve = names(images_example=[PUBLIC], **{"127_0_0_1": ["127.0.0.1"]})
        assert said in await refused(Fetcher(resolve=resolve, dial=dial), "http://images.example/")
        assert len(dial.dialled) == 1


async def test_a_link_that_redirects_for_ever_is_given_up() -> None:
    async with serving({"/": redirect("/")}) as server:
        fetcher = Fetcher(resolve=names(images_example=[PUBLIC]), dial=Detour(server.port))
        assert "more than 3 times" in await refused(fetcher, "http://images.example/")
        assert len(server.requests) == 4


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://images.example/a.png", "other than http"),
        ("http://", "no host"),
        ("http://user:pass@images.example/", "user name or password"),
        ("http://images.example:6379/", "port 6379; only 80 and 443"),
        ("http://images.example:no/", "not a link"),
        ("http://a\x00b/", "not a link"),
    ],
)
async def test_a_link_of_the_wrong_kind_is_refused_before_anything_is_dialled(url: str, said: str) -> None:
    dial = Detour(1)
    fetcher = Fetcher(resolve=names(images_example=[PUBLIC]), dial=dial)
    assert said in await refused(fetcher, url)
    assert dial.dialled == []


async def test_too_many_bytes_are_refused_whether_announced_or_not() -> None:
    endless = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + bytes(5000)
    async with serving({"/said": ok(bytes(5000)), "/unsaid": endless, "/fits": ok(bytes(1000))}) as server:
        fetcher = Fetcher(
            limits=FetchLimits(max_bytes=1000), resolve=names(images_example=[PUBLIC]), dial=Detour(server.port)
        )
        for path in ("said", "unsaid"):
            assert "larger than 0.001 MB" in await refused(fetcher, f"http://images.example/{path}")
        assert await fetcher.fetch("http://images.example/fits", field="image_url") == bytes(1000)


async def test_a_host_that_stalls_is_given_up_at_the_deadline() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"
    async with serving({"/slow": head}) as server:
        limits = FetchLimits(deadline_s=0.1)
        fetcher = Fetcher(limits=limits, resolve=names(images_example=[PUBLIC]), dial=Detour(server.port))
        began = time.monotonic()
        assert "within 0.1 seconds" in await refused(fetcher, "http://images.example/slow")
        assert time.monotonic() - began < 60


async def test_an_answer_that_is_no_plain_image_is_refused() -> None:
    answers = {
        "/gzip": ok(b"\x1f\x8b", "Content-Encoding: gzip"),
        "/short": b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
        "/smtp": b"220 mail.example ESMTP\r\n",
    }
    async with serving(answers) as server:
        fetcher = Fetcher(resolve=names(images_example=[PUBLIC]), dial=Detour(server.port))
        assert "compressed" in await refused(fetcher, "http://images.example/gzip")
        assert "answers 404" in await refused(fetcher, "http://images.example/none")
        for path in ("short", "smtp"):
            assert "cannot be reached" in await refused(fetcher, f"http://images.example/{path}")


async def test_a_second_address_is_tried_where_the_first_leads_nowhere() -> None:
    class FirstIsDown(Detour):
        async def connect_tcp(self, host: str, port: int, *args: object) -> httpcore.AsyncNetworkStream:  # type: ignore[override]
            if host == "1.1.1.1":
                self.dialled.append((host, port))
                raise httpcore.ConnectError
            return await super().connect_tcp(host, port)

    async with serving({"/": ok(IMAGE)}) as server:
        dial = FirstIsDown(server.port)
        fetcher = Fetcher(resolve=names(images_example=["1.1.1.1", PUBLIC]), dial=dial)
        assert await fetcher.fetch("http://images.example/", field="image_url") == IMAGE
        assert [address for address, _ in dial.dialled] == ["1.1.1.1", PUBLIC]


async def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    async with serving({"/": ok(IMAGE)}) as server:
        fetcher = Fetcher(resolve=names(images_example=[PUBLIC]), dial=Detour(server.port))
        assert await fetcher.fetch("http://images.example/", field="image_url") == IMAGE


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes its certificate with openssl")
async def test_tls_is_checked_against_the_name_and_not_the_address(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=images.example"
    options = ["-addext", "subjectAltName=DNS:images.example", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*command.split(), *options], check=True, capture_output=True)  # noqa: ASYNC221
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    trusting = ssl.create_default_context(cafile=str(certificate))
    async with serving({"/": ok(IMAGE)}, tls=context) as server:
        dial = Detour(server.port)
        table = names(images_example=[PUBLIC], other_example=[PUBLIC])
        fetcher = Fetcher(resolve=table, dial=dial, tls=trusting)
        assert await fetcher.fetch("https://images.example/", field="image_url") == IMAGE
        assert dial.dialled == [(PUBLIC, 443)]
        assert server.greeted == ["images.example"]
        assert "\r\nhost: images.example\r\n" in server.requests[0].lower()
        assert "cannot be reached" in await refused(fetcher, "https://other.example/")
        strict = Fetcher(resolve=table, dial=dial)
        assert "cannot be reached" in await refused(strict, "https://images.example/")
        assert len(server.requests) == 1
