from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.engines.animatic.draw_rigs.scenery import actor, canvas, paint, shot
from vitascope.engines.animatic.draw.rigs.afloat import sway_of
from vitascope.engines.animatic.graph import Shot, Weather

SHIP = actor("sailing_ship", (0, 0, 40), size_m=30.0, facing="right")
CAPTAIN = actor("biped", (6, 3, 40), size_m=1.8, facing="camera")


def at_sea(weather: Weather) -> Shot:
    scene = shot(SHIP, CAPTAIN)
    return replace(scene, world=replace(scene.world, kind="sea", weather=weather))


@pytest.mark.parametrize(("weather", "rough"), [("clear", False), ("fog", False), ("wind", True), ("storm", True)])
def test_a_deck_heaves_as_roughly_as_the_weather_is(weather: Weather, rough: bool) -> None:
    assert (sway_of(CAPTAIN, at_sea(weather), 1.0) > 0.3) == rough


def test_who_stands_on_a_shore_is_on_no_deck_whatever_the_weather() -> None:
    ashore = replace(CAPTAIN, path=(replace(CAPTAIN.path[0], x=60.0),))
    scene = at_sea("storm")
    assert sway_of(ashore, replace(scene, actors=(SHIP, ashore)), 1.0) == 0.0


def widths(weather: Weather) -> tuple[float, bool]:
    """How wide the captain alone is painted close by, in pixels at the feet; and whether anything is above the head."""
    near = actor("biped", (0, 1.0, 5), size_m=1.8, facing="camera")
    hull = actor("sailing_ship", (0, -60, 5), size_m=30.0, facing="right")  # out of sight below
    scene = replace(at_sea(weather), actors=(near, hull))
    painted = np.argwhere((paint(canvas(320, 180), scene, mouth=0.0).rgb != 90).any(axis=2))
    low = painted[painted[:, 0] > 0.85 * painted[:, 0].max()]
    return float(np.ptp(low[:, 1])), bool((painted[:, 0] < 4).any())


def test_in_a_storm_one_stands_with_feet_apart_and_holds_on_to_a_stay() -> None:
    calm, nothing_aloft = widths("clear")
    rough, stay = widths("storm")
    assert rough > 1.5 * calm
    assert stay
    assert not nothing_aloft
