from __future__ import annotations

import numpy as np
import pytest

from tests.unit.engines.animatic.draw_rigs.scenery import actor, canvas, changed, paint, shot
from vitascope.engines.animatic.draw.rigs.air import draw_aircraft
from vitascope.engines.animatic.draw.rigs.body import Body
from vitascope.engines.animatic.draw.rigs.cast import Cast, Rig
from vitascope.engines.animatic.draw.rigs.ships import draw_boat, draw_sailing_ship
from vitascope.engines.animatic.reading.reader import read_prompt

FLYERS = (
    "airliner", "seaplane", "helicopter", "biplane", "fighter", "glider", "quadcopter", "ufo", "shuttle", "spaceship",
    "airship",
)  # fmt: skip
HULLS = ("boat", "rowing boat", "submarine", "liner", "cargo ship", "warship", "sailing boat")


def _solids(rig: Rig, form: str, time_s: float = 1.0) -> np.ndarray:
    told = actor("aircraft", (0, 5, 30), form=form, label=form)
    cast = Cast(
        actor=told, time_s=time_s, shot_s=time_s, seed=2, travelled=4.0, speed=8.0, mouth=0.0, act=0.0, night=0.2,
        to_camera=0.0,
    )  # fmt: skip
    body = Body()
    rig(body, cast)
    return body.solids()


@pytest.mark.parametrize(("rig", "forms"), [(draw_aircraft, FLYERS), (draw_boat, HULLS)])
def test_no_two_of_a_kind_are_built_alike(rig: Rig, forms: tuple[str, ...]) -> None:
    built = {form: _solids(rig, form) for form in forms}
    assert len({(len(s), float(np.abs(s[:, :19]).sum().round(1))) for s in built.values()}) == len(forms)
    assert all(np.isfinite(s).all() for s in built.values())


def test_a_rotor_turns() -> None:
    assert not np.array_equal(_solids(draw_aircraft, "helicopter", 1.0), _solids(draw_aircraft, "helicopter", 1.04))


def test_a_submarine_goes_under_and_a_boat_does_not() -> None:
    (submarine,) = read_prompt("A submarine dives", seed=1, duration_s=6.0).shots[0].actors
    (boat,) = read_prompt("A fishing boat dives into the waves", seed=1, duration_s=6.0).shots[0].actors
    assert submarine.path[-1].y < -10
    assert {p.y for p in boat.path} == {0.0}
    seen = [
        changed(paint(canvas(), shot(actor("boat", (0, y, 40), form="submarine", size_m=20.0)))) for y in (0.0, -60.0)
    ]
    assert seen[0] > seen[1], "the sea is where the ground is"


def test_there_are_planks_and_a_rail_on_the_deck_of_a_ship() -> None:
    deck = _solids(draw_sailing_ship, "ship")
    assert len({tuple(colour) for colour in deck[:, 19:22].round(0).tolist()}) > 12
    assert (np.abs(deck[:, 2] - 4.3) < 1.2).sum() > 60


def test_who_is_aboard_a_boat_stands_before_its_cabin() -> None:
    man, boat = read_prompt("A fisherman in a fishing boat at dawn", seed=5, duration_s=6.0).shots[0].actors
    ahead = 1 if boat.path[-1].x >= boat.path[0].x and boat.facing != "left" else -1
    assert ahead * (man.path[0].x - boat.path[0].x) > 0.1 * boat.size_m
