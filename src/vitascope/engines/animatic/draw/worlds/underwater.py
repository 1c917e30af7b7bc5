"""Under the sea: blue that swallows distance, a reef, shafts of light and their play on the sand."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from vitascope.engines.animatic.draw.bubbles import Strings
from vitascope.engines.animatic.draw.corals import corals, sea_grass
from vitascope.engines.animatic.draw.light import Palette, palette_at
from vitascope.engines.animatic.draw.mist import over
from vitascope.engines.animatic.draw.noise import Field, fractal, ridged, tile
from vitascope.engines.animatic.draw.sky import DITHER, buffer, enlarge
from vitascope.engines.animatic.draw.stage import FAR_M, Canvas, Light, Pose
from vitascope.engines.animatic.draw.terrain import PLAIN, Terrain, detail_texture, mix, skin, step, sunlight
from vitascope.engines.animatic.draw.tree_shapes import ROCK_TALL
from vitascope.engines.animatic.draw.trees import Grove, grove, grove_of
from vitascope.engines.animatic.draw.worlds.land import grid
from vitascope.engines.animatic.graph import Shot

SURFACE_M = 11.0
"""From the sea bed to the air."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deep:
    """A `WorldPainter` of water from within."""

    shot: Shot
    bed: Terrain
    rays: Field
    corals: tuple[Grove, ...] = ()
    weeds: tuple[Grove, ...] = ()
    strings: Strings | None = None

    def palette(self, time_s: float) -> Palette:
        base = palette_at(self.shot, time_s)
        dark = 1 - 0.74 * base.night
        return replace(
            base,
            zenith=_dim((84, 196, 222), dark), middle=_dim((26, 122, 168), dark), horizon=_dim((10, 74, 118), dark),
            haze=_dim((12, 84, 128), dark), haze_m=17.0,
            key=_dim((196, 240, 236), dark),
            ambient=_dim((46, 104, 130), dark), rim=_dim((150, 240, 250), dark), glow=_dim((140, 230, 240), dark),
            elevation=1.05, azimuth=0.35, disc=0.7,
        )  # fmt: skip

    @property
    def light(self) -> Light:
        return self.palette((self.shot.start_s + self.shot.end_s) / 2).light()

    def ground(self, x: float, z: float) -> float:
        return self.bed.ground(x, z)

    def paint(self, canvas: Canvas, pose: Pose, time_s: float) -> None:
        palette = self.palette(time_s)
        camera = np.array([pose.x, pose.y, pose.z, pose.yaw, pose.pitch, pose.focal])
        colours = np.array([palette.zenith, palette.middle, palette.horizon])
        # Water blurs: a third of the points each way shows all of it.
        points = max(canvas.width // 640, 1)
        low = buffer("blue", (canvas.height // points + 2, canvas.width // points + 2, 3))
        _blue(low, points, canvas.height, canvas.width, camera, colours, self.rays, time_s, SURFACE_M)
        enlarge(low, canvas.rgb, canvas.height, points, DITHER)
        canvas.depth[:] = FAR_M
        self.bed.paint(canvas, pose, palette, time_s)
        for stand in self.corals:
            stand.paint(canvas, pose, palette, time_s, wind=0.0)
        for stand in self.weeds:
            stand.paint(canvas, pose, palette, time_s, wind=7.0)
        if self.strings is not None:
            self.strings.paint(canvas, pose, palette, time_s)
        sheets = buffer("shafts", (canvas.height // 4 + 2, canvas.width // 4 + 2))
        _shafts(canvas.rgb, canvas.depth, sheets, camera, np.array(palette.key, np.float32), self.rays, time_s)


def _dim(colour: tuple[float, float, float], by: float) -> tuple[float, float, float]:
    return (colour[0] * by, colour[1] * by, colour[2] * by)


def underwater(shot: Shot, seed: int) -> Deep:
    side, cell = 512, 0.25
    x, z = grid(cell, side)
    reef = "reef" in shot.world.tags or "coral" in shot.world.tags
    away = np.hypot(x, z)
    rough = fractal(side, seed, slope=1.9, lowest=3)
    heads = np.maximum(fractal(side, seed + 1, slope=1.1, lowest=7, highest=60), np.float32(0))
    knobs = ridged(side, seed + 2, lowest=28, octaves=3)
    rise = step(1.2, 5.5, away) * np.float32(1.0 if reef else 0.35)
    flank = step(1.5, 9.0, np.abs(x))  # the reef stands to both sides, open water between
    mounds = 0.9 * gaussian_filter(heads, 2.0, mode="wrap") + 0.12 * knobs * step(0.1, 0.7, heads)
    heights = 0.22 * rough + rise * (0.25 + 0.9 * flank) * mounds
    heights += 0.05 * fractal(side, seed + 3, slope=0.9, lowest=40)
    heights = (heights - heights[side // 2, side // 2]).astype(np.float32)
    albedo: NDArray[np.float32] = np.full((side, side, 3), (214, 204, 170), np.float32)
    albedo = mix(albedo, (112, 104, 92), step(0.25, 0.6, heads * rise * np.float32(1.4)))
    for k, colour in enumerate([(206, 86, 96), (226, 150, 62), (150, 84, 170), (96, 158, 92), (226, 196, 96)]):
        patch = fractal(side, seed + 10 + k, slope=0.8, lowest=14)
        albedo = mix(albedo, colour, step(0.75, 1.15, patch) * step(0.3, 0.7, heads * rise * np.float32(1.4)) * 0.9)
    albedo *= (1 + 0.22 * fractal(side, seed + 20, slope=0.5, lowest=60))[..., None]
    bed = Terrain(
        heights=heights, skin=skin(albedo, sunlight(heights, cell, (0.17, 0.87, 0.46), reach=20)), cell_m=cell,
        far_m=62.0, detail=detail_texture(seed), grain=0.08, strata=PLAIN, strata_m=0.0, mist_m=4.0, mist=0.0,
        caustics=0.20,
    )  # fmt: skip
    rays = fractal(256, seed + 30, slope=1.3, lowest=5)
    kelp = "kelp" in shot.world.tags
    grass = _grown(bed, seed + 51, count=90 if not reef else 60, kinds=4, least=0.35, most=0.9, heads=False)
    if kelp:
        grass = np.concatenate(
            [grass, _grown(bed, seed + 52, count=26, kinds=4, least=5.0, most=9.5, heads=False, clear=2.2)]
        )
    stones = _grown(bed, seed + 53, count=26, kinds=6, least=0.3 * ROCK_TALL, most=0.9 * ROCK_TALL, heads=False)
    random = np.random.default_rng(seed + 54)
    vents = [
        (float(a), float(c)) for a, c in zip(random.uniform(-3.2, 3.2, 5), random.uniform(3.0, 9.0, 5), strict=True)
    ]
    groves = [grove(stones, "summer", "rock", snowy=False)]
    if reef:
        groves.append(grove_of(corals(), _grown(bed, seed + 50, count=230, kinds=16, least=0.35, most=1.5, heads=True)))
    return Deep(
        shot=shot, bed=bed, rays=rays, corals=tuple(groves), weeds=(grove_of(sea_grass(), grass),),
        strings=Strings(vents=np.array([(x, bed.ground(x, z), z) for x, z in vents])),
    )  # fmt: skip


def _grown(
    bed: Terrain, seed: int, *, count: int, kinds: int, least: float, most: float, heads: bool,
    clear: float = 0.45,
) -> NDArray[np.float32]:  # fmt: skip
    """Places for what grows on the bed, in clumps to both sides; on ``heads`` near each other and larger there."""
    random = np.random.default_rng(seed)
    spots: list[tuple[float, float, float, float, float]] = []
    while len(spots) < count:
        z = 1.6 + 22 * float(random.random()) ** 1.4
        x = float(random.uniform(-1, 1)) * (1.2 + 1.0 * z)
        for _ in range(int(random.integers(2, 7)) if heads else 2):
            at, on = x + float(random.normal(0, 0.35)), z + float(random.normal(0, 0.35))
            if abs(at) < clear + 0.16 * on or on < 1.4 + clear:
                continue  # the middle is left to who swims there
            tall = least + (most - least) * float(random.random()) ** 2 * min(0.35 + on / 8, 1.0)
            spots.append((at, bed.ground(at, on) - 0.05 * tall, on, tall, float(random.integers(kinds))))
    return np.array(spots[:count], np.float32)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _blue(low, points, rows, cols, camera, colours, rays, time_s, surface):  # type: ignore[no-untyped-def]
    px, py, pz, yaw, pitch, focal = camera[0], camera[1], camera[2], camera[3], camera[4], camera[5]
    cy, sy, cp, sp = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch)
    scale = focal * cols / 2
    glows = np.empty(low.shape[1])
    for i in range(low.shape[1]):
        side = (i * points + 0.5 - cols / 2) / scale - 0.3
        glows[i] = 26 * np.exp(-side * side * 2.2)
    for j in range(low.shape[0]):
        v = (rows / 2 - j * points - 0.5) / scale
        dy, ahead = v * cp + sp, cp - v * sp
        n = dy / np.sqrt(dy * dy + ahead * ahead)
        a = min(max(n * 1.9 + 0.12, 0.0), 1.0)
        b = min(max((n - 0.12) * 2.4, 0.0), 1.0)
        way = max(surface - py, 1.0) / max(dy, 1e-3)
        clear = np.exp(-way / 22.0) if dy > 0.02 else 0.0
        r = colours[2, 0] + (colours[1, 0] - colours[2, 0]) * a
        g = colours[2, 1] + (colours[1, 1] - colours[2, 1]) * a
        bl = colours[2, 2] + (colours[1, 2] - colours[2, 2]) * a
        r, g, bl = r + (colours[0, 0] - r) * b, g + (colours[0, 1] - g) * b, bl + (colours[0, 2] - bl) * b
        for i in range(low.shape[1]):
            k = 0.0
            u = (i * points + 0.5 - cols / 2) / scale
            if clear > 0.01:
                ax, az = u * cy + ahead * sy, ahead * cy - u * sy
                x, z = px + ax * way, pz + az * way
                w = tile(rays, x * 3 + time_s * 2.2, z * 3 + time_s * 1.1) + tile(
                    rays, x * 2 - time_s * 1.7, z * 2.4 + 60
                )
                k = max(1 - 0.7 * abs(w), 0.0)
                k = k * k * clear * 190
            glow = glows[i] * a
            low[j, i, 0] = r + k * 0.8 + glow * 0.5
            low[j, i, 1] = g + k + glow
            low[j, i, 2] = bl + k + glow


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _shafts(rgb, depth, low, camera, key, rays, time_s):  # type: ignore[no-untyped-def]
    """Sheets of light that fan out from the sun above the frame, stronger where there is more water behind them."""
    rows, cols = rgb.shape[0], rgb.shape[1]
    x0, y0 = cols * (0.62 - 0.5 * camera[3]), -0.55 * rows
    # Across them, noise is read along one line of it: mixed from two here, once a frame.
    side = rays.shape[0]
    broad, fine = np.empty(side + 1, np.float32), np.empty(side + 1, np.float32)
    for i in range(side + 1):
        broad[i], fine[i] = tile(rays, i + 0.0, time_s * 2.2), tile(rays, i + 0.0, time_s * 1.6 + 90) * 0.7
    mask, aside, slow, quick = side - 1, camera[0] * 3.0, time_s * 1.5, time_s * 2.0
    for j in range(low.shape[0]):
        fall = np.float32(0.234 * np.exp(-j * 4 / rows * 1.15))
        turn = 46 / (j * 4 - y0)
        for i in range(low.shape[1]):
            a = (i * 4 - x0) * turn + aside
            w = _along(broad, mask, a + slow) + _along(fine, mask, a * 2.3 - quick)
            low[j, i] = min(max((w - np.float32(0.1)) * np.float32(0.5), np.float32(0)), np.float32(1)) * fall
    sheet, share = np.empty(cols + 4, np.float32), np.empty(cols, np.float32)
    thrice, tints = np.empty(cols * 3, np.float32), np.empty(cols * 3, np.float32)
    for k in range(cols * 3):
        tints[k] = key[k % 3]
    flat = rgb.reshape(rows, cols * 3)
    one, near = np.float32(1), np.float32(1 / 14)
    for j in range(rows):
        f = np.float32((j & 3) * 0.25)
        above, below, far = low[j >> 2], low[(j >> 2) + 1], depth[j]
        for k in range((cols + 3) // 4):
            m, n = np.uint64(k), np.uint64(k + 1)
            a, b = above[m] + (below[m] - above[m]) * f, above[n] + (below[n] - above[n]) * f
            for i in range(4):
                sheet[np.uint64(k * 4 + i)] = a + (b - a) * np.float32(i * 0.25)
        for i in range(cols):
            n = np.uint64(i)
            share[n] = sheet[n] * min(far[n] * near, one)
        over(flat[j], share, thrice, tints)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy", forceinline=True)
def _along(line, mask, x):  # type: ignore[no-untyped-def]
    """``line`` between its points; it has one more than ``mask + 1``, and repeats."""
    fx = np.floor(x)
    k = np.uint64(int(fx) & mask)
    return line[k] + (line[k + np.uint64(1)] - line[k]) * np.float32(x - fx)
