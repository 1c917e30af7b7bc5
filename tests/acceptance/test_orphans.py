"""Whoever is killed takes along what it started: no process of ours is left to hold a GPU, a port or a folder."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.acceptance.conftest import Installation, wait_for
from tests.acceptance.test_serve import process_like, submit


def ends(installation: Installation, *pids: int) -> None:
    """Returns when none of ``pids`` is alive."""
    wait_for(lambda: None if installation.processes().keys() & set(pids) else True, 60)


def test_a_worker_that_is_killed_takes_its_child_along(installation: Installation) -> None:
    installation.start()
    submit(installation, "[delay 30]")
    child = process_like(installation, r"worker\.render")
    worker = process_like(installation, "vitascope worker")
    os.kill(worker, signal.SIGKILL)
    ends(installation, worker, child)


@pytest.mark.parametrize(
    ("command", "children"),
    [
        (("worker", "--concurrency", "2"), {r"worker --parent": 2, r"worker\.render": 2}),
        (("api", "--port", "0"), {}),
    ],
    ids=["workers", "api"],
)
def test_nothing_is_left_of_a_program_that_is_killed(
    installation: Installation, folder: Path, database_url: str, command: tuple[str, ...], children: dict[str, int]
) -> None:
    installation.settings |= {"VITASCOPE_DATABASE": database_url, "VITASCOPE_ARTIFACTS": str(folder / "clips")}
    with installation.output.open("wb") as log:
        program = subprocess.Popen(
            [sys.executable, "-m", "vitascope", *command],
            env=installation.environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=folder,
            start_new_session=True,
        )  # fmt: skip
    installation.process = program

    def started() -> bool | None:
        assert program.poll() is None, installation.output.read_text(encoding="utf-8")
        lines = list(installation.processes().values())
        there = all(sum(bool(re.search(like, line)) for line in lines) >= n for like, n in children.items())
        answers = "answers on" in installation.output.read_text(encoding="utf-8")
        return True if there and (children or answers) else None

    wait_for(started, 120)
    program.kill()
    program.wait(60)
    wait_for(lambda: True if not installation.processes() else None, 60)
