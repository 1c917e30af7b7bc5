"""The colours of a place: sky, sun, shade and haze for each time of day and weather."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace

from vitascope.engines.animatic.draw.stage import Colour, Light
from vitascope.engines.animatic.graph import Shot, TimeOfDay, Weather, World

AZIMUTH: dict[TimeOfDay, float] = {"dawn": 0.24, "day": -0.9, "golden": -0.22, "dusk": 0.2, "night": 0.32}
"""Where the sun or the moon stands, in radians right of +z. A low sun shines into the picture."""


_MOON_LOW, _MOON_ASIDE = 0.26, 0.4
"""How high a moon stands that the prompt speaks of, and how far aside at most, in radians."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Everything that a painter of places asks about light. Colours are display RGB, 0 to 255."""

    zenith: Colour
    middle: Colour
    """The sky at about 20° above the horizon."""
    horizon: Colour
    glow: Colour
    """Light around the sun."""
    key: Colour
    ambient: Colour
    rim: Colour
    haze: Colour
    haze_m: float
    cloud_lit: Colour
    cloud_shade: Colour
    cover: float
    """Clouds: 0 none, 1 overcast."""
    night: float
    elevation: float
    """Of the sun or the moon, in radians."""
    azimuth: float
    disc: float
    """How much of the sun's or the moon's disc is seen through the air, 0 to 1."""
    stars: float

    @property
    def sun(self) -> tuple[float, float, float]:
        """Unit vector towards the sun or the moon."""
        flat = math.cos(self.elevation)
        return (flat * math.sin(self.azimuth), math.sin(self.elevation), flat * math.cos(self.azimuth))

    def light(self) -> Light:
        """What rigs are told."""
        return Light(
            sun=self.sun,
            key=self.key,
            ambient=self.ambient,
            rim=self.rim,
            haze=self.haze,
            haze_m=self.haze_m,
            night=self.night,
        )


_CLEAR: dict[TimeOfDay, Palette] = {
    "dawn": Palette(
        zenith=(62, 92, 150), middle=(168, 152, 182), horizon=(255, 196, 152), glow=(255, 176, 112),
        key=(255, 192, 148), ambient=(106, 110, 148), rim=(255, 212, 168), haze=(212, 172, 168), haze_m=5200.0,
        cloud_lit=(255, 202, 168), cloud_shade=(136, 122, 158), cover=0.38, night=0.12, elevation=0.10,
        azimuth=AZIMUTH["dawn"], disc=1.0, stars=0.0,
    ),
    "day": Palette(
        zenith=(28, 84, 168), middle=(96, 154, 214), horizon=(192, 218, 236), glow=(255, 246, 224),
        key=(255, 247, 228), ambient=(104, 124, 158), rim=(255, 252, 240), haze=(176, 204, 228), haze_m=7500.0,
        cloud_lit=(252, 252, 250), cloud_shade=(150, 170, 196), cover=0.42, night=0.0, elevation=0.80,
        azimuth=AZIMUTH["day"], disc=0.6, stars=0.0,
    ),
    "golden": Palette(
        zenith=(66, 98, 156), middle=(206, 172, 150), horizon=(255, 202, 122), glow=(255, 188, 86),
        key=(255, 208, 134), ambient=(142, 122, 122), rim=(255, 216, 146), haze=(236, 186, 136), haze_m=5200.0,
        cloud_lit=(255, 214, 158), cloud_shade=(154, 124, 132), cover=0.40, night=0.0, elevation=0.16,
        azimuth=AZIMUTH["golden"], disc=1.0, stars=0.0,
    ),
    "dusk": Palette(
        zenith=(20, 30, 74), middle=(86, 74, 128), horizon=(246, 128, 86), glow=(255, 118, 62),
        key=(255, 152, 124), ambient=(98, 94, 140), rim=(255, 168, 124), haze=(136, 94, 120), haze_m=5200.0,
        cloud_lit=(246, 126, 104), cloud_shade=(58, 52, 92), cover=0.40, night=0.55, elevation=0.035,
        azimuth=AZIMUTH["dusk"], disc=0.9, stars=0.2,
    ),
    "night": Palette(
        zenith=(5, 9, 26), middle=(12, 22, 50), horizon=(34, 50, 88), glow=(120, 146, 206),
        key=(142, 168, 226), ambient=(56, 68, 108), rim=(176, 204, 255), haze=(30, 43, 78), haze_m=6500.0,
        cloud_lit=(66, 82, 122), cloud_shade=(16, 22, 44), cover=0.30, night=1.0, elevation=0.42,
        azimuth=AZIMUTH["night"], disc=1.0, stars=1.0,
    ),
}  # fmt: skip

_BLUE_HOUR = Palette(
    zenith=(14, 32, 88), middle=(44, 78, 152), horizon=(146, 160, 196), glow=(206, 172, 168),
    key=(136, 160, 214), ambient=(84, 100, 148), rim=(166, 188, 232), haze=(78, 100, 150), haze_m=5200.0,
    cloud_lit=(112, 128, 176), cloud_shade=(34, 48, 92), cover=0.30, night=0.6, elevation=0.03,
    azimuth=AZIMUTH["dusk"], disc=0.0, stars=0.25,
)  # fmt: skip
"""Half an hour after sunset: no red is left but a trace where the sun went down."""

_BRIGHTNESS: dict[TimeOfDay, float] = {"dawn": 0.86, "day": 1.0, "golden": 0.88, "dusk": 0.80, "night": 0.50}
"""Of an overcast sky. Storms at dusk are exposed for, as a camera would: seen, not guessed at."""

_VEIL: dict[Weather, tuple[Colour, float, float, float, float]] = {
    "clear": ((0, 0, 0), 0.0, 1.0, 0.0, 1.0),
    "wind": ((0, 0, 0), 0.0, 1.0, 0.08, 1.0),
    "cloudy": ((158, 166, 176), 0.66, 0.6, 0.40, 0.15),
    "rain": ((124, 135, 147), 0.92, 0.18, 0.56, 0.0),
    "storm": ((96, 112, 130), 0.92, 0.24, 0.44, 0.0),
    "snow": ((188, 196, 208), 0.93, 0.09, 0.50, 0.0),
    "fog": ((190, 196, 202), 0.95, 0.022, 0.30, 0.12),
}
"""Each weather: the sky's colour, its share, the haze's distance as a share, more cloud, the disc left."""


def palette(world: World, *, azimuth: float | None = None, haze_m: float | None = None) -> Palette:
    """The light of ``world``; ``azimuth`` and ``haze_m`` are what a place says of its own."""
    if "mars" in world.tags:
        return _mars(world, azimuth)
    base = _of_the_place(world)
    veil, most, reach, cover, disc = _VEIL[world.weather]
    # Mist leaves the far hills standing, fog does not; what lies on the ground is `thick_air`'s.
    misty = world.weather == "fog"
    far = 1.3 * world.weather_strength if misty else 0.5 + world.weather_strength
    share = most * (0.35 + 0.65 * world.weather_strength if misty else 0.75 + 0.25 * world.weather_strength)
    storm = world.weather == "storm"
    veil = _scale(veil, _BRIGHTNESS[world.time])
    distance = base.haze_m if haze_m is None else haze_m
    if haze_m is not None:
        reach = max(reach, 0.4)  # a place with thick air of its own keeps enough of its depth
    grey = _scale(mix(veil, (veil[2],) * 3, 0.3), {"fog": 1.0, "snow": 0.86}.get(world.weather, 0.5))
    lamplit = base.night == 1 and world.kind in {"street", "city"}
    dim = share * (0.25 if lamplit else 0.8 if storm else 1.0)  # rain dims the sky's light, not the shop windows'
    # A storm leaves a pale band under its clouds: what stands against the sky is read by its outline.
    band, above, side = (1.62, 0.58, 1.05) if storm else (1.2, 0.72, 1.0)
    return Palette(
        zenith=mix(base.zenith, _scale(veil, above), share),
        middle=mix(base.middle, veil, share),
        horizon=mix(base.horizon, _scale(veil, band), share * 0.9),
        glow=mix(base.glow, veil, share * 0.9),
        key=mix(base.key, _scale(veil, side), dim),
        ambient=mix(base.ambient, _scale(veil, 1.12 if storm else 0.92), dim * 0.8),
        rim=mix(base.rim, _scale(veil, 1.7 if storm else 1.15), dim * 0.7),
        haze=mix(base.haze, _scale(veil, 1.08), share),
        haze_m=distance * reach**far if share else distance,
        cloud_lit=mix(base.cloud_lit, _scale(veil, 1.35 if storm else 1.15), share * 0.9),
        cloud_shade=mix(base.cloud_shade, grey, share),
        cover=min(base.cover + cover, 1.0),
        night=base.night if not share else max(base.night, 0.3 * storm),
        elevation=base.elevation,
        azimuth=_in_sight(world, base.azimuth if azimuth is None else azimuth),
        disc=base.disc * (1 - share + share * disc) if share else base.disc,
        stars=base.stars * (1 - share),
    )


def _in_sight(world: World, azimuth: float) -> float:
    """``azimuth``, but in the picture for a moon that the prompt speaks of."""
    return math.copysign(min(abs(azimuth), _MOON_ASIDE), azimuth) if "moon" in world.tags else azimuth


def _of_the_place(world: World) -> Palette:
    """A clear sky of that hour, with the light that the place adds: shop windows, signs, walls, the moon away."""
    tags = set(world.tags)
    base = _BLUE_HOUR if world.time == "dusk" and "blue_hour" in tags else _CLEAR[world.time]
    if world.kind == "interior":  # walls give light back: a face before a window is not a black shape
        walls = _scale((224, 206, 184), 1.0 - 0.6 * base.night)
        return replace(base, ambient=mix(_scale(base.ambient, 1.7), walls, 0.4))
    if base.night < 0.5:
        return base
    if world.kind in {"street", "city"}:
        key, ambient, sky = _NEON if tags & {"neon"} else _LAMPS
        share = base.night * (1.0 if world.kind == "street" else 0.6)
        return replace(
            base, key=mix(base.key, key, 0.75 * share), ambient=mix(base.ambient, ambient, 0.8 * share),
            rim=mix(base.rim, key, 0.6 * share), horizon=mix(base.horizon, sky, 0.7 * share),
            middle=mix(base.middle, sky, 0.25 * share), haze=mix(base.haze, sky, 0.5 * share),
        )  # fmt: skip
    if tags & {"stars", "milky_way", "aurora"} and base.night == 1:  # the moon would drown them
        return replace(base, disc=0.0, cover=0.06, glow=base.middle)
    if "moon" in tags:  # who is told of it looks for it: low enough for the picture, between the clouds
        return replace(base, elevation=_MOON_LOW, cover=0.12)
    return base


_NEON: tuple[Colour, Colour, Colour] = ((236, 176, 222), (72, 68, 106), (74, 52, 112))
_LAMPS: tuple[Colour, Colour, Colour] = ((255, 190, 128), (84, 72, 78), (104, 82, 84))
"""Key, ambient and sky over signs, and over sodium and shop light (photographs of Shinjuku and of Rome)."""


def palette_at(shot: Shot, time_s: float, *, azimuth: float | None = None, haze_m: float | None = None) -> Palette:
    """The light at ``time_s``: the same all through a shot, unless its world is tagged ``day_to_night``."""
    world = shot.world
    if "day_to_night" not in world.tags:
        return palette(world, azimuth=azimuth, haze_m=haze_m)
    hours: tuple[TimeOfDay, ...] = ("day", "golden", "dusk", "night")
    steps = [palette(replace(world, time=hour), azimuth=azimuth, haze_m=haze_m) for hour in hours]
    if "stars" in world.tags:  # the clouds of the day have gone by then
        steps[-1] = palette(replace(world, time="night", weather="clear"), azimuth=azimuth, haze_m=haze_m)
    done = min(max((time_s - shot.start_s) / max(shot.end_s - shot.start_s, 1e-3), 0.0), 1.0)
    at = min(done / 0.85, 1.0) * (len(steps) - 1)  # the last of it is night, with its stars
    first = min(int(at), len(steps) - 2)
    return blend(steps[first], steps[first + 1], min(at - first, 1.0))


def palette_midway(shot: Shot, *, azimuth: float | None = None) -> Palette:
    """The light in the middle of ``shot``: what is baked once for all of it is baked in this."""
    return palette_at(shot, (shot.start_s + shot.end_s) / 2, azimuth=azimuth)


def blend(one: Palette, other: Palette, share: float) -> Palette:
    """``share`` of ``other``, the rest of ``one``."""
    mixed: dict[str, Colour | float] = {}
    for field in fields(Palette):
        a, b = getattr(one, field.name), getattr(other, field.name)
        mixed[field.name] = mix(a, b, share) if isinstance(a, tuple) else a + (b - a) * share
    return Palette(**mixed)  # type: ignore[arg-type]


def _mars(world: World, azimuth: float | None) -> Palette:
    """Dust scatters forward: a butterscotch sky, blue-white around the low sun (images of Viking and MER)."""
    dark = 0.35 if world.time == "night" else 1.0
    return Palette(
        zenith=_scale((122, 78, 58), dark), middle=_scale((186, 126, 92), dark), horizon=_scale((228, 170, 128), dark),
        glow=_scale((240, 226, 214), dark), key=_scale((255, 206, 164), dark), ambient=_scale((142, 100, 90), dark),
        rim=_scale((255, 226, 196), dark), haze=_scale((206, 142, 104), dark), haze_m=2600.0,
        cloud_lit=_scale((226, 170, 130), dark), cloud_shade=_scale((160, 108, 84), dark), cover=0.0,
        night=1.0 if world.time == "night" else 0.0, elevation=0.15, azimuth=0.24 if azimuth is None else azimuth,
        disc=0.8, stars=1.0 if world.time == "night" else 0.0,
    )  # fmt: skip


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """``a`` with ``share`` of ``b``."""
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share)


def _scale(c: Colour, by: float) -> Colour:
    return (min(c[0] * by, 255.0), min(c[1] * by, 255.0), min(c[2] * by, 255.0))
