from __future__ import annotations

import numpy as np
import pytest

from tests.unit.engines.animatic.draw_rigs.scenery import actor, shot
from vitascope.engines.animatic.draw.rigs.afloat import carried
from vitascope.engines.animatic.draw.rigs.buoyancy import rocked
from vitascope.engines.animatic.draw.rigs.cast import turn
from vitascope.engines.animatic.draw.rigs.register import entry_of
from vitascope.engines.animatic.draw.rigs.ships import deck_lines
from vitascope.engines.animatic.draw.rigs.standing import place_of, stand_of


@pytest.mark.parametrize("slope", [-0.1, 0.0, 0.1])
@pytest.mark.parametrize("time_s", [0.0, 1.3, 2.6, 3.9, 5.2])
@pytest.mark.parametrize("forward_m", [-9, 0, 9])
def test_feet_stay_on_the_boards_of_a_deck_that_heaves(slope: float, time_s: float, forward_m: float) -> None:
    ship = actor("sailing_ship", (0, 0, 40), size_m=30.0, facing="right")
    captain = actor("biped", (forward_m, 3, 40), size_m=1.8)

    def water(x: float, _z: float) -> float:
        return slope * x

    at, _ = place_of(ship, 0, time_s, water)
    feet = np.array([forward_m, 3 + carried(captain, shot(ship, captain), time_s, water), 40])
    pitch, roll = rocked(float(at[0]), float(at[2]), np.pi / 2, 30.0, water)
    metres = 30.0 / entry_of("sailing_ship").unit
    own = turn(np.pi / 2, pitch, roll).T @ (feet - at) / metres
    boards = deck_lines(time_s)
    here = [float(np.interp(own[2], boards[:, edge, 2], boards[:, edge, 1])) for edge in (0, 1)]
    assert own[1] == pytest.approx(np.mean(here), abs=0.06)


def test_a_deck_tips_the_way_that_its_ship_faces() -> None:
    ship = actor("sailing_ship", (0, 0, 40), size_m=30.0, facing="camera")
    captain = actor("biped", (0, 3, 31), size_m=1.8)  # by the bow, which is turned to us

    def water(_x: float, z: float) -> float:
        return -0.1 * (z - 40)

    at, _ = place_of(ship, 0, 1.3, water)
    lies = stand_of(ship, 0, 1.3, water, np.zeros(3), at)
    feet = np.array([0, 3 + carried(captain, shot(ship, captain), 1.3, water), 31])
    own = lies.basis.T @ (feet - at)
    boards = deck_lines(1.3).mean(axis=1)
    assert own[2] > 8
    assert own[1] == pytest.approx(float(np.interp(own[2], boards[:, 2], boards[:, 1])), abs=0.1)


def test_birds_that_walk_all_stand_on_the_ground() -> None:
    penguins = actor("bird", (0, 0, 6), size_m=0.9, form="penguin", count=7, action="walk", facing="right")

    def ice(_x: float, _z: float) -> float:
        return 0.9

    feet = [float(place_of(penguins, k, 1.0, ice)[0][1]) for k in range(7)]
    assert feet == pytest.approx([0.9] * 7)
