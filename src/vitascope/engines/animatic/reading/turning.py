"""Weather that turns within a shot: *it starts to rain*, *the fog lifts*. It turns with a cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from vitascope.engines.animatic.graph import Weather, World
from vitascope.engines.animatic.reading.drafts import Take, Turn

TURNS_AT = 0.45
"""Share of the shot at which it turns."""
_AFTER: dict[str, str] = {"storm": "cloudy"}
"""What is left of the weather that ends, where it is not a clear sky."""
_ONLY_AFTER = {"rainbow", "calm"}
"""What is seen when the rain or the storm is over."""
_BEFORE_RAIN = {"sun"}
_WEATHERLESS = {"space", "underwater", "abstract"}


def turned(take: Take, world: World) -> tuple[World, World] | None:
    """The worlds of ``take`` before its weather turns and after; `None` where it does not."""
    if not take.turns or world.kind in _WEATHERLESS:
        return None
    first, last = take.turns[0], take.turns[-1]
    stated = [w for w in take.weathers if all(w[0] != turn.weather for turn in take.turns)]
    before = (first.weather, first.strength) if not first.begins else stated[0] if stated else ("clear", 0.5)
    after = (last.weather, last.strength) if last.begins else (_AFTER.get(last.weather, "clear"), 0.5)
    if before[0] == after[0]:
        return None
    if any(turn.weather == "snow" for turn in take.turns):
        world = replace(world, season="winter")
    return (
        _under(world, before, without=_ONLY_AFTER),
        _under(world, after, without=_BEFORE_RAIN if last.begins else set()),
    )


def last_weather(turns: Sequence[Turn]) -> tuple[str, float]:
    """The weather that is left in the end, where there is no time to see it turn."""
    last = turns[-1]
    return (last.weather, last.strength) if last.begins else (_AFTER.get(last.weather, "clear"), 0.5)


def _under(world: World, weather: tuple[str, float], *, without: set[str]) -> World:
    kind, strength = weather
    return replace(
        world,
        time="dusk" if kind == "storm" and world.time == "day" else world.time,
        weather=cast(Weather, kind),
        weather_strength=strength,
        tags=tuple(tag for tag in world.tags if tag not in without),
    )
