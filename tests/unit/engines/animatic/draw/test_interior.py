from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest

from tests.unit.engines.animatic.draw.scenes import shot_of
from vitascope.engines.animatic.draw.camera import pose_at
from vitascope.engines.animatic.draw.stage import Canvas
from vitascope.engines.animatic.draw.worlds.interior import interior
from vitascope.engines.animatic.graph import Actor, Waypoint, Weather, World

_W, _H = 192, 108


def _painted(*tags: str, weather: Weather = "clear", time_s: float = 1.0, actors: tuple[Actor, ...] = ()) -> Canvas:
    shot = shot_of(World(kind="interior", weather=weather, tags=tags), actors=actors)
    world = interior(shot, 7)
    canvas = Canvas(rgb=np.zeros((_H, _W, 3), np.uint8), depth=np.zeros((_H, _W), np.float32))
    world.paint(canvas, pose_at(shot, time_s, world.ground), time_s)
    return canvas


def test_the_sun_comes_in_on_a_clear_day_and_not_in_the_rain() -> None:
    weathers: tuple[Weather, ...] = ("clear", "rain")
    for weather, shines in zip(weathers, (True, False), strict=True):
        who = Actor(id="m", rig="biped", label="man", size_m=1.8, path=(Waypoint(time_s=0.0, x=0.0, y=0.0, z=5.0),))
        shot = shot_of(World(kind="interior", weather=weather), actors=(who,))
        world = interior(shot, 7)
        pictures = []
        for painter in (world, replace(world, beam=world.beam * np.array([1, 1, 1, 0, 1, 1, 1]))):
            canvas = Canvas(rgb=np.zeros((_H, _W, 3), np.uint8), depth=np.zeros((_H, _W), np.float32))
            painter.paint(canvas, pose_at(shot, 1.0, world.ground), 1.0)
            pictures.append(canvas.rgb.astype(int))
        assert ((pictures[0] - pictures[1]).max() > 15) == shines


@pytest.mark.parametrize("tag", ["books", "tiled", "stone_walls", "spaceship", "cave", "church"])
def test_each_kind_of_room_has_walls_of_its_own(tag: str) -> None:
    assert np.abs(_painted().rgb.astype(int) - _painted(tag).rgb.astype(int)).mean() > 4


def test_tubes_flicker_where_the_words_say_so_only() -> None:
    for tags, flickers in ((("corridor", "flicker"), True), (("corridor",), False)):
        levels = {round(float(_painted(*tags, time_s=t).rgb.mean()), 1) for t in (1.0, 1.3, 1.7, 2.2, 2.6)}
        assert (len(levels) > 1) is flickers


def test_a_fire_lights_its_room_and_is_never_still() -> None:
    at = Waypoint(time_s=0.0, x=0.0, y=0.0, z=3.0)
    fire = Actor(id="fire", rig="campfire", label="fireplace", size_m=0.9, path=(at,))
    one, other = (_painted("fireplace", time_s=t, actors=(fire,)).rgb.mean() for t in (1.0, 1.2))
    assert abs(one - other) > 0.1


def test_a_wide_dark_room_has_walls_and_only_a_stage_a_curtain() -> None:
    def reds(*tags: str) -> float:
        rgb = _painted(*tags).rgb[10:40].astype(int)
        return float((rgb[..., 0] - rgb[..., 1]).mean())

    assert reds("stage") > 30
    assert reds("cave") < 20
    assert reds("cellar") < 30


def test_a_table_stands_on_legs_and_does_not_float() -> None:
    sitting = Actor(
        id="m",
        rig="biped",
        label="man",
        size_m=1.8,
        path=(Waypoint(time_s=0.0, x=0.0, y=0.0, z=4.0),),
        props=("chair",),
    )
    canvas = _painted("table", actors=(sitting,))
    depth = canvas.depth[:, _W // 2 - 60 : _W // 2 + 60]
    near = (depth > 2.7) & (depth < 3.2)
    assert near[60:].any(axis=1).sum() > 15, "of what stands before him something reaches the floor"


def test_rain_outside_leaves_what_is_seen_through_a_window_to_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    wet = _painted("window", weather="rain").rgb.astype(int)
    monkeypatch.setattr(sys.modules[interior.__module__], "paint_weather", lambda *_, **__: None)
    dry = _painted("window", weather="rain").rgb.astype(int)
    changed = np.abs(wet - dry).max(axis=2)
    assert (changed > 0).any()
    assert (changed > 16).mean() < 0.02


def test_a_window_looks_out_on_the_place_that_is_told_of() -> None:
    views = [_painted("window", *tags).rgb.astype(int) for tags in ((), ("street",), ("sea",), ("mountains",))]
    for k, one in enumerate(views):
        for other in views[:k]:
            changed = np.abs(one - other).max(axis=2) > 12
            assert 0.01 < changed.mean() < 0.4  # what is behind the panes, and no wall
