"""What children claim of a GPU: counted for as long as they live."""

from __future__ import annotations

import multiprocessing
import os
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from vitascope.engines import one_loader
from vitascope.engines.ltx.claims import open_claims

GIB = 2**30


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_loader, "PAUSE_S", 0.01)


class Waited(Exception):
    """Somebody else is within."""


def waited() -> None:
    raise Waited


def claimed(folder: Path, device: str = "GPU-a") -> int:
    with open_claims(waiting=waited, folder=folder) as claims:
        assert claims is not None
        return claims.on(device)


def _claim(folder: Path, told: Connection) -> None:
    with open_claims(waiting=waited, folder=folder) as claims:
        assert claims is not None
        kept = claims.make("GPU-a", 70 * GIB)
        assert kept is not None
    told.send("claimed")
    told.recv()
    kept.release()


def test_a_claim_counts_beyond_the_lock_and_ends_with_its_process(tmp_path: Path) -> None:
    ours, theirs = multiprocessing.Pipe()
    other = multiprocessing.get_context("spawn").Process(target=_claim, args=(tmp_path, theirs))
    other.start()
    assert ours.recv() == "claimed"
    assert claimed(tmp_path) == 70 * GIB
    assert claimed(tmp_path, "GPU-b") == 0
    other.kill()
    other.join(60)
    assert claimed(tmp_path) == 0
    assert list(tmp_path.iterdir()) == [], "what is left of the dead is cleared away"


def test_claims_of_one_device_add_up_until_they_are_let_go_of(tmp_path: Path) -> None:
    with open_claims(waiting=waited, folder=tmp_path) as claims:
        assert claims is not None
        first, second = claims.make("GPU-a", GIB), claims.make("GPU-a", 2 * GIB)
        assert first is not None
        assert claims.on("GPU-a") == 3 * GIB
        first.release()
        first.release()
    assert claimed(tmp_path) == 2 * GIB
    del second
    assert claimed(tmp_path) == 0


def test_nobody_chooses_beside_another(tmp_path: Path) -> None:
    with (
        open_claims(waiting=waited, folder=tmp_path),
        pytest.raises(Waited),
        open_claims(waiting=waited, folder=tmp_path),
    ):
        raise AssertionError


def test_a_folder_that_cannot_be_ours_counts_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    with open_claims(waiting=waited, folder=tmp_path / "file") as claims:
        assert claims is None
    stranger = os.getuid() + 1
    monkeypatch.setattr(os, "getuid", lambda: stranger)
    with open_claims(waiting=waited, folder=tmp_path) as claims:
        assert claims is None


def test_a_disk_that_takes_no_claim_ends_no_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with open_claims(waiting=waited, folder=tmp_path) as claims:
        assert claims is not None
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", full)
            assert claims.make("GPU-a", GIB) is None
        assert claims.on("GPU-a") == 0
