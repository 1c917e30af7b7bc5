"""Every module runs once before an engine counts as loaded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch

from vitascope.core.errors import EngineFailed
from vitascope.engines.ltx import weights as weights_files
from vitascope.engines.ltx.residency import set_up
from vitascope.engines.ltx.text import TextEncoder, load_gemma
from vitascope.engines.ltx.warm_up import warm_up
from vitascope.engines.ltx.weights import Weights


def text_of(folder: Path, weights: Weights) -> TextEncoder:
    gemma, tokenizer = load_gemma(folder, dtype=torch.float32, device="cpu")
    return TextEncoder(
        gemma=gemma, tokenizer=tokenizer, connectors=weights.connectors, connectors_full=weights.connectors_full
    )


@pytest.mark.parametrize("version", ["2.0", "2.3"])
def test_every_module_of_a_studio_has_run_when_it_is_set_up(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    folder: Path = request.getfixturevalue("tiny_folder" if version == "2.0" else "later_folder")
    ran: set[str] = set()
    whole = torch.nn.Module.__call__

    def counted(module: torch.nn.Module, *given: Any, **named: Any) -> Any:
        ran.add(type(module).__name__)
        return whole(module, *given, **named)

    monkeypatch.setattr(torch.nn.Module, "__call__", counted)
    told: list[tuple[str, int, int]] = []
    set_up(folder, step=lambda *step: told.append(step))
    assert {
        "Gemma3TextModel",
        "LTX2TextConnectors",
        "LTX2VideoTransformer3DModel",
        "LTX2LatentUpsamplerModel",
        "LTX2VideoEncoder3d",
        "LTX2VideoDecoder3d",
        "LTX2AudioDecoder",
        "LTX2Vocoder",
    } <= ran
    said = [step for step in told if step[0].startswith("warm-up")]
    assert told[-len(said) :] == said, "it comes last"
    assert list(dict.fromkeys(done for _, done, _ in said)) == list(range(8)), "each at least once, and in order"
    assert {total for _, _, total in said} == {8}


def test_what_warms_up_is_read_anew_and_not_remembered(tiny_folder: Path, loaded: Weights) -> None:
    text = text_of(tiny_folder, loaded)
    assert text.read("a boat") is not text.read("a boat")
    assert torch.equal(text.read("a boat").distilled.video, text.encode("a boat").distilled.video)


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("transformer", "the transformer"),
        ("vae", "the VAE's encoder"),
        ("upsampler", "the upsampler"),
        ("vocoder", "the sound's decoder"),
    ],
)
def test_numbers_that_are_not_finite_end_the_load_and_name_the_part(tiny_folder: Path, part: str, told: str) -> None:
    weights = weights_files.load(tiny_folder, dtype=torch.float32)
    for name, damaged in getattr(weights, part).named_parameters():
        if name.endswith("weight"):
            damaged.data = torch.full_like(damaged, torch.nan)
            break
    with pytest.raises(EngineFailed, match=told):
        warm_up(weights, text_of(tiny_folder, weights), step=lambda *_: None)


def test_a_part_that_fails_leaves_no_studio(tiny_folder: Path) -> None:
    def stop(stage: str, *_: int) -> None:
        if stage == "warm-up: sound":
            raise RuntimeError("out of memory")

    with pytest.raises(RuntimeError, match="out of memory"):
        set_up(tiny_folder, step=stop)
