"""How a clip becomes the picture that it ends on."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.dissolve import DISSOLVE_S, Dissolve, Held, mix

FPS = Fraction(25)
COUNT = 150
LENGTH = round(DISSOLVE_S * FPS)


class Flat:
    """Frames of one grey."""

    def __init__(self, level: int) -> None:
        self.level = level
        self.asked: list[int] = []

    def prepare(self, index: int) -> None:
        self.asked.append(index)

    def frame(self, index: int) -> NDArray[np.uint8]:
        return grey(self.level)


def grey(level: int) -> NDArray[np.uint8]:
    return np.full((4, 6, 3), level, np.uint8)


def light(code: float) -> float:
    """sRGB's own curve, as the standard writes it."""
    share = code / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def dissolve(level: int = 60, picture: int = 200, count: int = COUNT, fps: Fraction = FPS) -> Dissolve:
    return Dissolve(Flat(level), Held(grey(picture)), count=count, fps=fps)


def test_before_the_dissolve_frames_are_as_they_are_drawn_and_the_last_is_the_picture() -> None:
    made = dissolve()
    assert (made.frame(COUNT - 1 - LENGTH) == 60).all()
    assert (made.frame(COUNT - 1) == 200).all()
    between = [int(made.frame(index)[0, 0, 0]) for index in range(COUNT - 1 - LENGTH, COUNT)]
    assert between == sorted(between)
    assert between[2] > 60
    assert between[-3] < 200


@pytest.mark.parametrize(("count", "fps", "length"), [(150, 25, 30), (300, 50, 60), (12, 25, 4), (1, 25, 1)])
def test_it_eases_in_and_out_over_its_time_and_never_over_more_than_a_third(count: int, fps: int, length: int) -> None:
    made = dissolve(count=count, fps=Fraction(fps))
    shares = [made.share(index) for index in range(-1, count)]
    steps = [after - before for before, after in pairwise(shares)]
    assert shares[-1] == 1
    assert sum(0 < share < 1 for share in shares) == length - 1
    assert min(steps) >= 0
    assert steps[-1] <= max(steps)
    if length > 10:
        assert steps[-1] < 0.1 * max(steps)
        assert steps[-length] < 0.1 * max(steps)


@pytest.mark.parametrize("share", [0.0, 0.25, 0.5, 0.9, 1.0])
def test_two_pictures_alike_are_not_changed_in_any_code_value(share: float) -> None:
    every = np.arange(256, dtype=np.uint8)[:, None, None].repeat(3, axis=2)
    mixed = every.copy()
    mix(mixed, every, share)
    assert np.array_equal(mixed, every)


@pytest.mark.parametrize(("one", "other"), [(0, 255), (60, 200), (10, 30)])
def test_half_of_each_is_half_of_the_light_of_both(one: int, other: int) -> None:
    mixed = grey(one)
    mix(mixed, grey(other), 0.5)
    half = (light(one) + light(other)) / 2
    code = int(mixed[0, 0, 0])
    assert light(code - 0.5) - 1e-4 <= half <= light(code + 0.5) + 1e-4
    assert code > (one + other) / 2, "mixed code values would be darker"


def test_what_will_be_waited_for_is_prepared_by_those_who_draw() -> None:
    drawn = Flat(9)
    other = Flat(8)
    Dissolve(drawn, other, count=COUNT, fps=FPS).prepare(30)
    assert drawn.asked == other.asked == [30]
