"""Prompts to contexts: what diffusers makes of them, and made once."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from vitascope.core.errors import Cancelled
from vitascope.engines.ltx.text import TextEncoder, load_gemma


class Counting:
    """The language model, and how often it ran."""

    def __init__(self, gemma: Any) -> None:
        self.gemma = gemma
        self.runs = 0

    @property
    def device(self) -> torch.device:
        return torch.device(self.gemma.device)

    @property
    def layers(self) -> Any:
        return self.gemma.layers

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


def test_a_cancel_ends_the_reading_at_the_next_layer(loaded: tuple[Any, Any], pipeline: Any) -> None:
    made, counting = encoder(loaded, pipeline)
    layers = len(counting.layers)
    began: list[int] = []
    hooks = [
        layer.register_forward_pre_hook(lambda *_, index=index: began.append(index))
        for index, layer in enumerate(counting.layers)
    ]

    def cancelled() -> None:
        if began:
            raise Cancelled("now")

    looks: list[int] = []
    try:
        with pytest.raises(Cancelled):
            made.encode("a boat", cancelled)
        assert began in ([0], [0, 1]), "at the second layer"
        made.encode("a boat", lambda: looks.append(1))
        assert len(looks) >= layers, "of a minute on a processor, each part is told of"
        made.encode("a goat")
        assert len(looks) <= layers + 1, "nobody is asked about another prompt"
    finally:
        for hook in hooks:
            hook.remove()


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


class OnDevice(torch.Tensor):
    """What connectors on a GPU make, in name: there is none here."""

    def to(self, place: Any, *_: Any, **__: Any) -> torch.Tensor:
        assert str(place) == "cpu"
        return self.as_subclass(torch.Tensor)


class OnGpu:
    """Connectors there."""

    def __init__(self, connectors: Any) -> None:
        self._connectors = connectors
        self.device, self.dtype = connectors.device, connectors.dtype

    def __call__(self, *given: Any, **asked: Any) -> Any:
        return tuple(made.as_subclass(OnDevice) for made in self._connectors(*given, **asked))


def test_what_is_remembered_lies_in_the_hosts_memory(loaded: tuple[Any, Any], pipeline: Any) -> None:
    made = TextEncoder(gemma=loaded[0], tokenizer=loaded[1], connectors=OnGpu(pipeline.connectors))
    found = made.encode("a boat").distilled
    assert not any(isinstance(tensor, OnDevice) for tensor in (found.video, found.audio, found.mask))
    assert made.encode("a boat").distilled is found


def test_a_context_is_brought_to_where_it_is_used(loaded: tuple[Any, Any], pipeline: Any) -> None:
    there = encoder(loaded, pipeline)[0].encode("a boat").distilled.on("meta")
    assert {tensor.device.type for tensor in (there.video, there.audio, there.mask)} == {"meta"}


class Moving(Counting):
    """Moves as a module does, in name: there is one device here."""

    def __init__(self, gemma: Any) -> None:
        super().__init__(gemma)
        self.place = torch.device("cuda:0")
        self.moves: list[str] = []

    @property
    def device(self) -> torch.device:
        return self.place

    def to(self, place: torch.device) -> None:
        self.place = place
        self.moves.append(str(place))

    def __call__(self, **asked: Any) -> Any:
        assert self.place.type == "cuda", "it reads at home"
        return super().__call__(**asked)


class Tokens:
    """A tokenizer's, for a model that is not really on a GPU."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer

    def __call__(self, *given: Any, **asked: Any) -> Any:
        found = self._tokenizer(*given, **asked)
        return SimpleNamespace(input_ids=Still(found.input_ids), attention_mask=Still(found.attention_mask))


class Still(torch.Tensor):
    """Stays where it is."""

    def to(self, *_: Any, **__: Any) -> torch.Tensor:
        return self.as_subclass(torch.Tensor)


def test_an_encoder_that_made_way_comes_back_for_a_prompt_that_is_new_and_for_no_other(
    loaded: tuple[Any, Any], pipeline: Any
) -> None:
    gemma = Moving(loaded[0])
    made = TextEncoder(gemma=gemma, tokenizer=Tokens(loaded[1]), connectors=pipeline.connectors)
    first = made.encode("a boat")
    made.stay(away=False)
    assert gemma.moves == []
    for _ in range(2):
        made.stay(away=True)
    assert made.encode("a boat") is first
    assert gemma.moves == ["cpu"]
    made.encode("a goat")
    assert gemma.moves == ["cpu", "cuda:0"]
