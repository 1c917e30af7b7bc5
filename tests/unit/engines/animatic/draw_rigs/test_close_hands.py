"""Hands that fill the frame: they have five fingers each, and what they do is seen."""

from __future__ import annotations

import numpy as np
import pytest

from tests.unit.engines.animatic.draw_rigs.scenery import actor, canvas, paint, shot
from vitascope.engines.animatic.draw.rigs.body import Body, Paint
from vitascope.engines.animatic.draw.rigs.close_hands import WORKS, draw_one
from vitascope.engines.animatic.draw.stage import Canvas


def hands(prop: str, time_s: float) -> Canvas:
    one = actor("object", (0, 1.6, 0.66), form="hands", label="hands", facing="away", size_m=0.26, props=(prop,))
    return paint(canvas(192, 108), shot(one), time_s)


@pytest.mark.parametrize("prop", [*(f"doing {work}" for work in WORKS), "holding apple", "holding ring"])
def test_what_they_do_is_seen_to_move(prop: str) -> None:
    first, later = hands(prop, 1.0), hands(prop, 1.9)
    assert (first.rgb != later.rgb).any(axis=2).sum() > 60
    assert (first.depth < 5).sum() > 1500


def test_a_hand_has_five_tips_and_a_fist_draws_them_in() -> None:
    look = (Paint((220, 170, 140)), Paint((240, 220, 210)), Paint((60, 60, 90)))
    along, back = np.array([0.0, 1.0, 0.0]), np.array([0.0, 0.0, -1.0])
    flat = draw_one(Body(), look, (0, 0, 0), along, back, 1, [0.0] * 4)
    fist = draw_one(Body(), look, (0, 0, 0), along, back, 1, [1.0] * 4)
    assert len(flat) == len(fist) == 5
    assert all(a[1] > b[1] + 0.1 for a, b in zip(flat[:4], fist[:4], strict=True))


def test_left_and_right_are_mirror_images() -> None:
    look = (Paint((220, 170, 140)), Paint((240, 220, 210)), Paint((60, 60, 90)))
    along, back = np.array([0.0, 1.0, 0.0]), np.array([0.0, 0.0, -1.0])
    left, right = (draw_one(Body(), look, (0, 0, 0), along, back, side, [0.3] * 4) for side in (-1, 1))
    assert np.array(left) * (-1, 1, 1) == pytest.approx(np.array(right), abs=1e-9)
