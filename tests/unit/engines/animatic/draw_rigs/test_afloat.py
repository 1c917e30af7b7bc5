from __future__ import annotations

import pytest

from tests.unit.engines.animatic.draw_rigs.scenery import actor, shot
from vitascope.engines.animatic.draw.rigs.afloat import carried, rocked
from vitascope.engines.animatic.draw.rigs.staging import _place


@pytest.mark.parametrize("slope", [-0.1, 0.0, 0.1])
def test_who_stands_forward_on_a_pitching_deck_rises_and_falls_with_it(slope: float) -> None:
    ship = actor("sailing_ship", (0, 0, 40), size_m=30.0, facing="right")
    captain = actor("biped", (10, 3, 40), size_m=1.8)
    scene = shot(ship, captain)

    def water(x: float, _z: float) -> float:
        return slope * x

    pitch, _ = rocked(0.0, 40.0, 1.5708, 30.0, water)
    assert carried(captain, scene, 1.0, water) == pytest.approx(10 * pitch, abs=0.25)


def test_birds_that_walk_all_stand_on_the_ground() -> None:
    penguins = actor("bird", (0, 0, 6), size_m=0.9, form="penguin", count=7, action="walk", facing="right")

    def ice(_x: float, _z: float) -> float:
        return 0.9

    feet = [float(_place(penguins, k, 1.0, ice)[0][1]) for k in range(7)]
    assert feet == pytest.approx([0.9] * 7)
