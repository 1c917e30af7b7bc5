"""The frame: how far off a subject of some size stands, and the shot that it stands in.

Distances come from the lens: at focal length f (half widths) and distance d the picture is 2 d / f wide and 9/16 of
that high, so a subject of a given size fills a chosen share of it at one distance only.
"""

from __future__ import annotations

from dataclasses import dataclass

from vitascope.engines.animatic.graph import Framing
from vitascope.engines.animatic.reading.drafts import Role

FOCAL: dict[Framing, float] = {"wide": 1.15, "medium": 1.6, "close": 2.3}
"""As `draw.camera` has them; a test holds the two together."""
_TALL_SHARE: dict[Framing, float] = {"wide": 0.46, "medium": 0.64, "close": 0.8}
"""Share of the frame's height that a standing subject fills: it is what the prompt is about."""
_LONG_SHARE: dict[Framing, float] = {"wide": 0.38, "medium": 0.5, "close": 0.72}
"""Share of the frame's width that a long subject fills."""
ASKED_WIDE = 0.62
"""How much less of the frame a subject fills where the prompt itself asks for a wide shot, or one from the air."""
LONG = {
    "dragon", "bird", "flock", "whale", "fish", "school", "car", "train", "boat", "sailing_ship", "aircraft",
}  # fmt: skip
"""Rigs whose size is a length."""
CROWDS: dict[str, float] = {"flock": 14.0, "school": 8.0}
"""How many times one of them such a crowd is wide."""
FARTHEST_M = 3000.0
NEAREST_M = 0.55
TABLE_M = 0.75
"""Height of a table top; `draw.worlds.interior` sets its table there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The shot that actors are placed in."""

    start_s: float
    end_s: float
    framing: Framing
    camera_m: float
    """Height of the camera."""
    tracked: bool
    tempo: float
    """1 at natural speed, less in slow motion."""
    sill: bool
    wooded: bool
    """Trees stand on both sides of a path that leads away from the camera."""
    hunted: bool
    """The jaws have a shot of their own after this one."""
    launch_s: float | None
    """When a countdown ends."""
    roomy: bool = False
    """The prompt asks for a wide shot: the place counts for more than who is in it."""
    roof_m: float = 0.0
    """How high the roof is that it plays on; what flies is over that."""
    under: bool = False
    """It plays under water."""
    room: bool = False
    """It plays indoors."""
    table: bool = False
    """A table stands in the room."""
    corridor: bool = False
    """The room is a corridor, at whose end doors are."""

    @property
    def length_s(self) -> float:
        return self.end_s - self.start_s


def distance_m(rig: str, size: float, framing: Framing, share: float = 1.0) -> float:
    """How far off a subject of ``size`` metres fills its share of the frame, times ``share``."""
    f = FOCAL[framing]
    if rig in LONG:
        d = size * f / (2 * _LONG_SHARE[framing] * share)
    else:
        d = size * f / (1.125 * _TALL_SHARE[framing] * share)
    return min(FARTHEST_M, max(NEAREST_M, d))


_SETTLED = {"sit", "sleep", "graze"}
_NO_SCHOOL = {"jellyfish", "octopus", "turtle", "ray", "seahorse", "crab", "starfish"}
"""They come in numbers too, but each for itself."""


def rig_of(role: Role) -> str:
    """The rig that draws so many of them."""
    rig = role.entry.rig
    if (
        rig == "bird"
        and role.count >= 3
        and role.entry.habitat == "air"
        and not _SETTLED & {d.verb.action for d in role.deeds}
    ):
        return "flock"
    if rig == "fish" and role.count >= 5 and role.entry.form not in _NO_SCHOOL:
        return "school"
    return rig


def size_of(role: Role) -> float:
    """Metres: of a crowd, its width."""
    return min(5000.0, max(0.02, role.entry.size * role.scale * CROWDS.get(rig_of(role), 1.0)))
