"""A bird that stands in the air: upright, its bill level, its wings one blur to either side."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, smooth
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter, mix
from vitascope.engines.animatic.draw.rigs.plumage import Plumage
from vitascope.engines.animatic.draw.rigs.shade import TINT

_LINE = np.array(
    [(-0.36, -0.27), (-0.27, -0.21), (-0.13, -0.11), (0.02, 0.0), (0.16, 0.09), (0.26, 0.14), (0.34, 0.17)]
)
"""Up and ahead, from the root of the tail to the neck, in metres of a bird whose wings span two."""
_ROUND = np.array([0.035, 0.075, 0.125, 0.15, 0.14, 0.105, 0.085])
_MIDDLE, _SWEEP = -0.3, 0.85
"""Radians ahead of straight out that a wing is in the middle of its stroke, and how far it goes from there."""
_GHOSTS = 15
"""Wings that the blur is laid of: an eye sees fifty strokes a second as a fan."""
_HERTZ = 9.0


def draw_hovering(body: Body, cast: Cast, p: Plumage) -> None:
    """One metre is half the span; the foot is the middle of the body."""
    t = cast.time_s
    part = Body()
    _trunk(part, p)
    _head(part, p)
    _tail(part, p, 0.12 * math.sin(2.3 * t + cast.chance(1) * 6))
    _wings(part, p, t * math.tau * _HERTZ + cast.chance(2) * 6)
    bob = (0.025 * math.sin(1.9 * t), 0.05 * math.sin(3.1 * t), 0.04 * smooth(0.5 + 0.5 * math.sin(1.3 * t)))
    body.graft(part, np.eye(3), bob)


def _trunk(body: Body, p: Plumage) -> None:
    """A smooth spindle, pale on the side that is turned down and ahead."""
    way = np.gradient(_LINE, axis=0)
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    a = np.linspace(0, math.tau, 18, endpoint=False)
    x = _ROUND[:, None] * np.sin(a)[None]
    front = _ROUND[:, None] * np.cos(a)[None] * 1.05
    y = _LINE[:, :1] - front * way[:, 1:]
    z = _LINE[:, 1:] + front * way[:, :1]
    pale = np.clip(0.5 + 1.6 * (np.cos(a)[None] - 0.25), 0, 1) * np.ones((len(_LINE), 1))
    body.sheet(
        np.stack([x, y, z], axis=2),
        Paint(p.back, p.belly, shine=0.25, pattern=TINT),
        closed=True,
        tint=pale,
        solid=True,
    )


def _head(body: Body, p: Plumage) -> None:
    at: Point = (0.0, 0.405, 0.205)
    body.ball(at, (0.098, 0.095, 0.112), Paint(p.back, shine=0.35))
    gorget = Paint(p.head or p.back, shine=0.8)
    body.ball((0.0, 0.345, 0.225), (0.086, 0.075, 0.09), gorget)
    bill = Paint(p.beak_colour, shine=0.3)
    body.limb((0.0, 0.40, 0.30), 0.019, (0.0, 0.385, 0.30 + p.beak_long), 0.006, bill)
    for s in (-1, 1):
        body.ball((0.083 * s, 0.43, 0.255), (0.016, 0.024, 0.024), Paint((12, 10, 12), shine=0.9))
        body.ball((0.09 * s, 0.439, 0.263), 0.006, Paint((250, 250, 250), glow=0.9))
        body.ball((0.088 * s, 0.435, 0.222), (0.008, 0.011, 0.013), Paint((238, 238, 232)))


def _tail(body: Body, p: Plumage, swing: float) -> None:
    """Five feathers, spread to brake and steer; the outer ones end white."""
    dark, white = Paint(darker(p.back, 0.55), shine=0.2), Paint((226, 230, 226))
    for k in (-2, 2, -1, 1, 0):
        a, lift = 0.2 * k, 0.004 * (2 - abs(k))
        long = 0.36 - 0.02 * abs(k)
        way = (math.sin(a), -0.86 * math.cos(a), (-0.5 + swing) * math.cos(a))
        side = (math.cos(a), 0.86 * math.sin(a), 0.5 * math.sin(a))

        def spot(along: float, out: float, *, w: Point = way, o: Point = side, up: float = lift) -> Point:
            return (
                w[0] * along + o[0] * out,
                -0.34 + w[1] * along + o[1] * out,
                -0.26 - up + w[2] * along + o[2] * out,
            )

        body.quad(spot(0.0, -0.018), spot(0.0, 0.018), spot(0.8 * long, 0.045), spot(0.8 * long, -0.045), dark)
        tip = white if abs(k) == 2 else dark
        body.quad(spot(0.8 * long, -0.045), spot(0.8 * long, 0.045), spot(long, 0.016), spot(long, -0.016), tip)


def _wings(body: Body, p: Plumage, beat: float) -> None:
    """A wing to either side where it is now, and a fan of faint ones where it has just been."""
    tone = mix(p.wing or p.back, (84, 84, 80), 0.6)
    now = Paint(darker(tone, 0.25), soft=0.5, alpha=0.5)
    been = Paint(lighter(tone, 0.15), soft=0.6, alpha=0.12)
    for s in (-1, 1):
        for k in range(_GHOSTS):
            turned = 2 * k / (_GHOSTS - 1) - 1
            _wing(body, s, _MIDDLE + _SWEEP * turned, math.sqrt(1 - turned * turned), been)
        _wing(body, s, _MIDDLE + _SWEEP * math.sin(beat), math.cos(beat), now)


def _wing(body: Body, s: int, ahead: float, going: float, paint: Paint) -> None:
    """One wing ``ahead`` radians of straight out; it is tilted by how fast it is ``going``, and turns over behind."""
    u = np.linspace(0, 1, 7)
    edge = 0.84 * u
    chord = 0.21 * (1 - u**2.6) * (0.55 + 0.45 * np.sin(np.pi * np.minimum(u + 0.25, 1.0))) + 0.012
    out, fore = math.cos(ahead), math.sin(ahead)
    slope = 0.55 * going
    lead = np.stack([s * (0.09 + edge * out), 0.21 + 0.46 * edge, 0.05 + edge * fore], axis=1)
    back = np.stack([s * chord * fore, -slope * chord, -chord * out * (1.0 if out > 0 else -1.0)], axis=1)
    body.sheet(np.stack([lead, lead + 0.55 * back, lead + back]), paint)
