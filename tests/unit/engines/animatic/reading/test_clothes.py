from __future__ import annotations

import pytest

from vitascope.engines.animatic.reading.reader import read_prompt


@pytest.mark.parametrize(
    ("prompt", "colour"),
    [
        ("A man in a white robe walks over the dunes.", "white"),
        ("A monk in an orange robe prays.", "orange"),
        ("A woman in a green cloak rides through the forest.", "green"),
        ("A woman in a red dress dances.", "red"),
    ],
)
def test_what_is_worn_has_the_colour_that_it_is_said_to_have(prompt: str, colour: str) -> None:
    scene = read_prompt(prompt, seed=1, duration_s=4.0)
    assert scene.shots[0].actors[0].colour == colour
    assert not any("colour" in text for text in scene.approximated)
