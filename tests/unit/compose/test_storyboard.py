"""Scenes on their way in and out of files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from vitascope.compose.generate import made_of
from vitascope.compose.storyboard import read_scene_file, read_storyboard, save_sheet, told
from vitascope.core.errors import BadInput, InvalidField
from vitascope.core.generation import GenerationRequest

REQUEST = GenerationRequest(model="ltxv/ltxv-2-fast", prompt="")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    scene = read_storyboard("A boat on a lake.", seed=7, duration_s=6.0)
    path = tmp_path / "boat.json"
    path.write_text(json.dumps(scene.to_json()), encoding="utf-8")
    return path


def test_a_scene_that_was_saved_is_the_one_that_was_read(file: Path) -> None:
    assert read_scene_file(file) == read_storyboard("A boat on a lake.", seed=7, duration_s=6.0)


def test_a_scene_brings_its_own_prompt_duration_and_seed(file: Path) -> None:
    engine, request = made_of(file, "animatic", REQUEST)
    assert (request.prompt, request.duration_s, request.seed) == ("A boat on a lake.", 6, 7)
    assert "; scene " in engine.info.version


def test_a_scene_is_told_shot_by_shot_and_then_as_a_whole() -> None:
    prompt = 'A red fox runs through a snowy forest at night. Cut to: a woman says, "Come home." Blorbing quizzlers.'
    scene = read_storyboard(prompt, seed=1, duration_s=6.0)
    *shots, (heading, whole) = told(scene)
    assert [name.split()[0] for name, _ in shots] == [str(n + 1) for n in range(len(scene.shots))]
    assert "fox (run)" in shots[0][1]["seen"]
    assert "forest at night" in shots[0][1]["setting"]
    assert any("“Come home.”" in rows.get("said", "") for _, rows in shots)
    assert all(rows["camera"] and all(rows.values()) for _, rows in shots)
    assert heading.endswith("6 s, seed 1")
    assert "fox" in whole["understood"]
    assert "quizzlers" in whole["not understood"]


def test_that_every_word_was_understood_is_said() -> None:
    *_, (_, whole) = told(read_storyboard("A boat on a lake.", seed=7, duration_s=6.0))
    assert whole["not understood"].startswith("nothing")


@pytest.mark.parametrize(
    ("engine", "request_", "field"),
    [
        ("testcard", REQUEST, "--scene"),
        ("animatic", GenerationRequest(model="ltxv/ltxv-2-fast", prompt="A dog."), "prompt"),
        ("animatic", GenerationRequest(model="ltxv/ltxv-2-fast", prompt="", duration_s=8), "--duration"),
        ("animatic", GenerationRequest(model="ltxv/ltxv-2-fast", prompt="", seed=8), "--seed"),
    ],
)
def test_what_contradicts_a_scene_is_refused(file: Path, engine: str, request_: GenerationRequest, field: str) -> None:
    with pytest.raises(InvalidField) as raised:
        made_of(file, engine, request_)
    assert raised.value.field == field


@pytest.mark.parametrize("text", ["{", "[" * 100_000, "\udcff", "[]"])
def test_a_file_that_holds_no_scene_is_refused_in_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "scene.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(BadInput) as raised:
        read_scene_file(path)
    assert "\n" not in str(raised.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"gone\.json cannot be read: No such file"):
        read_scene_file(tmp_path / "gone.json")


def test_an_empty_prompt_is_refused() -> None:
    with pytest.raises(InvalidField):
        read_storyboard("  ", seed=0, duration_s=6.0)


def test_a_sheet_has_a_frame_of_each_shot(tmp_path: Path) -> None:
    one, two = tmp_path / "one.png", tmp_path / "two.png"
    save_sheet(read_storyboard("Abstract ribbons.", seed=1, duration_s=6.0), one)
    save_sheet(
        read_storyboard(" Cut to ".join(["Abstract ribbons in blue."] + ["space."] * 3), seed=1, duration_s=6.0), two
    )
    with Image.open(one) as first, Image.open(two) as second:
        assert first.format == second.format == "PNG"
        assert second.width > first.width
    assert list(tmp_path.iterdir()) == [one, two] or len(list(tmp_path.iterdir())) == 2


def test_a_sheet_of_no_known_form_is_refused_before_anything_is_drawn(tmp_path: Path) -> None:
    scene = read_storyboard("A lake.", seed=1, duration_s=6.0)
    with pytest.raises(InvalidField, match=r"\.png"):
        save_sheet(scene, tmp_path / "sheet.pdf")
    assert list(tmp_path.iterdir()) == []
