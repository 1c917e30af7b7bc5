"""Where a shot plays whose words name no place, or one that is only passed by."""

from __future__ import annotations

import pytest

from vitascope.engines.animatic.reading.reader import read_prompt


@pytest.mark.parametrize(
    ("prompt", "kind", "tag"),
    [
        ("An old man feeds pigeons on a park bench in autumn", "hills", ""),
        ("A couple dances in the rain under street lamps", "street", "lamps"),
        ("A motorcycle races down a neon highway at night", "street", "neon"),
        ("A polar bear and her cub walk across the ice under the northern lights", "coast", "ice"),
        ("A street musician plays the violin in the subway", "interior", "subway_station"),
        ("A street musician plays the guitar at night", "street", ""),
        ("Two astronauts play chess inside a space station", "interior", "spaceship"),
        ("A train passes by the window of a small café", "hills", ""),
        ("A flock of geese flies over a farmer", "sky", ""),
    ],
)
def test_who_is_told_without_a_place_is_where_such_things_are(prompt: str, kind: str, tag: str) -> None:
    (shot,) = read_prompt(prompt, seed=1, duration_s=6.0, has_image=False).shots
    assert shot.world.kind == kind
    assert not tag or tag in shot.world.tags
