"""The note that a fetch leaves until it is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from vitascope.core.errors import EngineMissing
from vitascope.engines.ltx.examine import examine
from vitascope.engines.ltx.unfinished import part_of, remove_note, staging, tidy, unfinished, write_note

FILES = {"a.safetensors": (3_000_000_000, "aa"), "gemma/config.json": (10, "bb")}


def noted(folder: Path, name: str = "ltx-2") -> None:
    write_note(folder, name, files=FILES, command="vitascope weights fetch ltx-2")


def test_what_has_come_is_not_counted_as_missing(tmp_path: Path) -> None:
    noted(tmp_path)
    with part_of(tmp_path, "aa").open("wb") as part:
        part.truncate(1_000_000_000)  # of which the disk keeps none
    said = unfinished(tmp_path)
    assert said is not None
    assert "2 of 2 files (2.0 GB) are still to come: a.safetensors, gemma/config.json. Go on with:" in said


def test_many_missing_files_are_not_all_named(tmp_path: Path) -> None:
    write_note(tmp_path, "x", files={f"{n}.safetensors": (1, str(n)) for n in range(5)}, command="go")
    said = unfinished(tmp_path)
    assert said is not None
    assert "0.safetensors, 1.safetensors, 2.safetensors and 2 more." in said


def test_a_fetch_that_ended_before_it_could_say_so_is_not_held_against_the_folder(tmp_path: Path) -> None:
    write_note(tmp_path, "x", files={"small": (2, "cc")}, command="go")
    (tmp_path / "small").write_bytes(b"ab")
    assert unfinished(tmp_path) is None


def test_a_note_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    staging(tmp_path).mkdir()
    (staging(tmp_path) / "x.json").write_text("[]")
    (staging(tmp_path) / "y.json").write_text('{"files":')
    assert unfinished(tmp_path) is None


def test_parts_outlive_what_needs_them_and_nothing_else(tmp_path: Path) -> None:
    noted(tmp_path, "one")
    noted(tmp_path, "two")
    for checksum in ("aa", "of an earlier commit"):
        part_of(tmp_path, checksum).touch()
    tidy(tmp_path)
    assert [part.stem for part in staging(tmp_path).glob("*.part")] == ["aa"]
    remove_note(tmp_path, "one")
    assert part_of(tmp_path, "aa").exists()
    remove_note(tmp_path, "two")
    assert not staging(tmp_path).exists()


def test_the_engine_says_it_of_a_folder_that_it_cannot_use(tmp_path: Path) -> None:
    noted(tmp_path)
    with pytest.raises(EngineMissing, match=r"fetching ltx-2 has not ended.*So far: .* holds LTX-2 neither"):
        examine(tmp_path)


def test_a_whole_set_is_usable_while_something_is_fetched_beside_it(tiny_folder: Path) -> None:
    noted(tiny_folder, "more")
    try:
        assert not [part.problem for part in examine(tiny_folder).parts if part.problem]
    finally:
        remove_note(tiny_folder, "more")
