"""Bodies change from one deed to the next without a jump, and are in the pose of each while it lasts."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from tests.unit.engines.animatic.draw_rigs.scenery import actor
from vitascope.engines.animatic.draw.rigs.beasts import draw_quadruped
from vitascope.engines.animatic.draw.rigs.body import Body
from vitascope.engines.animatic.draw.rigs.cast import Cast
from vitascope.engines.animatic.draw.rigs.people import draw_biped
from vitascope.engines.animatic.draw.rigs.poses import changing
from vitascope.engines.animatic.draw.rigs.stances import Stance, limbs_of
from vitascope.engines.animatic.graph import Actor, Deed
from vitascope.engines.animatic.moments import change_at

FRAME_S = 0.04


def row(rig: str, form: str, *deeds: tuple[str, tuple[str, ...]]) -> Actor:
    made = tuple(
        Deed(action=action, start_s=2.0 * k, end_s=2.0 * k + 2.0, props=props)
        for k, (action, props) in enumerate(deeds)
    )
    return replace(actor(rig, (0, 0, 5), form=form, label=form), deeds=made)


def cast_at(whole: Actor, time_s: float) -> Cast:
    now, before, done = change_at(whole, time_s)
    start, end = now.action_at or (0.0, 6.0)
    return Cast(actor=now, time_s=time_s, shot_s=time_s, seed=3, travelled=0.0, speed=0.0, mouth=0.0,
                act=min(max((time_s - start) / (end - start), 0.0), 1.0), before=before, blend=done, night=0.0,
                to_camera=0.0, pixels=300.0)  # fmt: skip


def joints(stance: Stance) -> np.ndarray:
    arms, legs = limbs_of(stance, 0.17)
    return np.array([*arms, *legs]).reshape(-1, 3)


@pytest.mark.parametrize("then", ["sit", "kneel", "wave", "bow", "take", "read", "raise", "look_up", "dance"])
@pytest.mark.parametrize("first", ["idle", "sit", "kneel", "clap", "raise"])
def test_no_joint_of_a_person_jumps_from_one_deed_to_the_next(first: str, then: str) -> None:
    whole = row("biped", "man", (first, ()), (then, ()))
    frames = [joints(changing(cast_at(whole, 1.8 + k * FRAME_S), 0.17)) for k in range(40)]
    steps = [float(np.abs(b - a).max()) for a, b in itertools.pairwise(frames)]
    assert max(steps) < 0.3  # 7.5 m/s: a hand that is thrown up


def test_who_lies_down_sits_down_first() -> None:
    whole = row("biped", "man", ("idle", ()), ("lie", ()))
    hips = [changing(cast_at(whole, 2.0 + t), 0.17) for t in (0.0, 0.45, 0.95)]
    assert [round(p.hip[1], 1) for p in hips][:2] == [0.9, 0.1]
    assert [abs(p.tip) > 1.5 for p in hips] == [False, False, True]


def test_what_is_done_sitting_is_done_with_the_hips_of_who_sits() -> None:
    standing = changing(cast_at(row("biped", "man", ("wave", ())), 1.5), 0.17)
    seated = changing(cast_at(row("biped", "man", ("wave", ("seated",))), 1.5), 0.17)
    assert seated.hip[1] < 0.3 < standing.hip[1]
    assert seated.wrists[1][1] > seated.chest[1]


def test_a_seat_that_stands_there_is_not_drawn_twice() -> None:
    def solids(props: tuple[str, ...]) -> int:
        body = Body()
        draw_biped(body, cast_at(row("biped", "man", ("sit", props)), 1.5))
        return len(body.solids())

    assert solids(("throne", "on a seat")) < solids(("throne",))


@pytest.mark.parametrize("form", ["cat", "dog", "horse"])
@pytest.mark.parametrize(
    ("first", "then"), [("idle", "lie"), ("lie", "idle"), ("idle", "sit"), ("sit", "lie"), ("lie", "sleep")]
)
def test_the_back_of_an_animal_goes_down_and_up_without_a_jump(form: str, first: str, then: str) -> None:
    whole = row("quadruped", form, (first, ()), (then, ()))
    backs = []
    for k in range(34):
        body = Body()
        draw_quadruped(body, cast_at(whole, 1.9 + k * FRAME_S))
        solids = body.solids()
        assert np.isfinite(solids).all()
        backs.append(float(solids[:, 2].max()))
    assert max(abs(b - a) for a, b in itertools.pairwise(backs)) < 0.16


def test_an_animal_puts_its_head_down_to_what_it_takes_and_lifts_it() -> None:
    whole = row("quadruped", "dog", ("take", ()))

    def head(time_s: float) -> float:
        body = Body()
        draw_quadruped(body, cast_at(whole, time_s))
        solids = body.solids()
        return float(solids[solids[:, 3].argmax(), 2])  # of what is farthest ahead: the muzzle

    assert head(0.95) < 0.5 * head(0.02)
    assert head(1.98) == pytest.approx(head(0.02), abs=0.1)
