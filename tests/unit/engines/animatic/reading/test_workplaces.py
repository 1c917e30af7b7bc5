"""People are where they work, unless the prompt has them elsewhere."""

from __future__ import annotations

import pytest

from vitascope.engines.animatic.graph import World
from vitascope.engines.animatic.reading import workplaces
from vitascope.engines.animatic.reading.lexicon import lexicon
from vitascope.engines.animatic.reading.reader import read_prompt


def _world(prompt: str) -> World:
    return read_prompt(prompt, seed=1, duration_s=6.0).shots[0].world


@pytest.mark.parametrize(
    ("prompt", "tag"),
    [
        ("A barista pours milk into a latte, close-up", "restaurant"),
        ("A surgeon works in silence", "hospital"),
        ("A boxer trains", "gym"),
        ("A ballerina dances", "stage"),
        ("A young scientist smiles", "laboratory"),
    ],
)
def test_where_nobody_says_where_it_is_at_work(prompt: str, tag: str) -> None:
    world = _world(prompt)
    assert world.kind == "interior"
    assert tag in world.tags


@pytest.mark.parametrize(
    ("prompt", "tag"),
    [
        ("A chef walks along the beach", "tiled"),
        ("A doctor in the desert", "hospital"),
        ("A teacher runs from a dragon", "classroom"),
        ("A nurse stands in the rain", "hospital"),
        ("A waiter under the stars", "restaurant"),
        ("A priest before a dragon", "church"),
    ],
)
def test_who_is_told_elsewhere_goes_away_or_is_out_in_the_weather_is_not_at_work(prompt: str, tag: str) -> None:
    assert tag not in _world(prompt).tags


def test_every_place_of_work_is_one_that_is_drawn() -> None:
    known = lexicon().others
    assert [place for place in workplaces._AT.values() if not known[place].place] == []
