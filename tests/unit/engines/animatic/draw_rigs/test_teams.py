from __future__ import annotations

import numpy as np
import pytest

from tests.unit.engines.animatic.draw_rigs.scenery import actor
from vitascope.engines.animatic.draw.rigs import rovers, teams
from vitascope.engines.animatic.draw.rigs.body import Body
from vitascope.engines.animatic.draw.rigs.cars import LENGTH, draw_car
from vitascope.engines.animatic.draw.rigs.cast import Cast
from vitascope.engines.animatic.reading.reader import read_prompt

_FORMS = sorted(teams._KINDS)


def body_of(form: str, *, travelled: float = 0.0, speed: float = 0.0, label: str = "") -> Body:
    one = actor("car", (0, 0, 5), form=form, label=label or form, action="drive")
    body = Body()
    draw_car(body, Cast(
        actor=one, time_s=1.0, shot_s=1.0, seed=3, travelled=travelled, speed=speed, mouth=0.0, act=0.5, night=0.0,
        to_camera=0.0, pixels=300.0,
    ))  # fmt: skip
    return body


@pytest.mark.parametrize("form", [*_FORMS, "rover"])
def test_it_is_as_long_as_vehicles_are_and_stands_on_the_ground(form: str) -> None:
    at = body_of(form).solids()[:, 1:4]
    long = float(at[:, 2].max() - at[:, 2].min())
    assert 0.6 * LENGTH < long < 1.5 * LENGTH
    assert -0.3 < at[:, 1].min() < 0.4


@pytest.mark.parametrize("form", _FORMS)
def test_a_horse_goes_before_it(form: str) -> None:
    solids = body_of(form).solids()
    ahead = solids[solids[:, 3] > 0.25 * LENGTH]
    assert len(ahead) > 100  # of a vehicle there is nothing there
    assert ahead[:, 2].max() > 0.15 * LENGTH


@pytest.mark.parametrize("form", [*sorted(k for k, t in teams._KINDS.items() if t.axles), "rover"])
def test_its_wheels_turn_as_it_goes(form: str) -> None:
    here, there = (body_of(form, travelled=t, speed=0.5).solids() for t in (0.0, 0.3))
    assert here.shape == there.shape
    behind = here[:, 3] < 0.2 * LENGTH
    assert np.abs(here[behind] - there[behind]).max() > 0.05


def test_what_goes_raises_dust_and_a_sleigh_does_not() -> None:
    assert body_of("cart", speed=4.0).sources
    assert not body_of("cart").sources
    assert not body_of("sleigh", speed=4.0).sources
    assert body_of("rover", speed=1.0).sources


@pytest.mark.parametrize(
    ("prompt", "form"),
    [
        ("A horse-drawn carriage waits in the rain.", "carriage"),
        ("A stagecoach races through a canyon.", "carriage"),
        ("A hay cart on a country road.", "cart"),
        ("A covered wagon crosses the prairie.", "covered wagon"),
        ("A Roman chariot in the arena.", "chariot"),
        ("A sleigh glides through the snow.", "sleigh"),
        ("A Mars rover drives over the red planet.", "rover"),
    ],
)
def test_the_words_for_it_are_read(prompt: str, form: str) -> None:
    cast = read_prompt(prompt, seed=1, duration_s=2.0).shots[0].actors
    assert ("car", form) in [(a.rig, a.form) for a in cast]


def test_a_cart_rolls_down_a_street_and_not_out_of_the_sky() -> None:
    cart = read_prompt("A cart rolls down a village street.", seed=1, duration_s=4.0).shots[0].actors[0]
    assert {point.y for point in cart.path} == {0.0}
    assert cart.path[0].z > cart.path[-1].z


def test_a_car_is_none_of_them() -> None:
    one = actor("car", (0, 0, 5), form="sports car", label="sports car", action="drive")
    plain = Cast(actor=one, time_s=0, shot_s=0, seed=1, travelled=0, speed=0, mouth=0, act=0, night=0, to_camera=0,
                 pixels=100)  # fmt: skip
    assert not teams.draw(Body(), plain, LENGTH)
    assert not rovers.draw(Body(), plain, LENGTH)
