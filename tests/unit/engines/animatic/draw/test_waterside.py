from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.engines.animatic.draw.scenes import shot_of
from vitascope.engines.animatic.draw.bubbles import Strings
from vitascope.engines.animatic.draw.camera import pose_at
from vitascope.engines.animatic.draw.light import palette_at
from vitascope.engines.animatic.draw.rigs.afloat import carried
from vitascope.engines.animatic.draw.rigs.buoyancy import rocked
from vitascope.engines.animatic.draw.smear import Smear
from vitascope.engines.animatic.draw.spray import Spray
from vitascope.engines.animatic.draw.stage import Canvas, Pose
from vitascope.engines.animatic.draw.swell import Swell
from vitascope.engines.animatic.draw.water import Shore
from vitascope.engines.animatic.draw.waves import surf_at
from vitascope.engines.animatic.draw.worlds import WORLD_PAINTERS, WORLD_VARIANTS, painter_of
from vitascope.engines.animatic.draw.worlds.sea import Sea
from vitascope.engines.animatic.graph import Actor, Waypoint, World, WorldKind
from vitascope.engines.animatic.surf import breaks

_W, _H = 192, 108


def _painted(world: Sea, time_s: float = 1.0, height_m: float = 3.0) -> Canvas:
    canvas = Canvas(rgb=np.full((_H, _W, 3), 255, np.uint8), depth=np.full((_H, _W), np.nan, np.float32))
    world.paint(canvas, pose_at(shot_of(world.shot.world, height_m=height_m), time_s, world.ground), time_s)
    return canvas


def test_a_tag_picks_a_painter_of_its_own_and_the_kind_the_rest() -> None:
    assert painter_of(World(kind="sea")) is WORLD_PAINTERS["sea"]
    assert painter_of(World(kind="sea", tags=("calm", "lake"))) is WORLD_VARIANTS["sea", "lake"]
    assert painter_of(World(kind="forest", tags=("lake",))) is WORLD_PAINTERS["forest"]


@pytest.mark.parametrize("key", {factory: key for key, factory in WORLD_VARIANTS.items()}.values())
@pytest.mark.parametrize("time", ["day", "golden", "night"])
def test_every_variant_fills_every_pixel_and_is_dark_at_night(key: tuple[WorldKind, str], time: str) -> None:
    kind, tag = key
    weather = {"day": "storm", "golden": "clear", "night": "snow"}[time]
    world = WORLD_VARIANTS[key](shot_of(World(kind=kind, time=time, weather=weather, tags=(tag,))), 11)  # type: ignore[arg-type]
    canvas = Canvas(rgb=np.full((_H, _W, 3), 255, np.uint8), depth=np.full((_H, _W), np.nan, np.float32))
    world.paint(canvas, pose_at(shot_of(World(kind=kind), height_m=3.0), 1.0, world.ground), 1.0)
    assert np.isfinite(canvas.depth).all()
    assert (canvas.depth > 0).all()
    assert (canvas.rgb == 255).all(axis=2).mean() < 0.02
    assert abs(world.ground(0.0, 0.0)) < 6
    if time == "night" and key != ("interior", "studio"):  # which has its own lamp at any hour
        assert canvas.rgb.mean() < 120


def test_a_lake_mirrors_its_mountains() -> None:
    world = WORLD_VARIANTS["sea", "lake"](shot_of(World(kind="sea", time="day", tags=("lake",))), 11)
    assert isinstance(world, Sea)
    mirror = _painted(world).rgb.astype(float)
    blind = _painted(replace(world, water=replace(world.water, mirrors=False))).rgb.astype(float)
    changed = np.abs(mirror - blind).sum(axis=2) > 12
    assert changed[: _H // 2].mean() < 0.01
    assert changed[int(_H * 0.66) :].mean() > 0.2


def test_a_shore_counts_metres_from_the_edge_of_the_land() -> None:
    heights = np.full((64, 64), -2.0, np.float32)
    heights[:, :20] = 3.0
    away = Shore.of(heights, 2.0, 0.0).away
    assert away[32, 40] == pytest.approx(2.0 * 20, abs=3.0)
    assert away[32, 10] < -10
    assert away[32, 31] - away[32, 30] > 0.5


def test_a_wave_of_the_surf_rises_runs_in_and_breaks_near_land() -> None:
    surf = 1.2, 1 / 24.0, 0.4

    def crest(turns: float) -> float:
        heights = [surf_at(a, 0.0, turns, *surf)[0] for a in np.arange(2.0, 26.0, 0.1)]
        return 2.0 + 0.1 * int(np.argmax(heights))

    assert crest(0.5) > crest(0.7) + 3
    foam_near, foam_far = surf_at(6.0, 0.0, 0.75, *surf)[2], surf_at(54.0, 0.0, 0.75, *surf)[2]
    assert foam_near > 0.5 > foam_far


def _storm() -> Sea:
    sea = WORLD_PAINTERS["sea"](shot_of(World(kind="sea", time="day", weather="storm")), 11)
    assert isinstance(sea, Sea)
    assert sea.swell is not None
    return sea


def test_a_stormy_sea_heaves_and_a_calm_one_lies_still() -> None:
    storm = _storm()
    heights = [storm.surface(4.0, 30.0, t) for t in np.arange(0.0, 12.0, 0.5)]
    assert max(heights) - min(heights) > 0.8
    calm = WORLD_PAINTERS["sea"](shot_of(World(kind="sea", time="day")), 11)
    assert isinstance(calm, Sea)
    assert calm.surface(4.0, 30.0, 3.0) == calm.ground(4.0, 30.0)


def test_waves_are_as_high_as_they_are_said_to_be() -> None:
    swell = Swell.make(3, high_m=4.0, length_m=60.0)
    field = np.array([[swell.surface(x, z, 1.0) for x in range(0, 240, 6)] for z in range(0, 240, 6)])
    assert 4 * field.std() == pytest.approx(4.0, rel=0.35)


def test_a_sea_never_shows_the_waves_of_one_that_was_there_before_it() -> None:
    for seed in range(1, 6):  # whose place in memory the next one takes
        before = Swell.make(seed, high_m=3.0, length_m=50.0).surface(4.0, 30.0, 2.0)
        assert Swell.make(seed + 50, high_m=3.0, length_m=50.0).surface(4.0, 30.0, 2.0) != before


def test_no_wave_comes_over_the_camera() -> None:
    storm = _storm()
    for t in np.arange(0.0, 10.0, 0.5):
        assert storm.eye(0.0, 0.0, t) + 3.0 > storm.surface(0.0, 2.0, t) + 0.8


def test_a_hull_pitches_up_on_a_slope_and_lies_level_on_level_water() -> None:
    assert rocked(0.0, 0.0, 0.7, 10.0, lambda _x, _z: 2.0) == (0.0, 0.0)
    pitch, roll = rocked(0.0, 0.0, 0.0, 10.0, lambda _x, z: 0.2 * z)
    assert pitch > 0.1
    assert roll == 0.0
    assert rocked(0.0, 0.0, 0.0, 10.0, lambda x, _z: 0.2 * x)[1] < 0  # its right side up


def test_who_stands_on_deck_rises_with_the_hull_and_who_swims_does_not() -> None:
    at = Waypoint(time_s=0.0, x=0.0, y=0.0, z=20.0)
    ship = Actor(id="ship", rig="sailing_ship", label="ship", size_m=30.0, path=(at,))
    captain = Actor(id="captain", rig="biped", label="captain", path=(replace(at, y=3.4),))
    swimmer = Actor(id="swimmer", rig="biped", label="swimmer", path=(at,))
    shot = shot_of(World(kind="sea"), actors=(ship, captain, swimmer))
    low, high = (carried(captain, shot, 1.0, lambda _x, _z, level=level: level) for level in (0.5, 2.0))
    assert high - low == pytest.approx(1.5)
    assert carried(swimmer, shot, 1.0, lambda _x, _z: 1.5) == 0
    assert carried(ship, shot, 1.0, lambda _x, _z: 1.5) == 0


def test_a_coast_is_bare_rock_and_sea_unless_somebody_drives() -> None:
    assert isinstance(WORLD_PAINTERS["coast"](shot_of(World(kind="coast")), 11), Sea)
    world = WORLD_PAINTERS["coast"](shot_of(World(kind="coast", time="day", weather="storm")), 11)
    assert isinstance(world, Sea)
    assert world.road is None
    assert world.water.shore is not None
    assert world.water.shore.high_m > 1


def test_spray_goes_up_when_a_wave_breaks_and_is_gone_before_the_next() -> None:
    spray = Spray(rocks=np.array([[x, 0.0, 20.0] for x in (-4.0, -2.0, 0.0, 2.0, 4.0)]), high_m=5.0)
    palette = palette_at(shot_of(World(kind="coast", time="day")), 1.0)
    moment = breaks(0.0, 30.0)[2]

    def painted(time_s: float) -> int:
        canvas = Canvas(rgb=np.zeros((_H, _W, 3), np.uint8), depth=np.full((_H, _W), 500.0, np.float32))
        spray.paint(canvas, Pose(x=0.0, y=2.0, z=0.0, focal=1.2), palette, time_s)
        return int((canvas.rgb.sum(axis=2) > 30).sum())

    assert max(painted(moment + d) for d in (0.4, 0.7, 1.0, 1.3)) > 40
    assert painted(moment - 0.05) == 0


def test_what_falls_is_in_motion_and_hangs_before_its_rock() -> None:
    world = WORLD_VARIANTS["forest", "waterfall"](shot_of(World(kind="forest", time="day", tags=("waterfall",))), 11)
    assert isinstance(world, Sea)
    one, other = _painted(world, 1.0, 1.7).rgb.astype(int), _painted(world, 1.2, 1.7).rgb.astype(int)
    moved = np.abs(one - other).sum(axis=2) > 24
    middle = slice(int(0.4 * _W), int(0.6 * _W))
    assert moved[int(0.25 * _H) : int(0.6 * _H), middle].mean() > 0.1
    assert moved[: int(0.6 * _H), : int(0.25 * _W)].mean() < 0.05


def test_a_harbour_is_lit_at_night() -> None:
    def lights(time: str) -> int:
        world = WORLD_VARIANTS["sea", "harbour"](shot_of(World(kind="sea", time=time, tags=("harbour",))), 11)  # type: ignore[arg-type]
        assert isinstance(world, Sea)
        full = _painted(world).rgb.astype(int)
        dark = _painted(replace(world, standing=world.standing[:-1])).rgb.astype(int)
        return int(((full - dark).sum(axis=2) > 60).sum())

    assert lights("night") > 25
    assert lights("day") == 0


def test_a_camera_at_speed_draws_out_what_is_near_and_leaves_what_is_far() -> None:
    way = (Waypoint(time_s=0.0, x=0.0, y=0.0, z=8.0), Waypoint(time_s=6.0, x=180.0, y=0.0, z=8.0))
    car = Actor(id="car", rig="car", label="car", size_m=4.0, path=way)
    shot = shot_of(World(kind="coast"), "track", actors=(car,))
    stripes = np.zeros((_H, _W, 3), np.uint8)
    stripes[:, ::4] = 255
    canvas = Canvas(rgb=stripes.copy(), depth=np.full((_H, _W), 6.0, np.float32))
    canvas.depth[: _H // 2] = 400.0
    smear = Smear(shot=shot, ground=lambda _x, _z: 0.0)
    palette = palette_at(shot, 3.0)
    smear.paint(canvas, pose_at(shot, 3.0, smear.ground), palette, 3.0)
    assert np.array_equal(canvas.rgb[: _H // 2], stripes[: _H // 2])
    assert canvas.rgb[_H // 2 :].std() < 0.5 * stripes.std()


def test_a_camera_at_rest_smears_nothing() -> None:
    shot = shot_of(World(kind="coast"))
    rgb = np.random.default_rng(1).integers(0, 255, (_H, _W, 3)).astype(np.uint8)
    canvas = Canvas(rgb=rgb.copy(), depth=np.full((_H, _W), 6.0, np.float32))
    Smear(shot=shot, ground=lambda _x, _z: 0.0).paint(canvas, Pose(x=0, y=1, z=0), palette_at(shot, 1.0), 1.0)
    assert np.array_equal(canvas.rgb, rgb)


def test_bubbles_rise() -> None:
    strings = Strings(vents=np.array([[0.0, -1.0, 4.0]]))
    palette = palette_at(shot_of(World(kind="underwater", time="day")), 1.0)

    def highest(time_s: float) -> int:
        canvas = Canvas(rgb=np.zeros((_H, _W, 3), np.uint8), depth=np.full((_H, _W), 50.0, np.float32))
        strings.paint(canvas, Pose(x=0.0, y=0.0, z=0.0, focal=1.2), palette, time_s)
        rows = np.flatnonzero(canvas.rgb.any(axis=(1, 2)))
        return int(rows.min()) if rows.size else _H

    assert highest(4.0) < _H
    assert min(highest(t) for t in (4.0, 5.0, 6.0)) < 0.6 * _H
