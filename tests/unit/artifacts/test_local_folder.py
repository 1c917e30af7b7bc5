"""What a local folder promises beyond the contract of every store."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

import pytest

from vitascope.artifacts.folder import STAGING, STALE_S
from vitascope.artifacts.store import open_store
from vitascope.core.errors import Conflict

KEY = "generations/a/1/clip.mp4"


async def test_a_file_from_another_file_system_is_published_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(tmp_path / "files")
    work = tmp_path / "clip.tmp"
    work.write_bytes(b"clip")
    real = Path.hardlink_to

    def across(self: Path, target: Path) -> None:
        if Path(target) == work:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        real(self, target)

    monkeypatch.setattr(Path, "hardlink_to", across)
    await store.publish(KEY, work)
    assert await store.get_bytes(KEY) == b"clip"
    assert not work.exists()
    assert list((tmp_path / "files" / STAGING).iterdir()) == []


async def test_a_write_that_breaks_off_shows_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(tmp_path / "files")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        await store.put_bytes(KEY, b"half of it")
    assert [head async for head in store.list("")] == []
    assert not (tmp_path / "files" / KEY).exists()
    assert list((tmp_path / "files" / STAGING).iterdir()) == []


async def test_the_file_is_synced_before_it_has_its_name_and_the_folder_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(tmp_path / "files")
    steps: list[str] = []
    sync, link = os.fsync, Path.hardlink_to

    def noted_sync(handle: int) -> None:
        steps.append(Path(f"/proc/self/fd/{handle}").readlink().name)
        sync(handle)

    def noted_link(self: Path, target: Path) -> None:
        steps.append("link")
        link(self, target)

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(Path, "hardlink_to", noted_link)
    work = tmp_path / "clip.tmp"
    work.write_bytes(b"clip")
    await store.publish(KEY, work)
    assert steps == ["clip.tmp", "link", "1", "a", "generations", "files"]


async def test_opening_a_store_clears_what_a_dead_process_left_half_written(tmp_path: Path) -> None:
    open_store(tmp_path)
    old, fresh = tmp_path / STAGING / "old", tmp_path / STAGING / "fresh"
    for path in (old, fresh):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 2 * STALE_S,) * 2)
    open_store(tmp_path)
    assert not old.exists()
    assert fresh.exists()


async def test_a_store_opened_again_holds_what_was_published(tmp_path: Path) -> None:
    await open_store(tmp_path).put_bytes(KEY, b"kept")
    again = open_store(f"file://{tmp_path}")
    assert await again.get_bytes(KEY) == b"kept"
    with pytest.raises(Conflict):
        await again.put_bytes(KEY, b"other")


async def test_deleting_the_last_file_leaves_no_empty_folders(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    await store.put_bytes(KEY, b"x")
    await store.delete([KEY])
    assert not (tmp_path / "generations" / "a").exists()
