"""Proportions and coats of the four-legged animals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vitascope.engines.animatic.draw.stage import Colour


@dataclass(frozen=True, slots=True)
class Build:
    """Proportions in units of the height at the shoulder; the head's length is its own measure."""

    colour: Colour
    belly: Colour
    long: float = 1.15
    """Shoulder to hip."""
    girth: float = 0.24
    leg: float = 0.09
    neck: float = 0.4
    neck_up: float = 0.9
    """Angle of the neck over level, in radians."""
    head: float = 0.42
    muzzle: float = 0.5
    """How much of the head is muzzle."""
    blunt: float = 0.1
    """Radius of the nose."""
    ears: Literal["point", "flop", "round", "large", "long"] = "point"
    tail: float = 0.7
    tail_up: float = -0.6
    tail_r: float = 0.05
    bushy: float = 0.0
    hooves: bool = False
    extra: str = ""
    """``mane``, ``ruff``, ``horns``, ``antlers``, ``trunk``."""


BUILDS: dict[str, Build] = {
    "cat": Build(
        (92, 88, 86), (150, 144, 138), 1.3, 0.25, 0.085, 0.32, 0.8, 0.44, 0.16, 0.07, "point", 1.15, 0.7, 0.055
    ),
    "dog": Build(
        (150, 106, 62), (206, 176, 136), 1.15, 0.24, 0.085, 0.36, 0.85, 0.5, 0.45, 0.1, "flop", 0.62, 0.8, 0.05
    ),
    "puppy": Build(
        (206, 160, 98), (240, 222, 186), 1.02, 0.29, 0.12, 0.28, 0.8, 0.6, 0.3, 0.12, "flop", 0.45, 1.0, 0.055
    ),
    "wolf": Build(
        (112, 112, 116), (190, 186, 178), 1.25, 0.25, 0.085, 0.4, 0.55, 0.5, 0.5, 0.075, "point", 0.75, -0.9, 0.08, 0.5
    ),
    "fox": Build(
        (206, 96, 36), (244, 236, 224), 1.3, 0.22, 0.07, 0.36, 0.6, 0.5, 0.55, 0.045, "point", 1.0, -0.4, 0.07, 1.0
    ),
    "horse": Build(
        (118, 70, 42),
        (136, 92, 62),
        1.05,
        0.25,
        0.085,
        0.68,
        0.95,
        0.52,
        0.62,
        0.09,
        "point",
        0.8,
        -1.1,
        0.05,
        0.6,
        True,
        "mane",
    ),
    "cow": Build(
        (232, 226, 216),
        (236, 214, 200),
        1.3,
        0.33,
        0.1,
        0.4,
        0.35,
        0.5,
        0.5,
        0.13,
        "long",
        0.75,
        -1.4,
        0.03,
        0.0,
        True,
        "horns",
    ),
    "deer": Build(
        (164, 112, 68),
        (224, 204, 172),
        1.05,
        0.21,
        0.06,
        0.55,
        1.05,
        0.36,
        0.55,
        0.05,
        "long",
        0.16,
        0.4,
        0.05,
        0.3,
        True,
        "antlers",
    ),
    "sheep": Build(
        (236, 230, 216),
        (220, 212, 196),
        1.1,
        0.36,
        0.07,
        0.26,
        0.6,
        0.36,
        0.45,
        0.08,
        "long",
        0.2,
        -1.2,
        0.05,
        0.3,
        True,
    ),
    "elephant": Build(
        (122, 118, 120),
        (136, 130, 128),
        1.05,
        0.4,
        0.145,
        0.22,
        0.25,
        0.46,
        0.12,
        0.16,
        "large",
        0.6,
        -1.4,
        0.025,
        0.0,
        False,
        "trunk",
    ),
    "lion": Build(
        (198, 152, 88),
        (228, 200, 152),
        1.3,
        0.26,
        0.1,
        0.36,
        0.6,
        0.46,
        0.32,
        0.11,
        "round",
        0.95,
        -0.8,
        0.04,
        0.0,
        False,
        "ruff",
    ),
    "tiger": Build(
        (220, 132, 48), (244, 236, 220), 1.4, 0.26, 0.1, 0.34, 0.5, 0.44, 0.28, 0.11, "round", 0.95, -0.8, 0.045
    ),
    "bear": Build((92, 62, 42), (110, 80, 56), 1.15, 0.38, 0.135, 0.34, 0.4, 0.48, 0.4, 0.1, "round", 0.12, -0.6, 0.06),
    "rabbit": Build(
        (168, 146, 122), (232, 224, 212), 0.9, 0.34, 0.1, 0.25, 0.8, 0.5, 0.2, 0.07, "long", 0.14, 0.5, 0.1, 0.3
    ),
    "mouse": Build(
        (140, 130, 124), (200, 190, 180), 1.1, 0.36, 0.07, 0.2, 0.5, 0.5, 0.5, 0.03, "round", 1.2, -0.3, 0.03
    ),
}
ALIASES = {
    "kitten": "cat",
    "hound": "dog",
    "pony": "horse",
    "donkey": "horse",
    "unicorn": "horse",
    "bull": "cow",
    "stag": "deer",
    "reindeer": "deer",
    "goat": "sheep",
    "lamb": "sheep",
    "coyote": "wolf",
    "panther": "tiger",
    "leopard": "tiger",
    "cheetah": "tiger",
    "zebra": "horse",
    "ox": "cow",
    "buffalo": "cow",
    "hare": "rabbit",
    "rat": "mouse",
    "moose": "deer",
    "squirrel": "fox",
}


def build_of(form: str) -> Build:
    for word in reversed(form.lower().replace("-", " ").split() or [""]):
        name = ALIASES.get(word, word)
        if name in BUILDS:
            return BUILDS[name]
        if name.rstrip("s") in BUILDS:
            return BUILDS[name.rstrip("s")]
    return BUILDS["dog"]
