"""What leaves somebody's hands: drinks that are poured, balls and nets that are thrown; of a body 1.8 m tall."""

from __future__ import annotations

import math

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, add, lerp
from vitascope.engines.animatic.draw.rigs.colours import paint_of
from vitascope.engines.animatic.draw.rigs.shapes import lathe

_DRINKS = {
    "wine": (110, 14, 34), "red wine": (110, 14, 34), "white wine": (236, 218, 140), "champagne": (240, 214, 130),
    "beer": (226, 160, 50), "whisky": (186, 108, 40), "water": (206, 228, 240), "milk": (248, 246, 240),
    "coffee": (74, 44, 28), "tea": (170, 96, 40), "juice": (244, 160, 40),
}  # fmt: skip
_IN_GLASSES = {"wine", "red wine", "white wine", "champagne", "beer", "whisky", "water", "juice"}


def colour_of(cast: Cast, form: str) -> str | None:
    """What colour the prompt gave the thing: kept among the props, since the actor's own is of its clothes."""
    return next(
        (
            p.removesuffix(f" {form}")
            for p in cast.actor.props
            if p.endswith(f" {form}") and not p.startswith("holding")
        ),
        None,
    )


def thrown_for(cast: Cast) -> float:
    """How far on its way what is thrown is, 0 in the hand."""
    a = cast.act if cast.actor.action_at else (cast.time_s * 0.5) % 1.0
    return max((a - 0.53) / 0.47, 0.0)


def draw_thrown(body: Body, cast: Cast, hand: Point) -> None:
    """A ball, or a fisherman's net that spreads as it flies and sinks."""
    u = thrown_for(cast)
    at = hand if u <= 0 else (hand[0], hand[1] + 2.2 * u * (0.75 - u), hand[2] + 6.5 * u)
    if "net" not in cast.actor.props:
        body.ball(at, 0.06, Paint(paint_of(colour_of(cast, "ball"), (200, 60, 50)), shine=0.4))
        return
    cord, wide = Paint((226, 220, 196)), 0.12 + 1.1 * min(u * 2.2, 1.0)
    at = (at[0], max(at[1], 0.05), hand[2] + 2.6 * min(u * 1.6, 1.0))
    rims = []
    for k in range(12):
        a = k / 12 * math.tau
        rim = add(at, (wide * math.sin(a), -0.28 * (1 - 0.6 * min(u * 2, 1.0)), 0.8 * wide * math.cos(a)))
        body.limb(at, 0.008, rim, 0.008, cord)
        rims.append(rim)
    for share in (0.4, 0.7, 1.0):
        ring = [lerp(at, rim, share) for rim in (*rims, rims[0])]
        body.tube(ring, [0.009] * 13, cord)
    body.limb(hand, 0.008, at, 0.008, cord)


def draw_pouring(body: Body, cast: Cast, left: Point) -> None:
    """A jug tipped over a cup, and the stream between them."""
    steel, china = Paint((206, 212, 220), shine=1.0), Paint((244, 240, 232), shine=0.5)
    cup = add(left, (0.05, 0.0, 0.06))
    drink = next(
        (d for p in cast.actor.props if p.startswith("pours ") and (d := p.removeprefix("pours ")) in _DRINKS), ""
    )
    if drink in _IN_GLASSES:
        _pouring_wine(body, cast, cup, _DRINKS[drink])
        return
    body.sheet(
        lathe([(0.02, 0.0), (0.034, 0.01), (0.05, 0.055), (0.047, 0.055), (0.03, 0.02)], 16, at=cup), china, closed=True
    )
    body.ball(add(cup, (0, 0.048, 0)), (0.044, 0.004, 0.044), Paint(_DRINKS.get(drink, (170, 112, 66))))
    lip = add(cup, (0.015, 0.2, 0.0))
    jug = add(lip, (0.07, 0.035, 0.0))
    body.limb(add(jug, (0.035, 0.03, 0)), 0.052, add(jug, (-0.02, -0.01, 0)), 0.04, steel)
    body.limb(add(jug, (-0.02, -0.01, 0)), 0.034, lip, 0.012, steel)
    body.tube([add(jug, (0.05, 0.08, 0)), add(jug, (0.11, 0.06, 0)), add(jug, (0.09, 0.0, 0))], [0.01] * 3, steel)
    sway = 0.003 * math.sin(cast.time_s * 9)
    body.limb(lip, 0.006, add(cup, (sway, 0.05, 0)), 0.0045, Paint(_DRINKS.get(drink, (250, 246, 238)), shine=0.4))


def _pouring_wine(body: Body, cast: Cast, glass: Point, drink: tuple[float, float, float]) -> None:
    """A bottle over a glass that fills."""
    clear = Paint((214, 232, 238), shine=1.2, alpha=0.35, soft=0.4)
    profile = [(0.035, -0.05), (0.006, -0.045), (0.006, 0.03), (0.04, 0.06), (0.045, 0.1), (0.036, 0.145)]
    body.sheet(lathe(profile, 16, at=glass), clear, closed=True)
    full = 0.035 + 0.05 * min(cast.act, 1.0)
    body.ball(add(glass, (0, 0.045 + 0.3 * full, 0)), (0.039, full * 0.6, 0.039), Paint(drink, shine=0.4))
    mouth = add(glass, (0.03, 0.25, 0.0))
    dark = Paint((34, 62, 40), shine=0.9)
    body.limb(mouth, 0.014, add(mouth, (0.07, 0.045, 0)), 0.017, dark)
    body.limb(add(mouth, (0.09, 0.06, 0)), 0.036, add(mouth, (0.24, 0.15, 0)), 0.04, dark)
    body.limb(add(mouth, (0.13, 0.085, 0)), 0.0405, add(mouth, (0.2, 0.126, 0)), 0.0415, Paint((236, 226, 200)))
    body.limb(mouth, 0.006, add(glass, (0.003, 0.06 + full * 0.6, 0)), 0.004, Paint(drink, shine=0.4))
