"""The clients on real sockets whose other end does as a test says, byte by byte."""

from __future__ import annotations

import asyncio
import gzip
import itertools
import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx
import pytest

from vitascope.client import AsyncClient, Backoff, Client, Generation, GenerationFailed, NoReply, Video

ID = "0198c0de-3224-7b14-8e7d-0aa0db708325:ltxv/ltxv-2-fast"

Answer = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def server(answer: Answer) -> AsyncIterator[str]:
    """``answer`` is given each request's head and the connection to answer on, which then is closed."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            await answer(head, writer)
        writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    finally:
        listening.close()


def reply(body: object, *headers: str) -> bytes:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = ["HTTP/1.1 200 OK", f"Content-Length: {len(content)}", "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode() + content


def finished(url: str, size: int) -> Generation:
    return Generation(id=ID, status="completed", video=Video(url=url, size_bytes=size))


async def test_a_download_that_is_cancelled_leaves_nothing(tmp_path: Path) -> None:
    began = asyncio.Event()

    async def stall(_head: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\nETag: "a"\r\n\r\n' + b"x" * 2_000_000)
        await writer.drain()
        began.set()
        await asyncio.sleep(30)

    async with server(stall) as url, AsyncClient(url, "k") as client:
        download = asyncio.create_task(client.download(finished(f"{url}/files/a", 3_000_000), tmp_path / "a.mp4"))
        await began.wait()
        while not any(tmp_path.iterdir()):
            await asyncio.sleep(0.01)
        download.cancel()
        with pytest.raises(asyncio.CancelledError):
            await download
        assert list(tmp_path.iterdir()) == []


async def test_a_link_that_leads_elsewhere_is_followed_and_never_shown_the_key(tmp_path: Path) -> None:
    heads: list[bytes] = []

    async def bucket(head: bytes, writer: asyncio.StreamWriter) -> None:
        heads.append(head)
        writer.write(reply(b"clip", 'ETag: "a"'))

    async with server(bucket) as elsewhere:

        async def redirect(head: bytes, writer: asyncio.StreamWriter) -> None:
            heads.append(head)
            writer.write(f"HTTP/1.1 302 Found\r\nLocation: {elsewhere}/c\r\nContent-Length: 0\r\n\r\n".encode())

        async with server(redirect) as url, AsyncClient(url, "secret-key") as client:
            place = await client.download(finished(f"{url}/files/a", 4), tmp_path / "a.mp4")
    assert place.read_bytes() == b"clip"
    assert len(heads) == 2
    assert not any(b"secret-key" in head for head in heads)


async def test_whoever_leaves_off_listening_closes_the_stream() -> None:
    closed = asyncio.Event()

    async def stream(_head: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
        with suppress(ConnectionError):
            for number in itertools.count():  # it ends only when the other side has gone
                data = json.dumps({"id": ID, "status": "generating", "progress": min(1.0, number / 10_000)})
                writer.write(f"event: progress\nid: {number}\ndata: {data}\n\n".encode())
                await writer.drain()
                await asyncio.sleep(0.001)
                if writer.is_closing():
                    break
        closed.set()

    async with server(stream) as url, AsyncClient(url, "k") as client:
        events = client.events(ID)
        async for event in events:
            assert event.generation.progress is not None
            if event.generation.progress >= 0.001:
                break
        await events.aclose()
        await asyncio.wait_for(closed.wait(), 60)


async def test_progress_may_be_told_to_a_coroutine_and_its_errors_come_through() -> None:
    async def stream(_head: bytes, writer: asyncio.StreamWriter) -> None:
        failed = {"id": ID, "status": "error", "error": {"name": "EngineFailed", "message": "It broke."}}
        told = [{"id": ID, "status": "queued"}, failed]
        body = "".join(f"data: {json.dumps(one)}\n\n" for one in told)
        writer.write(reply(body.encode(), "Content-Type: text/event-stream"))

    seen: list[str] = []

    async def watch(generation: Generation) -> None:
        await asyncio.sleep(0)
        seen.append(generation.status)

    def stop(_generation: Generation) -> None:
        raise RuntimeError("enough")

    async with server(stream) as url, AsyncClient(url, "k") as client:
        with pytest.raises(GenerationFailed, match="It broke"):
            await client.wait(ID, on_progress=watch)
        assert seen == ["queued", "error"]
        with pytest.raises(RuntimeError, match="enough"):
            await client.wait(ID, on_progress=stop)


async def test_a_client_of_ones_own_keeps_its_headers_and_stays_open() -> None:
    heads: list[bytes] = []

    async def answer(head: bytes, writer: asyncio.StreamWriter) -> None:
        heads.append(head)
        writer.write(
            reply(gzip.compress(json.dumps({"id": ID, "status": "queued"}).encode()), "Content-Encoding: gzip")
        )

    async with (
        server(answer) as url,
        httpx.AsyncClient(headers={"X-Gateway": "abc"}, trust_env=False, timeout=60) as http,
    ):
        async with AsyncClient(url, "k", http=http) as client:
            assert (await client.get(ID)).status == "queued"
        assert not http.is_closed
    assert b"x-gateway: abc" in heads[0].lower()
    assert b"authorization: bearer k" in heads[0].lower()
    assert b"user-agent: vitascope-python/" in heads[0].lower()


def test_a_server_that_is_not_there_is_told_after_its_attempts() -> None:
    with Client("http://127.0.0.1:9", "k", backoff=Backoff(attempts=2, first_s=0.01)) as client:
        with pytest.raises(NoReply, match=r"http://127\.0\.0\.1:9") as refused:
            client.submit("a boat")
        assert not refused.value.sent


async def test_threads_may_share_a_client() -> None:
    async def answer(_head: bytes, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.01)
        writer.write(reply({"id": ID, "status": "queued"}))

    async with server(answer) as url:
        with Client(url, "k") as client:
            found = await asyncio.gather(*(asyncio.to_thread(client.get, ID) for _ in range(20)))
    assert {generation.id for generation in found} == {ID}
    assert threading.active_count() < 100
