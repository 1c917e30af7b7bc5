"""The reference page of the animatic's scenes, from the types of its graph."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import itertools
import json
import re
from typing import Annotated, Any, Literal, cast, get_args, get_origin, get_type_hints

from tools.reference_tables import sentence, table
from vitascope.engines.animatic import graph
from vitascope.engines.animatic.scene_file import kinds_of_sound, known


def scene_page() -> str:
    parts = [
        "# Scenes of the engine animatic\n",
        "What `vitascope storyboard PROMPT --json` prints, and what `vitascope generate --scene FILE` and",
        "`vitascope storyboard --scene FILE` take: one JSON object, a `Scene`. What has a default may be left out. The",
        "first thing that is not legal is named by its path, such as `shots[1].world.kind`, with the nearest that is,",
        "and nothing is made. How to:",
        "[fix a shot by hand](../how-to/fix-a-shot-by-hand.md).\n",
        f"{_paragraphs(graph.__doc__)}\n",
        f"## Scene\n\n{_scene_table(graph.Scene)}",
    ]
    kinds = (graph.Shot, graph.World, graph.Camera, graph.Move, graph.Actor, graph.Deed, graph.Waypoint, graph.Effect)
    parts.extend(
        f"## {kind.__name__}\n\n{_paragraphs(kind.__doc__)}\n\n{_scene_table(kind)}"
        for kind in (*kinds, graph.Speech, graph.Sound, graph.Music)
    )
    parts.append(f"## Sounds\n\nFor `Sound.kind`: {', '.join(f'`{kind}`' for kind in kinds_of_sound())}.")
    return "\n".join(parts) + "\n"


def _scene_table(kind: type) -> str:
    """Every field of a type of the scene graph; its sentence is the text that stands under it."""
    hints = get_type_hints(kind, include_extras=True)
    told = _sentences_under(kind)
    rows = [
        (
            f"`{field.name}`",
            _scene_kind(kind, field.name, hints[field.name]),
            _scene_default(field),
            sentence(told.get(field.name), f"{kind.__name__}.{field.name}"),
        )
        for field in dataclasses.fields(kind)
    ]
    return table(("Field", "Value", "Default", "What it is"), rows)


def _sentences_under(kind: type) -> dict[str, str]:
    """The text under each field of a class, by the field's name."""
    body = cast(ast.ClassDef, ast.parse(inspect.getsource(kind)).body[0]).body
    return {
        before.target.id: str(text.value.value)
        for before, text in itertools.pairwise(body)
        if isinstance(before, ast.AnnAssign)
        and isinstance(before.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
    }


def _scene_kind(owner: type, name: str, hint: Any) -> str:  # noqa: PLR0911  (one answer a kind of type)
    parts = get_args(hint)
    origin = get_origin(hint)
    if origin is Annotated:
        return f"{_scene_kind(owner, name, parts[0])}, {parts[1].least} to {parts[1].most}"
    if origin is Literal:
        return ", ".join(f"`{value}`" for value in parts)
    if type(None) in parts:
        return f"{_scene_kind(owner, name, parts[0])}, or `null`"
    if origin is tuple:
        whole = parts[-1] is Ellipsis
        return f"list of {_scene_kind(owner, name, parts[0])}" if whole else f"list of {len(parts)}"
    if dataclasses.is_dataclass(hint):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"  # type: ignore[union-attr]
    words = known(owner, name)
    if words is not None:
        return "one of the [sounds](#sounds)" if owner is graph.Sound else ", ".join(f"`{word}`" for word in words)
    return {"int": "whole number", "float": "number", "str": "text"}[hint.__name__]


def _scene_default(field: dataclasses.Field[Any]) -> str:
    if field.default is dataclasses.MISSING:
        return "required"
    if dataclasses.is_dataclass(field.default):
        return "as all its defaults"
    if field.default == (graph.Move(kind="static"),):
        return "one, `static`"
    return f"`{json.dumps(list(field.default) if isinstance(field.default, tuple) else field.default)}`"


def _paragraphs(text: str | None) -> str:
    """A docstring as Markdown."""
    return re.sub(r"``([^`]+)``", r"`\1`", inspect.cleandoc(text or ""))
