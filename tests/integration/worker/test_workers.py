"""The watch over worker processes, with simple programs in their place."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from vitascope.compose import workers as workers_module
from vitascope.compose.scratch import held_scratch, scratch_folder, sweep_scratch
from vitascope.compose.workers import Workers
from vitascope.settings import Settings


class Programs(Workers):
    """Starts the next of ``commands`` whenever a worker is due, the last of them again and again."""

    def __init__(self, folder: Path, *commands: str) -> None:
        super().__init__(Settings(data_dir=folder, workers=2, drain_s=120), "")
        self.commands = list(commands)
        self.started = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def _spawn(self, _number: int, _device: str | None) -> asyncio.subprocess.Process:
        await self.gate.wait()
        command = self.commands[min(self.started, len(self.commands) - 1)]
        self.started += 1
        return await asyncio.create_subprocess_exec("sh", "-c", command)


async def stopped(workers: Workers) -> None:
    """Fails where a worker's drain, or a long rest, is waited for."""
    async with asyncio.timeout(60):
        await workers.stop()


async def test_a_stop_does_not_wait_for_a_worker_that_waits_for_its_next_life(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FIRST_PAUSE_S", "LONGEST_PAUSE_S"):
        monkeypatch.setattr(workers_module, name, 600.0)
    workers = Programs(folder, "exec sleep 600", "exit 1")
    with capture_logs() as logs:
        workers.start()
        while not any(line["event"] == "worker_ended" for line in logs):  # from here on it rests
            await asyncio.sleep(0.02)
        await stopped(workers)


async def test_a_worker_that_was_just_being_started_is_told_to_stop_too(folder: Path) -> None:
    workers = Programs(folder, "exec sleep 600")
    workers.gate.clear()
    workers.start()
    stopping = asyncio.create_task(stopped(workers))
    await asyncio.sleep(0)
    workers.gate.set()
    await stopping
    assert workers.started <= 2


async def test_a_worker_that_could_not_be_started_is_started_later(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers_module, "LONGEST_PAUSE_S", 0.05)
    programs = Programs(folder, "exec sleep 600")
    spawn, refused = programs._spawn, 0

    async def first_refused(number: int, device: str | None) -> asyncio.subprocess.Process:
        nonlocal refused
        if refused < 2:
            refused += 1
            raise BlockingIOError("Resource temporarily unavailable")
        return await spawn(number, device)

    monkeypatch.setattr(programs, "_spawn", first_refused)
    programs.start()
    while programs.started < 2:
        await asyncio.sleep(0.02)
    await programs.stop()
    assert refused == 2


async def test_what_a_killed_worker_left_is_cleaned_up(folder: Path) -> None:
    workers = Programs(folder, f"mkdir -p '{folder}/tmp/worker-'$$; kill -9 $$", "exec sleep 600")
    workers.start()
    while workers.started < 3:
        await asyncio.sleep(0.02)
    assert list((folder / "tmp").iterdir()) == []
    await workers.stop()


async def test_the_scratch_of_the_dead_is_swept_and_that_of_the_living_stays(folder: Path) -> None:
    settings = Settings(data_dir=folder)
    zombie = await asyncio.create_subprocess_exec("true")
    (scratch_folder(settings, zombie.pid) / "files" / "half-made").mkdir(parents=True)
    (scratch_folder(settings, 1) / "files").mkdir(parents=True)  # a number that somebody else has by now
    with held_scratch(settings) as files:
        files.mkdir()
        sweep_scratch(settings)
        assert [p.name for p in (folder / "tmp").iterdir()] == [f"worker-{os.getpid()}"]
        assert files.exists()
    assert list((folder / "tmp").iterdir()) == []
    await zombie.wait()


def test_a_folder_that_is_gone_by_the_time_it_is_looked_at_keeps_no_server_from_starting(folder: Path) -> None:
    settings = Settings(data_dir=folder)
    (folder / "tmp").mkdir()
    (folder / "tmp" / "worker-1").symlink_to(folder / "gone")
    (folder / "tmp" / "worker-notes.txt").write_text("somebody's")
    (scratch_folder(settings, 2) / "files").mkdir(parents=True)
    sweep_scratch(settings)
    assert sorted(p.name for p in (folder / "tmp").iterdir()) == ["worker-1", "worker-notes.txt"]
