"""Weights are read by one child of a host at a time, and mapped rather than copied."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from vitascope.core.errors import Cancelled
from vitascope.engines import one_loader as module
from vitascope.engines.one_loader import one_loader


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSE_S", 0.01)


class Enough(Exception):
    """Waited."""


def never() -> None:
    raise AssertionError("nobody else is within")


def enough() -> None:
    raise Enough


def test_the_next_waits_and_is_let_in_by_the_end_of_the_one_before(tmp_path: Path) -> None:
    turns: list[str] = []
    with one_loader(tmp_path, waiting=never), pytest.raises(Enough), one_loader(tmp_path, waiting=enough):
        turns.append("both")
    with one_loader(tmp_path, waiting=never):
        turns.append("after")
    assert turns == ["after"]


def test_the_folder_counts_and_not_its_name(tmp_path: Path) -> None:
    (tmp_path / "weights").mkdir()
    (tmp_path / "link").symlink_to("weights")
    with (
        one_loader(tmp_path / "weights", waiting=never),
        one_loader(tmp_path, waiting=never),
        pytest.raises(Enough),
        one_loader(tmp_path / "link", waiting=enough),
    ):
        raise AssertionError


def test_a_cancel_ends_the_wait(tmp_path: Path) -> None:
    def cancelled() -> None:
        raise Cancelled("now")

    with one_loader(tmp_path, waiting=never), pytest.raises(Cancelled), one_loader(tmp_path, waiting=cancelled):
        raise AssertionError


def _hold(folder: Path, told: Connection) -> None:
    with one_loader(folder, waiting=never):
        told.send("in")
        told.recv()


def test_a_loader_that_is_killed_lets_the_next_in(tmp_path: Path) -> None:
    ours, theirs = multiprocessing.Pipe()
    holder = multiprocessing.get_context("spawn").Process(target=_hold, args=(tmp_path, theirs))
    holder.start()
    assert ours.recv() == "in"
    waited: list[int] = []

    def kill() -> None:
        waited.append(1)
        if len(waited) == 2:
            assert holder.pid is not None
            os.kill(holder.pid, signal.SIGKILL)

    with one_loader(tmp_path, waiting=kill):
        holder.join(60)
    assert holder.exitcode == -signal.SIGKILL
    assert len(waited) >= 2


def test_a_file_system_without_locks_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise OSError(9, "Bad file descriptor")

    monkeypatch.setattr("fcntl.flock", none)
    with one_loader(tmp_path, waiting=never), one_loader(tmp_path, waiting=never):
        pass


MEASURE = """
import sys
from pathlib import Path
import torch
from torch import nn
from vitascope.engines.ltx.stored import tensors
from vitascope.engines.ltx.weights import fill, without_memory_for_parameters

def own():
    lines = Path("/proc/self/status").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("RssAnon:")) * 1024

with without_memory_for_parameters():
    model = nn.Sequential(*(nn.Linear(2048, 2048, bias=False) for _ in range(16)))
model(torch.zeros(1, 2048, device="meta"))
before = own()
fill(model, tensors(Path(sys.argv[1])), dtype=torch.bfloat16, device="cpu", origin="here")
read = sum(float(weight.float().sum()) for weight in model.parameters())
print(own() - before)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is told by Linux")
def test_weights_that_stay_on_the_host_take_no_memory_of_their_own(tmp_path: Path) -> None:
    import torch
    from safetensors.torch import save_file

    file = tmp_path / "weights.safetensors"
    save_file({f"{i}.weight": torch.ones(2048, 2048, dtype=torch.bfloat16) for i in range(16)}, file)
    ran = subprocess.run(
        [sys.executable, "-c", MEASURE, str(file)], capture_output=True, text=True, check=True, timeout=120
    )
    assert int(ran.stdout) < 0.4 * file.stat().st_size, "one of 16 layers in 32 bits, and what allocators keep"
