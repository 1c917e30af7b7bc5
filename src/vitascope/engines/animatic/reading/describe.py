"""What was read, in words that people see beside the clip."""

from __future__ import annotations

from typing import Any

from vitascope.engines.animatic.graph import Actor, Scene, Shot, Speech, World

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
    where, who, moves = place(shot.world), ", ".join(seen(actor) for actor in shot.actors), camera(shot)
    said = "".join(f" {spoken(each)}." for each in shot.speeches)
    return f"{span(shot)}: {shot.camera.framing}, {where}{': ' + who if who else ''}. Camera: {moves}.{said}"


def span(shot: Shot) -> str:
    """``0.0–3.4 s``"""
    return f"{shot.start_s:.1f}–{shot.end_s:.1f} s"


def place(world: World) -> str:
    """``among mountains at dusk in the rain``"""
    return f"{_PLACE[world.kind]} {_TIME[world.time]}{_WEATHER[world.weather]}"


def camera(shot: Shot) -> str:
    """``push in, tilt up``"""
    return ", ".join(move.kind.replace("_", " ") for move in shot.camera.moves)


def spoken(speech: Speech) -> str:
    """``“Who goes there?” (shout)``"""
    return f"“{speech.text}” ({speech.manner})"


def seen(actor: Actor) -> str:
    """``3 × gull (fly)``, ``man (walk, then wave)``"""
    number = f"{actor.count} × " if actor.count > 1 else ""
    row = (deed.action for deed in actor.deeds if deed.label)
    done = ["stand" if action == "idle" else action for action in row] or [actor.action]
    return f"{number}{actor.label} ({', then '.join(each.replace('_', ' ') for each in done)})"
