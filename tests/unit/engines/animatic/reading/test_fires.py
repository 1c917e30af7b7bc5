"""A fire that somebody is at is there: on a hearth in a room, as a campfire out of doors; what burns is none."""

from __future__ import annotations

import pytest

from vitascope.engines.animatic.reading.reader import read_prompt


def _fires(prompt: str) -> list[str]:
    return [a.form for a in read_prompt(prompt, seed=1, duration_s=6.0).shots[0].actors if a.rig == "campfire"]


@pytest.mark.parametrize(
    ("prompt", "fires"),
    [
        ("A woman sits by the fire", ["fireplace"]),
        ("A woman sits before a roaring fire", ["fireplace"]),
        ("A man stands in front of a fire", ["fireplace"]),
        ("A man sits in front of a fire in a snowy forest", ["campfire"]),
        ("A witch dances by the fire in a forest at night", ["campfire"]),
        ("Children sit around a fire in the forest", ["campfire"]),
        ("A fire burns in the night", ["campfire"]),
        ("A house on fire", []),
        ("Fire spreads through a forest", []),
        ("A man stands before a wall of fire", []),
    ],
)
def test_a_fire_that_somebody_is_at_is_there(prompt: str, fires: list[str]) -> None:
    assert _fires(prompt) == fires


def test_a_paper_boat_floats_down_a_street_and_is_looked_at_from_near() -> None:
    shot = read_prompt("A paper boat floats down a rainy street", seed=1, duration_s=6.0).shots[0]
    assert shot.world.kind == "street"
    assert shot.camera.height_m < 1.0


def test_a_ship_is_at_sea_all_the_same() -> None:
    assert read_prompt("A ship sails past a street", seed=1, duration_s=6.0).shots[0].world.kind == "sea"


def test_two_who_face_each_other_do_so_while_they_draw_their_swords() -> None:
    actors = read_prompt("Two samurai face each other, then draw their swords", seed=1, duration_s=6.0).shots[0].actors
    left, right = sorted((a for a in actors if a.rig == "biped"), key=lambda a: a.path[0].x)
    assert {d.facing for d in left.deeds} == {"right"}
    assert {d.facing for d in right.deeds} == {"left"}
