from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.unit.engines.animatic.draw_rigs.scenery import LIGHT
from vitascope.engines.animatic.draw.rigs.body import Body, Paint
from vitascope.engines.animatic.draw.rigs.lamps import lamp, noise_tile
from vitascope.engines.animatic.draw.rigs.raster import paint_solids
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE, SPAN
from vitascope.engines.animatic.draw.stage import FAR_M

SIZE = (16, 2 * SPAN + 40)
"""Wider than two spans, so that a run is blended in parts."""


def painted(shape: str, paint: Paint, *, wall_m: float = FAR_M) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """A grey wall ``wall_m`` away, and before or behind it, 4 m away, something ``shape``d as wide as the picture."""
    rgb, depth = np.full((*SIZE, 3), 100, np.uint8), np.full(SIZE, wall_m, np.float32)
    body = Body()
    if shape == "sheet":
        body.sheet(np.array([[[x, y, 4.0] for x in (-3.0, 3.0)] for y in (-2.0, 2.0)]), paint)
    elif shape == "limb":
        body.limb((-3.0, 0.0, 4.0), 0.5, (3.0, 0.0, 4.0), 0.5, paint)
    else:
        body.ball((0.0, 0.0, 4.0), (3.0, 0.5, 0.5), paint)
    light = lamp(LIGHT, np.eye(3), np.array([0.0, 1.0, 0.0]), 0.0)
    paint_solids(rgb, depth, body.solids(), light, np.float32(SIZE[1] * 0.9), noise_tile())
    return rgb, depth


@pytest.mark.parametrize("shape", ["sheet", "limb", "ball"])
@pytest.mark.parametrize(
    "paint",
    [Paint((255.0, 240.0, 190.0), glow=1.0), Paint((90.0, 160.0, 60.0), shine=0.6, pattern=MOTTLE, grain=0.4)],
    ids=["glowing", "lit"],
)
def test_what_is_half_translucent_lies_half_way_between_itself_and_what_is_behind(shape: str, paint: Paint) -> None:
    whole, _ = painted(shape, paint)
    half, depth = painted(shape, replace(paint, alpha=0.5))
    middle = np.ix_(range(6, 10), [*range(60, 480), *range(600, 1000)])  # not where two triangles meet
    want = 50 + whole[middle].astype(float) / 2
    assert np.abs(half[middle] - want).max() <= 1.5
    assert (depth == FAR_M).all(), "and hides nothing"


@pytest.mark.parametrize("shape", ["sheet", "limb", "ball"])
def test_nothing_translucent_shows_before_a_nearer_wall(shape: str) -> None:
    rgb, _ = painted(shape, Paint((255.0, 240.0, 190.0), glow=1.0, alpha=0.6), wall_m=2.0)
    assert (rgb == 100).all()
