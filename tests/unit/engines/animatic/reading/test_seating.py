from __future__ import annotations

import pytest

from vitascope.engines.animatic.graph import Actor
from vitascope.engines.animatic.reading.reader import read_prompt


def cast_of(prompt: str) -> tuple[Actor, ...]:
    return read_prompt(prompt, seed=1, duration_s=6.0).shots[0].actors


def test_two_at_a_table_sit_on_chairs_and_face_each_other() -> None:
    man, woman = cast_of("A man and a woman sit at a cafe table.")
    assert {"chair"} <= {*man.props} & {*woman.props}
    left, right = sorted((man, woman), key=lambda a: a.path[0].x)
    assert (left.facing, right.facing) == ("right", "left")
    assert right.path[0].x - left.path[0].x > 1.2, "a table has room between them"


def test_what_stands_on_a_table_is_before_the_cook_and_not_within_her() -> None:
    cook, cup = cast_of("A woman stands in a kitchen, a cup of tea on the counter.")
    assert cup.path[0].z < cook.path[0].z - 0.4


def test_friends_on_a_bench_sit_on_it() -> None:
    friends, bench = sorted(cast_of("Two old friends on a park bench."), key=lambda a: a.rig)
    assert (friends.action, bench.form) == ("sit", "bench")
    assert abs(friends.path[0].z - bench.path[0].z) < 0.2


@pytest.mark.parametrize(
    ("prompt", "young"),
    [("A mother elephant and her calf walk.", "elephant"), ("A lioness plays with her cubs.", "lioness")],
)
def test_young_are_of_the_kind_of_their_mother_and_on_her_near_side(prompt: str, young: str) -> None:
    mother, calf = cast_of(prompt)[:2]
    assert (mother.form, calf.form) == (young, young)
    assert calf.size_m < 0.7 * mother.size_m
    assert calf.path[0].z < mother.path[0].z


def test_a_hatchling_of_a_dragon_is_no_taller_than_a_child() -> None:
    (dragon,) = cast_of("A baby dragon sits in a meadow.")
    assert dragon.size_m < 2


def test_what_is_shown_on_a_pedestal_stands_on_one_and_is_alone_in_the_picture() -> None:
    (lipstick,) = cast_of("A red lipstick rotates on a marble pedestal.")
    assert (lipstick.form, lipstick.props) == ("lipstick", ("pedestal",))


def test_a_cook_has_the_burning_pan_in_hand_and_no_fire_at_the_feet() -> None:
    shot = read_prompt("A chef tosses vegetables in a flaming pan.", seed=1, duration_s=6.0).shots[0]
    assert [a.rig for a in shot.actors] == ["biped"]
    assert {"pan", "flames"} <= {*shot.actors[0].props}
    assert not shot.effects


def test_a_pair_of_shoes_is_one_thing() -> None:
    (shoes,) = cast_of("A pair of white sneakers on a concrete floor.")
    assert (shoes.form, shoes.count) == ("sneakers", 1)
