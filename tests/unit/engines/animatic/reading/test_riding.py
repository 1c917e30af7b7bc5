"""Who sits on what."""

from __future__ import annotations

import pytest

from vitascope.engines.animatic.graph import Actor
from vitascope.engines.animatic.reading.reader import read_prompt


def actors(prompt: str) -> tuple[Actor, ...]:
    return read_prompt(prompt, seed=1, duration_s=6.0).shots[0].actors


@pytest.mark.parametrize("horses", ["horses", "two horses", "white horses"])
def test_a_couple_on_horses_has_a_horse_each(horses: str) -> None:
    cast = actors(f"A couple on {horses} ride along the beach.")
    riders = [a for a in cast if "saddle" in a.props]
    assert [a.form for a in riders] == ["man", "woman"]
    beasts = {(a.path[0].x, a.path[0].z) for a in cast if a.form == "horse" and a.count == 1}
    assert {(r.path[0].x, r.path[0].z) for r in riders} == beasts
    assert len(cast) == 4


def test_a_couple_on_one_horse_is_one_rider_and_one_who_walks() -> None:
    scene = read_prompt("A couple rides a horse.", seed=1, duration_s=6.0)
    assert sum("saddle" in a.props for a in scene.shots[0].actors) == 1
    assert "The man is drawn beside the horse, not on it." in scene.approximated


def test_a_couple_on_bicycles_is_two_who_ride() -> None:
    (cycles,) = actors("A young couple on bicycles in Amsterdam.")
    assert (cycles.form, cycles.count) == ("bicycle", 2)
    assert [a.count for a in actors("Three women on motorcycles ride into the sunset.")] == [3]


def test_an_animal_on_the_sofa_is_told_to_be_beside_it() -> None:
    scene = read_prompt("A dog sleeps on the sofa.", seed=1, duration_s=6.0)
    assert scene.shots[0].world.kind == "interior"
    assert scene.approximated == ("The dog is drawn beside the sofa.",)
