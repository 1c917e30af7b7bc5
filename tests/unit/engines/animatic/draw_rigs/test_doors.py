"""Doors and gates turn on their hinges, and light falls out of a door that is open; a flat panel has no bright rim."""

from __future__ import annotations

import numpy as np
import pytest

from tests.unit.engines.animatic.draw_rigs.scenery import actor
from vitascope.engines.animatic.draw.rigs.body import Body, Paint
from vitascope.engines.animatic.draw.rigs.cast import Cast
from vitascope.engines.animatic.draw.rigs.cover import CAPSULE
from vitascope.engines.animatic.draw.rigs.objects import draw_object
from vitascope.engines.animatic.draw.rigs.shade import FLAT


def body_of(form: str, action: str, act: float, *, label: str = "") -> Body:
    one = actor("object", (0, 0, 5), form=form, label=label or form, action=action)
    body = Body()
    draw_object(body, Cast(
        actor=one, time_s=0.0, shot_s=0.0, seed=3, travelled=0.0, speed=0.0, mouth=0.0, act=act, night=0.0,
        to_camera=0.0, pixels=300.0,
    ))  # fmt: skip
    return body


def towards_us(body: Body) -> float:
    return float(body.solids()[:, (3, 6, 9)].max())


@pytest.mark.parametrize("action", ["open", "close"])
def test_a_door_turns_towards_us_as_it_opens_and_back_as_it_shuts(action: str) -> None:
    reach = [towards_us(body_of("door", action, act)) for act in (0.0, 0.4, 1.0)]
    wide, shut = (reach[2], reach[0]) if action == "open" else (reach[0], reach[2])
    assert shut < 0.12
    assert wide > 0.35


def test_light_falls_out_of_an_open_door_alone() -> None:
    shut, ajar, wide = body_of("door", "idle", 0.5), body_of("door", "open", 0.4), body_of("door", "open", 1.0)
    assert shut.sources == []
    assert 0 < ajar.sources[0].strength < wide.sources[0].strength
    assert body_of("door", "idle", 0.5, label="open door").sources[0].strength == wide.sources[0].strength


def test_the_leaves_of_a_gate_turn_away_from_us() -> None:
    shut, wide = (body_of("gate", "open", act).solids() for act in (0.0, 1.0))
    bars = shut[:, 0] == CAPSULE
    assert wide[bars][:, (3, 6)].min() < shut[bars][:, (3, 6)].min() - 0.2


def test_flat_panels_are_marked_as_such_and_rounded_skins_are_not() -> None:
    body = Body()
    body.box((0, 0, 0), (1, 1, 1), Paint((90, 90, 90)))
    boxes = len(body.solids())
    angles = np.linspace(0, np.pi, 5)
    curved = np.stack([np.stack([np.cos(angles), np.sin(angles), z + 0 * angles], 1) for z in (0.0, 1.0)])
    body.sheet(curved, Paint((90, 90, 90)))
    patterns = body.solids()[:, 28].astype(int)
    assert (patterns[:boxes] & FLAT == FLAT).all()
    assert (patterns[boxes:] & FLAT == 0).all()
