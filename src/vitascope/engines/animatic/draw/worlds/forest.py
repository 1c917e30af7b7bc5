"""A forest: trunks and crowns in depth, a way between them, and the light that comes through."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace

import cv2
import numpy as np

from vitascope.engines.animatic.draw.light import Palette, palette_at, palette_midway
from vitascope.engines.animatic.draw.noise import Field, fractal
from vitascope.engines.animatic.draw.sky import Sky
from vitascope.engines.animatic.draw.stage import Canvas, Light, Pose
from vitascope.engines.animatic.draw.sward import Sward
from vitascope.engines.animatic.draw.terrain import PLAIN, Terrain, detail_texture, mix, skin, step, sunlight, tinted
from vitascope.engines.animatic.draw.tree_shapes import LEAVES
from vitascope.engines.animatic.draw.trees import Grove, Sort, grove
from vitascope.engines.animatic.draw.worlds.banks import clear_of
from vitascope.engines.animatic.draw.worlds.land import Land, grid, sky_of
from vitascope.engines.animatic.graph import Shot

MOST = 1152
"""Pixels across that are painted in a frame of up to twice that width."""
_scratch = threading.local()
HAZE_M = 75.0
"""Air under trees is thick: it parts one row of trunks from the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Woods:
    """A `WorldPainter` of trees on a floor of leaves."""

    shot: Shot
    sky: Sky
    floor: Terrain
    trees: Grove
    sward: Sward
    shafts: Field

    def palette(self, time_s: float) -> Palette:
        base = palette_at(self.shot, time_s, haze_m=HAZE_M)
        # Under leaves the haze is lit by what comes through them.
        glow = 0.35 * base.disc
        h = tuple(a + (b - a) * glow for a, b in zip(base.haze, base.glow, strict=True))
        return replace(base, haze=(h[0], h[1], h[2]))

    @property
    def light(self) -> Light:
        return self.palette((self.shot.start_s + self.shot.end_s) / 2).light()

    def ground(self, x: float, z: float) -> float:
        return self.floor.ground(x, z)

    def paint(self, canvas: Canvas, pose: Pose, time_s: float) -> None:
        # Leaves and air are soft: three fifths of the points each way show them, and take half of the time.
        width = max(canvas.width // 2, min(canvas.width, MOST)) // 2 * 2
        small = canvas if width == canvas.width else _canvas(width, canvas.height * width // canvas.width)
        self._paint(small, pose, time_s)
        if small is not canvas:
            size = (canvas.width, canvas.height)
            cv2.resize(small.rgb, size, dst=canvas.rgb, interpolation=cv2.INTER_LINEAR)
            cv2.resize(small.depth, size, dst=canvas.depth, interpolation=cv2.INTER_NEAREST)

    def _paint(self, canvas: Canvas, pose: Pose, time_s: float) -> None:
        palette = self.palette(time_s)
        self.sky.paint(canvas, pose, palette, time_s, dip=self.floor.dip(pose))
        self.floor.paint(canvas, pose, palette, time_s)
        wind = 2.0 if self.shot.world.weather in ("wind", "storm") else 0.6
        self.trees.paint(canvas, pose, palette, time_s, wind=wind)
        self.sward.paint(canvas, pose, palette, time_s)
        strength = palette.disc * (1 - palette.night) * (0.6 + 0.6 * (palette.elevation < 0.3))
        if strength > 0.25 and self.shot.world.weather in ("clear", "wind", "cloudy", "fog"):
            self._shine(canvas, palette, time_s, strength)

    def _shine(self, canvas: Canvas, palette: Palette, time_s: float, strength: float) -> None:
        """Light that comes through the leaves in shafts, aslant: at a small size, for it has no edges."""
        rows, cols = 54, 96
        y, x = np.mgrid[0:rows, 0:cols].astype(np.float32)
        lean = 0.55 if palette.azimuth < 0 else -0.55
        across = (x - lean * y) * 1.7 + 130
        at = np.arange(512, dtype=np.float32)
        line = self.shafts[17] + 0.35 * np.roll(self.shafts[90], int(time_s * 6))
        beam = np.clip(np.interp(across % 511, at, line) - 0.55, 0, 1.6) ** 1.3
        fade = np.clip(1.05 - y / rows, 0, 1) ** 1.2 * np.clip(y / 7, 0.25, 1)
        light = (beam * fade)[..., None] * np.array(palette.glow, np.float32) * np.float32(0.30 * strength)
        small = np.clip(light, 0, 255).astype(np.uint8)
        full = cv2.resize(small, (canvas.width, canvas.height), interpolation=cv2.INTER_CUBIC)
        cv2.add(canvas.rgb, full, dst=canvas.rgb)


def _canvas(width: int, height: int) -> Canvas:
    """One that this thread keeps."""
    kept: Canvas | None = getattr(_scratch, "canvas", None)
    if kept is None or kept.rgb.shape[:2] != (height, width):
        kept = Canvas(rgb=np.zeros((height, width, 3), np.uint8), depth=np.zeros((height, width), np.float32))
        _scratch.canvas = kept
    return kept


_FLOOR = {"spring": (88, 104, 54), "summer": (72, 84, 48), "autumn": (160, 96, 44), "winter": (206, 210, 218)}


_AMONG = {"tree", "bird", "flock", "butterfly", "dragon", "aircraft", "balloon"}
"""What stands among trees as they do, or flies over them: no way is cut to it."""
_CROWN_M = 1.6
"""How far from the line of sight a stem stands, so that its crown is beside it."""
HIGH_M = 8.0
"""A camera above this sees the crowns from over them."""


def forest(shot: Shot, seed: int) -> Woods | Land:
    world = shot.world
    if shot.camera.height_m > HIGH_M:
        return _canopy(shot, seed)
    side, cell = 512, 0.5
    x, z = grid(cell, side)
    snowy = world.weather == "snow" or world.season == "winter"
    way = x - 2.2 * np.sin(z / 13.0) + 2.2 * np.sin(0.0)
    rough = fractal(side, seed, slope=1.9, lowest=4)
    heights = 0.35 * rough * step(1.0, 4.0, np.abs(way)) + 0.9 * step(4, 26, np.abs(way)) + 0.03 * rough
    heights = (heights - heights[side // 2, side // 2]).astype(np.float32)
    speckle = fractal(side, seed + 1, slope=0.5, lowest=40)
    albedo = tinted(_FLOOR["winter" if snowy else world.season], 1 + 0.22 * speckle)
    albedo = mix(albedo, (122, 100, 76) if not snowy else (224, 228, 236), step(1.5, 0.9, np.abs(way)) * 0.7)
    dapple = step(-0.2, 0.9, fractal(side, seed + 2, slope=1.2, lowest=24))
    floor = Terrain(
        heights=heights, skin=skin(albedo, 0.12 + 0.6 * dapple), cell_m=cell, far_m=120.0, detail=detail_texture(seed),
        grain=0.20 if not snowy else 0.06, strata=PLAIN, strata_m=0.0, mist_m=3.0, mist=0.5,
    )  # fmt: skip
    random = np.random.default_rng(seed + 7)
    free = clear_of(replace(shot, actors=tuple(a for a in shot.actors if a.rig not in _AMONG)), _CROWN_M)
    starry = bool({"milky_way", "stars", "clearing"} & set(world.tags))
    conifers = "pine" in world.tags or "conifer" in world.tags or (snowy and world.season == "winter")
    spots = []
    for gz in np.arange(-6.0, 92.0, 4.6):
        for gx in np.arange(-64.0, 64.0, 4.6):
            tx, tz = gx + random.uniform(-1.8, 1.8), gz + random.uniform(-1.8, 1.8)
            clear = 2.6 + 0.012 * max(tz, 0)
            if conifers and tz < 11 and abs(tx) < 5.5:
                continue  # their branches reach down to the ground, and would fill the picture
            if not free(tx, tz):
                continue  # what it is about is seen
            if starry and (tz < 17 or abs(tx) < 3 + 0.3 * tz):
                continue  # a clearing, for the sky
            if (
                abs(tx - 2.2 * np.sin(tz / 13.0)) < clear
                or (tz < 3.0 and abs(tx) < 4)
                or abs(tx) > 8 + 0.62 * max(tz + 6, 0)
            ):
                continue
            spots.append((tx, floor.ground(tx, tz) - 0.1, tz, random.uniform(11, 18), float(random.integers(6))))
    sort: Sort = "birch" if "birch" in world.tags else "bamboo" if "bamboo" in world.tags else "broadleaf"
    trees = grove(np.array(spots, np.float32), world.season, "conifer" if conifers else sort, snowy=snowy)
    return Woods(
        shot=shot, sky=sky_of(shot, seed), floor=floor, trees=trees, sward=_undergrowth(shot, floor, snowy=snowy),
        shafts=fractal(512, seed + 8, slope=1.0, lowest=10, highest=70),
    )  # fmt: skip


def _undergrowth(shot: Shot, floor: Terrain, *, snowy: bool) -> Sward:
    """Ferns and grass; in autumn fallen leaves; in a jungle leaves as high as a man's hip."""
    base = Sward(
        heights=floor.heights, cell_m=floor.cell_m, detail=floor.detail, tall_m=0.14, blades=0.8, fern=0.22, bare_m=1.0,
        wind=0.5,
    )  # fmt: skip
    if snowy:
        return replace(base, blades=0.10, fern=0.0, tip=(0.5, 0.46, 0.42))
    if "jungle" in shot.world.tags:
        return replace(base, tall_m=0.55, wide_m=0.02, fern=0.55, blades=1.2, tip=(1.1, 1.4, 0.9))
    if shot.world.season == "autumn":
        leaves = LEAVES["autumn"]
        return replace(
            base, tall_m=0.035, blades=0.9, fern=0.04, bare_m=0.0, flowers=leaves, flowering=0.75, flower_m=0.035
        )
    return base


def _canopy(shot: Shot, seed: int) -> Land:
    """The forest as a flight sees it: hills of crowns, and a clearing along which something may pass."""
    world = shot.world
    side, cell = 1024, 2.0
    x, z = grid(cell, side)
    snowy = world.weather == "snow" or world.season == "winter"
    roll = fractal(side, seed, slope=2.2, lowest=4, highest=40)
    # Crowns are domes: steep at their rims, flat on top.
    domes = fractal(side, seed + 1, slope=0.3, lowest=70, highest=120)
    crowns = np.sqrt(np.clip(0.45 + 0.42 * domes, 0, 1)).astype(np.float32)
    far = np.hypot(x, z)
    middle = shot.actors[0].path[0].z if shot.actors else 120.0
    open_ = np.maximum(step(26, 12, np.abs(z - middle)), step(34, 16, far))
    crown = crowns * (1 - open_)
    range_ = fractal(side, seed + 9, slope=2.8, lowest=3, highest=11)
    heights = 14 * roll * step(20, 320, far) + 42 * step(300, 950, far) * np.maximum(range_ + 0.7, 0) + 9 * crown
    heights = (heights - heights[side // 2, side // 2]).astype(np.float32)
    leaves = np.array(LEAVES["winter" if snowy else world.season], np.float32)
    kinds = fractal(side, seed + 2, slope=0.7, lowest=60)
    pick = np.clip(((kinds + 1.8) / 3.6 * len(leaves)).astype(int), 0, len(leaves) - 1)
    speckle = fractal(side, seed + 3, slope=0.2, lowest=200)  # leaves
    albedo = tinted(leaves[pick], 0.40 + 0.68 * crown + 0.10 * speckle)
    albedo = mix(albedo, _FLOOR["winter" if snowy else world.season], np.asarray(open_, np.float32))
    if snowy:
        albedo = mix(albedo, (234, 238, 246), np.full_like(heights, 0.55))
    near = step(NEAR_TREES_M, 0.75 * NEAR_TREES_M, far) * (1 - open_)
    r, g, b = _FLOOR["winter" if snowy else world.season]
    albedo = mix(albedo, (0.52 * r, 0.52 * g, 0.52 * b), np.asarray(near * 0.8, np.float32))
    heights -= 7.5 * near * crown
    sun = palette_midway(shot).sun
    terrain = Terrain(
        heights=heights, skin=skin(albedo, sunlight(heights, cell, sun)), cell_m=cell, far_m=1900.0,
        detail=detail_texture(seed), grain=0.20, strata=PLAIN, strata_m=0.0, mist_m=40.0, mist=1.6,
    )  # fmt: skip
    conifers = bool({"pine", "conifer"} & set(world.tags))
    trees = grove(
        _over_the_crowns(terrain, open_, seed), world.season, "conifer" if conifers else "broadleaf", snowy=snowy
    )
    return Land(shot=shot, sky=sky_of(shot, seed), terrain=terrain, trees=trees)


NEAR_TREES_M = 230.0
"""As far as trees stand one by one under a flight; beyond, the ground itself has their crowns."""


def _over_the_crowns(terrain: Terrain, open_: Field, seed: int) -> Field:
    """Places for `grove`: close to one another, more apart with distance, none on what is open."""
    random = np.random.default_rng(seed + 75)
    spots: list[tuple[float, float, float, float, float]] = []
    z = 18.0
    side = open_.shape[0]
    while z < NEAR_TREES_M:
        gap = 6.5 + 0.012 * z
        for x in np.arange(-1.05 * z - 12, 1.05 * z + 12, gap):
            tx, tz = float(x + random.uniform(-2.4, 2.4)), float(z + random.uniform(-2.4, 2.4))
            row, col = int(tz / terrain.cell_m + side / 2) % side, int(tx / terrain.cell_m + side / 2) % side
            if open_[row, col] < 0.25:
                tall = float(random.uniform(9.5, 14.5))
                spots.append((tx, terrain.ground(tx, tz) - 0.5, tz, tall, float(random.integers(6))))
        z += gap * 0.92
    return np.array(spots, np.float32).reshape(-1, 5)
