"""Participles before a noun speak of that noun; those who face each other do so."""

from __future__ import annotations

import pytest

from vitascope.engines.animatic.graph import Scene, Shot
from vitascope.engines.animatic.reading.reader import read_prompt


def read(prompt: str) -> Scene:
    return read_prompt(prompt, seed=1, duration_s=6.0)


def shot_of(prompt: str) -> Shot:
    return read(prompt).shots[0]


@pytest.mark.parametrize(
    ("prompt", "action"),
    [
        ("A hunter walks through drifting snow.", "walk"),
        ("A man stands in falling leaves.", "idle"),
        ("A boy watches a galloping horse.", "idle"),
    ],
)
def test_what_is_said_of_a_noun_is_not_done_by_the_subject(prompt: str, action: str) -> None:
    who = shot_of(prompt).actors[0]
    assert (who.rig, who.action) == ("biped", action)
    assert all(p.y == 0.0 for p in who.path)


def test_the_noun_does_what_is_said_of_it() -> None:
    assert [a.action for a in shot_of("A boy watches a galloping horse.").actors] == ["idle", "run"]
    assert [a.action for a in shot_of("A girl watches a sleeping cat.").actors] == ["idle", "sleep"]


def test_a_dog_that_barks_and_runs_past_is_seen() -> None:
    rigs = [a.rig for a in shot_of("A boy sits on a bench. A barking dog runs past.").actors]
    assert "quadruped" in rigs


def test_blossoms_fall_as_petals_and_those_who_face_each_other_stand() -> None:
    scene = read("Two samurai face each other in falling cherry blossoms, then draw their swords.")
    shot = scene.shots[0]
    people = [a for a in shot.actors if a.rig == "biped"]
    assert sorted(a.facing for a in people) == ["left", "right"]
    assert all(p.y == 0.0 for a in people for p in a.path)
    assert any(e.kind == "leaves" and e.actor is None for e in shot.effects)
    assert "blossom" in shot.world.tags
    assert not any("Not drawn" in text or "not drawn" in text for text in scene.approximated)


def test_who_is_before_a_fire_is_not_on_fire() -> None:
    shot = shot_of("She stands before a fire.")
    people = {a.id for a in shot.actors if a.rig == "biped"}
    assert not any(e.actor in people for e in shot.effects if e.kind == "fire")
    assert any(e.actor for e in shot_of("A man on fire runs.").effects if e.kind == "fire")


def test_a_puddle_that_is_drawn_is_not_said_to_be_missing() -> None:
    scene = read("A little girl in a yellow raincoat jumps into a puddle.")
    assert "puddle" in scene.shots[0].actors[0].props
    assert not any("puddle" in text for text in scene.approximated)
