"""An input image set in motion: a guessed depth, a slow move through it, and light that drifts with the scene.

Depth comes from rules, not from a model: what is lower is nearer, what differs from the border stands out, and a guided
filter (He, Sun and Tang, 2010) makes both follow the picture's edges. The move is kept so small (1.5 % of the width)
that a wrong guess is not seen, and the map from screen to picture is so smooth that nothing can tear.
"""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from typing import Any

import cv2
import numba
import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.camera import FOCAL
from vitascope.engines.animatic.draw.caption import caption_at, draw_caption
from vitascope.engines.animatic.draw.focus import lens_of_a_still, pull_focus
from vitascope.engines.animatic.draw.light import palette
from vitascope.engines.animatic.draw.stage import Canvas, Pose
from vitascope.engines.animatic.draw.weather import paint_weather
from vitascope.engines.animatic.graph import MoveKind, Scene, Shot, TimeOfDay

PARALLAX = 0.015
"""Most that the nearest and the farthest part with, as a share of the width."""
PUSH = 0.06
"""How much larger the picture is after an unhurried clip; twice that where the camera is told to come in."""
PULL = 0.1
"""How much more than the picture is seen after a clip in which the camera was told to go out."""
SLIDE = 0.04
"""How far the picture goes across or up and down under a move that does, as a share of its size: parallax of a size
that hides wrong guesses is hardly seen by itself."""
RAMP_S = 0.8
"""Motion starts from rest over this long, so that the first frame leads into the second."""
TURN = 0.45
"""Of the way to a given last image: when camera, light and weather begin to come back, so that they arrive at rest."""
SMALL_PX = 320
"""Width at which depth is guessed: 15 ms there, and the filter carries it to the full size."""

_DRIFT: dict[MoveKind, tuple[float, float, float]] = {
    "push_in": (0.0, 0.0, 1.0), "pull_out": (0.0, 0.0, -1.0), "pan_left": (-1.0, 0.0, 0.4),
    "pan_right": (1.0, 0.0, 0.4), "truck_left": (-1.0, 0.0, 0.25), "truck_right": (1.0, 0.0, 0.25),
    "track": (1.0, 0.0, 0.4), "orbit": (1.0, 0.0, 0.5), "rise": (0.0, -1.0, 0.4), "descend": (0.0, 1.0, 0.4),
    "tilt_up": (0.0, -0.8, 0.3), "tilt_down": (0.0, 0.8, 0.3), "drone": (0.4, -0.6, 0.8),
}  # fmt: skip
"""Where each move takes the camera: right, down and in, in shares of the most."""

_TINT: dict[TimeOfDay, tuple[float, float, float]] = {
    "dawn": (1.04, 1.0, 0.97), "day": (1.02, 1.02, 1.01), "golden": (1.06, 1.0, 0.92), "dusk": (0.98, 0.94, 1.0),
    "night": (0.86, 0.91, 1.02),
}  # fmt: skip
"""Gain of red, green and blue that the picture has drifted to after six seconds."""

_INSIDE = ("interior", "abstract", "space")


class Still:
    """Frames of one image. Pure in the frame's number; threads may ask for different frames at once."""

    def __init__(
        self,
        image: NDArray[np.uint8],
        scene: Scene,
        width: int,
        height: int,
        fps: Fraction,
        *,
        rest_s: float = math.inf,
        captions: bool = True,
    ) -> None:
        """``image`` is sRGB, ``(h, w, 3)``; another size than ``width × height`` is cover-cropped about its centre.

        ``rest_s`` is when camera, light and weather have come back to what they began with, the image itself: from then
        on there is nothing else. They start on their way back at `TURN` of it.
        """
        self._image = _cover(image, width, height)
        self._rest_s = rest_s
        self._captions = captions
        self._scene = scene
        self._fps = fps
        self._lanes = _lanes(self._image)
        near = guess_nearness(self._image)
        self.depth: NDArray[np.float32] = (2.0 + 60.0 * (1.0 - near) ** 2).astype(np.float32)
        """Metres-like: 2 for what is nearest, 62 for what is farthest; shaped ``(height, width)``."""
        self._relief = _smooth(near, width / 110.0) - np.float32(0.5)

    def prepare(self, index: int) -> None:
        """Nothing: all of a still is there from its start."""

    def frame(self, index: int) -> NDArray[np.uint8]:
        """Frame ``index``, ``(height, width, 3)`` sRGB; a new array. Frame 0 is the image itself, bit for bit."""
        time_s = float(index / self._fps)
        if index <= 0 or time_s >= self._rest_s:
            return self._image.copy()
        away = self._away(time_s)
        move = self._move(time_s)
        right, down, inward, speed = move or (0.0, 0.0, 0.0, 0.0)
        height, width = self._relief.shape
        way = (
            _travelled(time_s) / max(_travelled(self._scene.duration_s), 1e-6) * min(self._scene.duration_s / 6.0, 1.5)
        )
        way *= 0.6 + 0.8 * speed
        way = away * min(way, 1.5) if move is not None else 0.0
        shift, slide = PARALLAX * width * min(way, 1.0), SLIDE * min(way, 1.0)
        breath = 0.12 * math.sin(time_s * 0.5) * min(time_s / 3.0, 1.0)
        push = PUSH * way * (2.0 if inward >= 1.0 else 0.45 + 0.55 * inward)
        zoom = 1.0 + push
        # The push must always outgrow the parallax, or the border would come into the picture.
        zoom = max(zoom, 1.0 + 2.2 * (shift * (abs(right) + abs(breath)) + 0.5) / width * min(way * 20.0, 1.0))
        zoom = max(zoom, 1.0 + 2.2 * shift * abs(down) / height) + 2.2 * slide * max(abs(right), abs(down))
        if inward < 0:
            zoom = 1.0 / (1.0 - PULL * way * inward)  # what comes into sight about the edges is mirrored
        # what is near is pushed outwards more than what is far: a share of the zoom follows the relief
        spread = PARALLAX * min(way, 1.0) * 0.8 * inward
        out = np.empty((height, width, 3), np.uint8)
        light = self._light(time_s, away)
        across = (shift * (right + breath), slide * right * width, shift * down, slide * down * height)
        _move(self._lanes, self._relief, 1.0 / zoom, spread, across, light, out)
        shot = self._scene.shot_at(time_s)
        if (lens := lens_of_a_still(shot, time_s, away * min(time_s / RAMP_S, 1.0))) is not None:
            pull_focus(Canvas(rgb=out, depth=self.depth), lens)
        self._fall(out, shot, time_s, away * min(time_s / RAMP_S, 1.0))
        if self._captions and (text := caption_at(shot, time_s)) is not None:
            draw_caption(out, text)
        return out

    def _away(self, time_s: float) -> float:
        """How much of its way from the image the clip is to be, 1 to 0: from rest and to rest."""
        turn_s = TURN * self._rest_s
        if time_s <= turn_s:
            return 1.0
        back = (time_s - turn_s) / (self._rest_s - turn_s)
        return 1.0 - back * back * (3.0 - 2.0 * back)

    def _fall(self, rgb: NDArray[np.uint8], shot: Shot, time_s: float, share: float) -> None:
        """``share`` of what the prompt lets fall or drift before the picture: none at the first frame, all soon."""
        world = shot.world
        light = palette(world).light()
        if world.weather == "fog":
            thick = np.float32(0.75 * world.weather_strength * share)
            veil = (self.depth * np.float32(1 / 62.0)) ** np.float32(0.6) * thick
            mist = np.array(light.haze, np.float32)
            rgb[:] = (rgb + (mist - rgb) * veil[..., None] + np.float32(0.5)).astype(np.uint8)
        if world.weather not in ("rain", "storm", "snow") and not any(e.actor is None for e in shot.effects):
            return
        before = rgb.copy() if share < 1 else rgb
        pose = Pose(x=0.0, y=1.7, z=0.0, focal=FOCAL[shot.camera.framing])
        # the picture decides where it is, not the words: what they let fall, falls
        outside = replace(shot, world=replace(world, kind="hills")) if world.kind in _INSIDE else shot
        paint_weather(Canvas(rgb=rgb, depth=self.depth), pose, light, outside, time_s, self._scene.seed)
        if share < 1:
            cv2.addWeighted(rgb, share, before, 1 - share, 0, dst=rgb)

    def _move(self, time_s: float) -> tuple[float, float, float, float] | None:
        """Right, down, in and speed of the camera of the shot on screen; a slow push where it says nothing.

        ``None`` where it is to stand still.
        """
        moves = self._scene.shot_at(time_s).camera.moves
        known = [(m, _DRIFT[m.kind]) for m in moves if m.kind in _DRIFT]
        if any(m.kind == "static" and m.target is None for m in moves):
            return None
        if not known:
            return 0.25, 0.0, 0.8, 0.4
        right, down, inward = (max(min(sum(d[i] for _, d in known), 1.0), -1.0) for i in range(3))
        return right, down, inward, max(m.speed for m, _ in known)

    def _light(self, time_s: float, away: float) -> NDArray[np.uint8]:
        """What each level of red, green and blue turns to, shaped ``(3, 256)``.

        The light drifts with the time of day and dims with bad weather, from nothing at the first frame.
        """
        world = self._scene.shots[0].world
        share = away * min(_travelled(time_s) / 6.0, 1.0)
        dim = {"storm": 0.12, "rain": 0.07, "fog": 0.04, "cloudy": 0.04}.get(
            world.weather, 0.0
        ) * world.weather_strength
        gains = [1.0 + (g - 1.0) * share - dim * share for g in _TINT[world.time]]
        if world.weather == "storm":
            flash = max(math.sin(time_s * 1.9) * math.sin(time_s * 0.73 + 1.0) - 0.92, 0.0) * 4.0
            gains = [g + flash * share for g in gains]
        ramp = np.arange(256, dtype=np.float32)
        return np.stack([np.clip(ramp * g + 0.5, 0, 255) for g in gains]).astype(np.uint8)


LANE = 21
"""Bits that each colour has in a number of 64: a colour of 8, times weights of 12, and room."""
STEPS = 64
"""Of a pixel: finer than OpenCV's 32, so that a slow push does not shimmer."""


@numba.njit(nogil=True, cache=True)
def _lanes(image: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """The three colours of each pixel side by side in one number, so that one product weighs all three."""
    height, width = image.shape[:2]
    lanes = np.empty((height, width), np.uint64)
    for row in range(height):
        for i in range(width):
            g, b = np.uint64(image[row, i, 1]), np.uint64(image[row, i, 2])
            lanes[row, i] = np.uint64(image[row, i, 0]) | g << np.uint64(LANE) | b << np.uint64(2 * LANE)
    return lanes


@numba.njit(nogil=True, cache=True, fastmath=True, error_model="numpy")
def _move(
    lanes: NDArray[np.uint64],
    relief: NDArray[np.float32],
    grow: float,
    spread: float,
    across: tuple[float, float, float, float],
    light: NDArray[np.uint8],
    out: NDArray[np.uint8],
) -> None:
    """Each pixel of ``out`` from where it lies in the picture, between its four neighbours there, in its light.

    What lies outside is mirrored.
    ``across``: pixels to the right that the relief and then the whole picture is moved, and likewise down.
    """
    height, width = relief.shape
    cx, cy = np.float32((width - 1) / 2.0), np.float32((height - 1) / 2.0)
    even, part, dx, dy = np.float32(grow), np.float32(spread), np.float32(across[0]), np.float32(across[2])
    at_x, at_y = cx + np.float32(across[1]), cy + np.float32(across[3])
    fine, half, zero = np.float32(STEPS), np.float32(0.5), np.float32(0.0)
    end_x, end_y = np.float32(width - 1) * fine - np.float32(1.0), np.float32(height - 1) * fine - np.float32(1.0)
    us, vs = np.empty(width, np.int32), np.empty(width, np.int32)
    rounding = np.uint64(2048) | np.uint64(2048) << np.uint64(LANE) | np.uint64(2048) << np.uint64(2 * LANE)
    red, green, blue = light[0], light[1], light[2]
    level = np.uint64(255)
    for row in range(height):
        near, line = relief[row], out[row]
        y = np.float32(row) - cy
        for i in range(width):
            k = near[i]
            scale = even - k * part
            u = abs(((np.float32(i) - cx) * scale + at_x + k * dx) * fine + half)
            v = abs((y * scale + at_y + k * dy) * fine + half)
            us[i] = np.int32(max(end_x - abs(end_x - u), zero))
            vs[i] = np.int32(max(end_y - abs(end_y - v), zero))
        for i in range(width):
            column, line_of = np.uint64(us[i]), np.uint64(vs[i])
            x, top = column >> np.uint64(6), line_of >> np.uint64(6)
            a, b = column & np.uint64(63), line_of & np.uint64(63)
            both = a * b
            mixed = (
                lanes[top, x] * (np.uint64(4096) - np.uint64(64) * (a + b) + both)
                + lanes[top, x + np.uint64(1)] * (np.uint64(64) * a - both)
                + lanes[top + np.uint64(1), x] * (np.uint64(64) * b - both)
                + lanes[top + np.uint64(1), x + np.uint64(1)] * both
                + rounding
            )
            line[i, 0] = red[(mixed >> np.uint64(12)) & level]
            line[i, 1] = green[(mixed >> np.uint64(LANE + 12)) & level]
            line[i, 2] = blue[(mixed >> np.uint64(2 * LANE + 12)) & level]


def _smooth(near: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    """A wide blur, made at a quarter of the size, where nothing of it is lost."""
    height, width = near.shape
    size = (max(width // 4, 8), max(height // 4, 8))
    small: Any = cv2.GaussianBlur(cv2.resize(near, size, interpolation=cv2.INTER_AREA), (0, 0), sigma / 4)
    full: NDArray[np.float32] = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
    return full


def guess_nearness(image: NDArray[np.uint8]) -> NDArray[np.float32]:
    """How near each pixel is, 0 to 1, shaped ``(height, width)``."""
    height, width = image.shape[:2]
    small_h = max(round(height * SMALL_PX / width), 8)
    small: Any = cv2.resize(image, (SMALL_PX, small_h), interpolation=cv2.INTER_AREA)
    prior = np.linspace(0.0, 1.0, small_h, dtype=np.float32)[:, None] ** 1.3 * np.ones((1, SMALL_PX), np.float32)
    stands_out = _saliency(small)
    subject = _subject(small, stands_out)
    near = 0.4 * prior + 0.2 * stands_out + 0.4 * subject
    guide = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255.0
    near = _guided(guide, near.astype(np.float32), radius=10, slack=2e-3)
    low, high = np.percentile(near, (2, 98))
    near = np.clip((near - low) / max(float(high - low), 1e-3), 0.0, 1.0)
    full: NDArray[np.float32] = cv2.resize(near.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    return np.clip(full, 0.0, 1.0)


def _saliency(small: NDArray[np.uint8]) -> NDArray[np.float32]:
    """How unlike the border's colours each pixel is: the border is mostly background."""
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2LAB).astype(np.float32)
    band = 8
    border = np.concatenate([lab[:band].reshape(-1, 3), lab[:, :band].reshape(-1, 3), lab[:, -band:].reshape(-1, 3)])
    inverse = np.linalg.inv(np.cov(border.T) + 25.0 * np.eye(3)).astype(np.float32)
    off = lab - border.mean(axis=0)
    distance = np.sqrt(np.maximum(np.einsum("...i,ij,...j->...", off, inverse, off), 0.0))
    return np.clip(distance / max(float(np.percentile(distance, 97)), 1e-3), 0.0, 1.0).astype(np.float32)


def _subject(small: NDArray[np.uint8], stands_out: NDArray[np.float32]) -> NDArray[np.float32]:
    """A mask of what is probably in front, by two rounds of GrabCut seeded with the middle and the saliency."""
    height, width = stands_out.shape
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    centred = stands_out * np.exp(-1.6 * (x**2 + 0.6 * (y - 0.25) ** 2)).astype(np.float32)
    mask = np.full((height, width), cv2.GC_PR_BGD, np.uint8)
    mask[centred > np.percentile(centred, 72)] = cv2.GC_PR_FGD
    mask[:4] = mask[:, :4] = mask[:, -4:] = cv2.GC_BGD
    if not ((mask == cv2.GC_PR_FGD).any() and np.ptp(small) > 8):
        return np.zeros((height, width), np.float32)
    cv2.setRNGSeed(1)
    shape = (1, 65)
    bgr = np.ascontiguousarray(small[..., ::-1])
    cv2.grabCut(bgr, mask, (0, 0, 1, 1), np.zeros(shape), np.zeros(shape), 2, cv2.GC_INIT_WITH_MASK)
    found = ((mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD)).astype(np.float32)
    blurred: NDArray[np.float32] = cv2.GaussianBlur(found, (0, 0), 3)
    return blurred


def _guided(
    guide: NDArray[np.float32], source: NDArray[np.float32], *, radius: int, slack: float
) -> NDArray[np.float32]:
    """The guided filter: ``source`` smoothed, but not across the edges of ``guide``."""
    size = (2 * radius + 1, 2 * radius + 1)
    mean_g, mean_s = cv2.blur(guide, size), cv2.blur(source, size)
    spread = cv2.blur(guide * guide, size) - mean_g * mean_g
    both = cv2.blur(guide * source, size) - mean_g * mean_s
    a = both / (spread + slack)
    b = mean_s - a * mean_g
    out: NDArray[np.float32] = cv2.blur(a, size) * guide + cv2.blur(b, size)
    return out


def _travelled(time_s: float) -> float:
    """Seconds of motion so far: from rest, evenly faster for `RAMP_S`, then steady."""
    if time_s < RAMP_S:
        return time_s * time_s / (2 * RAMP_S)
    return time_s - RAMP_S / 2


def _cover(image: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """``image`` as it is, or scaled and cropped about its centre to ``width × height``."""
    h, w = image.shape[:2]
    if (w, h) == (width, height):
        return image.copy()
    scale = max(width / w, height / h)
    size = (max(round(w * scale), width), max(round(h * scale), height))
    grown = cv2.resize(image, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    x, y = (size[0] - width) // 2, (size[1] - height) // 2
    return np.ascontiguousarray(grown[y : y + height, x : x + width])
