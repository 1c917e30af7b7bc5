"""What one speaks from: a stand with a slanting top, and a microphone."""

from __future__ import annotations

from vitascope.engines.animatic.draw.rigs.body import Body, Paint
from vitascope.engines.animatic.draw.rigs.cast import Cast, turn
from vitascope.engines.animatic.draw.rigs.colours import paint_of
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE


def draw_lectern(body: Body, cast: Cast) -> None:
    """One unit to the top; its panel is towards those who listen, its slant towards who speaks."""
    wood, dark = Paint(paint_of(cast.actor.colour, (112, 74, 48)), pattern=MOTTLE, grain=0.3), Paint((64, 42, 28))
    body.box((0, 0.03, 0), (0.3, 0.03, 0.24), dark)
    body.box((0, 0.5, 0), (0.24, 0.46, 0.17), wood)
    body.box((0, 0.52, 0.175), (0.17, 0.3, 0.01), dark)
    body.box((0, 1.0, 0), (0.34, 0.03, 0.25), wood, turn=turn(0.0, 0.3))
    steel = Paint((48, 50, 54), shine=0.5)
    body.tube([(0.08, 1.0, -0.02), (0.08, 1.14, 0.02), (0.05, 1.22, -0.06)], [0.009] * 3, steel)
    body.ball((0.05, 1.235, -0.08), 0.024, steel)
