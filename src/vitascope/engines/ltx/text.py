"""From a prompt to what the transformer reads of it: Gemma's hidden states of every layer, through the connectors.

The states of one prompt are 385 MB and are dropped at once; the connectors' output is 16 MB, and is what is kept.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from vitascope.core.errors import EngineMissing
from vitascope.engines.ltx.context_cache import ContextCache
from vitascope.engines.ltx.pace import Look
from vitascope.engines.ltx.passes import Context, before_each
from vitascope.engines.ltx.stored import tensors
from vitascope.engines.ltx.text_files import shards, text_folders
from vitascope.engines.ltx.weights import fill, without_memory_for_parameters

LONGEST = 1024
"""Tokens of a prompt that are read; shorter ones are filled up on the left, as Gemma expects."""
PREFIXES = ("language_model.model.", "model.language_model.", "model.")
"""Of the language model's names: as Gemma 3 is published, as transformers writes it since 5.0, and by itself."""
KEPT = 32
"""Contexts that are remembered, half a gigabyte of the host's memory at full size; a gigabyte with both models."""


CONTEXT_FIELDS = tuple(field.name for field in fields(Context))


@dataclass(frozen=True, slots=True, kw_only=True)
class Contexts:
    """What a prompt says to each of the transformers, whose connectors differ."""

    distilled: Context
    full: Context | None
    """``None`` where there is no undistilled model."""


class TextEncoder:
    """Gemma and the connectors, wherever each lives. Contexts come in the host's memory, wherever they were made.

    Remembered on a device they would take what no plan has counted; whoever uses one brings it there.
    """

    def __init__(
        self,
        *,
        gemma: Any,
        tokenizer: Any,
        connectors: Any,
        connectors_full: Any = None,
        kept: int = KEPT,
        cache: ContextCache | None = None,
    ) -> None:
        self._gemma = gemma
        self._home = gemma.device
        self._tokenizer = tokenizer
        self._connectors = connectors
        self._connectors_full = connectors_full
        self._kept = kept
        self._cache = cache
        self._known: OrderedDict[str, Contexts] = OrderedDict()

    def encode(self, prompt: str, look: Look = lambda: None) -> Contexts:
        """The contexts of ``prompt``; the same ones again where they are remembered. ``look`` is as for `read`."""
        prompt = prompt.strip()
        if prompt in self._known:
            self._known.move_to_end(prompt)
            return self._known[prompt]
        contexts = self._from_disk(prompt, look)
        self._known[prompt] = contexts
        if len(self._known) > self._kept:
            self._known.popitem(last=False)
        return contexts

    def stay(self, *, away: bool) -> None:
        """Have Gemma, half of all weights, wait in the host's memory, or come back to its device to read."""
        place = torch.device("cpu") if away else self._home
        if self._gemma.device == place:
            return
        self._gemma.to(place)
        if away:
            torch.cuda.empty_cache()  # or the driver would not give others what PyTorch keeps

    def _from_disk(self, prompt: str, look: Look) -> Contexts:
        if self._cache is None:
            return self.read(prompt, look)
        found = self._cache.get(prompt)
        if found is not None:
            return _unpacked(found)
        contexts = self.read(prompt, look)
        self._cache.put(prompt, _packed(contexts))
        return contexts

    @torch.inference_mode()
    def read(self, prompt: str, look: Look = lambda: None) -> Contexts:
        """The contexts of ``prompt``, made anew. ``look`` is called before each layer; what it raises ends it."""
        self.stay(away=False)
        tokens = self._tokenizer(
            [prompt],
            padding="max_length",
            padding_side="left",
            max_length=LONGEST,
            truncation=True,
            add_special_tokens=True,
            return_tensors="pt",
        )
        device = self._gemma.device
        with before_each(self._gemma.layers, look):
            states = self._gemma(
                input_ids=tokens.input_ids.to(device),
                attention_mask=tokens.attention_mask.to(device),
                output_hidden_states=True,
                use_cache=False,
            ).hidden_states
        look()
        packed, mask = torch.stack(states, dim=-1).flatten(2, 3), tokens.attention_mask
        return Contexts(
            distilled=_connected(self._connectors, packed, mask),
            full=None if self._connectors_full is None else _connected(self._connectors_full, packed, mask),
        )


def _packed(contexts: Contexts) -> dict[str, Tensor]:
    """By the names that they have in a file."""
    return {
        f"{model}.{name}": getattr(context, name)
        for model, context in (("distilled", contexts.distilled), ("full", contexts.full))
        if context is not None
        for name in CONTEXT_FIELDS
    }


def _unpacked(found: dict[str, Tensor]) -> Contexts:
    def context(model: str) -> Context:
        return Context(**{name: found[f"{model}.{name}"] for name in CONTEXT_FIELDS})

    return Contexts(distilled=context("distilled"), full=context("full") if "full.video" in found else None)


def _connected(connectors: Any, packed: Tensor, mask: Tensor) -> Context:
    target = connectors.device
    video, audio, kept = connectors(packed.to(target, connectors.dtype), mask.to(target), padding_side="left")
    return Context(video=video, audio=audio, mask=kept).on("cpu")


def load_gemma(
    folder: Path,
    *,
    dtype: torch.dtype,
    device: torch.device | str,
    eight_bits: bool = False,
    workshop: torch.device | str = "cpu",
) -> tuple[Any, Any]:
    """The language model, without what it needs to see pictures or to speak, and its tokenizer.

    ``eight_bits`` keeps its layers so, which are brought to that on ``workshop`` (see `weights.fill`). Raises
    `EngineMissing`.
    """
    from transformers import AutoConfig, AutoTokenizer, Gemma3TextModel

    encoder, tokenizer = text_folders(folder)
    try:
        config = AutoConfig.from_pretrained(encoder, local_files_only=True).get_text_config()
        words = AutoTokenizer.from_pretrained(tokenizer, local_files_only=True)
    except (OSError, ValueError) as error:
        raise EngineMissing(f"The text encoder in {encoder} cannot be read: {error}") from error
    if config.model_type != "gemma3_text":
        raise EngineMissing(f"The text encoder in {encoder} is {config.model_type}, and LTX-2 reads with Gemma 3.")
    found = of_language_model({name: tensor for file in shards(encoder) for name, tensor in tensors(file).items()})
    with without_memory_for_parameters():
        gemma = Gemma3TextModel(config)
    inside = "layers" if eight_bits else None
    fill(gemma, found, dtype=dtype, device=device, origin=str(encoder), eight_bits=inside, workshop=workshop)
    return gemma.eval(), words


def of_language_model(found: dict[str, Tensor]) -> dict[str, Tensor]:
    """The language model's weights out of a whole Gemma's, by the names that it has alone."""
    for prefix in PREFIXES:
        if f"{prefix}embed_tokens.weight" in found:
            break
    else:
        return {}
    return {name.removeprefix(prefix): tensor for name, tensor in found.items() if name.startswith(prefix)}
