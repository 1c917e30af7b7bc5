from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.unit.engines.animatic.draw_rigs.scenery import LIGHT
from vitascope.engines.animatic.draw.rigs.body import Body, Paint
from vitascope.engines.animatic.draw.rigs.crew import crew_lit, crew_share
from vitascope.engines.animatic.draw.rigs.lamps import lamp, noise_tile
from vitascope.engines.animatic.draw.rigs.raster import paint_solids
from vitascope.engines.animatic.draw.rigs.shade import TINT
from vitascope.engines.animatic.draw.stage import FAR_M

AHEAD = np.eye(3)
BACKLIT = replace(LIGHT, sun=(0.1, 0.2, 0.97))


def test_who_fills_the_picture_is_lit_from_the_front_though_the_sun_is_behind() -> None:
    lit = crew_lit(BACKLIT, AHEAD, 1.0)
    assert lit.sun[2] < 0
    assert lit.sun[0] > 0, "from the side that the sun is on"
    assert sum(lit.ambient) > sum(BACKLIT.ambient)
    assert lit.rim == BACKLIT.rim


def test_a_sun_in_front_and_a_body_far_off_are_left_as_they_are() -> None:
    assert np.allclose(crew_lit(LIGHT, AHEAD, 1.0).sun, np.array(LIGHT.sun) / np.linalg.norm(LIGHT.sun), atol=0.02)
    assert crew_share("biped", 0.05) == 0.0
    assert crew_lit(BACKLIT, AHEAD, 0.0) is BACKLIT
    assert crew_share("face", 0.05) == 1.0


def test_a_tinted_skin_goes_over_from_one_colour_to_the_other() -> None:
    body = Body()
    grid = np.array([[[x, y, 4.0] for x in (-2.0, 2.0)] for y in (-1.0, 1.0)])
    paint = Paint((200.0, 0.0, 0.0), (0.0, 0.0, 200.0), pattern=TINT)
    body.sheet(grid, paint, tint=np.array([[0.0, 1.0], [0.0, 1.0]]))
    rgb, depth = np.zeros((20, 60, 3), np.uint8), np.full((20, 60), FAR_M, np.float32)
    light = lamp(LIGHT, AHEAD, np.array([0.0, 1.0, 0.0]), 0.0)
    paint_solids(rgb, depth, body.solids(), light, np.float32(60.0), noise_tile())
    red, blue = rgb[10, 5:55, 0].astype(int), rgb[10, 5:55, 2].astype(int)
    assert red[0] > red[25] > red[-1]
    assert blue[0] < blue[25] < blue[-1]
    assert np.abs(np.diff(red)).max() <= 12, "no step between neighbours"
