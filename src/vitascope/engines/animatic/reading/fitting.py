"""Actors as their place has them: trees on sand or in autumn, plants in pots, and who howls at the moon faces it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vitascope.engines.animatic.graph import Actor, World

_SAND, _MORE_SAND = 0.58, 0.74
"""How far aside the dry sand of a beach is, in its distance, for one and for several; it is on the left."""


_OFF_FLOOR_M = 0.3
_FILLS = 3.3
"""How much larger an eye is in its picture than a small thing would be."""


def fitted(actors: Sequence[Actor], world: World) -> tuple[Actor, ...]:
    """``actors``, changed where ``world`` says more of them than their own words."""
    made = list(actors)
    if "moon" in world.tags:  # which stands on the right
        made = [replace(a, facing="right") if a.action == "howl" and a.facing == "left" else a for a in made]
    if world.season == "autumn":
        made = [replace(a, props=(*a.props, "autumn")) if a.rig == "tree" else a for a in made]
    if world.kind == "coast" and {"beach", "island"} & set(world.tags):
        made = [_ashore(a) if a.rig == "tree" else a for a in made]
    if world.kind == "interior":  # on a table, or on a sill
        made = [replace(a, props=(*a.props, "pot")) if _grows(a) and a.path[0].y > _OFF_FLOOR_M else a for a in made]
    return tuple(_looking(a, world) if a.form == "eye" else a for a in made)


def _looking(eye: Actor, world: World) -> Actor:
    """Most of the picture, in its middle, with the stars in it that it looks at."""
    props = (*eye.props, "stars") if world.kind == "space" else eye.props
    path = tuple(replace(p, x=0.0) for p in eye.path)
    return replace(eye, size_m=round(_FILLS * eye.size_m, 3), path=path, props=props)


def _grows(actor: Actor) -> bool:
    return actor.rig == "flower" or actor.form == "cactus"


def _ashore(tree: Actor) -> Actor:
    aside = _SAND if tree.count == 1 else _MORE_SAND
    return replace(tree, path=tuple(replace(p, x=round(-aside * p.z, 3)) for p in tree.path))
