"""The engine, as the rest of the program sees it: what it is, what it costs, and how it is started.

Importing this is cheap: PyTorch and the weights come with `load`, in the process that renders.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from vitascope import __version__
from vitascope.core.errors import EngineMissing
from vitascope.core.generation import GenerationSpec
from vitascope.core.media import MediaChunk
from vitascope.core.ports import EngineInfo, Inputs, Report
from vitascope.engines.ltx.cost import Transformer, work
from vitascope.engines.ltx.geometry import plan
from vitascope.engines.ltx.licence import check_accepted
from vitascope.engines.ltx.sigmas import DISTILLED, REFINE

if TYPE_CHECKING:
    from vitascope.engines.ltx.film import Studio

WEIGHTS = "VITASCOPE_WEIGHTS"
"""Names the folder; settings travel to render children in the environment."""

FLOPS = 400e12
"""Operations a second that a step reaches on the device that predictions are made for, an H100: half of its peak.
Predicted, not measured."""
OTHER_S = 2.0
"""Of a clip's text, sound and decoding, a second of output: a guess beside the transformer's share."""


class LtxEngine:
    """Engine ``ltx``: LTX-2 with the owner's weights."""

    def __init__(self) -> None:
        self._studio: Studio | None = None
        self._dimensions: Transformer | None = None

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
        from vitascope.engines.ltx.stages import FAST
        from vitascope.engines.ltx.text import TextEncoder, load_gemma
        from vitascope.engines.ltx.weights import load

        on_gpu = torch.cuda.is_available()
        device, dtype = ("cuda", torch.bfloat16) if on_gpu else ("cpu", torch.float32)
        weights = load(folder, dtype=dtype, device=device)
        report.step("text encoder", 1, 2)
        gemma, tokenizer = load_gemma(folder, dtype=dtype, device=device)
        text = TextEncoder(gemma=gemma, tokenizer=tokenizer, connectors=weights.connectors)
        self._studio = Studio(weights=weights, text=text, recipe=FAST, negative_prompt="")

    def seconds(self, spec: GenerationSpec) -> float:
        cost = work(
            self._transformer(),
            plan(spec.resolution, spec.frames, spec.fps),
            half_steps=len(DISTILLED) - 1,
            full_steps=len(REFINE) - 1,
        )
        return OTHER_S * spec.duration_s + cost.total / FLOPS

    def _transformer(self) -> Transformer:
        """The dimensions of the weights that are there; those of LTX-2 where none are."""
        if self._dimensions is None:
            try:
                config = json.loads((weights_folder() / "transformer" / "config.json").read_text(encoding="utf-8"))
                self._dimensions = Transformer(
                    layers=config["num_layers"],
                    width=config["num_attention_heads"] * config["attention_head_dim"],
                    audio_width=config["audio_num_attention_heads"] * config["audio_attention_head_dim"],
                )
            except (EngineMissing, OSError, ValueError, KeyError, TypeError):
                self._dimensions = Transformer()
        return self._dimensions

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
