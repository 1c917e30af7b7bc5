"""The trunk, neck and tail of a four-legged animal in any pose, and its head at their end."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.builds import Build
from vitascope.engines.animatic.draw.rigs.cast import Cast, add, curve, lerp, turn
from vitascope.engines.animatic.draw.rigs.colours import darker
from vitascope.engines.animatic.draw.rigs.hide import Coat, Knot, mark, shag, skin
from vitascope.engines.animatic.draw.rigs.muzzles import draw_head
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE

RINGS = 26
_TRUNK = (4, 15)
"""Rings between the root of the tail and the neck."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """Where the joints are: heights and places in shoulders, angles in radians."""

    hip: Point
    shoulder: Point
    neck_up: float
    nod: float = 0.0
    """Of the head, against how it is held at rest; positive looks up."""
    look: float = 0.0
    jaw: float = 0.0
    lids: float = 1.0
    flex: float = 0.0
    """How far the back is arched upwards."""
    sway: float = 0.0


def draw_trunk(body: Body, cast: Cast, b: Build, coat: Coat, p: Pose, beat: float) -> None:
    """One skin from the root of the tail to the nape, its marks, its tail, and the head at its end."""
    g, hg, w = b.girth, b.girth * b.tuck, b.wide
    (_, hy, hz), (_, sy, sz) = p.hip, p.shoulder
    length = max(math.hypot(sz - hz, sy - hy), 1e-3)
    uz, uy = (sz - hz) / length, (sy - hy) / length
    turned = math.sin(p.look) * b.neck * 0.45
    cos_up, sin_up = math.cos(p.neck_up), math.sin(p.neck_up)
    nape = b.head * b.brow
    nr = b.neck_r * g
    thick = max(nr * 1.12, 0.8 * g)
    base = (sz + 0.34 * g * uz - 0.1 * g * uy, sy + 0.34 * g * uy + (g - thick) * 0.9 + 0.12 * g * sin_up)
    dip = -0.4 * b.neck if "dipped_neck" in b.extras else 0.0
    mid = 0.5 * (g + hg) * (1.04 if b.tuck > 0.9 else 0.98)
    long = b.neck
    knots: list[Knot] = [
        (0, hy - 0.9 * hg * uy + 0.12 * hg, hz - 0.9 * hg * uz, 0.06 * hg, 0.06 * hg),
        (0, hy - 0.62 * hg * uy + 0.04 * hg, hz - 0.62 * hg * uz, 0.6 * hg * w, 0.68 * hg),
        (0, hy, hz, hg * w * 1.04, hg),
        (p.sway, hy + (sy - hy) * 0.4 + p.flex, hz + (sz - hz) * 0.4, mid * w * 1.06, mid),
        (p.sway, hy + (sy - hy) * 0.75 + 0.6 * p.flex, hz + (sz - hz) * 0.75, g * w * 1.06, g * 1.02),
        (0, sy, sz, g * w, g),
        (turned * 0.05, base[1], base[0], thick * 0.8, thick),
        (
            turned * 0.35,
            base[1] + long * 0.42 * sin_up + dip * 0.5,
            base[0] + long * 0.42 * cos_up,
            nr * 0.78,
            nr * 0.98,
        ),
        (
            turned * 0.8,
            base[1] + long * 0.8 * sin_up + dip * 0.1,
            base[0] + long * 0.8 * cos_up,
            nr * 0.62,
            max(nr * 0.78, nape * 0.75),
        ),
        (turned, base[1] + long * sin_up, base[0] + long * cos_up, nape * 0.72, nape * 0.82),
    ]
    grid = skin(knots, RINGS)
    body.sheet(grid, coat.columns, closed=True)
    spotted = RINGS - 1 if b.coat in ("stripes", "spots", "tiles") else _TRUNK[1] + 2
    mark(body, grid, b, coat, 2, spotted)
    shag(body, grid, b, coat, _TRUNK[0] - 1, RINGS - 2 if "fleece" not in b.extras else RINGS - 8)
    _back(body, b, coat, p)
    wag = (0.75 if b.ears == "flop" else 0.4) * math.sin(cast.time_s * (9 if b.ears == "flop" else 1.7))
    _tail(body, b, coat, (0.0, hy + 0.42 * hg - 0.7 * hg * uy, hz - 0.62 * hg * uz - 0.2 * hg * uy), wag, beat)
    if "mane" in b.extras or "mane_short" in b.extras:
        _mane(body, b, grid, beat)
    end: Point = (turned, base[1] + b.neck * sin_up + dip * 0.0, base[0] + b.neck * cos_up)
    part = Body()
    draw_head(part, b, coat, cast, jaw=p.jaw, lids=p.lids)
    pitch = p.nod - (b.nod if b.feet == "hoof" else 0.5 * b.nod) + 0.15 * (p.neck_up - b.neck_up)
    body.graft(part, turn(p.look, pitch), end)


def _back(body: Body, b: Build, coat: Coat, p: Pose) -> None:
    """Humps and plates."""
    (_, hy, hz), (_, sy, sz) = p.hip, p.shoulder
    if "hump" in b.extras:
        body.ball(
            (0, (hy + sy) / 2 + b.girth * 0.85, (hz + sz) / 2), (b.girth * 0.5, b.girth * 0.9, b.girth * 0.85), coat.fur
        )
    if "plates" in b.extras:
        plate = Paint((176, 108, 60), pattern=MOTTLE, grain=0.2)
        for k in range(11):
            t = k / 10
            z = hz - 0.9 + (sz - hz + 1.25) * t
            share = min((z - hz) / (sz - hz), 1.3)
            y = hy + (sy - hy) * max(share, 0.0) + b.girth * (0.8 if share > 0 else 0.8 + 0.9 * share)
            h = 0.1 + 0.24 * math.sin(math.pi * min(max(t, 0.1), 0.95))
            x = 0.05 * (1 if k % 2 else -1)
            body.quad(
                (x, y, z - h * 0.45),
                (x * 1.6, y + h * 0.9, z - h * 0.3),
                (x * 1.6, y + h * 1.3, z),
                (x, y, z + h * 0.45),
                plate,
            )
            body.tri((x * 1.6, y + h * 1.3, z), (x * 1.6, y + h * 0.8, z + h * 0.4), (x, y, z + h * 0.45), plate)


def _mane(body: Body, b: Build, grid: NDArray[np.float64], beat: float) -> None:
    hair = Paint(b.mark if b.coat == "stripes" else darker(b.colour, 0.62) if sum(b.colour) < 560 else (226, 222, 232))
    short = "mane_short" in b.extras
    for k in range(16 if short else 22):
        at = grid[-1 - int(k * (9 if short else 10) / 22), 0]
        x, y, z = at.tolist()
        flow = 0.035 * math.sin(beat + k * 0.5)
        if short:
            body.limb((x, y - 0.02, z), 0.02, (x, y + 0.035 * b.neck**0.5, z - 0.035), 0.008, hair)
            continue
        side = 0.05 if k % 2 else -0.02
        body.tube(
            [(x, y - 0.01, z), (x + side + flow, y - 0.02, z - 0.07), (x + side * 1.6 + flow * 2, y - 0.13, z - 0.1)],
            [0.032, 0.03, 0.006], hair,
        )  # fmt: skip


def _tail(body: Body, b: Build, coat: Coat, root: Point, wag: float, beat: float) -> None:
    points = [root]
    for k in range(1, 5):
        t = k / 4
        angle = b.tail_up + (0.5 * t if b.tail_up > 0 else -0.15 * t)
        if "taper" in b.extras:
            angle = b.tail_up * (1 - 0.75 * t)
        x = wag * 0.35 * t * t * b.tail
        points.append(
            add(
                root,
                (x, math.sin(angle) * b.tail * t + 0.03 * t * math.sin(beat - t * 2), -math.cos(angle) * b.tail * t),
            )
        )
    line = curve(points, 11)
    if "taper" in b.extras:
        body.tube(line, [b.tail_r * (1.25 - 1.2 * i / 10) for i in range(11)], coat.fur)
        return
    hair = (
        coat.fur
        if "tail_hair" not in b.extras
        else Paint(darker(b.colour, 0.62) if sum(b.colour) < 560 else (226, 222, 232))
    )
    full = [
        b.tail_r * (1 + b.bushy * 1.2 * math.sin(math.pi * min(i / 10 * 0.95, 1))) * (1 - 0.45 * i / 10)
        for i in range(11)
    ]
    body.tube(line, full, hair)
    if "rings" in b.extras:
        for i in range(2, 11, 2):
            body.limb(line[i - 1], full[i - 1] * 1.04, lerp(line[i - 1], line[i], 0.6), full[i] * 1.05, coat.mark)
    if b.bushy > 0.5 and "tail_hair" not in b.extras:
        for k in range(24):
            i = 2 + k % 8
            a = k * 2.4
            r = full[i]
            start = add(line[i], (math.sin(a) * r * 0.7, math.cos(a) * r * 0.7, 0))
            way = lerp((0, 0, 0), add(line[min(i + 2, 10)], (-line[i][0], -line[i][1], -line[i][2])), 0.9)
            body.limb(
                start, r * 0.4, add(add(start, way), (math.sin(a) * r * 0.25, math.cos(a) * r * 0.25, 0)), 0.004, hair
            )
    if "white_tip" in b.extras:
        body.limb(line[9], full[9] * 1.25, line[10], full[10] * 0.9, coat.pale)
    elif b.tuft:
        dark = Paint(darker(b.colour, 0.6) if b.coat != "stripes" else b.mark)
        body.limb(line[9], b.tail_r * 1.2, line[10], b.tail_r * 1.9, dark)
        body.limb(line[10], b.tail_r * 1.9, add(line[10], (0, -0.09, -0.02)), 0.004, dark)
