"""Who lives in trees: the koala in its fork, asleep or chewing, and the sloth that hangs from a branch."""

from __future__ import annotations

import math

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, chance, curve, joint, turn
from vitascope.engines.animatic.draw.rigs.colours import darker, lighter
from vitascope.engines.animatic.draw.rigs.shade import BELLY, MOTTLE
from vitascope.engines.animatic.draw.rigs.tableware import own

_BARK = Paint((150, 128, 104), pattern=MOTTLE, grain=0.35)
_LEAF = (Paint((104, 134, 92), soft=0.5), Paint((84, 116, 80), soft=0.5), Paint((130, 156, 104), soft=0.5))
_DARK = Paint((24, 22, 24), shine=0.6)
_CLAW = Paint((52, 46, 44))


def _spray(body: Body, at: Point, seed: int, sway: float, count: int = 11) -> None:
    """Long leaves that hang from a twig's end."""
    for k in range(count):
        a, long = 6.283 * chance(seed, k), 0.2 + 0.16 * chance(seed, k + 40)
        out = 0.1 + 0.14 * chance(seed, k + 80)
        root = (
            at[0] + 0.5 * out * math.sin(a),
            at[1] + 0.05 - 0.1 * chance(seed, k + 9),
            at[2] + 0.5 * out * math.cos(a),
        )
        tip = (root[0] + out * math.sin(a) + sway, root[1] - long, root[2] + out * math.cos(a))
        wide = (0.035 * math.cos(a), 0.0, -0.035 * math.sin(a))
        mid = tuple((p + q) / 2 for p, q in zip(root, tip, strict=True))
        left, right = (mid[0] + wide[0], mid[1], mid[2] + wide[2]), (mid[0] - wide[0], mid[1], mid[2] - wide[2])
        body.quad(root, left, tip, right, _LEAF[k % 3])


def _face(body: Body, cast: Cast, fur: Paint, pale: Paint, asleep: bool) -> None:
    """Round, with ears like brushes and a nose like a spoon; about the middle of its head."""
    body.ball((0, 0, 0), (0.23, 0.21, 0.2), fur)
    body.ball((0, -0.08, 0.08), (0.15, 0.11, 0.13), pale)
    for s in (-1, 1):
        body.ball((0.21 * s, 0.14, -0.02), (0.12, 0.12, 0.06), fur)
        body.ball((0.22 * s, 0.13, 0.03), (0.08, 0.08, 0.04), pale)
        for k in range(7):
            a = -0.6 + 0.45 * k
            root: Point = ((0.21 + 0.08 * math.cos(a)) * s, 0.14 + 0.08 * math.sin(a), 0.02)
            body.limb(root, 0.03, (root[0] + 0.06 * s * math.cos(a), root[1] + 0.06 * math.sin(a), 0.03), 0.006, pale)
        if asleep or (cast.time_s + 1.1) % 4.3 < 0.16:
            body.tube([(0.06 * s, 0.03, 0.185), (0.095 * s, 0.015, 0.18), (0.13 * s, 0.03, 0.165)], [0.01] * 3, _DARK)
        else:
            body.ball((0.095 * s, 0.035, 0.165), 0.03, _DARK)
            body.ball((0.1 * s, 0.047, 0.19), 0.007, Paint((255, 255, 255), glow=0.4))
    body.ball((0, -0.01, 0.195), (0.055, 0.085, 0.045), _DARK)
    chew = 0.0 if asleep else 0.012 * max(math.sin(cast.time_s * 6), 0.0)
    body.tube([(-0.05, -0.115 - chew, 0.19), (0, -0.13 - chew, 0.2), (0.05, -0.115 - chew, 0.19)], [0.008] * 3,
              Paint(darker(pale.colour, 0.5)))  # fmt: skip


def draw_koala(body: Body, cast: Cast) -> None:
    """Beside its trunk, and its face to us."""
    part = Body()
    _koala(part, cast)
    body.graft(part, turn(-0.95), (0.0, 0.0, 0.0))


def _koala(body: Body, cast: Cast) -> None:
    """In the fork of a gum tree, its arms about the trunk; 1.35 high with the tree's foot below."""
    asleep = cast.actor.action in {"sleep", "lie"}
    t = cast.time_s
    fur = Paint(
        own(cast, (142, 140, 144)), lighter(own(cast, (142, 140, 144)), 0.5), pattern=BELLY | MOTTLE, grain=0.08
    )
    pale = Paint((226, 222, 218), pattern=MOTTLE, grain=0.06)
    sway = 0.015 * math.sin(t * 1.1)
    body.tube([(0, -0.4, 0), (0.0, 0.2, 0), (-0.02, 0.75, 0.02), (-0.1, 1.4, -0.04), (-0.2 + sway, 2.2, -0.1)],
              [0.17, 0.15, 0.13, 0.1, 0.06], _BARK)  # fmt: skip
    fork = curve([(0.0, 0.3, 0.02), (0.32, 0.42, 0.16), (0.62, 0.8, 0.22), (0.95 + sway, 1.15, 0.2)], 9)
    body.tube(fork, [0.12 - 0.009 * k for k in range(9)], _BARK)
    twig = curve([(-0.1, 1.3, -0.04), (-0.5, 1.5, 0.1), (-0.85 + sway, 1.45, 0.2)], 6)
    body.tube(twig, [0.04, 0.035, 0.03, 0.024, 0.018, 0.012], _BARK)
    for k, at in enumerate((fork[8], fork[6], twig[5], twig[3], (-0.2, 2.1, -0.1), (0.1, 1.75, 0.0))):
        _spray(body, at, 11 + k, 0.03 * math.sin(t * 1.6 + k))
    breath = 0.012 * math.sin(t * 1.5)
    hip: Point = (0.26, 0.56, 0.24)
    chest: Point = (0.17, 0.86, 0.25)
    body.ball(hip, (0.24, 0.21 + breath, 0.22), fur)
    body.limb(hip, 0.2 + breath, chest, 0.17, fur)
    body.ball((0.26, 0.64, 0.38), (0.14, 0.19, 0.1), pale)
    for s, hand, foot in ((-1, (-0.06, 0.98, 0.14), (0.02, 0.5, 0.17)), (1, (0.14, 1.0, 0.16), (0.46, 0.52, 0.32))):
        shoulder: Point = (chest[0] + 0.15 * s, chest[1] + 0.04, chest[2] + 0.02)
        elbow = joint(shoulder, hand, 0.2, 0.2, (0.6 * s, -0.6, 0.7))
        body.tube([shoulder, elbow, hand], [0.085, 0.07, 0.06], fur)
        for k in range(3):
            body.limb(hand, 0.025, (hand[0] - 0.05, hand[1] - 0.02 + 0.03 * k, hand[2] + 0.03), 0.008, _CLAW)
        start: Point = (hip[0] + 0.12 * s, hip[1] - 0.03, hip[2] + 0.04)
        knee = joint(start, foot, 0.2, 0.2, (0.5 * s, 0.4, 1.0))
        body.tube([start, knee, foot], [0.12, 0.09, 0.065], fur)
    nod = 0.35 if asleep else 0.06 * math.sin(t * 0.7)
    look = -0.2 if asleep else 0.45 * math.sin(t * 0.5 + cast.chance(2) * 6)
    head = Body()
    _face(head, cast, fur, pale, asleep)
    body.graft(head, turn(look, -nod, 0.3 if asleep else 0.0), (0.15, 1.12 - 0.05 * asleep, 0.34))


def draw_sloth(body: Body, cast: Cast) -> None:
    """Its branch lies across the picture."""
    part = Body()
    _sloth(part, cast)
    body.graft(part, turn(-0.5), (0.0, 0.0, 0.0))


def _sloth(body: Body, cast: Cast) -> None:
    """On its back under a branch, hand over hand, slowly; 1.35 to the branch."""
    t = cast.time_s
    fur = Paint(own(cast, (136, 116, 88)), (110, 120, 80), pattern=MOTTLE | BELLY, grain=0.1)
    pale, dark = Paint((226, 208, 172)), Paint((84, 62, 46))
    branch = curve([(-1.7, 1.22, -0.1), (-0.5, 1.3, 0.0), (0.6, 1.3, 0.02), (1.8, 1.46, -0.1)], 11)
    body.tube(branch, [0.1 - 0.004 * k for k in range(11)], _BARK)
    for k in range(6):
        at = branch[(k * 2) % 11]
        _spray(body, (at[0], at[1] + 0.12, at[2] - 0.14), 31 + k, 0.02 * math.sin(t + k), count=8)
    swing = 0.03 * math.sin(t * 0.9)
    body.tube([(-0.42, 0.72, swing), (-0.1, 0.6, swing), (0.28, 0.72, swing)], [0.2, 0.24, 0.19], fur)
    for n, (x, root) in enumerate(((-0.62, -0.45), (-0.36, -0.38), (0.34, 0.25), (0.6, 0.3))):
        reach = 0.07 * math.sin(t * 0.8 + n * 2.2)
        side = 0.1 if n % 2 else -0.1
        hand: Point = (x + reach, 1.3, side * 0.7)
        elbow = joint((root, 0.76, side + swing), hand, 0.34, 0.34, (0, 0.2, side))
        body.tube([(root, 0.76, side + swing), elbow, hand], [0.1, 0.075, 0.055], fur)
        for k in range(3):
            claw = hand[0] - 0.03 + 0.03 * k
            body.tube([(claw, 1.3, side * 0.7), (claw, 1.4, 0.0), (claw, 1.33, -side)], [0.016, 0.016, 0.006], pale)
    head = Body()
    head.ball((0, 0, 0), (0.17, 0.16, 0.16), fur)
    head.ball((0, -0.01, 0.07), (0.135, 0.12, 0.11), pale)
    for s in (-1, 1):
        head.limb((0.05 * s, 0.02, 0.155), 0.024, (0.115 * s, -0.02, 0.11), 0.02, dark)
        head.ball((0.055 * s, 0.022, 0.172), 0.018, _DARK)
    head.ball((0, -0.025, 0.18), (0.035, 0.026, 0.02), _DARK)
    head.tube([(-0.07, -0.06, 0.155), (0, -0.085, 0.172), (0.07, -0.06, 0.155)], [0.008] * 3, dark)
    body.graft(head, turn(-0.55 + 0.3 * math.sin(t * 0.45), 0.0, 0.12), (0.52, 0.78, 0.12 + swing))
