from __future__ import annotations

import pytest

from vitascope.engines.animatic.graph import Scene
from vitascope.engines.animatic.reading.reader import read_prompt


def _read(prompt: str, duration_s: float = 10.0) -> Scene:
    return read_prompt(prompt, seed=4, duration_s=duration_s)


def test_with_time_a_place_is_established_before_the_camera_goes_nearer() -> None:
    scene = _read('An old man sits in a meadow and says: "I remember it well."')
    wide, near = scene.shots
    assert (wide.camera.framing, near.camera.framing) == ("wide", "medium")
    assert wide.world == near.world
    assert wide.speeches == ()
    assert near.speeches[0].text == "I remember it well."
    assert near.actors[0].path[0].z < 0.7 * wide.actors[0].path[0].z
    assert (wide.actors[0].rig, wide.actors[0].form) == (near.actors[0].rig, near.actors[0].form)


@pytest.mark.parametrize(
    "prompt",
    [
        "An old man sits in a meadow, close-up",
        "An old man sits in a meadow, the camera orbits",
        "An old man walks away from us through a meadow",
        "A knight raises his sword on a hill",
    ],
)
def test_where_the_prompt_leads_the_camera_or_somebody_goes_it_stays_one_shot(prompt: str) -> None:
    assert len(_read(prompt).shots) == 1


def test_a_short_clip_stays_one_shot() -> None:
    assert len(_read("An old man sits in a meadow", 6.0).shots) == 1


def test_what_we_see_then_is_a_shot_of_its_own() -> None:
    scene = _read("A hot-air balloon rises, then we see the valley from above.")
    assert len(scene.shots) == 2
    assert "drone" in {m.kind for m in scene.shots[1].camera.moves}
    assert "drone" not in {m.kind for m in scene.shots[0].camera.moves}
