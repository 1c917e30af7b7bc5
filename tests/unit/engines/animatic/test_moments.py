"""Which deed an actor is at, and how far it has changed over from the one before."""

from __future__ import annotations

import pytest

from vitascope.engines.animatic.graph import Actor, Deed, Waypoint
from vitascope.engines.animatic.moments import BLEND_S, SETTLES_S, change_at, spans, turn_at

ROW = Actor(
    id="a", rig="biped", label="man", action="idle", props=("hat",),
    path=(Waypoint(time_s=0, x=0, y=0, z=4), Waypoint(time_s=6, x=0, y=0, z=4)),
    deeds=(
        Deed(action="walk", start_s=0, end_s=2, facing="path"),
        Deed(action="wave", start_s=2, end_s=4),
        Deed(action="sit", start_s=4, end_s=6, props=("chair",)),
    ),
)  # fmt: skip


@pytest.mark.parametrize(("time_s", "turn"), [(0.0, 0), (1.99, 0), (2.0, 1), (5.9, 2), (7.0, 2)])
def test_each_deed_lasts_until_the_next_begins(time_s: float, turn: int) -> None:
    assert turn_at(ROW, time_s) == turn


def test_an_actor_at_a_deed_does_that_alone_and_has_what_belongs_to_it() -> None:
    now, before, _ = change_at(ROW, 5.5)
    assert (now.action, now.action_at, now.props, now.deeds) == ("sit", (4, 6), ("hat", "chair"), ())
    assert before is None


def test_the_deed_before_is_known_while_a_body_changes_over() -> None:
    now, before, done = change_at(ROW, 2.0 + BLEND_S / 2)
    assert before is not None
    assert (before.action, now.action, done) == ("walk", "wave", pytest.approx(0.5))
    assert change_at(ROW, 2.01 + BLEND_S)[1] is None


def test_to_sit_down_takes_longer_than_to_raise_a_hand() -> None:
    assert change_at(ROW, 4.0 + SETTLES_S / 2)[2] == pytest.approx(0.5)


def test_an_actor_without_deeds_is_as_it_is() -> None:
    alone = Actor(id="b", rig="biped", label="man", path=ROW.path)
    assert change_at(alone, 3.0) == (alone, None, 1.0)
    assert spans(alone, 0.0, 6.0) == ((alone, 0.0, 6.0),)


def test_the_stretches_of_a_row_tile_the_time_that_is_asked_for() -> None:
    made = spans(ROW, 1.0, 5.0)
    assert [(a.action, start, end) for a, start, end in made] == [
        ("walk", 1.0, 2.0), ("wave", 2.0, 4.0), ("sit", 4.0, 5.0),
    ]  # fmt: skip
