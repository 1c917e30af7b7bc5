"""Whether a clip would take longer to render than this server takes on. Asked before anything is queued."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from vitascope.core.errors import BadInput, InvalidField
from vitascope.core.generation import GenerationSpec, ModelLimits
from vitascope.core.media import RESOLUTIONS
from vitascope.core.ports import Prospect


def check_render_time(spec: GenerationSpec, *, engine: Prospect, limits: ModelLimits, longest_s: float | None) -> float:
    """Predicted seconds of ``spec``; nothing is too long where ``longest_s`` is ``None``.

    A draft is held to the time of the whole, or it could not be finished. Raises `InvalidField` with the nearest clip
    that is short enough, by one field where one is enough, and what the engine raises where it cannot make ``spec``.
    """
    predicted_s = engine.seconds(spec)
    whole = replace(spec, draft=False)
    whole_s = engine.seconds(whole) if spec.draft else predicted_s
    if longest_s is None or whole_s <= longest_s:
        return predicted_s
    why = f"such a clip takes about {whole_s:.0f} s to render, and this server takes on {longest_s:g} s at most"
    for other in _nearest(whole, limits):
        if _fits(other, engine, longest_s):
            raise _told(whole, other, why)
    raise InvalidField("duration", spec.duration_s, f"{why}; no clip of this model is that short.")


def _nearest(spec: GenerationSpec, limits: ModelLimits) -> Iterator[GenerationSpec]:
    """Clips that cost less, those that differ least first."""
    sizes = [RESOLUTIONS[name] for name in limits.resolutions]
    smaller = sorted((s for s in sizes if s.height < spec.resolution.height), key=lambda s: -s.height)
    slower = sorted((Fraction(fps) for fps in limits.fps if fps < spec.fps), reverse=True)
    for duration_s in _shorter(spec, limits):
        yield replace(spec, duration_s=duration_s)
    for resolution in smaller:
        yield replace(spec, resolution=resolution)
    for fps in slower:
        yield replace(spec, fps=fps)
    for resolution in (spec.resolution, *smaller):
        for fps in (spec.fps, *slower):
            other = replace(spec, resolution=resolution, fps=fps)
            for duration_s in _shorter(other, limits):
                yield replace(other, duration_s=duration_s)


def _shorter(spec: GenerationSpec, limits: ModelLimits) -> list[int]:
    legal = limits.durations(spec.resolution.name, int(spec.fps))
    return sorted((duration_s for duration_s in legal if duration_s < spec.duration_s), reverse=True)


def _fits(spec: GenerationSpec, engine: Prospect, longest_s: float) -> bool:
    try:
        return engine.seconds(spec) <= longest_s
    except BadInput:
        return False


def _told(spec: GenerationSpec, other: GenerationSpec, why: str) -> InvalidField:
    changed = {
        "resolution": (spec.resolution.name, other.resolution.name),
        "fps": (int(spec.fps), int(other.fps)),
        "duration": (spec.duration_s, other.duration_s),
    }
    differing = {field: values for field, values in changed.items() if values[0] != values[1]}
    nearest = " and ".join(f"`{field}` {new}" for field, (_, new) in differing.items())
    field, (given, _) = next(iter(differing.items()))
    return InvalidField(field, given, f"{why}; the nearest that it does is {nearest}.")
