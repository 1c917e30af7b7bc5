"""What is built, by its form: each is built once, and placed in every frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs import grounds, homes, landmarks, monuments, nave
from vitascope.engines.animatic.draw.rigs.body import Body
from vitascope.engines.animatic.draw.rigs.cast import Cast
from vitascope.engines.animatic.graph import Actor, World


def draw_building(body: Body, cast: Cast) -> None:
    """By the form that the reading gave, which is one of `FORMS`."""
    form = cast.actor.form
    if form == "stall" and cast.pixels < 8:
        form = "far stall"
    body.place(_built(form, cast.actor.colour, cast.seed % 97, round(cast.night, 1)))
    if cast.actor.form == "volcano":
        monuments.fire_of(body, cast)
    elif cast.actor.form in ("cottage", "cabin", "house", "barn", "hut") and cast.night > 0.2:
        body.source("smoke", (1.6, 10.2, 0.0), 0.5, 0.3)
    if cast.actor.form == "roller coaster":
        grounds.ride(body, cast)
    landmarks.liven(body, cast)


@lru_cache(maxsize=64)
def _built(form: str, colour: str | None, seed: int, night: float) -> NDArray[np.float32]:
    """What stands still is built once."""
    body = Body()
    FORMS.get(form, homes.cottage)(body, colour, seed, night)
    return body.solids()


def in_season(actor: Actor, world: World) -> Actor:
    """``actor`` as it is in that weather: snow lies on a cabin's roof."""
    cold = world.season == "winter" or world.weather == "snow"
    return replace(actor, form="snowy cabin") if cold and actor.form == "cabin" else actor


FORMS: dict[str, Callable[[Body, str | None, int, float], None]] = {
    "cottage": homes.cottage,
    "house": homes.house,
    "cabin": homes.cabin,
    "snowy cabin": homes.snowy_cabin,
    "barn": homes.barn,
    "castle": monuments.castle,
    "tower": monuments.tower,
    "church": monuments.church,
    "temple": monuments.temple,
    "ruin": monuments.ruin,
    "pyramid": monuments.pyramid,
    "pagoda": monuments.pagoda,
    "torii": monuments.torii,
    "mosque": monuments.mosque,
    "tent": homes.tent,
    "igloo": homes.igloo,
    "hut": homes.hut,
    "stall": homes.stall,
    "far stall": homes.far_stall,
    "grave": homes.grave,
    "volcano": monuments.volcano,
    **landmarks.FORMS,
    **grounds.FORMS,
    "nave": nave.nave,
}
"""What each form is built by."""
