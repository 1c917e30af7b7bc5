"""Where people live and what they put up: cottages, cabins, barns, tents, stalls, gravestones; ten units high."""

from __future__ import annotations

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import chance
from vitascope.engines.animatic.draw.rigs.colours import paint_of
from vitascope.engines.animatic.draw.rigs.masonry import (
    LOG,
    ROOF,
    SLATE,
    SNOW,
    STONE,
    THATCH,
    TIMBER,
    gable,
    pane,
    windows,
)
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE
from vitascope.engines.animatic.draw.rigs.shapes import lathe
from vitascope.engines.animatic.draw.stage import Colour


def cottage(body: Body, colour: str | None, seed: int, night: float) -> None:
    """Plaster and timber under thatch or tiles."""
    plaster = Paint(
        paint_of(colour, ((236, 226, 204), (226, 210, 178), (214, 200, 186))[seed % 3]), pattern=MOTTLE, grain=2.0
    )
    roof = (THATCH, ROOF, SLATE)[(seed >> 2) % 3]
    w, d = 4.6, 3.2
    gable(body, (0, 0, 0), (w, d), 5.2, 9.4, plaster, roof)
    body.box((1.6, 8.6, 0.0), (0.55, 1.6, 0.55), STONE)
    for side in (1.0,):  # its back is plain: nobody sees it
        z = side * (d + 0.03)
        for x in (-w, -1.6, 1.6, w):
            body.box((x * 0.985, 2.6, z), (0.16, 2.6, 0.08), TIMBER)
        for y in (0.15, 2.7, 5.1):
            body.box((0, y, z), (w, 0.15, 0.08), TIMBER)
        for x in (-3.1, 3.1):
            for lean in (-1.0, 1.0):
                body.limb((x - 1.3 * lean, 2.8, z), 0.11, (x + 1.3 * lean, 5.0, z), 0.11, TIMBER)
        windows(body, (-3.1, 3.1), 1.5, z + 0.02 * side, night, seed + int(side), half=0.62)
        windows(body, (0.0,), 3.9, z + 0.02 * side, night, seed + 5, half=0.62)
    body.box((0, 1.15, d + 0.05), (0.75, 1.2, 0.1), Paint((92, 54, 36)))


def house(body: Body, colour: str | None, seed: int, night: float) -> None:
    wall = Paint(
        paint_of(colour, ((222, 214, 200), (178, 104, 82), (206, 196, 160))[seed % 3]), pattern=MOTTLE, grain=2.0
    )
    roof = (ROOF, SLATE)[(seed >> 3) % 2]
    gable(body, (0, 0, 0), (5.2, 3.6), 6.0, 9.4, wall, roof)
    body.box((2.6, 8.8, 0.4), (0.5, 1.5, 0.5), ROOF)
    for side in (1.0,):
        z = side * 3.63
        windows(body, (-3.4, 3.4), 1.9, z, night, seed + 1, half=0.7)
        windows(body, (-3.4, 0.0, 3.4), 4.6, z, night, seed + 9, half=0.62)
    body.box((0, 1.25, 3.66), (0.7, 1.25, 0.1), Paint((70, 84, 62)))
    body.box((0, 0.15, 4.2), (1.2, 0.15, 0.7), STONE)


def cabin(body: Body, colour: str | None, seed: int, night: float) -> None:
    """Logs, and snow on the roof where there is winter enough to say so."""
    log = LOG if colour is None else Paint(paint_of(colour, LOG.colour), pattern=MOTTLE, grain=0.8)
    gable(body, (0, 0, 0), (4.8, 3.6), 4.4, 8.6, log, Paint((94, 72, 56), pattern=MOTTLE, grain=0.8))
    for k in range(7):
        y = 0.35 + 0.62 * k
        for z in (-3.6, 3.6):
            body.limb((-5.1, y, z), 0.31, (5.1, y, z), 0.31, log)
        for x in (-4.8, 4.8):
            body.limb((x, y + 0.3, -3.9), 0.29, (x, y + 0.3, 3.9), 0.29, log)
    body.box((2.6, 8.0, 0.4), (0.6, 1.9, 0.6), STONE)
    windows(body, (-2.8, 2.8), 2.3, 3.9, night, seed + 1, half=0.75)
    body.box((0, 1.5, 3.9), (0.85, 1.5, 0.1), Paint((78, 50, 34)))


def snowy_cabin(body: Body, colour: str | None, seed: int, night: float) -> None:
    cabin(body, colour, seed, night)
    for side in (-1.0, 1.0):
        a: Point = (-5.3, 8.95, 0.0)
        b: Point = (5.3, 8.95, 0.0)
        body.quad((-5.3, 4.35, side * 4.1), (5.3, 4.35, side * 4.1), b, a, SNOW)
        body.limb((-5.3, 4.3, side * 4.05), 0.28, (5.3, 4.3, side * 4.05), 0.28, SNOW)
    body.limb((-5.3, 8.9, 0), 0.3, (5.3, 8.9, 0), 0.3, SNOW)
    body.ball((2.6, 9.95, 0.4), (0.75, 0.25, 0.75), SNOW)


def barn(body: Body, colour: str | None, seed: int, night: float) -> None:  # noqa: ARG001
    red = Paint(paint_of(colour, (158, 48, 38)), pattern=MOTTLE, grain=1.2)
    white = Paint((232, 228, 218))
    gable(body, (0, 0, 0), (6.4, 4.6), 5.6, 9.6, red, SLATE)
    for z in (4.64,):
        body.box((0, 2.1, z), (2.0, 2.1, 0.08), white)
        body.box((0, 2.1, z * 1.006), (1.85, 1.95, 0.08), red)
        for lean in (-1.0, 1.0):
            body.limb((-1.8 * lean, 0.2, z * 1.02), 0.12, (1.8 * lean, 4.0, z * 1.02), 0.12, white)
    body.sheet(
        lathe([(1.5, 0.0), (1.5, 8.6), (1.2, 9.5), (0.5, 10.1), (0.02, 10.3)], 16).__add__((9.0, 0, -1.0)),
        Paint((186, 190, 196), shine=0.3),
        closed=True,
    )


def tent(body: Body, colour: str | None, seed: int, night: float) -> None:
    cloth = Paint(
        paint_of(colour, ((204, 120, 52), (92, 122, 84), (196, 184, 154))[seed % 3]), glow=0.35 * night, soft=0.4
    )
    for side in (-1.0, 1.0):
        body.quad((-6, 0, side * 5.5), (6, 0, side * 5.5), (5.4, 9.8, 0), (-5.4, 9.8, 0), cloth)
    body.tri((6, 0, -5.5), (6, 0, 5.5), (5.4, 9.8, 0), cloth)
    body.tri((-6, 0, -5.5), (-6, 0, 5.5), (-5.4, 9.8, 0), cloth)


def igloo(body: Body, colour: str | None, seed: int, night: float) -> None:  # noqa: ARG001
    ice = Paint((226, 236, 246), shine=0.2, glow=0.15 * night, pattern=MOTTLE, grain=2.2)
    body.ball((0, 0, 0), (10, 10, 10), ice)
    body.limb((0, 0.5, 8), 4.2, (0, 0.5, 12.5), 4.0, ice)
    body.ball(
        (0, 1.2, 16.0), (2.7, 3.4, 0.8), Paint((255, 190, 110) if night > 0.3 else (70, 90, 112), glow=0.9 * night)
    )


def hut(body: Body, colour: str | None, seed: int, night: float) -> None:
    wall = Paint(paint_of(colour, (184, 148, 104)), pattern=MOTTLE, grain=1.2)
    body.sheet(lathe([(3.4, 0), (3.4, 5.0)], 18), wall, closed=True)
    body.sheet(lathe([(4.8, 4.2), (2.6, 7.4), (0.05, 10.0)], 18), THATCH, closed=True)
    body.box((0, 1.9, 3.4), (0.9, 1.9, 0.1), pane(night, seed) if night > 0.3 else Paint((60, 42, 30)))


def stall(body: Body, colour: str | None, seed: int, night: float, *, fruit: bool = True) -> None:  # noqa: ARG001
    """A market stall: an awning in stripes over a table of fruit."""
    stripe = Paint(paint_of(colour, ((196, 52, 44), (52, 110, 156), (222, 166, 48), (76, 134, 74))[seed % 4]), soft=0.3)
    white = Paint((238, 232, 218), soft=0.3)
    for x in (-5.4, 5.4):
        for z in (-3.4, 3.4):
            body.limb((x, 0, z), 0.22, (x, 8.4 if z > 0 else 9.8, z), 0.22, TIMBER)
    for k in range(10):
        a, b = -5.8 + 1.16 * k, -5.8 + 1.16 * (k + 1)
        body.quad((a, 8.0, 4.4), (b, 8.0, 4.4), (b, 10.0, -3.6), (a, 10.0, -3.6), stripe if k % 2 else white)
        body.quad((a, 7.2, 4.4), (b, 7.2, 4.4), (b, 8.0, 4.4), (a, 8.0, 4.4), stripe if k % 2 else white)
    body.box((0, 1.9, 1.8), (5.2, 1.9, 1.6), Paint((140, 100, 64), pattern=MOTTLE, grain=1.0))
    if not fruit:
        body.box((0, 4.0, 1.8), (4.9, 0.3, 1.3), Paint((206, 120, 52), pattern=MOTTLE, grain=0.9))
        return
    colours: tuple[Colour, ...] = ((206, 44, 36), (240, 164, 40), (104, 156, 52), (232, 214, 70), (132, 60, 110))
    for k in range(34):
        kind = k * 5 // 34
        x, z = -4.7 + 9.4 * (k + 0.5) / 34, 0.9 + 1.9 * chance(seed, k)
        body.ball((x, 4.05 + 0.2 * chance(seed, k + 50), z), 0.42, Paint(colours[kind]))


def far_stall(body: Body, colour: str | None, seed: int, night: float) -> None:
    """Without the fruit, which from afar nobody sees."""
    stall(body, colour, seed, night, fruit=False)


def grave(body: Body, colour: str | None, seed: int, night: float) -> None:  # noqa: ARG001
    stone = Paint((128, 130, 128), pattern=MOTTLE, grain=1.4)
    body.box((0, 3.8, 0), (3.0, 3.8, 0.6), stone)
    body.ball((0, 7.5, 0), (3.0, 2.5, 0.6), stone)
    body.box((0, 0.4, 1.0), (3.6, 0.4, 2.0), stone)
