"""From a prompt to what the transformer reads of it: Gemma's hidden states of every layer, through the connectors.

The states of one prompt are 385 MB and are dropped at once; the connectors' output is 16 MB, and is what is kept.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from vitascope.core.errors import EngineMissing
from vitascope.engines.ltx.passes import Context
from vitascope.engines.ltx.stored import some

LONGEST = 1024
"""Tokens of a prompt that are read; shorter ones are filled up on the left, as Gemma expects."""
KEPT = 32
"""Contexts that are remembered, half a gigabyte at full size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contexts:
    """What a prompt says to each of the transformers, whose connectors differ."""

    distilled: Context
    full: Context | None
    """``None`` where there is no undistilled model."""


class TextEncoder:
    """Gemma and the connectors, wherever each lives. Contexts come on the connectors' device."""

    def __init__(
        self, *, gemma: Any, tokenizer: Any, connectors: Any, connectors_full: Any = None, kept: int = KEPT
    ) -> None:
        self._gemma = gemma
        self._tokenizer = tokenizer
        self._connectors = connectors
        self._connectors_full = connectors_full
        self._kept = kept
        self._known: OrderedDict[str, Contexts] = OrderedDict()

    def encode(self, prompt: str) -> Contexts:
        """The contexts of ``prompt``; the same ones again where they are remembered."""
        prompt = prompt.strip()
        if prompt in self._known:
            self._known.move_to_end(prompt)
            return self._known[prompt]
        contexts = self.read(prompt)
        self._known[prompt] = contexts
        if len(self._known) > self._kept:
            self._known.popitem(last=False)
        return contexts

    @torch.inference_mode()
    def read(self, prompt: str) -> Contexts:
        """The contexts of ``prompt``, made anew."""
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
        states = self._gemma(
            input_ids=tokens.input_ids.to(device),
            attention_mask=tokens.attention_mask.to(device),
            output_hidden_states=True,
            use_cache=False,
        ).hidden_states
        packed, mask = torch.stack(states, dim=-1).flatten(2, 3), tokens.attention_mask
        return Contexts(
            distilled=_connected(self._connectors, packed, mask),
            full=None if self._connectors_full is None else _connected(self._connectors_full, packed, mask),
        )


def _connected(connectors: Any, packed: Tensor, mask: Tensor) -> Context:
    target = connectors.device
    video, audio, kept = connectors(packed.to(target, connectors.dtype), mask.to(target), padding_side="left")
    return Context(video=video, audio=audio, mask=kept)


def load_gemma(folder: Path, *, dtype: torch.dtype, device: torch.device | str) -> tuple[Any, Any]:
    """The language model, without what it needs to see pictures or to speak, and its tokenizer.

    Raises `EngineMissing`.
    """
    from transformers import AutoTokenizer, Gemma3ForConditionalGeneration

    encoder, tokenizer = text_folders(folder)
    try:
        whole, found = Gemma3ForConditionalGeneration.from_pretrained(
            encoder, dtype=dtype, local_files_only=True, output_loading_info=True
        )
        words = AutoTokenizer.from_pretrained(tokenizer, local_files_only=True)
    except (OSError, ValueError) as error:
        raise EngineMissing(f"The text encoder in {encoder} cannot be read: {error}") from error
    missing = sorted(name for name in found["missing_keys"] if "language_model" in name)
    if missing:  # the library only warns, and goes on with random numbers
        raise EngineMissing(
            f"The weights in {encoder} do not fit the text encoder: {len(missing)} missing ({some(missing)})."
        )
    gemma = whole.model.language_model.eval().requires_grad_(requires_grad=False).to(device)
    return gemma, words


def text_folders(folder: Path) -> tuple[Path, Path]:
    """Where the text encoder and its tokenizer lie: in diffusers' layout, or in one folder, as Gemma is published.

    Raises `EngineMissing`.
    """
    encoder, tokenizer = folder / "text_encoder", folder / "tokenizer"
    if encoder.is_dir() and tokenizer.is_dir():
        return encoder, tokenizer
    whole = [f for f in sorted(folder.glob("[gG]emma*")) if (f / "config.json").is_file()]
    if len(whole) != 1:
        raise EngineMissing(
            f"{folder} must hold the text encoder, Gemma 3 12B: as the folders text_encoder and tokenizer, or as one "
            f"folder whose name begins with gemma. Of these there {'is none' if not whole else f'are {len(whole)}'}."
        )
    return whole[0], whole[0]
