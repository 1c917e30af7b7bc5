from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.engines.animatic.draw.scenes import shot_of
from vitascope.engines.animatic.draw.camera import pose_at
from vitascope.engines.animatic.draw.stage import Canvas
from vitascope.engines.animatic.draw.water import Shore
from vitascope.engines.animatic.draw.waves import surf_at
from vitascope.engines.animatic.draw.worlds import WORLD_PAINTERS, WORLD_VARIANTS, painter_of
from vitascope.engines.animatic.draw.worlds.sea import Sea
from vitascope.engines.animatic.graph import World, WorldKind

_W, _H = 192, 108


def _painted(world: Sea, time_s: float = 1.0, height_m: float = 3.0) -> Canvas:
    canvas = Canvas(rgb=np.full((_H, _W, 3), 255, np.uint8), depth=np.full((_H, _W), np.nan, np.float32))
    world.paint(canvas, pose_at(shot_of(world.shot.world, height_m=height_m), time_s, world.ground), time_s)
    return canvas


def test_a_tag_picks_a_painter_of_its_own_and_the_kind_the_rest() -> None:
    assert painter_of(World(kind="sea")) is WORLD_PAINTERS["sea"]
    assert painter_of(World(kind="sea", tags=("calm", "lake"))) is WORLD_VARIANTS["sea", "lake"]
    assert painter_of(World(kind="forest", tags=("lake",))) is WORLD_PAINTERS["forest"]


@pytest.mark.parametrize("key", WORLD_VARIANTS)
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
    if time == "night":
        assert canvas.rgb.mean() < 95


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
    assert away[32, 40, 0] == pytest.approx(2.0 * 20, abs=3.0)
    assert away[32, 10, 0] < -10
    assert away[32, 30, 1] > 0.5


def test_a_wave_of_the_surf_rises_runs_in_and_breaks_near_land() -> None:
    surf = np.array([1.2, 24.0, 0.4])

    def crest(turns: float) -> float:
        heights = [surf_at(a, 0.0, turns, surf)[0] for a in np.arange(2.0, 26.0, 0.1)]
        return 2.0 + 0.1 * int(np.argmax(heights))

    assert crest(0.5) > crest(0.7) + 3
    foam_near, foam_far = surf_at(6.0, 0.0, 0.75, surf)[2], surf_at(54.0, 0.0, 0.75, surf)[2]
    assert foam_near > 0.5 > foam_far
