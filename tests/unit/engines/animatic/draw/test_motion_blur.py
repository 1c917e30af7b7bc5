from __future__ import annotations

from dataclasses import replace

import numpy as np

from vitascope.engines.animatic.draw.motion_blur import streak_place, streak_turn
from vitascope.engines.animatic.draw.stage import Canvas, Pose

_POSE = Pose(x=0.0, y=1.7, z=0.0, focal=1.15)


def _striped(depth_m: float) -> Canvas:
    rgb = np.zeros((90, 320, 3), np.uint8)
    rgb[:, ::2] = 255
    return Canvas(rgb=rgb, depth=np.full((90, 320), depth_m, np.float32))


def _contrast(rgb: np.ndarray) -> float:
    return float(np.abs(np.diff(rgb[..., 0].astype(int), axis=1)).mean())


def test_what_is_near_streaks_as_the_camera_goes_by_and_what_is_far_does_not() -> None:
    canvas = _striped(4.0)
    canvas.depth[:40] = 4000.0
    streak_place(canvas, _POSE, replace(_POSE, x=-0.4))
    assert _contrast(canvas.rgb[:40]) == 255
    assert _contrast(canvas.rgb[60:]) < 60


def test_going_straight_ahead_or_standing_still_changes_nothing() -> None:
    for before in (_POSE, replace(_POSE, z=-2.0), replace(_POSE, y=0.5)):
        canvas = _striped(4.0)
        streak_place(canvas, _POSE, before)
        streak_turn(canvas.rgb, _POSE, before)
        assert _contrast(canvas.rgb) == 255


def test_a_whip_pan_is_a_blur_and_a_slow_pan_is_sharp() -> None:
    fast, slow = _striped(4.0).rgb, _striped(4.0).rgb
    streak_turn(fast, _POSE, replace(_POSE, yaw=-0.05))
    streak_turn(slow, _POSE, replace(_POSE, yaw=-0.002))
    assert _contrast(fast) < 60
    assert _contrast(slow) == 255
