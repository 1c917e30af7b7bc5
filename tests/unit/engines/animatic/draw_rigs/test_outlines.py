from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from tests.unit.engines.animatic.draw_rigs.scenery import LIGHT
from vitascope.engines.animatic.draw.rigs.body import Body, Paint
from vitascope.engines.animatic.draw.rigs.cover import INNER, OUTLINE, SIDES
from vitascope.engines.animatic.draw.rigs.lamps import lamp, noise_tile
from vitascope.engines.animatic.draw.rigs.outlines import arranged
from vitascope.engines.animatic.draw.rigs.raster import paint_solids
from vitascope.engines.animatic.draw.stage import FAR_M

PAINT = Paint((240.0, 240.0, 240.0), glow=1.0)
FOCAL = np.float32(90.0)


def drum(*, solid: bool = False) -> NDArray[np.float32]:
    """An open tube on end, 4 m away, shaped ``(6 rows × 16 columns × 2 triangles, ROW)``."""
    a = np.linspace(0, 2 * math.pi, 16, endpoint=False)
    rows = [np.stack([np.sin(a), np.full(16, y), 4 + np.cos(a)], axis=1) for y in np.linspace(-1, 1, 7)]
    body = Body()
    body.sheet(np.array(rows), PAINT, closed=True, solid=solid)
    return body.solids()


def corners_of(row: NDArray[np.float32], side: int) -> set[tuple[float, ...]]:
    return {tuple(row[1 + 3 * k : 4 + 3 * k].tolist()) for k in range(3) if k != side}


def test_each_side_that_is_shared_names_the_triangle_that_has_it_too() -> None:
    rows = drum()
    lone = 0
    for n, row in enumerate(rows):
        for side in range(3):
            step = int(row[SIDES + side])
            if not step:
                lone += 1
                continue
            other = rows[n + step]
            backs = [s for s in range(3) if int(other[SIDES + s]) == -step]
            assert any(corners_of(row, side) == corners_of(other, s) for s in backs)
    assert lone == 2 * 16, "the rims above and below, and no seam"


def test_an_outline_goes_where_one_of_two_triangles_looks_away() -> None:
    front = arranged(drum(), FOCAL)
    sides = front[:, SIDES : SIDES + 3]
    upright = 6 * 2 * 2  # six rows, at both sides of the drum, of either triangle
    assert (sides == OUTLINE).sum() == upright
    assert (sides == 0).sum() == 32
    assert (sides == INNER).sum() == sides.size - upright - 32


def test_the_far_side_of_what_is_solid_is_left_out_and_the_rest_goes_far_to_near() -> None:
    everything, front = drum(solid=True), arranged(drum(solid=True), FOCAL)
    assert 0.35 * len(everything) < len(front) < 0.65 * len(everything)
    assert (np.diff(front[:, 3]) <= 0).all()
    assert front[:, 3].max() < 4.4


def painted(paint: Paint) -> NDArray[np.int64]:
    body = Body()
    xs, ys = np.linspace(-0.8, 0.83, 12), np.linspace(-0.4, 0.43, 7)
    body.sheet(np.array([[[x + 0.1 * y, y - 0.1 * x, 2.0] for x in xs] for y in ys]), paint)
    rgb, depth = np.full((60, 100, 3), 40, np.uint8), np.full((60, 100), FAR_M, np.float32)
    light = lamp(LIGHT, np.eye(3), np.array([0.0, 1.0, 0.0]), 0.0)
    paint_solids(rgb, depth, arranged(body.solids(), FOCAL), light, FOCAL, noise_tile())
    return rgb[..., 0].astype(np.int64)


def test_a_skin_has_no_seams_within_and_a_soft_edge_without() -> None:
    seen = painted(PAINT)
    within = seen[18:43, 22:79]
    assert np.ptp(within) <= 1, "not a gap, not a line"
    assert len(np.unique(seen)) > 8, "shades between the skin and what is behind"


def test_two_translucent_triangles_do_not_both_cover_the_pixels_of_their_common_side() -> None:
    within = painted(Paint(PAINT.colour, glow=1.0, alpha=0.1))[18:43, 22:79]
    assert np.abs(within - 60).max() <= 6, "a tenth of white over the grey"
