"""The open sea, and the painter of every place at the water."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from vitascope.engines.animatic.draw.light import Palette, palette_at
from vitascope.engines.animatic.draw.sky import Sky
from vitascope.engines.animatic.draw.stage import Canvas, Light, Pose
from vitascope.engines.animatic.draw.swell import Swell, stride_of
from vitascope.engines.animatic.draw.terrain import Terrain
from vitascope.engines.animatic.draw.trees import Grove
from vitascope.engines.animatic.draw.water import Shore, Water
from vitascope.engines.animatic.draw.worlds.land import sky_of
from vitascope.engines.animatic.draw.worlds.road import Road
from vitascope.engines.animatic.graph import Shot, Weather

_ROUGH: dict[Weather, float] = {
    "storm": 1.9,
    "wind": 0.8,
    "rain": 0.5,
    "snow": 0.35,
    "cloudy": 0.3,
    "fog": 0.14,
    "clear": 0.2,
}


class Standing(Protocol):
    """What stands about the water, or lies over it: a wood, a road, boats, spray."""

    def paint(self, canvas: Canvas, pose: Pose, palette: Palette, time_s: float) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Growing:
    """A `Grove` that the wind of its place moves."""

    grove: Grove
    wind: float

    def paint(self, canvas: Canvas, pose: Pose, palette: Palette, time_s: float) -> None:
        self.grove.paint(canvas, pose, palette, time_s, wind=self.wind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sea:
    """Water to the horizon, with land where there is a ``terrain``; the water's level is ``level`` metres."""

    shot: Shot
    sky: Sky
    water: Water
    terrain: Terrain | None = None
    level: float = 0.0
    azimuth: float | None = None
    road: Road | None = None
    standing: tuple[Standing, ...] = ()
    """Painted before the water, which hides their feet and may mirror them."""
    over: tuple[Standing, ...] = ()
    """Painted after it."""
    swell: Swell | None = None
    """Waves with form, where the sea is rough; then `water` is not drawn."""

    def palette(self, time_s: float) -> Palette:
        return palette_at(self.shot, time_s, azimuth=self.azimuth)

    @property
    def light(self) -> Light:
        return self.palette((self.shot.start_s + self.shot.end_s) / 2).light()

    def ground(self, x: float, z: float) -> float:
        return self.level if self.terrain is None else max(self.terrain.ground(x, z), self.level)

    def surface(self, x: float, z: float, time_s: float) -> float:
        """Height of what a foot or a keel is on at that moment: swell lifts it."""
        return self.ground(x, z) if self.swell is None else self.swell.surface(x, z, time_s)

    def _at(self, time_s: float, x: float, z: float) -> float:
        return self.surface(x, z, time_s)

    def eye(self, x: float, z: float, time_s: float) -> float:
        """Height over which the camera is held: it gives way to the swell by half, and no wave comes over it."""
        if self.swell is None:
            return self.ground(x, z)
        crest = max(self.swell.surface(x, z + ahead, time_s) for ahead in (0.0, 3.0, 7.0))
        return max(0.45 * self.swell.surface(x, z, time_s) + 0.30 * self.swell.high_m, crest - 1.2)

    def paint(self, canvas: Canvas, pose: Pose, time_s: float) -> None:
        palette = self.palette(time_s)
        self.sky.paint(canvas, pose, palette, time_s)
        if self.swell is not None:
            from vitascope.engines.animatic.draw.rigs.underfoot import hidden_rows  # rigs read worlds no more

            size = {"width": canvas.width, "height": canvas.height, "every": stride_of(canvas.width)}
            hidden = hidden_rows(self.shot, pose, time_s, partial(self._at, time_s), **size)
            self.swell.paint(canvas, pose, palette, self.sky, time_s, hidden=hidden)
            return
        if self.terrain is not None:
            self.terrain.paint(canvas, pose, palette, time_s)
        if self.road is not None:
            self.road.paint(canvas, pose, palette)
        for thing in self.standing:
            thing.paint(canvas, pose, palette, time_s)
        over = replace(pose, y=pose.y - self.level)
        self.water.paint(canvas, over, palette, self.sky, time_s, land=self.terrain is not None)
        for thing in self.over:
            thing.paint(canvas, pose, palette, time_s)


def roughness(shot: Shot) -> float:
    """Height of the waves of an open sea in the weather of ``shot``, in metres."""
    world = shot.world
    rough = _ROUGH[world.weather] * (0.7 + 0.6 * world.weather_strength)
    if "calm" in world.tags:
        rough = min(rough, 0.12)
    if "waves" in world.tags:
        rough = max(rough, 0.9)
    return rough


def water_of(shot: Shot, seed: int, *, shore: Shore | None = None) -> Water:
    """The water of an open sea in the weather of ``shot``."""
    rough = roughness(shot)
    if shore is not None:  # the surf is the sea's form there, and chop upon it
        rough = min(rough, 0.55)
    deep = (10, 46, 62) if shot.world.weather != "storm" else (38, 66, 72)
    foam = min(max(rough - 0.45, 0.0), 1.0)
    return Water.make(seed, rough=rough, deep=deep, foam=foam, shore=shore, lace=float(shore is None))


ROLLS_FROM = 0.85
"""Roughness from which waves are larger than a boat, and hide what is behind them."""


def sea(shot: Shot, seed: int) -> Sea:
    rough = roughness(shot)
    swell = None
    if rough > ROLLS_FROM:
        storm = shot.world.weather == "storm"
        high = (2.4 + 1.5 * rough) if "waves" in shot.world.tags else 1.1 + 1.2 * rough
        deep = (34, 60, 68) if storm else (8, 52, 70)
        swell = Swell.make(seed, high_m=high, length_m=16 + 8.5 * high, deep=deep)
    return Sea(shot=shot, sky=sky_of(shot, seed), water=water_of(shot, seed), swell=swell)
