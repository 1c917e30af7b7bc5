"""What flies by machine, ten units long: helicopter, biplane, fighter, glider, drone, saucer, spaceship, airship."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.animatic.draw.rigs.body import Body, Paint
from vitascope.engines.animatic.draw.rigs.cast import Cast
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter, paint_of
from vitascope.engines.animatic.draw.rigs.shapes import Ring, dense, lathe, loft
from vitascope.engines.animatic.draw.stage import Colour

_GLASS = Paint((28, 40, 52), shine=1.0)
_DARK = Paint((44, 46, 50), shine=0.3)


def draw(part: Body, cast: Cast, words: str) -> bool:
    """Draw it if ``words`` name one."""
    for names, rig, colour in _KINDS:
        if any(n in words for n in names):
            rig(part, cast, paint_of(cast.actor.colour, colour))
            return True
    return False


def _hull(part: Body, rings: list[Ring], paint: Paint) -> None:
    part.sheet(loft(dense(rings, 20), 18), paint, closed=True)


def _lamps(part: Body, cast: Cast, x: float, y: float, z: float) -> None:
    """Red to port, green to starboard, and a white flash."""
    for s, colour in ((-1, (255, 40, 30)), (1, (40, 255, 80))):
        part.ball((x * s, y, z), 0.1, Paint(colour, glow=0.4 + 0.6 * cast.night))
    if (cast.time_s * 1.2) % 1.0 < 0.12:
        part.ball((0, y + 0.1, z), 0.14, Paint((255, 255, 255), glow=1.0))


def _rotor(part: Body, at: tuple[float, float, float], radius: float, cast: Cast, blades: int) -> None:
    """A disc that shimmers, with blades that can just be seen in it."""
    x, y, z = at
    grid = np.array(
        [[(x + r * math.sin(a), y, z + r * math.cos(a)) for a in np.arange(24) / 24 * math.tau] for r in (0.1, radius)]
    )
    part.sheet(grid, Paint((70, 72, 76), alpha=0.16), closed=True)
    spin = cast.time_s * 31
    for k in range(blades):
        for lag, alpha in ((0.0, 0.75), (-0.16, 0.3), (-0.32, 0.14)):
            a = spin + lag + k / blades * math.tau
            part.limb(
                at, 0.1, (x + radius * math.sin(a), y, z + radius * math.cos(a)), 0.05, Paint((40, 42, 46), alpha=alpha)
            )


def _helicopter(part: Body, cast: Cast, colour: Colour) -> None:
    coat = Paint(colour, shine=0.6)
    _hull(part, [(4.2, -0.3, 0.05, 0.05), (3.7, -0.2, 0.7, 0.7), (2.4, 0, 1.05, 1.15), (0.8, 0.1, 1.05, 1.2),
                 (-0.6, 0.35, 0.7, 0.85), (-1.6, 0.6, 0.32, 0.36),
                 (-4.6, 0.95, 0.16, 0.2), (-5.0, 1.0, 0.05, 0.05)], coat)  # fmt: skip
    part.ball((0, 0.15, 2.75), (0.98, 0.78, 1.25), _GLASS)
    for s in (-1, 1):
        part.box((1.04 * s, 0.25, 0.9), (0.03, 0.4, 0.55), _GLASS)
        part.limb((0.5 * s, -1.0, 2.0), 0.06, (0.95 * s, -1.75, 2.0), 0.05, _DARK)
        part.limb((0.5 * s, -1.0, 0.0), 0.06, (0.95 * s, -1.75, 0.0), 0.05, _DARK)
        part.tube([(0.95 * s, -1.6, 3.1), (0.95 * s, -1.76, 2.6), (0.95 * s, -1.76, -0.8)], [0.07, 0.08, 0.07], _DARK)
        part.quad((0, 1.0, -3.6), (0, 1.0, -4.2), (1.3 * s, 1.0, -4.3), (1.3 * s, 1.0, -3.8), coat)
    part.quad((0, 0.9, -4.3), (0, 0.9, -5.0), (0, 2.3, -5.4), (0, 2.3, -4.9), coat)
    part.ball((0, 1.3, 0.6), (0.55, 0.35, 1.0), Paint(darker(colour, 0.2), shine=0.4))
    part.limb((0, 1.3, 0.8), 0.12, (0, 1.95, 0.8), 0.1, _DARK)
    _rotor(part, (0, 1.95, 0.8), 5.2, cast, 4)
    for k in range(4):
        a = cast.time_s * 60 + k * math.pi / 2
        part.limb(
            (0.15, 1.9, -5.0),
            0.04,
            (0.15, 1.9 + 0.9 * math.cos(a), -5.0 + 0.9 * math.sin(a)),
            0.03,
            Paint((50, 52, 56), alpha=0.6),
        )
    _lamps(part, cast, 1.05, -0.3, 0.8)


def _biplane(part: Body, cast: Cast, colour: Colour) -> None:
    coat, pale = Paint(colour, shine=0.35), Paint(lighter(colour, 0.55), shine=0.2)
    _hull(
        part,
        [
            (4.2, 0, 0.6, 0.6),
            (3.0, 0, 0.78, 0.8),
            (0.5, 0, 0.66, 0.75),
            (-2.5, 0.1, 0.35, 0.45),
            (-4.6, 0.25, 0.08, 0.16),
        ],
        coat,
    )
    part.ball((0, 0, 4.2), (0.68, 0.68, 0.35), Paint((70, 72, 78), shine=0.6))
    for y, z in ((1.75, 2.0), (-0.55, 1.5)):
        for s in (-1, 1):
            wing = [
                [(6.0 * s * i / 5, y + 0.12 * i / 5, z + 0.9 - (1.8 - 0.3 * (i / 5) ** 3) * j / 3) for j in range(4)]
                for i in range(6)
            ]
            part.sheet(np.array(wing), pale if y > 0 else coat)
    for s in (-1, 1):
        for x in (2.4, 4.9):
            for z in (0.9, 2.3):
                part.limb((x * s, -0.5, z - 0.4), 0.05, (x * s, 1.8, z), 0.05, Paint((120, 90, 60)))
        part.limb((0.5 * s, 0.6, 2.4), 0.05, (0.7 * s, 1.75, 2.4), 0.05, _DARK)
        tail = [[(1.9 * s * i / 2, 0.3, -3.7 - (0.5 + 0.5 * (1 - i / 2)) * j / 2) for j in range(3)] for i in range(3)]
        part.sheet(np.array(tail), pale)
        part.limb((0.4 * s, -0.6, 2.8), 0.06, (0.95 * s, -1.6, 2.9), 0.05, _DARK)
        part.ball((0.95 * s, -1.6, 2.9), (0.12, 0.42, 0.42), Paint((30, 30, 32)))
    part.quad((0, 0.3, -3.7), (0, 0.3, -4.8), (0, 1.7, -5.0), (0, 1.7, -4.4), pale)
    part.ball((0, 0.62, -0.2), (0.42, 0.12, 0.6), _DARK)
    part.ball((0, 1.0, -0.25), (0.26, 0.3, 0.28), Paint((108, 74, 48)))
    part.ball((0, 1.02, -0.02), (0.2, 0.1, 0.12), _GLASS)
    _propeller(part, cast, (0, 0, 4.6), 1.9)


def _propeller(part: Body, cast: Cast, at: tuple[float, float, float], radius: float) -> None:
    x, y, z = at
    part.ball(at, (radius, radius, 0.03), Paint((96, 92, 88), alpha=0.2))
    for k in range(2):
        for lag, alpha in ((0.0, 0.7), (-0.25, 0.25)):
            a = cast.time_s * 43 + lag + k * math.pi
            part.limb(
                at, 0.1, (x + radius * math.sin(a), y + radius * math.cos(a), z), 0.05, Paint((60, 46, 36), alpha=alpha)
            )
    part.ball(at, (0.2, 0.2, 0.25), Paint((190, 192, 196), shine=0.9))


def _fighter(part: Body, cast: Cast, colour: Colour) -> None:
    coat, dark = Paint(colour, shine=0.25), Paint(darker(colour, 0.35), shine=0.2)
    _hull(
        part,
        [
            (5.0, 0, 0.03, 0.03),
            (3.6, 0.02, 0.34, 0.34),
            (1.6, 0.05, 0.62, 0.55),
            (-1.5, 0.05, 0.95, 0.5),
            (-4.2, 0.05, 0.8, 0.42),
        ],
        coat,
    )
    part.ball((0, 0.5, 2.2), (0.36, 0.34, 1.05), Paint((70, 62, 40), shine=1.0))
    for s in (-1, 1):
        part.quad((0.6 * s, 0, 1.6), (3.6 * s, 0.0, -2.2), (3.6 * s, 0.0, -2.9), (0.6 * s, 0, -3.2), coat)
        part.quad((0.7 * s, 0.1, -3.2), (1.9 * s, 0.1, -4.6), (1.9 * s, 0.1, -5.0), (0.7 * s, 0.1, -4.4), dark)
        part.quad((0.6 * s, 0.35, -2.6), (0.6 * s, 0.35, -4.2), (1.0 * s, 1.9, -4.8), (1.0 * s, 1.9, -4.1), dark)
        part.box((0.75 * s, -0.1, 1.2), (0.22, 0.3, 0.8), dark)
        part.limb((0.4 * s, 0.05, -4.2), 0.36, (0.4 * s, 0.05, -4.5), 0.3, _DARK)
        flicker = 1 + 0.12 * math.sin(cast.time_s * 53 + s)
        for size, colour2, alpha in ((1.0, (255, 140, 50), 0.5), (0.6, (255, 230, 180), 0.8)):
            part.limb(
                (0.4 * s, 0.05, -4.5),
                0.24 * size,
                (0.4 * s, 0.05, -4.5 - 1.9 * size * flicker),
                0.04,
                Paint(colour2, glow=1.0, alpha=alpha),
            )
    _lamps(part, cast, 3.6, 0.0, -2.5)


def _glider(part: Body, _cast: Cast, colour: Colour) -> None:
    coat = Paint(colour, shine=0.7)
    _hull(
        part,
        [
            (4.2, -0.05, 0.03, 0.03),
            (3.4, 0, 0.38, 0.42),
            (1.6, 0, 0.42, 0.5),
            (-0.5, 0.1, 0.22, 0.26),
            (-4.8, 0.3, 0.06, 0.1),
        ],
        coat,
    )
    part.ball((0, 0.25, 2.3), (0.34, 0.3, 1.0), _GLASS)
    for s in (-1, 1):
        wing = [
            [(9.0 * s * i / 8, 0.3 + 0.5 * (i / 8) ** 2, 1.3 - (0.95 - 0.6 * i / 8) * j / 3) for j in range(4)]
            for i in range(9)
        ]
        part.sheet(np.array(wing), coat)
        part.quad((0, 1.4, -4.5), (1.4 * s, 1.45, -4.6), (1.4 * s, 1.45, -4.9), (0, 1.4, -5.0), coat)
    part.quad((0, 0.3, -4.1), (0, 0.3, -4.9), (0, 1.5, -5.0), (0, 1.5, -4.6), coat)


def _quadcopter(part: Body, cast: Cast, colour: Colour) -> None:
    coat = Paint(colour, shine=0.4)
    part.ball((0, 0, 0), (1.3, 0.5, 1.9), coat)
    part.ball((0, -0.55, 1.2), 0.4, _DARK)
    part.ball((0, -0.6, 1.55), (0.2, 0.2, 0.1), _GLASS)
    for sx in (-1, 1):
        for sz in (-1, 1):
            part.limb((0.7 * sx, 0.1, 0.9 * sz), 0.22, (3.4 * sx, 0.3, 3.4 * sz), 0.16, coat)
            part.limb((3.4 * sx, 0.0, 3.4 * sz), 0.3, (3.4 * sx, 0.6, 3.4 * sz), 0.25, _DARK)
            _rotor(part, (3.4 * sx, 0.75, 3.4 * sz), 2.1, cast, 2)
            part.ball((3.4 * sx, -0.15, 3.4 * sz), 0.14, Paint((255, 60, 40) if sz < 0 else (60, 255, 90), glow=0.9))
        part.limb((0.8 * sx, -0.3, 0), 0.1, (1.1 * sx, -1.3, 0), 0.08, _DARK)
        part.limb((1.1 * sx, -1.3, -1.2), 0.1, (1.1 * sx, -1.3, 1.2), 0.1, _DARK)


def _saucer(part: Body, cast: Cast, colour: Colour) -> None:
    """Lights run round its rim; a beam stands under it when it takes somebody up."""
    metal = Paint(colour, shine=0.95)
    profile = [(0.02, -1.0), (1.6, -0.95), (3.4, -0.5), (5.0, 0.0), (4.6, 0.22), (3.0, 0.7), (1.9, 0.95)]
    part.sheet(lathe(profile, 32), metal, closed=True)
    dome = [(1.85, 0.9), (1.7, 1.5), (1.25, 2.05), (0.6, 2.35), (0.02, 2.42)]
    part.sheet(lathe(dome, 24), Paint((150, 220, 226), shine=1.0, alpha=0.75, glow=0.25), closed=True)
    for k in range(16):
        a = k / 16 * math.tau
        on = 0.25 + 0.75 * max(math.cos(a * 2 - cast.time_s * 5.0), 0.0)
        hue: Colour = ((120, 255, 190), (255, 220, 120), (130, 190, 255))[k % 3]
        part.ball((4.75 * math.sin(a), -0.02, 4.75 * math.cos(a)), 0.22, Paint(hue, glow=on))
    part.ball((0, -0.95, 0), (1.4, 0.16, 1.4), Paint((200, 255, 230), glow=1.0))
    if cast.actor.action in {"float", "idle", "fly"} and cast.speed < 6:
        for wide, alpha in ((3.2, 0.1), (2.2, 0.12), (1.3, 0.14)):
            pulse = alpha * (0.85 + 0.15 * math.sin(cast.time_s * 7))
            cone = lathe([(1.0, -1.0), (1.0 + 0.5 * (wide - 1.0), -7.0), (wide, -14.0)], 20)
            part.sheet(cone, Paint((190, 255, 225), glow=1.0, alpha=pulse), closed=True)
    part.source("glow", (0, -1.2, 0), 5.0, 0.5)


def _spaceship(part: Body, cast: Cast, colour: Colour) -> None:
    hull, dark = Paint(colour, shine=0.4), Paint(darker(colour, 0.45), shine=0.3)
    rings: list[Ring] = [
        (5.0, 0, 0.15, 0.1),
        (3.4, 0, 0.8, 0.42),
        (1.0, 0.05, 1.2, 0.7),
        (-2.0, 0.1, 1.5, 0.85),
        (-4.4, 0.1, 1.2, 0.7),
    ]
    _hull(part, rings, hull)
    part.box((0, 0.95, -1.6), (0.45, 0.4, 0.8), dark)
    part.box((0, 1.2, -0.85), (0.36, 0.12, 0.06), Paint((255, 232, 170), glow=0.9))
    for s in (-1, 1):
        part.quad((1.2 * s, 0, 0.6), (3.4 * s, -0.5, -3.2), (3.4 * s, -0.5, -4.4), (1.3 * s, 0, -3.6), dark)
        part.limb((3.4 * s, -0.5, -1.2), 0.2, (3.4 * s, -0.5, -4.4), 0.26, hull)
        for k in range(11):
            part.box(
                (1.0 * s + 0.036 * k * s, 0.28, 2.3 - 0.5 * k), (0.22, 0.05, 0.09), Paint((255, 228, 160), glow=0.85)
            )
        for k in range(7):
            part.box((0.55 * s, 0.5 + 0.05 * k, 1.8 - 0.75 * k), (0.3, 0.12, 0.2), dark)
    flicker = 0.95 + 0.05 * math.sin(cast.time_s * 41)
    for x, r in ((0.0, 0.45), (-0.85, 0.3), (0.85, 0.3), (-3.4, 0.2), (3.4, 0.2)):
        y = -0.5 if abs(x) > 2 else 0.1
        part.limb((x, y, -4.3), r * 1.15, (x, y, -4.7), r, dark)
        part.ball((x, y, -4.75), (r * 0.9, r * 0.9, 0.12), Paint((190, 226, 255), glow=1.0))
        for long, alpha in ((1.6, 0.3), (0.8, 0.5)):
            part.limb(
                (x, y, -4.75),
                r * 0.8,
                (x, y, -4.75 - long * flicker),
                r * 0.2,
                Paint((110, 180, 255), glow=1.0, alpha=alpha),
            )
    part.source("glow", (0, 0.1, -5.0), 2.4, 0.7)


def _shuttle(part: Body, _cast: Cast, colour: Colour) -> None:
    white, black = Paint(colour, shine=0.2), Paint((34, 34, 38), shine=0.2)
    _hull(
        part,
        [
            (5.0, -0.2, 0.1, 0.1),
            (4.2, -0.05, 0.7, 0.6),
            (2.5, 0.05, 0.85, 0.8),
            (-3.5, 0.05, 0.85, 0.8),
            (-4.3, 0.1, 0.9, 0.9),
        ],
        white,
    )
    part.quad((-0.55, 0.52, 4.0), (0.55, 0.52, 4.0), (0.5, 0.78, 3.4), (-0.5, 0.78, 3.4), _GLASS)
    for s in (-1, 1):
        part.quad((0.7 * s, -0.5, 2.4), (1.2 * s, -0.5, -0.4), (3.6 * s, -0.5, -3.6), (0.7 * s, -0.5, -4.2), black)
        part.quad((0.7 * s, -0.42, 2.4), (1.2 * s, -0.42, -0.4), (3.6 * s, -0.42, -3.6), (0.7 * s, -0.42, -4.2), white)
        part.limb((0.6 * s, 0.7, -3.4), 0.42, (0.6 * s, 0.7, -4.6), 0.36, white)
    part.quad((0, 0.8, -3.0), (0, 0.8, -4.4), (0, 3.0, -5.0), (0, 3.0, -4.2), white)
    for x, y in ((0, 0.5), (-0.45, -0.1), (0.45, -0.1)):
        part.limb((x, y, -4.3), 0.26, (x, y, -4.8), 0.36, _DARK)


def _airship(part: Body, cast: Cast, colour: Colour) -> None:
    skin, dark = Paint(colour, shine=0.35), Paint(darker(colour, 0.4), shine=0.2)
    _hull(
        part,
        [
            (5.0, 0, 0.02, 0.02),
            (4.3, 0, 0.75, 0.75),
            (2.4, 0, 1.35, 1.35),
            (-0.5, 0, 1.35, 1.35),
            (-3.4, 0, 0.75, 0.75),
            (-5.0, 0, 0.06, 0.06),
        ],
        skin,
    )
    part.box((0, -1.5, 0.8), (0.34, 0.24, 1.0), dark)
    for k in range(6):
        for s in (-1, 1):
            part.box(
                (0.35 * s, -1.46, 1.5 - 0.28 * k),
                (0.01, 0.09, 0.09),
                Paint((255, 232, 170), glow=0.2 + 0.7 * cast.night),
            )
    for k in range(4):
        a = k * math.pi / 2 + math.pi / 4
        sx, sy = math.sin(a), math.cos(a)
        part.quad(
            (0.5 * sx, 0.5 * sy, -3.2),
            (1.9 * sx, 1.9 * sy, -4.3),
            (1.9 * sx, 1.9 * sy, -5.0),
            (0.3 * sx, 0.3 * sy, -4.7),
            dark,
        )
    for s in (-1, 1):
        part.limb((1.3 * s, -1.1, -0.4), 0.16, (1.3 * s, -1.1, -1.1), 0.12, dark)
        _propeller(part, cast, (1.3 * s, -1.1, -1.2), 0.5)


_KINDS = (
    (("helicopter", "chopper"), _helicopter, (186, 40, 38)),
    (("biplane", "triplane", "stunt plane", "crop duster"), _biplane, (186, 46, 38)),
    (("fighter", "bomber", "jet fighter", "stealth", "warplane"), _fighter, (122, 130, 136)),
    (("glider", "sailplane"), _glider, (240, 240, 236)),
    (("quadcopter", "delivery drone", "drone"), _quadcopter, (60, 62, 68)),
    (("ufo", "saucer", "alien ship", "alien craft", "mothership", "alien space"), _saucer, (164, 172, 178)),
    (("shuttle",), _shuttle, (234, 234, 230)),
    (("spaceship", "spacecraft", "starship", "space ship", "space cruiser", "star destroyer", "x-wing", "cruiser",
      "freighter", "escape pod"), _spaceship, (166, 170, 176)),
    (("airship", "zeppelin", "blimp", "dirigible"), _airship, (188, 190, 194)),
)  # fmt: skip
