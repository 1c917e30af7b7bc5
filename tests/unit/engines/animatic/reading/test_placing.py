"""Who stands where, as the prompt has it."""

from __future__ import annotations

import pytest

from vitascope.engines.animatic.graph import Actor
from vitascope.engines.animatic.reading.reader import read_prompt


def actors(prompt: str, seed: int = 1) -> tuple[Actor, ...]:
    return read_prompt(prompt, seed=seed, duration_s=6.0).shots[0].actors


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    "prompt",
    [
        "A man on the left and a woman on the right look at each other.",
        "On the left, a white horse grazes. On the right, an old oak tree.",
        "A red ball to the left of a blue box.",
        "A dog sits left of a cat.",
        "A red car is parked on the left, a yellow truck on the right.",
    ],
)
def test_left_is_left_and_right_is_right_whatever_the_seed(prompt: str, seed: int) -> None:
    first, second = actors(prompt, seed)
    assert first.path[0].x / first.path[0].z < -0.05 < 0.05 < second.path[0].x / second.path[0].z


def test_what_is_right_of_another_is_not_who_does_the_others_deed() -> None:
    woman, man = actors("A woman to the right of a man waves.")
    assert (woman.action, man.action) == ("wave", "idle")
    assert woman.path[0].x > man.path[0].x


def test_in_front_is_nearer_and_behind_is_farther_off() -> None:
    dog, man = actors("A dog lies in front of an old man who sits on a chair.")
    assert dog.path[0].z < man.path[0].z
    boy, cow = actors("A boy stands behind a cow.")
    assert boy.path[0].z > cow.path[0].z


def test_who_stands_in_the_middle_does() -> None:
    knight, _ = actors("A knight stands in the middle, a dragon behind him.")
    assert knight.path[0].x == 0


def test_who_looks_left_faces_left_and_goes_nowhere() -> None:
    (girl,) = actors("A girl looks to the left.")
    assert girl.facing == "left"
    assert girl.path[0].x == girl.path[-1].x


def test_a_fox_on_the_right_that_runs_to_the_left_starts_there() -> None:
    (fox,) = actors("A fox on the right runs to the left.")
    assert fox.path[0].x > 0
    assert fox.path[-1].x < fox.path[0].x


def test_a_camera_that_drifts_to_one_side_goes_there() -> None:
    shot = read_prompt("A city. The camera drifts slowly to the right.", seed=1, duration_s=6.0).shots[0]
    assert [m.kind for m in shot.camera.moves] == ["truck_right"]


def test_a_dog_behind_it_is_behind_the_cat() -> None:
    cat, dog, _ = actors("A black cat sits in front of a fireplace, a white dog lies behind it.")
    assert dog.path[0].z > 1.2 * cat.path[0].z


def test_away_down_a_corridor_goes_away_and_does_not_sink() -> None:
    (woman,) = actors("A woman walks away from the camera down a long corridor.")
    assert woman.path[-1].z > woman.path[0].z
    assert {p.y for p in woman.path} == {0.0}
