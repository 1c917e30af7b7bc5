"""Which painter draws an animal that its rig's common shape does not fit: chosen by the words for it."""

from __future__ import annotations

from collections.abc import Mapping

from vitascope.engines.animatic.draw.rigs import arboreal, crawlers, depths, primates, reptiles, snails
from vitascope.engines.animatic.draw.rigs.cast import Cast, Rig

ON_LAND: Mapping[str, Rig] = {
    "snail": snails.draw_snail, "snake": crawlers.draw_snake,
    "spider": crawlers.draw_spider, "tortoise": depths.draw_turtle,
    "crab": depths.draw_crab, "tyrannosaurus": reptiles.draw_theropod, "raptor": reptiles.draw_theropod,
    "crocodile": reptiles.draw_crocodile, "lizard": reptiles.draw_crocodile, "frog": reptiles.draw_frog,
    "monkey": primates.draw_primate, "gorilla": primates.draw_primate, "orangutan": primates.draw_primate,
    "koala": arboreal.draw_koala, "sloth": arboreal.draw_sloth,
}  # fmt: skip
IN_WATER: Mapping[str, Rig] = {
    "jellyfish": depths.draw_jellyfish, "octopus": depths.draw_octopus, "turtle": depths.draw_turtle,
    "ray": depths.draw_ray, "seahorse": depths.draw_seahorse, "crab": depths.draw_crab,
    "starfish": depths.draw_starfish,
}  # fmt: skip
IN_THE_AIR: Mapping[str, Rig] = {
    "bee": crawlers.draw_flying_insect, "wasp": crawlers.draw_flying_insect, "dragonfly": crawlers.draw_flying_insect,
    "firefly": crawlers.draw_flying_insect, "ladybird": crawlers.draw_flying_insect,
}  # fmt: skip


def own_painter(kinds: Mapping[str, Rig], cast: Cast) -> Rig | None:
    """The painter of just this kind, if it has one; forms are those of the table of what is drawn."""
    return kinds.get(cast.actor.form.lower())
