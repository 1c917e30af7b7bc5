"""The legal clip that differs least from one that cannot be taken, and the refusal that names it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from vitascope.core.errors import InvalidField
from vitascope.core.generation import GenerationSpec, ModelLimits
from vitascope.core.media import RESOLUTIONS


def refusal(
    spec: GenerationSpec, *, limits: ModelLimits, fits: Callable[[GenerationSpec], bool], why: str
) -> InvalidField:
    """What to raise for ``spec``, which does not fit: ``why``, a clause, and the nearest smaller clip that does.

    One field differs where one is enough; a shorter clip comes before a smaller one, and that before fewer frames.
    """
    other = next(filter(fits, smaller(spec, limits)), None)
    if other is None:
        return InvalidField("duration", spec.duration_s, f"{why}; no smaller clip of this model is taken either.")
    changed = {
        "resolution": (spec.resolution.name, other.resolution.name),
        "fps": (int(spec.fps), int(other.fps)),
        "duration": (spec.duration_s, other.duration_s),
    }
    differing = {field: values for field, values in changed.items() if values[0] != values[1]}
    nearest = " and ".join(f"`{field}` {new}" for field, (_, new) in differing.items())
    field, (given, _) = next(iter(differing.items()))
    return InvalidField(field, given, f"{why}; the nearest that is taken is {nearest}.")


def smaller(spec: GenerationSpec, limits: ModelLimits) -> Iterator[GenerationSpec]:
    """Legal clips of no more work, those that differ least first."""
    sizes = [RESOLUTIONS[name] for name in limits.resolutions]
    lower = sorted((size for size in sizes if size.height < spec.resolution.height), key=lambda size: -size.height)
    slower = sorted((Fraction(fps) for fps in limits.fps if fps < spec.fps), reverse=True)
    for duration_s in _no_longer(spec, limits):
        yield replace(spec, duration_s=duration_s)
    same_length = [replace(spec, resolution=resolution) for resolution in lower]
    same_length += [replace(spec, fps=fps) for fps in slower]
    yield from (other for other in same_length if spec.duration_s in _no_longer(other, limits))
    for resolution in (spec.resolution, *lower):
        for fps in (spec.fps, *slower):
            other = replace(spec, resolution=resolution, fps=fps)
            for duration_s in _no_longer(other, limits):
                yield replace(other, duration_s=duration_s)


def _no_longer(spec: GenerationSpec, limits: ModelLimits) -> list[int]:
    """Legal durations up to that of ``spec``, the longest first."""
    legal = limits.durations(spec.resolution.name, int(spec.fps))
    return sorted((duration_s for duration_s in legal if duration_s <= spec.duration_s), reverse=True)
