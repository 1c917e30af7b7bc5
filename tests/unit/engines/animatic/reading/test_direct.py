"""A camera motion that is asked for beside the prompt."""

from __future__ import annotations

import pytest

from vitascope.core.generation import CAMERA_MOTIONS
from vitascope.engines.animatic.graph import MOVES, Scene
from vitascope.engines.animatic.reading.lens import ASKED
from vitascope.engines.animatic.reading.reader import read_prompt

TEMPO = {"slow_motion", "timelapse"}


def read(prompt: str, motion: str | None, *, has_image: bool = False) -> Scene:
    return read_prompt(prompt, seed=3, duration_s=6.0, has_image=has_image, camera_motion=motion)


def moves(scene: Scene) -> list[set[str]]:
    return [{move.kind for move in shot.camera.moves} for shot in scene.shots]


def test_every_motion_that_may_be_asked_for_has_a_move_of_its_own() -> None:
    assert set(ASKED) == set(CAMERA_MOTIONS)
    assert len(set(ASKED.values())) == len(CAMERA_MOTIONS)
    assert set(ASKED.values()) <= set(MOVES)


@pytest.mark.parametrize("motion", CAMERA_MOTIONS)
@pytest.mark.parametrize(
    "prompt",
    [
        "A boat on a lake.",
        "A drone shot pans right across a city, handheld. Cut to a tracking shot of a running dog.",
        "A dragon comes closer over mountains and roars at us.",
        "",
    ],
)
@pytest.mark.parametrize("has_image", [True, False])
def test_what_is_asked_for_is_all_that_the_camera_does_in_every_shot(motion: str, prompt: str, has_image: bool) -> None:
    for found in moves(read(prompt, motion, has_image=has_image)):
        assert found - TEMPO == {ASKED[motion]}


def test_time_still_goes_as_the_prompt_has_it() -> None:
    assert moves(read("A slow motion shot of a horse.", "static")) == [{"static", "slow_motion"}]


def test_what_the_prompt_had_said_of_the_camera_is_told_as_overruled() -> None:
    said = "The camera does what was asked for (jib_up)"
    assert any(said in s for s in read("A pan left over a lake.", "jib_up").approximated)
    assert not any(said in s for s in read("A lake.", "jib_up").approximated)
    assert not any(said in s for s in read("The camera rises over a lake, crane up.", "jib_up").approximated)


def test_a_drone_keeps_its_height() -> None:
    high = read("An aerial drone shot of a forest.", "static").shots[0].camera.height_m
    assert high > 10 * read("A forest.", "static").shots[0].camera.height_m


def test_a_runner_whom_the_camera_does_not_follow_stays_where_it_looks() -> None:
    free, held = (read("A horse runs across a field.", motion).shots[0].actors[0].path for motion in (None, "static"))
    assert abs(held[-1].x - held[0].x) < abs(free[-1].x - free[0].x)


def test_without_one_nothing_is_changed() -> None:
    prompt = "A pan left over a lake. A bird flies."
    assert read(prompt, None) == read_prompt(prompt, seed=3, duration_s=6.0)
