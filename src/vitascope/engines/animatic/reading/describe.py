"""What was read, in words that people see beside the clip."""

from __future__ import annotations

from typing import Any

from vitascope.engines.animatic.graph import Actor, Scene, Shot

_WEATHER = {"clear": "", "cloudy": " under clouds", "rain": " in the rain", "storm": " in a storm",
            "snow": " in the snow", "fog": " in fog", "wind": " in the wind"}  # fmt: skip
_TIME = {"dawn": "at dawn", "day": "by day", "golden": "in low golden light", "dusk": "at dusk", "night": "at night"}
_PLACE = {"sea": "at sea", "space": "in space", "underwater": "under water", "interior": "indoors", "sky": "in the sky",
          "abstract": "in an abstract space", "hills": "among hills", "mountains": "among mountains",
          "coast": "on a coast", "city": "over a city", "street": "in a street", "forest": "in a forest",
          "desert": "in a desert"}  # fmt: skip


def describe(scene: Scene) -> dict[str, Any]:
    """Notes for `core.ports.Report.describe`: JSON values; lists of strings, a storyboard sentence a shot first."""
    return {
        "storyboard": [_sentence(shot) for shot in scene.shots],
        "understood": list(scene.understood),
        "not_understood": list(scene.not_understood),
        "approximated": list(scene.approximated),
    }


def _sentence(shot: Shot) -> str:
    """``0.0–3.4 s: wide, among mountains at dusk: the dragon (fly). Camera: push in.``"""
    world = shot.world
    where = f"{_PLACE[world.kind]} {_TIME[world.time]}{_WEATHER[world.weather]}"
    who = ", ".join(_seen(actor) for actor in shot.actors)
    said = "".join(f" “{s.text}” ({s.manner})." for s in shot.speeches)
    moves = ", ".join(move.kind.replace("_", " ") for move in shot.camera.moves)
    span = f"{shot.start_s:.1f}–{shot.end_s:.1f} s"
    return f"{span}: {shot.camera.framing}, {where}{': ' + who if who else ''}. Camera: {moves}.{said}"


def _seen(actor: Actor) -> str:
    number = f"{actor.count} × " if actor.count > 1 else ""
    return f"{number}{actor.label} ({actor.action.replace('_', ' ')})"
