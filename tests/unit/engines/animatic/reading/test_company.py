from __future__ import annotations

from vitascope.engines.animatic.graph import Actor
from vitascope.engines.animatic.reading.reader import read_prompt


def cast_of(prompt: str) -> dict[str, Actor]:
    return {a.rig: a for a in read_prompt(prompt, seed=1, duration_s=6.0).shots[0].actors}


def test_a_parrot_on_a_shoulder_sits_there_and_does_not_fly_past():
    cast = cast_of("A parrot on a pirate's shoulder says: 'Pieces of eight!'")
    bird, owner = cast["bird"], cast["biped"]
    assert bird.action == "sit"
    assert 0.7 < bird.path[0].y / owner.size_m < 0.9
    assert abs(bird.path[0].x - owner.path[0].x) < 0.2 * owner.size_m


def test_a_hummingbird_hovers_before_its_flower():
    cast = cast_of("A hummingbird hovers at a red flower")
    bird, flower = cast["bird"], cast["flower"]
    assert abs(bird.path[0].z - flower.path[0].z) < 0.01
    assert abs(bird.path[0].y - flower.path[0].y - flower.size_m) < 0.3 * flower.size_m


def test_what_stands_on_tables_stands_on_a_rock_out_of_doors():
    assert "rock" in cast_of("A treasure chest full of gold on a beach")["object"].props
    assert "rock" not in cast_of("A teapot on a table")["object"].props


def test_a_bird_that_sits_is_among_trees_and_one_that_flies_is_in_the_sky():
    worlds = [read_prompt(p, seed=1, duration_s=6.0).shots[0].world.kind for p in ("An owl sits.", "An eagle soars.")]
    assert worlds == ["forest", "sky"]
