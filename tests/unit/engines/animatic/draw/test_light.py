"""The palettes: legible at night and in storms, and true to the hour."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from tests.unit.engines.animatic.draw.scenes import shot_of
from vitascope.engines.animatic.draw.light import palette, palette_at
from vitascope.engines.animatic.draw.stage import Colour
from vitascope.engines.animatic.graph import WORLDS, TimeOfDay, Weather, World, WorldKind


def _luma(colour: Colour) -> float:
    return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]


@pytest.mark.parametrize("kind", WORLDS)
@pytest.mark.parametrize("time", get_args(TimeOfDay))
@pytest.mark.parametrize("weather", get_args(Weather))
def test_a_subject_is_lit_and_outlined_at_every_hour_and_in_every_weather(
    kind: WorldKind, time: TimeOfDay, weather: Weather
) -> None:
    light = palette(World(kind=kind, time=time, weather=weather, weather_strength=1.0))
    assert _luma(light.ambient) > 30
    assert _luma(light.key) > 45
    assert _luma(light.rim) >= 0.95 * _luma(light.ambient)
    assert all(0 <= c <= 255 for c in (*light.key, *light.ambient, *light.horizon, *light.zenith))


def test_the_blue_hour_is_blue_from_top_to_bottom_and_other_dusks_are_not() -> None:
    blue = palette(World(kind="hills", time="dusk", tags=("blue_hour",)))
    red = palette(World(kind="hills", time="dusk"))
    for look in (blue.zenith, blue.middle, blue.horizon, blue.haze, blue.cloud_lit, blue.key):
        assert look[2] > look[0]
    assert red.horizon[0] > red.horizon[2]


def test_signs_light_a_street_at_night_more_than_rain_dims_it() -> None:
    dark = palette(World(kind="hills", time="night", weather="rain"))
    neon = palette(World(kind="street", time="night", weather="rain", tags=("neon",)))
    assert _luma(neon.key) > 1.5 * _luma(dark.key)
    assert neon.key[0] > neon.key[1]


def test_under_a_storm_the_horizon_is_paler_than_the_sky_above() -> None:
    storm = palette(World(kind="sea", time="dusk", weather="storm"))
    assert _luma(storm.horizon) > 2 * _luma(storm.zenith)


def test_the_moon_leaves_the_sky_to_the_stars() -> None:
    night = World(kind="hills", time="night")
    assert palette(night).disc > 0
    assert palette(replace(night, tags=("milky_way", "stars"))).disc == 0


def test_the_clouds_of_a_lapsing_day_make_way_for_its_stars() -> None:
    world = World(kind="desert", time="day", weather="cloudy", tags=("day_to_night", "stars"))
    shot = shot_of(world, "timelapse")
    last = palette_at(shot, shot.end_s)
    assert last.stars > 0.9
    assert last.cover < 0.2


def test_a_moon_that_the_prompt_speaks_of_stands_in_the_picture() -> None:
    night = World(kind="coast", time="night", weather="wind", tags=("moon",))
    told, plain = palette(night, azimuth=0.7), palette(replace(night, tags=()), azimuth=0.7)
    assert (told.elevation, told.azimuth) < (plain.elevation, plain.azimuth)
    assert abs(told.azimuth) < 0.45
    assert told.elevation < 0.3
    assert palette(night, azimuth=-0.5).azimuth < 0
