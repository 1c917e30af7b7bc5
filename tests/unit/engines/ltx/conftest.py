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
def later_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same of LTX-2.3."""
    from vitascope.testing import tiny_ltx

    folder = tmp_path_factory.mktemp("weights") / "tiny ltx 2.3"
    tiny_ltx.build(folder, version="2.3")
    return folder


@pytest.fixture(scope="session")
def loaded(tiny_folder: Path) -> Any:
    """Our own weights."""
    import torch

    from vitascope.engines.ltx import weights

    return weights.load(tiny_folder, dtype=torch.float32)


@pytest.fixture(scope="session")
def pipeline(tiny_folder: Path) -> Any:
    """diffusers' own pipeline over the same weights: what ours is compared with, never what it is built on."""
    return pipeline_over(tiny_folder)


@pytest.fixture(scope="session")
def later_pipeline(later_folder: Path) -> Any:
    """The same of LTX-2.3."""
    return pipeline_over(later_folder)


def pipeline_over(tiny_folder: Path) -> Any:
    from diffusers import FlowMatchEulerDiscreteScheduler, LTX2Pipeline
    from diffusers.models import AutoencoderKLLTX2Audio, AutoencoderKLLTX2Video, LTX2VideoTransformer3DModel
    from diffusers.pipelines.ltx2 import LTX2TextConnectors, LTX2Vocoder, LTX2VocoderWithBWE
    from transformers import AutoTokenizer, Gemma3ForConditionalGeneration

    wide = "WithBWE" in (tiny_folder / "vocoder" / "config.json").read_text()
    made = LTX2Pipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=False, shift_terminal=None),
        vae=AutoencoderKLLTX2Video.from_pretrained(tiny_folder / "vae"),
        audio_vae=AutoencoderKLLTX2Audio.from_pretrained(tiny_folder / "audio_vae"),
        text_encoder=Gemma3ForConditionalGeneration.from_pretrained(tiny_folder / "text_encoder"),
        tokenizer=AutoTokenizer.from_pretrained(tiny_folder / "tokenizer"),
        connectors=LTX2TextConnectors.from_pretrained(tiny_folder / "connectors"),
        transformer=LTX2VideoTransformer3DModel.from_pretrained(tiny_folder / "transformer", perturbed_attn=True),
        vocoder=(LTX2VocoderWithBWE if wide else LTX2Vocoder).from_pretrained(tiny_folder / "vocoder"),
    )
    made.set_progress_bar_config(disable=True)
    return made
