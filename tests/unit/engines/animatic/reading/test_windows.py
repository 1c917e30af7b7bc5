"""Who is told at a window is in a room, and the place that is named beside it is what one sees through the glass."""

from __future__ import annotations

import pytest

from vitascope.engines.animatic.graph import World
from vitascope.engines.animatic.reading.describe import describe
from vitascope.engines.animatic.reading.reader import read_prompt
from vitascope.engines.animatic.views import view_of


def _read(prompt: str) -> tuple[World, list[str]]:
    scene = read_prompt(prompt, seed=1, duration_s=6.0, has_image=False)
    return scene.shots[0].world, describe(scene)["approximated"]


@pytest.mark.parametrize(
    ("prompt", "view"),
    [
        ("A woman reads by a lamp at her window, a quiet street below", "street"),
        ("A woman looks out of the window at the rainy street", "street"),
        ("An old woman gazes out the window at the mountains, tea in her hands", "mountains"),
        ("A boy looks through the window at the snowy forest", "forest"),
        ("A woman at her window overlooking the sea at sunset", "sea"),
        ("A cat on a windowsill, the busy street outside", "street"),
        ("From his window a man watches the city at night", "city"),
    ],
)
def test_what_lies_before_a_window_is_seen_through_it(prompt: str, view: str) -> None:
    world, missing = _read(prompt)
    outside = view_of(world)
    assert world.kind == "interior"
    assert outside is not None
    assert outside.kind == view
    assert (outside.time, outside.weather) == (world.time, world.weather)
    assert missing == []


@pytest.mark.parametrize(
    ("prompt", "kind"),
    [
        ("A car drives past the window of a shop in a busy street", "street"),
        ("A boy climbs out of the window into the garden", "hills"),
        ("A girl sits at a desk, outside the window the sea and a lighthouse", "coast"),
        ("A man drinks coffee by the window while people walk past on the street outside", "street"),
    ],
)
def test_who_passes_a_window_or_leaves_by_it_or_is_too_large_for_a_room_is_out_of_doors(prompt: str, kind: str) -> None:
    world, _ = _read(prompt)
    assert world.kind == kind
    assert view_of(world) is None


def test_a_room_of_whose_window_nothing_is_said_has_no_view_of_its_own() -> None:
    world, _ = _read("Steam rises from a cup of coffee on a wooden table by the window, snow falling outside")
    assert world.kind == "interior"
    assert view_of(world) is None


def test_a_lamp_in_a_street_stands_there_and_one_in_a_room_on_a_table() -> None:
    for prompt, on_a_table in (
        ("A man walks under the lamps of a foggy street at night", False),
        ("A woman reads by a lamp at a table", True),
    ):
        (shot,) = read_prompt(prompt, seed=1, duration_s=6.0, has_image=False).shots
        assert any("lamp" in actor.label for actor in shot.actors) is on_a_table
