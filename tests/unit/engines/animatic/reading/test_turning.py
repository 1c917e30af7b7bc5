"""Weather that turns while we look."""

from __future__ import annotations

import pytest

from vitascope.engines.animatic.graph import Scene
from vitascope.engines.animatic.reading.reader import read_prompt


def read(prompt: str, seconds: float = 6.0) -> Scene:
    return read_prompt(prompt, seed=1, duration_s=seconds)


@pytest.mark.parametrize(
    ("prompt", "weathers"),
    [
        ("A sunny meadow, then clouds gather and it starts to rain.", ["clear", "rain"]),
        ("It stops raining and a rainbow appears over the hills.", ["rain", "clear"]),
        ("Morning fog lifts from a lake, the sun comes through.", ["fog", "clear"]),
        ("A storm passes and the sea grows calm.", ["storm", "cloudy"]),
        ("A man walks down a street, it begins to snow.", ["clear", "snow"]),
    ],
)
def test_weather_turns_with_a_cut_and_says_so(prompt: str, weathers: list[str]) -> None:
    scene = read(prompt)
    assert [shot.world.weather for shot in scene.shots] == weathers
    assert any("turns with a cut" in text for text in scene.approximated)


def test_a_rainbow_comes_after_the_rain_and_the_calm_after_the_storm() -> None:
    wet, fair = read("It stops raining and a rainbow appears over the hills.").shots
    assert "rainbow" not in wet.world.tags
    assert "rainbow" in fair.world.tags
    rough, still = read("A storm passes and the sea grows calm.").shots
    assert "calm" not in rough.world.tags
    assert "calm" in still.world.tags


def test_who_walks_through_the_turn_is_in_both_shots_and_speaks_once() -> None:
    scene = read('A woman walks down a street, it starts to rain, and she says: "Finally."')
    assert [shot.actors[0].form for shot in scene.shots] == ["woman", "woman"]
    assert sum(len(shot.speeches) for shot in scene.shots) == 1


def test_there_is_no_time_to_turn_in_a_short_clip_and_it_is_told() -> None:
    scene = read("A meadow, it starts to rain.", seconds=2.0)
    assert [shot.world.weather for shot in scene.shots] == ["rain"]
    assert any("does not turn" in text for text in scene.approximated)


def test_rain_that_only_falls_turns_nothing() -> None:
    assert len(read("Rain falls on a street.").shots) == 1


def test_day_that_turns_to_night_does_so_within_the_shot() -> None:
    (shot,) = read("Day turns to night over a city skyline.").shots
    assert "day_to_night" in shot.world.tags
