"""What worlds, rigs and finish share: the canvas, the camera's pose, the light, and the way from metres to pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.graph import Shot

FAR_M = 20_000.0
"""Depth of the sky."""

Colour = tuple[float, float, float]
"""Linear-ish display RGB, each 0 to 255."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Canvas:
    """One frame while it is painted. Both arrays are written in place, by one thread."""

    rgb: NDArray[np.uint8]
    """sRGB, shaped ``(height, width, 3)``."""
    depth: NDArray[np.float32]
    """Metres along the view axis, shaped ``(height, width)``; `FAR_M` where there is only sky."""

    @property
    def width(self) -> int:
        return int(self.rgb.shape[1])

    @property
    def height(self) -> int:
        return int(self.rgb.shape[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """The camera at one instant. Angles in radians; positive yaw looks right, positive pitch looks up."""

    x: float
    y: float
    z: float
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    focal: float = 1.0
    """Focal length over half the frame's width: 1.0 is a horizontal field of view of 90°, 2.0 of 53°."""

    def project(self, x: float, y: float, z: float, width: int, height: int) -> tuple[float, float, float]:
        """A point in metres to ``(column, row, depth)``: pixels from the top left, metres along the view axis.

        A depth ≤ 0 is behind the camera, and its pixels mean nothing. Roll is left to the finish.
        """
        dx, dy, dz = x - self.x, y - self.y, z - self.z
        cos_yaw, sin_yaw = math.cos(self.yaw), math.sin(self.yaw)
        side, ahead = dx * cos_yaw - dz * sin_yaw, dx * sin_yaw + dz * cos_yaw
        cos_pitch, sin_pitch = math.cos(self.pitch), math.sin(self.pitch)
        up, depth = dy * cos_pitch - ahead * sin_pitch, dy * sin_pitch + ahead * cos_pitch
        scale = self.focal * width / 2 / max(depth, 1e-6)
        return float(width / 2 + side * scale), float(height / 2 - up * scale), float(depth)

    def pixels_per_metre(self, depth: float, width: int) -> float:
        """How large a metre is at ``depth`` metres, in pixels."""
        return self.focal * width / 2 / max(depth, 1e-3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """The light of a place, one a shot; what rigs need to belong in it."""

    sun: tuple[float, float, float]
    """Unit vector from the ground towards the sun or the moon, in the axes of the graph."""
    key: Colour
    """Colour of what the sun or the moon lights, on white."""
    ambient: Colour
    """Colour of the shade, on white."""
    rim: Colour
    """Colour of an edge lit from behind."""
    haze: Colour
    """What far things fade to."""
    haze_m: float
    """Metres over which about 63 % of a colour has turned to haze."""
    night: float
    """0 by day, 1 in the dark: when lamps, windows and eyes glow."""

    def through_air(self, colour: Colour, depth: float) -> Colour:
        """``colour`` as seen at ``depth`` metres."""
        kept = math.exp(-max(depth, 0.0) / self.haze_m)
        r, g, b = (c * kept + h * (1 - kept) for c, h in zip(colour, self.haze, strict=True))
        return (r, g, b)


class WorldPainter(Protocol):
    """The place of one shot. Built once a shot; `paint` is pure, so that threads may paint different frames at once."""

    @property
    def light(self) -> Light: ...

    def ground(self, x: float, z: float) -> float:
        """Height of what a foot or a keel stands on, in metres."""
        ...

    def paint(self, canvas: Canvas, pose: Pose, time_s: float) -> None:
        """Fill every pixel and every depth of ``canvas``; ``time_s`` counts from the start of the clip."""
        ...


@runtime_checkable
class Heaving(WorldPainter, Protocol):
    """A place whose ground moves: a sea with swell. `ground` is then where it lies at rest."""

    def surface(self, x: float, z: float, time_s: float) -> float:
        """What `ground` is at that moment."""
        ...

    def eye(self, x: float, z: float, time_s: float) -> float:
        """The same for the camera, which is not thrown about as a boat is."""
        ...


class WorldFactory(Protocol):
    """How `draw.worlds` registers a world: ``painter_of(world)(shot, seed)``."""

    def __call__(self, shot: Shot, seed: int) -> WorldPainter: ...
