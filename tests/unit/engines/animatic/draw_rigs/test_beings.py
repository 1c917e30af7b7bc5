from __future__ import annotations

import numpy as np
import pytest

from vitascope.engines.animatic.draw.rigs.beings import BEINGS, as_being, draw_marks
from vitascope.engines.animatic.draw.rigs.body import Body
from vitascope.engines.animatic.draw.rigs.looks import look_of
from vitascope.engines.animatic.reading.reader import read_prompt


@pytest.mark.parametrize("form", sorted(BEINGS))
def test_a_being_is_read_as_itself(form: str) -> None:
    scene = read_prompt(f"A {form} walks.", seed=1, duration_s=2.0)
    assert [(a.rig, a.form) for a in scene.shots[0].actors] == [("biped", form)]


@pytest.mark.parametrize("form", sorted(BEINGS))
def test_a_being_has_the_skin_of_its_kind_whoever_it_is(form: str) -> None:
    looks = [as_being(look_of(form, form, None, (), seed), form) for seed in range(4)]
    assert {look.visage.skin for look in looks} == {BEINGS[form].skin}
    assert all(look.age == "adult" for look in looks)


def test_a_man_is_no_being() -> None:
    look = look_of("man", "man", None, (), 3)
    assert as_being(look, "man") is look


def test_horns_rise_over_a_head_and_ears_stand_out_from_it() -> None:
    """In half head widths: a head is 1 wide to each side and 1.3 high."""
    ends = {}
    for form in ("demon", "goblin"):
        body = Body()
        draw_marks(body, as_being(look_of(form, form, None, (), 3), form))
        ends[form] = body.solids()[:, 4:7]
    assert ends["demon"][:, 1].max() > 1.7
    assert np.abs(ends["goblin"][:, 0]).max() > 1.5
    assert ends["goblin"][:, 1].max() < 1.0
