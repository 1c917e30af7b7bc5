from __future__ import annotations

import pytest

from vitascope.engines.animatic.graph import Actor
from vitascope.engines.animatic.reading.describe import describe
from vitascope.engines.animatic.reading.pictures import pictures
from vitascope.engines.animatic.reading.reader import read_prompt


def _actors(prompt: str) -> list[Actor]:
    scene = read_prompt(prompt, seed=1, duration_s=2.0)
    return [actor for shot in scene.shots for actor in shot.actors]


@pytest.mark.parametrize("noun", sorted(pictures()))
def test_what_has_a_picture_is_shown_by_it(noun: str) -> None:
    assert [a.form for a in _actors(f"A {noun}.") if a.rig == "picture"] == [pictures()[noun]]


def test_a_picture_is_told_of_as_one() -> None:
    scene = read_prompt("A kangaroo crosses the desert.", seed=1, duration_s=2.0)
    assert "A flat picture stands for: kangaroo." in describe(scene)["approximated"]
    assert not any("placeholder" in text for text in describe(scene)["approximated"])


def test_what_has_no_picture_is_still_a_card() -> None:
    scene = read_prompt("A tardigrade crosses the desert.", seed=1, duration_s=2.0)
    assert [a.rig for shot in scene.shots for a in shot.actors] == ["placeholder"]


def test_a_rig_goes_before_a_picture() -> None:
    assert [a.rig for a in _actors("A red apple on a table.")] == ["object"]


def test_small_things_beside_somebody_are_told_of_and_not_stood_at_their_feet() -> None:
    actors = _actors("A woman finds a pencil in the forest.")
    assert [a.rig for a in actors] == ["biped"]
