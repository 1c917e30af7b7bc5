from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.unit.engines.animatic.draw.scenes import shot_of
from vitascope.engines.animatic.draw.camera import pose_at
from vitascope.engines.animatic.draw.stage import Canvas
from vitascope.engines.animatic.draw.worlds.hills import hills
from vitascope.engines.animatic.draw.worlds.land import Land
from vitascope.engines.animatic.graph import World

_W, _H = 320, 180


def _painted(land: Land, time_s: float) -> Canvas:
    canvas = Canvas(rgb=np.zeros((_H, _W, 3), np.uint8), depth=np.zeros((_H, _W), np.float32))
    land.paint(canvas, pose_at(land.shot, time_s, land.ground), time_s)
    return canvas


def test_a_meadow_has_blades_that_stand_before_the_ground() -> None:
    land = hills(shot_of(World(kind="hills", tags=("meadow",)), height_m=0.6), 5)
    grown, bare = _painted(land, 1.0), _painted(replace(land, sward=None), 1.0)
    lower = slice(int(_H * 0.6), None)
    assert (grown.depth[lower] < bare.depth[lower] - 0.05).mean() > 0.1
    assert (grown.depth <= bare.depth + 0.03).all()


def test_wheat_sways() -> None:
    land = hills(shot_of(World(kind="hills", tags=("wheat",), weather="wind"), height_m=1.0), 5)
    one, other = (_painted(land, t).rgb[_H // 2 :].astype(int) for t in (1.0, 1.2))
    assert np.abs(one - other).mean() > 1.0


def test_nothing_grows_through_snow() -> None:
    assert hills(shot_of(World(kind="hills", tags=("meadow",), season="winter")), 5).sward is None
