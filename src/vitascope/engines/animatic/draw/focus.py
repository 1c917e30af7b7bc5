"""A lens that is pulled from the distance to the subject: what lies elsewhere goes soft.

Blur goes by dioptres, as a real lens has it: with the difference between one over the distance of a pixel and one over
the distance that is in focus. Two blurred copies of the frame, made at a quarter of its size, are mixed in.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike
from numba import njit
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.paths import position
from vitascope.engines.animatic.draw.stage import Canvas, Pose
from vitascope.engines.animatic.graph import Actor, Shot

HOLDS, ARRIVES = 0.3, 0.65
"""Shares of a shot: until when the distance is in focus, and from when on the subject is."""

OPEN = 0.6
"""Share of the dioptres between subject and distance that already blurs fully: a lens that is wide open."""

SHARP = 0.15
"""Share of that spread about the focus in which nobody sees blur: the depth of field."""

SOFT, SOFTER = 1 / 480, 1 / 140
"""Radii of the two blurs, in frame widths: what is a little out of focus, and what is fully."""

SMALL = 4
"""The blurred copies are smaller by this, which nobody sees in what is blurred."""

FILM = 12
"""Levels, over three colours, by which a film changes what lies behind it; less is haze."""

GROUND = 8.0
"""Where no actor stands, the subject is the ground this many camera heights away: the lower third of a wide shot."""


FRONT_OF_A_STILL_M = 2.2
"""Where the guessed depth of an image, from 2 to 62, has what stands in front. The lens is less open there, since one
subject may be guessed at several depths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lens:
    """What is sharp at one instant."""

    dioptres: float
    """One over the distance in focus, in metres; 0 is the horizon."""
    spread: float
    """Dioptres off focus from which on a pixel is fully blurred."""
    subject_m: float
    """How far away the subject is."""


def lens_at(shot: Shot, pose: Pose, time_s: float) -> Lens | None:
    """The lens of a drawn shot; ``None`` where everything is sharp."""
    if not _pulled(shot):
        return None
    near = max(GROUND * shot.camera.height_m, 1.0)
    target = next((m.target for m in shot.camera.moves if m.kind == "rack_focus"), None)
    actor = next((a for a in shot.actors if a.id == target), shot.actors[0] if shot.actors else None)
    if actor is not None:
        x, y, z = position(actor, time_s)
        along = (x - pose.x) * math.sin(pose.yaw) + (z - pose.z) * math.cos(pose.yaw)
        near = max(along - 0.2 * actor.size_m, 0.25 * abs(y - pose.y), 0.4)
    before = _left_behind(shot, actor, pose, time_s)
    first, last = (1 / before if before else 0.0), 1 / near
    here = first + (last - first) * _share(shot, time_s)
    return Lens(dioptres=here, spread=OPEN * max(first, last), subject_m=1 / max(here, 1e-3) if before else near)


def _left_behind(shot: Shot, actor: Actor | None, pose: Pose, time_s: float) -> float:
    """How far away the focus is pulled from, where somebody much nearer than ``actor`` has it first; else 0."""
    if actor is None or actor is shot.actors[0]:
        return 0.0
    (x0, _, z0), (x1, _, z1) = position(shot.actors[0], time_s), position(actor, time_s)
    first, last = math.hypot(x0 - pose.x, z0 - pose.z), math.hypot(x1 - pose.x, z1 - pose.z)
    return max(first, 0.4) if first < 0.6 * last else 0.0


def lens_of_a_still(shot: Shot, time_s: float, strength: float) -> Lens | None:
    """The lens over an image, whose first frame is sharp throughout: ``strength`` goes from 0 to 1."""
    if not _pulled(shot) or strength <= 0:
        return None
    near = FRONT_OF_A_STILL_M
    return Lens(dioptres=_share(shot, time_s) / near, spread=1 / near / strength, subject_m=near)


def _pulled(shot: Shot) -> bool:
    return any(move.kind == "rack_focus" for move in shot.camera.moves)


def _share(shot: Shot, time_s: float) -> float:
    """How far the focus has come from the horizon to the subject, 0 to 1, softly."""
    done = (time_s - shot.start_s) / max(shot.end_s - shot.start_s, 1e-3)
    way = min(max((done - HOLDS) / (ARRIVES - HOLDS), 0.0), 1.0)
    return way * way * (3 - 2 * way)


def give_depth(canvas: Canvas, before: Canvas, lens: Lens) -> None:
    """Let what an actor shows through, such as an umbrella's film, lie as far away as the subject.

    Only solids write a depth of their own; ``before`` is a copy of the canvas without actors.
    """
    _film_depth(canvas.rgb, before.rgb, canvas.depth, before.depth, np.float32(lens.subject_m))


def pull_focus(canvas: Canvas, lens: Lens) -> None:
    """Blur ``canvas`` in place."""
    width, height = canvas.width, canvas.height
    size = (max(width // SMALL, 8), max(height // SMALL, 8))
    small = cv2.resize(canvas.rgb, size, interpolation=cv2.INTER_AREA)
    soft, softer = (cv2.GaussianBlur(small, (0, 0), width * radius / SMALL) for radius in (SOFT, SOFTER))
    off = np.empty((height, width), np.float32)
    before = np.empty((height, width), np.float32)
    _off_focus(canvas.depth, np.float32(lens.dioptres), np.float32(1 / lens.spread), off, before)
    # What is blurred before something sharp spreads over it; what is blurred behind it does not.
    spread = cv2.GaussianBlur(cv2.resize(before, size, interpolation=cv2.INTER_AREA), (0, 0), width * SOFTER / SMALL)
    over = cv2.resize(spread, (width, height), interpolation=cv2.INTER_LINEAR)
    _mix(canvas.rgb, _grown(soft, width, height), _grown(softer, width, height), off, np.asarray(over, np.float32))


def _grown(image: MatLike, width: int, height: int) -> NDArray[np.uint8]:
    return np.asarray(cv2.resize(image, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _film_depth(rgb, rgb_before, depth, depth_before, subject):  # type: ignore[no-untyped-def]
    for j in range(depth.shape[0]):
        for i in range(depth.shape[1]):
            if depth[j, i] == depth_before[j, i] and depth[j, i] > subject:
                change = np.int32(0)
                for k in range(3):
                    change += abs(np.int32(rgb[j, i, k]) - np.int32(rgb_before[j, i, k]))
                if change >= FILM:
                    depth[j, i] = subject


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _off_focus(depth, dioptres, scale, off, before):  # type: ignore[no-untyped-def]
    """How far out of focus each pixel is, 0 to 1; and again where it lies before what is in focus, else 0."""
    zero, one, sharp, grow = np.float32(0), np.float32(1), np.float32(SHARP), np.float32(1 / (1 - SHARP))
    for j in range(depth.shape[0]):
        for i in range(depth.shape[1]):
            away = (one / max(depth[j, i], np.float32(0.05)) - dioptres) * scale
            off[j, i] = min(max((abs(away) - sharp) * grow, zero), one)
            before[j, i] = min(max((away - sharp) * grow, zero), one)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _mix(frame, soft, softer, off, over):  # type: ignore[no-untyped-def]
    """Sharp to soft to softer, by how far out of focus a pixel is or something blurred lies over it."""
    one, two = np.float32(1), np.float32(2)
    for j in range(frame.shape[0]):
        for i in range(frame.shape[1]):
            share = max(off[j, i], over[j, i])
            first = min(share * two, one)
            second = max(share * two - one, np.float32(0))
            for k in range(3):
                value = np.float32(frame[j, i, k])
                value += (np.float32(soft[j, i, k]) - value) * first
                value += (np.float32(softer[j, i, k]) - value) * second
                frame[j, i, k] = np.uint8(np.int32(value + np.float32(0.5)))
