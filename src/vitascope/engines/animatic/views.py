"""What is seen through the window of a room: another place, at the same hour and in the same weather."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from vitascope.engines.animatic.graph import World, WorldKind

VIEWS: dict[WorldKind, float] = {
    "street": 3.0, "city": 34.0, "coast": 9.0, "sea": 9.0, "forest": 2.0, "mountains": 12.0, "hills": 4.0,
    "desert": 4.0,
}  # fmt: skip
"""Places that a room may look out on, and metres of its floor over the ground there."""
_INDOORS = frozenset({"window", "sill", "curtain", "table", "interior"})


def view_of(world: World) -> World | None:
    """The place outside, where something was said of it: a kind of place among the tags of a room with a window."""
    if world.kind != "interior" or "window" not in world.tags:
        return None
    kind = next((kind for tag in world.tags for kind in get_args(WorldKind) if kind == tag and kind in VIEWS), None)
    if kind is None:
        return None
    return replace(world, kind=kind, tags=tuple(tag for tag in world.tags if tag != kind and tag not in _INDOORS))
