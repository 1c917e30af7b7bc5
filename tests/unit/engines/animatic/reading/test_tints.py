"""A colour after its noun is that noun's, where a word between says so; who knits sits with the knitting in hand."""

from __future__ import annotations

import pytest

from vitascope.engines.animatic.graph import Shot
from vitascope.engines.animatic.reading.reader import read_prompt


def _shot(prompt: str) -> Shot:
    return read_prompt(prompt, seed=1, duration_s=6.0).shots[0]


@pytest.mark.parametrize(
    ("prompt", "colour"),
    [
        ("A jellyfish drifts in the dark deep sea, glowing blue", "blue"),
        ("A crystal glowing purple in a cave", "purple"),
        ("A woman dressed in white walks through a field", "white"),
        ("A car painted bright yellow races past", "yellow"),
        ("A girl dressed in a red coat", "red"),
    ],
)
def test_a_colour_that_something_glows_or_is_painted_in_is_its_own(prompt: str, colour: str) -> None:
    shot = _shot(prompt)
    assert shot.actors[0].colour == colour
    assert shot.world.colours == ()


def test_a_colour_of_the_place_stays_there() -> None:
    shot = _shot("A glowing lantern in a room of red walls")
    assert shot.actors[0].colour != "red"


@pytest.mark.parametrize("prompt", ["A grandmother knits by the fireplace", "An old woman knits a scarf"])
def test_who_knits_sits_down_to_it(prompt: str) -> None:
    woman = next(a for a in _shot(prompt).actors if a.rig == "biped")
    assert {"knitting", "armchair"} <= {*woman.props}
