"""What a lenient surface makes of a request: values that are not offered become the nearest that are, and it is told.

Programs written for other models ask for 5 seconds, 720p or 9:16. What cannot be read at all is no business of this.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from vitascope.core.errors import shown
from vitascope.core.generation import (
    CAMERA_MOTIONS,
    MAX_SEED,
    MODEL_ALIASES,
    MODELS,
    GenerationRequest,
    Models,
    nearest_name,
    nearest_number,
)
from vitascope.core.media import RESOLUTIONS

_RATIO = re.compile(r"(?P<width>[0-9]{1,5}(\.[0-9]{1,5})?)(\s*[:/x×]\s*(?P<height>[0-9]{1,5}(\.[0-9]{1,5})?))?", re.A)
"""Plain digits: `Fraction` would spend its life on ``1e999999999``."""


def snap(request: GenerationRequest, models: Models = MODELS) -> tuple[GenerationRequest, tuple[str, ...]]:
    """``request`` with every value that is on offer in its model, and what was changed, a sentence each.

    Durations go up to the next that is offered, down to the longest; everything else goes to the nearest. A request
    whose model is not in ``models`` comes back as it is, for `core.generation.fill` to refuse. What is legal stays.
    """
    limits = models.get(MODEL_ALIASES.get(request.model, request.model))
    if limits is None:
        return request, ()
    told: list[str] = []

    resolution = request.resolution
    if resolution is not None and resolution not in limits.resolutions:
        resolution = nearest_name(resolution, limits.resolutions)
        size = RESOLUTIONS[resolution]
        told.append(f"`resolution` was {shown(request.resolution)}; the clip is {size.width} × {size.height}.")
    ratio = request.aspect_ratio
    if ratio is not None and ratio not in limits.aspect_ratios:
        ratio = _nearest_ratio(ratio, limits.aspect_ratios)
        told.append(f"`aspect_ratio` was {shown(request.aspect_ratio)}; the clip is {ratio}.")
    fps = request.fps
    if fps is not None and fps not in limits.fps:
        fps = nearest_number(fps, limits.fps)
        told.append(f"`fps` was {shown(request.fps)}; the clip has {fps} frames a second.")
    duration_s = request.duration_s
    offered = limits.durations(resolution or limits.resolutions[0], fps or limits.fps[0])
    if duration_s is not None and duration_s not in offered:
        duration_s = next((d for d in sorted(offered) if d >= duration_s), max(offered))
        told.append(f"`duration` was {shown(request.duration_s)}; the clip is {duration_s} seconds long.")
    seed = request.seed
    if seed is not None and seed < 0:  # -1 asks for any, elsewhere
        seed = None
        told.append(f"`seed` was {shown(request.seed)}; one was drawn.")
    elif seed is not None and seed > MAX_SEED:
        seed %= MAX_SEED + 1  # so that different seeds stay different
        told.append(f"`seed` was {shown(request.seed)}; {seed} was used.")
    motion = request.camera_motion
    if motion is not None and motion not in CAMERA_MOTIONS:
        motion = None
        told.append(f"`camera_motion` was {shown(request.camera_motion)}, which is not known; it was left out.")

    snapped = replace(
        request, resolution=resolution, aspect_ratio=ratio, fps=fps, duration_s=duration_s, seed=seed,
        camera_motion=motion,
    )  # fmt: skip
    return snapped, tuple(told)


def _nearest_ratio(value: str, legal: tuple[str, ...]) -> str:
    """The legal ratio whose shape is closest to that of ``value``; the first where it has none."""
    asked = _ratio(value)
    if asked is None:
        return legal[0]

    def apart(name: str) -> Fraction:
        here = _ratio(name)
        return Fraction(0) if here is None else max(here / asked, asked / here)

    return min(legal, key=apart)


def _ratio(text: str) -> Fraction | None:
    """Width to height in ``16:9``, ``16/9``, ``1280x720`` and ``1.78``; ``None`` in ``auto``."""
    match = _RATIO.fullmatch(text.strip().lower())
    if match is None:
        return None
    width, height = Fraction(match["width"]), Fraction(match["height"] or 1)
    return width / height if width and height else None
