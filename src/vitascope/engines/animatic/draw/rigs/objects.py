"""The long tail of nouns: things that are drawn by a recipe of their own rather than by a rig with many forms."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from vitascope.engines.animatic.draw.rigs import statues
from vitascope.engines.animatic.draw.rigs.aloft import ALOFT
from vitascope.engines.animatic.draw.rigs.appliances import APPLIANCES
from vitascope.engines.animatic.draw.rigs.belongings import BELONGINGS
from vitascope.engines.animatic.draw.rigs.body import Body, Paint
from vitascope.engines.animatic.draw.rigs.breaker import draw_breaker
from vitascope.engines.animatic.draw.rigs.cast import Cast, Rig, chance, turn
from vitascope.engines.animatic.draw.rigs.close_hands import draw_close_hands
from vitascope.engines.animatic.draw.rigs.curios import CURIOS
from vitascope.engines.animatic.draw.rigs.devices import DEVICES
from vitascope.engines.animatic.draw.rigs.dishes import DISHES
from vitascope.engines.animatic.draw.rigs.doors import DOORS
from vitascope.engines.animatic.draw.rigs.eyes import draw_eye
from vitascope.engines.animatic.draw.rigs.fairground import FAIRGROUND
from vitascope.engines.animatic.draw.rigs.greenery import GREENERY
from vitascope.engines.animatic.draw.rigs.household import HOUSEHOLD
from vitascope.engines.animatic.draw.rigs.indoors import INDOORS
from vitascope.engines.animatic.draw.rigs.lecterns import draw_lectern
from vitascope.engines.animatic.draw.rigs.mills import draw_watermill
from vitascope.engines.animatic.draw.rigs.places import potted
from vitascope.engines.animatic.draw.rigs.pushed import ROLLING
from vitascope.engines.animatic.draw.rigs.roadside import ROADSIDE
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE
from vitascope.engines.animatic.draw.rigs.shapes import lathe
from vitascope.engines.animatic.draw.rigs.sights import SIGHTS
from vitascope.engines.animatic.draw.rigs.still_lifes import STILL_LIFES
from vitascope.engines.animatic.draw.rigs.tableware import TABLEWARE
from vitascope.engines.animatic.draw.rigs.tools import STANDING
from vitascope.engines.animatic.draw.rigs.treasures import TREASURES
from vitascope.engines.animatic.draw.rigs.turned import TURNED
from vitascope.engines.animatic.draw.rigs.wares import WARES, on_plinth
from vitascope.engines.animatic.draw.rigs.whirlwind import draw_tornado

OBJECTS: Mapping[str, Rig] = {
    **STILL_LIFES,
    **TABLEWARE,
    **BELONGINGS,
    **TREASURES,
    **DEVICES,
    **WARES,
    **DISHES,
    **STANDING,
    **ROLLING,
    **HOUSEHOLD,
    **SIGHTS,
    **FAIRGROUND,
    **TURNED,
    **APPLIANCES,
    **GREENERY,
    **CURIOS,
    **ROADSIDE,
    **ALOFT,
    **INDOORS,
    "watermill": draw_watermill,
    "water wheel": draw_watermill,
    **statues.STATUES,
    **DOORS,
    "tornado": draw_tornado,
    "lectern": draw_lectern,
}
"""By form, as the table of what is drawn has them."""


_FRONTAL = frozenset({"mask", "dartboard", "bench", "rock face", "rug", "door", "black hole"})
"""Forms that are told by their front."""
_MOVES_ITSELF = frozenset(
    {
        *FAIRGROUND,
        "spinning top",
        "washing machine",
        "rocking horse",
        "watermill",
        "water wheel",
        "black hole",
        "windsock",
    }
)
"""Forms of which a part turns, where they are said to."""


def draw_object(body: Body, cast: Cast) -> None:
    """About one metre high or long; it turns about itself where the prompt has it spin."""
    if cast.actor.form == "hands":
        draw_close_hands(body, cast, OBJECTS)
        return
    form = cast.actor.form.lower()
    if cast.actor.form == "eye":  # with the face about it, which fills the picture
        draw_eye(body, cast)
        return
    if cast.actor.form == "breaking wave":  # as long as the picture, and not about as long as it is high
        draw_breaker(body, cast)
        return
    draw = OBJECTS.get("statue" if form.startswith(statues.OF) else form, OBJECTS["crate"])
    part = Body()
    draw(part, cast)
    rest = 0.0 if cast.actor.form in _FRONTAL else 0.3
    spins = cast.actor.action == "spin" and form not in _MOVES_ITSELF
    basis = turn(cast.time_s * 1.4 if spins else rest)
    if "pot" in cast.actor.props:
        plant, part = part, Body()
        potted(part, plant)
    if "pedestal" in cast.actor.props:
        on_plinth(body, part, basis)
    else:
        body.graft(part, basis, (0.0, 0.0, 0.0))
    if "rock" in cast.actor.props:
        _rock(body, cast.actor.path[0].y / max(cast.actor.size_m, 1e-3))


def _rock(body: Body, high: float) -> None:
    """What a small thing stands on out of doors, down to the ground."""
    stone = Paint((128, 122, 114), pattern=MOTTLE, grain=0.8)
    rings = [(0.01, 0.0), (0.78, -0.01), (0.95, -0.12), (1.1, -0.5 * high), (1.35, -high)]
    grid = lathe(rings, 14)
    rough = np.array([0.9 + 0.2 * chance(11, k) for k in range(14)])
    grid[1:, :, 0] *= rough
    grid[1:, :, 2] *= rough
    body.sheet(grid, stone, closed=True)
