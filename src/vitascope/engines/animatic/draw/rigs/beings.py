"""Who is not quite human, told by skin, eyes and brow, and by what grows on the head: orcs, trolls, demons, aliens."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from vitascope.engines.animatic.draw.rigs.body import Body, Paint
from vitascope.engines.animatic.draw.rigs.cast import turn
from vitascope.engines.animatic.draw.rigs.colours import darker
from vitascope.engines.animatic.draw.rigs.looks import Look
from vitascope.engines.animatic.draw.rigs.skull import Features
from vitascope.engines.animatic.draw.stage import Colour

_BONE = Paint((232, 224, 200), shine=0.4)
_HORN = Paint((58, 46, 42), shine=0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Being:
    """What is unlike a person's look."""

    skin: Colour
    top: Colour
    bottom: Colour
    outfit: str = "shirt"
    iris: Colour = (40, 36, 30)
    hair: str = "bald"
    locks: Colour = (52, 46, 40)
    beard: float | None = None
    features: Features = field(default_factory=Features)
    marks: tuple[str, ...] = ()
    """``tusks``, ``ears``, ``horns``, ``eyes``."""


_ORC = Being(
    skin=(104, 132, 76), top=(84, 62, 44), bottom=(58, 46, 38), iris=(206, 70, 30),
    features=Features(nose=1.3, brow=2.2, jaw=0.16, old=0.3), marks=("tusks", "ears"),
)  # fmt: skip
_STONE = (128, 124, 118)

BEINGS: dict[str, Being] = {

    "zombie": Being(
        skin=(138, 152, 118), top=(92, 92, 84), bottom=(70, 64, 58), iris=(226, 224, 190), hair="receding",
        features=Features(old=1.0, brow=1.6),
    ),
    "mummy": Being(skin=(206, 194, 164), top=(214, 202, 172), bottom=(206, 194, 164), outfit="tights",
                   features=Features(old=0.8)),
    "orc": _ORC,
    "ogre": replace(_ORC, skin=(146, 156, 92), top=(112, 84, 56), features=Features(nose=1.5, brow=1.8, full=1.0)),
    "troll": Being(
        skin=(118, 128, 110), top=(96, 84, 66), bottom=(74, 62, 50), outfit="bare", iris=(210, 170, 60), hair="curly",
        locks=(60, 58, 46), features=Features(nose=1.9, brow=2.0, jaw=0.1, old=0.7), marks=("tusks", "ears"),
    ),
    "goblin": Being(
        skin=(122, 150, 66), top=(96, 70, 48), bottom=(64, 54, 44), iris=(230, 190, 50),
        features=Features(nose=1.8, brow=1.4, jaw=-0.08, old=0.6), marks=("ears",),
    ),
    "demon": Being(
        skin=(164, 44, 36), top=(36, 30, 34), bottom=(30, 26, 30), outfit="robe", iris=(250, 200, 40),
        features=Features(brow=2.2, jaw=0.06, old=0.4), marks=("horns", "ears"),
    ),
    "golem": Being(
        skin=_STONE, top=_STONE, bottom=(112, 108, 102), outfit="tights", iris=(255, 190, 70),
        features=Features(nose=1.2, brow=2.4, jaw=0.2),
    ),
    "monster": Being(
        skin=(96, 84, 110), top=(70, 58, 82), bottom=(60, 50, 70), outfit="bare", iris=(250, 210, 60), hair="curly",
        locks=(44, 36, 54), features=Features(nose=1.4, brow=2.2, jaw=0.16), marks=("horns", "tusks"),
    ),
    "giant": Being(
        skin=(212, 166, 134), top=(124, 92, 62), bottom=(84, 70, 54), hair="curly", locks=(84, 58, 38), beard=0.7,
        features=Features(nose=1.2, brow=1.6, jaw=0.1),
    ),
    "alien": Being(
        skin=(158, 178, 156), top=(120, 126, 140), bottom=(104, 110, 124), outfit="tights", iris=(10, 10, 12),
        locks=(158, 178, 156),
        features=Features(nose=0.35, brow=0.2, jaw=-0.1), marks=("eyes",),
    ),
}  # fmt: skip


def _cast_in(colour: Colour) -> Being:
    """A statue: all of one stuff."""
    return Being(skin=colour, top=colour, bottom=colour, outfit="robe", iris=colour, hair="curly", locks=colour)


STATUES: dict[str, Being] = {
    "marble statue": _cast_in((226, 222, 214)), "bronze statue": _cast_in((112, 88, 58)),
    "gold statue": _cast_in((222, 176, 74)),
}  # fmt: skip


def as_being(look: Look, form: str) -> Look:
    """``look``, or that of the being that ``form`` names."""
    being = BEINGS.get(form) or STATUES.get(form)
    if being is None:
        return look
    visage = replace(
        look.visage, skin=being.skin, hair=being.locks, iris=being.iris, lips=None, features=being.features
    )
    return replace(
        look, visage=visage, outfit=being.outfit, top=being.top, bottom=being.bottom, hair=being.hair,
        beard=being.beard, hat="", female=False, age="adult", marks=being.marks,
    )  # fmt: skip


def draw_marks(body: Body, look: Look) -> None:
    """What grows on a head, in half head widths about its middle."""
    skin = Paint(look.visage.skin, shine=0.1)
    for s in (-1, 1):
        if "tusks" in look.marks:
            body.limb((0.3 * s, -0.86, 1.0), 0.1, (0.36 * s, -0.5, 1.16), 0.03, _BONE)
        if "ears" in look.marks:
            body.limb((0.98 * s, 0.05, -0.1), 0.2, (1.75 * s, 0.5, -0.35), 0.03, skin)
            body.limb((1.02 * s, 0.05, -0.02), 0.12, (1.6 * s, 0.42, -0.24), 0.02, Paint(darker(skin.colour, 0.35)))
        if "horns" in look.marks:
            body.tube([(0.5 * s, 0.95, 0.45), (0.85 * s, 1.4, 0.4), (0.95 * s, 1.95, 0.15)], [0.2, 0.15, 0.03], _HORN)
        if "eyes" in look.marks:
            slant = turn(0.45 * s, 0.0, 0.5 * s)
            body.ball((0.46 * s, 0.12, 0.86), (0.36, 0.24, 0.2), Paint((8, 8, 12), shine=1.0), turn=slant)
    if "eyes" in look.marks:  # the crown is wider than the chin
        body.ball((0.0, 0.55, -0.12), (1.12, 0.92, 1.12), skin)
