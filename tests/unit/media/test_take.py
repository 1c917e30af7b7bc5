from __future__ import annotations

import asyncio
import base64
import threading

import numpy as np
import pytest

from vitascope.core.errors import UnusableImage
from vitascope.core.media import Resolution
from vitascope.media.image import decode_png, encode_png
from vitascope.media.take import ImageTaker

CLIP = Resolution(name="small", width=160, height=90)
PIXELS = np.random.default_rng(5).integers(0, 256, (90, 160, 3), dtype=np.uint8)


async def test_an_image_in_the_request_is_taken_as_it_is() -> None:
    text = "data:image/png;base64," + base64.b64encode(encode_png(PIXELS)).decode()
    taken = await ImageTaker().take(text, CLIP)
    assert np.array_equal(decode_png(taken.png), PIXELS)
    assert taken.adjusted == ()


async def test_a_linked_image_is_fetched_from_a_host_that_the_operator_allows() -> None:
    data = encode_png(np.repeat(np.repeat(PIXELS, 2, axis=0), 2, axis=1))

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(data) + data)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        taker = ImageTaker(allowed_hosts={"127.0.0.1"})
        for _ in range(2):
            taken = await taker.take(f"http://127.0.0.1:{port}/a.png", CLIP)
            assert taken.adjusted == ("The image (320 × 180) was scaled to 160 × 90.",)
        with pytest.raises(UnusableImage, match="only 80 and 443"):
            await ImageTaker().take(f"http://127.0.0.1:{port}/a.png", CLIP)


async def test_decoding_does_not_hold_up_the_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    from vitascope.media import take

    threads: list[threading.Thread] = []
    for name in ("read_source", "prepare", "encode_png"):
        real = getattr(take, name)

        def noted(*args: object, real: object = real, **named: object) -> object:
            threads.append(threading.current_thread())
            return real(*args, **named)  # type: ignore[operator]

        monkeypatch.setattr(take, name, noted)
    await ImageTaker().take(base64.b64encode(encode_png(PIXELS)).decode(), CLIP)
    assert len(threads) == 3
    assert threading.current_thread() not in threads


async def test_no_more_than_two_pictures_are_worked_on_at_a_time_and_other_work_goes_past_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Fifty megapixels come in half a megabyte: with one on every thread that there is, memory and threads were out."""
    from vitascope.media import take

    prepare, begun, go = take.prepare, threading.Semaphore(0), threading.Event()

    def held(*args: object, **named: object) -> object:
        begun.release()
        go.wait(60)
        return prepare(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(take, "prepare", held)
    taker, text = ImageTaker(), base64.b64encode(encode_png(PIXELS)).decode()
    waiting = [asyncio.create_task(taker.take(text, CLIP)) for _ in range(64)]
    try:
        for _ in range(take.AT_ONCE):
            assert await asyncio.to_thread(begun.acquire, timeout=60)
        waiting[0].cancel()  # its caller has gone; what works for it still does
        assert await asyncio.to_thread(lambda: "other work") == "other work"
        assert not begun.acquire(timeout=0)
    finally:
        go.set()
    done = await asyncio.gather(*waiting, return_exceptions=True)
    assert [isinstance(one, take.TakenImage) for one in done] == [False, *[True] * 63]


async def test_what_is_no_image_is_refused_and_its_bytes_are_not_repeated() -> None:
    text = base64.b64encode(b"not an image " * 5000).decode()
    with pytest.raises(UnusableImage, match="not an image that is read here") as refused:
        await ImageTaker().take(text, CLIP)
    assert len(str(refused.value)) < 400
