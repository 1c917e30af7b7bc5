"""Which nouns a flat picture stands for, where no rig draws them: a table of Noto Emoji's pictures.

Reading goes on as if they were cards; at the end, those of which there is a picture have it in place of their word.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

from vitascope.engines.animatic.graph import Actor, Shot

CARD = "A labelled placeholder stands for: {}."
PICTURE = "A flat picture stands for: {}."


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Any]:
    return tomllib.loads((files(__package__) / "data" / "pictures.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def pictures() -> Mapping[str, str]:
    """The name of a picture by each noun that it shows."""
    known: dict[str, str] = {}
    for rows in _table()["noto"].values():
        for name, nouns in rows.items():
            for noun in nouns.split(","):
                if known.setdefault(noun.strip(), name) != name:
                    raise ValueError(f"pictures.toml: {noun.strip()} is both {known[noun.strip()]} and {name}")
    return known


def height_m(noun: str) -> float | None:
    """How high what a picture shows stands, where its section of things does not say."""
    metres: Mapping[str, float] = _table()["metres"]
    return metres.get(pictures().get(noun, ""))


def pictured(shot: Shot) -> Shot:
    """``shot`` with pictures for what would be cards, of what there are pictures."""
    return replace(shot, actors=tuple(_pictured(actor) for actor in shot.actors))


def told_of_pictures(text: str, shots: Sequence[Shot]) -> str:
    """What is told of an actor, true to what stands for it."""
    shown = {a.label for shot in shots for a in shot.actors if a.rig == "picture"}
    return next((PICTURE.format(label) for label in shown if text == CARD.format(label)), text)


def _pictured(actor: Actor) -> Actor:
    name = pictures().get(actor.form) if actor.rig == "placeholder" else None
    return actor if name is None else replace(actor, rig="picture", form=name)
