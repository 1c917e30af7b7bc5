"""The light that a film crew would add: whoever fills the picture is lit from the front, whatever the sun does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs.colours import mix
from vitascope.engines.animatic.draw.stage import Light
from vitascope.engines.animatic.graph import RigKind

_WHOLE: frozenset[RigKind] = frozenset({"face", "biped", "quadruped", "bird", "butterfly", "cup", "flower"})
"""These are looked in the face; the rest gets half as much: a ship against the light is a picture too."""
_SIDE, _UP, _FRONT = 0.62, 0.50, -0.60
"""A soft key from above one shoulder of the camera: the three-quarter light of portraits (Rembrandt's)."""


def crew_share(rig: RigKind, high: float) -> float:
    """How much of the crew's light a body gets that is ``high`` frames high: none far off, all in a close shot."""
    if rig == "face":
        return 1.0
    near = min(max((high - 0.10) / 0.35, 0.0), 1.0)
    return near if rig in _WHOLE else 0.5 * near


def crew_lit(light: Light, camera: NDArray[np.float64], share: float) -> Light:
    """``light`` with its key brought around to the front where it stands behind the body; the rim stays.

    ``camera`` is what `lamps.axes` makes. In the dark it stays dark: the key keeps its colour, and lifts the shade.
    """
    if share <= 0.0:
        return light
    sun = camera @ np.asarray(light.sun, np.float64)
    behind = min(max((float(sun[2]) + 0.55) / 0.75, 0.0), 1.0)  # already in front of it: nothing to bring around
    side = 1.0 if float(sun[0]) >= 0 else -1.0
    front = np.array([side * _SIDE, _UP, _FRONT])
    way = sun * (1.0 - share * behind) + front * (share * behind)
    x, y, z = camera.T @ (way / max(float(np.linalg.norm(way)), 1e-6))
    grey = sum(light.key) / 3
    soft = mix(light.key, (grey, grey, grey), 0.25 * share * behind)
    bounce = mix(light.ambient, soft, (0.34 - 0.1 * light.night) * share)
    dim = max(1.0 - sum(bounce) / 330, 0.0) * share  # at dusk and at night a reflector is held to whoever is near
    r, g, b = (min(c * (1 + 0.9 * dim), 255.0) for c in bounce)
    return replace(light, sun=(float(x), float(y), float(z)), key=soft, ambient=(r, g, b))
