"""Headings of a shot list, as people and screenplays write them."""

from __future__ import annotations

import pytest

from vitascope.engines.animatic.reading.headings import headings_of, unlabelled
from vitascope.engines.animatic.reading.reader import read_prompt


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("Shot 1: a fox. Shot 2: an owl.", [0.0, 0.0]),
        ("[00:00–00:03] a fox. [00:03-00:10] an owl.", [3.0, 7.0]),
        ("0-3s: a fox. 3-6s: an owl.", [3.0, 3.0]),
        ("Scene 1 (4 seconds): a fox. Scene 2 (2s): an owl.", [4.0, 2.0]),
        ("INT. KITCHEN - NIGHT a man. EXT. STREET - DAY a car.", [0.0, 0.0]),
        ("1. a fox 2. an owl 3. a bear", [0.0, 0.0, 0.0]),
    ],
)
def test_headings_are_found_with_their_lengths(text: str, lengths: list[float]) -> None:
    assert [h.length_s for h in headings_of(text)] == lengths


@pytest.mark.parametrize(
    "text",
    ["A clock shows 10:30 on a wall.", "a 3-5 second shot of rain", "Chapter 2. A fox.", "16:9, a fox", "1. a fox"],
)
def test_numbers_in_a_description_head_nothing(text: str) -> None:
    assert headings_of(text) == ()


def test_shots_last_as_long_as_the_list_says_or_their_share_of_it() -> None:
    prompt = "0-1s: a fox in the snow. 1-4s: an owl in a tree."
    scene = read_prompt(prompt, seed=1, duration_s=8.0)
    assert [shot.end_s for shot in scene.shots] == [2.0, 8.0]
    assert any("keeps its share" in text for text in scene.approximated)
    exact = read_prompt(prompt, seed=1, duration_s=4.0)
    assert exact.shots[0].end_s == 1.0
    assert not any("share" in text for text in exact.approximated)


def test_the_names_of_a_prompts_parts_are_no_words_of_it() -> None:
    scene = read_prompt("Subject: a red fox. Lighting: golden hour. Audio: birdsong.", seed=1, duration_s=4.0)
    assert scene.not_understood == ()
    assert scene.shots[0].world.time == "golden"
    assert len(unlabelled("Style: anime.")) == len("Style: anime.")
