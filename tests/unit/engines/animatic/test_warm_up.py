"""Compiling before the first clip: heard of while it goes on, and its errors told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from numba.core.event import trigger_event

from vitascope.core.errors import Cancelled
from vitascope.engines.animatic import warm_up
from vitascope.engines.animatic.warm_up import run_parts


class Told:
    """Keeps what is said; `heard` is set by every word after the first."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, int, int]] = []
        self.heard = threading.Event()

    def step(self, stage: str, done: int, total: int) -> None:
        if self.steps:
            self.heard.set()
        self.steps.append((stage, done, total))

    def describe(self, notes: Mapping[str, Any]) -> None:
        raise AssertionError(notes)

    def keep(self, write: Callable[[Path], None]) -> None:
        raise AssertionError(write)


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm_up, "LOOK_S", 0.01)


def test_each_kernel_that_is_compiled_is_a_sign_of_life() -> None:
    told = Told()

    def part() -> None:
        for _ in range(3):
            told.heard.clear()
            with trigger_event("numba:compile"):
                pass
            assert told.heard.wait(30), "a kernel was compiled, and nobody was told while its part went on"

    run_parts((part,), told)
    assert len(told.steps) >= 4
    assert set(told.steps) == {("warm-up", 0, 1)}


def test_parts_that_compile_nothing_are_told_of_as_they_end() -> None:
    told = Told()
    run_parts((lambda: None, lambda: told.heard.wait(30)), told)
    assert ("warm-up", 1, 2) in told.steps
    assert all(done < total for _, done, total in told.steps)


def test_what_a_part_raises_is_raised() -> None:
    def part() -> None:
        raise OSError("no room for the cache")

    with pytest.raises(OSError, match="no room for the cache"):
        run_parts((part, lambda: None), Told())


def test_a_warm_up_that_is_cancelled_ends_with_the_part_that_goes_on() -> None:
    goes_on, ended = threading.Event(), []

    class Cancelling(Told):
        def step(self, stage: str, done: int, total: int) -> None:
            if self.steps:
                goes_on.set()
                raise Cancelled("by its owner")
            super().step(stage, done, total)

    def part() -> None:
        with trigger_event("numba:compile"):
            pass
        assert goes_on.wait(30)
        ended.append("no thread goes on behind the one who cancelled")

    with pytest.raises(Cancelled):
        run_parts((part,), Cancelling())
    assert len(ended) == 1
