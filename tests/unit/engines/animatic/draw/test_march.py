from __future__ import annotations

import numpy as np
import pytest

from vitascope.engines.animatic.draw.light import palette_at
from vitascope.engines.animatic.draw.samples import quads
from vitascope.engines.animatic.draw.stage import FAR_M, Canvas, Pose
from vitascope.engines.animatic.draw.terrain import PLAIN, Terrain, detail_texture, skin
from vitascope.engines.animatic.graph import World

from .scenes import shot_of

SIDE = 64


def _land(heights: np.ndarray, *, albedo: np.ndarray | None = None) -> Terrain:
    colour = np.full((SIDE, SIDE, 3), 128, np.float32) if albedo is None else albedo
    return Terrain(
        heights=heights.astype(np.float32), skin=skin(colour, np.ones((SIDE, SIDE), np.float32)), cell_m=2.0,
        far_m=60.0, detail=detail_texture(1), grain=0.0, strata=PLAIN, strata_m=0.0, mist=0.0,
    )  # fmt: skip


def _painted(land: Terrain, *, width: int = 96, pitch: float = 0.0) -> Canvas:
    height = width * 9 // 16
    canvas = Canvas(rgb=np.zeros((height, width, 3), np.uint8), depth=np.full((height, width), FAR_M, np.float32))
    palette = palette_at(shot_of(World(kind="hills", time="day")), 0.0, haze_m=1e9)
    land.paint(canvas, Pose(x=0.0, y=2.0, z=0.0, yaw=0.0, pitch=pitch, roll=0.0, focal=1.4), palette, 0.0)
    return canvas


@pytest.mark.parametrize("width", [96, 97, 1921, 1920, 2881])
def test_flat_ground_lies_where_rays_meet_it(width: int) -> None:
    canvas = _painted(_land(np.zeros((SIDE, SIDE))), width=width, pitch=-0.2)
    rows = np.arange(canvas.height)[:, None]
    v = (canvas.height / 2 - rows) / (1.4 * width / 2)
    down = v * np.cos(0.2) - np.sin(0.2)  # of a ray that is one deep
    with np.errstate(divide="ignore"):
        expected = np.broadcast_to(-2.0 / down, canvas.depth.shape)
    seen = (down < 0) & (expected > 1.0) & (expected < 40.0)
    assert seen.sum() > seen.size / 3
    assert np.allclose(canvas.depth[seen], expected[seen], rtol=0.02)


def test_a_ridge_hides_the_valley_behind_it_and_not_the_mountain_beyond() -> None:
    heights, albedo = np.zeros((SIDE, SIDE)), np.zeros((SIDE, SIDE, 3), np.float32)
    at = (np.arange(SIDE) - SIDE / 2) * 2.0
    heights += (4 * np.exp(-(((at - 12) / 3) ** 2)) + 14 * np.exp(-(((at - 44) / 5) ** 2)))[:, None]
    albedo[at < 18] = (200, 0, 0)
    albedo[(at >= 18) & (at < 34)] = (0, 200, 0)
    albedo[at >= 34] = (0, 0, 200)
    column = _painted(_land(heights, albedo=albedo)).rgb[:, 48].astype(int)
    assert (column[:, 1] <= np.maximum(column[:, 0], column[:, 2])).all()
    assert column[:, 0].max() > 60
    assert column[:, 2].max() > 60


def test_what_is_above_the_ground_stays() -> None:
    canvas = _painted(_land(np.zeros((SIDE, SIDE))), width=1920)
    assert not canvas.rgb[:500].any()
    assert (canvas.depth[:500] == FAR_M).all()
    assert (canvas.depth[700:] < 20).all()


def test_quads_hold_a_field_and_its_neighbours_round_the_edge() -> None:
    field = detail_texture(3)
    packed, (least, step) = quads(field)
    number = packed.view(np.uint32).reshape(field.shape)
    for shift, moved in ((0, (0, 0)), (8, (0, -1)), (16, (-1, 0)), (24, (-1, -1))):
        value = least + step * ((number >> shift) & 255)
        assert np.abs(value - np.roll(field, moved, (0, 1))).max() <= 0.51 * step
