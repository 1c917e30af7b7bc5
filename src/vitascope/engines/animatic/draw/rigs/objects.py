"""The long tail of nouns: things that are drawn by a recipe of their own rather than by a rig with many forms."""

from __future__ import annotations

from collections.abc import Mapping

from vitascope.engines.animatic.draw.rigs.belongings import BELONGINGS
from vitascope.engines.animatic.draw.rigs.body import Body
from vitascope.engines.animatic.draw.rigs.cast import Cast, Rig, turn
from vitascope.engines.animatic.draw.rigs.devices import DEVICES
from vitascope.engines.animatic.draw.rigs.still_lifes import STILL_LIFES
from vitascope.engines.animatic.draw.rigs.tableware import TABLEWARE
from vitascope.engines.animatic.draw.rigs.treasures import TREASURES

OBJECTS: Mapping[str, Rig] = {**STILL_LIFES, **TABLEWARE, **BELONGINGS, **TREASURES, **DEVICES}
"""By form, as the table of what is drawn has them."""


def draw_object(body: Body, cast: Cast) -> None:
    """About one metre high or long; it turns about itself where the prompt has it spin."""
    draw = OBJECTS.get(cast.actor.form.lower(), OBJECTS["crate"])
    if cast.actor.action != "spin":
        draw(body, cast)
        return
    part = Body()
    draw(part, cast)
    body.graft(part, turn(cast.time_s * 1.4), (0.0, 0.0, 0.0))
