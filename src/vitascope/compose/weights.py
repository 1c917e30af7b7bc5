"""Whether a folder of LTX-2's weights can be used, and how it would fit: here, and on devices of other sizes."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vitascope.core.errors import EngineMissing
from vitascope.engines.ltx.engine import transformers_in
from vitascope.engines.ltx.fitting import EXPLAINED
from vitascope.engines.ltx.forecast import CARDS, JOBS, Forecast, Job, card_of, forecast
from vitascope.engines.ltx.recipe import FAST_MODEL, GUIDED_MODEL, recipe_of

if TYPE_CHECKING:
    from vitascope.engines.ltx.examine import Examined, Holdings

GIB = 2**30
ORDINARY = Job(resolution="1080p", seconds=10, fps=25)
"""What must fit a device, or the weights cannot be used on it; as the engine itself asks when it starts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Every shape of clip on one device, in the order of `JOBS`."""

    device: str
    memory: int
    """Bytes."""
    forecasts: tuple[Forecast | None, ...]
    """``None`` for what does not fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsReport:
    """Everything that ``vitascope weights check`` says."""

    folder: Path
    layout: str
    parts: tuple[Examined, ...]
    unused: tuple[str, ...]
    models: tuple[str, ...]
    """That the parts which fit can make."""
    device: str
    here: Forecast | None
    """Of the shape `ORDINARY` on it; ``None`` where it is no GPU."""
    fits: tuple[Fit, ...]
    problems: tuple[str, ...]
    """Why the weights cannot be used here, a sentence each."""


def check(folder: Path) -> WeightsReport:
    """A look at ``folder`` that reads no weight. Raises `EngineMissing` where nothing can be said of it."""
    folder = folder.expanduser()
    if not folder.is_dir():
        raise EngineMissing(f"There is no folder {folder}.")
    try:
        from vitascope.engines.ltx.examine import examine
        from vitascope.engines.ltx.residency import device_here, host_memory, sizes_of
    except ImportError as error:
        raise EngineMissing(f"The engine ltx needs the extra [ltx]: pip install 'vitascope[ltx]' ({error}).") from error
    holdings, device = examine(folder), device_here()
    problems = [part.problem for part in holdings.parts if part.problem is not None]
    models, fits, here = _models(holdings), [], None
    if not problems:
        cards = list(CARDS)
        if device.memory is not None:
            cards.insert(0, card_of(device.title, memory=device.memory, host=host_memory()))
        configs, sizes = transformers_in(folder), sizes_of(holdings)
        recipes = tuple(recipe_of(model, configs.full) for model in models)
        for card in cards:
            each = (forecast(card, job, sizes=sizes, transformer=configs.distilled, recipes=recipes) for job in JOBS)
            fits.append(Fit(device=card.name, memory=card.memory, forecasts=tuple(each)))
        if device.memory is not None:
            here = fits[0].forecasts[JOBS.index(ORDINARY)]
            if here is None:
                problems.append(f"They do not fit {device.title}, of which {device.memory / GIB:.0f} GiB are free.")
    return WeightsReport(
        folder=folder,
        layout=holdings.layout,
        parts=holdings.parts,
        unused=tuple(file.name for file in holdings.unused),
        models=models,
        device=device.title,
        here=here,
        fits=() if problems else tuple(fits),
        problems=tuple(problems),
    )


def _models(holdings: Holdings) -> tuple[str, ...]:
    problems = {part.name for part in holdings.parts if part.problem is not None}
    if problems - {"transformer_full", "connectors_full"}:
        return ()
    full = any(part.name == "transformer_full" for part in holdings.parts) and not problems
    return (FAST_MODEL, GUIDED_MODEL) if full else (FAST_MODEL,)


def in_a_line(folder: Path) -> str:
    """The same for ``vitascope doctor``. Raises `EngineMissing` where they cannot be used."""
    report = check(folder)
    if report.problems:
        raise EngineMissing(" ".join(report.problems))
    here = f"{report.device}: {EXPLAINED[report.here.residency]}" if report.here else f"{report.device} here"
    table = f"vitascope weights check {shlex.quote(str(folder))}"
    return f"{report.layout}, for {' and '.join(report.models)}; {here}. What fits where: {table}"
