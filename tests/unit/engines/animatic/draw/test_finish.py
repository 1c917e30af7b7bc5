from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.finish import FEW, Finish

_H, _W = 180, 320


def picture() -> NDArray[np.uint8]:
    noise = np.random.default_rng(4).integers(0, 256, (_H, _W, 3), dtype=np.uint8)
    return np.asarray(cv2.GaussianBlur(noise, (0, 0), 3.0), np.uint8)


def plain() -> Finish:
    return Finish(np.array([0, 1, 1, 1], np.float32), 1.0, None, 0.0)


@pytest.mark.parametrize("roll", [0.0003, -0.004, 0.0117, -0.03, 0.99 * FEW, 0.2])
def test_a_roll_turns_the_picture_as_warping_does(roll: float) -> None:
    grow = math.cos(abs(roll)) + math.sin(abs(roll)) * _W / _H
    matrix = cv2.getRotationMatrix2D((_W / 2, _H / 2), math.degrees(roll), grow)
    wanted = np.asarray(
        cv2.warpAffine(picture(), matrix, (_W, _H), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8
    )
    rolled = picture()
    plain().apply(rolled, roll)
    plain().apply(wanted, 0.0)
    assert np.abs(rolled.astype(int) - wanted).mean() < 0.5
    assert np.abs(rolled.astype(int) - wanted)[1:-1, 1:-1].max() <= 3


def test_a_mood_without_colour_leaves_grey() -> None:
    frame = picture()
    Finish(np.array([0.2, 1, 1, 1], np.float32), 0.0, None).apply(frame, 0.0)
    assert np.ptp(frame.astype(int), axis=2).max() <= 3


def test_what_is_bright_shines_on_what_is_beside_it_and_not_on_what_is_far() -> None:
    frames = []
    for bloom in (0.0, 0.42):
        frame = np.full((_H, _W, 3), 40, np.uint8)
        frame[80:100, 150:170] = 255
        Finish(np.array([0, 1, 1, 1], np.float32), 1.0, None, bloom).apply(frame, 0.0)
        frames.append(frame.astype(int))
    without, with_ = frames
    assert (with_ - without)[90, 174].min() > 4
    assert (with_ - without)[10, 10].max() <= 1
