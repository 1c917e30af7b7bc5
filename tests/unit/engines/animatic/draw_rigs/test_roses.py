"""A rose is petals about a heart, and shows it to the camera."""

from __future__ import annotations

import numpy as np
import pytest

from tests.unit.engines.animatic.draw_rigs.scenery import actor
from vitascope.engines.animatic.draw.rigs.body import Body
from vitascope.engines.animatic.draw.rigs.cast import Cast
from vitascope.engines.animatic.draw.rigs.cover import TRIANGLE
from vitascope.engines.animatic.draw.rigs.places import draw_flower


def _solids(label: str, *, to_camera: float = 0.0, count: int = 1) -> np.ndarray:
    one = actor("flower", (0, 0, 1), form="rose", label=label, count=count)
    body = Body()
    draw_flower(body, Cast(actor=one, time_s=1.0, shot_s=1.0, seed=3, travelled=0.0, speed=0.0, mouth=0.0, act=0.5,
                           night=0.0, to_camera=to_camera, pixels=300.0))  # fmt: skip
    return body.solids()


def _petals(solids: np.ndarray) -> np.ndarray:
    """Middles of its red faces."""
    red = solids[(solids[:, 0] == TRIANGLE) & (solids[:, 19] > 2 * solids[:, 20])]
    return (red[:, 1:4] + red[:, 4:7] + red[:, 7:10]) / 3


def test_a_rose_has_many_petals_and_a_bed_of_roses_few_faces():
    assert len(_petals(_solids("rose"))) > 800
    assert len(_solids("roses", count=9)) < 60


@pytest.mark.parametrize("to_camera", [0.0, 1.5, -2.0])
def test_a_rose_leans_towards_whoever_looks(to_camera: float):
    middle = _petals(_solids("rose", to_camera=to_camera)).mean(axis=0)
    toward = np.array([np.sin(to_camera + 0.35), 0.0, np.cos(to_camera + 0.35)])
    assert (middle - (0.0, 0.78, 0.05)) @ toward > 0.01  # from where the stem ends


def test_dew_lies_on_the_petals_where_the_words_have_it():
    assert len(_solids("rose with dew")) > len(_solids("rose")) + 9


def test_a_rose_that_blooms_is_a_bud_at_first_and_as_wide_as_any_in_the_end() -> None:
    def width(act: float, action: str = "bloom") -> float:
        body = Body()
        one = actor("flower", (0, 0, 1), form="rose", label="rose", action=action)
        draw_flower(body, Cast(actor=one, time_s=1.0, shot_s=1.0, seed=3, travelled=0.0, speed=0.0, mouth=0.0, act=act,
                               night=0.0, to_camera=0.0))  # fmt: skip
        rows = body.solids()
        return float(np.ptp(rows[(rows[:, 0] == TRIANGLE) & (rows[:, 2] > 0.8)][:, 1]))

    assert width(0.0) < 0.7 * width(0.5) < 1.05 * width(1.0)
    assert width(1.0) == pytest.approx(width(1.0, "idle"), rel=0.02)
