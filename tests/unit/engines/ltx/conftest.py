from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="the extra [ltx] is not installed")
pytest.importorskip("diffusers", reason="the extra [ltx] is not installed")


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """LTX-2 in miniature, written once."""
    from vitascope.testing import tiny_ltx

    folder = tmp_path_factory.mktemp("weights") / "tiny ltx"
    tiny_ltx.build(folder)
    return folder


@pytest.fixture(scope="session")
def pipeline(tiny_folder: Path) -> Any:
    """diffusers' own pipeline over the same weights: what ours is compared with, never what it is built on."""
    from diffusers import FlowMatchEulerDiscreteScheduler, LTX2Pipeline
    from diffusers.models import AutoencoderKLLTX2Audio, AutoencoderKLLTX2Video, LTX2VideoTransformer3DModel
    from diffusers.pipelines.ltx2 import LTX2TextConnectors, LTX2Vocoder
    from transformers import AutoTokenizer, Gemma3ForConditionalGeneration

    made = LTX2Pipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=False, shift_terminal=None),
        vae=AutoencoderKLLTX2Video.from_pretrained(tiny_folder / "vae"),
        audio_vae=AutoencoderKLLTX2Audio.from_pretrained(tiny_folder / "audio_vae"),
        text_encoder=Gemma3ForConditionalGeneration.from_pretrained(tiny_folder / "text_encoder"),
        tokenizer=AutoTokenizer.from_pretrained(tiny_folder / "tokenizer"),
        connectors=LTX2TextConnectors.from_pretrained(tiny_folder / "connectors"),
        transformer=LTX2VideoTransformer3DModel.from_pretrained(tiny_folder / "transformer"),
        vocoder=LTX2Vocoder.from_pretrained(tiny_folder / "vocoder"),
    )
    made.set_progress_bar_config(disable=True)
    return made
