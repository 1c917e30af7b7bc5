from __future__ import annotations

import numpy as np
import pytest

from tests.unit.engines.animatic.draw_rigs.scenery import actor
from vitascope.engines.animatic.draw.rigs.body import Body
from vitascope.engines.animatic.draw.rigs.cars import LENGTH, draw_car
from vitascope.engines.animatic.draw.rigs.cast import Cast
from vitascope.engines.animatic.draw.rigs.cover import ELLIPSOID
from vitascope.engines.animatic.draw.rigs.vehicles import draw_train

KINDS = (
    "car", "sports car", "suv", "pickup", "taxi", "police car", "van", "ambulance", "truck", "fire engine", "bus",
    "double decker", "school bus", "tram", "tractor", "tank", "motorcycle", "bicycle",
)  # fmt: skip


def _solids(form: str, **more: float) -> np.ndarray:
    told = {"time_s": 1.0, "shot_s": 1.0, "travelled": 3.0, "speed": 0.0, "mouth": 0.0, "act": 0.0, "night": 0.0}
    cast = Cast(actor=actor("car", (0, 0, 8), form=form, label=form), seed=3, to_camera=0.0, **(told | more))  # type: ignore[arg-type]
    body = Body()
    draw_car(body, cast)
    return body.solids()


@pytest.mark.parametrize("form", KINDS)
def test_every_vehicle_is_as_long_as_its_unit_and_stands_on_the_ground(form: str) -> None:
    spots = _solids(form)[:, 1:4]
    assert 0.75 * LENGTH < np.ptp(spots[:, 2]) < 1.35 * LENGTH
    assert -0.35 < spots[:, 1].min() < 0.45
    assert np.abs(spots[:, 0]).max() < 0.6 * LENGTH


def test_no_two_vehicles_are_drawn_alike() -> None:
    seen = {form: _solids(form) for form in KINDS}
    sums = {form: (len(solids), float(np.abs(solids[:, :19]).sum().round(2))) for form, solids in seen.items()}
    sums["taxi"] = sums["police car"] = (0, 0.0)  # a car with a sign, and one with lights
    assert len(set(sums.values())) == len(KINDS) - 1


def test_wheels_turn_as_far_as_the_way_and_blur_when_they_are_fast() -> None:
    slow, on, fast = (_solids("car", travelled=w, speed=s) for w, s in ((3.0, 1.0), (3.2, 1.0), (3.0, 25.0)))
    assert not np.array_equal(slow, on)
    assert (fast[:, 0] == ELLIPSOID).sum() > (slow[:, 0] == ELLIPSOID).sum(), "discs in place of spokes"


def test_the_lights_of_a_police_car_flash_in_turn() -> None:
    one, other = (_solids("police car", time_s=t) for t in (0.02, 0.18))
    assert not np.array_equal(one[:, 19:], other[:, 19:])


def test_a_train_moves_on_its_wheels_and_nothing_else_of_it_does() -> None:
    here, on, back = (_train(travelled=metres) for metres in (0.0, 0.4, 2 * np.pi * 0.85 / 10))
    moved = (here != on).any(axis=1)
    assert 100 < moved.sum() < 0.2 * len(here)
    assert np.array_equal(here[~moved, 19:], on[~moved, 19:])
    driving = moved & np.isclose(here[:, 7], 0.085)
    heights, turned = (np.sort(solids[driving, 5]) for solids in (here, back))
    assert np.allclose(heights, turned, atol=1e-3), "a tenth of a turn puts each of ten spokes where the next was"


def _train(**more: float) -> np.ndarray:
    told = {"time_s": 1.0, "shot_s": 1.0, "travelled": 3.0, "speed": 9.0, "mouth": 0.0, "act": 0.0, "night": 0.0}
    body = Body()
    draw_train(body, Cast(actor=actor("train", (0, 0, 60)), seed=3, to_camera=0.0, **(told | more)))  # type: ignore[arg-type]
    return body.solids()


def test_a_cyclist_has_a_face_and_the_hair_of_who_rides() -> None:
    def colours(label: str) -> set[tuple[int, ...]]:
        body = Body()
        draw_car(body, Cast(
            actor=actor("car", (0, 0, 5), form="bicycle", label=label, action="drive"), time_s=1.0, shot_s=1.0, seed=3,
            travelled=0.0, speed=3.0, mouth=0.0, act=0.5, night=0.0, to_camera=0.0, pixels=300.0,
        ))  # fmt: skip
        return {tuple(map(int, row)) for row in body.solids()[:, 19:22]}

    woman, man = colours("woman on a bicycle"), colours("man on a bicycle")
    assert len(woman) > 12  # eyes, lips, brows and lashes beside skin and cloth
    assert woman != man
