from __future__ import annotations

import numpy as np
import pytest

from tests.unit.engines.animatic.draw_rigs.scenery import actor
from vitascope.engines.animatic.draw.rigs.body import Body
from vitascope.engines.animatic.draw.rigs.cast import Cast
from vitascope.engines.animatic.draw.rigs.cover import TRIANGLE
from vitascope.engines.animatic.draw.rigs.objects import draw_object
from vitascope.engines.animatic.reading.reader import read_prompt


def solids(form: str, time_s: float, *, label: str = "") -> np.ndarray:
    one = actor("object", (0, 0, 5), form=form, label=label or form, action="idle")
    body = Body()
    draw_object(body, Cast(
        actor=one, time_s=time_s, shot_s=time_s, seed=3, travelled=0.0, speed=0.0, mouth=0.0, act=0.5, night=0.0,
        to_camera=0.0, pixels=300.0,
    ))  # fmt: skip
    return body.solids()


def test_a_statue_does_not_stir_and_a_flag_does() -> None:
    assert np.array_equal(solids("statue", 0.2), solids("statue", 3.7))
    assert np.abs(solids("flag", 0.2) - solids("flag", 0.7)).max() > 0.02


def test_a_statue_is_of_what_it_is_said_to_be() -> None:
    marble, bronze = (solids("statue", 1.0, label=f"{of} statue")[:, 19:22].mean() for of in ("marble", "bronze"))
    assert marble > bronze + 30


@pytest.mark.parametrize("of", ["quadruped horse", "dragon dragon", "bird eagle", "biped buddha", "face man", "fish"])
def test_a_statue_of_any_being_stands_still_on_its_plinth_in_one_colour(of: str) -> None:
    form = f"statue of {of}"
    one = solids(form, 0.2, label="bronze statue")
    assert np.array_equal(one, solids(form, 3.7, label="bronze statue"))
    paints = one[one[:, 27] > 0][:, 19:22]
    bronze = paints[:, 0] > paints[:, 2] * 1.5
    assert bronze.mean() > 0.6
    corners = one[one[:, 0] == TRIANGLE][:, (2, 5, 8)]
    assert -0.1 < corners.min() < 0.1
    assert corners.max() < 1.1


@pytest.mark.parametrize(
    ("prompt", "rig", "form"),
    [
        ("A red flag waves on a hill.", "object", "flag"),
        ("An old stone bridge in autumn.", "object", "bridge"),
        ("A marble statue in a garden.", "object", "statue"),
        ("A statue of a man in a square.", "object", "statue"),
        ("A statue of a lion in a square.", "object", "statue of quadruped lion"),
        ("A bronze lion statue.", "object", "statue of quadruped lion"),
        ("A stone dragon guards a gate.", "object", "statue of dragon dragon"),
        ("A stone dragon flies over hills.", "dragon", "dragon"),
        ("A golden eagle soars over a valley.", "bird", "eagle"),
        ("An ice sculpture of a swan.", "object", "statue of bird swan"),
        ("A golden Buddha in a temple.", "object", "statue of biped buddha"),
        ("A statue of a car.", "placeholder", "statue of a car"),
    ],
)
def test_what_it_is_read_as(prompt: str, rig: str, form: str) -> None:
    cast = read_prompt(prompt, seed=1, duration_s=2.0).shots[0].actors
    assert (rig, form) in [(a.rig, a.form) for a in cast]
