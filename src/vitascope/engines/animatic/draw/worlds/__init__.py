"""Places: ``painter_of(shot.world)(shot, seed)`` makes the painter of a shot."""

from __future__ import annotations

from vitascope.engines.animatic.draw.stage import WorldFactory
from vitascope.engines.animatic.draw.worlds.abstract import abstract
from vitascope.engines.animatic.draw.worlds.barren import launch_plain, moon
from vitascope.engines.animatic.draw.worlds.beach import beach, island
from vitascope.engines.animatic.draw.worlds.bridge import bridge
from vitascope.engines.animatic.draw.worlds.coast import coast
from vitascope.engines.animatic.draw.worlds.desert import desert
from vitascope.engines.animatic.draw.worlds.forest import forest
from vitascope.engines.animatic.draw.worlds.harbour import harbour
from vitascope.engines.animatic.draw.worlds.heaven import sky, space
from vitascope.engines.animatic.draw.worlds.hills import hills
from vitascope.engines.animatic.draw.worlds.ice import ice
from vitascope.engines.animatic.draw.worlds.interior import interior
from vitascope.engines.animatic.draw.worlds.lake import lake
from vitascope.engines.animatic.draw.worlds.land import mountains
from vitascope.engines.animatic.draw.worlds.pool import pool, pool_below
from vitascope.engines.animatic.draw.worlds.river import river
from vitascope.engines.animatic.draw.worlds.sea import sea
from vitascope.engines.animatic.draw.worlds.settled import settled
from vitascope.engines.animatic.draw.worlds.station import platform
from vitascope.engines.animatic.draw.worlds.studio import studio
from vitascope.engines.animatic.draw.worlds.swamp import pond, swamp
from vitascope.engines.animatic.draw.worlds.town import city, street
from vitascope.engines.animatic.draw.worlds.underwater import underwater
from vitascope.engines.animatic.draw.worlds.waterfall import waterfall
from vitascope.engines.animatic.graph import World, WorldKind

WORLD_PAINTERS: dict[WorldKind, WorldFactory] = {
    "mountains": mountains,
    "sea": sea,
    "coast": coast,
    "city": city,
    "street": street,
    "hills": hills,
    "forest": forest,
    "desert": desert,
    "space": space,
    "sky": sky,
    "interior": interior,
    "underwater": underwater,
    "abstract": abstract,
}

ON_LAND: tuple[WorldKind, ...] = ("sea", "coast", "mountains", "hills", "forest", "desert")
"""Where fresh water may be: whose kind it is depends on who is at it, and on what else was said of the place."""

WORLD_VARIANTS: dict[tuple[WorldKind, str], WorldFactory] = {
    ("sea", "lake"): lake,
    ("coast", "lake"): lake,
    ("mountains", "lake"): lake,
    ("hills", "village"): settled,
    ("street", "village"): settled,
    ("hills", "farm"): settled,
    ("hills", "stadium"): settled,
    ("hills", "graveyard"): settled,
    ("hills", "japanese_garden"): settled,
    ("desert", "lunar"): moon,
    ("desert", "launch_pad"): launch_plain,
    ("coast", "beach"): beach,
    ("sea", "island"): island,
    ("coast", "island"): island,
    ("sea", "harbour"): harbour,
    ("coast", "harbour"): harbour,
    ("sea", "ice"): ice,
    ("coast", "ice"): ice,
    ("interior", "studio"): studio,
    ("interior", "subway_station"): platform,
    ("street", "platform"): platform,
    ("underwater", "pool"): pool_below,
    ("hills", "pool"): pool,
    ("sea", "pool"): pool,
    **{(kind, "footbridge"): bridge for kind in ON_LAND},
    **{(kind, "rope_bridge"): bridge for kind in ON_LAND},
    **{(kind, "waterfall"): waterfall for kind in ON_LAND},
    **{(kind, "river"): river for kind in ON_LAND},
    **{(kind, "swamp"): swamp for kind in ON_LAND},
    **{(kind, "pond"): pond for kind in ON_LAND},
}
"""Places that a tag tells from others of their kind: camera, sounds and words are those of the kind."""


def painter_of(world: World) -> WorldFactory:
    """By the first of its tags that has a painter of its own, else by its kind."""
    tags = sorted(world.tags, key=lambda tag: tag not in ("footbridge", "rope_bridge"))  # over what they cross
    own = (WORLD_VARIANTS.get((world.kind, tag)) for tag in tags)
    return next((factory for factory in own if factory is not None), WORLD_PAINTERS[world.kind])
