"""Boats and sailing ships. Both heel and pitch on the swell."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs import decks
from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point, backed
from vitascope.engines.animatic.draw.rigs.cast import Cast, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter, paint_of
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE
from vitascope.engines.animatic.draw.rigs.shapes import dense, loft
from vitascope.engines.animatic.draw.stage import Colour

_STATIONS = 15
_ACROSS = (-1.0, -0.96, -0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75, 0.96, 1.0)
"""Where a hull's section is taken, from rim to rim; the deck lies at about the second, and the last but one."""


def _station(i: int, length: float, beam: float, free: float, sheer: float) -> tuple[float, float, float, float]:
    """Of a hull ``i`` stations from the stern: where, half how wide, how high its rim is, and how far that is raked."""
    t = i / (_STATIONS - 1) * 2 - 1
    w = beam / 2 * max(1 - abs(t) ** (2.6 if t > 0 else 5.0), 0.0) ** 0.75 * (1.0 if t > 0 else 0.96) + 0.01
    rim = free + sheer * (t * t) * (1.25 if t > 0 else 1.0)
    return t * length / 2, w, rim, 0.07 * length * max(t, 0) ** 3


def _hull(
    body: Body, length: float, beam: float, free: float, sheer: float, paint: Paint, deck: Paint | None
) -> tuple[tuple[Point, ...], ...]:
    """Keel at −0.3 free; ``sheer`` lifts bow and stern. Of planks without a ``deck``; the lines of its two rims.

    Its inside is seen over the deck alone, in the uppermost strip of each side.
    """
    grid, top = [], []
    for i in range(_STATIONS):
        z, w, rim, rake = _station(i, length, beam, free, sheer)
        row = []
        for a in _ACROSS:
            side = abs(a)
            row.append(
                (
                    math.copysign(w * side**0.55, a) if a else 0.0,
                    -0.45 * free + (rim + 0.45 * free) * side**2.2,
                    z + rake * side**2,
                )
            )
        grid.append(row)
        top.append([(w * 0.97 * (j / 2 - 1), rim - 0.12 * free, z + rake) for j in range(5)])
    body.sheet(np.array(grid[::-1]), [paint, *[backed(paint)] * (len(_ACROSS) - 3), paint])
    if deck is None:
        body.sheet(*decks.planked(np.array(top)))
    else:
        body.sheet(np.array(top), deck)
    rims = []
    for j in (0, -1):
        rail: list[Point] = [tuple(map(float, r[j])) for r in grid]  # type: ignore[misc]
        body.tube(rail, [0.035 * free + 0.02] * len(rail), Paint(darker(paint.colour, 0.35)))
        rims.append(tuple(rail))
    return tuple(rims)


def draw_boat(body: Body, cast: Cast) -> None:
    """Six metres long; a rowing boat, or with a small cabin where the form says so."""
    words = (cast.actor.form + " " + cast.actor.label).lower()
    paint = Paint(paint_of(cast.actor.colour, (176, 66, 46)), shine=0.25)
    part = Body()
    if any(w in words for w in ("submarine", "u-boat", "nautilus")):
        _submarine(part, cast)
        body.graft(part, turn(0, -0.09 if cast.actor.path[-1].y < -0.5 else 0.0, 0), (0, 0, 0))
        return
    if any(w in words for w in _GREAT):
        _liner(part, cast, words)
        body.graft(part, turn(0, 0, 0.01 * math.sin(cast.time_s * 0.5)), (0, 0, 0))
        return
    slim = any(w in words for w in ("canoe", "kayak", "gondola", "row", "dinghy", "raft", "lifeboat"))
    free, beam = (0.5, 1.35) if slim else (0.75, 1.9)
    _hull(part, 6.0, beam, free, 0.35, paint, Paint((168, 124, 80), pattern=MOTTLE, grain=0.6))
    if any(w in words for w in ("sail", "yacht", "dinghy")):
        _sail(part, 0.4, 7.0, 2.4)
    elif any(w in words for w in ("row", "canoe", "gondola", "kayak", "dinghy")):
        for z in (-1.0, 0.6):
            part.box((0, 0.5, z), (0.6, 0.04, 0.16), Paint((150, 104, 62)))
        pull = cast.time_s * 2.4
        oar = Paint((170, 130, 84))
        for s in (-1, 1):
            swing, dip = 0.55 * math.sin(pull), 0.2 + 0.22 * math.cos(pull)
            tip = (2.5 * s, 0.1 + dip, 0.1 + 1.5 * swing)
            part.limb((0.35 * s, 0.75, 0.1 - 0.4 * swing), 0.03, tip, 0.03, oar)
            part.ball(tip, (0.32, 0.16, 0.04), oar)
    elif slim:
        pass
    else:
        part.box((0, 1.3, -0.5), (0.62, 0.62, 0.85), Paint((240, 238, 230)))
        part.box((0, 1.98, -0.5), (0.72, 0.06, 1.0), Paint((60, 84, 120)))
        part.box((0, 1.5, 0.36), (0.5, 0.25, 0.02), Paint((40, 54, 66), shine=1.0))
        part.limb((0, 2.0, -0.9), 0.035, (0, 3.6, -0.9), 0.025, Paint((90, 70, 50)))
    t = cast.time_s
    body.graft(part, turn(0, 0.05 * math.sin(t * 1.2), 0.06 * math.sin(t * 0.9 + 1)), (0, 0.06 * math.sin(t * 1.4), 0))
    if cast.speed > 1:
        body.source("dust", (0, 0.05, -3.0), 0.5, 0.5)


_LADEN = ("cargo", "container", "tanker", "freighter")
_GREAT = (
    "submarine", "ship", "liner", "ferry", "tanker", "cargo", "freighter", "container", "titanic", "destroyer",
    "cruise", "icebreaker", "steamer", "steamboat", "battleship", "carrier", "warship",
)  # fmt: skip
"""Words of what is longer than sixty metres."""


def _submarine(part: Body, cast: Cast) -> None:
    """On the surface: a back awash, the tower with its planes, the periscope."""
    steel = Paint(paint_of(cast.actor.colour, (52, 60, 66)), shine=0.35)
    rings = [
        (3.0, 0.0, 0.02, 0.02),
        (2.7, 0.0, 0.26, 0.26),
        (1.6, 0.0, 0.36, 0.36),
        (-1.4, 0.0, 0.36, 0.36),
        (-3.0, 0.05, 0.04, 0.05),
    ]
    part.sheet(loft(dense(rings, 18), 16), steel, closed=True)
    part.box((0, 0.36, 0.0), (0.16, 0.03, 2.0), Paint((38, 42, 46)))
    tower = [(0.75, 0.6, 0.02, 0.32), (0.6, 0.6, 0.13, 0.34), (0.2, 0.6, 0.15, 0.34), (-0.2, 0.6, 0.02, 0.32)]
    part.sheet(loft(tower, 12), steel, closed=True)
    part.box((0, 0.93, 0.3), (0.12, 0.03, 0.35), steel)
    for s in (-1, 1):
        part.quad((0.1 * s, 0.72, 0.5), (0.6 * s, 0.72, 0.42), (0.6 * s, 0.72, 0.22), (0.1 * s, 0.72, 0.2), steel)
        part.quad(
            (0.05 * s, 0.08, -2.5), (0.6 * s, 0.08, -2.75), (0.6 * s, 0.08, -2.95), (0.05 * s, 0.08, -2.95), steel
        )
    part.limb((0, 0.9, 0.4), 0.025, (0, 1.5, 0.4), 0.02, steel)
    part.limb((0, 0.9, 0.1), 0.014, (0, 1.3, 0.1), 0.008, steel)
    part.quad((0, 0.0, -2.5), (0, 0.0, -2.95), (0, 0.6, -2.95), (0, 0.6, -2.75), steel)


def _liner(part: Body, cast: Cast, words: str) -> None:
    """Six units long, as the boat is, and many times as large: decks of lit windows, funnels, or stacked containers."""
    dark: Colour = (34, 38, 52)
    painted: tuple[tuple[tuple[str, ...], Colour], ...] = ((("titanic", "liner"), dark), (_LADEN, (150, 44, 38)))
    usual = next((c for names, c in painted if any(n in words for n in names)), (236, 238, 240))
    hull = Paint(paint_of(cast.actor.colour, usual), shine=0.25)
    _hull(part, 6.0, 0.8, 0.4, 0.09, hull, Paint((150, 130, 104)))
    white = Paint((238, 238, 234), shine=0.2)
    pane = Paint((255, 224, 150), glow=0.9) if cast.night > 0.3 else Paint((50, 66, 82), shine=0.8)
    cargo = any(w in words for w in _LADEN)
    grey = any(w in words for w in ("destroyer", "battleship", "warship"))
    if cargo:
        for i in range(9):
            for j in range(3):
                for k in range(1 + (i * 7 + j * 3) % 3):
                    hue = ((176, 58, 46), (44, 96, 140), (206, 150, 52), (80, 120, 84), (150, 150, 154))[
                        (i * 5 + j * 3 + k) % 5
                    ]
                    part.box((-0.22 + 0.22 * j, 0.5 + 0.13 * k, 2.1 - 0.42 * i), (0.1, 0.06, 0.19), Paint(hue))
        part.box((0, 0.75, -2.2), (0.32, 0.4, 0.22), white)
        for k in range(4):
            part.box((0, 0.55 + 0.16 * k, -1.975), (0.28, 0.03, 0.01), pane)
        return
    coat = Paint((120, 128, 134), shine=0.2) if grey else white
    levels = ((0.36, 2.0, 0.44), (0.33, 1.7, 0.6), (0.29, 1.35, 0.76), (0.24, 0.9, 0.92))
    for w, half, y in levels[: 3 if grey else 4]:
        part.box((0, y, -0.2), (w, 0.075, half), coat)
        for s in (-1, 1):
            for k in range(int(half * 14)):
                part.box(((w + 0.004) * s, y, -0.2 - half + 0.1 + k / 7), (0.004, 0.025, 0.035), pane)
    if grey:
        for z in (1.9, 1.3, -1.9):
            part.ball((0, 0.6 if z > 1.5 else 0.78, z), (0.17, 0.1, 0.2), coat)
            for side in (-0.05, 0.05):
                part.limb(
                    (side, 0.64 if z > 1.5 else 0.82, z),
                    0.02,
                    (side, 0.7 if z > 1.5 else 0.86, z + (0.55 if z > 0 else -0.55)),
                    0.015,
                    coat,
                )
    for k, z in enumerate((0.5, 0.0, -0.5, -1.0)[: 4 if "titanic" in words else 2]):
        funnel = Paint((206, 150, 70) if "titanic" in words else (190, 52, 44))
        part.limb((0, 0.95, z), 0.11, (0, 1.35, z - 0.06), 0.1, funnel)
        part.limb((0, 1.33, z - 0.06), 0.105, (0, 1.42, z - 0.07), 0.1, Paint((30, 30, 32)))
        part.source("smoke", (0, 1.5, z - 0.1), 0.16, 0.3 if k == 0 else 0.0)
    part.limb((0, 0.9, 1.0), 0.015, (0, 1.6, 0.95), 0.01, white)


def _sail(part: Body, z: float, high: float, long: float) -> None:
    cloth = Paint((244, 240, 228), soft=0.6)
    part.limb((0, 0.4, z), 0.07, (0, high, z), 0.035, Paint((120, 86, 54)))
    grid = [
        [
            (0.5 * math.sin(math.pi * i / 6) * j / 6, 1.1 + (high - 1.4) * i / 6, z - 0.05 - long * j / 6 * (1 - i / 6))
            for j in range(7)
        ]
        for i in range(7)
    ]
    part.sheet(np.array(grid), cloth)
    jib = [
        [
            (
                0.4 * math.sin(math.pi * i / 6) * (1 - j / 6),
                0.9 + (high - 2.0) * i / 6 * (1 - 0.0 * j),
                z + 0.1 + (2.2 * (1 - i / 6)) * j / 6,
            )
            for j in range(7)
        ]
        for i in range(7)
    ]
    part.sheet(np.array(jib), cloth)


def _wales(part: Body, rims: tuple[tuple[Point, ...], ...], free: float) -> None:
    """Bands along both sides, over and under the ports."""
    for down, thick, paint in ((0.5, 0.13, Paint((196, 160, 98))), (1.35, 0.11, Paint((46, 32, 24)))):
        for rim in rims:
            line: list[Point] = []
            for x, y, z in rim[1:-1]:
                side = (max(y - down + 0.45 * free, 0.1) / (y + 0.45 * free)) ** (1 / 2.2)
                line.append((x * side**0.55 * 1.01, y - down, z))
            part.tube(line, [thick] * len(line), paint)


def _cabin_front(part: Body, wood: Colour, night: float) -> None:
    """What one sees of the cabin from the deck: boards, a door, a lamp behind its panes."""
    dark, frame = Paint(darker(wood, 0.45)), Paint((150, 112, 68))
    part.box((0.0, 4.8, -8.08), (2.68, 1.05, 0.02), Paint(darker(wood, 0.3), pattern=MOTTLE, grain=0.6))
    for k in range(13):
        part.limb((-2.55 + 0.425 * k, 3.8, -8.06), 0.02, (-2.55 + 0.425 * k, 5.85, -8.06), 0.02, dark)
    part.box((0.0, 4.65, -8.06), (0.52, 0.92, 0.05), frame)
    part.box((0.0, 4.62, -8.02), (0.42, 0.84, 0.05), dark)
    for s in (-1, 1):
        part.box((1.55 * s, 4.95, -8.06), (0.5, 0.4, 0.05), frame)
        part.box((1.55 * s, 4.95, -8.03), (0.42, 0.32, 0.05), Paint((255, 206, 120), glow=0.45 + 0.5 * night))
        part.limb((1.55 * s, 4.63, -7.98), 0.03, (1.55 * s, 5.27, -7.98), 0.03, frame)


def _spanker(part: Body, spar: Paint, time_s: float) -> None:
    """The fore-and-aft sail of the last mast, on its boom and gaff: high enough to stand under."""
    swing = 1.1 + 0.15 * math.sin(time_s * 1.3)
    clew, peak = (swing, 7.2, -15.2), (0.6 * swing, 13.4, -13.4)
    part.limb((0, 7.0, -8.3), 0.13, clew, 0.1, spar)
    part.limb((0, 11.2, -8.3), 0.11, peak, 0.08, spar)
    luff, leech = np.linspace((0.0, 7.2, -8.4), (0.0, 11.0, -8.4), 5), np.linspace(clew, peak, 5)
    across = np.linspace(0, 1, 6)[None, :, None]
    grid = luff[:, None] + (leech - luff)[:, None] * across
    grid[..., 0] += 0.5 * np.sin(math.pi * across[..., 0]) * np.sin(math.pi * np.linspace(0.1, 0.9, 5))[:, None]
    part.sheet(grid, [Paint((236, 226, 202), soft=0.55), Paint((228, 217, 192), soft=0.55)])


_LINES = (27.0, 7.2, 3.7, 1.5)
"""Of a sailing ship: length, beam, freeboard and sheer."""
_DECK = np.array([
    [(0.97 * side * w, rim - 0.12 * _LINES[2], z + rake) for side in (-1, 1)]
    for z, w, rim, rake in (_station(i, *_LINES) for i in range(_STATIONS))
])  # fmt: skip
_MASTS = ((8.0, 24.0, 5.6), (0.0, 27.0, 6.4), (-8.0, 21.0, 4.8))
"""Where each mast of a sailing ship stands, how high it is, and half the width of its widest sail."""
_SPAR = Paint((126, 92, 58), shine=0.1)
_CANVAS = [Paint((238, 228, 204), soft=0.55), Paint((230, 219, 194), soft=0.55)]


def _sails(z: float, high: float, width: float) -> tuple[tuple[float, float, float], ...]:
    """Foot, head and half the width of each sail on a mast."""
    return (
        (high * (0.22 if z > -8.0 else 0.41), high * (0.5 if z > -8.0 else 0.56), width),
        (high * 0.52, high * 0.75, width * 0.8),
        (high * 0.77, high * 0.94, width * 0.58),
    )


@lru_cache(maxsize=4)
def _standing(colour: Colour, night: float) -> NDArray[np.float32]:
    """What of a sailing ship never moves, with its windows lit as by ``night``; read only."""
    wood = Paint(colour, shine=0.12, pattern=MOTTLE, grain=2.0)
    part = Body()
    rims = _hull(part, *_LINES, wood, None)
    part.place(decks.fittings(rims, wood.colour))
    part.box((0, 4.7, -10.6), (2.7, 1.2, 2.5), wood)
    _cabin_front(part, wood.colour, night)
    part.box((0, 3.6, 10.0), (2.0, 0.7, 1.8), wood)
    stripe = Paint((222, 184, 96), shine=0.2)
    for s in (-1, 1):
        for k in range(8):
            z = -9 + 2.2 * k
            w = 3.6 * max(1 - abs(z / 13.5) ** (2.6 if z > 0 else 5.0), 0) ** 0.75
            part.box(((w * 0.93) * s, 2.1 + 1.1 * (z / 13.5) ** 2, z), (0.14, 0.3, 0.36), Paint((30, 22, 18)))
        for k in range(3):
            part.box(
                ((-1.6 + 1.6 * k), 4.9, -13.12), (0.45, 0.5, 0.04), Paint((255, 214, 130), glow=0.35 + 0.65 * night)
            )
    part.box((0, 5.95, -10.6), (2.8, 0.08, 2.6), stripe)
    rope = Paint((60, 48, 38))
    _wales(part, rims, 3.7)
    part.limb((0, 4.2, 12.5), 0.26, (0, 8.0, 19.5), 0.12, _SPAR)
    for z, high, width in _MASTS:
        part.limb((0, 2.5, z), 0.36, (0, high, z), 0.14, _SPAR)
        part.ball((0, high * 0.56, z), (0.8, 0.3, 0.8), _SPAR)
        for _, top, w in _sails(z, high, width):
            part.limb((-w, top, z + 0.3), 0.13, (w, top, z + 0.3), 0.13, _SPAR)
        for s in (-1, 1):
            for k in range(3):
                part.limb((3.4 * s, 3.2, z - 1.0 + 0.9 * k), 0.035, (0.2 * s, high * 0.56, z), 0.03, rope)
            for k in range(6):
                u = k / 7
                x, y = (3.4 - 3.2 * u) * s, 3.2 + (high * 0.56 - 3.2) * u
                part.limb((x, y, z - 1.0 * (1 - u)), 0.02, (x, y, z + 0.8 * (1 - u)), 0.02, rope)
    for a, b in (((0.0, 8.0, 19.5), (0.0, 23.0, 8.0)), ((0.0, 6.5, 16.5), (0.0, 17.0, 8.0))):
        part.limb(a, 0.03, b, 0.03, rope)
    jib = [
        [
            (
                0.8 * math.sin(math.pi * i / 5) * math.sin(math.pi * j / 5),
                6.4 + 1.3 * j / 5 + 13.5 * (i / 5) * (1 - 0.62 * j / 5),
                10.2 + 8.2 * j / 5 * (1 - i / 5),
            )
            for j in range(6)
        ]
        for i in range(6)
    ]
    part.sheet(np.array(jib), Paint(lighter((226, 214, 186), 0.1), soft=0.55))
    out = part.solids()
    out.flags.writeable = False
    return out


def _square_sail(z: float, low: float, top: float, wide: float, fill: float) -> NDArray[np.float64]:
    """A square sail that bellies ``fill`` metres, as a grid."""
    i, j = np.arange(6)[:, None] / 5, np.arange(9)[None] / 8
    return np.stack(
        [
            wide * (1 - 0.12 * i) * (2 * j - 1) * np.where(i > 0, 1.04, 1.0),
            top - (top - low) * i - 0.2 * np.sin(math.pi * j) * i,
            z + 0.35 + fill * np.sin(math.pi * (0.12 + 0.8 * i)) * np.sin(math.pi * (0.1 + 0.8 * j)),
        ],
        axis=2,
    )


def deck_lines(time_s: float) -> NDArray[np.float64]:
    """Both edges of a sailing ship's deck at that moment, from stern to bow, in its own units: ``(stations, 2, 3)``."""
    turned, shift = heel(time_s)
    return _DECK @ turned.T + shift


def heel(t: float) -> tuple[NDArray[np.float64], Point]:
    """How a sailing ship lies in its own units at that moment, whatever the water does: a turn, and then a shift."""
    return (
        turn(0, 0.04 * math.sin(t * 0.8), _LIST + 0.05 * math.sin(t * 0.62 + 1)),
        (0, _DRAUGHT + 0.2 * math.sin(t * 0.8 + 1), 0),
    )


def carried_by_ship(spot: NDArray[np.float64], time_s: float) -> NDArray[np.float64]:
    """Where a place on or over the deck of a ship at rest is at that moment, in the ship's own units.

    Who stands about as high as the deck is, stands on it: it rises to both ends, and is told of as level.
    """
    turned, shift = heel(time_s)
    own = turn(0, 0, _LIST).T @ (spot - (0, _DRAUGHT, 0))
    board = float(np.interp(own[2], _BOARDS[:, 2], _BOARDS[:, 1]))
    if abs(own[1] - board) < _STEP:
        own[1] = board
    return np.asarray(turned @ own + shift)


_LIST, _DRAUGHT = 0.04, -0.3
"""How far a ship at rest leans, in radians, and how high she lies: the middle of `heel`."""
_BOARDS = _DECK.mean(axis=1)
_STEP = 1.5


def draw_sailing_ship(body: Body, cast: Cast) -> None:
    """Thirty metres long, three masts, square-rigged."""
    part = Body()
    part.place(_standing(paint_of(cast.actor.colour, (104, 66, 40)), cast.night))
    t = cast.time_s
    _spanker(part, _SPAR, t)
    for z, high, width in _MASTS:
        for low, top, w in _sails(z, high, width):
            part.sheet(_square_sail(z, low, top, w, 1.5 + 0.22 * math.sin(t * 1.7 + z + low)), _CANVAS)
        wave = 0.3 * math.sin(t * 4 + z)
        part.tri((0, high, z), (wave, high + 0.45, z - 1.9), (0, high + 0.9, z), Paint((186, 34, 38), soft=0.4))
    body.graft(part, *heel(t))
