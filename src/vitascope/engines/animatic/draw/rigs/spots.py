"""Where furniture stands: the frame of a wall, in which a piece is built once for any wall of any room."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point, backed

Span = tuple[float, float]
"""From and to, in metres."""

EYE_M = 0.8
"""What is higher than this may be seen from below."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place at a wall: ``u`` along it from the piece's middle, ``v`` up from the floor, ``d`` into the room."""

    body: Body
    at: Point
    """The foot of the wall behind the piece's middle."""
    along: tuple[float, float]
    """The wall's direction in x and z."""
    out: tuple[float, float]
    """The way into the room, likewise."""
    seed: int
    night: float
    """0 by day, 1 in the dark: when lamps are lit."""

    def point(self, u: float, v: float, d: float) -> Point:
        return (
            self.at[0] + u * self.along[0] + d * self.out[0], self.at[1] + v,
            self.at[2] + u * self.along[1] + d * self.out[1],
        )  # fmt: skip

    def box(self, u: Span, v: Span, d: Span, paint: Paint) -> None:
        """What fills these spans; the sides that face the wall and the floor are left out, for nobody sees them."""
        p = [self.point(i, j, k) for i in u for j in v for k in d]
        skin = _backed(paint)
        for a, b, c, e in ((1, 5, 7, 3), (3, 7, 6, 2), (0, 1, 3, 2), (5, 4, 6, 7)):
            self.body.quad(p[e], p[c], p[b], p[a], skin)
        if v[0] > EYE_M:
            self.body.quad(p[1], p[5], p[4], p[0], skin)

    def panel(self, u: Span, v: Span, d: float, paint: Paint) -> None:
        """A flat face parallel to the wall."""
        self.body.quad(
            self.point(u[0], v[0], d), self.point(u[1], v[0], d), self.point(u[1], v[1], d), self.point(u[0], v[1], d),
            paint,
        )  # fmt: skip

    def rod(self, a: Point, b: Point, radius: float, paint: Paint) -> None:
        """Between two points given as ``(u, v, d)``."""
        self.body.limb(self.point(*a), radius, self.point(*b), radius, paint)

    def ball(self, at: Point, radius: Point, paint: Paint) -> None:
        """An ellipsoid; ``at`` and ``radius`` as ``(u, v, d)``."""
        ru, rv, rd = radius
        sides = (ru, rv, rd) if abs(self.along[0]) > 0.5 else (rd, rv, ru)
        self.body.ball(self.point(*at), sides, paint)


_backed = lru_cache(maxsize=256)(backed)
