"""Whether a folder of LTX-2's weights can be used, and how it would fit: here, and on devices of other sizes."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from vitascope.core.errors import EngineMissing
from vitascope.core.media import RESOLUTIONS, frame_count
from vitascope.engines.ltx.fitting import EXPLAINED, place
from vitascope.engines.ltx.geometry import Plan, plan
from vitascope.engines.ltx.recipe import FAST_MODEL, GUIDED_MODEL

if TYPE_CHECKING:
    from vitascope.engines.ltx.examine import Examined, Holdings

GIB = 2**30
SHAPES = (("1080p", 10, 25), ("1440p", 10, 25), ("2160p", 10, 25), ("2160p", 10, 50))
"""Resolution, seconds and frames a second of the clips that the report is about."""
OTHERS_GIB = (80, 48, 24)
"""Of memory that people's devices have, beside what is here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """One shape of clip on one device."""

    device: str
    shape: str
    how: str
    """A few words; predicted, not measured."""


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
    gpu: bool
    """Whether it is one; then the first of ``fits`` is about it."""
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
        from vitascope.engines.ltx.residency import device_here, sizes_of
    except ImportError as error:
        raise EngineMissing(f"The engine ltx needs the extra [ltx]: pip install 'vitascope[ltx]' ({error}).") from error
    holdings, here = examine(folder), device_here()
    sizes, problems = sizes_of(holdings), [part.problem for part in holdings.parts if part.problem is not None]
    devices = [(f"{memory} GiB", memory * GIB) for memory in OTHERS_GIB]
    if here.memory is not None:
        devices.insert(0, (f"{here.title}, {here.memory / GIB:.0f} GiB free", here.memory))
        if not problems and place(sizes, _clip(*SHAPES[0]), memory=here.memory) is None:
            problems.append(f"They do not fit {here.title}, of which {here.memory / GIB:.0f} GiB are free.")
    fits = () if problems else tuple(_fit(name, memory, shape, sizes) for name, memory in devices for shape in SHAPES)
    return WeightsReport(
        folder=folder,
        layout=holdings.layout,
        parts=holdings.parts,
        unused=tuple(file.name for file in holdings.unused),
        models=_models(holdings),
        device=here.title,
        gpu=here.memory is not None,
        fits=fits,
        problems=tuple(problems),
    )


def _fit(device: str, memory: int, shape: tuple[str, int, int], sizes: dict[str, int]) -> Fit:
    found = place(sizes, _clip(*shape), memory=memory)
    resolution, seconds, fps = shape
    return Fit(
        device=device,
        shape=f"{resolution}, {seconds} s, {fps} fps",
        how="does not fit" if found is None else EXPLAINED[found.residency],
    )


def _clip(resolution: str, seconds: int, fps: int) -> Plan:
    return plan(RESOLUTIONS[resolution], frame_count(seconds, Fraction(fps)), Fraction(fps))


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
    here = f"{report.device}: {report.fits[0].how}" if report.gpu else f"{report.device} here"
    return f"{report.layout}, for {' and '.join(report.models)}; {here}"
