"""Towns: the city from above or afar, and a street from its middle."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from vitascope.engines.animatic.draw.blocks import Town
from vitascope.engines.animatic.draw.light import Palette, palette_at
from vitascope.engines.animatic.draw.sky import Sky
from vitascope.engines.animatic.draw.stage import Canvas, Light, Pose
from vitascope.engines.animatic.draw.terrain import detail_texture
from vitascope.engines.animatic.draw.worlds.lamps import paint_lamps
from vitascope.engines.animatic.draw.worlds.land import sky_of
from vitascope.engines.animatic.draw.worlds.signs import paint_signs
from vitascope.engines.animatic.graph import Actor, Shot, Waypoint

_CITY_WALLS = np.array(
    [(148, 150, 156), (112, 116, 126), (172, 164, 152), (128, 112, 100), (96, 108, 122), (186, 182, 176)], np.float32
)
_STREET_WALLS = np.array(
    [(138, 92, 74), (150, 132, 112), (104, 98, 100), (166, 150, 128), (118, 78, 66), (96, 102, 108)], np.float32
)

STREET_HALF_M = 8.0
"""From the middle of the street to the houses."""

ALLEY_HALF_M = 3.1
"""Likewise, of an alley."""
ROOF_M, ROOF_DEEP_M = 34.0, 8.5
"""How high the roof is that one stands on, and how far ahead its parapet."""
NEON_HAZE = (84.0, 54.0, 118.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A `WorldPainter` of sky and houses on flat ground."""

    shot: Shot
    sky: Sky
    town: Town
    haze_m: float
    furniture: tuple[Actor, ...] = ()
    """What belongs to the place rather than to the story: the trees of an avenue."""
    roof: bool = False
    """Whether it is seen from a roof that one stands on."""
    signs: int = 0
    """The seed of those that stand out from the walls."""

    def palette(self, time_s: float) -> Palette:
        street = self.town.road_m > 0
        # Into a street the sun shines along it: across, the houses would keep all of it off.
        along = -0.24 if street and self.shot.world.time in ("day", "dawn") else None
        base = palette_at(self.shot, time_s, azimuth=along, haze_m=self.haze_m)
        if base.night < 0.5:  # walls that the sun shines on light those that it does not
            fill = tuple(a + (0.62 * k - a) * 0.45 for a, k in zip(base.ambient, base.key, strict=True))
            least = 158.0 if street and self.shot.world.time == "day" else 92.0
            base = replace(base, ambient=(max(fill[0], least), max(fill[1], least), max(fill[2], least)))
        glow = 0.5 * self.town.neon * base.night
        # Wet air takes the colour of the signs that light it.
        haze = tuple(a + (b - a) * glow for a, b in zip(base.haze, NEON_HAZE, strict=True))
        return replace(base, haze=(haze[0], haze[1], haze[2]), haze_m=base.haze_m * (1 - 0.5 * glow))

    @property
    def light(self) -> Light:
        return self.palette((self.shot.start_s + self.shot.end_s) / 2).light()

    def ground(self, x: float, z: float) -> float:
        """Streets are flat; a roof is where the camera stands on one."""
        return ROOF_M if self.roof and abs(x) < 9.0 and -4.5 < z < ROOF_DEEP_M else 0.0

    def paint(self, canvas: Canvas, pose: Pose, time_s: float) -> None:
        palette = self.palette(time_s)
        self.sky.paint(canvas, pose, palette, time_s, dip=0.0)  # ground or river fills all below the horizon
        self.town.paint(canvas, pose, palette, time_s)
        if self.town.road_m > 0 and (shine := self.town.neon * palette.night) > 0.5:
            paint_signs(
                canvas, pose, wall_m=self.town.road_m, strength=shine, wet=self.town.wet, haze_m=palette.haze_m,
                seed=self.signs,
            )  # fmt: skip
        if self.town.road_m >= STREET_HALF_M:  # an alley has no room for posts
            paint_lamps(
                canvas, pose, kerb_m=self.town.road_m - 2.0, night=palette.night, wet=self.town.wet,
                haze_m=palette.haze_m,
            )  # fmt: skip
        if self.furniture:
            from vitascope.engines.animatic.draw.rigs import paint_actors  # rigs read worlds no more than worlds rigs

            dressed = replace(self.shot, actors=self.furniture, effects=())
            paint_actors(canvas, pose, self.light, dressed, time_s, {}, self.ground)


def city(shot: Shot, seed: int) -> Built:
    random = np.random.default_rng(seed)
    side, lot = 64, 46.0
    at = (np.arange(side) - side / 2) * lot
    z, x = np.meshgrid(at, at, indexing="ij")
    centre = np.exp(-(((x - 120) / 520) ** 2) - ((z - 1050) / 480) ** 2)
    heights = 14 + 34 * random.random((side, side)) ** 2 + centre * (40 + 240 * random.random((side, side)) ** 2.2)
    if "neon" in shot.world.tags:  # a city of towers, with gaps through which the streets shine
        heights += 150 * random.random((side, side)) ** 2.4 * (np.hypot(x, z) > 130)
    heights[random.random((side, side)) < 0.10] = 0
    heights[np.hypot(x, z) < 90] = 0
    # From low down a town is seen across its river, with all of its skyline over the water.
    river = (
        460.0
        if "rooftop" not in shot.world.tags
        and shot.camera.height_m < 12
        and not any(a.path[0].y < 3 for a in shot.actors)
        else 0.0
    )
    if river:
        heights[z < river] = 0
        heights += (heights > 0) * centre * 60
    rolled = np.roll(heights, (-side // 2, -side // 2), (0, 1)).astype(np.float32)
    town = Town(
        heights=rolled, lot_m=lot, margin_m=7.0, offset_m=-lot / 2, walls=_CITY_WALLS, detail=detail_texture(seed),
        wet=0.75 if river else 0.0, neon=0.9 if "neon" in shot.world.tags else 0.0, far_m=2300.0, river_m=river,
        snow=float("snow" in shot.world.tags or shot.world.weather == "snow"),
    )  # fmt: skip
    roof = "rooftop" in shot.world.tags
    slab = Actor(id="roof", rig="building", label="roof", form="roof", size_m=10.0,
                 path=(Waypoint(time_s=0.0, x=0.0, y=0.0, z=0.05),))  # fmt: skip
    return Built(
        shot=shot, sky=sky_of(shot, seed), town=town, haze_m=2600.0, roof=roof, furniture=(slab,) if roof else ()
    )


def street(shot: Shot, seed: int) -> Built:
    random = np.random.default_rng(seed)
    alley = "alley" in shot.world.tags
    half = ALLEY_HALF_M if alley else STREET_HALF_M
    side, lot = 64, 2 * half
    heights = 13 + 26 * random.random((side, side)) ** 1.6
    heights[:, 0] = 0  # the street; lots count from the camera
    heights[random.random((side, side)) < 0.04] = 0
    world = shot.world
    wet = {"rain": 1.0, "storm": 1.0, "snow": 0.06, "fog": 0.35}.get(world.weather, 0.0)
    neon = 1.0 if "neon" in world.tags else 0.35 if world.time == "night" else 0.0
    town = Town(
        heights=heights.astype(np.float32), lot_m=lot, margin_m=0.0, offset_m=-lot / 2, walls=_STREET_WALLS,
        detail=detail_texture(seed), road_m=half, wet=max(wet, 0.7 * ("wet" in world.tags)), neon=neon,
        far_m=420.0, snow=float("snow" in world.tags or world.weather == "snow"),
    )  # fmt: skip
    market = "market" in world.tags
    avenue = _stalls(shot, random) if market else () if "neon" in world.tags or alley else _avenue(shot, random)
    return Built(shot=shot, sky=sky_of(shot, seed), town=town, haze_m=420.0, furniture=avenue, signs=seed)


def _stalls(shot: Shot, random: np.random.Generator) -> tuple[Actor, ...]:
    """Along both sides of a street on market day, where nobody stands."""
    busy = [(p.x, p.z) for a in shot.actors for p in a.path]
    stalls = []
    for k in range(14):
        side = 1.0 if k % 2 else -1.0
        x, z = side * (4.3 + 0.3 * float(random.random())), 5.2 + 3.9 * (k // 2) + float(random.uniform(-0.3, 0.3))
        if all(np.hypot(x - px, z - pz) > 1.9 for px, pz in busy):
            at = (Waypoint(time_s=0.0, x=round(x, 2), y=0.0, z=round(z, 2)),)
            stalls.append(Actor(id=f"stall {k}", rig="building", label="stall", form="stall", size_m=2.6, path=at))
    return tuple(stalls)


def _avenue(shot: Shot, random: np.random.Generator) -> tuple[Actor, ...]:
    """Trees along both pavements, bare in winter; in some streets, not in others."""
    if random.random() < 0.35:
        return ()
    form = {"autumn": "maple autumn", "winter": "bare"}.get(shot.world.season, "")
    busy = [(p.x, p.z) for a in shot.actors for p in a.path]
    trees = []
    for k in range(6):
        x, z = (6.7 if k % 2 else -6.7), 11.0 + 9.0 * (k // 2) + 3.0 * (k % 2)
        if all(np.hypot(x - px, z - pz) > 3.5 for px, pz in busy):
            at = (Waypoint(time_s=0.0, x=x, y=0.0, z=z),)
            size = float(random.uniform(5.2, 6.6))
            trees.append(Actor(id=f"tree {k}", rig="tree", label="tree", form=form, size_m=size, path=at))
    return tuple(trees)
