"""A platform and its tracks, which lead away from us: under a canopy in the open, or in a tiled tube. In metres."""

from __future__ import annotations

from vitascope.engines.animatic.draw.rigs.body import Body, Paint
from vitascope.engines.animatic.draw.rigs.furniture import BLACK, OAK, STEEL, WHITE
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE
from vitascope.engines.animatic.draw.rigs.spots import Spot
from vitascope.engines.animatic.draw.stage import Colour

TRACK_M, DROP_M = 4.6, 1.1
"""How far right of the camera the track lies, and how far under the platform."""
EDGE_M, WALL_M = 2.75, -4.4
"""The platform's edge, and the wall behind it."""
FAR_M = 130.0
_ACROSS_M = 11.0
"""Where the platform across the tracks begins."""
_CONCRETE = Paint((158, 154, 148), pattern=MOTTLE, grain=1.4)
_SLAB = Paint((146, 142, 137), pattern=MOTTLE, grain=1.4)
_EDGE = Paint((206, 200, 190))
_YELLOW = Paint((232, 190, 52))
_BALLAST = Paint((92, 84, 78), pattern=MOTTLE, grain=0.25)
_SLEEPER = Paint((70, 58, 50), pattern=MOTTLE, grain=0.3)
_RAIL = Paint((150, 146, 144), shine=0.8)
_BRICK = Paint((146, 92, 74), pattern=MOTTLE, grain=0.5)
_GREEN = Paint((44, 74, 66), shine=0.2)


def platform(*, under: bool, night: float, seed: int) -> Body:
    """All of it but what goes by."""
    body = Body()
    near = -8.0
    z = near
    while z < FAR_M:  # slabs, so that the eye has something to measure by
        deep = 2.4 if z < 40 else 12.0
        _flat(body, WALL_M, EDGE_M - 0.75, z, z + deep, 0.0, _CONCRETE if int(z / 2.4) % 2 else _SLAB)
        z += deep
    _flat(body, EDGE_M - 0.75, EDGE_M - 0.55, near, FAR_M, 0.0, _YELLOW)
    _flat(body, EDGE_M - 0.55, EDGE_M, near, FAR_M, 0.0, _EDGE)
    _upright(body, EDGE_M, near, FAR_M, -DROP_M, 0.0, _SLAB)
    _flat(body, _ACROSS_M, _ACROSS_M + 5.0, near, FAR_M, 0.0, _CONCRETE)
    _flat(body, _ACROSS_M, _ACROSS_M + 0.6, near, FAR_M, 0.004, _EDGE)
    _upright(body, _ACROSS_M, near, FAR_M, -DROP_M, 0.0, _SLAB)
    if not under:
        _flat(body, EDGE_M, _ACROSS_M, near, FAR_M, -DROP_M - 0.02, _BALLAST)
    for middle in (TRACK_M, TRACK_M + 4.2):
        for k in range(60):
            z = 1.0 + 0.75 * k
            _flat(body, middle - 1.25, middle + 1.25, z, z + 0.26, -DROP_M + 0.01, _SLEEPER)
        for side in (-0.75, 0.75):
            body.limb((middle + side, -DROP_M + 0.12, near), 0.05, (middle + side, -DROP_M + 0.12, FAR_M), 0.05, _RAIL)
    if under:
        _tube(body, night)
    else:
        _canopy(body, night, seed)
    return body


def _flat(body: Body, left: float, right: float, near: float, far: float, y: float, paint: Paint) -> None:
    body.quad((left, y, near), (left, y, far), (right, y, far), (right, y, near), paint)


def _upright(body: Body, x: float, near: float, far: float, low: float, high: float, paint: Paint) -> None:
    body.quad((x, low, near), (x, low, far), (x, high, far), (x, high, near), paint)


def _bench(body: Body, x: float, z: float, seed: int) -> None:
    s = Spot(body=body, at=(x, 0.0, z), along=(0.0, 1.0), out=(1.0, 0.0), seed=seed, night=0.0)
    s.box((-0.8, 0.8), (0.42, 0.47), (0.1, 0.5), OAK)
    s.box((-0.8, 0.8), (0.55, 0.9), (0.06, 0.1), OAK)
    for u in (-0.65, 0.65):
        s.box((u - 0.04, u + 0.04), (0.0, 0.42), (0.12, 0.46), BLACK)


def _canopy(body: Body, night: float, seed: int) -> None:
    """Iron pillars that bear a roof over half of the platform, and the station's house behind them."""
    lamp = Paint((255, 232, 186), glow=0.35 + 0.65 * night)
    pane: Colour = (255, 216, 150) if night > 0.3 else (74, 90, 104)
    glass = Paint(pane, shine=0.5, glow=0.75 * night)
    _upright(body, WALL_M, -8.0, 62.0, 0.0, 4.3, _BRICK)
    _upright(body, WALL_M + 0.01, -8.0, 62.0, 0.0, 0.7, Paint((112, 106, 100)))
    for k in range(12):
        z = 2.4 + 5.0 * k
        s = Spot(body=body, at=(WALL_M, 0.0, z), along=(0.0, 1.0), out=(1.0, 0.0), seed=seed + k, night=night)
        if k % 3 == 2:
            s.box((-0.75, 0.75), (0.0, 2.5), (0.0, 0.06), WHITE)
            s.panel((-0.65, 0.65), (0.02, 2.4), 0.07, _GREEN)
            s.panel((-0.5, 0.5), (1.2, 2.2), 0.075, glass)
        else:
            s.box((-0.85, 0.85), (0.95, 2.75), (0.0, 0.06), WHITE)
            s.panel((-0.76, 0.76), (1.04, 2.66), 0.065, glass)
            s.box((-0.03, 0.03), (1.0, 2.7), (0.06, 0.09), WHITE)
            s.box((-0.8, 0.8), (1.84, 1.9), (0.06, 0.09), WHITE)
    for k in range(9):
        z = 6.4 + 6.5 * k
        x = -1.75
        body.limb((x, 0, z), 0.11, (x, 3.4, z), 0.09, _GREEN)
        body.limb((x, 0, z), 0.2, (x, 0.35, z), 0.16, _GREEN)
        for side in (-1, 1):
            body.limb((x, 2.9, z), 0.05, (x + 1.6 * side, 3.72, z), 0.05, _GREEN)
        body.limb((WALL_M, 3.95, z), 0.08, (1.5, 3.72, z), 0.08, _GREEN)
        if k % 2 == 0:
            body.limb((x + 1.1, 3.3, z + 1.5), 0.015, (x + 1.1, 3.8, z + 1.5), 0.015, BLACK)
            body.ball((x + 1.1, 3.16, z + 1.5), (0.2, 0.17, 0.2), lamp)
        if k % 2:
            _bench(body, WALL_M + 0.2, z + 1.2, seed)
    body.quad((WALL_M, 4.1, 1.0), (WALL_M, 4.1, 64.0), (1.7, 3.8, 64.0), (1.7, 3.8, 1.0), Paint((98, 104, 104)))
    for k in range(21):
        z = 1.0 + 3.0 * k
        body.limb((1.72, 3.74, z), 0.05, (1.72, 3.74, z + 3.0), 0.05, WHITE)
        for n in range(6):  # the valance, cut into teeth
            a = z + 0.5 * n
            body.tri((1.74, 3.72, a), (1.74, 3.72, a + 0.5), (1.74, 3.4, a + 0.25), WHITE)
    _clock(body, 0.35, 17.0)
    for k in range(6):  # across the tracks: a fence, and lamps
        z = 8.0 + 14.0 * k
        body.limb((_ACROSS_M + 1.6, 0, z), 0.07, (_ACROSS_M + 1.6, 4.4, z), 0.05, BLACK)
        body.ball((_ACROSS_M + 1.6, 4.55, z), (0.2, 0.22, 0.2), lamp)
    for k in range(90):
        z = 1.4 * k - 4
        body.limb((_ACROSS_M + 4.9, 0, z), 0.035, (_ACROSS_M + 4.9, 1.5, z), 0.035, WHITE)
    for y in (0.5, 1.2):
        body.limb((_ACROSS_M + 4.9, y, -8), 0.03, (_ACROSS_M + 4.9, y, FAR_M), 0.03, WHITE)


def _clock(body: Body, x: float, z: float) -> None:
    body.limb((x, 3.3, z), 0.02, (x, 3.9, z), 0.02, BLACK)
    body.limb((x, 3.0, z - 0.08), 0.34, (x, 3.0, z + 0.02), 0.34, BLACK)
    body.ball((x, 3.0, z - 0.3), (0.3, 0.3, 0.14), Paint((246, 242, 228), glow=0.4))
    body.limb((x, 3.0, z - 0.46), 0.014, (x, 3.2, z - 0.42), 0.014, BLACK)
    body.limb((x, 3.0, z - 0.46), 0.014, (x + 0.14, 2.94, z - 0.44), 0.014, BLACK)


def _tube(body: Body, night: float) -> None:
    """Pillars, strips of light, the band of the line along the walls, and benches."""
    strip, line = Paint((255, 252, 240), glow=1.0), Paint((196, 44, 46), shine=0.3)
    for k in range(18):
        z = 4.2 + 6.0 * k
        s = Spot(body=body, at=(-2.3, 0.0, z), along=(1.0, 0.0), out=(0.0, -1.0), seed=k, night=night)
        s.box((-0.28, 0.28), (0.0, 5.2), (-0.28, 0.28), STEEL if k < 0 else WHITE)
        s.box((-0.285, 0.285), (1.9, 2.3), (-0.285, 0.285), line)
        body.box((0.4, 4.6, z + 2.0), (0.09, 0.05, 1.7), strip)
        body.box((_ACROSS_M + 1.4, 4.6, z + 2.0), (0.09, 0.05, 1.7), strip)
        if k % 2:
            _bench(body, WALL_M + 0.15, z + 2.0, k)
        poster = Spot(body=body, at=(WALL_M, 0.0, z + 3.0), along=(0.0, 1.0), out=(1.0, 0.0), seed=k, night=night)
        poster.box((-0.9, 0.9), (1.0, 2.7), (0.0, 0.05), BLACK)
        poster.panel((-0.82, 0.82), (1.08, 2.62), 0.055, Paint(((214, 96, 60), (70, 130, 176), (228, 196, 92))[k % 3]))
        poster.panel((-0.6, 0.6), (1.3, 1.6), 0.058, WHITE)
        poster.ball((0.1, 2.1, 0.05), (0.3, 0.3, 0.01), Paint(((246, 226, 180), (40, 60, 90), (150, 50, 50))[k % 3]))
    _upright(body, WALL_M + 0.02, -8.0, FAR_M, 3.2, 3.6, line)
    _upright(body, _ACROSS_M + 4.95, -8.0, FAR_M, 3.2, 3.6, line)
