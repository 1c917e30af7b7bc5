"""An input image set in motion: a guessed depth, a move through it, and the light and the weather of the prompt.

What comes of the guess is kept so small (1.5 % of the width) that a wrong one is not seen, and the map from screen to
picture is so smooth that nothing can tear. The rest of a move is that of a plane: larger, aslant, across.
"""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

import cv2
import numba
import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.camera import FOCAL
from vitascope.engines.animatic.draw.caption import caption_at, draw_caption
from vitascope.engines.animatic.draw.focus import lens_of_a_still, pull_focus
from vitascope.engines.animatic.draw.light import palette
from vitascope.engines.animatic.draw.nearness import guess_nearness, smooth
from vitascope.engines.animatic.draw.plume import Plume
from vitascope.engines.animatic.draw.relight import WHOLE_S, curves, highlight, mean_luma, white_in
from vitascope.engines.animatic.draw.stage import Canvas, Pose
from vitascope.engines.animatic.draw.weather import paint_weather
from vitascope.engines.animatic.graph import Effect, MoveKind, Scene, Shot

PARALLAX = 0.015
"""Most that the nearest and the farthest part with, as a share of the width."""
PUSH = 0.09
"""How much larger the picture is after an unhurried clip; twice that where the camera is told to come in."""
PULL = 0.12
"""How much more than the picture is seen after a clip in which the camera was told to go out."""
SLIDE = 0.05
"""How far the picture goes across or up and down under a move that does, as a share of its size: parallax of a size
that hides wrong guesses is hardly seen by itself."""
RAMP_S = 0.8
"""Motion starts from rest over this long, so that the first frame leads into the second."""
TURN = 0.45
"""Of the way to a given last image: when camera, light and weather begin to come back, so that they arrive at rest."""
SLANT = 0.09
"""How much larger one edge is than its opposite after a move that goes round the picture or turns away from it."""

_DRIFT: dict[MoveKind, tuple[float, float, float]] = {
    "push_in": (0.0, 0.0, 1.0), "pull_out": (0.0, 0.0, -1.0), "pan_left": (-1.0, 0.0, 0.4),
    "pan_right": (1.0, 0.0, 0.4), "truck_left": (-1.0, 0.0, 0.25), "truck_right": (1.0, 0.0, 0.25),
    "track": (1.0, 0.0, 0.4), "orbit": (1.0, 0.0, 0.5), "rise": (0.0, -1.0, 0.4), "descend": (0.0, 1.0, 0.4),
    "tilt_up": (0.0, -0.8, 0.3), "tilt_down": (0.0, 0.8, 0.3), "drone": (0.4, -0.6, 0.8),
}  # fmt: skip
"""Where each move takes the camera: right, down and in, in shares of the most."""

_ASLANT: dict[MoveKind, tuple[float, float]] = {
    "orbit": (1.0, 0.0), "pan_left": (-0.45, 0.0), "pan_right": (0.45, 0.0), "tilt_up": (0.0, -0.6),
    "tilt_down": (0.0, 0.6), "rise": (0.0, 0.5), "descend": (0.0, -0.5), "drone": (0.2, 0.4),
}  # fmt: skip
"""Which edge comes nearer, the right and the lower one, in shares of `SLANT`."""

_UNSTEADY: dict[MoveKind, tuple[float, float]] = {"handheld": (0.006, 1.0), "shake": (0.008, 6.0)}
"""How far the picture goes to and fro, as a share of its width, and how often in a second."""

_VEIL = {"fog": (0.85, 0.88), "snow": (0.5, 0.97), "rain": (0.35, 0.6), "storm": (0.4, 0.5)}
"""How much of what is farthest is hidden, and how bright the air is beside a white thing."""

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
        near, subject = guess_nearness(self._image)
        self.depth: NDArray[np.float32] = (2.0 + 60.0 * (1.0 - near) ** 2).astype(np.float32)
        """Metres-like: 2 for what is nearest, 62 for what is farthest; shaped ``(height, width)``."""
        self._relief = smooth(near, width / 110.0) - np.float32(0.5)
        self._luma, self._bright = mean_luma(self._image), highlight(self._image)
        rising = {e.kind for shot in scene.shots for e in shot.effects} & {"steam", "smoke"}
        self._plumes = {kind: Plume.over(subject, kind, scene.seed) for kind in sorted(rising)}

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
        shot = self._scene.shot_at(time_s)
        aside, above = self._tremble(shot, time_s, away)
        slant = tuple(SLANT * min(way, 1.0) * part for part in self._slant(shot))
        zoom *= (1.0 + 2.2 * max(abs(aside), abs(above) * width / height) / width) / (1.0 - max(map(abs, slant)) / 2)
        if inward < 0:
            zoom = 1.0 / (1.0 - PULL * way * inward)  # what comes into sight about the edges is mirrored
        # what is near is pushed outwards more than what is far: a share of the zoom follows the relief
        spread = PARALLAX * min(way, 1.0) * 0.8 * inward
        out = np.empty((height, width, 3), np.uint8)
        levels = curves(self._scene.shots[0], self._luma, time_s, away * min(_travelled(time_s) / WHOLE_S, 1.0))
        across = (shift * (right + breath), slide * right * width + aside, shift * down, slide * down * height + above)
        _move(self._lanes, self._relief, 1.0 / zoom, spread, across, (slant[0], slant[1]), levels, out)
        if (lens := lens_of_a_still(shot, time_s, away * min(time_s / RAMP_S, 1.0))) is not None:
            pull_focus(Canvas(rgb=out, depth=self.depth), lens)
        self._fall(out, shot, time_s, away * min(time_s / RAMP_S, 1.0), levels)
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

    def _fall(self, rgb: NDArray[np.uint8], shot: Shot, time_s: float, share: float, levels: NDArray[np.uint8]) -> None:
        """``share`` of what the prompt lets fall, rise or drift before it: none at the first frame, all soon."""
        world = shot.world
        white = white_in(self._bright, world, levels)
        if world.weather in _VEIL and world.kind not in _INSIDE:
            thick, pale = _VEIL[world.weather]
            far = np.clip(np.float32(0.6) - self._relief, 0, 1) * np.float32(thick * world.weather_strength * share)
            mist = np.array(white, np.float32) * np.float32(pale)
            rgb[:] = (rgb + (mist - rgb) * far[..., None] + np.float32(0.5)).astype(np.uint8)
        for effect in shot.effects:
            if effect.kind in self._plumes and effect.start_s <= time_s < effect.end_s:
                begun = min((time_s - effect.start_s) / RAMP_S, 1.0)
                self._plumes[effect.kind].paint(rgb, time_s, share * begun * (0.5 + 0.5 * effect.strength))
        # There are no actors in a picture for effects to cling to: what is no plume fills it.
        loose: tuple[Effect, ...] = tuple(replace(e, actor=None) for e in shot.effects if e.kind not in self._plumes)
        if world.weather not in ("rain", "storm", "snow") and not loose:
            return
        before = rgb.copy() if share < 1 else rgb
        pose = Pose(x=0.0, y=1.7, z=0.0, focal=FOCAL[shot.camera.framing])
        # the picture decides where it is, not the words: what they let fall, falls
        kind = "hills" if world.kind in _INSIDE else world.kind
        outside = replace(shot, world=replace(world, kind=kind), effects=loose)
        half = (white[0] / 1.3, white[1] / 1.3, white[2] / 1.3)  # key and ambient together light a white thing white
        light = replace(palette(world).light(), key=half, ambient=half)
        canvas = Canvas(rgb=rgb, depth=self.depth)
        paint_weather(canvas, pose, light, outside, time_s, self._scene.seed, air=False)
        if share < 1:
            cv2.addWeighted(rgb, share, before, 1 - share, 0, dst=rgb)

    def _tremble(self, shot: Shot, time_s: float, away: float) -> tuple[float, float]:
        """Pixels to the right and down that an unsteady hand, or a quake, has the picture off."""
        width = self._relief.shape[1]
        aside = above = 0.0
        for move in shot.camera.moves:
            size, hertz = _UNSTEADY.get(move.kind, (0.0, 0.0))
            size *= width * 2 * move.speed * away * min(time_s / RAMP_S, 1.0)
            turn = math.tau * hertz * time_s
            aside += size * (math.sin(0.71 * turn) + 0.6 * math.sin(1.37 * turn)) / 1.6
            above += size * (math.sin(0.83 * turn) + 0.6 * math.sin(1.51 * turn)) / 2.4
        return aside, above

    def _slant(self, shot: Shot) -> tuple[float, float]:
        parts = [_ASLANT.get(move.kind, (0.0, 0.0)) for move in shot.camera.moves]
        return sum(p[0] for p in parts), sum(p[1] for p in parts)

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
    slant: tuple[float, float],
    light: NDArray[np.uint8],
    out: NDArray[np.uint8],
) -> None:
    """Each pixel of ``out`` from where it lies in the picture, between its four neighbours there, in its light.

    What lies outside is mirrored.
    ``across``: pixels to the right that the relief and then the whole picture is moved, and likewise down. ``slant``:
    how much smaller the left edge is taken than the right one, and the upper than the lower.
    """
    height, width = relief.shape
    cx, cy = np.float32((width - 1) / 2.0), np.float32((height - 1) / 2.0)
    even, part, dx, dy = np.float32(grow), np.float32(spread), np.float32(across[0]), np.float32(across[2])
    at_x, at_y = cx + np.float32(across[1]), cy + np.float32(across[3])
    fine, half, zero = np.float32(STEPS), np.float32(0.5), np.float32(0.0)
    lean_x, lean_y = np.float32(slant[0] / width), np.float32(slant[1] / height)
    end_x, end_y = np.float32(width - 1) * fine - np.float32(1.0), np.float32(height - 1) * fine - np.float32(1.0)
    us, vs = np.empty(width, np.int32), np.empty(width, np.int32)
    rounding = np.uint64(2048) | np.uint64(2048) << np.uint64(LANE) | np.uint64(2048) << np.uint64(2 * LANE)
    red, green, blue = light[0], light[1], light[2]
    level = np.uint64(255)
    for row in range(height):
        near, line = relief[row], out[row]
        y = np.float32(row) - cy
        flat = even - y * lean_y
        for i in range(width):
            k = near[i]
            x_ = np.float32(i) - cx
            scale = flat - k * part - x_ * lean_x
            u = abs((x_ * scale + at_x + k * dx) * fine + half)
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
