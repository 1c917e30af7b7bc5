"""What stands on a window sill stands there, in the picture; plants off the ground grow in pots."""

from __future__ import annotations

import pytest

from vitascope.engines.animatic.draw.rigs.body import Body
from vitascope.engines.animatic.draw.rigs.cast import Cast
from vitascope.engines.animatic.draw.rigs.places import draw_flower
from vitascope.engines.animatic.draw.worlds.room_looks import SILL_M
from vitascope.engines.animatic.graph import Actor
from vitascope.engines.animatic.reading.describe import describe
from vitascope.engines.animatic.reading.reader import read_prompt


def _first(prompt: str) -> Actor:
    return read_prompt(prompt, seed=1, duration_s=6.0, has_image=False).shots[0].actors[0]


def _flower(prompt: str) -> Actor:
    return next(a for a in read_prompt(prompt, seed=1, duration_s=6.0).shots[0].actors if a.rig == "flower")


@pytest.mark.parametrize(
    "prompt",
    [
        "A flower blooming in a pot on a windowsill",
        "A cactus on the window sill, rain outside",
        "A cat on a windowsill",
    ],
)
def test_it_stands_on_the_sill(prompt: str) -> None:
    assert abs(_first(prompt).path[0].y - SILL_M) < 0.05


def test_a_pot_that_is_drawn_is_not_told_of_as_left_out() -> None:
    scene = read_prompt("A flower blooms in a pot on a windowsill", seed=1, duration_s=6.0, has_image=False)
    assert describe(scene)["approximated"] == []


def test_a_flower_has_a_pot_on_a_sill_and_none_in_a_meadow() -> None:
    clay = []
    for prompt in ("A flower on a windowsill", "A flower in a meadow", "A hummingbird hovers at a red flower"):
        body = Body()
        draw_flower(body, Cast(
            actor=_flower(prompt), time_s=1.0, shot_s=1.0, seed=3, travelled=0.0, speed=0.0, mouth=0.0, act=0.5,
            night=0.0, to_camera=0.0, pixels=300.0,
        ))  # fmt: skip
        clay.append(bool((body.solids()[:, 19] == 186).any()))
    assert clay == [True, False, False]


def test_a_village_in_the_mountains_is_one_with_its_windows_lit() -> None:
    scene = read_prompt("A mountain village in the snow at night, windows glowing", seed=1, duration_s=6.0)
    assert "village" in scene.shots[0].world.tags
    assert describe(scene)["approximated"] == []


def test_a_car_chase_is_two_cars_that_race_along_with_the_camera() -> None:
    (shot,) = read_prompt("A car chase through a desert at night", seed=1, duration_s=6.0).shots
    (cars,) = shot.actors
    assert (cars.rig, cars.count) == ("car", 2)
    assert cars.path[-1].x - cars.path[0].x > 40
    assert "track" in [move.kind for move in shot.camera.moves]
