"""What grows on heads: manes, horns, antlers, frills, beards."""

from __future__ import annotations

import math

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.builds import Build
from vitascope.engines.animatic.draw.rigs.cast import add, chance, curve
from vitascope.engines.animatic.draw.rigs.colours import darker
from vitascope.engines.animatic.draw.rigs.hide import Coat
from vitascope.engines.animatic.draw.rigs.shade import MOTTLE, STRIPES

_HORN = Paint((206, 192, 164), shine=0.2)
_BONE = Paint((154, 122, 88))
_RINGED = Paint((120, 100, 76), (88, 72, 56), pattern=STRIPES, grain=0.05)


def draw_crest(body: Body, b: Build, coat: Coat, hb: float) -> None:  # noqa: PLR0912  one case a growth
    """In the axes of the head; ``hb`` is half the height of its skull."""
    h = b.head
    for extra in b.extras:
        match extra:
            case "ruff":
                _ruff(body, hb)
            case "horns":
                _pair(body, [(0.5, 0.75, 0.0), (1.35, 0.95, 0.05), (1.6, 1.7, 0.15)], hb, 0.16, _HORN)
            case "straight_horns":
                _pair(body, [(0.3, 0.8, 0.1), (0.45, 2.0, -0.5), (0.6, 3.0, -0.4)], hb, 0.15, _RINGED)
            case "back_horns":
                _pair(body, [(0.35, 0.8, 0.1), (0.5, 1.8, -0.4), (0.7, 2.2, -1.5)], hb, 0.18, _RINGED)
            case "curled_horns":
                _pair(
                    body,
                    [(0.45, 0.7, 0.1), (1.0, 1.0, -0.8), (1.6, 0.0, -1.0), (1.7, -0.5, -0.1), (1.9, 0.1, 0.4)],
                    hb,
                    0.3,
                    _RINGED,
                )
            case "antlers":
                _antlers(body, hb)
            case "horn":
                body.limb((0, hb * 0.8, h * 0.3), 0.03, (0, hb * 0.8 + h * 0.62, h * 0.62), 0.003,
                          Paint((250, 236, 190), (222, 190, 120), shine=0.6, pattern=STRIPES, grain=0.05))  # fmt: skip
            case "nose_horn":
                body.tube(
                    [(0, 0.2 * hb, h * 0.86), (0, 0.95 * hb, h * 0.95), (0, 1.5 * hb, h * 0.86)],
                    [0.075, 0.045, 0.008],
                    _HORN,
                )
                body.limb((0, 0.4 * hb, h * 0.62), 0.05, (0, 1.0 * hb, h * 0.62), 0.008, _HORN)
            case "tusks_up":
                for s in (-1, 1):
                    body.limb(
                        (s * h * b.snout * 0.8, -0.4 * hb, h * 0.85),
                        0.025,
                        (s * h * b.snout * 1.1, 0.1 * hb, h * 0.9),
                        0.004,
                        _HORN,
                    )
            case "frill":
                _frill(body, b, hb)
            case "ossicones":
                for s in (-1, 1):
                    tip: Point = (s * hb * 0.45, hb * 1.9, -0.02)
                    body.limb((s * hb * 0.4, hb * 0.8, 0.02), 0.018, tip, 0.014, coat.fur)
                    body.ball(tip, 0.022, coat.dark)
            case "beard" | "goatee":
                hair = Paint(darker(b.colour, 0.35))
                for k in range(9 if extra == "beard" else 4):
                    x = (chance(3, k) - 0.5) * hb * (1.2 if extra == "beard" else 0.3)
                    z = h * (0.35 + 0.3 * chance(4, k)) if extra == "beard" else h * 0.7
                    body.limb((x, -0.6 * hb, z), 0.03, (x, -1.5 * hb, z - 0.03), 0.004, hair)
            case _:
                pass


def _pair(body: Body, points: list[Point], hb: float, thick: float, paint: Paint) -> None:
    for s in (-1, 1):
        line = curve([(s * x * hb, y * hb, z * hb) for x, y, z in points], 9)
        body.tube(line, [hb * thick * (1.05 - i / 9) for i in range(9)], paint)


def _antlers(body: Body, hb: float) -> None:
    for s in (-1, 1):
        beam = curve(
            [
                (s * 0.3 * hb, hb * 0.8, 0),
                (s * 1.8 * hb, hb * 2.5, -hb * 1.3),
                (s * 2.5 * hb, hb * 4.8, -hb * 0.5),
                (s * 1.9 * hb, hb * 6.4, hb * 0.6),
            ],
            11,
        )
        body.tube(beam, [hb * 0.24 - hb * 0.017 * i for i in range(11)], _BONE)
        for k, long in ((1, 1.0), (3, 1.3), (6, 1.5), (8, 1.1)):
            tine = curve(
                [
                    beam[k],
                    add(beam[k], (s * hb * 0.15, hb * 0.3 * long, hb * 0.9 * long)),
                    add(beam[k], (s * hb * 0.1, hb * 1.3 * long, hb * 1.2 * long)),
                ],
                5,
            )
            body.tube(tine, [hb * 0.15 - hb * 0.03 * i for i in range(5)], _BONE)


def _ruff(body: Body, hb: float) -> None:
    """A lion's mane: three rings of locks that lie backwards and down the chest."""
    tones = [Paint(c, pattern=MOTTLE, grain=0.2) for c in ((140, 84, 36), (104, 60, 28), (168, 110, 54), (84, 48, 26))]
    for ring in range(5):
        count = 20
        for k in range(count):
            a = (k + 0.5 * (ring % 2)) / count * 2 * math.pi
            low = max(-math.cos(a), 0.0)
            x, y = math.sin(a), math.cos(a)
            r0, r1 = hb * (0.78 + 0.08 * ring), hb * (1.18 + 0.2 * ring + 0.4 * low)
            z0, z1 = hb * (0.5 - 0.5 * ring), hb * (0.12 - 0.62 * ring)
            fall = hb * (0.16 + 0.1 * ring)
            root, bend = (x * r0, y * r0 - 0.1 * hb, z0), (x * r1, y * r1 - 0.1 * hb, (z0 + z1) / 2)
            tip = (x * r1 * 1.02, y * r1 - 0.1 * hb - fall * (1.4 + low), z1 - 0.35 * hb)
            body.tube([root, bend, tip], [hb * 0.4, hb * 0.36, hb * 0.1], tones[(k * 7 + ring) % 4])


def _frill(body: Body, b: Build, hb: float) -> None:
    h = b.head
    plate = Paint(darker(b.colour, 0.08), (170, 96, 60), pattern=MOTTLE, grain=0.3)
    rim: list[Point] = []
    for k in range(13):
        a = (k / 12 - 0.5) * 3.6
        rim.append((math.sin(a) * hb * 2.3, 0.35 * hb + math.cos(a) * hb * 2.4, -0.35 * h - 0.2 * hb * math.cos(a)))
    for k in range(12):
        body.tri((0, 0.4 * hb, 0.05 * h), rim[k], rim[k + 1], plate)
        body.limb(rim[k], 0.035, rim[k + 1], 0.035, plate)
        body.limb(rim[k], 0.04, add(rim[k], (rim[k][0] * 0.12, rim[k][1] * 0.12, 0)), 0.006, _HORN)
    for s in (-1, 1):
        body.tube(
            [(s * 0.6 * hb, 0.8 * hb, 0.2 * h), (s * 0.9 * hb, 1.6 * hb, 0.7 * h), (s * 0.95 * hb, 1.7 * hb, 1.15 * h)],
            [0.07, 0.05, 0.006],
            _HORN,
        )
    body.limb((0, 0.2 * hb, 0.85 * h), 0.05, (0, 0.85 * hb, 1.02 * h), 0.006, _HORN)
