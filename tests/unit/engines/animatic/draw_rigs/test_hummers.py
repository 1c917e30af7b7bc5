from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tests.unit.engines.animatic.draw_rigs.scenery import GREY, actor, canvas, paint, shot


def painted(time_s: float) -> NDArray[np.uint8]:
    bird = actor(
        "bird", (0, 1.7, 0.9), size_m=0.3, form="hummingbird", label="hummingbird", action="fly", facing="right"
    )
    return paint(canvas(320, 180), shot(bird), time_s).rgb


def seen(time_s: float) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (painted(time_s) != GREY).any(axis=2)
    return found


def test_a_hummingbird_stands_in_the_air_with_its_bill_level() -> None:
    rows = np.nonzero(seen(1.0))[0]
    dark = np.argwhere(painted(1.0).max(axis=2) < 70)  # the bill, and the tail far behind it
    beak = dark[dark[:, 1] > dark[:, 1].max() - 8][:, 0]
    assert np.ptp(beak) <= 6
    assert np.mean(beak) < rows.min() + 0.45 * np.ptp(rows), "the head is at the upper end"


def test_its_wings_beat_and_the_rest_of_it_hardly_moves() -> None:
    before, after = seen(1.0), seen(1.04)
    assert (painted(1.0) != painted(1.04)).any()
    assert (before & after).sum() > 0.6 * before.sum()
