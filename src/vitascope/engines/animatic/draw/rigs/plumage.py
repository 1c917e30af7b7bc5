"""Proportions and feathers of birds: what tells an owl from a flamingo, as data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from vitascope.engines.animatic.draw.stage import Colour

Beak = Literal["cone", "hook", "long", "bill", "bent", "great", "dagger"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plumage:
    """A bird as it stands; lengths are shares of one another, and the whole is scaled to its height."""

    back: Colour
    belly: Colour
    head: Colour | None = None
    """Like the back where it is not said; so is the wing."""
    wing: Colour | None = None
    beak: Beak = "cone"
    beak_colour: Colour = (226, 164, 50)
    beak_long: float = 0.1
    legs: Colour = (214, 150, 60)
    leg: float = 0.16
    neck: float = 0.06
    body: float = 0.56
    plump: float = 0.17
    tilt: float = 0.75
    """Of the back over level, in radians."""
    skull: float = 0.1
    tail: float = 0.26
    span: float = 0.95
    """Of the wings in flight, over a common bird's."""
    grounded: bool = False
    """It is at home on its feet: it stands where it is, and not on a branch."""
    eye: Colour = (24, 20, 20)
    extras: tuple[str, ...] = ()
    """``disc``, ``tufts``, ``comb``, ``fan``, ``train``, ``crest``, ``flippers``, ``pouch``, ``ring``, ``sickle``…"""


# fmt: off
_SONG = Plumage(back=(104, 86, 66), belly=(206, 190, 164), beak_long=0.08)
_CROW = Plumage(back=(28, 28, 34), belly=(32, 32, 38), beak="dagger", beak_colour=(30, 30, 34), beak_long=0.16,
                legs=(40, 38, 38), span=0.95)
_HAWK = Plumage(back=(104, 74, 48), belly=(214, 196, 160), beak="hook", beak_long=0.09, leg=0.14, tilt=1.0, body=0.6,
                plump=0.16, skull=0.1, span=1.0, eye=(220, 170, 40))
_HERON = Plumage(back=(138, 148, 162), belly=(206, 210, 214), head=(232, 234, 236), beak="dagger", beak_long=0.2,
                 leg=0.42, neck=0.36, body=0.36, plump=0.1, tilt=0.55, skull=0.055, tail=0.12, grounded=True, span=1.1)
_DUCK = Plumage(back=(122, 106, 90), belly=(196, 184, 166), head=(22, 92, 62), beak="bill", beak_long=0.13, leg=0.12,
                neck=0.16, body=0.52, plump=0.2, tilt=0.18, skull=0.11, tail=0.14, grounded=True, extras=("ring",))
_HEN = Plumage(back=(170, 92, 44), belly=(196, 122, 66), beak_long=0.07, leg=0.2, neck=0.14, body=0.46, plump=0.2,
               tilt=0.5, skull=0.085, tail=0.26, grounded=True, extras=("comb", "fan"))

BIRDS: dict[str, Plumage] = {
    "eagle": replace(_HAWK, back=(74, 50, 34), belly=(90, 64, 44), span=1.1),
    "bald eagle": replace(_HAWK, back=(64, 46, 34), belly=(74, 54, 40), head=(244, 240, 230), span=1.1,
                          beak_colour=(244, 190, 50)),
    "hawk": _HAWK,
    "falcon": replace(_HAWK, back=(78, 84, 96), belly=(210, 204, 190)),
    "vulture": replace(_HAWK, back=(62, 52, 46), belly=(74, 62, 54), head=(206, 140, 130), neck=0.14, span=1.15),
    "crow": _CROW,
    "raven": replace(_CROW, span=1.0),
    "magpie": replace(_CROW, belly=(240, 240, 238), tail=0.45),
    "gull": replace(_SONG, back=(200, 206, 212), belly=(248, 248, 246), head=(248, 248, 246), beak="dagger",
                    beak_colour=(240, 190, 50), beak_long=0.12, tilt=0.3, leg=0.18, span=1.1),
    "pelican": replace(_DUCK, back=(234, 230, 222), belly=(246, 242, 236), head=(246, 242, 236), neck=0.24,
        beak="dagger",
                       beak_long=0.32, beak_colour=(240, 170, 80), extras=("pouch",), span=1.15),
    "dove": replace(_SONG, back=(238, 238, 236), belly=(250, 250, 248), skull=0.085, plump=0.18),
    "pigeon": replace(_SONG, back=(120, 126, 138), belly=(150, 154, 164), head=(74, 92, 104), skull=0.085, plump=0.18,
                      tilt=0.5, grounded=True),
    "swan": replace(_DUCK, back=(246, 246, 242), belly=(250, 250, 248), head=(250, 250, 248), neck=0.5, beak_long=0.1,
                    beak_colour=(236, 130, 40), skull=0.07, extras=("mask",), span=1.15),
    "goose": replace(_DUCK, back=(120, 106, 92), belly=(210, 204, 194), head=(44, 42, 44), neck=0.32, skull=0.08,
        span=1.1,
                     extras=("cheek",)),
    "duck": _DUCK,
    "rubber duck": replace(_DUCK, back=(250, 208, 40), belly=(250, 214, 60), head=(250, 208, 40), extras=()),
    "owl": Plumage(back=(142, 108, 72), belly=(222, 202, 170), beak="hook", beak_long=0.06, leg=0.07, neck=0.0,
        body=0.6,
                   plump=0.22, tilt=1.3, skull=0.21, tail=0.16, eye=(244, 186, 40), extras=("disc", "tufts"), span=1.0),
    "barn owl": Plumage(back=(206, 160, 98), belly=(248, 242, 230), beak="hook", beak_long=0.06, leg=0.1, neck=0.0,
                        body=0.58, plump=0.19, tilt=1.3, skull=0.2, tail=0.16, extras=("disc",), span=1.0),
    "snowy owl": Plumage(back=(244, 244, 240), belly=(250, 250, 248), beak="hook", beak_long=0.06, leg=0.06, neck=0.0,
                         body=0.6, plump=0.23, tilt=1.3, skull=0.2, tail=0.16, eye=(244, 196, 40), extras=("disc",),
                             span=1.05),
    "parrot": Plumage(back=(210, 36, 34), belly=(216, 46, 38), wing=(40, 96, 200), beak="hook", beak_long=0.13,
                      beak_colour=(52, 48, 46), leg=0.08, body=0.56, plump=0.15, tilt=1.15, skull=0.13, tail=0.62,
                          span=0.85,
                      extras=("cheek", "band")),
    "cockatoo": Plumage(back=(246, 244, 238), belly=(250, 248, 244), beak="hook", beak_long=0.12, beak_colour=(60,
        56, 56),
                        leg=0.08, plump=0.16, tilt=1.15, skull=0.13, extras=("crest",)),
    "toucan": Plumage(back=(26, 26, 30), belly=(244, 236, 214), beak="great", beak_long=0.34, beak_colour=(246, 150,
        30),
                      leg=0.1, tilt=1.0, skull=0.11, extras=("ring",)),
    "robin": replace(_SONG, belly=(214, 96, 42), plump=0.2),
    "sparrow": replace(_SONG, head=(112, 72, 46)),
    "blackbird": replace(_SONG, back=(30, 28, 30), belly=(38, 36, 38)),
    "canary": replace(_SONG, back=(246, 214, 70), belly=(250, 230, 120)),
    "bluebird": replace(_SONG, back=(50, 110, 210), belly=(230, 160, 110)),
    "cardinal": replace(_SONG, back=(206, 34, 36), belly=(220, 60, 52), extras=("crest",)),
    "swallow": replace(_SONG, back=(34, 50, 96), belly=(236, 224, 204), tail=0.5, span=1.15),
    "kingfisher": replace(_SONG, back=(30, 140, 190), belly=(236, 132, 50), beak="dagger", beak_long=0.24,
                          beak_colour=(40, 36, 36), skull=0.13),
    "woodpecker": replace(_SONG, back=(34, 34, 36), belly=(240, 236, 228), head=(206, 40, 36), beak="dagger",
                          beak_colour=(70, 64, 60), beak_long=0.18, tilt=1.2),
    "hummingbird": Plumage(back=(34, 150, 96), belly=(214, 222, 206), head=(190, 30, 80), beak="long", beak_long=0.42,
                           beak_colour=(40, 36, 36), leg=0.05, plump=0.14, skull=0.12, span=0.62, tail=0.24),
    "penguin": Plumage(back=(30, 32, 40), belly=(248, 248, 246), beak="dagger", beak_colour=(60, 50, 46),
        beak_long=0.13,
                       leg=0.04, neck=0.02, body=0.72, plump=0.21, tilt=1.46, skull=0.13, tail=0.08, grounded=True,
                       extras=("flippers", "cheek")),
    "chicken": _HEN,
    "rooster": replace(_HEN, back=(196, 88, 30), belly=(60, 40, 34), wing=(130, 52, 26), neck=0.22, extras=("comb",
        "sickle")),
    "chick": replace(_HEN, back=(250, 220, 90), belly=(252, 230, 130), leg=0.14, neck=0.0, skull=0.16, plump=0.24,
        tail=0.06,
                     extras=()),
    "turkey": replace(_HEN, back=(70, 48, 38), belly=(90, 62, 46), head=(190, 60, 56), neck=0.2, extras=("fan_great",)),
    "peacock": Plumage(back=(20, 80, 130), belly=(28, 100, 150), wing=(120, 104, 76), beak_long=0.06, leg=0.2,
        neck=0.26,
                       body=0.46, plump=0.15, tilt=0.5, skull=0.06, tail=0.2, grounded=True, extras=("crown", "train")),
    "flamingo": Plumage(back=(246, 140, 150), belly=(250, 164, 170), beak="bent", beak_long=0.12, beak_colour=(40,
        36, 38),
                        legs=(240, 130, 140), leg=0.52, neck=0.44, body=0.32, plump=0.1, tilt=0.3, skull=0.05, tail=0.1,
                        grounded=True, span=1.0),
    "ostrich": Plumage(back=(40, 36, 38), belly=(50, 46, 46), head=(206, 170, 150), wing=(46, 42, 42), beak="bill",
                       beak_long=0.07, legs=(206, 170, 150), leg=0.5, neck=0.42, body=0.42, plump=0.17, tilt=0.15,
                           skull=0.05,
                       tail=0.16, grounded=True),
    "heron": _HERON,
    "stork": replace(_HERON, back=(246, 244, 240), belly=(250, 248, 244), wing=(30, 28, 30), beak_colour=(220, 60, 40),
                     legs=(220, 70, 50)),
    "crane": replace(_HERON, back=(240, 240, 238), belly=(246, 246, 244), wing=(60, 58, 60), extras=("red_cap",)),
    "phoenix": replace(_HAWK, back=(236, 96, 24), belly=(255, 190, 60), tail=0.7, span=1.1, extras=("crest",)),
    "bat": replace(_CROW, back=(44, 36, 40), belly=(70, 56, 54), extras=("bat",), span=1.0),
}
ALIASES: dict[str, str] = {
    "seagull": "gull", "albatross": "gull", "tern": "gull", "duckling": "chick", "mallard": "duck", "cygnet": "swan",
    "hen": "chicken", "cockerel": "rooster", "peafowl": "peacock", "emu": "ostrich", "rhea": "ostrich",
        "condor": "vulture",
    "kestrel": "falcon", "buzzard": "hawk", "osprey": "hawk", "macaw": "parrot", "rook": "crow", "jackdaw": "crow",
    "egret": "stork", "ibis": "stork", "jay": "bluebird", "finch": "sparrow", "wren": "sparrow",
        "nightingale": "sparrow",
    "lark": "sparrow", "starling": "blackbird", "geese": "goose", "sunbird": "hummingbird", "puffin": "penguin",
    "hornbill": "toucan", "thrush": "sparrow", "martin": "swallow", "swift": "swallow", "parakeet": "canary",
}
# fmt: on


def plumage_of(form: str, label: str) -> Plumage:
    """The bird that the last known words of ``label`` name, or else of ``form``; a songbird for what is in neither."""
    for text in (label, form):
        words = text.lower().replace("-", " ").split()
        for i in range(len(words)):
            name = " ".join(words[i:])
            for one in (name, name.rstrip("s"), ALIASES.get(name, ""), ALIASES.get(name.rstrip("s"), "")):
                if one in BIRDS:
                    return BIRDS[one]
        for word in words:
            if word in BIRDS:
                return BIRDS[word]
    return _SONG
