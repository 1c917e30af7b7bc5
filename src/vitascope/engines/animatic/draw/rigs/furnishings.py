"""Rooms furnished by their kind: which pieces stand at which wall, beside the window and out of everybody's way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs import fittings as fit
from vitascope.engines.animatic.draw.rigs import furniture as home
from vitascope.engines.animatic.draw.rigs import halls
from vitascope.engines.animatic.draw.rigs.body import Body, moved
from vitascope.engines.animatic.draw.rigs.lamps import axes, lamp, noise_tile
from vitascope.engines.animatic.draw.rigs.outlines import arranged
from vitascope.engines.animatic.draw.rigs.raster import paint_solids
from vitascope.engines.animatic.draw.rigs.spots import Spot
from vitascope.engines.animatic.draw.stage import Canvas, Light, Pose

_GAP_M = 0.22
"""Between two pieces."""
_CURTAIN_M = 0.42
"""Beside a window, for its curtain."""
_NEAR_M = 1.5
"""Nearer than this at a side wall, nothing is in the picture."""
Footprint = tuple[float, float, float, float]
"""Left, right, near and far edge of what stands on the floor, in metres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """The plan of a room. Metres."""

    half: float
    back: float
    high: float
    window: tuple[float, float]
    """Left and right edge of it in the wall ahead; equal for none."""
    hearth: tuple[float, float]
    """Likewise, of what burns there."""
    door: tuple[float, float]
    """Likewise, of one that the shot is about."""
    lamp: tuple[float, float, float]
    busy: tuple[tuple[float, float], ...]
    """Where people are, or pass."""

    def free(self, x: float, z: float, room_m: float) -> bool:
        return all(np.hypot(x - a, z - b) > room_m for a, b in self.busy)


@dataclass(frozen=True, slots=True)
class Piece:
    build: Callable[[Spot], None]
    wide: float
    deep: float
    """Metres off the wall; 0 for what hangs on it."""
    where: str = "bs"
    """At the wall ahead, at a side, under the window, over what stands there: ``b``, ``s``, ``u``, ``o``."""


_PICTURE = Piece(home.painting(0.9, 0.65), 1.0, 0.0, "bso")
_TALL_PICTURE = Piece(home.painting(0.6, 0.8), 0.7, 0.0, "bso")
_PLANT = Piece(home.plant, 0.6, 0.7)
_KINDS: dict[str, tuple[Piece, ...]] = {
    "living": (Piece(home.bookcase, 1.2, 0.35), Piece(home.sofa, 2.3, 1.0, "ub"), Piece(home.sideboard, 1.45, 0.5),
               _PICTURE, _PLANT, Piece(home.television, 1.7, 0.5, "s"), _TALL_PICTURE),
    "plain": (Piece(home.sideboard, 1.45, 0.5), _PLANT, _PICTURE, _TALL_PICTURE),
    "bedroom": (Piece(home.bed, 1.9, 2.2, "b"), Piece(home.nightstand, 0.5, 0.45, "b"),
                Piece(home.wardrobe, 1.25, 0.6), _PICTURE, Piece(home.sideboard, 1.45, 0.5), _PLANT),
    "study": (Piece(home.plant, 0.6, 0.7, "s"), Piece(home.sideboard, 1.45, 0.5, "u")),
    "office": (Piece(fit.desk, 1.6, 1.3, "b"), Piece(fit.cabinet, 0.85, 0.5), Piece(fit.whiteboard, 1.9, 0.0, "bs"),
               _PLANT, Piece(fit.desk, 1.6, 1.3, "s"), Piece(fit.clock, 0.5, 0.0, "o"), Piece(fit.cabinet, 0.85, 0.5)),
    "classroom": (Piece(fit.blackboard, 3.1, 0.0, "b"), Piece(fit.poster, 0.7, 0.0), Piece(fit.poster, 0.7, 0.0),
                  Piece(fit.clock, 0.5, 0.0, "bs"), Piece(home.bookcase, 1.2, 0.35), Piece(fit.poster, 0.7, 0.0)),
    "hospital": (Piece(fit.hospital_bed, 1.8, 2.2, "b"), Piece(fit.screen, 1.4, 0.3, "b"),
                 Piece(fit.hospital_bed, 1.8, 2.2, "bs"), Piece(fit.cabinet, 0.85, 0.5),
                 Piece(fit.clock, 0.5, 0.0, "o")),
    "kitchen": (Piece(fit.worktop, 1.68, 0.65, "u"), Piece(fit.cupboards, 2.1, 0.65, "bs"),
                Piece(fit.cooker, 0.85, 0.65, "b"), Piece(fit.fridge, 0.8, 0.7, "bs"),
                Piece(fit.cupboards, 2.1, 0.65, "bs")),
    "bar": (Piece(fit.bottles, 2.1, 0.5, "b"), Piece(fit.bottles, 2.1, 0.5, "b"), Piece(home.pendant, 0.4, 0.0, "o"),
            _TALL_PICTURE, Piece(home.pendant, 0.4, 0.0, "o")),
    "restaurant": (Piece(home.dining_table, 2.2, 1.8, "b"), Piece(home.dining_table, 2.2, 1.8, "b"), _PICTURE,
                   Piece(home.pendant, 0.4, 0.0, "o"), _PLANT, _TALL_PICTURE),
    "gym": (Piece(fit.weights, 1.7, 0.55), Piece(fit.mirror, 2.5, 0.0, "b"), Piece(fit.bench_press, 2.0, 1.8, "b"),
            Piece(fit.wall_bars, 1.1, 0.2), Piece(fit.locker, 1.6, 0.5), Piece(fit.clock, 0.5, 0.0, "o")),
    "dance": (Piece(fit.mirror, 2.5, 0.0, "b"), Piece(fit.mirror, 2.5, 0.0, "bs"), Piece(fit.mirror, 2.5, 0.0, "s")),
    "laboratory": (Piece(fit.lab_bench, 2.1, 0.65, "bs"), Piece(fit.lab_bench, 2.1, 0.65, "bsu"),
                   Piece(fit.cabinet, 0.85, 0.5), Piece(fit.clock, 0.5, 0.0, "o"), Piece(fit.whiteboard, 1.9, 0.0)),
    "bathroom": (Piece(fit.basin, 0.9, 0.6, "b"), Piece(fit.bath, 1.8, 0.8, "b"), Piece(fit.toilet, 0.6, 0.7, "bs"),
                 _PLANT),
    "cell": (Piece(fit.bunk, 2.0, 0.9, "bs"), Piece(fit.toilet, 0.6, 0.7, "b"), Piece(fit.poster, 0.7, 0.0, "b")),
    "warehouse": (Piece(fit.crates, 2.5, 1.0), Piece(fit.crates, 2.5, 1.0), Piece(fit.crates, 2.5, 1.0),
                  Piece(fit.crates, 2.5, 1.0), Piece(fit.crates, 2.5, 1.0), Piece(fit.crates, 2.5, 1.0)),
    "lockers": (Piece(fit.locker, 1.6, 0.5), Piece(fit.locker, 1.6, 0.5), Piece(fit.locker, 1.6, 0.5),
                Piece(fit.clock, 0.5, 0.0, "o"), Piece(fit.locker, 1.6, 0.5)),
    "lobby": (Piece(halls.reception, 3.3, 2.0, "b"), _PLANT, Piece(home.sofa, 2.3, 1.0), _PLANT, _PICTURE,
              Piece(home.sofa, 2.3, 1.0)),
}  # fmt: skip
"""In the order in which they find their places."""
_NAMED: dict[str, Piece] = {
    "bookcase": Piece(home.bookcase, 1.2, 0.35), "wardrobe": Piece(home.wardrobe, 1.25, 0.6),
    "mirror": Piece(fit.looking_glass, 0.9, 0.0), "paintings": _PICTURE, "potted_plants": _PLANT,
    "blackboard": Piece(fit.blackboard, 3.1, 0.0, "b"), "lockers": Piece(fit.locker, 1.6, 0.5),
}  # fmt: skip
"""What a prompt may name, and then stands there first."""
KINDS = frozenset(_KINDS) | {"museum", "shop", "nightclub", "concourse", "stairs", "doors", "bare"}


def furnished(
    kind: str, floor: Floor, *, tags: Sequence[str], seed: int, night: float
) -> tuple[NDArray[np.float32], list[Footprint]]:
    """The solids of all pieces, ``(n, ROW)``, and where they stand on the floor; what ``tags`` name before the rest."""
    body, prints = Body(), list[Footprint]()
    named = tuple(_NAMED[tag] for tag in tags if tag in _NAMED)
    usual = tuple(p for p in _KINDS.get(kind, ()) if p not in named)
    _along_walls(body, floor, named + usual, seed, night, prints)
    half, back = floor.half, floor.back
    if kind == "classroom":
        halls.pupils(body, half, back, floor.free, seed, night)
    elif kind == "shop":
        halls.aisles(body, back, floor.free, seed, night)
        prints += [(-2.5, -1.9, 1.6, back), (1.9, 2.5, 1.6, back)]
    elif kind == "nightclub":
        halls.nightclub(body, half, back, floor.high)
    elif kind == "museum":
        halls.gallery(body, half, back, floor.free, seed, night)
    elif kind == "concourse":
        halls.concourse(body, half, back, floor.free, seed, night)
    elif kind == "stairs":
        halls.stairs(body, half, back)
    elif kind == "doors":
        _doors(body, floor, seed, night)
    elif kind == "lobby":
        halls.pillars(body, half, back, floor.high)
        halls.chandelier(body, back - 2.8, floor.high, night)
    elif kind in ("living", "bedroom") and floor.free(floor.lamp[0], floor.lamp[2], 0.5):
        home.floor_lamp(halls.spot_of(body, floor.lamp[0], floor.lamp[2] + 0.34, seed, night))
    if "rug" in tags or kind in ("living", "bedroom"):
        halls.rug(body, 0.0, max(back - 2.3, 1.4), seed)
    return body.solids(), prints


def _doors(body: Body, floor: Floor, seed: int, night: float) -> None:
    """Along both walls of a corridor, a picture or a notice between them."""
    z, n = 3.2, 0
    while z < floor.back - 1:
        for side in (-1.0, 1.0):
            s = Spot(body=body, at=(side * floor.half, 0.0, z + 0.8 * side), along=(0.0, -side), out=(-side, 0.0),
                     seed=seed, night=night)  # fmt: skip
            fit.door(s)
        z, n = z + 4.0, n + 1


def _along_walls(  # noqa: PLR0912 - one wall after another
    body: Body, floor: Floor, pieces: Sequence[Piece], seed: int, night: float, prints: list[Footprint]
) -> None:
    """Each piece at the first wall with room for it: next to the window first, then along the sides."""
    half, back = floor.half, floor.back
    taken = [span for span in (floor.window, floor.hearth, floor.door) if span[1] > span[0]]
    taken = [(a - _CURTAIN_M, b + _CURTAIN_M) for a, b in taken]
    ahead = _between(-half + 0.1, half - 0.1, taken)
    sides = {-1.0: [(_NEAR_M, back - 0.3)], 1.0: [(_NEAR_M, back - 0.3)]}
    over = list(ahead)
    under = [floor.window] if floor.window[1] > floor.window[0] else []
    left = True
    for n, piece in enumerate(pieces):
        number = seed + 13 * n
        for wall in piece.where:
            if wall in "buo":
                spans = ahead if wall == "b" else under if wall == "u" else over
                before = list(spans)
                for towards in (0.0, 9.0, -9.0):  # next to the window, else in a corner
                    spans[:] = before
                    u = _taken(spans, piece.wide, towards=towards)
                    if u is None:
                        break
                    print_ = (u - piece.wide / 2, u + piece.wide / 2, back - piece.deep, back)
                    if piece.deep == 0 or _clear(print_, floor.busy):
                        break
                if u is None:
                    continue
                at, along, out = (u, 0.0, back), (1.0, 0.0), (0.0, -1.0)
            else:
                side = -1.0 if left else 1.0
                u = _taken(sides[side], piece.wide, towards=back)
                if u is None:
                    side = -side
                    u = _taken(sides[side], piece.wide, towards=back)
                if u is None:
                    continue
                left = side > 0
                edge = side * (half - piece.deep)
                print_ = (min(edge, side * half), max(edge, side * half), u - piece.wide / 2, u + piece.wide / 2)
                at, along, out = (side * half, 0.0, u), (0.0, -side), (-side, 0.0)
            if piece.deep > 0 and not _clear(print_, floor.busy):
                if wall in "buo":
                    spans[:] = before
                continue
            piece.build(Spot(body=body, at=at, along=along, out=out, seed=number, night=night))
            if piece.deep > 0:
                prints.append(print_)
            break


def _between(low: float, high: float, taken: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """What is free of a wall."""
    spans, at = [], low
    for a, b in sorted(taken):
        if a > at:
            spans.append((at, min(a, high)))
        at = max(at, b)
    if at < high:
        spans.append((at, high))
    return spans


def _taken(spans: list[tuple[float, float]], wide: float, *, towards: float) -> float | None:
    """The middle of a piece ``wide`` metres wide in the largest of ``spans``, which is made smaller by it."""
    fitting = [k for k, (a, b) in enumerate(spans) if b - a >= wide]
    if not fitting:
        return None
    k = max(fitting, key=lambda k: spans[k][1] - spans[k][0])
    a, b = spans[k]
    rest = b - a - wide
    gap = min(rest / 2, _GAP_M)
    if abs(b - towards) < abs(a - towards):
        spans[k] = (a, b - wide - gap)
        return b - wide / 2 - gap / 2
    spans[k] = (a + wide + gap, b)
    return a + wide / 2 + gap / 2


def _clear(spot: Footprint, busy: Sequence[tuple[float, float]]) -> bool:
    """Whether nobody stands or passes there."""
    return not any(spot[0] - 0.35 < x < spot[1] + 0.35 and spot[2] - 0.35 < z < spot[3] + 0.35 for x, z in busy)


def paint_still(canvas: Canvas, pose: Pose, light: Light, solids: NDArray[np.float32]) -> None:
    """Solids in the place's own metres, that do not move."""
    camera, focal = axes(pose), pose.focal * canvas.width / 2
    eye = np.array([pose.x, pose.y, pose.z])
    local = moved(solids, camera, -(camera @ eye))
    lit = lamp(light, camera, np.array([0.0, 1.0, 0.0]), 0.4)
    paint_solids(canvas.rgb, canvas.depth, arranged(local, np.float32(focal)), lit, np.float32(focal), noise_tile())
