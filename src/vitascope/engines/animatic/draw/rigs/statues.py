"""Statues of anybody and anything that a rig draws: its own body, still, all of one stuff, on a plinth."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point, moved
from vitascope.engines.animatic.draw.rigs.cast import Cast, Rig, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter
from vitascope.engines.animatic.draw.rigs.cover import CAPSULE, ELLIPSOID, TRIANGLE
from vitascope.engines.animatic.draw.rigs.shade import BACKED, CUT, FLAT, MOTTLE, TINT
from vitascope.engines.animatic.draw.rigs.shapes import lathe
from vitascope.engines.animatic.graph import Actor, RigKind, Waypoint

OF = "statue of "
"""How the form of a statue begins that is of no man; its rig and form follow: ``statue of quadruped horse``."""

_STUFFS: dict[str, Paint] = {
    "bronze": Paint((122, 92, 56), shine=0.4), "copper": Paint((150, 92, 62), shine=0.5),
    "gold": Paint((228, 176, 62), shine=1.0), "brass": Paint((204, 164, 80), shine=0.9),
    "silver": Paint((192, 198, 206), shine=1.0), "iron": Paint((74, 76, 82), shine=0.5),
    "steel": Paint((176, 182, 190), shine=1.0), "marble": Paint((214, 209, 200), shine=0.25, pattern=MOTTLE, grain=0.5),
    "granite": Paint((128, 128, 130), shine=0.15, pattern=MOTTLE, grain=0.12),
    "jade": Paint((72, 156, 112), shine=0.7, soft=0.5, pattern=MOTTLE, grain=0.4),
    "ice": Paint((196, 228, 244), shine=1.3, soft=0.9, alpha=0.72),
    "glass": Paint((206, 232, 240), shine=1.4, soft=0.8, alpha=0.5),
    "crystal": Paint((214, 226, 250), shine=1.4, soft=0.8, alpha=0.55),
    "snow": Paint((244, 247, 252), soft=0.5, pattern=MOTTLE, grain=0.3),
    "sand": Paint((214, 182, 128), pattern=MOTTLE, grain=0.1),
    "terracotta": Paint((186, 104, 68), pattern=MOTTLE, grain=0.4),
    "clay": Paint((170, 112, 80), pattern=MOTTLE, grain=0.4),
    "wood": Paint((128, 84, 50), shine=0.15, pattern=MOTTLE, grain=0.35),
    "porcelain": Paint((246, 246, 248), shine=1.0), "chocolate": Paint((88, 52, 32), shine=0.5),
    "butter": Paint((250, 226, 130), shine=0.4, soft=0.5), "wax": Paint((238, 218, 190), shine=0.4, soft=0.5),
    "obsidian": Paint((26, 24, 30), shine=1.2), "ruby": Paint((176, 18, 52), shine=1.2, soft=0.6),
    "emerald": Paint((20, 140, 92), shine=1.2, soft=0.6), "stone": Paint((158, 152, 142), pattern=MOTTLE, grain=0.2),
    "gargoyle": Paint((112, 110, 108), pattern=MOTTLE, grain=0.2),
    "sphinx": Paint((206, 176, 128), pattern=MOTTLE, grain=0.2),
    "buddha": Paint((222, 172, 64), shine=0.9), "idol": Paint((222, 172, 64), shine=0.9),
}  # fmt: skip
_POSES: dict[str, str] = {"dragon": "idle", "butterfly": "fly", "whale": "swim", "fish": "swim", "biped": "idle"}
"""What each rig does while it stands for ever."""
_HIGH = 0.78
"""Of a unit: the figure; the rest is plinth."""
_WIDE: dict[str, float] = {"dragon": 1.9}
"""The longest that a figure is, or else 1.25."""
_LEAPS = 1.0
"""Radians by which what swims rises from its plinth."""


def draw_statue(body: Body, cast: Cast) -> None:
    """One unit high with its plinth; the form says of whom, and the label of what."""
    actor = cast.actor
    stuff = _stuff(actor)
    kind, of = _subject(actor)
    body.place(_carved(kind, of, actor.label.lower() if kind == "biped" else "", stuff, cast.seed % 7))


def _stuff(actor: Actor) -> Paint:
    """What it is made of: by the words for it, and else by its colour."""
    words = actor.label.lower()
    known = next((paint for name, paint in _STUFFS.items() if name in words), None)
    if known is None and actor.colour:
        known = next((paint for name, paint in _STUFFS.items() if name in actor.colour), None)
    return known or _STUFFS["marble"]


def _subject(actor: Actor) -> tuple[RigKind, str]:
    rig, _, form = actor.form.lower().removeprefix(OF).partition(" ")
    kinds: tuple[RigKind, ...] = get_args(RigKind)
    return next(((kind, form) for kind in kinds if kind == rig), ("biped", ""))


@lru_cache(maxsize=16)
def _carved(kind: RigKind, of: str, label: str, stuff: Paint, seed: int) -> NDArray[np.float32]:
    """Its solids, read only: who is of stone does not stir."""
    figure = _seated(stuff) if of == "buddha" else _cast(_figure(kind, of, label, seed), stuff)
    if kind in {"whale", "fish"}:
        figure = moved(figure, turn(0.0, _LEAPS), np.zeros(3))
    low, high = _bounds(figure)
    span = high - low
    size = min(_HIGH / max(span[1], 1e-3), _WIDE.get(kind, 1.25) / max(span[0], span[2], 1e-3))
    wide, deep = 0.5 * size * span[0] * 0.72 + 0.05, 0.5 * size * span[2] * 0.72 + 0.05
    foot = 1.0 - _HIGH if kind != "biped" or of == "buddha" else 0.22
    part = Body()
    part.place(figure)
    body = Body()
    middle = (low + high) / 2
    body.graft(part, np.eye(3) * size, (-middle[0] * size, foot - low[1] * size, -middle[2] * size))
    dull = stuff if stuff.alpha < 1 else Paint((168, 164, 156), pattern=MOTTLE, grain=0.2)
    if kind == "biped" and of != "buddha":
        wide, deep = 0.2, 0.2
    body.box((0, 0.5 * foot, 0), (wide, 0.5 * foot, deep), dull)
    body.box((0, foot - 0.015, 0), (wide + 0.03, 0.018, deep + 0.03), replace(dull, colour=lighter(dull.colour, 0.15)))
    body.box((0, 0.02, 0), (wide + 0.05, 0.025, deep + 0.05), replace(dull, colour=darker(dull.colour, 0.12)))
    solids = body.solids()
    solids.setflags(write=False)
    return solids


def _figure(kind: RigKind, of: str, label: str, seed: int) -> NDArray[np.float32]:
    """The body that the rig of ``kind`` makes, at rest; of a person in a robe where nobody is named."""
    from vitascope.engines.animatic.draw.rigs.register import entry_of  # which knows this rig too

    man = kind == "biped" and of in {"", "man"}
    form = "marble statue" if man else of
    who = Actor(
        id="statue", rig=kind, form=form, label="man" if man else label.rsplit(" of ", maxsplit=1)[-1] or of,
        path=(Waypoint(time_s=0.0, x=0.0, y=0.0, z=0.0),), action=_POSES.get(kind, "idle"),
    )  # fmt: skip
    still = Cast(
        actor=who, time_s=0.5, shot_s=0.5, seed=seed, travelled=0.0, speed=0.0, mouth=0.0, act=0.0, night=0.0,
        to_camera=0.4, pixels=240.0,
    )  # fmt: skip
    body = Body()
    entry_of(kind).rig(body, still)
    return body.solids()


def _cast(solids: NDArray[np.float32], stuff: Paint) -> NDArray[np.float32]:
    """``solids`` of one stuff: what was darker stays a little darker, as the hollows of a carving are."""
    out = solids.copy()
    for at in (19, 22):
        tone = solids[:, at : at + 3].mean(axis=1, keepdims=True) / 255
        out[:, at : at + 3] = np.minimum(np.array(stuff.colour, np.float32) * (0.74 + 0.36 * tone), 255)
    out[:, 25], out[:, 26], out[:, 30] = stuff.shine, stuff.glow, stuff.soft
    out[:, 27] *= stuff.alpha
    kept = out[:, 28].astype(np.int64) & (BACKED | FLAT | CUT | TINT)
    out[:, 28], out[:, 29] = kept | (stuff.pattern & MOTTLE), stuff.grain
    return out


def _bounds(solids: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The least and the greatest x, y and z of some solids, each shaped ``(3,)``."""
    lows, highs = [], []
    for kind, points in ((TRIANGLE, 3), (CAPSULE, 2), (ELLIPSOID, 1)):
        rows = solids[(solids[:, 0] == kind) & (solids[:, 27] > 0)]
        if not len(rows):
            continue
        at = rows[:, 1 : 1 + 3 * points].reshape(len(rows), points, 3)
        round_by = np.zeros((len(rows), points, 3))
        if kind == CAPSULE:
            round_by += rows[:, 7:9, None]
        elif kind == ELLIPSOID:
            round_by[:, 0] = np.linalg.norm(rows[:, 4:13].reshape(len(rows), 3, 3), axis=1)
        lows.append((at - round_by).min(axis=(0, 1)))
        highs.append((at + round_by).max(axis=(0, 1)))
    return np.min(lows, axis=0).astype(np.float64), np.max(highs, axis=0).astype(np.float64)


def _seated(stuff: Paint) -> NDArray[np.float32]:
    """The Buddha on a lotus: legs crossed, hands in his lap, a bun on his head."""
    body = Body()
    shade = replace(stuff, colour=darker(stuff.colour, 0.25))
    fold = replace(stuff, colour=lighter(stuff.colour, 0.08))
    for row, (r, y, count) in enumerate(((0.62, 0.08, 16), (0.54, 0.17, 14))):
        for k in range(count):
            a = (k + 0.5 * row) / count * math.tau
            tilt = turn(a, 0.5, 0.0)
            body.ball((r * math.sin(a), y, r * 0.86 * math.cos(a)), (0.11, 0.13, 0.05), fold, turn=tilt)
    body.sheet(lathe([(0.56, 0.0), (0.6, 0.1), (0.5, 0.22), (0.01, 0.24)], 24), shade, closed=True)
    body.ball((0, 0.42, -0.04), (0.3, 0.2, 0.24), stuff)
    for s in (-1, 1):
        hip: Point = (0.2 * s, 0.36, 0.0)
        knee: Point = (0.52 * s, 0.3, 0.24)
        body.tube([hip, knee, (-0.02 * s, 0.29 + 0.05 * (s > 0), 0.42)], [0.15, 0.12, 0.09], stuff)
        body.ball((-0.14 * s, 0.34 + 0.05 * (s > 0), 0.4), (0.14, 0.05, 0.07), fold)
        shoulder: Point = (0.3 * s, 1.0, -0.04)
        elbow: Point = (0.42 * s, 0.66, 0.02)
        body.tube([shoulder, elbow, (0.1 * s, 0.5, 0.32)], [0.11, 0.09, 0.06], stuff)
        body.ball((0.05 * s, 0.5, 0.36), (0.1, 0.03, 0.06), fold)
    rings = [(0.3, 0.4), (0.27, 0.6), (0.31, 0.85), (0.33, 0.98), (0.2, 1.12), (0.09, 1.16)]
    trunk = lathe(rings, 22, at=(0, 0, -0.04))
    trunk[..., 2] = (trunk[..., 2] + 0.04) * 0.72 - 0.04
    body.sheet(trunk, stuff, closed=True)
    for k in range(4):  # the robe's folds, over one shoulder
        x = 0.27 - 0.03 * k
        body.tube([(x, 1.06, 0.02), (0.1 - 0.06 * k, 0.85 - 0.05 * k, 0.2), (-0.24, 0.62 - 0.06 * k, 0.14)],
                  [0.02] * 3, shade)  # fmt: skip
    body.limb((0, 1.1, -0.03), 0.09, (0, 1.24, -0.02), 0.085, stuff)
    body.ball((0, 1.4, 0.0), (0.165, 0.2, 0.18), stuff)
    for s in (-1, 1):
        body.limb((0.165 * s, 1.42, -0.02), 0.03, (0.175 * s, 1.26, 0.0), 0.034, stuff)
        body.limb((0.03 * s, 1.43, 0.165), 0.012, (0.11 * s, 1.425, 0.145), 0.012, shade)
        body.limb((0.025 * s, 1.47, 0.165), 0.012, (0.12 * s, 1.475, 0.14), 0.01, fold)
    body.limb((0, 1.45, 0.175), 0.018, (0, 1.37, 0.195), 0.03, stuff)
    body.limb((-0.05, 1.31, 0.165), 0.016, (0.05, 1.31, 0.165), 0.016, shade)
    body.ball((0, 1.5, 0.165), 0.014, shade)
    for row in range(5):
        y, r = 1.49 + 0.038 * row, 0.175 - 0.012 * row * row * 0.7
        for k in range(15):
            a = (k + 0.5 * (row % 2)) / 15 * math.tau
            if math.cos(a) < 0.82 or row > 1:
                body.ball((r * math.sin(a), y, r * 1.06 * math.cos(a) - 0.01), 0.034, shade)
    body.ball((0, 1.62, -0.02), (0.12, 0.08, 0.12), shade)
    body.ball((0, 1.7, -0.02), (0.075, 0.08, 0.075), shade)
    return body.solids()


STATUES: Mapping[str, Rig] = dict.fromkeys(
    (
        "statue", "statue of biped buddha", "statue of quadruped lion", "statue of dragon dragon", "statue of face man",
    ),
    draw_statue,
)  # fmt: skip
"""The forms that words of the lexicon have; those of other subjects begin with `OF` too."""
