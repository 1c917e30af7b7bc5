"""Trees that a prompt names: as many as a plural says, on dry sand at a beach, and in the colours of autumn."""

from __future__ import annotations

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body
from vitascope.engines.animatic.draw.rigs.cast import Cast
from vitascope.engines.animatic.draw.rigs.places import draw_tree
from vitascope.engines.animatic.graph import Actor
from vitascope.engines.animatic.reading.reader import read_prompt


def _tree(prompt: str) -> Actor:
    return next(a for a in read_prompt(prompt, seed=1, duration_s=6.0).shots[0].actors if a.rig == "tree")


def _colour(actor: Actor) -> np.ndarray:
    body = Body()
    draw_tree(body, Cast(
        actor=actor, time_s=1.0, shot_s=1.0, seed=3, travelled=0.0, speed=0.0, mouth=0.0, act=0.5, night=0.0,
        to_camera=0.0, pixels=300.0,
    ))  # fmt: skip
    solids = body.solids()
    return np.asarray(solids[solids[:, 2] > 5.0][:, 19:22].mean(axis=0))


def test_palm_trees_are_more_than_one_and_stand_on_the_sand() -> None:
    palms = _tree("A tropical beach with palm trees")
    assert palms.count == 5
    assert all(p.x < -0.5 * p.z for p in palms.path)


def test_an_oak_is_green_in_summer_and_red_in_autumn() -> None:
    summer, autumn = _colour(_tree("An oak tree on a hill")), _colour(_tree("An oak tree on a hill in autumn"))
    assert summer[1] > summer[0]
    assert autumn[0] > 1.5 * autumn[1]


def test_a_palm_stays_green_all_year() -> None:
    autumn = _colour(_tree("A palm tree in autumn"))
    assert autumn[1] > autumn[0]


def test_from_above_the_palms_of_an_island_are_its_own() -> None:
    (shot,) = read_prompt("A drone shot over a tropical island with palm trees", seed=1, duration_s=6.0).shots
    assert [a for a in shot.actors if a.rig == "tree"] == []
