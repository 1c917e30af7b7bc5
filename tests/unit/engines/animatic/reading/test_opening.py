"""Doors that open: by themselves or by somebody, with who comes in; windows that are opened are those of rooms."""

from __future__ import annotations

import pytest

from vitascope.engines.animatic.graph import Actor, Shot
from vitascope.engines.animatic.reading.describe import describe
from vitascope.engines.animatic.reading.reader import read_prompt


def _shot(prompt: str) -> Shot:
    return read_prompt(prompt, seed=1, duration_s=6.0, has_image=False).shots[0]


def _door(shot: Shot) -> Actor:
    return next(a for a in shot.actors if a.form == "door")


@pytest.mark.parametrize(
    ("prompt", "action"),
    [
        ("A wooden door slowly creaks open", "open"),
        ("A red door in the desert opens", "open"),
        ("A door in the forest swings open", "open"),
        ("The red door closes", "close"),
        ("A woman opens a green door", "open"),
        ("A woman opens the door", "open"),
        ("A man slams the door", "close"),
        ("A red door in a garden", "idle"),
    ],
)
def test_a_door_does_what_is_said_of_it_or_done_to_it(prompt: str, action: str) -> None:
    assert _door(_shot(prompt)).action == action


def test_a_gate_opens() -> None:
    (gate,) = _shot("An iron gate slowly opens").actors
    assert (gate.form, gate.action) == ("gate", "open")


def test_who_opens_a_door_is_in_a_room_at_its_handle_and_looks_at_it() -> None:
    shot = _shot("A woman opens the door")
    woman = next(a for a in shot.actors if a.rig == "biped")
    door = _door(shot)
    assert shot.world.kind == "interior"
    assert woman.facing == "away"
    assert 0 < door.path[0].z - woman.path[0].z < 1.2
    assert 0.4 < abs(door.path[0].x - woman.path[0].x) < 1.2


def test_a_door_opens_when_whoever_walked_to_it_is_there() -> None:
    shot = _shot("A boy walks to a red door and opens it")
    boy = next(a for a in shot.actors if a.rig == "biped")
    door = _door(shot)
    assert door.action_at is not None
    assert door.action_at[0] == next(d.start_s for d in boy.deeds if d.action == "open") > 1
    arrived = next(p for p in boy.path if p.time_s >= door.action_at[0])
    assert (arrived.x, arrived.z) == (boy.path[-1].x, boy.path[-1].z)
    assert boy.path[0].z < arrived.z


@pytest.mark.parametrize("prompt", ["The door opens and a dog walks in", "A man opens the door and walks in"])
def test_who_comes_in_by_a_door_comes_from_behind_it_once_it_is_open(prompt: str) -> None:
    shot = _shot(prompt)
    who = next(a for a in shot.actors if a.rig in {"biped", "quadruped"})
    door = _door(shot)
    leaves = max(p.time_s for p in who.path if p.z > door.path[0].z)
    assert who.path[0].z > door.path[0].z > who.path[-1].z
    assert door.action_at is not None
    assert leaves > door.action_at[0] + 0.5


def test_a_car_door_is_a_part_of_the_car() -> None:
    assert {a.form for a in _shot("A man stands by the car door in the rain").actors} & {"door"} == set()


@pytest.mark.parametrize("prompt", ["A woman opens the window and leans out", "She opens the curtains, morning light"])
def test_who_opens_a_window_stands_before_it_in_a_room(prompt: str) -> None:
    scene = read_prompt(prompt, seed=1, duration_s=6.0, has_image=False)
    (shot,) = scene.shots
    assert shot.world.kind == "interior"
    assert "window" in shot.world.tags
    assert shot.actors[0].facing == "away"
    assert any("by the hands alone" in note for note in describe(scene)["approximated"])
