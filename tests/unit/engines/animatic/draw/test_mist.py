from __future__ import annotations

import numpy as np

from tests.unit.engines.animatic.draw.scenes import shot_of
from vitascope.engines.animatic.draw.light import palette_at
from vitascope.engines.animatic.draw.mist import Mist
from vitascope.engines.animatic.draw.stage import Canvas, Pose
from vitascope.engines.animatic.draw.thick_air import thick_air
from vitascope.engines.animatic.graph import World

_EYE = Pose(x=0.0, y=1.7, z=0.0, focal=1.2)


def _veiled(depth_m: float, mist: Mist) -> np.ndarray:
    canvas = Canvas(rgb=np.zeros((64, 96, 3), np.uint8), depth=np.full((64, 96), depth_m, np.float32))
    mist.paint(canvas, _EYE, 1.0)
    return canvas.rgb[..., 0].astype(float)


def test_mist_hides_what_is_far_more_than_what_is_near() -> None:
    mist = Mist(clear_m=40.0, high_m=4.0, colour=(240.0, 240.0, 240.0))
    near, middle, far = (_veiled(d, mist).mean() for d in (3.0, 30.0, 300.0))
    assert near < 40 < middle < far


def test_mist_lies_thicker_at_the_ground_than_above_it() -> None:
    rows = _veiled(60.0, Mist(clear_m=60.0, high_m=3.0, colour=(255.0, 255.0, 255.0), uneven=0.0)).mean(axis=1)
    assert rows[30] > 2 * rows[2]


def test_mist_drifts() -> None:
    mist = Mist(clear_m=40.0, high_m=9.0, colour=(240.0, 240.0, 240.0), drift=(4.0, 0.0), banks_m=8.0)
    frames = []
    for time_s in (0.0, 2.0):
        canvas = Canvas(rgb=np.zeros((64, 96, 3), np.uint8), depth=np.full((64, 96), 60.0, np.float32))
        mist.paint(canvas, _EYE, time_s)
        frames.append(canvas.rgb.astype(float))
    assert np.abs(frames[0] - frames[1]).mean() > 2


def test_mist_is_thinner_than_fog_and_clear_air_is_clear() -> None:
    def air(world: World) -> tuple[Mist, ...]:
        shot = shot_of(world)
        return thick_air(shot, palette_at(shot, 1.0).light())

    (mist,) = air(World(kind="hills", weather="fog", weather_strength=0.35))
    (fog,) = air(World(kind="hills", weather="fog", weather_strength=0.9))
    assert mist.clear_m > 1.5 * fog.clear_m
    assert air(World(kind="hills", weather="clear")) == ()
    assert len(air(World(kind="hills", weather="snow", weather_strength=1.0))) == 2
    assert air(World(kind="desert", weather="wind", tags=("sandstorm",)))[0].drift[0] > 10


def test_fog_before_a_far_hill_lies_in_sheets_and_does_not_hang_in_streaks() -> None:
    shot = shot_of(World(kind="hills", weather="fog", weather_strength=0.9))
    (fog,) = thick_air(shot, palette_at(shot, 1.0).light())
    canvas = Canvas(rgb=np.zeros((360, 640, 3), np.uint8), depth=np.full((360, 640), 600.0, np.float32))
    fog.paint(canvas, _EYE, 1.0)
    hill = canvas.rgb[60:150, :, 0].astype(float)
    uneven = hill - hill.mean(axis=1, keepdims=True)
    down_columns = (uneven - uneven.mean(axis=0)).std()
    assert down_columns > 0.35 * uneven.std()


def test_hills_in_the_rain_are_not_paler_than_the_sky_behind_them() -> None:
    shot = shot_of(World(kind="hills", weather="rain", weather_strength=0.9))
    palette = palette_at(shot, 1.0)
    (rain,) = thick_air(shot, palette.light())
    assert sum(rain.colour) < sum(palette.horizon)
