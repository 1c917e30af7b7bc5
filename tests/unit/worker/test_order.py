"""What a child is told to render: images are fetched beside the event loop, not on it."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.worker.test_handoff import claim
from vitascope.artifacts.store import open_store
from vitascope.worker.checkpoints import Checkpoints
from vitascope.worker.order import make_order


async def note(_: str) -> bool:
    return True


async def test_an_image_is_written_by_a_thread_and_not_by_the_event_loop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrote: list[int] = []
    plain = Path.write_bytes

    def write_bytes(path: Path, data: bytes) -> int:
        wrote.append(threading.get_ident())
        return plain(path, data)

    monkeypatch.setattr(Path, "write_bytes", write_bytes)
    artifacts, claimed = open_store("memory://"), claim()
    await artifacts.put_bytes("images/first.png", b"an image")
    with_image = replace(claimed, generation=replace(claimed.generation, image_key="images/first.png"))
    order = await make_order(artifacts, with_image, tmp_path, Checkpoints(artifacts, with_image, note))
    assert order.image_path is not None
    assert Path(order.image_path).read_bytes() == b"an image"
    assert order.last_image_path is None
    assert wrote
    assert threading.get_ident() not in wrote
