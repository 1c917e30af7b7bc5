from __future__ import annotations

import pytest

from vitascope.engines.animatic.graph import Actor, Scene
from vitascope.engines.animatic.reading.reader import read_prompt


def read(prompt: str) -> Scene:
    return read_prompt(prompt, seed=3, duration_s=6.0, has_image=False)


def people(prompt: str) -> tuple[Actor, ...]:
    return read(prompt).shots[0].actors


def test_a_portrait_of_somebody_is_they_themselves_and_near() -> None:
    scene = read("Portrait of an angry king")
    (king,) = scene.shots[0].actors
    assert (king.rig, king.form) == ("biped", "king")
    assert "angry" in king.props
    assert scene.shots[0].camera.framing == "close"


@pytest.mark.parametrize(
    ("prompt", "action"),
    [
        ("A woman waves at us", "wave"),
        ("An old man crying", "cry"),
        ("A woman smiles at the camera", "smile"),
        ("A boy throws a ball", "throw"),
        ("A detective lights a cigarette", "smoke"),
        ("A nun prays", "pray"),
        ("A girl reads a book", "read"),
    ],
)
def test_what_a_person_does_is_what_is_shown(prompt: str, action: str) -> None:
    assert people(prompt)[0].action == action
    assert read(prompt).not_understood == ()


def test_a_dog_neither_reads_nor_types_and_the_prompt_s_author_is_told() -> None:
    scene = read("A dog types on a laptop")
    assert scene.shots[0].actors[0].action != "type"
    assert any("types" in line for line in scene.approximated)


def test_two_who_fight_stand_face_to_face() -> None:
    one, other = sorted(people("A samurai fights a knight in a forest"), key=lambda a: a.path[0].x)
    assert (one.facing, other.facing) == ("right", "left")
    assert one.action == other.action == "fight"
    assert 0.5 < other.path[0].x - one.path[0].x < 2.0


def test_who_runs_down_a_street_stays_on_the_ground() -> None:
    (man,) = people("A man runs down a street")
    assert man.action == "run"
    assert {p.y for p in man.path} == {0.0}


def test_clothes_that_are_named_are_worn_and_the_book_in_the_hand_is_no_failing() -> None:
    assert "raincoat" in people("A girl in a yellow raincoat")[0].props
    assert "top hat" in people("A man with a top hat")[0].props
    assert not any("book" in line for line in read("A grandmother reads a book").approximated)
