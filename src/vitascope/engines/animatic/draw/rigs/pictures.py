"""Flat pictures of what no rig draws, lit as if they were cushions: Noto Emoji (Google, Apache-2.0)."""

from __future__ import annotations

import io
import json
import lzma
import math
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import resvg_py
from numpy.typing import NDArray
from PIL import Image

from vitascope.engines.animatic.draw.rigs.billboard import stand
from vitascope.engines.animatic.draw.rigs.buoyancy import Ground
from vitascope.engines.animatic.draw.rigs.colours import paint_of
from vitascope.engines.animatic.draw.rigs.shadows import shadow_of
from vitascope.engines.animatic.draw.stage import Canvas, Light, Pose
from vitascope.engines.animatic.graph import Actor

BUNDLE = Path(__file__).parent / "noto.json.xz"
"""SVG by name, without its outer element; `tools.pictures` writes it."""
_SIDE = 512
"""Pixels of a picture each way, as it is drawn once; frames shrink it."""
_VIEW = 128
"""Its units each way."""
_ROUND = 0.09
"""How far from its edge a picture curves away, as a share of its side."""
_LEAST_LIT = 24.0
"""Of 255: what stands for something is to be made out in the dark too."""
_FACING_RIGHT = frozenset({"ant", "auto-rickshaw", "dodo"})
"""The others look to the left, if any way."""
Texture = NDArray[np.float32]


@lru_cache(maxsize=1)
def _bundle() -> Mapping[str, str]:
    bodies: Mapping[str, str] = json.loads(lzma.decompress(BUNDLE.read_bytes()))
    return bodies


def has(name: str) -> bool:
    """Whether there is such a picture: a scene that somebody wrote may name another, and shows a card then."""
    return name in _bundle()


@lru_cache(maxsize=16)
def _drawn(name: str, colour: str | None) -> tuple[Texture, Texture]:
    """Premultiplied RGBA, 0 to 1, cut to what is in it, and the way its surface faces, both of one height and width."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_VIEW} {_VIEW}">{_bundle()[name]}</svg>'
    png = resvg_py.svg_to_bytes(svg_string=svg, width=_SIDE, height=_SIDE)
    image = np.asarray(Image.open(io.BytesIO(bytes(png))).convert("RGBA"), np.float32) / np.float32(255)
    rows, columns = np.flatnonzero(image[..., 3].max(axis=1) > 0.1), np.flatnonzero(image[..., 3].max(axis=0) > 0.1)
    image = image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    if colour is not None:
        image[..., :3] = _recoloured(image[..., :3], colour)
    image[..., :3] *= image[..., 3:]
    away = cv2.distanceTransform((image[..., 3] > 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    inward = np.clip(away / (_ROUND * _SIDE), 0, 1)
    high = cv2.GaussianBlur(np.sqrt(1 - (1 - inward) ** 2) * (_ROUND * _SIDE), (0, 0), 5)
    high += cv2.GaussianBlur(image[..., :3].mean(axis=2), (0, 0), 2) * 3  # what is painted bright stands out a little
    up, across = np.gradient(high)
    facing = np.stack([-across, up, np.full_like(high, 1.3)], axis=2)
    facing /= np.linalg.norm(facing, axis=2, keepdims=True)
    return image, facing.astype(np.float32)


def _recoloured(rgb: Texture, colour: str) -> Texture:
    """``rgb`` in shades of a colour; what is nearly black or white stays."""
    tone = rgb @ np.array([0.30, 0.59, 0.11], np.float32)
    target = np.array(paint_of(colour, (128, 128, 128)), np.float32) / np.float32(255)
    grey = rgb.max(axis=2) - rgb.min(axis=2)
    share = np.clip(grey / 0.25, 0, 1)[..., None]
    mean = float((tone * grey).sum() / max(grey.sum(), 1e-6))
    shaded = np.clip(target * (tone / max(mean, 0.15))[..., None], 0, 1)
    return np.asarray(rgb + (shaded - rgb) * share, np.float32)


@lru_cache(maxsize=8)
def _lit(
    name: str, colour: str | None, flipped: bool, sun: tuple[float, float, float], key: tuple[float, ...],
    shade: tuple[float, ...], rim: tuple[float, ...],
) -> Texture:  # fmt: skip
    """Premultiplied RGBA, 0 to 255, in a light: ``sun`` in the camera's axes, to the right, up and towards it."""
    image, facing = _drawn(name, colour)
    if flipped:
        image, facing = image[:, ::-1], facing[:, ::-1] * np.array([-1, 1, 1], np.float32)
    fall = facing @ np.array(sun, np.float32)
    front = np.clip(0.35 + 0.65 * fall, 0, 1)[..., None]
    light = np.array(shade, np.float32) * 0.75 + np.array(key, np.float32) * 0.7 * front + _LEAST_LIT
    edge = np.clip(1 - facing[..., 2] / 0.75, 0, 1) * np.clip(facing @ np.array([sun[0], sun[1], 0], np.float32), 0, 1)
    lit = image[..., :3] * light + (edge * image[..., 3])[..., None] * np.array(rim, np.float32) * 0.5
    return np.ascontiguousarray(np.concatenate([np.minimum(lit, image[..., 3:] * 255), image[..., 3:]], axis=2))


def shadow(
    actor: Actor, at: NDArray[np.float64], camera: NDArray[np.float64], light: Light, ground: Ground
) -> NDArray[np.float64]:
    """What the picture keeps the light from, as puffs; ``camera`` holds the axes of who looks, in its rows."""
    image, _ = _drawn(actor.form, actor.colour)
    half = 0.4 * actor.size_m * image.shape[1] / image.shape[0]
    level = camera[0] * half
    spots = np.array([at - level, at + level, at + np.array((0.0, actor.size_m, 0.0))])
    spots[:2, 2] += (-0.15 * half, 0.15 * half)
    return shadow_of(spots, at, light, ground)


def paint_picture(
    canvas: Canvas, pose: Pose, light: Light, actor: Actor, foot: tuple[float, float, float],
    velocity: NDArray[np.float64], time_s: float,
) -> None:  # fmt: skip
    """Stand the picture at ``foot``, facing the camera, as high as the actor is; on the ground it hops along."""
    cos, sin = math.cos(pose.yaw), math.sin(pose.yaw)
    aside = float(velocity[0]) * cos - float(velocity[2]) * sin
    flipped = abs(aside) > 0.1 and (aside > 0) != (actor.form in _FACING_RIGHT)
    sx, sy, sz = light.sun
    across, ahead = sx * cos - sz * sin, sx * sin + sz * cos
    sun = (round(across, 1), round(sy, 1), round(-ahead, 1))
    key, shade, rim = (tuple(float(round(c / 8) * 8) for c in tone) for tone in (light.key, light.ambient, light.rim))
    sheet = _lit(actor.form, actor.colour, flipped, sun, key, shade, rim)
    hops = float(np.hypot(velocity[0], velocity[2])) > 0.1 and abs(float(velocity[1])) < 0.1
    rise = abs(math.sin(time_s * math.pi * 1.9)) * 0.05 * actor.size_m if hops else 0.0
    stood = stand(canvas, pose, sheet, (foot[0], foot[1] + rise, foot[2]), actor.size_m)
    if stood is None:
        return
    part, below, behind, depth = stood.part, stood.below, stood.behind, stood.depth
    share = part[..., 3] * (behind > depth)
    haze = 1 - math.exp(-depth / light.haze_m)
    colour = part[..., :3] * (1 - haze) + np.array(light.haze, np.float32) * haze * part[..., 3:]
    mixed = below * (1 - share[..., None]) + colour * (behind > depth)[..., None]
    below[:] = np.clip(mixed + 0.5, 0, 255).astype(np.uint8)
    behind[share > 0.5] = depth
