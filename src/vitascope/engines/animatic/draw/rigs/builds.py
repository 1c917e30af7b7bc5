"""Proportions and coats of the four-legged animals: one is data, and nothing else tells a deer from a bear."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from vitascope.engines.animatic.draw.stage import Colour

Coat = Literal["plain", "spots", "rosettes", "stripes", "bars", "patches", "tiles"]
Ears = Literal["point", "flop", "round", "large", "long", "side"]
Feet = Literal["paw", "hoof", "pad"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """Proportions in units of the height at the shoulder; lengths are along the body, and radii are half widths."""

    colour: Colour
    belly: Colour
    tall: float = 1.35
    """Of the whole animal with its head up: `Actor.size_m` in shoulders."""
    long: float = 1.0
    """Shoulder to hip."""
    girth: float = 0.235
    """Half the depth of the chest."""
    wide: float = 0.82
    """Width of the trunk over its depth."""
    tuck: float = 0.8
    """Depth of the loins over that of the chest."""
    hump: float = 0.0
    """How far the withers rise over the back."""
    croup: float = 0.0
    """How much higher the hips are than the shoulders."""
    leg: float = 0.055
    """Radius of the shin."""
    thigh: float = 1.0
    """How much meat there is on the legs."""
    neck: float = 0.36
    neck_up: float = 0.85
    """Angle of the neck over level, in radians."""
    neck_r: float = 0.6
    """Half its depth over that of the chest."""
    head: float = 0.44
    """Nape to nose."""
    brow: float = 0.4
    """Half height of the skull over the head's length."""
    muzzle: float = 0.5
    """Share of the head that is muzzle."""
    snout: float = 0.16
    """Half height of the nose over the head's length."""
    nod: float = 0.25
    """How far the muzzle hangs, in radians."""
    ears: Ears = "point"
    ear: float = 1.0
    tail: float = 0.7
    tail_up: float = -0.9
    tail_r: float = 0.04
    bushy: float = 0.0
    tuft: bool = False
    feet: Feet = "paw"
    slit: bool = False
    """Eyes of a cat."""
    eye: Colour = (36, 26, 20)
    coat: Coat = "plain"
    mark: Colour = (30, 26, 26)
    saddle: float = 0.18
    """How much darker the back is."""
    shag: float = 0.0
    """Tufts that stand off the coat: 0 sleek, 1 a fleece."""
    extras: tuple[str, ...] = ()
    """``mane``, ``ruff``, ``horns``, ``antlers``, ``trunk``, ``tusks``, ``horn``, ``hump``, ``blaze``, ``mask``…"""


# fmt: off
_DOG = Build(
    colour=(158, 112, 66), belly=(214, 186, 146), long=0.98, neck=0.34, neck_up=0.95, head=0.46, brow=0.36,
    muzzle=0.48, snout=0.17, ears="flop", tail=0.55, tail_up=0.8, shag=0.12,
)
_WOLF = replace(
    _DOG, colour=(118, 114, 112), belly=(206, 198, 184), long=1.05, girth=0.24, neck=0.34, neck_up=0.6, head=0.47,
    brow=0.32, muzzle=0.52, snout=0.13, ears="point", ear=0.9, tail=0.62, tail_up=-0.95, tail_r=0.055, bushy=0.8,
    shag=0.75, saddle=0.42, eye=(196, 146, 50), extras=("mask",),
)
_CAT = Build(
    colour=(96, 92, 90), belly=(150, 144, 138), long=1.12, girth=0.23, wide=0.84, tuck=0.88, leg=0.058, neck=0.24,
    neck_up=0.7, neck_r=0.7, head=0.4, brow=0.5, muzzle=0.24, snout=0.16, nod=0.12, tail=1.0, tail_up=0.5,
    tail_r=0.045, ear=0.84, slit=True, eye=(196, 196, 70),
)
_LION = replace(
    _CAT, colour=(200, 154, 92), belly=(232, 208, 164), long=1.12, girth=0.25, leg=0.075, thigh=1.15, neck=0.28,
    neck_up=0.55, head=0.44, brow=0.42, muzzle=0.36, snout=0.2, ears="round", tail=0.9, tail_up=-0.9, tail_r=0.032,
    tuft=True, slit=False, eye=(170, 120, 40), tall=1.3,
)
_HORSE = Build(
    colour=(124, 72, 42), belly=(136, 90, 60), tall=1.55, long=0.92, girth=0.23, wide=0.8, tuck=0.88, croup=0.0,
    leg=0.042, thigh=1.15, neck=0.62, neck_up=0.88, neck_r=0.62, head=0.5, brow=0.27, muzzle=0.6, snout=0.15, nod=0.55,
    ear=0.75, tail=0.72, tail_up=-1.05, tail_r=0.045, bushy=0.7, feet="hoof", saddle=0.08, extras=("mane", "tail_hair"),
)
_COW = Build(
    colour=(236, 230, 220), belly=(238, 218, 206), tall=1.2, long=1.08, girth=0.31, wide=0.86, tuck=0.98, leg=0.055,
    neck=0.32, neck_up=0.35, neck_r=0.62, head=0.46, brow=0.27, muzzle=0.55, snout=0.2, nod=0.45, ears="side",
    tail=0.75, tail_up=-1.4, tail_r=0.022, tuft=True, feet="hoof", coat="patches", mark=(40, 34, 34), saddle=0.0,
    extras=("horns", "pink_nose"),
)
_DEER = Build(
    colour=(168, 112, 66), belly=(232, 216, 190), tall=1.75, long=0.92, girth=0.2, tuck=0.85, leg=0.032, neck=0.48,
    neck_up=1.05, neck_r=0.52, head=0.36, brow=0.3, muzzle=0.55, snout=0.12, nod=0.35, ears="side", ear=1.25, tail=0.14,
    tail_up=0.3, tail_r=0.045, bushy=0.4, feet="hoof", extras=("antlers",),
)
_BEAR = Build(
    colour=(96, 66, 44), belly=(104, 74, 52), tall=1.2, long=0.96, girth=0.36, wide=0.92, tuck=1.0, hump=0.06,
    leg=0.105, thigh=1.25, neck=0.26, neck_up=0.25, neck_r=0.7, head=0.46, brow=0.42, muzzle=0.42, snout=0.17,
    ears="round", tail=0.1, tail_r=0.05, feet="pad", shag=0.5, saddle=0.1,
)
_ELEPHANT = Build(
    colour=(124, 120, 122), belly=(130, 124, 122), tall=1.15, long=0.82, girth=0.34, wide=0.9, tuck=1.02, hump=0.02,
    croup=-0.05, leg=0.11, thigh=1.0, neck=0.17, neck_up=0.5, neck_r=0.72, head=0.42, brow=0.6, muzzle=0.2, snout=0.3,
    nod=0.5, ears="large", tail=0.55, tail_up=-1.4, tail_r=0.02, tuft=True, feet="pad", saddle=0.05,
    extras=("trunk", "tusks"),
)
_SHEEP = Build(
    colour=(238, 232, 218), belly=(226, 218, 202), tall=1.3, long=0.86, girth=0.31, wide=1.0, tuck=1.02, leg=0.042,
    thigh=0.8, neck=0.24, neck_up=0.75, neck_r=0.6, head=0.36, brow=0.3, muzzle=0.5, snout=0.17, nod=0.5, ears="side",
    tail=0.16, tail_up=-1.2, tail_r=0.05, feet="hoof", shag=1.0, saddle=0.0, extras=("dark_face", "fleece"),
)
_PIG = Build(
    colour=(236, 170, 158), belly=(240, 184, 172), tall=1.15, long=1.12, girth=0.38, wide=0.86, tuck=0.98, leg=0.06,
    neck=0.2, neck_up=0.1, neck_r=0.78, head=0.5, brow=0.42, muzzle=0.45, snout=0.2, nod=0.2, ears="flop", ear=0.6,
    tail=0.22, tail_up=0.8, tail_r=0.025, feet="hoof", saddle=0.0, extras=("disc",),
)
_RABBIT = Build(
    colour=(170, 146, 120), belly=(236, 228, 216), tall=1.75, long=0.72, girth=0.36, wide=0.86, tuck=1.08, croup=0.06,
    leg=0.07, thigh=1.7, neck=0.16, neck_up=0.7, neck_r=0.6, head=0.46, brow=0.42, muzzle=0.34, snout=0.2, ears="long",
    tail=0.1, tail_up=0.5, tail_r=0.1, bushy=0.3, shag=0.3,
)

BUILDS: dict[str, Build] = {
    "dog": _DOG,
    "puppy": replace(
        _DOG, colour=(216, 168, 104), belly=(248, 232, 198), tall=1.55, long=0.82, girth=0.29, wide=0.9, tuck=0.92,
        leg=0.085, thigh=1.15, neck=0.24, neck_up=0.8, neck_r=0.66, head=0.56, brow=0.44, muzzle=0.34, snout=0.17,
        tail=0.42, tail_up=0.9, tail_r=0.045, shag=0.45, saddle=0.12,
    ),
    "dalmatian": replace(_DOG, colour=(240, 238, 234), belly=(246, 244, 240), coat="spots", saddle=0.0),
    "husky": replace(_WOLF, colour=(92, 94, 102), belly=(238, 238, 236), tail_up=1.0, eye=(120, 180, 230)),
    "shepherd": replace(_WOLF, colour=(150, 102, 56), belly=(196, 150, 96), saddle=0.75, ear=1.15, shag=0.4),
    "corgi": replace(
        _DOG, colour=(206, 132, 66), belly=(246, 240, 230), long=1.35, girth=0.33, ears="point", ear=1.3, head=0.56,
        tail=0.12, neck=0.28, tall=1.5,
    ),
    "wolf": _WOLF,
    "hyena": replace(_WOLF, colour=(164, 140, 104), belly=(176, 156, 122), croup=-0.14, hump=0.06, coat="spots",
                     ears="round", shag=0.3, tail=0.3, mark=(66, 52, 40)),
    "fox": replace(
        _WOLF, colour=(212, 98, 36), belly=(248, 240, 230), tall=1.45, girth=0.21, leg=0.04, neck=0.3, head=0.5,
        muzzle=0.55, snout=0.085, ear=1.2, tail=0.95, tail_up=-0.45, tail_r=0.065, bushy=1.2, shag=0.3, saddle=0.08,
        extras=("socks", "white_tip", "mask"),
    ),
    "raccoon": replace(
        _WOLF, colour=(124, 118, 112), belly=(160, 154, 146), long=0.9, girth=0.32, head=0.5, ears="round", tail=0.8,
        tail_r=0.07, bushy=0.5, extras=("bandit", "rings"), saddle=0.2,
    ),
    "cat": _CAT,
    "lion": replace(_LION, extras=("ruff",), hump=0.03),
    "lioness": _LION,
    "tiger": replace(
        _LION, colour=(226, 128, 42), belly=(250, 242, 230), coat="bars", tuft=False, tail_r=0.042, long=1.2, saddle=0.1
    ),
    "leopard": replace(
        _LION, colour=(222, 168, 88), belly=(246, 234, 210), coat="rosettes", mark=(54, 36, 24), tuft=False, girth=0.22,
        leg=0.06, tail_r=0.042, saddle=0.1,
    ),
    "cheetah": replace(
        _LION, colour=(226, 178, 98), belly=(248, 238, 214), coat="spots", tuft=False, girth=0.205, tuck=0.68,
        leg=0.045, head=0.34, tail_r=0.036, saddle=0.05, extras=("tears",),
    ),
    "panther": replace(_LION, colour=(34, 32, 38), belly=(42, 40, 46), tuft=False, girth=0.22, leg=0.06, tail_r=0.042,
                       eye=(210, 200, 70)),
    "horse": _HORSE,
    "donkey": replace(_HORSE, colour=(138, 130, 124), belly=(208, 202, 194), tall=1.5, ears="long", ear=0.7, neck=0.5,
                      head=0.54, tuft=True, tail_r=0.025, bushy=0.0, extras=("mane_short",)),
    "unicorn": replace(_HORSE, colour=(244, 242, 246), belly=(236, 232, 242), extras=("mane", "tail_hair", "horn")),
    "zebra": replace(_HORSE, colour=(240, 238, 232), belly=(244, 242, 238), neck=0.52, tuft=True, tail_r=0.025,
                     bushy=0.0, coat="stripes", mark=(26, 24, 26), saddle=0.0, extras=("mane_short", "dark_nose")),
    "cow": _COW,
    "bull": replace(_COW, colour=(62, 44, 36), belly=(70, 52, 42), coat="plain", hump=0.1, girth=0.34, thigh=1.1),
    "bison": replace(_COW, colour=(84, 58, 40), belly=(70, 48, 34), coat="plain", hump=0.2, girth=0.36, tuck=0.78,
                     shag=0.9, neck_up=-0.1, extras=("horns", "beard")),
    "deer": _DEER,
    "doe": replace(_DEER, extras=(), tall=1.6),
    "fawn": replace(_DEER, extras=("white_spots",), tall=1.7, head=0.44, leg=0.038),
    "moose": replace(_DEER, colour=(84, 62, 48), belly=(92, 72, 58), girth=0.25, hump=0.08, neck=0.36, neck_up=0.5,
                     head=0.5, snout=0.2, tall=1.6, extras=("antlers", "beard")),
    "gazelle": replace(_DEER, colour=(204, 152, 92), belly=(250, 244, 234), extras=("straight_horns",), tall=1.7),
    "sheep": _SHEEP,
    "lamb": replace(_SHEEP, girth=0.26, head=0.42, leg=0.05, tall=1.45, extras=("fleece",)),
    "ram": replace(_SHEEP, extras=("fleece", "curled_horns")),
    "goat": replace(_SHEEP, colour=(226, 218, 204), girth=0.26, shag=0.2, neck=0.34, neck_up=0.9, tall=1.45,
                    tail_up=0.6, extras=("back_horns", "goatee")),
    "pig": _PIG,
    "boar": replace(_PIG, colour=(80, 64, 54), belly=(92, 76, 64), hump=0.08, head=0.56, ears="point", ear=0.7,
                    shag=0.6, extras=("disc", "tusks_up")),
    "elephant": _ELEPHANT,
    "mammoth": replace(_ELEPHANT, colour=(96, 66, 44), belly=(84, 58, 40), shag=1.0, hump=0.1, croup=-0.12, ear=0.45,
                       extras=("trunk", "long_tusks")),
    "rhino": replace(_ELEPHANT, colour=(132, 128, 124), belly=(138, 132, 128), tall=1.1, long=1.2, girth=0.37,
        hump=0.05,
                     neck=0.2, neck_up=0.0, head=0.58, brow=0.3, muzzle=0.5, snout=0.2, nod=0.3, ears="point", ear=0.5,
                     leg=0.1, extras=("nose_horn",)),
    "hippo": replace(_ELEPHANT, colour=(128, 108, 112), belly=(176, 140, 138), tall=1.1, long=1.3, girth=0.43,
        neck=0.16,
                     neck_up=0.05, head=0.66, brow=0.3, muzzle=0.55, snout=0.28, nod=0.15, ears="round", ear=0.45,
                     leg=0.115, extras=()),
    "giraffe": Build(
        colour=(226, 182, 112), belly=(240, 222, 180), tall=1.95, long=0.6, girth=0.17, tuck=0.82, croup=-0.12,
        leg=0.032, neck=0.92, neck_up=1.2, neck_r=0.5, head=0.25, brow=0.3, muzzle=0.58, snout=0.14, nod=0.5,
        ears="side", tail=0.5, tail_up=-1.4, tail_r=0.014, tuft=True, feet="hoof", coat="tiles", mark=(150, 84, 40),
        saddle=0.0, extras=("ossicones", "mane_short"),
    ),
    "camel": Build(
        colour=(204, 160, 108), belly=(196, 152, 104), tall=1.35, long=0.78, girth=0.24, tuck=0.7, leg=0.036, neck=0.6,
        neck_up=0.8, neck_r=0.42, head=0.32, brow=0.3, muzzle=0.55, snout=0.15, nod=0.3, ears="round", ear=0.6,
        tail=0.4, tail_up=-1.3, tail_r=0.02, tuft=True, feet="pad", shag=0.2, extras=("hump", "dipped_neck"),
    ),
    "llama": Build(
        colour=(232, 220, 200), belly=(224, 210, 188), tall=1.65, long=0.74, girth=0.26, wide=0.9, leg=0.038, neck=0.55,
        neck_up=1.3, neck_r=0.5, head=0.3, brow=0.34, muzzle=0.5, snout=0.15, ears="long", ear=0.5, tail=0.2,
            tail_r=0.06,
        feet="hoof", shag=0.9,
    ),
    "bear": _BEAR,
    "panda": replace(_BEAR, colour=(240, 238, 234), belly=(236, 232, 226), saddle=0.0, head=0.52, brow=0.46,
                     muzzle=0.32, extras=("panda",)),
    "rabbit": _RABBIT,
    "mouse": replace(_RABBIT, colour=(146, 136, 130), belly=(212, 202, 194), tall=1.35, long=0.9, girth=0.33, leg=0.05,
                     thigh=1.0, muzzle=0.5, snout=0.09, ears="round", ear=1.9, tail=1.1, tail_up=-0.2, tail_r=0.025,
                     bushy=0.0),
    "hamster": replace(_RABBIT, colour=(224, 164, 96), belly=(250, 244, 234), tall=1.3, long=0.6, girth=0.42,
        ears="round",
                       ear=0.8, tail=0.06, tail_r=0.03, thigh=1.0),
    "squirrel": replace(_RABBIT, colour=(178, 88, 40), belly=(244, 234, 220), tall=1.5, long=0.8, girth=0.28, thigh=1.2,
                        ears="point", ear=0.8, tail=1.1, tail_up=1.15, tail_r=0.12, bushy=0.9),
    "hedgehog": replace(_RABBIT, colour=(108, 88, 70), belly=(214, 194, 164), tall=1.2, long=0.8, girth=0.42, leg=0.05,
                        thigh=0.7, muzzle=0.6, snout=0.08, ears="round", ear=0.7, tail=0.05, tail_r=0.03,
                        extras=("spines",)),
    "otter": replace(_RABBIT, colour=(104, 76, 54), belly=(190, 162, 130), tall=1.3, long=1.5, girth=0.33, thigh=0.8,
                     ears="round", ear=0.5, tail=0.9, tail_up=-0.4, tail_r=0.09, muzzle=0.36),
    "badger": replace(_RABBIT, colour=(120, 116, 112), belly=(60, 56, 54), tall=1.2, long=1.2, girth=0.4, thigh=0.8,
                      ears="round", ear=0.6, tail=0.3, tail_up=-0.6, tail_r=0.06, muzzle=0.5, extras=("badger",)),
    "sauropod": Build(
        colour=(118, 128, 96), belly=(176, 174, 140), tall=2.1, long=0.95, girth=0.36, wide=0.9, tuck=0.95, leg=0.1,
        neck=1.55, neck_up=0.95, neck_r=0.42, head=0.24, brow=0.36, muzzle=0.5, snout=0.2, ears="round", ear=0.0,
        tail=1.7, tail_up=-0.25, tail_r=0.13, feet="pad", saddle=0.25, extras=("taper",),
    ),
    "triceratops": replace(
        _ELEPHANT, colour=(132, 118, 92), belly=(184, 170, 138), tall=1.2, long=1.15, girth=0.38, neck=0.18,
            neck_up=0.0,
        head=0.7, brow=0.28, muzzle=0.5, snout=0.13, nod=0.35, ear=0.0, tail=1.0, tail_up=-0.3, tail_r=0.13, tuft=False,
        extras=("frill", "taper"),
    ),
    "stegosaurus": replace(
        _ELEPHANT, colour=(124, 126, 78), belly=(190, 178, 130), tall=1.5, long=1.2, girth=0.38, hump=-0.1, croup=0.2,
        neck=0.3, neck_up=-0.3, head=0.34, brow=0.3, muzzle=0.55, snout=0.12, ear=0.0, tail=1.2, tail_up=-0.15,
        tail_r=0.13, tuft=False, extras=("plates", "taper"),
    ),
}

ALIASES: dict[str, str] = {
    "kitten": "cat", "hound": "dog", "pony": "horse", "foal": "horse", "ox": "bull", "buffalo": "bison", "yak": "bison",
    "stag": "deer", "reindeer": "deer", "elk": "deer", "antelope": "gazelle", "impala": "gazelle", "ibex": "goat",
    "coyote": "wolf", "jackal": "fox", "cougar": "lioness", "puma": "lioness", "jaguar": "leopard", "lynx": "leopard",
    "hare": "rabbit", "bunny": "rabbit", "rat": "mouse", "chipmunk": "squirrel", "dromedary": "camel",
    "alpaca": "llama", "rhinoceros": "rhino", "hippopotamus": "hippo", "mule": "donkey", "retriever": "dog",
    "piglet": "pig", "hog": "pig", "beaver": "otter", "weasel": "otter", "skunk": "badger", "calf": "cow",
    "brachiosaurus": "sauropod", "brontosaurus": "sauropod", "diplodocus": "sauropod", "apatosaurus": "sauropod",
    "collie": "dog", "malamute": "husky",
}
# fmt: on


def build_of(form: str, label: str = "") -> Build:
    """The build that the last known word of ``label`` names, or else of ``form``; a dog's for what has none."""
    for words in (label, form):
        for word in reversed(words.lower().replace("-", " ").split()):
            for name in (word, word.rstrip("s"), word.removesuffix("es")):
                name = ALIASES.get(name, name)  # noqa: PLW2901  the same animal by its other name
                if name in BUILDS:
                    return BUILDS[name]
    return BUILDS["dog"]
