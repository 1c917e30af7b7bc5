"""The engine, as the rest of the program sees it: what it is, what it costs, and how it is started.

Importing this is cheap: PyTorch and the weights come with `load`, in the process that renders.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vitascope import __version__
from vitascope.core.errors import EngineMissing
from vitascope.core.generation import GenerationSpec
from vitascope.core.media import MediaChunk
from vitascope.core.ports import EngineInfo, Inputs, Report
from vitascope.engines.ltx.cost import Transformer, work
from vitascope.engines.ltx.geometry import plan
from vitascope.engines.ltx.licence import check_accepted
from vitascope.engines.ltx.recipe import recipe_of
from vitascope.engines.ltx.sigmas import REFINE

if TYPE_CHECKING:
    from vitascope.engines.ltx.film import Studio

WEIGHTS = "VITASCOPE_WEIGHTS"
"""Names the folder; settings travel to render children in the environment."""

FLOPS = 400e12
"""Operations a second that a step reaches on the device that predictions are made for, an H100: half of its peak.
Predicted, not measured."""
OTHER_S = 2.0
"""Of a clip's text, sound and decoding, a second of output: a guess beside the transformer's share."""
ANY = {"num_layers": 48}
"""Of an undistilled transformer that is not here."""


class LtxEngine:
    """Engine ``ltx``: LTX-2 with the owner's weights."""

    def __init__(self) -> None:
        self._studio: Studio | None = None
        self._configs: dict[str, Mapping[str, Any] | None] = {}

    @property
    def info(self) -> EngineInfo:
        return EngineInfo(
            name="ltx",
            kind="model",
            summary="LTX-2, a video model, with the owner's weights.",
            version=__version__,
            load_timeout_s=1800,  # 68 GB from a cold disk
            step_timeout_s=300,  # a prompt's text on a CPU, or one tile of 2160p decoded
        )

    def load(self, report: Report) -> None:
        """Raises `EngineMissing` where weights are missing or do not fit, or their licence was not accepted."""
        report.step("weights", 0, 2)
        check_accepted()
        folder = weights_folder()
        import torch

        from vitascope.engines.ltx.film import Studio
        from vitascope.engines.ltx.text import TextEncoder, load_gemma
        from vitascope.engines.ltx.weights import load

        on_gpu = torch.cuda.is_available()
        device, dtype = ("cuda", torch.bfloat16) if on_gpu else ("cpu", torch.float32)
        weights = load(folder, dtype=dtype, device=device)
        report.step("text encoder", 1, 2)
        gemma, tokenizer = load_gemma(folder, dtype=dtype, device=device)
        text = TextEncoder(gemma=gemma, tokenizer=tokenizer, connectors=weights.connectors)
        self._studio = Studio(weights=weights, text=text)

    def seconds(self, spec: GenerationSpec) -> float:
        # Where no weights are, as where only the API runs, a render elsewhere may have both transformers.
        distilled = self._config("transformer")
        recipe = recipe_of(spec.model, self._config("transformer_full") if distilled else ANY)
        cost = work(
            Transformer.of(distilled or {}),
            plan(spec.resolution, spec.frames, spec.fps),
            half_steps=recipe.half_steps,
            full_steps=len(REFINE) - 1,
            passes=recipe.passes,
        )
        return OTHER_S * spec.duration_s + cost.total / FLOPS

    def _config(self, part: str) -> Mapping[str, Any] | None:
        """What a part's folder says of it; ``None`` where there is none. Read once: submits wait for it."""
        if part not in self._configs:
            try:
                read = json.loads((weights_folder() / part / "config.json").read_text(encoding="utf-8"))
            except (EngineMissing, OSError, ValueError):
                read = None
            self._configs[part] = read if isinstance(read, dict) else None
        return self._configs[part]

    def generate(self, spec: GenerationSpec, inputs: Inputs, report: Report) -> Iterator[MediaChunk]:
        from vitascope.engines.ltx.film import film

        if self._studio is None:
            raise EngineMissing("The engine ltx is not loaded.")
        return film(self._studio, spec, inputs, report)


def weights_folder() -> Path:
    """The folder that the owner named. Raises `EngineMissing`."""
    named = os.environ.get(WEIGHTS)
    if not named:
        raise EngineMissing(
            f"The engine ltx needs LTX-2's weights: name their folder with --weights DIR, or {WEIGHTS}=DIR."
        )
    folder = Path(named).expanduser()
    if not folder.is_dir():
        raise EngineMissing(f"--weights ({WEIGHTS}) names {folder}, and there is no such folder.")
    return folder
