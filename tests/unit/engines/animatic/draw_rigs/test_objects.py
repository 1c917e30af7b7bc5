from __future__ import annotations

import numpy as np
import pytest

from tests.unit.engines.animatic.draw_rigs.scenery import actor, canvas, paint, shot
from vitascope.engines.animatic.draw.rigs.objects import OBJECTS
from vitascope.engines.animatic.reading.lexicon import lexicon
from vitascope.engines.animatic.reading.reader import read_prompt


@pytest.mark.parametrize("form", OBJECTS)
def test_every_thing_fills_about_its_size_where_it_stands(form: str) -> None:
    target = paint(canvas(320, 180), shot(actor("object", (0, 0.4, 6), size_m=1.5, form=form, label=form)), 1.0)
    rows, columns = np.nonzero(target.depth < 100)
    metre = 1.5 * 160 / 6
    assert 0.25 < max(np.ptp(rows), np.ptp(columns)) / metre < 4.5


def test_no_two_things_look_alike() -> None:
    seen = {
        form: paint(canvas(), shot(actor("object", (0, 0, 4), size_m=1.5, form=form, label=form)), 1.0).rgb.tobytes()
        for form in OBJECTS
    }
    assert len(set(seen.values())) == len(seen)


def test_words_have_only_things_that_are_drawn() -> None:
    forms = {entry.form for entry in lexicon().others.values() if entry.rig == "object"}
    assert forms <= OBJECTS.keys() | {"eye"}  # with the face about it


def test_a_thing_takes_the_colour_that_it_is_given_and_spins_where_it_is_said_to() -> None:
    plain, blue = (
        paint(canvas(), shot(actor("object", (0, 0, 3), size_m=1.5, form="gift", colour=c))) for c in (None, "blue")
    )
    assert (plain.rgb != blue.rgb).any()
    chest = shot(actor("object", (0, 0, 3), size_m=1.5, form="treasure chest", action="spin"))
    assert (paint(canvas(), chest, 1.0).rgb != paint(canvas(), chest, 2.0).rgb).any(axis=2).sum() > 300


@pytest.mark.parametrize(
    ("prompt", "form"),
    [
        ("A teapot pours tea on a table.", "teapot"),
        ("A golden crown on a velvet cushion.", "crown"),
        ("A jack-o'-lantern glows on a porch at night.", "pumpkin"),
        ("A snowman stands in a garden in winter.", "snowman"),
        ("An old book opens, and its pages turn.", "book"),
        ("A bottle of perfume on a table.", "perfume"),
        ("A cheeseburger on a plate.", "burger"),
        ("A plate of spaghetti on a table.", "pasta"),
        ("A tornado tears across the prairie.", "tornado"),
    ],
)
def test_what_is_drawn_is_no_longer_told_to_be_a_card(prompt: str, form: str) -> None:
    scene = read_prompt(prompt, seed=1, duration_s=6.0)
    assert form in {a.form for s in scene.shots for a in s.actors if a.rig == "object"}
    assert not any(form in line and "placeholder" in line for line in scene.approximated)
