"""Sentences of the notes."""

from __future__ import annotations

import pytest

from vitascope.engines.animatic.reading.reader import read_prompt
from vitascope.engines.animatic.reading.telling import told


@pytest.mark.parametrize(
    ("text", "note", "many", "sentence"),
    [
        ("goblin", "is drawn as a plain human figure", False, "The goblin is drawn as a plain human figure."),
        ("goblins", "is drawn as a plain human figure", True, "The goblins are each drawn as a plain human figure."),
        ("Kids", "is drawn running", True, "Kids are drawn running."),
        ("foals", "is drawn in the shape of a horse", True, "The foals are drawn in the shape of a horse."),
    ],
)
def test_a_sentence_agrees_with_its_subject(text: str, note: str, many: bool, sentence: str) -> None:
    assert told(text, note, many=many) == sentence


def notes(prompt: str) -> tuple[str, ...]:
    return read_prompt(prompt, seed=1, duration_s=6.0).approximated


def test_a_verb_that_is_drawn_as_another_is_told_once() -> None:
    assert notes("Kids slide down a snowy hill.") == ("Kids are drawn running.",)


def test_a_cat_that_sleeps_on_something_lies_and_nothing_else_is_told() -> None:
    assert notes("A cat sleeps on the windowsill.") == ()


@pytest.mark.parametrize(
    ("prompt", "sentence"),
    [
        ("A woman waits at the bus station.", "The bus station is drawn as a street."),
        ("A man waits in a courtroom.", "The courtroom is drawn as a plain room."),
        ("A ballerina dances on a spiral staircase.", "The spiral staircase is drawn as a straight flight."),
        ("A penguin in a tuxedo walks.", "Not drawn: the tuxedo of penguin."),
    ],
)
def test_what_stands_for_something_else_is_told(prompt: str, sentence: str) -> None:
    assert sentence in notes(prompt)


@pytest.mark.parametrize(
    ("prompt", "sentence"),
    [
        ("A red car drives around a street corner in the desert.", "Not drawn: desert."),
        ("Two robots fight in an empty courtroom.", "The courtroom is drawn as a plain room."),
        ("A cat wearing sunglasses sits in a garden.", "Not drawn: the sunglasses of cat."),
    ],
)
def test_a_place_or_a_thing_that_gave_way_to_another_is_told(prompt: str, sentence: str) -> None:
    assert sentence in notes(prompt)


def test_a_violinist_who_plays_is_drawn_playing_and_nothing_is_told() -> None:
    assert notes("A violinist plays on a rooftop at dusk.") == ()


def test_the_town_around_a_harbour_is_seen() -> None:
    assert "Not drawn: town." not in notes("A ship sails into a harbour while fireworks explode over the town.")
