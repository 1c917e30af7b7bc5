"""Places, by kind: ``WORLD_PAINTERS[kind](shot, seed)`` makes the painter of a shot."""

from __future__ import annotations

from vitascope.engines.animatic.draw.stage import WorldFactory
from vitascope.engines.animatic.draw.worlds.abstract import abstract
from vitascope.engines.animatic.draw.worlds.forest import forest
from vitascope.engines.animatic.draw.worlds.heaven import sky, space
from vitascope.engines.animatic.draw.worlds.interior import interior
from vitascope.engines.animatic.draw.worlds.land import desert, hills, mountains
from vitascope.engines.animatic.draw.worlds.sea import coast, sea
from vitascope.engines.animatic.draw.worlds.town import city, street
from vitascope.engines.animatic.draw.worlds.underwater import underwater
from vitascope.engines.animatic.graph import WorldKind

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
