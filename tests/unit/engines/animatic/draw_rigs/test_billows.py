from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.unit.engines.animatic.draw_rigs.scenery import LIGHT, POSE, actor, canvas, changed, paint, shot
from vitascope.engines.animatic.draw.rigs import launch
from vitascope.engines.animatic.draw.rigs.billows import COLUMNS, paint_billows
from vitascope.engines.animatic.draw.rigs.lamps import axes
from vitascope.engines.animatic.draw.stage import Canvas

_EYE = np.array([POSE.x, POSE.y, POSE.z])


def _ball(x: float = 0.0, z: float = 10.0) -> np.ndarray:
    row = np.zeros((1, COLUMNS))
    row[0] = (x, 1.7, z, 1.5, 250, 250, 250, 40, 40, 40, 1.0, 3.0, 5.0)
    return row


def _lay(target: Canvas, rows: np.ndarray, **light: object) -> Canvas:
    paint_billows(target, POSE, axes(POSE), _EYE, rows, replace(LIGHT, **light))  # type: ignore[arg-type]
    return target


def test_a_billow_is_bright_on_the_side_of_the_sun() -> None:
    sun = {"sun": (-0.9, 0.3, -0.3), "haze_m": 1e9}
    rgb = _lay(canvas(320, 180), _ball(), **sun).rgb.astype(int)
    left, right = rgb[70:110, 130:155].mean(), rgb[70:110, 165:190].mean()
    assert left > right + 25


def test_a_billow_is_hidden_by_what_stands_before_it_and_not_by_what_is_behind() -> None:
    wall, free = canvas(), canvas()
    wall.depth[:] = 5.0
    assert changed(_lay(wall, _ball())) == 0
    assert changed(_lay(free, _ball())) > 500


def test_billows_out_of_the_picture_change_nothing() -> None:
    assert changed(_lay(canvas(), _ball(x=500.0))) == 0
    assert changed(_lay(canvas(), _ball(z=-10.0))) == 0


def test_the_smoke_of_a_launch_comes_with_its_moment_and_spreads() -> None:
    rocket = actor("rocket", (0, 0, 90), (0, 50, 90), size_m=50.0, action="launch", action_at=(2.0, 6.0))
    before = changed(paint(canvas(320, 180), shot(rocket), 1.9))
    soon, late = (changed(paint(canvas(320, 180), shot(rocket), t)) for t in (2.6, 5.0))
    assert before < soon < late
    assert late > 0.25 * 320 * 180, "it fills the frame"


def test_a_frame_of_a_launch_needs_no_frame_before_it() -> None:
    rocket = actor("rocket", (0, 0, 90), (0, 50, 90), size_m=50.0, action="launch", action_at=(2.0, 6.0))
    once = paint(canvas(), shot(rocket), 4.0).rgb
    paint(canvas(), shot(rocket), 5.0)
    assert np.array_equal(once, paint(canvas(), shot(rocket), 4.0).rgb)


def test_smoke_that_fills_the_frame_wells_up_higher_than_other_smoke() -> None:
    rocket = actor("rocket", (0, 0, 90), (0, 50, 90), size_m=50.0, action="launch", action_at=(2.0, 6.0))
    plain, filling = (launch.smoke(rocket, 0.0, 4.5, 3, LIGHT, fills=fills) for fills in (False, True))
    assert plain is not None
    assert filling is not None
    assert np.quantile(filling[:, 1], 0.8) > 1.5 * np.quantile(plain[:, 1], 0.8)
