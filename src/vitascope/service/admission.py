"""Whether a clip would take longer to render than this server takes on. Asked before anything is queued."""

from __future__ import annotations

from dataclasses import replace

from vitascope.core.errors import BadInput
from vitascope.core.generation import GenerationSpec, ModelLimits
from vitascope.core.nearest import refusal
from vitascope.core.ports import Prospect


def check_render_time(spec: GenerationSpec, *, engine: Prospect, limits: ModelLimits, longest_s: float | None) -> float:
    """Predicted seconds of ``spec``; nothing is too long where ``longest_s`` is ``None``.

    A draft is held to the time of the whole, or it could not be finished. Raises `InvalidField` with the nearest clip
    that is short enough, and what the engine raises where it cannot make ``spec``.
    """
    predicted_s = engine.seconds(spec)
    whole = replace(spec, draft=False)
    whole_s = engine.seconds(whole) if spec.draft else predicted_s
    if longest_s is None or whole_s <= longest_s:
        return predicted_s

    def fits(other: GenerationSpec) -> bool:
        try:
            return engine.seconds(other) <= longest_s
        except BadInput:
            return False

    why = f"such a clip takes about {whole_s:.0f} s to render, and this server takes on {longest_s:g} s at most"
    raise refusal(whole, limits=limits, fits=fits, why=why)
