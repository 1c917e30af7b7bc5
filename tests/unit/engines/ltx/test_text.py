"""Prompts to contexts: what diffusers makes of them, and made once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch

from vitascope.engines.ltx.text import TextEncoder, load_gemma


class Counting:
    """The language model, and how often it ran."""

    def __init__(self, gemma: Any) -> None:
        self.gemma = gemma
        self.runs = 0

    @property
    def device(self) -> torch.device:
        return torch.device(self.gemma.device)

    def __call__(self, **asked: Any) -> Any:
        self.runs += 1
        return self.gemma(**asked)


@pytest.fixture(scope="module")
def loaded(tiny_folder: Path) -> tuple[Any, Any]:
    return load_gemma(tiny_folder, dtype=torch.float32, device="cpu")


def encoder(loaded: tuple[Any, Any], pipeline: Any, **more: Any) -> tuple[TextEncoder, Counting]:
    counting = Counting(loaded[0])
    made = TextEncoder(gemma=counting, tokenizer=loaded[1], connectors=pipeline.connectors, **more)
    return made, counting


@pytest.mark.parametrize("prompt", ["a boat at dawn", " a dragon roars: WHERE ARE MY TREASURES? ", "x" * 3000])
def test_a_context_is_that_of_diffusers(loaded: tuple[Any, Any], pipeline: Any, prompt: str) -> None:
    ours = encoder(loaded, pipeline)[0].encode(prompt).distilled
    with torch.inference_mode():
        embeds, mask, _, _ = pipeline.encode_prompt(prompt, do_classifier_free_guidance=False)
        video, audio, kept = pipeline.connectors(embeds, mask)
    assert torch.allclose(ours.video, video, atol=1e-5)
    assert torch.allclose(ours.audio, audio, atol=1e-5)
    assert torch.equal(ours.mask, kept)


def test_a_prompt_is_encoded_once_and_the_same_context_comes_again(loaded: tuple[Any, Any], pipeline: Any) -> None:
    made, counting = encoder(loaded, pipeline)
    assert made.encode("a boat") is made.encode(" a boat ")
    assert counting.runs == 1


def test_the_prompt_that_was_not_asked_for_longest_is_forgotten(loaded: tuple[Any, Any], pipeline: Any) -> None:
    made, counting = encoder(loaded, pipeline, kept=2)
    for prompt in ("one", "two", "one", "three", "one"):
        made.encode(prompt)
    assert counting.runs == 3
    made.encode("two")
    assert counting.runs == 4


def test_each_transformer_is_told_by_connectors_of_its_own_and_the_prompt_is_read_once(
    loaded: tuple[Any, Any], pipeline: Any, tiny_folder: Path
) -> None:
    full = type(pipeline.connectors).from_pretrained(tiny_folder / "connectors_full")
    both, counting = encoder(loaded, pipeline, connectors_full=full)
    found = both.encode("a boat")
    assert counting.runs == 1
    assert found.full is not None
    assert torch.equal(found.distilled.video, encoder(loaded, pipeline)[0].encode("a boat").distilled.video)
    assert not torch.allclose(found.full.video, found.distilled.video, atol=1e-3)
    assert encoder(loaded, pipeline)[0].encode("a boat").full is None
