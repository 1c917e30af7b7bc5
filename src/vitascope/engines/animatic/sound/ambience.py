"""What a place sounds like when the scene names no sound: a clip is never dead unless it was asked to be."""

from __future__ import annotations

import re

from vitascope.engines.animatic.graph import Scene, Shot, Sound

ASKED_FOR_SILENCE = re.compile(
    r"\b(?:no (?:sounds?|audio)(?! (?:but|except|of|other))|without (?:any )?(?:sound|audio)|silent (?:film|movie))\b",
    re.IGNORECASE,
)
"""A request for no sound at all; “a silent forest” is a place, and has its air."""

BY_WORLD = {
    "mountains": "wind", "sea": "sea", "coast": "sea", "city": "city", "street": "city", "hills": "air",
    "forest": "forest", "desert": "wind", "space": "space", "sky": "wind", "interior": "room",
    "underwater": "underwater", "abstract": "space",
}  # fmt: skip
BY_WEATHER = {"rain": "rain", "storm": "storm", "wind": "wind", "snow": "snow"}

SAME = {
    "rain": {"storm"}, "wind": {"storm", "air"}, "surf": {"sea"}, "waves_on_rocks": {"sea"}, "traffic": {"city"},
    "market": {"city", "room"}, "cafe": {"room"}, "leaves": {"forest"}, "bubbles": set(),
}  # fmt: skip
"""What need not be laid under a sound that is it already, or has it in it."""


def silence_asked(scene: Scene) -> bool:
    """Whether the prompt wants no sound at all; words in quotes are spoken all the same."""
    return bool(ASKED_FOR_SILENCE.search(scene.prompt))


def bed(shot: Shot) -> list[Sound]:
    """The place itself, under whatever the shot has: full where it has nothing, a trace where it has."""
    named = {s.kind for s in shot.sounds}
    gain = 0.2 if named or shot.speeches else 0.6
    kinds = [BY_WORLD[shot.world.kind]]
    if (weather := BY_WEATHER.get(shot.world.weather)) and shot.world.kind not in ("underwater", "space"):
        kinds.append("room" if shot.world.kind == "interior" else weather)
    if {"ice", "lake", "river", "pond", "swamp", "waterfall"} & {*shot.world.tags}:
        kinds = ["air" if kind == "sea" else kind for kind in kinds]  # no surf on fresh water, nor under ice
    covered = named.union(*(SAME[kind] for kind in named & SAME.keys()))
    return [
        Sound(kind=kind, start_s=shot.start_s, end_s=shot.end_s, gain=gain)
        for kind in dict.fromkeys(kinds)
        if kind not in covered
    ]
