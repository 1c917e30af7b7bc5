"""Which language a prompt is in."""

from __future__ import annotations

import pytest

from vitascope.engines.animatic.reading.tongue import language_of


@pytest.mark.parametrize(
    ("text", "tongue"),
    [
        ("Eine Katze sitzt auf dem Dach", "German"),
        ("le chien court dans la forêt", "French"),
        ("Una mujer baila en la plaza", "Spanish"),
        ("女の子が海辺を走る", "Japanese"),
        ("красная машина едет по мосту ночью", "Russian"),
        ("कुत्ता दौड़ता है", "Hindi"),
    ],
)
def test_a_prompt_in_another_language_is_known_for_one(text: str, tongue: str) -> None:
    assert language_of(text) == tongue


@pytest.mark.parametrize(
    "text",
    [
        "a red fox",
        "girl red balloon rooftop sunset",
        "the café de Flore in Paris",
        "A sign says 東京 over a street",
        "",
        "?",
    ],
)
def test_english_is_taken_for_english_whatever_it_borrows(text: str) -> None:
    assert language_of(text) is None
