"""Prompts of film people, each held to what a person would say that it says: see ``prompts.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from vitascope.engines.animatic.graph import Actor, Scene
from vitascope.engines.animatic.reading.reader import read_prompt

PROMPTS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "prompts.toml").read_text("utf-8"))["prompts"]
KNOWN = {
    "prompt", "shots", "world", "time", "weather", "season", "framing", "cast", "seen", "unseen", "heard", "unheard",
    "moves", "said", "music", "mood", "style", "missed", "told",
}  # fmt: skip


def actors(scene: Scene) -> list[Actor]:
    return [actor for shot in scene.shots for actor in shot.actors]


def is_as_told(actor: Actor, told: str) -> bool:
    count, rest = told.split(" ", 1)
    what, action = rest.rsplit(" ", 1)
    seen = f"{actor.colour or '-'} {actor.form}"
    return int(count) == actor.count and what == seen and action in {"-", actor.action}


@pytest.mark.parametrize("facts", PROMPTS, ids=lambda facts: facts["prompt"][:50])
def test_what_a_prompt_says_is_what_is_read(facts: dict[str, Any]) -> None:
    assert facts.keys() <= KNOWN
    scene = read_prompt(facts["prompt"], seed=3, duration_s=6.0)
    first = scene.shots[0]
    world = first.world
    things = {a.rig for a in actors(scene)} | {e.kind for shot in scene.shots for e in shot.effects}
    sounds = {s.kind for shot in scene.shots for s in shot.sounds}
    read = {
        "shots": len(scene.shots), "world": world.kind, "time": world.time, "weather": world.weather,
        "season": world.season, "framing": first.camera.framing, "mood": scene.mood, "style": scene.style or "",
        "music": "none" if scene.music is None else scene.music.instrument, "missed": list(scene.not_understood),
        "said": [f"{s.actor or '-'} {s.manner} {s.text}" for shot in scene.shots for s in shot.speeches],
    }  # fmt: skip
    assert {name: read[name] for name in read if name in facts} == {name: facts[name] for name in read if name in facts}
    if "cast" in facts:
        shown = [f"{a.count} {a.colour or '-'} {a.form} {a.action}" for a in actors(scene)]
        assert len(shown) == len(facts["cast"]), shown
        assert all(map(is_as_told, actors(scene), facts["cast"])), shown
    assert set(facts.get("seen", ())) <= things
    assert not set(facts.get("unseen", ())) & things
    assert set(facts.get("heard", ())) <= sounds
    assert not set(facts.get("unheard", ())) & sounds
    assert set(facts.get("moves", ())) <= {move.kind for move in first.camera.moves}
    for piece in facts.get("told", ()):
        assert any(piece in sentence for sentence in scene.approximated), scene.approximated
