from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.engines.animatic.draw.scenes import shot_of
from vitascope.engines.animatic.draw import sky
from vitascope.engines.animatic.draw.clouds import Clouds, Formation, cloud, formation
from vitascope.engines.animatic.draw.light import palette_at
from vitascope.engines.animatic.draw.noise import Field
from vitascope.engines.animatic.draw.sky_plain import SCRATCH
from vitascope.engines.animatic.draw.stage import Canvas, Pose
from vitascope.engines.animatic.draw.worlds.hills import hills
from vitascope.engines.animatic.draw.worlds.land import sky_of
from vitascope.engines.animatic.graph import Weather, World

_W, _H = 192, 108
_ACROSS = np.arange(-0.3, 0.3, 0.004)


def _sky(world: World, seed: int = 3, time_s: float = 1.0) -> Field:
    shot = shot_of(world)
    canvas = Canvas(rgb=np.zeros((_H, _W, 3), np.uint8), depth=np.zeros((_H, _W), np.float32))
    pose = Pose(x=0.0, y=1.7, z=0.0, pitch=0.25, focal=1.15)
    sky_of(shot, seed).paint(canvas, pose, palette_at(shot, time_s), time_s, everywhere=True)
    return canvas.rgb.astype(np.float32)


def _cover(weather: str, strength: float = 0.5) -> Field:
    kind = formation(weather, "day", strength, 4)  # type: ignore[arg-type]
    return Clouds.make(4, kind, (0.3, 0.7, 0.6), 0.5).whole[..., 0]


def test_fair_weather_leaves_blue_between_clouds_and_rain_does_not() -> None:
    fair, rain = _cover("clear"), _cover("rain")
    high = slice(fair.shape[0] // 3, None)
    assert 0.03 < (fair[high] > 0.5).mean() < 0.7
    assert (rain[high] > 0.9).mean() > 0.95


def test_heaps_are_lit_at_their_tops_and_shaded_at_their_bases() -> None:
    kind = replace(formation("clear", "day", 0.5, 4), heaps=0.25, tall_km=1.0, cirrus=0.0)
    whole = Clouds.make(4, kind, (0.2, 0.8, -0.5), 0.4).whole
    cover, light = whole[..., 0], whole[..., 1]
    tops, bases = [], []
    for col in range(0, whole.shape[1], 7):
        rows = np.flatnonzero(cover[60:160, col] > 0.6) + 60
        if len(rows) > 20 and len(rows) == rows[-1] - rows[0] + 1:
            bases.append(light[rows[:5], col].mean())
            tops.append(light[rows[-5:], col].mean())
    assert len(tops) > 5
    assert np.mean(tops) > np.mean(bases) + 0.05 or np.mean(bases) > np.mean(tops) + 0.05


def test_heaps_bulge_instead_of_standing_in_combs() -> None:
    """What is drawn upright changes more from side to side than what is round does."""
    kind = Formation(heaps=0.36, tall_km=0.8, base_km=1.4, size=0.7)
    ratios = []
    for seed in range(4):
        made = Clouds.make(seed, kind, (0.4, 0.6, -0.69), 0.5)
        there = made.heaps, made.lumps, made.how, 0.0, 0.0, 0.5
        covers = np.array([
            [cloud(np.cos(up) * np.sin(a), np.sin(up), np.cos(up) * np.cos(a), *there)[0] for a in _ACROSS]
            for up in np.arange(0.08, 0.4, 0.004)
        ])  # fmt: skip
        ratios.append(np.abs(np.diff(covers, axis=1)).mean() / np.abs(np.diff(covers, axis=0)).mean())
    assert np.mean(ratios) < 0.72


@settings(max_examples=8, deadline=None)
@given(
    yaw=st.floats(-7, 7), pitch=st.floats(-1.2, 1.5), focal=st.floats(0.5, 4.0), time_s=st.floats(0, 10),
    weather=st.sampled_from(("clear", "wind", "rain")),
)  # fmt: skip
def test_a_sky_of_which_only_what_is_in_view_is_worked_out_looks_as_the_whole_of_it(
    yaw: float, pitch: float, focal: float, time_s: float, weather: Weather
) -> None:
    shot = shot_of(World(kind="hills", time="day", weather=weather))
    pose = Pose(x=0.0, y=1.7, z=0.0, yaw=yaw, pitch=pitch, focal=focal)
    frames = []
    for complete in (False, True):
        made = sky_of(shot, 3)
        if complete:
            made.formation.whole  # noqa: B018 - works all of it out
        canvas = Canvas(rgb=np.zeros((_H, _W, 3), np.uint8), depth=np.zeros((_H, _W), np.float32))
        made.paint(canvas, pose, palette_at(shot, time_s), time_s, everywhere=True)
        frames.append((canvas.rgb, made.environment(palette_at(shot, time_s), yaw, time_s).copy()))
    assert np.array_equal(frames[0][0], frames[1][0])
    assert np.array_equal(frames[0][1], frames[1][1])


def test_a_camera_at_eye_height_has_a_small_part_of_the_clouds_worked_out() -> None:
    shot = shot_of(World(kind="hills", time="day"))
    made = sky_of(shot, 3)
    canvas = Canvas(rgb=np.zeros((_H, _W, 3), np.uint8), depth=np.zeros((_H, _W), np.float32))
    made.paint(canvas, Pose(x=0.0, y=1.7, z=0.0, pitch=0.05, focal=1.6), palette_at(shot, 1.0), 1.0)
    assert 0 < (made.formation.seen(0.5, 0.5, 0.0) > 0).any(axis=2).mean() < 0.25


def test_two_seeds_have_two_skies() -> None:
    one, other = (_sky(World(kind="hills", time="day"), seed) for seed in (3, 4))
    assert np.abs(one - other).mean() > 5


@pytest.mark.parametrize(("tag", "channel"), [("aurora", 1), ("milky_way", 0)])
def test_what_shines_in_the_night_is_seen_there(tag: str, channel: int) -> None:
    plain = _sky(World(kind="hills", time="night"))
    tagged = _sky(World(kind="hills", time="night", tags=(tag, "stars")))
    assert np.percentile(tagged[..., channel], 95) > np.percentile(plain[..., channel], 95) + 25


def test_a_rainbow_is_red_without_and_blue_within() -> None:
    with_bow = _sky(World(kind="hills", time="day", tags=("rainbow",)))
    change = with_bow - _sky(World(kind="hills", time="day"))
    column = change[:, _W // 2]
    assert column[:, 0].argmax() < column[:, 2].argmax()


def test_clouds_creep_by_day_and_race_in_a_time_lapse() -> None:
    world = World(kind="hills", time="day")
    still = np.abs(_sky(world, time_s=1.0) - _sky(world, time_s=3.0)).mean()
    shot = shot_of(world, "timelapse")
    frames = []
    for time_s in (1.0, 3.0):
        canvas = Canvas(rgb=np.zeros((_H, _W, 3), np.uint8), depth=np.zeros((_H, _W), np.float32))
        pose = Pose(x=0.0, y=1.7, z=0.0, pitch=0.25, focal=1.15)
        sky_of(shot, 3).paint(canvas, pose, palette_at(shot, time_s), time_s, everywhere=True)
        frames.append(canvas.rgb.astype(np.float32))
    assert 0 < still < 0.5 * np.abs(frames[0] - frames[1]).mean()


def test_the_milky_way_looks_the_same_many_ways_at_a_time_as_way_by_way() -> None:
    shot = shot_of(World(kind="hills", time="night", tags=("milky_way",)))
    made, palette, time_s = sky_of(shot, 3), palette_at(shot, 1.0), 1.0
    gradient, glow = sky._tables(palette)
    state, tints, sun = made._state(palette, time_s), made._colours(palette), np.array(palette.sun)
    random = np.random.default_rng(1)
    ways = random.standard_normal((sky.LANE, 3)).astype(np.float32)
    ways /= np.linalg.norm(ways, axis=1, keepdims=True)
    spare, out = np.zeros(SCRATCH, np.float32), np.empty((sky.LANE, 3), np.float32)
    for plane, values in zip((sky.DX, sky.DY, sky.DZ), ways.T, strict=True):
        spare[int(plane) : int(plane) + sky.LANE] = values
    clouds = made.formation
    sky.plain_sky(out, spare, sky.LANE, gradient, glow, sun, clouds.whole, made.night, clouds.how, tints, state)
    single = [
        sky._sky_colour(
            *way, gradient, glow, sun, clouds.whole, clouds.heaps, clouds.lumps, clouds.how, made.night, tints, state
        )
        for way in ways.astype(np.float64)
    ]
    assert state[4] > 0.5
    assert np.abs(out - np.array(single)).max() < 1.5


@pytest.mark.parametrize("height_m", [4.0, 60.0, 400.0])
def test_from_any_height_no_row_is_left_between_the_sky_and_the_ground(height_m: float) -> None:
    shot = shot_of(World(kind="hills", time="day"))
    land = hills(shot, 3)
    pose = Pose(x=0.0, y=land.ground(0.0, 0.0) + height_m, z=0.0, pitch=-0.1)
    canvas = Canvas(rgb=np.zeros((_H, _W, 3), np.uint8), depth=np.full((_H, _W), np.nan, np.float32))
    land.paint(canvas, pose, 1.0)
    assert np.isfinite(canvas.depth).all()


def test_the_light_about_the_sun_fades_without_rings() -> None:
    shot = shot_of(World(kind="desert", time="golden", tags=("mars",)))
    palette = replace(palette_at(shot, 1.0), cover=0.0)
    canvas = Canvas(rgb=np.zeros((540, 960, 3), np.uint8), depth=np.zeros((540, 960), np.float32))
    x, y, z = palette.sun
    toward = Pose(x=0.0, y=1.7, z=0.0, yaw=float(np.arctan2(x, z)), pitch=float(np.arcsin(y)), focal=1.15)
    sky_of(shot, 3).paint(canvas, toward, palette, 1.0, everywhere=True)
    aside = canvas.rgb[270, 480 + 20 : 480 + 120].astype(int).sum(axis=1)  # from the edge of the disc to the right
    steps = -np.diff(aside)
    assert aside[0] - aside[-1] > 100
    assert steps.max() < 0.08 * (aside[0] - aside[-1])
