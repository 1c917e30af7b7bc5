from __future__ import annotations

import math
from dataclasses import replace
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.engines.animatic.draw.scenes import shot_of
from vitascope.engines.animatic.draw.air import transmittance
from vitascope.engines.animatic.draw.camera import pose_at
from vitascope.engines.animatic.draw.columns import fill_between
from vitascope.engines.animatic.draw.stage import FAR_M, Canvas, Pose
from vitascope.engines.animatic.draw.worlds import WORLD_PAINTERS, painter_of
from vitascope.engines.animatic.draw.worlds.sea import Sea
from vitascope.engines.animatic.graph import WORLDS, Actor, Shot, TimeOfDay, Waypoint, Weather, World, WorldKind

_W, _H = 128, 72


def _painted(shot: Shot, time_s: float = 1.0, pose: Pose | None = None) -> Canvas:
    world = painter_of(shot.world)(shot, 11)
    canvas = Canvas(rgb=np.empty((_H, _W, 3), np.uint8), depth=np.full((_H, _W), np.nan, np.float32))
    world.paint(canvas, pose or pose_at(shot, time_s, world.ground), time_s)
    return canvas


def test_there_is_a_painter_for_every_kind_of_world() -> None:
    assert set(WORLD_PAINTERS) == set(WORLDS)


@pytest.mark.parametrize("kind", WORLDS)
def test_every_hour_and_weather_fills_every_pixel_and_every_depth(kind: WorldKind) -> None:
    hours, weathers = get_args(TimeOfDay), get_args(Weather)
    pairs = [(h, weathers[i % len(weathers)]) for i, h in enumerate(hours)] + [("day", w) for w in weathers[5:]]
    for time, weather in pairs:
        shot = shot_of(World(kind=kind, time=time, weather=weather))
        world = WORLD_PAINTERS[kind](shot, 11)
        pose = pose_at(shot, 1.0, world.ground)
        pictures = []
        for filler in (0, 255):
            canvas = Canvas(rgb=np.full((_H, _W, 3), filler, np.uint8), depth=np.full((_H, _W), np.nan, np.float32))
            world.paint(canvas, pose, 1.0)
            assert np.isfinite(canvas.depth).all()
            assert (canvas.depth > 0).all()
            assert canvas.depth.max() <= FAR_M * 1.5
            pictures.append(canvas.rgb)
        assert np.array_equal(*pictures), f"{kind} {time} {weather} leaves pixels unpainted"
        assert np.isfinite(world.ground(3.0, 8.0))
        assert math.isclose(sum(c * c for c in world.light.sun), 1.0, rel_tol=0.05)


@pytest.mark.parametrize("kind", [k for k in WORLDS if k not in ("abstract", "space")])
def test_night_is_darker_than_day(kind: WorldKind) -> None:
    day = _painted(shot_of(World(kind=kind, time="day"))).rgb.mean()
    night = _painted(shot_of(World(kind=kind, time="night"))).rgb.mean()
    lamps: dict[WorldKind, float] = {"interior": 0.85, "street": 0.8}
    assert night < lamps.get(kind, 0.7) * day


@pytest.mark.parametrize("kind", WORLDS)
def test_a_moving_camera_sees_parallax_or_at_least_change(kind: WorldKind) -> None:
    shot = shot_of(World(kind=kind, time="day"), "push_in", height_m=2.0)
    world = WORLD_PAINTERS[kind](shot, 11)
    frames = []
    for at in (0.0, 6.0):
        canvas = Canvas(rgb=np.empty((_H, _W, 3), np.uint8), depth=np.empty((_H, _W), np.float32))
        world.paint(canvas, pose_at(shot, at, world.ground), 1.0)
        frames.append(canvas.rgb.astype(float))
    assert np.abs(frames[0] - frames[1]).mean() > 0.8


@pytest.mark.parametrize("kind", ["mountains", "hills", "desert", "sea", "street", "city", "underwater"])
def test_the_ground_recedes_from_the_lower_edge_to_the_horizon(kind: WorldKind) -> None:
    depth = _painted(shot_of(World(kind=kind, time="day"), height_m=2.0)).depth
    assert np.median(depth[-1]) < np.median(depth[int(_H * 0.62)]) < np.median(depth[int(_H * 0.52)]) + 1e-3


@pytest.mark.parametrize(("kind", "tag"), [("desert", "mars"), ("desert", "dunes"), ("hills", "wheat")])
def test_a_tag_changes_the_place(kind: WorldKind, tag: str) -> None:
    plain = _painted(shot_of(World(kind=kind, time="day"))).rgb.astype(float)
    tagged = _painted(shot_of(World(kind=kind, time="day", tags=(tag,)))).rgb.astype(float)
    assert np.abs(plain - tagged).mean() > 4


def test_a_day_can_turn_to_night_within_a_shot() -> None:
    shot = shot_of(World(kind="desert", time="day", tags=("canyon", "day_to_night")))
    noon, night = _painted(shot, 0.0).rgb.mean(), _painted(shot, 6.0).rgb.mean()
    assert night < 0.5 * noon


def test_the_ribbons_take_the_colours_of_the_prompt() -> None:
    blue = _painted(shot_of(World(kind="abstract", time="night", colours=("blue", "cyan")))).rgb.mean((0, 1))
    red = _painted(shot_of(World(kind="abstract", time="night", colours=("red", "orange")))).rgb.mean((0, 1))
    assert blue[2] > blue[0]
    assert red[0] > red[2]


def test_the_sill_stands_behind_a_cat_that_sits_on_it() -> None:
    at = Waypoint(time_s=0.0, x=0.1, y=0.9, z=1.5)
    cat = Actor(id="cat", rig="quadruped", label="cat", form="cat", size_m=0.35, path=(at,))
    shot = shot_of(World(kind="interior", time="day", tags=("window", "sill")), height_m=1.25, actors=(cat,))
    pose = Pose(x=0.0, y=1.25, z=0.0, focal=1.6)
    canvas = _painted(shot, pose=pose)
    col, row, depth = pose.project(0.1, 1.1, 1.5, _W, _H)
    assert canvas.depth[int(row), int(col)] > depth


@pytest.mark.parametrize("kind", ["forest", "mountains", "coast", "hills"])
def test_a_flight_over_the_place_leaves_no_pixel_unpainted(kind: WorldKind) -> None:
    shot = shot_of(World(kind=kind, time="day", season="autumn"), "drone", height_m=45.0)
    world = WORLD_PAINTERS[kind](shot, 11)
    pictures = []
    for filler in (0, 255):
        canvas = Canvas(rgb=np.full((_H, _W, 3), filler, np.uint8), depth=np.full((_H, _W), np.nan, np.float32))
        world.paint(canvas, pose_at(shot, 4.0, world.ground), 4.0)
        assert np.isfinite(canvas.depth).all()
        pictures.append(canvas.rgb)
    assert np.array_equal(*pictures)


def test_a_car_that_passes_on_a_coast_has_ground_under_it() -> None:
    way = (Waypoint(time_s=0.0, x=0.0, y=0.0, z=8.0), Waypoint(time_s=6.0, x=180.0, y=0.0, z=8.0))
    car = Actor(id="car", rig="car", label="car", size_m=4.0, path=way)
    shot = shot_of(World(kind="coast", time="golden"), "track", actors=(car,))
    world = WORLD_PAINTERS["coast"](shot, 11)
    for time_s in (0.5, 3.0, 5.5):
        assert abs(world.ground(30.0 * time_s, 8.0)) < 1.0
        pose = pose_at(shot, time_s, world.ground)
        canvas = Canvas(rgb=np.empty((_H, _W, 3), np.uint8), depth=np.empty((_H, _W), np.float32))
        world.paint(canvas, pose, time_s)
        col, row, depth = pose.project(30.0 * time_s, 0.0, 8.0, _W, _H)
        assert canvas.depth[round(row), round(col)] == pytest.approx(depth, rel=0.15)


def test_a_coast_where_nobody_drives_has_no_road() -> None:
    world = WORLD_PAINTERS["coast"](shot_of(World(kind="coast", time="day")), 11)
    assert isinstance(world, Sea)
    assert world.road is None


def test_a_coast_road_has_a_line_and_a_rail_that_cars_pass_in_front_of() -> None:
    shot = shot_of(World(kind="coast", time="day", tags=("road",)), height_m=3.0)
    world = WORLD_PAINTERS["coast"](shot, 11)
    assert isinstance(world, Sea)
    canvases = []
    for painter in (world, replace(world, road=None)):
        canvas = Canvas(rgb=np.zeros((270, 480, 3), np.uint8), depth=np.zeros((270, 480), np.float32))
        painter.paint(canvas, pose_at(shot, 1.0, world.ground), 1.0)
        canvases.append(canvas)
    marked, bare = canvases
    brighter = (marked.rgb.astype(int) - bare.rgb.astype(int)).max(axis=2) > 20
    assert brighter.mean() > 0.0005
    assert (marked.depth < bare.depth - 0.1).any()


def test_columns_between_are_mixed_from_their_neighbours_below_the_skyline_only() -> None:
    rgb = np.zeros((4, 5, 3), np.uint8)
    rgb[:, 0], rgb[:, 2], rgb[:, 4] = 10, 30, 70
    depth = np.full((4, 5), 9.0, np.float32)
    depth[:, 2] = 5.0
    fill_between(rgb, depth, np.array([2, 2, 2, 4]), 2)
    assert (rgb[:2, 1] == 0).all()
    assert (rgb[2:, 1] == 20).all()
    assert (rgb[2:, 3] == 50).all()


@pytest.mark.parametrize("every", [3, 4, 6])
def test_columns_computed_far_apart_are_mixed_by_how_near_they_are(every: int) -> None:
    rgb = np.random.default_rng(1).integers(0, 256, (3, 2 * every * 4 + 2, 3)).astype(np.uint8)
    depth = np.arange(rgb.shape[0] * rgb.shape[1], dtype=np.float32).reshape(rgb.shape[:2])
    was, cols = rgb.copy(), rgb.shape[1]
    computed = [*range(0, cols - 1, every), cols - 1]
    tops = np.ones(len(computed), np.int64)
    tops[:2] = 2
    fill_between(rgb, depth, tops, every)
    at = np.arange(cols)
    mixed = np.stack([np.interp(at, computed, was[2, computed, c]) for c in range(3)], axis=1)
    assert np.abs(rgb[2] - mixed).max() <= 0.51
    assert (rgb[0] == was[0]).all()
    assert (rgb[1, : every + 1] == was[1, : every + 1]).all()
    assert set(depth[2].tolist()) == set((2.0 * cols + np.array(computed)).tolist())


@given(st.floats(0, 40))
def test_transmittance_is_close_to_beer_and_lambert(x: float) -> None:
    assert abs(transmittance(x) - math.exp(-x)) < 0.01


def test_on_the_moon_the_sky_is_black_by_day_and_the_ground_is_lit() -> None:
    rgb = _painted(shot_of(World(kind="desert", time="day", tags=("lunar",)))).rgb
    assert np.median(rgb[: _H // 3]) < 12
    assert np.median(rgb[-_H // 4 :]) > 50


def test_a_launch_pad_stands_on_flat_ground() -> None:
    way = (Waypoint(time_s=0.0, x=0.0, y=0.0, z=120.0),)
    rocket = Actor(id="rocket", rig="rocket", label="rocket", size_m=40.0, path=way)
    shot = shot_of(World(kind="desert", tags=("launch_pad",)), actors=(rocket,))
    world = painter_of(shot.world)(shot, 11)
    assert max(abs(world.ground(x, 120.0)) for x in (-40.0, 0.0, 40.0)) < 0.6


def test_who_stands_on_a_misty_hill_stands_over_the_valley_behind() -> None:
    way = (Waypoint(time_s=0.0, x=0.5, y=0.0, z=8.0),)
    knight = Actor(id="knight", rig="biped", label="knight", size_m=1.8, path=way)
    world = WORLD_PAINTERS["hills"](shot_of(World(kind="hills", weather="fog"), actors=(knight,)), 11)
    assert world.ground(0.5, 8.0) > world.ground(0.5, 110.0) + 8


@pytest.mark.parametrize("tag", ["ringed", "saturn", "jupiter", "nebula"])
def test_space_shows_what_is_named(tag: str) -> None:
    plain = _painted(shot_of(World(kind="space", time="night", tags=("stars",)))).rgb.astype(float)
    tagged = _painted(shot_of(World(kind="space", time="night", tags=("planet", tag)))).rgb.astype(float)
    assert np.abs(plain - tagged).mean() > 3


def test_a_village_has_houses_on_both_sides_of_its_lane() -> None:
    shot = shot_of(World(kind="hills", time="day", tags=("village",)))
    world = painter_of(shot.world)(shot, 11)
    pose = pose_at(shot, 1.0, world.ground)
    bare = replace(world, furniture=())  # type: ignore[type-var]
    depths = []
    for painter in (world, bare):
        canvas = Canvas(rgb=np.zeros((_H, _W, 3), np.uint8), depth=np.zeros((_H, _W), np.float32))
        painter.paint(canvas, pose, 1.0)
        depths.append(canvas.depth)
    houses = depths[0] < 0.8 * depths[1]
    assert houses[:, : _W // 3].mean() > 0.05
    assert houses[:, -_W // 3 :].mean() > 0.05


@pytest.mark.parametrize("tag", ["birch", "bamboo", "jungle", "pine"])
def test_each_kind_of_forest_has_trees_of_its_own(tag: str) -> None:
    plain = _painted(shot_of(World(kind="forest", time="day"))).rgb.astype(float)
    tagged = _painted(shot_of(World(kind="forest", time="day", tags=(tag,)))).rgb.astype(float)
    assert np.abs(plain - tagged).mean() > 4


def test_shafts_of_light_fall_through_leaves_on_a_clear_morning_only() -> None:
    clear, rain = (
        WORLD_PAINTERS["forest"](shot_of(World(kind="forest", time="dawn", weather=w)), 11)
        for w in ("clear", "rain")  # type: ignore[misc]
    )
    for world, shines in ((clear, True), (rain, False)):
        dull = replace(world, shafts=np.full_like(world.shafts, -9.0))  # type: ignore[type-var, attr-defined]
        pictures = []
        for painter in (world, dull):
            canvas = Canvas(rgb=np.zeros((_H, _W, 3), np.uint8), depth=np.zeros((_H, _W), np.float32))
            painter.paint(canvas, pose_at(world.shot, 1.0, world.ground), 1.0)  # type: ignore[attr-defined]
            pictures.append(canvas.rgb.astype(float))
        assert (np.abs(pictures[0] - pictures[1]).mean() > 0.05) == shines


def test_a_town_seen_from_low_down_stands_across_water_that_mirrors_its_lights() -> None:
    rgb = _painted(shot_of(World(kind="city", time="night"), height_m=2.0)).rgb.astype(float)
    warm = rgb[..., 0] - rgb[..., 2]
    assert np.percentile(warm[_H * 6 // 10 : _H * 8 // 10], 98) > 5
    depth = _painted(shot_of(World(kind="city", time="day"), height_m=2.0)).depth
    assert (depth[: _H // 2] < 1500).any()


def test_a_wet_street_mirrors_its_windows_upside_down() -> None:
    dry, wet = (
        _painted(shot_of(World(kind="street", time="night", weather="clear", tags=("neon", *tags)))).rgb.astype(float)
        for tags in ((), ("wet",))
    )
    gained = (wet - dry)[int(_H * 0.6) :, : _W // 3].max(axis=2)
    assert np.percentile(gained, 95) > 12  # where lit windows are seen in it
    assert (gained < 2).mean() > 0.02  # and not where dark walls are


def test_a_street_by_day_lies_partly_in_the_sun() -> None:
    rgb = _painted(shot_of(World(kind="street", time="day"))).rgb[int(_H * 0.75) :].mean(axis=(0, 2))
    assert rgb.max() > 60


@pytest.mark.parametrize("kind", ["hills", "mountains", "forest", "desert", "street"])
def test_a_night_is_dark_and_yet_readable(kind: WorldKind) -> None:
    rgb = _painted(shot_of(World(kind=kind, time="night"))).rgb.astype(float)
    luma = np.median(rgb @ np.array([0.2126, 0.7152, 0.0722]))
    assert 0.07 * 255 < luma < 0.3 * 255


def test_a_savanna_is_dry_grass_and_no_lawn() -> None:
    lawn, dry = (
        _painted(shot_of(World(kind="hills", tags=tags))).rgb[-_H // 4 :].mean(axis=(0, 1))
        for tags in (("meadow",), ("meadow", "savanna"))
    )
    assert lawn[1] > lawn[0]
    assert dry[0] > dry[1]


def test_clouds_shade_parts_of_the_land_on_a_fair_day_only() -> None:
    from vitascope.engines.animatic.draw.worlds.hills import _under_clouds
    from vitascope.engines.animatic.draw.worlds.land import grid

    away = np.hypot(*grid(3.0)).astype(np.float32)
    fair, night = (_under_clouds(shot_of(World(kind="hills", time=t)), 5, away) for t in ("day", "night"))  # type: ignore[arg-type]
    assert 0.05 < (fair < 0.7).mean() < 0.6
    assert (night == 1).all()
