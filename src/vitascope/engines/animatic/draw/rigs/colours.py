"""Colour words of a prompt → display RGB, as paint under white light."""

from __future__ import annotations

from vitascope.engines.animatic.draw.stage import Colour

NAMED: dict[str, Colour] = {
    "black": (34, 34, 38), "white": (238, 236, 230), "grey": (128, 130, 134), "gray": (128, 130, 134),
    "silver": (186, 192, 200), "charcoal": (58, 60, 66), "ivory": (240, 232, 210), "cream": (240, 226, 192),
    "red": (204, 34, 32), "crimson": (164, 18, 44), "scarlet": (222, 44, 24), "maroon": (110, 22, 30),
    "burgundy": (104, 20, 44), "ruby": (170, 16, 58), "rust": (168, 78, 36), "orange": (236, 122, 26),
    "amber": (240, 164, 40), "gold": (226, 176, 62), "golden": (226, 176, 62), "yellow": (246, 206, 44),
    "lemon": (250, 232, 90), "beige": (214, 196, 160), "tan": (196, 158, 112), "brown": (116, 76, 46),
    "chestnut": (128, 64, 36), "chocolate": (84, 50, 32), "bronze": (158, 112, 58), "copper": (188, 108, 64),
    "brass": (196, 158, 74), "green": (52, 138, 66), "emerald": (22, 138, 92), "lime": (142, 204, 50),
    "olive": (116, 120, 52), "teal": (22, 128, 130), "turquoise": (56, 190, 186), "cyan": (60, 198, 222),
    "aqua": (84, 204, 206), "blue": (42, 92, 190), "navy": (28, 42, 92), "azure": (60, 134, 226),
    "cobalt": (26, 72, 176), "sapphire": (24, 62, 158), "indigo": (66, 48, 146), "violet": (126, 78, 190),
    "purple": (118, 54, 158), "lavender": (176, 160, 220), "magenta": (204, 44, 144), "pink": (238, 142, 176),
    "rose": (222, 100, 130), "coral": (240, 118, 98), "salmon": (242, 140, 116), "peach": (248, 186, 148),
    "blonde": (222, 188, 120), "ginger": (206, 112, 46), "dark": (48, 48, 56), "pale": (222, 216, 208),
}  # fmt: skip


def paint_of(word: str | None, default: Colour) -> Colour:
    """The colour that ``word`` names; its last known part counts (``dark red`` is a darker red); else ``default``."""
    if not word:
        return default
    parts = word.lower().replace("-", " ").split()
    known = [p for p in parts if p in NAMED and p not in ("dark", "pale")]
    base = NAMED[known[-1]] if known else None
    if base is None:
        base = NAMED.get(parts[-1]) if parts else None
        return base if base is not None else default
    if "dark" in parts or "deep" in parts:
        return mix(base, (10, 10, 14), 0.45)
    if "light" in parts or "pale" in parts or "bright" in parts:
        return mix(base, (255, 255, 255), 0.35)
    return base


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """``a`` with ``share`` of ``b``."""
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share)


def darker(colour: Colour, share: float = 0.4) -> Colour:
    return mix(colour, (0, 0, 0), share)


def lighter(colour: Colour, share: float = 0.4) -> Colour:
    return mix(colour, (255, 255, 255), share)
