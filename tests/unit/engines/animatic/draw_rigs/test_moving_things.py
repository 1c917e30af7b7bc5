from __future__ import annotations

import numpy as np
import pytest

from tests.unit.engines.animatic.draw_rigs.scenery import actor
from vitascope.engines.animatic.draw.rigs.beasts import draw_quadruped
from vitascope.engines.animatic.draw.rigs.body import Body
from vitascope.engines.animatic.draw.rigs.cast import Cast
from vitascope.engines.animatic.draw.rigs.cover import ELLIPSOID
from vitascope.engines.animatic.draw.rigs.objects import draw_object
from vitascope.engines.animatic.graph import RigKind
from vitascope.engines.animatic.reading.reader import read_prompt

MOST_TRIANGLES = 3000
"""Of one thing: a frame holds several."""


def built(form: str, time_s: float = 0.0, *, rig: RigKind = "object", action: str = "idle", act: float = 0.5) -> Body:
    one = actor(rig, (0, 0, 5), form=form, label=form, action=action)
    body = Body()
    draw = draw_object if rig == "object" else draw_quadruped
    draw(body, Cast(
        actor=one, time_s=time_s, shot_s=time_s, seed=3, travelled=0.0, speed=0.0, mouth=0.0, act=act, night=0.6,
        to_camera=0.0, pixels=300.0,
    ))  # fmt: skip
    return body


@pytest.mark.parametrize(
    "form",
    [
        "carousel", "seesaw", "watermill", "catapult", "windsock", "black hole", "floating island", "aquarium",
        "fish bowl", "escalator", "arcade machine", "server rack", "bird cage", "hammock", "chandelier", "well",
        "buoy", "bell", "washing machine", "blender", "reeds", "rubber duck", "atom", "gong",
        "rocking horse",
    ],
)  # fmt: skip
def test_what_moves_by_itself_moves_a_part_and_keeps_its_number_of_solids_low(form: str) -> None:
    before, after = built(form, 0.3).solids(), built(form, 0.9).solids()
    assert len(before) < MOST_TRIANGLES
    if before.shape == after.shape:
        moved = np.abs(before[:, 1:10] - after[:, 1:10]).max(axis=1) > 1e-4
        still = 1 - moved.mean()
        assert moved.any() or np.abs(before - after).max() > 0.1
        assert still > 0 or form in {
            "chandelier",
            "floating island",
            "buoy",
            "bell",
            "rubber duck",
            "rocking horse",
            "reeds",
        }


@pytest.mark.parametrize(
    "form", ["obelisk", "pylon", "billboard", "treehouse", "fridge", "fire hydrant", "signpost", "hedge", "bush"]
)
def test_what_does_not_move_is_the_same_at_any_time(form: str) -> None:
    assert np.array_equal(built(form, 0.3).solids(), built(form, 0.9).solids())


@pytest.mark.parametrize("form", ["treasure chest", "gift"])
def test_a_lid_opens_where_the_prompt_says_so_and_light_comes_out(form: str) -> None:
    shut, wide = (built(form, action="open", act=act) for act in (0.0, 1.0))
    assert wide.solids()[:, (2, 5, 8)].max() > shut.solids()[:, (2, 5, 8)].max() + 0.15

    def light(body: Body) -> float:
        return sum(s.strength for s in body.sources if s.kind == "glow")

    assert light(wide) > light(shut) + 0.3


def test_a_koala_that_sleeps_keeps_still_and_one_that_sits_looks_about() -> None:
    def stirs(action: str) -> float:
        first, last = (built("koala", t, rig="quadruped", action=action).solids() for t in (0.3, 2.0))
        round_parts = first[:, 0] == ELLIPSOID
        return float(np.abs(first - last)[round_parts, 1:13].max())

    assert stirs("sleep") < 0.03
    assert stirs("sit") > 0.05


@pytest.mark.parametrize(
    ("prompt", "rig", "form"),
    [
        ("A koala sleeps in a tree.", "quadruped", "koala"),
        ("A merry-go-round turns at night.", "object", "carousel"),
        ("A watermill by a river.", "object", "watermill"),
        ("A floating island in the clouds.", "object", "floating island"),
        ("A treehouse in an old oak.", "object", "treehouse"),
        ("A black hole in space.", "object", "black hole"),
        ("A goldfish in a fishbowl.", "object", "fish bowl"),
    ],
)
def test_what_was_a_card_is_drawn(prompt: str, rig: str, form: str) -> None:
    cast = read_prompt(prompt, seed=1, duration_s=2.0).shots[0].actors
    assert (rig, form) in [(a.rig, a.form) for a in cast]
