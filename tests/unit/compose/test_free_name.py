"""What is finished goes to a name that is free."""

from __future__ import annotations

from pathlib import Path

from vitascope.compose.free_name import free, put


def test_the_next_free_name_is_numbered_before_its_ending(tmp_path: Path) -> None:
    place = tmp_path / "clip.mp4"
    assert free(place) == place
    place.touch()
    (tmp_path / "clip-2.mp4").touch()
    assert free(place).name == "clip-3.mp4"


def test_a_file_that_appeared_meanwhile_is_kept_and_so_is_what_was_made(tmp_path: Path) -> None:
    place, part = tmp_path / "clip.mp4", tmp_path / "part"
    place.write_text("theirs")
    part.write_text("ours")
    assert put(part, place, overwrite=False).name == "clip-2.mp4"
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"clip.mp4": "theirs", "clip-2.mp4": "ours"}


def test_what_was_asked_to_be_replaced_is(tmp_path: Path) -> None:
    place, part = tmp_path / "clip.mp4", tmp_path / "part"
    place.write_text("old")
    part.write_text("new")
    assert put(part, place, overwrite=True) == place
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("clip.mp4", "new")]
