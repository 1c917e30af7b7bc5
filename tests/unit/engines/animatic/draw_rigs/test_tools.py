"""Tools, toys and what rolls: they are where hands are, and they move as they are used."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tests.unit.engines.animatic.draw_rigs.scenery import actor
from vitascope.engines.animatic.draw.rigs.body import Body
from vitascope.engines.animatic.draw.rigs.cast import Cast
from vitascope.engines.animatic.draw.rigs.cover import CAPSULE
from vitascope.engines.animatic.draw.rigs.feats import FEATS
from vitascope.engines.animatic.draw.rigs.people import draw_biped
from vitascope.engines.animatic.draw.rigs.poses import stance_of
from vitascope.engines.animatic.draw.rigs.stances import limbs_of
from vitascope.engines.animatic.draw.rigs.toil import JUGGLED, TOIL, juggled, kicked, shaft_of


def cast(action: str = "idle", time_s: float = 1.0, *, act: float = 0.5, props: tuple[str, ...] = ()) -> Cast:
    one = actor("biped", (0, 0, 5), form="man", label="man", action=action, props=props, action_at=(0, 1))
    return Cast(actor=one, time_s=time_s, shot_s=time_s, seed=3, travelled=0.0, speed=0.0, mouth=0.0, act=act,
                night=0.0, to_camera=0.0, pixels=300.0)  # fmt: skip


def solids(**told: object) -> np.ndarray:
    body = Body()
    draw_biped(body, cast(**told))  # type: ignore[arg-type]
    return body.solids()


@pytest.mark.parametrize("action", sorted({**TOIL, **FEATS}))
def test_each_is_seen_to_be_done(action: str) -> None:
    poses = [stance_of(cast(action, t, act=t / 3), 0.17) for t in np.arange(0.0, 3.0, 0.25)]
    joints = np.array([[*p.wrists, *p.feet, p.chest, (p.turn, p.tip, p.lift)] for p in poses])
    moved = np.ptp(joints, axis=0).max()
    still = {"carry", "photograph"}
    gentle = {"cradle", "water", "blow_bubbles"}
    assert action in still or moved > (0.01 if action in gentle else 0.06)


@pytest.mark.parametrize("action", ["sweep", "rake", "dig", "chop"])
def test_both_hands_are_on_the_shaft(action: str) -> None:
    for time_s in np.arange(0.0, 2.5, 0.3):
        one = cast(action, float(time_s))
        shaft = shaft_of(one)
        assert shaft is not None
        low, high = np.array(shaft)
        arms, _ = limbs_of(stance_of(one, 0.17), 0.17)
        for arm in arms:
            wrist = np.array(arm[2])
            along = np.clip(np.dot(wrist - low, high - low) / np.dot(high - low, high - low), 0, 1)
            assert math.dist(wrist, low + along * (high - low)) < 0.22


def test_of_what_is_juggled_one_at_least_is_in_the_air() -> None:
    for time_s in np.arange(0.0, 2.0, 0.1):
        assert max(juggled(cast("juggle", float(time_s)), k)[1] for k in range(JUGGLED)) > 1.4


def test_a_ball_lies_still_until_it_is_kicked() -> None:
    assert kicked(cast("kick", act=0.2)) < 0 < kicked(cast("kick", act=0.6))


@pytest.mark.parametrize(
    "form", ["pram", "shopping cart", "wheelbarrow", "lawn mower", "sled", "in wheelchair", "broom"]
)
def test_what_somebody_has_is_drawn(form: str) -> None:
    assert len(solids(props=(form,))) > len(solids())


def test_the_frame_of_a_swing_stands_still_while_the_seat_goes() -> None:
    feet = [rows[rows[:, 0] == CAPSULE][:, 5].min() for rows in (solids(action="swing", time_s=t) for t in (0.3, 1.4))]
    assert feet == pytest.approx([0.0, 0.0], abs=0.06)
