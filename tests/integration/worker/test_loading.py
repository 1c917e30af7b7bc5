"""How long an engine may take to load is the engine's to say; an engine of another package is found by entry point."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from pathlib import Path

import pytest

from tests.integration.worker.conftest import Desk, Working
from tests.integration.worker.test_supervisor import ended
from vitascope.core.errors import Stalled
from vitascope.core.generation import Status
from vitascope.store.database import Connection
from vitascope.worker.messages import Loaded
from vitascope.worker.process import RenderProcess

ENGINE = """
import time
from vitascope.engines.testcard import TestcardEngine
from vitascope.core.ports import EngineInfo

class Sleeper(TestcardEngine):
    @property
    def info(self):
        return EngineInfo(name="sleeper", kind="test", summary="Sleeps.", version="1", load_timeout_s=2.0)

    def load(self, report):
        for n in range({reports}):
            report.step("waking", n, {reports})
            time.sleep(0.1)
        time.sleep({silent_s})
"""


def register(folder: Path, monkeypatch: pytest.MonkeyPatch, *, reports: int, silent_s: float) -> None:
    """Put the engine where a child finds it."""
    (folder / "sleeper.py").write_text(ENGINE.format(reports=reports, silent_s=silent_s))
    info = folder / "sleeper-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: sleeper\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[vitascope.engines]\nsleeper = sleeper:Sleeper\n")
    monkeypatch.setenv("PYTHONPATH", str(folder))


async def test_an_engine_silent_for_longer_than_it_said_while_loading_is_given_up(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(folder, monkeypatch, reports=0, silent_s=60)
    with pytest.raises(Stalled, match="no sign of life"):
        await RenderProcess.start("sleeper", log=None)


async def test_an_engine_that_reports_may_load_for_as_long_as_it_needs(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(folder, monkeypatch, reports=25, silent_s=0)
    child = await RenderProcess.start("sleeper", log=None)
    assert child.alive
    assert child.version == "1"
    await child.kill()


async def test_a_worker_takes_nothing_before_its_engine_is_warm(
    desk: Desk, working: Working, conn: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    loading, warm, load = asyncio.Event(), asyncio.Event(), RenderProcess._loaded

    async def load_slowly(child: RenderProcess) -> Loaded:
        loading.set()
        await warm.wait()
        return await load(child)

    monkeypatch.setattr(RenderProcess, "_loaded", load_slowly)
    made = await desk.submit("a boat")
    async with working():
        await loading.wait()
        while not await (await conn.execute("select 1 from procrastinate_workers")).fetchone():
            await asyncio.sleep(0.02)
        assert (await desk.store.get(desk.account_id, made.id)).status is Status.QUEUED
        warm.set()
        assert (await desk.until(made.id, ended)).attempt == 1


@pytest.mark.skipif(sys.platform != "linux", reason="where a process's environment can be read")
@pytest.mark.parametrize(("said", "heaps"), [(None, b"MALLOC_ARENA_MAX=2"), ("7", b"MALLOC_ARENA_MAX=7")])
async def test_a_child_keeps_few_heaps_unless_the_owner_says_how_many(
    said: str | None, heaps: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MALLOC_ARENA_MAX", raising=False)
    if said is not None:
        monkeypatch.setenv("MALLOC_ARENA_MAX", said)
    child = await RenderProcess.start("testcard", log=None)
    assert heaps in Path(f"/proc/{child.pid}/environ").read_bytes().split(b"\0")
    await child.kill()


def sockets() -> int:
    """How many this process has open."""
    found = 0
    for descriptor in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # the one that lists them
            found += str(descriptor.readlink()).startswith("socket:")
    return found


async def test_a_start_that_is_given_up_before_there_is_a_process_leaves_no_line_open() -> None:
    before = sockets()
    starting = asyncio.create_task(RenderProcess.start("testcard", log=None))
    await asyncio.sleep(0)  # it has made the line, and waits for the process
    assert sockets() > before
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    del starting
    assert sockets() == before
