from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.unit.engines.animatic.draw_rigs.scenery import LIGHT
from vitascope.engines.animatic.draw.rigs.body import Body, Paint
from vitascope.engines.animatic.draw.rigs.lamps import lamp, noise_tile
from vitascope.engines.animatic.draw.rigs.outlines import arranged
from vitascope.engines.animatic.draw.rigs.raster import NEWS, paint_solids
from vitascope.engines.animatic.draw.stage import FAR_M

SIZE = (360, 640)
FOCAL = np.float32(500.0)
RED, BLUE = Paint((220.0, 30.0, 30.0), glow=1.0), Paint((30.0, 30.0, 220.0), glow=1.0)


def painted(body: Body) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    rgb, depth = np.full((*SIZE, 3), 90, np.uint8), np.full(SIZE, FAR_M, np.float32)
    light = lamp(LIGHT, np.eye(3), np.array([0.0, 1.0, 0.0]), 0.0)
    paint_solids(rgb, depth, arranged(body.solids(), FOCAL), light, FOCAL, noise_tile())
    return rgb, depth


def wall(body: Body, z: float) -> None:
    body.sheet(np.array([[[x, y, z] for x in (-9.0, 9.0)] for y in (-6.0, 6.0)]), RED)


def test_what_lies_behind_a_wall_leaves_no_trace_however_much_it_is() -> None:
    plain, crowded = Body(), Body()
    wall(plain, 5.0)
    for k in range(4 * NEWS // (SIZE[0] * SIZE[1]) + 4):
        wall(crowded, 5.0 + 0.1 * k)
    for x in np.linspace(-3.0, 3.0, 7):
        crowded.ball((float(x), 0.5, 9.0), 0.6, BLUE)
        crowded.limb((float(x), -1.0, 8.0), 0.2, (float(x), 1.0, 12.0), 0.1, BLUE)
    rgb, depth = painted(plain)
    for one, other in zip(painted(crowded), (rgb, depth), strict=True):
        assert (one == other).all()


def test_what_sticks_out_of_a_wall_is_seen() -> None:
    body = Body()
    for k in range(6):
        wall(body, 5.0 + 0.1 * k)
    body.ball((0.0, 0.0, 5.0), 0.4, BLUE)
    rgb, depth = painted(body)
    assert (rgb[180, 320] == (30, 30, 220)).all()
    assert depth[180, 320] == pytest.approx(4.6, abs=0.01)
    assert (rgb[180, 400] == (220, 30, 30)).all()


@pytest.mark.parametrize(
    ("x", "y", "z", "radius"),
    [(1.0, 0.1, 0.6, 0.7), (-1.0, -0.2, 0.5, 0.6), (0.2, 0.6, 0.5, 0.55), (-0.9, -0.9, 0.8, 0.9), (0.0, -1.1, 0.3, 1)],
)
def test_a_ball_that_the_lens_cuts_is_painted_where_rays_meet_it(x: float, y: float, z: float, radius: float) -> None:
    body = Body()
    body.ball((x, y, z), radius, BLUE)
    _, depth = painted(body)
    rows, columns = np.indices(SIZE)
    ray = np.stack([(columns + 0.5 - 320) / FOCAL, (180 - rows - 0.5) / FOCAL, np.ones(SIZE)], axis=2)
    along, square = ray @ np.array((x, y, z)), (ray**2).sum(axis=2)
    disc = along**2 - square * (x * x + y * y + z * z - radius * radius)
    near = (along - np.sqrt(np.maximum(disc, 0))) / square
    meets = (disc > 1e-3) & (near > 0.1)
    misses = (disc < -1e-3) | (near < 0.05)
    assert meets.any()
    assert depth[meets] == pytest.approx(near[meets], rel=0.01)
    assert (depth[misses] == FAR_M).all()


def test_of_a_box_only_the_faces_are_kept_that_look_at_us() -> None:
    body = Body()
    body.box((0.5, 0.5, 5.0), (0.3, 0.3, -0.3), RED)
    front = arranged(body.solids(), FOCAL)
    assert len(front) == 3 * 2, "its front, its left side and what is below it"
    _, depth = painted(body)
    assert depth[depth < FAR_M].min() == pytest.approx(4.7, abs=0.01)


def test_one_sees_the_far_side_of_a_glass_box() -> None:
    body = Body()
    body.box((0.0, 0.0, 5.0), (0.3, 0.3, 0.3), Paint((200.0, 220.0, 230.0), alpha=0.3))
    assert len(arranged(body.solids(), FOCAL)) == 12
