"""`vitascope.compose.connections` over real sockets: what a client that means harm may hold, and for how long.

The bounds are small here, and nothing waits for a clock of its own: a connection is read until its end.
"""

from __future__ import annotations

import asyncio
import itertools
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route

from vitascope.compose.connections import Bounds, Floor
from vitascope.compose.http_server import http_config, most_connections

LONG_S = 600.0
"""A bound that is not on trial."""
SHORT_S = 0.05
GET = b"GET / HTTP/1.1\r\nHost: h\r\n\r\n"
LIMIT_S = 60.0
"""For a test that would hang."""


def bounds(**on_trial: float) -> Bounds:
    waits = dict.fromkeys(("head_s", "rest_s", "stalled_s"), LONG_S)
    return Bounds(**{**waits, **on_trial})  # type: ignore[arg-type]


class Served:
    """A server, and how its floor stands."""

    def __init__(self, floor: Floor, address: tuple[str, int]) -> None:
        self.floor = floor
        self.address = address
        self.held = asyncio.Event()
        """Set when a request is held at ``/held``, and when an endless reply has ended."""
        self.release = asyncio.Event()
        """Lets what is held go."""

    async def open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection(*self.address)

    async def waits(self, count: int) -> None:
        """Until so many connections wait for a head."""
        while len(self.floor.idle) != count:
            await asyncio.sleep(0)


@asynccontextmanager
async def served(limits: Bounds, *, most: int = 100) -> AsyncIterator[Served]:
    config = http_config(_application(lambda: found), most=most, bounds=limits)
    config.load()
    server = uvicorn.Server(config)
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    found = Served(config.http_protocol_class.keywords["floor"], listener.getsockname())  # type: ignore[attr-defined]
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        async with asyncio.timeout(LIMIT_S):
            yield found
    finally:
        found.release.set()
        server.should_exit = True
        await serving
        listener.close()


def _application(served_by: Callable[[], Served]) -> Starlette:
    async def whole(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("hello")

    async def refuse(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("no", 413)  # without having read the body

    async def wait(_request: Request) -> PlainTextResponse:
        served_by().held.set()
        await served_by().release.wait()
        return PlainTextResponse("at last")

    async def endless(_request: Request) -> StreamingResponse:
        async def blocks() -> AsyncIterator[bytes]:
            try:
                for _ in itertools.count():
                    yield bytes(256 * 1024)
                    await asyncio.sleep(0)  # as a real one does, which waits for its disk
            finally:
                served_by().held.set()

        return StreamingResponse(blocks())

    routes = [
        Route("/", whole),
        Route("/refuse", refuse, methods=["POST"]),
        Route("/held", wait),
        Route("/endless", endless),
    ]
    return Starlette(routes=routes)


async def end_of(reader: asyncio.StreamReader) -> bytes:
    """All that still comes, until the server ends the connection."""
    try:
        return await reader.read()
    except ConnectionResetError:
        return b""


async def dripping(
    writer: asyncio.StreamWriter, data: Callable[[], bytes], each: Callable[[], Awaitable[None]]
) -> None:
    """``data`` again and again until the server has enough."""
    try:
        while not writer.is_closing():
            writer.write(data())
            await writer.drain()
            await each()
    except (ConnectionError, asyncio.CancelledError):
        return


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: h\r\n"], ids=["nothing", "half a head"])
async def test_a_head_that_never_comes_ends_its_connection(begun: bytes) -> None:
    async with served(bounds(head_s=SHORT_S)) as server:
        reader, writer = await server.open()
        writer.write(begun)
        said = await end_of(reader)
        assert said.startswith(b"HTTP/1.1 408 ") if begun else said == b""
        writer.close()


@pytest.mark.parametrize("drip", [b"X-Slow: 1\r\n", b"\n"], ids=["a header at a time", "empty lines"])
async def test_a_head_that_comes_a_little_at_a_time_ends_all_the_same(drip: bytes) -> None:
    async with served(bounds(head_s=SHORT_S)) as server:
        reader, writer = await server.open()
        writer.write(b"GET / HTTP/1.1\r\nHost: h\r\n" if drip != b"\n" else b"")
        slow = asyncio.create_task(dripping(writer, lambda: drip, lambda: asyncio.sleep(SHORT_S / 10)))
        assert (await end_of(reader)).startswith((b"HTTP/1.1 408 ", b""))
        await server.waits(0)
        slow.cancel()
        writer.close()


async def test_the_second_head_on_a_kept_connection_has_no_more_time_than_the_first() -> None:
    async with served(bounds(head_s=SHORT_S)) as server:
        reader, writer = await server.open()
        writer.write(GET)
        assert (await reader.readuntil(b"hello")).startswith(b"HTTP/1.1 200 ")
        writer.write(b"GET /")
        assert (await end_of(reader)).startswith(b"HTTP/1.1 408 ")
        writer.close()


@pytest.mark.parametrize(
    "head",
    [
        b"GET /" + b"a" * 20_000,
        b"GET / HTTP/1.1\r\nHost: h\r\nX-Long: " + b"a" * 20_000,
        b"GET / HTTP/1.1\r\nHost: h\r\n" + b"X-Many: 1\r\n" * 2_000,
        b"GET / HTTP/1.1\r\nHost: h\r\n" + b"X-Many: 1\r\n" * 2_000 + b"\r\n",
    ],
    ids=["path", "one header", "many headers", "many, and whole"],
)
async def test_a_head_that_is_too_large_is_refused_before_its_end(head: bytes) -> None:
    async with served(Bounds(head_bytes=10_000)) as server:
        reader, writer = await server.open()
        writer.write(head)
        said = await end_of(reader)
        assert said.startswith(b"HTTP/1.1 431 ")
        assert b"x-content-type-options: nosniff\r\n" in said
        writer.close()


async def test_an_endless_header_behind_a_request_that_is_held_takes_no_memory() -> None:
    async with served(Bounds(head_bytes=10_000)) as server:
        reader, writer = await server.open()
        writer.write(GET.replace(b"/", b"/held", 1))
        await server.held.wait()
        writer.write(b"GET / HTTP/1.1\r\nX-Endless: ")
        endless = asyncio.create_task(dripping(writer, lambda: b"a" * 1000, lambda: asyncio.sleep(0)))
        await end_of(reader)
        await endless
        writer.close()


async def test_the_rest_of_a_refused_body_is_not_waited_for_for_ever() -> None:
    async with served(bounds(rest_s=SHORT_S)) as server:
        reader, writer = await server.open()
        writer.write(b"POST /refuse HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000000\r\n\r\n")
        slow = asyncio.create_task(dripping(writer, lambda: b"a", lambda: asyncio.sleep(SHORT_S / 10)))
        assert (await reader.readuntil(b"no")).startswith(b"HTTP/1.1 413 ")
        assert await end_of(reader) == b""
        slow.cancel()
        writer.close()


async def test_after_a_refused_body_that_came_whole_the_connection_goes_on() -> None:
    async with served(bounds()) as server:
        reader, writer = await server.open()
        writer.write(b"POST /refuse HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n")
        assert (await reader.readuntil(b"no")).startswith(b"HTTP/1.1 413 ")
        writer.write(b"12345")
        await server.waits(1)
        writer.write(GET)
        assert (await reader.readuntil(b"hello")).startswith(b"HTTP/1.1 200 ")
        writer.close()


async def test_a_client_that_reads_nothing_of_its_reply_ends_the_stream() -> None:
    async with served(bounds(stalled_s=SHORT_S)) as server:
        with socket.create_connection(server.address) as silent:
            silent.sendall(GET.replace(b"/", b"/endless", 1))
            await server.held.wait()  # set when the stream was closed


async def test_a_client_that_reads_slowly_is_served_on() -> None:
    async with served(bounds(stalled_s=LONG_S)) as server:
        reader, writer = await server.open()
        writer.write(GET.replace(b"/", b"/endless", 1))
        for _ in range(200):
            assert await reader.read(65_536)
        assert not server.held.is_set()
        writer.close()


async def test_where_there_are_too_many_the_one_that_waited_longest_makes_room() -> None:
    async with served(bounds(), most=20) as server:
        flood = []
        for number in range(60):
            flood.append(await server.open())
            await server.waits(min(number + 1, 20))
        reader, writer = await server.open()
        writer.write(GET)
        assert (await reader.readuntil(b"hello")).startswith(b"HTTP/1.1 200 ")
        ended = [await end_of(reader) for reader, _ in flood[:41]]
        assert ended == [b""] * 41
        for _, one in [*flood, (reader, writer)]:
            one.close()


async def test_a_request_that_is_being_answered_is_not_cut_off_for_another() -> None:
    async with served(bounds(), most=2) as server:
        first, second = await server.open(), await server.open()
        for _, writer in (first, second):
            server.held.clear()
            writer.write(GET.replace(b"/", b"/held", 1))
            await server.held.wait()
        refused, third = await server.open()
        said = await end_of(refused)
        assert said.startswith(b"HTTP/1.1 503 ")
        assert b"retry-after: 5\r\n" in said
        server.release.set()
        for reader, writer in (first, second):
            assert (await reader.readuntil(b"at last")).startswith(b"HTTP/1.1 200 ")
            writer.close()
        third.close()


async def test_two_requests_at_once_are_both_answered_in_their_order() -> None:
    async with served(bounds()) as server:
        reader, writer = await server.open()
        writer.write(GET * 3)
        for _ in range(3):
            assert (await reader.readuntil(b"hello")).startswith(b"HTTP/1.1 200 ")
        await server.waits(1)
        writer.close()


def test_there_are_no_more_connections_than_files_to_open() -> None:
    assert most_connections(None, open_files=65_536) == 10_000
    assert most_connections(500, open_files=65_536) == 500
    assert most_connections(None, open_files=1024) == 1024 - 256
    assert most_connections(50_000, open_files=1024) == 1024 - 256
