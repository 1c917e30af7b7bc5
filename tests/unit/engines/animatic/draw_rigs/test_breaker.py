"""A wave that breaks: highest where it breaks, hollow under its lip, white behind."""

from __future__ import annotations

import numpy as np

from tests.unit.engines.animatic.draw_rigs.scenery import actor
from vitascope.engines.animatic.draw.rigs import breaker
from vitascope.engines.animatic.draw.rigs.body import Body
from vitascope.engines.animatic.draw.rigs.cast import Cast


def body_at(act: float) -> Body:
    one = actor("object", (0, 0, 9), form="breaking wave", label="wave", action="idle")
    body = Body()
    breaker.draw_breaker(body, Cast(
        actor=one, time_s=6 * act, shot_s=6 * act, seed=3, travelled=0.0, speed=0.0, mouth=0.0, act=act, night=0.0,
        to_camera=0.0, pixels=300.0,
    ))  # fmt: skip
    return body


def test_it_is_highest_where_it_breaks_and_that_place_runs_along_it() -> None:
    xs = np.linspace(-4, 4, 161)
    for at in breaker.BREAKS:
        assert abs(xs[np.argmax(breaker.crest(xs, at))] - at) < 0.2


def test_its_lip_hangs_over_its_face_only_where_it_breaks() -> None:
    def overhang(curl: float) -> float:
        section = breaker._section(1.0, curl)
        return float(section[11:17, 1].max() - section[10, 1])

    assert overhang(0.0) < 0.1
    assert overhang(1.0) > 0.4


def test_spray_goes_along_with_where_it_breaks() -> None:
    begins, ends = (max(s.at[0] for s in body_at(act).sources) for act in (0.0, 1.0))
    assert ends - begins > 2.5
    assert np.isfinite(body_at(0.5).solids()).all()
