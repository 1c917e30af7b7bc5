"""The beam of a lighthouse: light along an axis, before what is behind it and behind what is before it."""

from __future__ import annotations

import numpy as np

from tests.unit.engines.animatic.draw_rigs.scenery import GREY, POSE, canvas
from vitascope.engines.animatic.draw.rigs.beams import paint_beam
from vitascope.engines.animatic.draw.rigs.lamps import axes
from vitascope.engines.animatic.draw.stage import Canvas

_EYE = np.array([POSE.x, POSE.y, POSE.z])


def _lit(target: Canvas, along: tuple[float, float, float]) -> Canvas:
    lamp = np.array([0.0, 6.0, 40.0])
    paint_beam(target, POSE, axes(POSE), _EYE, lamp, np.array(along), 0.6, 0.6)
    return target


def test_a_beam_is_seen_on_both_sides_of_its_lamp_and_nowhere_else():
    rgb = _lit(canvas(), (60.0, 0.0, 0.0)).rgb.astype(int).sum(axis=2)
    column, row, _ = POSE.project(0.0, 6.0, 40.0, 160, 90)
    line = rgb[int(row)]
    assert line[int(column) - 25] > 3 * GREY + 20
    assert line[int(column) + 25] > 3 * GREY + 20
    assert (rgb[-20:] == 3 * GREY).all()


def test_a_beam_fades_away_from_the_lamp_and_from_its_axis():
    rgb = _lit(canvas(), (60.0, 0.0, 0.0)).rgb.astype(int).sum(axis=2)
    column, row, _ = POSE.project(0.0, 6.0, 40.0, 160, 90)
    assert rgb[int(row), int(column) + 12] > rgb[int(row), int(column) + 60]
    assert rgb[int(row), int(column) + 12] > rgb[int(row) - 6, int(column) + 12]


def test_what_stands_before_a_beam_hides_it():
    wall = canvas()
    wall.depth[:] = 10.0
    assert (_lit(wall, (60.0, 0.0, 0.0)).rgb == GREY).all()


def test_a_beam_that_points_at_us_is_a_glare_and_not_an_error():
    target = _lit(canvas(), (0.0, -0.1, -60.0))
    assert target.rgb.max() > GREY + 60
