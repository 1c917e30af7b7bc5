"""Who somebody is, by the noun and by chance: face, hair, age and what is worn."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from vitascope.engines.animatic.draw.rigs.cast import chance
from vitascope.engines.animatic.draw.rigs.colours import paint_of
from vitascope.engines.animatic.draw.rigs.costumes import COSTUMES, FEMALE, GARMENTS, HATS, MIXED, OLD, YOUNG
from vitascope.engines.animatic.draw.rigs.heads import Visage
from vitascope.engines.animatic.draw.rigs.skull import Features
from vitascope.engines.animatic.draw.stage import Colour

_SKINS: tuple[Colour, ...] = (
    (240, 200, 174), (226, 180, 150), (212, 160, 126), (186, 130, 96), (146, 96, 66), (108, 70, 50),
)  # fmt: skip
_HAIRS: tuple[Colour, ...] = ((46, 34, 28), (74, 48, 32), (112, 74, 44), (34, 28, 28), (176, 132, 78), (126, 56, 30))
_IRISES: tuple[Colour, ...] = ((92, 62, 38), (70, 96, 128), (86, 102, 66), (64, 44, 30))
_TOPS: tuple[Colour, ...] = (
    (58, 84, 128), (150, 58, 52), (86, 110, 84), (196, 168, 120), (72, 76, 92), (122, 92, 128), (210, 206, 196),
    (44, 100, 112),
)  # fmt: skip
_RAINWEAR: tuple[Colour, ...] = ((186, 48, 46), (222, 172, 58), (52, 118, 126), (188, 154, 112))
"""Coats of who carries an umbrella: bright ones, for the weather is grey."""
_BOTTOMS: tuple[Colour, ...] = ((44, 54, 82), (64, 56, 50), (52, 54, 60), (98, 86, 66), (38, 42, 52))


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Everything that tells one person from another."""

    visage: Visage
    outfit: str = "shirt"
    """``shirt``, ``suit``, ``coat``, ``uniform``, ``dress``, ``gown``, ``robe``, ``armour``, ``space``, ``robot``,
    ``tutu``, ``apron``, ``sport``, ``tights``, ``overalls``, ``bare``."""
    top: Colour = (70, 84, 110)
    bottom: Colour = (52, 54, 64)
    accent: Colour = (206, 176, 96)
    hair: str = "short"
    beard: float | None = None
    """Below the chin; negative is a moustache alone."""
    hat: str = ""
    female: bool = False
    age: str = "adult"
    """``child``, ``adult``, ``old``."""
    extras: tuple[str, ...] = ()
    """``veil``, ``scarf``, ``cape``, ``folded``."""
    marks: tuple[str, ...] = ()
    """What grows on a head that is not human: see `beings`."""


def person_of(form: str) -> str:
    """The costume that the noun asks for, or ``man``, ``woman``, ``girl``, ``boy``, ``child``, ``old man``…"""
    words = f" {form.lower()} "
    for key in COSTUMES:
        if re.search(rf"\b{re.escape(key)}", words):
            return key
    plain = ("old woman", "old man", "woman", "girl", "boy", "child", "man")
    return next((k for k in plain if f" {k}" in words), "man")


def look_of(label: str, form: str, colour: str | None, props: tuple[str, ...], seed: int, index: int = 0) -> Look:
    """``index`` is which of several it is: of a couple, and of people, every other one is a woman."""
    return _look(label.lower(), form.lower(), colour, tuple(p.lower() for p in props), seed, index % 2 == 1)


@lru_cache(maxsize=128)
def _look(label: str, form: str, colour: str | None, props: tuple[str, ...], seed: int, second: bool) -> Look:  # noqa: PLR0912, PLR0915  one fact after another
    who = person_of(label)
    if who not in COSTUMES and person_of(form) in COSTUMES:
        who = person_of(form)
    words = set(re.findall(r"[a-z]+", label + " " + form))
    young = bool(words & YOUNG)
    old = bool(words & OLD) and not young
    female = bool(words & FEMALE) or (young and not words & {"boy", "boys", "son"} and chance(seed, 61) < 0.5)
    female = female or (second and bool(words & MIXED))
    tone = _SKINS[min(int(chance(seed, 60) ** 1.6 * len(_SKINS)), len(_SKINS) - 1)]
    hair = _HAIRS[int(chance(seed, 62) * len(_HAIRS))]
    if words & {"african", "black"}:
        tone, hair = _SKINS[4 + int(chance(seed, 63) * 2)], _HAIRS[3]
    elif words & {"mona", "gioconda", "ghost", "vampire", "pale", "geisha"}:
        tone = (236, 204, 168) if "mona" in words or "gioconda" in words else (226, 222, 218)
    if words & {"mona", "gioconda"}:
        hair = (54, 36, 24)
    costume = COSTUMES.get(who)
    grey = old or (costume is not None and costume.grey)
    if grey:
        hair = (214, 212, 208) if chance(seed, 64) < 0.6 else (166, 164, 162)
    features = Features(
        nose=0.85 + 0.3 * chance(seed, 65) - 0.14 * female - 0.25 * young,
        brow=1.25 - 0.7 * female - 0.5 * young,
        jaw=(0.08 * chance(seed, 66) + 0.05) * (not female) - 0.05 * female - 0.02 * young,
        old=0.9 if old else 0.45 * grey,
        full=0.9 if young else 0.25 + 0.35 * chance(seed, 67),
    )
    lips: Colour | None = (176, 66, 72) if female and not young and not old and "mona" not in words else None
    if "mona" in words or "gioconda" in words:
        lips, features = (188, 112, 96), Features(nose=1.0, brow=0.2, jaw=-0.02, full=0.7)
    visage = Visage(
        skin=tone,
        hair=hair,
        iris=_IRISES[int(chance(seed, 68) * len(_IRISES))],
        lips=lips,
        features=features,
        soft=female or young,
    )
    style = _hair_by_chance(seed, female=female, young=young, old=old)
    beard: float | None = None
    if not female and not young:
        lot = chance(seed, 69)
        beard = (
            (0.3 + 0.4 * lot if lot < 0.7 else None) if old else 0.06 if lot < 0.16 else -1.0 if lot < 0.26 else None
        )
    top, bottom = _TOPS[int(chance(seed, 70) * len(_TOPS))], _BOTTOMS[int(chance(seed, 71) * len(_BOTTOMS))]
    outfit = "dress" if female and chance(seed, 72) < (0.75 if not young else 0.55) else "shirt"
    if not female and not young and chance(seed, 73) < 0.35:
        outfit = "coat"
    look = Look(
        visage=visage, outfit=outfit, top=top, bottom=bottom, hair=style, beard=beard, female=female,
        age="child" if young else "old" if old else "adult",
    )  # fmt: skip
    if costume is not None:
        look = replace(
            look, outfit=costume.outfit, top=costume.top or top, bottom=costume.bottom or bottom, hat=costume.hat,
            hair=costume.hair or look.hair, accent=costume.accent, extras=costume.extras,
            beard=None if female or costume.hat == "helm" else costume.beard if costume.beard is not None else beard,
        )  # fmt: skip
    if "umbrella" in props and look.outfit in ("dress", "shirt") and not young:
        look = replace(look, outfit="coat", top=_RAINWEAR[int(chance(seed, 75) * len(_RAINWEAR))])
    for prop in props:
        key = next((k for k in (*GARMENTS,) if prop.endswith(k)), None)
        if key is not None and look.outfit not in ("armour", "space"):
            look = replace(look, outfit=GARMENTS[key])
            if key == "raincoat":
                look = replace(look, top=(240, 200, 50), hat=look.hat or "hood")
            elif key == "trench coat":
                look = replace(look, top=(166, 138, 98))
        hat = next((HATS[k] for k in HATS if prop.endswith(k)), None)
        if hat is not None:
            look = replace(look, hat=look.hat or hat)
        if "scarf" in prop or "cape" in prop:
            look = replace(look, extras=(*look.extras, "scarf" if "scarf" in prop else "cape"))
    for prop in props:
        if prop.endswith((" hair", " beard")):
            tint = paint_of(prop.rpartition(" ")[0], hair)
            full = 0.5 if look.beard is None or look.beard < 0.3 else look.beard
            grown = full if prop.endswith("beard") and not female and not young else look.beard
            look = replace(look, visage=replace(look.visage, hair=tint), beard=grown)
    if colour:
        shade = paint_of(colour, look.top)
        look = replace(look, top=shade, bottom=shade if look.outfit in ("sport", "overalls") else look.bottom)
    return look


def _hair_by_chance(seed: int, *, female: bool, young: bool, old: bool) -> str:
    lot = chance(seed, 74)
    choice: tuple[str, ...]
    if female:
        choice = (
            ("pigtails", "ponytail", "long", "bob")
            if young
            else ("bun", "up", "bob")
            if old
            else ("long", "bob", "ponytail", "curly", "bun")
        )
    elif young:
        choice = ("fringe", "short", "curly")
    elif old:
        choice = ("rim", "receding", "bald")
    else:
        choice = ("short", "short", "curly", "receding", "fringe", "bald")
    return choice[int(lot * len(choice))]
