"""Everything that can be asked of this server, and what each costs: for whoever shows it to a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from vitascope.core.errors import BadInput
from vitascope.core.generation import MODELS, GenerationRequest, GenerationSpec, fill
from vitascope.core.media import Resolution
from vitascope.core.ports import Prospect
from vitascope.core.usage import Prices
from vitascope.service.admission import check_render_time

PREVIEW = Resolution(name="preview", width=640, height=360)
"""Of an input image, as a page shows it beside the form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One shape of clip."""

    spec: GenerationSpec
    """Its prompt and its seed mean nothing here."""
    credits: int
    seconds: float | None
    """How long it renders here, alone; ``None`` where the engine cannot make it."""
    refused: str | None = None
    """Why it cannot."""


def choices(engine: Prospect, prices: Prices, *, longest_s: float | None) -> Iterator[Choice]:
    """Every legal shape. The sums are those of a submit, and so are the refusals."""
    drafts = (False, True) if "draft" in engine.info.offers else (False,)
    for model in MODELS.values():
        for size, fps, draft in product(model.resolutions, model.fps, drafts):
            for duration_s in model.durations(size, fps):
                request = GenerationRequest(
                    model=model.model, prompt="A clip.", duration_s=duration_s, resolution=size, fps=fps, draft=draft
                )
                spec = fill(request, engine=engine.info.name, seed=0)
                seconds, refused = None, None
                try:
                    seconds = check_render_time(spec, engine=engine, limits=model, longest_s=longest_s)
                except BadInput as error:
                    refused = str(error)
                yield Choice(spec=spec, credits=prices.of(spec), seconds=seconds, refused=refused)
