"""A spell: arcs from the hand or the staff of who casts it, other ones each moment, once the arm is up."""

from __future__ import annotations

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body
from vitascope.engines.animatic.draw.rigs.cast import Cast
from vitascope.engines.animatic.draw.rigs.people import draw_biped
from vitascope.engines.animatic.graph import Actor
from vitascope.engines.animatic.reading.describe import describe
from vitascope.engines.animatic.reading.reader import read_prompt


def _wizard(prompt: str) -> Actor:
    return next(a for a in read_prompt(prompt, seed=1, duration_s=6.0).shots[0].actors if a.rig == "biped")


def _glowing(actor: Actor, *, act: float, time_s: float) -> np.ndarray:
    body = Body()
    draw_biped(body, Cast(
        actor=actor, time_s=time_s, shot_s=time_s, seed=3, travelled=0.0, speed=0.0, mouth=0.0, act=act, night=0.0,
        to_camera=0.0, pixels=300.0,
    ))  # fmt: skip
    solids = body.solids()
    violet = (solids[:, 21] == 255) & (solids[:, 20] < 250)
    return solids[violet & (solids[:, 26] >= 1.0)]


def test_arcs_leap_from_the_staff_once_it_is_raised_and_are_others_each_moment() -> None:
    wizard = _wizard("A wizard casts a spell, purple lightning from his staff")
    before, now, then = (
        _glowing(wizard, act=act, time_s=t) for act, t in ((0.1, 0.6), (1.0, 4.0), (1.0, 4.5))
    )  # fmt: skip
    assert len(before) == 0
    assert len(now) > 30
    assert now.shape != then.shape or not np.array_equal(now, then)


def test_it_comes_from_the_hand_of_who_has_no_staff() -> None:
    staff, hand = (
        _glowing(_wizard(prompt), act=1.0, time_s=4.0)[:, 2].min()
        for prompt in ("A wizard casts a spell with his staff", "A witch casts a spell")
    )
    assert staff > hand + 0.4


def test_a_spell_that_is_drawn_is_not_told_of_as_left_out() -> None:
    scene = read_prompt("A witch casts a spell at night in the forest", seed=1, duration_s=6.0)
    assert describe(scene)["approximated"] == []
