"""Who drives or flies something is in it, and it goes as they do; heroes fly by themselves."""

from __future__ import annotations

import pytest

from vitascope.engines.animatic.graph import Shot
from vitascope.engines.animatic.reading.describe import describe
from vitascope.engines.animatic.reading.reader import read_prompt


def _shot(prompt: str) -> Shot:
    return read_prompt(prompt, seed=1, duration_s=6.0).shots[0]


def _far(shot: Shot) -> float:
    first, last = shot.actors[0].path[0], shot.actors[0].path[-1]
    return abs(last.x - first.x) + abs(last.z - first.z)


@pytest.mark.parametrize(
    ("prompt", "rig", "inside"),
    [
        ("A farmer drives a tractor through a golden field at sunset", "car", "The farmer is inside the tractor"),
        ("A woman drives a red car along the coast", "car", "The woman is inside a car"),
        ("A man drives in his car", "car", "The man is inside the car"),
        ("A man and his dog drive a pickup through the desert", "car", "The man and dog are inside the pickup"),
        ("A pilot flies a small plane over the sea", "aircraft", "The pilot is inside the plane"),
        ("A woman drives through the rain at night", "car", "The woman is inside a car"),
    ],
)
def test_the_vehicle_goes_and_its_driver_is_in_it(prompt: str, rig: str, inside: str) -> None:
    scene = read_prompt(prompt, seed=1, duration_s=6.0)
    shot = scene.shots[0]
    assert [a.rig for a in shot.actors] == [rig]
    assert _far(shot) > 20
    notes = describe(scene)["approximated"]
    assert any(note.startswith(inside) for note in notes)
    assert not any("beside" in note for note in notes)


def test_a_red_car_stays_red() -> None:
    assert _shot("A woman drives a red car along the coast").actors[0].colour == "red"


@pytest.mark.parametrize("prompt", ["A girl flies a kite", "A man rides a bicycle", "A boy rides his skateboard"])
def test_who_is_seen_on_what_they_ride_or_hold_stays_in_the_picture(prompt: str) -> None:
    assert not any("inside" in note for note in describe(read_prompt(prompt, seed=1, duration_s=6.0))["approximated"])


def test_who_speaks_is_seen() -> None:
    shot = _shot('A taxi driver drives through New York and says: "Where to?"')
    assert "biped" in {a.rig for a in shot.actors}


@pytest.mark.parametrize(
    "prompt",
    ["A superhero flies over the city", "Superman flies toward the camera", "A fairy flies through the forest"],
)
def test_a_hero_flies_and_does_not_walk(prompt: str) -> None:
    (hero,) = _shot(prompt).actors
    assert hero.action == "fly"
    assert hero.path[0].y > 0


@pytest.mark.parametrize("who", ["superhero", "plane", "dragon"])
def test_what_flies_over_a_city_is_seen_over_its_roofs(who: str) -> None:
    shot = _shot(f"A {who} flies over the city")
    assert shot.camera.height_m >= 60
    assert shot.actors[0].path[0].y > 50
