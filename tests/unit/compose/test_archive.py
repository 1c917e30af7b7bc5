"""A backup's file: whole and as it was written, or refused."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitascope.compose import archive
from vitascope.compose.archive import BackupDamaged

CLIP = bytes(range(256)) * 5


def written(path: Path) -> Path:
    with archive.Writer(path) as writer:
        writer.add_json(archive.HEAD, {"format": archive.FORMAT, "id": "one"})
        writer.add(archive.DUMP, io.BytesIO(b"rows"), 4)
        writer.add("artifacts/generations/0/1/clip.mp4", io.BytesIO(CLIP), len(CLIP))
        writer.add_json(archive.CONTENTS, {"files": 1})
        writer.finish()
    return path


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("backup") / "a backup.tar")


def unpacked(file: Path, folder: Path | None = None) -> archive.Unpacked:
    return archive.unpack(file, folder, lambda *_: None)


def test_what_was_put_in_comes_out(whole: Path, tmp_path: Path) -> None:
    found = unpacked(whole, tmp_path)
    assert found.head["id"] == archive.head_of(whole)["id"] == "one"
    assert found.contents == {"files": 1}
    assert (tmp_path / "artifacts/generations/0/1/clip.mp4").read_bytes() == CLIP
    assert (tmp_path / archive.DUMP).read_bytes() == b"rows"
    assert whole.stat().st_mode & 0o077 == 0, "it holds the hashes of keys, and everybody's clips"


def test_any_tar_unpacks_it_and_any_sha256sum_checks_it(whole: Path, tmp_path: Path) -> None:
    if shutil.which("sha256sum") is None or shutil.which("tar") is None:
        pytest.skip("this machine has no sha256sum or no tar")
    subprocess.run(["tar", "-xf", str(whole), "-C", str(tmp_path)], check=True)
    subprocess.run(["sha256sum", "--check", "--quiet", archive.SUMS], cwd=tmp_path, check=True)


@given(at=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_flipped_bit_is_noticed_or_changes_nothing(whole: Path, at: float, bit: int) -> None:
    """Nothing is said of the zeros with which a tar fills its blocks, nor of dates and owners."""
    data = bytearray(whole.read_bytes())
    data[int(at * len(data))] ^= 1 << bit
    file = whole.with_name("flipped.tar")
    file.write_bytes(data)
    folder = whole.with_name("flipped")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        found = unpacked(file, folder)
    except BackupDamaged:
        return
    assert (found.head["id"], found.contents) == ("one", {"files": 1})
    assert (folder / "artifacts/generations/0/1/clip.mp4").read_bytes() == CLIP
    assert (folder / archive.DUMP).read_bytes() == b"rows"


@given(share=st.floats(0, 1, exclude_max=True))
def test_one_that_breaks_off_before_its_sums_is_refused(whole: Path, share: float) -> None:
    data = whole.read_bytes()
    end = data.index(archive.SUMS.encode())
    file = whole.with_name("short.tar")
    file.write_bytes(data[: int(share * end)])
    with pytest.raises(BackupDamaged):
        unpacked(file)


@pytest.mark.parametrize("name", ["../escape", "/etc/passwd", "artifacts/../../x", "a b", ".hidden", "artifacts/"])
def test_a_member_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    file = tmp_path / "made.tar"
    with tarfile.open(file, "w") as tar:
        for each, data in ((archive.HEAD, b'{"format": 1}'), (name, b"x")):
            member = tarfile.TarInfo(each)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    with pytest.raises(BackupDamaged, match="which no backup of ours has"):
        unpacked(file, tmp_path / "target")
    assert not (tmp_path / "escape").exists()


def test_a_link_in_it_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "made.tar"
    with tarfile.open(file, "w") as tar:
        member = tarfile.TarInfo(archive.HEAD)
        member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(member)
    with pytest.raises(BackupDamaged):
        unpacked(file, tmp_path / "target")


@pytest.mark.parametrize("content", [b"", b"no tar at all", b"\0" * 2048])
def test_another_file_is_no_backup(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "other"
    file.write_bytes(content)
    for read in (unpacked, archive.head_of):
        with pytest.raises(BackupDamaged, match=r"no backup of Vitascope|ends too early"):
            read(file)


def test_a_newer_format_is_named(tmp_path: Path) -> None:
    file = tmp_path / "newer.tar"
    with archive.Writer(file) as writer:
        writer.add_json(archive.HEAD, {"format": archive.FORMAT + 1})
        writer.finish()
    for read in (unpacked, archive.head_of):
        with pytest.raises(BackupDamaged, match=f"format {archive.FORMAT + 1}"):
            read(file)
