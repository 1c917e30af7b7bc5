"""What falls, drifts and flashes between the camera and the place: rain, snow, dust, leaves, bubbles, lightning.

Stateless: a particle's place is a function of its number and the time, so any frame can be drawn first.
"""

# ruff: noqa: PLR0912, PLR0915 - long kernels keep their values in registers
from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.noise import lot
from vitascope.engines.animatic.draw.splashes import paint_splashes
from vitascope.engines.animatic.draw.stage import Canvas, Light, Pose
from vitascope.engines.animatic.draw.thick_air import thick_air
from vitascope.engines.animatic.graph import EffectKind, Shot
from vitascope.engines.animatic.moments import SLOW_MOTION, STRIKE_EVERY_S, strike_at

_INDOORS = ("interior", "underwater", "abstract", "space")
_FAINT = 0.004
"""Share of a colour that eight bits do not show."""
_scratch = threading.local()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """A sort of particle. Lengths in metres, speeds in metres/second."""

    count: int
    box: float
    """Side of the cube about the camera that they fill; what leaves it comes in on the other side."""
    fall: float
    drift: float
    sway: float
    size: float
    streak_s: float
    """How long the shutter is open for them."""
    opacity: float
    glow: float = 0.0
    """0 takes the light of the place, 1 its own colour."""


_SORTS: dict[str, Sort] = {
    "rain": Sort(
        count=5200, box=26, fall=11.0, drift=1.2, sway=0.0, size=0.005, streak_s=1 / 40, opacity=0.42, glow=0.3
    ),
    "drops": Sort(
        count=70, box=3.2, fall=9.0, drift=1.2, sway=0.0, size=0.009, streak_s=1 / 28, opacity=0.20, glow=0.4
    ),
    "flakes": Sort(count=170, box=4.4, fall=1.1, drift=0.5, sway=0.3, size=0.026, streak_s=1 / 60, opacity=0.42),
    "ash": Sort(count=900, box=14, fall=0.5, drift=0.5, sway=0.5, size=0.014, streak_s=0.0, opacity=0.7),
    "petals": Sort(count=170, box=14, fall=0.6, drift=0.9, sway=0.8, size=0.026, streak_s=1 / 90, opacity=0.95),
    "snow": Sort(count=4200, box=20, fall=1.15, drift=0.5, sway=0.35, size=0.013, streak_s=1 / 120, opacity=0.85),
    "dust": Sort(
        count=700, box=12, fall=-0.03, drift=0.25, sway=0.25, size=0.006, streak_s=0.0, opacity=0.35, glow=0.4
    ),
    "leaves": Sort(count=120, box=16, fall=0.75, drift=0.9, sway=0.9, size=0.045, streak_s=1 / 90, opacity=0.95),
    "bubbles": Sort(
        count=420, box=9, fall=-0.55, drift=0.05, sway=0.12, size=0.012, streak_s=0.0, opacity=0.5, glow=0.5
    ),
    "sparks": Sort(
        count=160, box=12, fall=-1.1, drift=0.3, sway=0.5, size=0.010, streak_s=1 / 60, opacity=1.0, glow=1.0
    ),
    "butterflies": Sort(count=10, box=9, fall=0.0, drift=0.3, sway=0.9, size=0.05, streak_s=0.0, opacity=1.0, glow=0.3),
    "red dust": Sort(
        count=1400, box=12, fall=0.02, drift=0.9, sway=0.3, size=0.003, streak_s=0.0, opacity=0.4, glow=0.2
    ),
    "grit": Sort(count=900, box=16, fall=0.15, drift=7.0, sway=0.25, size=0.008, streak_s=1 / 50, opacity=0.35),
}

_COLOURS: dict[str, tuple[tuple[float, float, float], ...]] = {
    "drops": ((206, 216, 228),), "flakes": ((250, 252, 255),), "ash": ((92, 88, 86), (140, 136, 134)),
    "petals": ((250, 190, 206), (255, 214, 224), (244, 168, 190)),
    "rain": ((200, 212, 226),), "snow": ((248, 250, 255),), "dust": ((255, 236, 200),),
    "bubbles": ((214, 240, 250),),
    "leaves": ((196, 92, 34), (214, 146, 44), (160, 62, 30), (188, 168, 62)), "sparks": ((255, 170, 70),),
    "butterflies": ((246, 176, 48), (240, 236, 226), (96, 156, 226)), "grit": ((214, 186, 148),),
    "red dust": ((206, 140, 104),),
}  # fmt: skip


def paint_weather(
    canvas: Canvas, pose: Pose, light: Light, shot: Shot, time_s: float, seed: int, *, air: bool = True
) -> None:
    """Draw the weather of ``shot`` and those of its effects that no actor carries; without ``air``, no veil."""
    world = shot.world
    slow = SLOW_MOTION if any(m.kind == "slow_motion" for m in shot.camera.moves) else 1.0
    time = time_s * slow
    strength = 0.4 + 0.6 * world.weather_strength
    inside = world.kind in _INDOORS
    wind = 5.0 if world.weather == "storm" else 0.0
    if not inside and air:
        for mist in thick_air(shot, light):
            mist.paint(canvas, pose, time)
    if not inside and world.weather in ("rain", "storm"):
        wind += 2.2 * max(world.weather_strength - 0.5, 0.0)
        ripples = "wet" in world.tags or world.kind in ("sea", "coast")
        paint_splashes(canvas, pose, light, time, strength * (1.2 if wind else 1.0), seed, rings=ripples)
        _particles(canvas, pose, light, "rain", strength * (1.3 if wind else 1.0), time, seed, wind)
        _particles(canvas, pose, light, "drops", strength, time, seed + 1, 0.6 * wind)
    if not inside and world.weather == "snow":
        thick = max(world.weather_strength - 0.6, 0.0) / 0.4
        gust = 9.0 * max(thick, 0.4) if "windy" in world.tags else 0.0  # in still air it falls, however much of it
        _particles(canvas, pose, light, "snow", strength * (1.0 + 0.5 * min(thick, 1.0)), time, seed, gust)
        _particles(canvas, pose, light, "flakes", strength, time, seed + 1, 0.6 * gust)
    if not inside and "mars" in world.tags:
        _particles(canvas, pose, light, "red dust", 0.6, time, seed, 0.0)
    if not inside and "sandstorm" in world.tags:
        _particles(canvas, pose, light, "grit", 1.0, time, seed, 9.0)
    if "ash" in world.tags and not inside:
        _particles(canvas, pose, light, "ash", 0.8, time, seed, 0.4)
    if world.kind == "underwater":
        _particles(canvas, pose, light, "dust", 0.7, time, seed, -0.2)
    for effect in shot.effects:
        if effect.actor is None and effect.start_s <= time_s < effect.end_s:
            _effect(canvas, pose, light, effect.kind, 0.4 + 0.6 * effect.strength, time, seed, world.tags)
    if world.weather == "storm" and not inside and not any(e.kind == "lightning" for e in shot.effects):
        _lightning(canvas, time_s, seed, 0.5 * strength)


def _effect(
    canvas: Canvas, pose: Pose, light: Light, kind: EffectKind, strength: float, time: float, seed: int,
    tags: tuple[str, ...],
) -> None:  # fmt: skip
    match kind:
        case "leaves" if "blossom" in tags:
            _particles(canvas, pose, light, "petals", strength, time, seed + 3, 0.0)
        case "dust" | "leaves" | "bubbles" | "sparks":
            _particles(canvas, pose, light, kind, strength, time, seed + 3, 0.0)
        case "lightning":
            _lightning(canvas, time, seed, strength)
        case "light_shafts":
            _shafts(canvas, pose, light, strength)
        case "fireworks":
            _fireworks(canvas, pose, strength, time, seed)
        case "glow":
            canvas.rgb[:] = cv2.convertScaleAbs(canvas.rgb, alpha=1 + 0.1 * strength)
        case "fire" | "smoke" | "steam" | "splash" | "stars" | "beam" | "butterflies":
            pass  # the rigs draw them; stars belong to the sky


def _particles(
    canvas: Canvas, pose: Pose, light: Light, kind: str, strength: float, time: float, seed: int, wind: float
) -> None:
    sort = _SORTS[kind]
    white = [min(0.55 * k + 0.75 * a, 255.0) / 255 for k, a in zip(light.key, light.ambient, strict=True)]
    colours = np.array([
        [c * (w + (1 - w) * sort.glow) for c, w in zip(colour, white, strict=True)] for colour in _COLOURS[kind]
    ])  # fmt: skip
    _drift(
        canvas.rgb, canvas.depth, np.array([pose.x, pose.y, pose.z, pose.yaw, pose.pitch, pose.focal]), time,
        _lots(int(sort.count * strength), seed), sort.box,
        np.array([sort.fall, sort.drift + wind, sort.sway, sort.size, sort.streak_s, sort.opacity]), colours,
        kind == "butterflies",
    )  # fmt: skip


@lru_cache(maxsize=8)
def _lots(count: int, seed: int) -> NDArray[np.float64]:
    """What sets each particle of a shot apart, ``(count, 4)``: drawn once, not for every frame."""
    out = np.empty((count, 4))
    _draw_lots(out, seed)
    out.setflags(write=False)
    return out


@njit(cache=True, nogil=True)
def _draw_lots(out, seed):  # type: ignore[no-untyped-def]
    for k in range(out.size):
        out[k // 4, k % 4] = lot(k, seed)


def _lightning(canvas: Canvas, time: float, seed: int, strength: float) -> None:
    """Strikes come at irregular times, about one in three seconds; each flickers twice and dies in a third of one."""
    for k in range(int(time // STRIKE_EVERY_S) - 1, int(time // STRIKE_EVERY_S) + 1):
        struck_s, random = strike_at(seed, k)
        since = time - struck_s
        if not 0 <= since < 0.5:
            continue
        flash = math.exp(-since * 9) + 0.7 * math.exp(-(((since - 0.16) / 0.04) ** 2))
        at = 0.12 + 0.76 * random.random()
        power = strength * flash
        _light_up(
            canvas.rgb, canvas.depth, at, np.float32(1 + 0.9 * power), np.float32(16 * power),
            np.float32(min(1.3 * power, 1.6)),
        )  # fmt: skip
        if since < 0.24:
            _bolt(canvas, random, at, min(flash, 1.0))


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _light_up(rgb, depth, at, gain, lift, glow):  # type: ignore[no-untyped-def]
    """The whole frame by ``gain`` and ``lift``, and clouds about a bolt at ``at`` of the width by their own folds."""
    rows, cols = depth.shape
    full, far, one = np.float32(255), np.float32(3000), np.float32(1)
    across, by, flat = np.empty(cols, np.float32), np.empty(cols * 3, np.float32), rgb.reshape(rows, cols * 3)
    for i in range(cols):
        away = (i / cols - at) * 2.4
        across[i] = glow * np.exp(-away * away)
    for j in range(rows):
        down = np.float32(np.exp(-((1.5 * j / rows) ** 2)))
        line, there = flat[j], depth[j]
        for i in range(cols):
            n = np.uint64(3 * i)
            by[n] = by[n + np.uint64(1)] = by[n + np.uint64(2)] = (
                gain * (one + across[i] * down) if there[i] >= far else gain
            )
        for k in range(cols * 3):
            line[k] = np.uint8(np.int32(min(np.float32(line[k]) * by[k] + lift, full)))


def _bolt(canvas: Canvas, random: np.random.Generator, at: float, flash: float) -> None:
    """A jagged line in the sky, behind whatever stands before it."""
    height, width = canvas.height, canvas.width
    x, y = width * at, 0.0
    layer: NDArray[np.uint8] = np.zeros((height // 2, width // 2), np.uint8)
    points = [(x, y)]
    while y < height * 0.55:
        x += float(random.normal(0, width * 0.011))
        y += height * 0.018 * (0.5 + float(random.random()))
        points.append((x, y))
        if random.random() < 0.13:
            fork = [(x, y)]
            lean = float(random.choice([-1.0, 1.0]))
            for _ in range(int(random.integers(4, 10))):
                bx, by = fork[-1]
                fork.append((bx + lean * width * 0.010 * float(random.random()), by + height * 0.014))
            _line(layer, fork, max(width // 1900, 1), 120)
    _line(layer, points, max(width // 960, 1), 255)
    _glare(canvas.rgb, canvas.depth, layer, width / 160, np.float32(flash))


def _glare(
    rgb: NDArray[np.uint8], depth: NDArray[np.float32], layer: NDArray[np.uint8], wide_px: float, flash: np.float32
) -> None:
    """Add a bolt of half the size and its halo to the sky, in the part of the frame that they reach."""
    height, width = depth.shape
    reach = int(4 * wide_px) + 1
    columns, rows = np.flatnonzero(layer.any(axis=0)), np.flatnonzero(layer.any(axis=1))
    if not len(columns):
        return
    x0, x1 = max(int(columns[0]) - reach, 0), min(int(columns[-1]) + reach + 1, layer.shape[1])
    y0, y1 = max(int(rows[0]) - reach, 0), min(int(rows[-1]) + reach + 1, layer.shape[0])
    part = np.ascontiguousarray(layer[y0:y1, x0:x1])
    lit = cv2.addWeighted(part, float(flash), cv2.GaussianBlur(part, (0, 0), wide_px), 3.0 * float(flash), 0)
    ends = (min(2 * x1, width), min(2 * y1, height))
    lit = cv2.resize(lit, (2 * (x1 - x0), 2 * (y1 - y0)), interpolation=cv2.INTER_LINEAR)[
        : ends[1] - 2 * y0, : ends[0] - 2 * x0
    ]
    here = (slice(2 * y0, ends[1]), slice(2 * x0, ends[0]))
    lit[depth[here] < 3000] = 0
    rgb[here] = cv2.add(rgb[here], cv2.merge([cv2.convertScaleAbs(lit, alpha=0.86), lit, lit]))


def _line(layer: NDArray[np.uint8], points: list[tuple[float, float]], thick: int, level: int) -> None:
    spots = (np.array(points) * 8).astype(np.int32)[:, None]  # half size, in sixteenths of a pixel
    cv2.polylines(layer, [spots], False, level, thick, cv2.LINE_AA, 4)


def _shafts(canvas: Canvas, pose: Pose, light: Light, strength: float) -> None:
    """Rays from the sun: what is bright near it, smeared outwards at an eighth of the size."""
    width, height = canvas.width, canvas.height
    sx, sy, sz = light.sun
    col, row, depth = pose.project(pose.x + sx * 1e4, pose.y + sy * 1e4, pose.z + sz * 1e4, width, height)
    if depth <= 0:
        col, row = width * 0.3, -0.4 * height
    row = min(row, height * 0.45)
    small = cv2.resize(canvas.rgb, (width // 8, height // 8), interpolation=cv2.INTER_AREA)
    bright = cv2.convertScaleAbs(np.maximum(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), 90) - 90)
    cx, cy = col / 8, row / 8
    for k in range(5):  # each pass doubles the smear
        grow = 1 + 0.035 * 2**k
        matrix = np.array([[grow, 0, cx * (1 - grow)], [0, grow, cy * (1 - grow)]])
        bright = cv2.addWeighted(bright, 0.5, cv2.warpAffine(bright, matrix, (width // 8, height // 8)), 0.5, 0)
    tint = cv2.merge([cv2.convertScaleAbs(bright, alpha=1.5 * strength * c / 255) for c in light.rim])
    canvas.rgb[:] = cv2.add(canvas.rgb, cv2.resize(tint, (width, height), interpolation=cv2.INTER_LINEAR))


def _fireworks(canvas: Canvas, pose: Pose, strength: float, time: float, seed: int) -> None:
    layer = np.zeros_like(canvas.rgb)  # light is added to the sky: sparks that die do not go black
    for k in range(int(time / 0.7) - 4, int(time / 0.7) + 1):
        random = np.random.default_rng((seed * 31 + k + 4096) % 2**32)
        since = time - (k + random.random()) * 0.7
        if not 0 < since < 2.6:
            continue
        hue = np.array([(255, 210, 120), (255, 110, 90), (120, 190, 255), (170, 255, 150), (240, 140, 255)])[k % 5]
        centre = np.array([random.uniform(-90, 90), random.uniform(70, 120), random.uniform(170, 240)])
        ways = random.standard_normal((140, 3))
        ways /= np.linalg.norm(ways, axis=1, keepdims=True)
        reach = 34 * (1 - math.exp(-2.2 * since))
        fade = max(1 - since / 2.6, 0) ** 1.5 * strength
        for way in ways:
            p, q = centre + way * reach, centre + way * reach * 0.93
            p[1] -= 3.2 * since**2
            q[1] -= 3.2 * (since - 0.05) ** 2
            c0, r0, d = pose.project(float(p[0]), float(p[1]), float(p[2]), canvas.width, canvas.height)
            c1, r1, _ = pose.project(float(q[0]), float(q[1]), float(q[2]), canvas.width, canvas.height)
            if d > 0 and abs(c0) < 9999 and abs(r0) < 9999:
                colour = tuple(float(v) for v in hue * fade)
                spots = ((round(c1 * 16), round(r1 * 16)), (round(c0 * 16), round(r0 * 16)))
                cv2.line(layer, *spots, colour, max(canvas.width // 800, 1), cv2.LINE_AA, 4)
    cv2.add(canvas.rgb, layer, dst=canvas.rgb)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _drift(rgb, depth, camera, time_s, lots, box, how, colours, wings):  # type: ignore[no-untyped-def]
    rows, cols = rgb.shape[0], rgb.shape[1]
    px, py, pz, yaw, pitch, focal = camera[0], camera[1], camera[2], camera[3], camera[4], camera[5]
    fall, drift, sway, size, streak, opacity = how[0], how[1], how[2], how[3], how[4], how[5]
    cy, sy, cp, sp = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch)
    scale = focal * cols / 2
    per = 1.0 / box
    flat, one, second, third = rgb.reshape(rows, cols * 3), np.float32(1), np.uint64(1), np.uint64(2)
    tints = np.minimum(np.maximum(colours, 0.0), 255.0).astype(np.float32)
    red, green, blue = tints[:, 0], tints[:, 1], tints[:, 2]
    for k in range(lots.shape[0]):
        a, b, c, e = lots[k, 0], lots[k, 1], lots[k, 2], lots[k, 3]
        pace = 0.75 + 0.5 * e
        # Fill the cube about the camera, wrapped, so that it travels with it and yet passes it.
        x = a * box + drift * pace * time_s - px
        y = b * box - fall * pace * time_s - py
        z = c * box + 0.3 * drift * time_s - pz
        if sway > 0:
            turn = time_s * (0.8 + 1.6 * a) + b * 40
            x += sway * np.sin(turn)
            y += 0.3 * sway * np.sin(turn * 1.3 + 2)
            z += sway * np.cos(turn * 0.8)
        x, y, z = (
            x - np.floor(x * per) * box - box / 2,
            y - np.floor(y * per) * box - box / 2,
            z - np.floor(z * per) * box - box / 2,
        )
        side, ahead = x * cy - z * sy, x * sy + z * cy
        up, d = y * cp - ahead * sp, y * sp + ahead * cp
        if d < 0.35:
            continue
        f = scale / d
        col, row = cols / 2 + side * f, rows / 2 - up * f
        lx, ly = (drift * pace) * streak * f * cy, fall * pace * streak * f
        long_ = np.sqrt(lx * lx + ly * ly)
        r = size * f * (0.7 + 0.6 * e)
        reach = r + 1.0
        if col < -long_ - reach or row < -long_ - reach or col > cols + long_ + reach or row > rows + long_ + reach:
            continue
        # What is out of focus near the lens, or fades out at the cube's far side.
        q = opacity * min((d - 0.35) / 0.8, 1.0) * min(max((box / 2 - d) / (box * 0.12), 0.0), 1.0)
        if r < 0.7:
            q *= max(r / 0.7, 0.12)
            r = 0.7
        if q <= _FAINT:
            continue
        flap = 1.0
        if wings:
            flap = abs(np.sin(time_s * 11 + k * 2.1)) * 0.85 + 0.15
        h = k % colours.shape[0]
        i0, i1 = int(min(col, col - lx) - r - 1), int(max(col, col - lx) + r + 2)
        j0, j1 = int(min(row, row - ly) - r - 1), int(max(row, row - ly) + r + 2)
        inv = 1.0 / max(long_ * long_, 1e-9)
        slanted = long_ > 0.5 and abs(ly) > 1e-3 and not wings
        for j in range(max(j0, 0), min(j1, rows)):
            first, last, line = i0, i1, flat[j]
            if slanted:
                # A streak that leans crosses few columns of a row: those that are as near to it as it is wide.
                s0, s1 = (row - j - r - 0.5) / ly, (row - j + r + 0.5) / ly
                e0, e1 = col - lx * min(max(s0, 0.0), 1.0), col - lx * min(max(s1, 0.0), 1.0)
                first, last = int(max(min(e0, e1) - r - 0.5, 0.0)), int(max(max(e0, e1) + r + 1.5, 0.0))
            for i in range(max(first, 0), min(last, cols)):
                if depth[j, i] < d:
                    continue
                ox, oy = i - col, j - row
                if wings:
                    # Two wings that close and open: lobes either side of the body.
                    wx, wy = abs(ox) / (r * flap), oy / r
                    s = min(max((1.15 - np.sqrt((wx - 0.62) ** 2 * 2.4 + (wy + 0.18) ** 2 * 1.6)) * r * 0.5, 0.0), 1.0)
                    s = max(
                        s,
                        min(max((0.95 - np.sqrt((wx - 0.45) ** 2 * 3.2 + (wy - 0.55) ** 2 * 3.4)) * r * 0.5, 0.0), 1.0),
                    )
                else:
                    along = min(max((-ox * lx - oy * ly) * inv, 0.0), 1.0) if long_ > 0.5 else 0.0
                    gx, gy = ox + lx * along, oy + ly * along
                    s = min(max(r + 0.5 - np.sqrt(gx * gx + gy * gy), 0.0), 1.0)
                    if r > 2:
                        s *= min(max((r - np.sqrt(gx * gx + gy * gy)) / r * 1.6, 0.0), 1.0)
                s *= q
                if s > _FAINT:
                    share, n = np.float32(s), np.uint64(3 * i)
                    left = one - share
                    line[n] = np.uint8(np.int32(np.float32(line[n]) * left + red[h] * share))
                    line[n + second] = np.uint8(np.int32(np.float32(line[n + second]) * left + green[h] * share))
                    line[n + third] = np.uint8(np.int32(np.float32(line[n + third]) * left + blue[h] * share))
