"""A scene from JSON, strictly: for a scene that a person edited.

The types of `graph` say what is legal, so nothing is listed here twice. The first thing that is not as it should be is
named by its path (``shots[1].world.kind``), with what stands there and the nearest that may.
"""

from __future__ import annotations

import difflib
import math
import types
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from vitascope.core.errors import InvalidField
from vitascope.engines.animatic.graph import ACTIONS, Actor, Deed, Range, Scene, Shot, Sound

CLOSE_S = 1e-3
"""Times that differ by less are the same: a frame is longer, and people round."""


def read_scene(data: object) -> Scene:
    """The scene that ``data``, as `Scene.to_json` made it and a person may have changed it, describes.

    What has a default may be left out. Raises `InvalidField`.
    """
    scene: Scene = _read(data, Scene, "")
    _tiled(scene)
    names: set[str] = set()
    for number, shot in enumerate(scene.shots):
        _shot(shot, f"shots[{number}]", names)
    return scene


@cache
def kinds_of_sound() -> tuple[str, ...]:
    """Every sound that can be made, by name and by nickname."""
    from vitascope.engines.animatic.sound.sources.registry import ALIASES, KINDS

    return tuple(sorted({*KINDS, *ALIASES}))


def known(owner: type, name: str) -> tuple[str, ...] | None:
    """The words that a text may be, where its type alone does not say so."""
    if name == "action" and owner in {Actor, Deed}:
        return ACTIONS
    return kinds_of_sound() if (owner, name) == (Sound, "kind") else None


def _read(value: object, kind: Any, path: str) -> Any:
    """``value`` as ``kind``, a type of `graph`."""
    origin = get_origin(kind)
    if origin is Annotated:
        inner, span = get_args(kind)
        return _within(_read(value, inner, path), span, path)
    if origin in {Union, types.UnionType}:
        inner = next(part for part in get_args(kind) if part is not types.NoneType)
        return None if value is None else _read(value, inner, path)
    if origin is Literal:
        return _one_of(value, get_args(kind), path)
    if origin is tuple:
        return _list(value, get_args(kind), path)
    if is_dataclass(kind):
        return _object(value, kind, path)
    return _plain(value, kind, path)


def _object(value: object, kind: Any, path: str) -> Any:
    if not isinstance(value, Mapping):
        raise InvalidField(path or "scene", value, f"it has to be an object: {_sentence(kind)}")
    own = {field.name: field for field in fields(kind)}
    for name in value:
        if name not in own:
            raise InvalidField(_join(path, str(name)), value[name], f"there is no such field; {_nearest(name, own)}.")
    hints = get_type_hints(kind, include_extras=True)
    found = {}
    for name, field in own.items():
        here = _join(path, name)
        if name in value:
            read = _read(value[name], hints[name], here)
            words = known(kind, name)
            found[name] = read if words is None else _one_of(read, words, here)
        elif _needed(field):
            raise InvalidField(here, None, "it is missing, and has no default.")
    return kind(**found)


def _list(value: object, parts: tuple[Any, ...], path: str) -> tuple[Any, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise InvalidField(path, value, "it has to be a list.")
    if parts[-1] is not Ellipsis and len(value) != len(parts):
        raise InvalidField(path, list(value), f"it has to be a list of {len(parts)}.")
    kinds = [parts[0]] * len(value) if parts[-1] is Ellipsis else parts
    return tuple(
        _read(item, kind, f"{path}[{number}]") for number, (item, kind) in enumerate(zip(value, kinds, strict=True))
    )


def _plain(value: object, kind: Any, path: str) -> Any:
    if kind is float and isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return float(value)
    if kind is int and isinstance(value, int) and not isinstance(value, bool):
        return value
    if kind is str and isinstance(value, str):
        return value
    wanted = {float: "a number", int: "a whole number", str: "a text"}[kind]
    raise InvalidField(path, value, f"it has to be {wanted}.")


def _within(value: Any, span: Range, path: str) -> Any:
    if span.least <= value <= span.most:
        return value
    nearest = min(max(value, span.least), span.most)
    raise InvalidField(path, value, f"it may be {span.least:g} to {span.most:g}; use {nearest:g}.")


def _one_of(value: object, words: Sequence[str], path: str) -> str:
    if isinstance(value, str) and value in words:
        return value
    raise InvalidField(path, value, f"{_nearest(value, words)}.")


def _nearest(value: object, words: Sequence[str] | Mapping[str, object]) -> str:
    """``use 'mountains'``, where something is near; else all that there is."""
    wrong = str(value).lower()
    close = difflib.get_close_matches(wrong, list(words), n=3, cutoff=0.5)
    if close:
        best = max(close, key=lambda word: (difflib.SequenceMatcher(a=wrong, b=word).ratio(), -len(word)))
        return f"use {best!r}"
    shown = ", ".join(words) if len(words) <= 40 else f"{', '.join(list(words)[:40])}…"
    return f"use one of {shown}"


def _tiled(scene: Scene) -> None:
    """Shots tile the clip."""
    if not scene.shots:
        raise InvalidField("shots", [], "a clip has one shot at least.")
    due = 0.0
    for number, shot in enumerate(scene.shots):
        if abs(shot.start_s - due) > CLOSE_S:
            what = "the clip begins" if number == 0 else f"shots[{number - 1}] ends"
            raise InvalidField(f"shots[{number}].start_s", shot.start_s, f"use {due:g}, where {what}.")
        if shot.end_s <= shot.start_s:
            raise InvalidField(f"shots[{number}].end_s", shot.end_s, f"it has to be later than {shot.start_s:g}.")
        due = shot.end_s
    if abs(due - scene.duration_s) > CLOSE_S:
        raise InvalidField(
            f"shots[{len(scene.shots) - 1}].end_s", due, f"use {scene.duration_s:g}, the clip's duration_s."
        )


def _shot(shot: Shot, path: str, names: set[str]) -> None:
    """What types cannot say: times lie in the shot and go on, and whoever is named is there."""
    cast = tuple(actor.id for actor in shot.actors)
    for number, actor in enumerate(shot.actors):
        here = f"{path}.actors[{number}]"
        if actor.id in names:
            raise InvalidField(f"{here}.id", actor.id, "another actor of the clip has it; use a name of its own.")
        names.add(actor.id)
        _way(actor, shot, here)
    for name in ("effects", "speeches", "sounds"):
        for number, timed in enumerate(getattr(shot, name)):
            here = f"{path}.{name}[{number}]"
            _in_shot(timed.start_s, shot, f"{here}.start_s")
            _in_shot(timed.end_s, shot, f"{here}.end_s")
            if timed.end_s < timed.start_s:
                raise InvalidField(
                    f"{here}.end_s", timed.end_s, f"it is before start_s; use {timed.start_s:g} or more."
                )
            _present(timed.actor, cast, f"{here}.actor")
    for number, move in enumerate(shot.camera.moves):
        _present(move.target, cast, f"{path}.camera.moves[{number}].target")


def _way(actor: Actor, shot: Shot, path: str) -> None:
    if not actor.path:
        raise InvalidField(f"{path}.path", [], "it needs one waypoint at least.")
    before = -math.inf
    for number, point in enumerate(actor.path):
        here = f"{path}.path[{number}].time_s"
        _in_shot(point.time_s, shot, here)
        if point.time_s <= before:
            raise InvalidField(here, point.time_s, f"it has to be later than the waypoint before, {before:g}.")
        before = point.time_s
    if actor.action_at is not None:
        for number, time_s in enumerate(actor.action_at):
            _in_shot(time_s, shot, f"{path}.action_at[{number}]")
        if actor.action_at[1] < actor.action_at[0]:
            raise InvalidField(f"{path}.action_at[1]", actor.action_at[1], f"use {actor.action_at[0]:g} or later.")
    _in_turn(actor, shot, path)


def _in_turn(actor: Actor, shot: Shot, path: str) -> None:
    """One deed at a time."""
    due = shot.start_s
    for number, deed in enumerate(actor.deeds):
        here = f"{path}.deeds[{number}]"
        _in_shot(deed.start_s, shot, f"{here}.start_s")
        _in_shot(deed.end_s, shot, f"{here}.end_s")
        if deed.start_s < due - CLOSE_S:
            raise InvalidField(f"{here}.start_s", deed.start_s, f"use {due:g} or later, where the deed before ends.")
        if deed.end_s <= deed.start_s:
            raise InvalidField(f"{here}.end_s", deed.end_s, f"it has to be later than {deed.start_s:g}.")
        due = deed.end_s


def _in_shot(time_s: float, shot: Shot, path: str) -> None:
    if not shot.start_s - CLOSE_S <= time_s <= shot.end_s + CLOSE_S:
        nearest = min(max(time_s, shot.start_s), shot.end_s)
        raise InvalidField(path, time_s, f"the shot lasts from {shot.start_s:g} to {shot.end_s:g}; use {nearest:g}.")


def _present(name: str | None, cast: Sequence[str], path: str) -> None:
    if name is None or name in cast:
        return
    hint = f"{_nearest(name, cast)}, an actor of the shot" if cast else "the shot has no actors; use null"
    raise InvalidField(path, name, f"{hint}.")


def _needed(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _sentence(kind: type) -> str:
    return (kind.__doc__ or "").split("\n")[0]
