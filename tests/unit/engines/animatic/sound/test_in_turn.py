"""Feet are heard while they walk, and not while their owner stands, sits or waves."""

from __future__ import annotations

from vitascope.engines.animatic.graph import Actor, Deed, Waypoint
from vitascope.engines.animatic.sound.footfalls import footfalls

WALKS_THEN_SITS = Actor(
    id="a", rig="biped", label="man", size_m=1.75,
    path=tuple(Waypoint(time_s=t, x=x, y=0, z=4) for t, x in ((0, -2), (3, 2), (6, 2))),
    deeds=(Deed(action="walk", start_s=0, end_s=3), Deed(action="sit", start_s=3, end_s=6)),
)  # fmt: skip


def test_steps_end_when_somebody_sits_down() -> None:
    steps = footfalls(WALKS_THEN_SITS, 0.0, 6.0)
    assert len(steps) >= 4
    assert max(steps) < 3.0


def test_steps_begin_when_somebody_walks_off() -> None:
    way = tuple(Waypoint(time_s=t, x=x, y=0, z=4) for t, x in ((0, -2), (3, -2), (6, 2)))
    deeds = (Deed(action="wave", start_s=0, end_s=3), Deed(action="walk", start_s=3, end_s=6))
    waves = Actor(id="a", rig="biped", label="man", size_m=1.75, path=way, deeds=deeds)
    assert min(footfalls(waves, 0.0, 6.0)) > 2.9
