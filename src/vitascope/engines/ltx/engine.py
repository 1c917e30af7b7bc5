"""The engine, as the rest of the program sees it: what it is, what it costs, and how it is started.

Importing this is cheap: PyTorch and the weights come with `load`, in the process that renders.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vitascope import __version__
from vitascope.core.errors import EngineMissing
from vitascope.core.generation import LONG_MODELS, GenerationSpec
from vitascope.core.media import MediaChunk
from vitascope.core.nearest import refusal
from vitascope.core.ports import EngineInfo, Inputs, Report
from vitascope.engines.ltx.cost import Transformer, work
from vitascope.engines.ltx.fitting import working_bytes
from vitascope.engines.ltx.geometry import plan
from vitascope.engines.ltx.licence import check_accepted
from vitascope.engines.ltx.nvml import largest_gpu
from vitascope.engines.ltx.recipe import recipe_of
from vitascope.engines.ltx.sigmas import REFINE
from vitascope.engines.ltx.speed import flops_of
from vitascope.engines.ltx.unfinished import unfinished

if TYPE_CHECKING:
    from vitascope.engines.ltx.film import Studio

GIB = 2**30

WORKERS = "VITASCOPE_WORKERS"
"""Where it is 0, clips are rendered on other machines, and this one's GPU says nothing."""
WEIGHTS = "VITASCOPE_WEIGHTS"
"""Names the folder; settings travel to render children in the environment."""

OTHER_S = 2.0
"""Of a clip's text, sound and decoding, a second of output: a guess beside the transformer's share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transformers:
    """The configurations of those that a folder holds; empty where that cannot be seen from here."""

    distilled: Mapping[str, Any]
    full: Mapping[str, Any] | None


class LtxEngine:
    """Engine ``ltx``: LTX-2 with the owner's weights."""

    def __init__(self) -> None:
        self._studio: Studio | None = None
        self._transformers: Transformers | None = None
        self._gpu = largest_gpu() if os.environ.get(WORKERS) != "0" else None

    @property
    def info(self) -> EngineInfo:
        return EngineInfo(
            name="ltx",
            kind="model",
            summary="LTX-2, a video model, with the owner's weights.",
            version="; ".join((__version__, *(() if self._studio is None else self._studio.made_with))),
            offers=frozenset({"draft", "last_image"}),
            load_timeout_s=1800,  # 68 GB from a cold disk
            step_timeout_s=300,  # one tile of 2160p decoded; or a layer of the text encoder, on a CPU with others
        )

    def preflight(self) -> None:
        """Raises `EngineMissing` where the licence was not accepted, or no folder with a transformer is named."""
        check_accepted()
        folder = weights_folder()
        try:
            transformers_in(folder)
        except EngineMissing as error:
            if (note := unfinished(folder)) is not None:
                raise EngineMissing(f"{note} So far: {error}") from error
            raise

    def load(self, report: Report) -> None:
        """Raises `EngineMissing` where weights are missing or do not fit, or their licence was not accepted."""
        check_accepted()
        from vitascope.engines.ltx.options import options_from
        from vitascope.engines.ltx.residency import set_up

        self._studio = set_up(weights_folder(), options_from(), step=report.step)

    def seconds(self, spec: GenerationSpec) -> float:
        """On the GPU that is here; on an H100 where none is seen, as where others render, or its speed is not known."""
        here, gpu = self._here(), self._gpu
        recipe = recipe_of(spec.model, here.full)
        check_memory(spec, None if gpu is None else gpu.memory)
        cost = work(
            Transformer.of(here.distilled),
            plan(spec.resolution, spec.frames, spec.fps),
            half_steps=recipe.half_steps,
            full_steps=0 if spec.draft else len(REFINE) - 1,
            passes=recipe.passes,
        )
        return OTHER_S * spec.duration_s + cost.total / flops_of(None if gpu is None else gpu.title)

    def _here(self) -> Transformers:
        """What the owner's folder holds, looked at once: submits wait for it."""
        if self._transformers is None:
            try:
                self._transformers = transformers_in(weights_folder())
            except (EngineMissing, ImportError):
                # As where the API alone runs: another host that renders may have both.
                self._transformers = Transformers(distilled={}, full={})
        return self._transformers

    def generate(self, spec: GenerationSpec, inputs: Inputs, report: Report) -> Iterator[MediaChunk]:
        from vitascope.engines.ltx.film import film

        if self._studio is None:
            raise EngineMissing("The engine ltx is not loaded.")
        return film(self._studio, spec, inputs, report)


def check_memory(spec: GenerationSpec, memory: int | None) -> None:
    """Raises `InvalidField` for a clip that would fill a GPU of ``memory`` bytes without any weights beside it.

    What comes near to that is tried: the prediction was not measured. Nothing is refused where ``memory`` is ``None``.
    """

    def taken(other: GenerationSpec) -> int:
        return working_bytes(plan(other.resolution, other.frames, other.fps))

    if memory is not None and taken(spec) > memory:
        why = f"such a clip needs {taken(spec) / GIB:.0f} GiB of a GPU's memory, and there is one of {memory / GIB:.0f}"
        limits = LONG_MODELS[spec.model]
        raise refusal(spec, limits=limits, fits=lambda other: taken(other) <= memory, why=why)


def transformers_in(folder: Path) -> Transformers:
    """By their configurations alone. Raises `EngineMissing` where there is none, `ImportError` without the extra."""
    from vitascope.engines.ltx import single_file
    from vitascope.engines.ltx.stored import read_config

    files = single_file.find(folder)
    if files is not None:
        return Transformers(
            distilled=files.config("transformer"), full=files.config("transformer_full") if files.full else None
        )
    full = folder / "transformer_full" / "config.json"
    return Transformers(
        distilled=read_config(folder / "transformer" / "config.json"),
        full=read_config(full) if full.is_file() else None,
    )


def weights_folder() -> Path:
    """The folder that the owner named. Raises `EngineMissing`."""
    named = os.environ.get(WEIGHTS)
    if not named:
        raise EngineMissing(
            f"The engine ltx needs LTX-2's weights: name their folder with --weights DIR, or {WEIGHTS}=DIR. "
            "`vitascope weights fetch` fetches them into one."
        )
    folder = Path(named).expanduser()
    if not folder.is_dir():
        raise EngineMissing(f"--weights ({WEIGHTS}) names {folder}, and there is no such folder.")
    return folder
