"""A bucket of a real S3 server, the network before it, and what happens when either breaks."""

from __future__ import annotations

import asyncio
import hashlib
import os
import signal
import socket
import sys
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import obstore
import pytest

from tests.faulty_proxy import Cut, FaultyProxy, faulty_proxy
from tests.seaweed import Seaweed, keys_under, new_prefix
from vitascope.artifacts import bucket as bucket_module
from vitascope.artifacts import store as store_module
from vitascope.artifacts.access import S3Access
from vitascope.artifacts.store import open_store
from vitascope.core.errors import Conflict, NotFound, Unavailable

KEY = "generations/0192f0c1-2345-7000-8000-000000000001/1/clip.mp4"
CONTENT = bytes(range(256)) * 8192  # 2 MiB


@pytest.fixture
def proxy(seaweed: Seaweed) -> Iterator[FaultyProxy]:
    with faulty_proxy(seaweed.address) as made:
        yield made


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "clip.tmp"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses between tries are what they are for people's sake."""
    monkeypatch.setattr(bucket_module, "PUT_PAUSES_S", (0.01, 0.01))
    monkeypatch.setattr(store_module, "STREAM_PAUSES_S", (0.01, 0.01))


async def test_a_link_is_good_for_its_file_its_method_and_its_time_alone(bucket: S3Access) -> None:
    store = open_store(bucket)
    await store.put_bytes(KEY, CONTENT)
    await store.put_bytes(KEY.replace("clip", "other"), b"not yours")
    get = await store.link(KEY, "GET", timedelta(minutes=1))
    head = await store.link(KEY, "HEAD", timedelta(minutes=1))
    short = await store.link(KEY, "GET", timedelta(seconds=1))
    signed_at = time.monotonic()
    assert get is not None
    assert head is not None
    assert short is not None
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        whole = await client.get(get)
        assert (whole.status_code, whole.content) == (200, CONTENT)
        assert whole.headers["content-type"] == "video/mp4"
        assert whole.headers["content-disposition"].startswith('inline; filename="0192f0c1-2345-7000-8000-')
        part = await client.get(get, headers={"Range": "bytes=5-9", "If-Range": whole.headers["etag"]})
        assert (part.status_code, part.content) == (206, CONTENT[5:10])
        assert (await client.head(head)).headers["content-length"] == str(len(CONTENT))
        assert (await client.head(get)).status_code == 403
        assert (await client.get(head)).status_code == 403
        assert (await client.put(get, content=b"mine")).status_code == 403
        assert (await client.delete(get)).status_code == 403
        assert (await client.get(get.replace("clip.mp4", "other.mp4"))).status_code == 403
        assert (await client.get(get.replace("X-Amz-Expires=60", "X-Amz-Expires=600"))).status_code == 403
        assert (await client.get(get.split("?", maxsplit=1)[0])).status_code == 403
        while time.monotonic() < signed_at + 2.1:  # links are signed to the second
            await asyncio.sleep(0.1)
        assert (await client.get(short)).status_code == 403
    assert await store.get_bytes(KEY) == CONTENT


async def test_an_upload_that_breaks_off_shows_nothing_and_the_next_one_is_whole(
    bucket: S3Access, clip: Path, seaweed: Seaweed
) -> None:
    link = await obstore.sign_async(bucket.store(), "PUT", KEY, timedelta(minutes=1))
    place = urlsplit(link)
    with socket.create_connection(seaweed.address) as half:
        head = (
            f"PUT {place.path}?{place.query} HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Length: {len(CONTENT)}\r\n\r\n"
        )
        half.sendall(head.encode() + CONTENT[: len(CONTENT) // 2])
        assert keys_under(bucket) == set()
    store = open_store(bucket)
    with pytest.raises(NotFound):
        await store.head(KEY)
    await store.publish(KEY, clip)
    assert await store.get_bytes(KEY) == CONTENT


async def test_a_worker_that_is_killed_while_it_uploads_leaves_nothing(bucket: S3Access, clip: Path) -> None:
    """The bucket reads slowly here: a proxy that passes nothing on once the first bytes have come."""
    listener = socket.create_server(("127.0.0.1", 0))
    slow = replace(bucket, endpoint=f"http://127.0.0.1:{listener.getsockname()[1]}")
    program = (
        "import asyncio, pathlib\n"
        "from vitascope.artifacts.access import S3Access\n"
        "from vitascope.artifacts.store import open_store\n"
        f"access = S3Access(bucket={slow.bucket!r}, prefix={slow.prefix!r}, endpoint={slow.endpoint!r},"
        f" region='us-east-1', access_key_id={slow.access_key_id!r}, secret_access_key={slow.secret_access_key!r},"
        " allow_http=True)\n"
        f"asyncio.run(open_store(access).publish({KEY!r}, pathlib.Path({str(clip)!r})))\n"
    )
    uploading = await asyncio.create_subprocess_exec(sys.executable, "-c", program)
    with listener:
        client, _ = await asyncio.to_thread(listener.accept)
        with client, socket.create_connection(_address(bucket)) as server:
            sent = 0
            while sent < len(CONTENT) // 2:
                block = await asyncio.to_thread(client.recv, 65536)
                server.sendall(block)
                sent += len(block)
            uploading.kill()
            await uploading.wait()
    assert keys_under(bucket) == set()
    assert clip.exists()
    await open_store(bucket).publish(KEY, clip)
    assert keys_under(bucket) == {KEY}


def _address(access: S3Access) -> tuple[str, int]:
    parts = urlsplit(access.endpoint or "")
    assert parts.hostname is not None
    assert parts.port is not None
    return parts.hostname, parts.port


@pytest.mark.usefixtures("hurried")
async def test_an_upload_whose_answer_is_lost_counts(seaweed: Seaweed, proxy: FaultyProxy, clip: Path) -> None:
    access = seaweed.access(new_prefix(), port=proxy.port)
    store = open_store(access)
    proxy.cuts.append(Cut(request=b"PUT /", after=0))
    published = await store.publish(KEY, clip)
    assert published.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert not proxy.cuts
    assert proxy.count(b"PUT /") == 2
    assert await store.get_bytes(KEY) == CONTENT
    with pytest.raises(Conflict):
        await store.put_bytes(KEY, b"another file")


@pytest.mark.usefixtures("hurried")
async def test_a_stream_that_breaks_off_goes_on_where_it_was(seaweed: Seaweed, proxy: FaultyProxy) -> None:
    store = open_store(seaweed.access(new_prefix(), port=proxy.port))
    await store.put_bytes(KEY, CONTENT)
    proxy.cuts += [Cut(request=b"GET /", after=700_000), Cut(request=b"GET /", after=300_000)]
    parts = [part async for part in store.stream(KEY, 10, len(CONTENT))]
    assert b"".join(parts) == CONTENT[10:]
    assert not proxy.cuts


@pytest.mark.usefixtures("hurried")
async def test_a_bucket_that_is_away_is_unavailable_and_comes_back(
    seaweed: Seaweed, proxy: FaultyProxy, clip: Path
) -> None:
    store = open_store(seaweed.access(new_prefix(), port=proxy.port))
    await store.put_bytes(KEY, b"there")
    there, proxy.target = proxy.target, ("127.0.0.1", 9)
    for asked in (store.head(KEY), store.get_bytes(KEY), store.publish("uploads/a/b", clip), store.delete([KEY])):
        with pytest.raises(Unavailable):
            await asked
    assert clip.read_bytes() == CONTENT
    proxy.target = there
    assert await store.get_bytes(KEY) == b"there"
    await store.publish("uploads/a/b", clip)
    assert not clip.exists()


@pytest.mark.usefixtures("hurried")
async def test_what_is_wrong_with_keys_or_bucket_is_no_missing_file(seaweed: Seaweed) -> None:
    forged = open_store(replace(seaweed.access(new_prefix()), secret_access_key="guessed"))
    with pytest.raises(Unavailable):
        await forged.put_bytes(KEY, b"x")
    with pytest.raises(Unavailable):
        await forged.head(KEY)
    with pytest.raises(Unavailable, match="404"):
        await open_store(seaweed.access(bucket="nobodys")).put_bytes(KEY, b"x")


async def test_a_long_clip_takes_no_more_memory_than_a_short_one(bucket: S3Access, tmp_path: Path) -> None:
    store = open_store(bucket)
    peaks = []
    for megabytes in (4, 48):
        path = tmp_path / "long.tmp"
        path.write_bytes(bytes(megabytes * 2**20))
        key = KEY.replace("/1/", f"/{megabytes}/")
        tracemalloc.start()
        await store.publish(key, path)
        async for _ in store.stream(key, 0, megabytes * 2**20):
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 2 * 2**20


async def test_one_prefix_sees_nothing_of_another(seaweed: Seaweed) -> None:
    mine, theirs = (open_store(seaweed.access(f"{new_prefix()}/deep")) for _ in range(2))
    await mine.put_bytes(KEY, b"mine")
    assert [head.key async for head in mine.list("")] == [KEY]
    assert [head async for head in theirs.list("")] == []
    await theirs.delete([KEY])
    assert await mine.get_bytes(KEY) == b"mine"


@pytest.mark.slow
async def test_a_bucket_that_hangs_is_given_up_and_comes_back(tmp_path: Path) -> None:
    server = Seaweed(folder=tmp_path / "seaweed")
    await asyncio.to_thread(server.start)
    try:
        assert server.process is not None
        store = open_store(server.access(new_prefix()))
        await store.put_bytes(KEY, b"there")
        server.process.send_signal(signal.SIGSTOP)
        await asyncio.to_thread(os.waitid, os.P_PID, server.process.pid, os.WSTOPPED)
        asked = (
            store.head(KEY),
            store.get_bytes(KEY),
            store.put_bytes("uploads/a/b", b"x"),
            store.delete(["uploads/c/d"]),
        )
        ends = await asyncio.gather(*asked, return_exceptions=True)
        assert [type(end) for end in ends] == [Unavailable] * 4
        server.process.send_signal(signal.SIGCONT)
        assert (await store.head(KEY)).size == 5
        await store.put_bytes("uploads/a/b", b"x")
    finally:
        server.stop()
