"""Which thick air a shot has: fog that lies, driving snow, sheets of rain, dust."""

from __future__ import annotations

from vitascope.engines.animatic.draw.light import mix
from vitascope.engines.animatic.draw.mist import Mist
from vitascope.engines.animatic.draw.stage import Colour, Light
from vitascope.engines.animatic.graph import Shot, WorldKind

_SEEN_M: dict[WorldKind, float] = {
    "mountains": 420.0, "sea": 150.0, "coast": 130.0, "city": 420.0, "street": 60.0, "hills": 90.0, "forest": 30.0,
    "desert": 200.0, "sky": 900.0,
}  # fmt: skip
"""How far one sees through the fog of a place: where its middle distance is."""
_DEEP_M: dict[WorldKind, float] = {
    "mountains": 26.0, "sea": 7.0, "coast": 8.0, "city": 40.0, "street": 5.0, "hills": 5.5, "forest": 3.2,
    "desert": 12.0, "sky": 200.0,
}  # fmt: skip
"""How high it lies."""


def thick_air(shot: Shot, light: Light) -> tuple[Mist, ...]:
    """What is painted over the place and who is in it."""
    world = shot.world
    force = world.weather_strength
    seen, deep = _SEEN_M.get(world.kind, 120.0), _DEEP_M.get(world.kind, 8.0)
    bright = (light.key[1] * 0.5 + light.ambient[1] * 0.7) / 255
    if "sandstorm" in world.tags:
        colour = _lit((222, 176, 118), bright)
        return (
            Mist(clear_m=16 + 34 * (1 - force), high_m=60.0, colour=colour, drift=(15.0, 2.0), banks_m=14.0, uneven=0.8,
                 most=0.9),
        )  # fmt: skip
    match world.weather:
        case "fog":
            pale = mix(light.haze, (236.0, 238.0, 240.0), 0.35 * (1 - light.night))
            return (
                Mist(clear_m=seen * (1.35 - force), high_m=deep * (0.7 + force), colour=pale, drift=(1.1, 0.2),
                     banks_m=seen * 0.35, uneven=0.75, layers=1.8, most=_before_the_sky(shot)),
            )  # fmt: skip
        case "snow" if force > 0.6:
            white = _lit((232, 238, 246), bright)
            return (
                Mist(clear_m=20 + 160 * (1 - force), high_m=60.0, colour=white, drift=(13.0, 1.0), banks_m=16.0,
                     uneven=0.9, most=0.75),
                Mist(clear_m=9 + 60 * (1 - force), high_m=0.5, colour=white, drift=(9.0, 1.0), banks_m=5.0, uneven=1.0),
            )  # fmt: skip
        case "rain" | "storm" if force > 0.35:
            grey = mix(light.haze, (0.0, 0.0, 0.0), 0.12)  # or hills would be paler than the sky behind them
            return (
                Mist(clear_m=520 * (1.3 - force), high_m=80.0, colour=grey, drift=(9.0, 3.0), banks_m=26.0, uneven=0.6,
                     slant=0.35, most=0.35),
            )  # fmt: skip
        case _:
            return ()


def _before_the_sky(shot: Shot) -> float:
    """How much of the fog is: over hills the sun comes through what is thin."""
    return min(0.2 + 0.7 * shot.world.weather_strength, 0.9) if shot.world.kind == "hills" else 0.9


def _lit(colour: Colour, by: float) -> Colour:
    return (min(colour[0] * by, 250.0), min(colour[1] * by, 250.0), min(colour[2] * by, 250.0))
