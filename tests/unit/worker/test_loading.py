"""Engines of one host are loaded one after the other, whoever loads them."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from vitascope.core.errors import Cancelled
from vitascope.core.ports import EngineInfo
from vitascope.engines import one_loader as locks
from vitascope.engines.one_loader import one_loader
from vitascope.engines.testcard import TestcardEngine
from vitascope.worker import loading
from vitascope.worker.loading import WAITING, load_in_turn, loading_now


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "PAUSE_S", 0.001)


class Heavy(TestcardEngine):
    """Does something while it loads."""

    def __init__(self, folder: Path, meanwhile: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self.folder = folder
        self.meanwhile = meanwhile
        self.loaded = False

    @property
    def info(self) -> EngineInfo:
        return replace(super().info, name="heavy", light=False)

    def load(self, report: object) -> None:
        self.meanwhile()
        self.loaded = True


class Listening:
    """A report that hears so much, and then has had enough."""

    def __init__(self, patience: int = 3) -> None:
        self.heard: list[str] = []
        self._patience = patience

    def step(self, stage: str, done: int, total: int) -> None:
        self.heard.append(stage)
        if len(self.heard) >= self._patience:
            raise Cancelled("enough")

    def describe(self, notes: object) -> None: ...

    def keep(self, write: object) -> None: ...


def test_who_loads_is_told_while_it_does(tmp_path: Path) -> None:
    told: list[str | None] = []
    engine = Heavy(tmp_path, lambda: told.append(loading_now(tmp_path)))
    load_in_turn(engine, Listening(), folder=tmp_path)
    assert told == [f"process {os.getpid()} loads heavy"]
    assert loading_now(tmp_path) is None


def test_the_next_waits_for_its_turn_and_says_so_until_it_is_told_to_stop(tmp_path: Path) -> None:
    engine, report = Heavy(tmp_path), Listening()
    with one_loader(tmp_path, waiting=lambda: None), pytest.raises(Cancelled):
        load_in_turn(engine, report, folder=tmp_path)
    assert (report.heard, engine.loaded) == ([WAITING] * 3, False)
    load_in_turn(engine, report, folder=tmp_path)
    assert engine.loaded


def test_an_engine_that_loads_in_no_time_does_not_wait(tmp_path: Path) -> None:
    with one_loader(tmp_path, waiting=lambda: None):
        load_in_turn(TestcardEngine(), report := Listening(100), folder=tmp_path)
    assert WAITING not in report.heard


def test_a_holder_that_does_not_end_is_not_waited_for_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "LONGEST_WAIT_S", 0.0)
    engine = Heavy(tmp_path)
    with one_loader(tmp_path, waiting=lambda: None):
        load_in_turn(engine, Listening(1000), folder=tmp_path)
    assert engine.loaded


def test_what_loading_raises_comes_through_and_lets_the_next_in(tmp_path: Path) -> None:
    def fail() -> None:
        raise OSError("no such weights")

    with pytest.raises(OSError, match="no such weights"):
        load_in_turn(Heavy(tmp_path, fail), Listening(), folder=tmp_path)
    assert loading_now(tmp_path) is None


def test_without_a_folder_that_is_shared_it_is_loaded_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "shared_folder", lambda: None)
    engine = Heavy(tmp_path)
    load_in_turn(engine, Listening())
    assert (engine.loaded, loading_now()) == (True, None)
