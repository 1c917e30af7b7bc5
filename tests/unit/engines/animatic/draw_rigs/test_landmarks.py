from __future__ import annotations

import math

import numpy as np
import pytest

from tests.unit.engines.animatic.draw_rigs.scenery import LIGHT, actor, canvas, changed, paint, shot
from vitascope.engines.animatic.draw.rigs import paint_actors
from vitascope.engines.animatic.draw.rigs.body import Body
from vitascope.engines.animatic.draw.rigs.buildings import FORMS as ALL
from vitascope.engines.animatic.draw.rigs.buildings import draw_building
from vitascope.engines.animatic.draw.rigs.cast import Cast
from vitascope.engines.animatic.draw.rigs.landmarks import FORMS, HIGH
from vitascope.engines.animatic.draw.stage import Pose
from vitascope.engines.animatic.reading.lexicon import lexicon


def _solids(form: str, night: float = 0.0) -> np.ndarray:
    cast = Cast(
        actor=actor("building", (0, 0, 30), form=form), time_s=1.0, shot_s=1.0, seed=1, travelled=0.0, speed=0.0,
        mouth=0.0, act=0.0, night=night, to_camera=0.0,
    )  # fmt: skip
    body = Body()
    draw_building(body, cast)
    return body.solids()


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_building_is_as_high_as_its_unit_and_goes_down_to_the_ground(form: str) -> None:
    spots = _solids(form)[:, 1:4]
    assert 0.75 * HIGH < spots[:, 1].max() <= 1.06 * HIGH
    assert spots[:, 1].min() <= 0.4


def test_windows_are_lit_after_dark() -> None:
    day, night = (_solids("skyscraper", n)[:, 26] for n in (0.0, 1.0))
    assert (night > 0.5).sum() > (day > 0.5).sum() + 50


def test_every_building_that_a_word_names_is_drawn_as_itself() -> None:
    named = {e.form for e in lexicon().others.values() if e.rig == "building"}
    assert named <= set(ALL)
    assert set(FORMS) <= named


def test_an_orbit_shows_another_side_of_a_building() -> None:
    scene = shot(actor("building", (0, 0, 40), (0, 0, 40), form="cathedral", size_m=12.0))
    seen = []
    for angle in (0.0, 1.2):
        eye = Pose(x=-40 * math.sin(angle), y=2.0, z=40 - 40 * math.cos(angle), yaw=angle, focal=1.5)
        target = canvas()
        paint_actors(target, eye, LIGHT, scene, 1.0, {}, lambda _x, _z: 0.0)
        seen.append(target.rgb)
    assert not np.array_equal(*seen)
    assert changed(paint(canvas(), scene)) > 200
