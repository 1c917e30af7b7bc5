"""Where something plays when a building is named, and when a shot names no place."""

from __future__ import annotations

import pytest

from vitascope.engines.animatic.reading.reader import read_prompt


def worlds(prompt: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(s.world.kind, s.world.tags) for s in read_prompt(prompt, seed=1, duration_s=6.0).shots]


@pytest.mark.parametrize(
    ("prompt", "tag"),
    [
        ("A wizard reads in a dark tower.", "stone_walls"),
        ("A monk walks inside a gothic cathedral.", "church"),
        ("An old man sits in a cabin.", "log_walls"),
        ("Stained glass windows glow.", "church"),
    ],
)
def test_who_is_in_a_building_is_seen_in_a_room_of_it(prompt: str, tag: str) -> None:
    ((kind, tags),) = worlds(prompt)
    assert kind == "interior"
    assert tag in tags


def test_a_dragon_over_a_castle_stays_out_of_doors() -> None:
    ((kind, _),) = worlds("A dragon flies over a castle.")
    assert kind != "interior"


def test_a_shot_of_what_was_seen_before_stays_where_that_was() -> None:
    first, second = worlds("A girl finds an egg in the forest. Cut to: the egg hatches.")
    assert first[0] == second[0] == "forest"


def test_a_stadium_has_stands_and_is_no_bare_field() -> None:
    scene = read_prompt("Two players fight for the ball in a packed stadium.", seed=1, duration_s=6.0)
    assert "stadium" in scene.shots[0].world.tags
    assert not any("open field" in text for text in scene.approximated)


def test_light_that_swirls_does_not_turn_the_wizard_round() -> None:
    (wizard,) = (
        read_prompt("A wizard raises his staff, blue light swirling around.", seed=1, duration_s=6.0).shots[0].actors
    )
    assert len({(p.x, p.z) for p in wizard.path}) == 1


def test_the_glass_that_rain_runs_down_is_a_windows() -> None:
    scene = read_prompt("A cat sleeps on a windowsill while rain runs down the glass.", seed=1, duration_s=6.0)
    (shot,) = scene.shots
    assert [actor.form for actor in shot.actors] == ["cat"]
    assert "window" in shot.world.tags


def test_a_submarine_under_water_is_no_larger_than_one_sees_there_and_off_the_bottom() -> None:
    below = read_prompt("A submarine glides over a coral reef.", seed=1, duration_s=4.0).shots[0].actors[0]
    above = read_prompt("A submarine sails across the harbour.", seed=1, duration_s=4.0).shots[0].actors[0]
    assert below.size_m < 20 < above.size_m
    assert below.path[0].y > 1
