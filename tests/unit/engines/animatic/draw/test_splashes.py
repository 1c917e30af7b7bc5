from __future__ import annotations

import numpy as np

from tests.unit.engines.animatic.draw.scenes import shot_of
from vitascope.engines.animatic.draw.light import palette_at
from vitascope.engines.animatic.draw.splashes import paint_splashes
from vitascope.engines.animatic.draw.stage import FAR_M, Canvas, Pose
from vitascope.engines.animatic.graph import World

_W, _H = 320, 180
_EYE = Pose(x=0.0, y=1.7, z=0.0, focal=1.2)


def _rained(level: float, *, rings: bool) -> np.ndarray:
    rows = np.arange(_H) + 0.5
    drop = np.minimum((_H / 2 - rows) / (_EYE.focal * _W / 2), -1e-4)
    depth = np.where(rows > _H / 2 + 1, (level - _EYE.y) / drop, FAR_M)[:, None] * np.ones((1, _W))
    canvas = Canvas(rgb=np.zeros((_H, _W, 3), np.uint8), depth=depth.astype(np.float32))
    light = palette_at(shot_of(World(kind="hills", time="day", weather="rain")), 1.0).light()
    paint_splashes(canvas, _EYE, light, 2.0, 1.0, 5, rings=rings)
    return canvas.rgb.sum(axis=2)


def test_rain_splashes_on_ground_of_whatever_height_and_not_on_the_sky() -> None:
    for level in (0.0, -0.6):
        lit = _rained(level, rings=False) > 20
        assert lit[_H // 2 + 10 :].mean() > 0.002
        assert not lit[: _H // 2].any()


def test_rings_on_water_cover_more_than_crowns_on_stone() -> None:
    assert (_rained(0.0, rings=True) > 10).sum() > 1.5 * (_rained(0.0, rings=False) > 10).sum()


def test_nothing_splashes_on_a_wall() -> None:
    canvas = Canvas(rgb=np.zeros((_H, _W, 3), np.uint8), depth=np.full((_H, _W), 4.0, np.float32))
    light = palette_at(shot_of(World(kind="hills", time="day", weather="rain")), 1.0).light()
    paint_splashes(canvas, _EYE, light, 2.0, 1.0, 5, rings=False)
    assert not canvas.rgb.any()
