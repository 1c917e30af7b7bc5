"""What no rig can draw: a small standing card with its name on it. Honest, and easy on the eye."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from vitascope.engines.animatic.draw.rigs.billboard import stand
from vitascope.engines.animatic.draw.stage import Canvas, Light, Pose
from vitascope.engines.animatic.graph import Actor

_SCALE_PX = 480
"""Height at which cards are drawn once; frames shrink them."""


@lru_cache(maxsize=32)
def _face(label: str) -> NDArray[np.float32]:
    """Ink of a card, shaped ``(h, w, 2)``: how much of the panel, and how much of the lettering and border; 0 to 1."""
    h = _SCALE_PX
    font = ImageFont.load_default(size=h // 6)
    words = label[:48]
    box = ImageDraw.Draw(Image.new("L", (8, 8))).textbbox((0, 0), words, font=font)
    text_w = box[2] - box[0]
    w = int(max(h * 0.75, text_w + h // 4))
    panel, ink = Image.new("L", (w, h), 0), Image.new("L", (w, h), 0)
    radius = h // 14
    ImageDraw.Draw(panel).rounded_rectangle((4, 4, w - 5, h - 5), radius, fill=255)
    pen = ImageDraw.Draw(ink)
    pen.rounded_rectangle((4, 4, w - 5, h - 5), radius, outline=255, width=max(h // 110, 2))
    pen.text((w / 2, h / 2), words, fill=255, font=font, anchor="mm")
    face: NDArray[np.float32] = np.stack([np.asarray(panel), np.asarray(ink)], axis=2).astype(np.float32) / np.float32(
        255
    )
    face.flags.writeable = False
    return face


def paint_card(canvas: Canvas, pose: Pose, light: Light, actor: Actor, foot: tuple[float, float, float]) -> None:
    """Stand the card at ``foot``, facing the camera, as high as the actor is."""
    stood = stand(canvas, pose, _face(actor.label), foot, actor.size_m)
    if stood is None:
        return
    part, below, behind, depth = stood.part, stood.below, stood.behind, stood.depth
    seen = (behind > depth).astype(np.float32)
    tone = light.through_air((242.0, 243.0, 246.0), depth)
    level = 0.35 + 0.65 * min(max((sum(light.key) / 3 + sum(light.ambient) / 3) / 255, 0.0), 1.0)
    glass = (part[..., 0] * 0.34 * seen)[..., None]
    ink = (part[..., 1] * 0.92 * seen)[..., None]
    mixed = below * (1 - glass) + np.asarray(tone, np.float32) * level * glass
    mixed = mixed * (1 - ink) + np.asarray(light.through_air((36.0, 40.0, 48.0), depth), np.float32) * ink
    below[:] = np.clip(mixed + 0.5, 0, 255).astype(np.uint8)
    behind[(part[..., 0] * seen) > 0.5] = depth
