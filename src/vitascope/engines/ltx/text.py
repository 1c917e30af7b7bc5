"""From a prompt to what the transformer reads of it: Gemma's hidden states of every layer, through the connectors.

The states of one prompt are 385 MB and are dropped at once; the connectors' output is 16 MB, and is what is kept.
"""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import Any

import torch

from vitascope.engines.ltx.passes import Context

LONGEST = 1024
"""Tokens of a prompt that are read; shorter ones are filled up on the left, as Gemma expects."""
KEPT = 32
"""Contexts that are remembered, half a gigabyte at full size."""


class TextEncoder:
    """Gemma and the connectors, wherever each lives. Contexts come on the connectors' device."""

    def __init__(self, *, gemma: Any, tokenizer: Any, connectors: Any, kept: int = KEPT) -> None:
        self._gemma = gemma
        self._tokenizer = tokenizer
        self._connectors = connectors
        self._kept = kept
        self._known: OrderedDict[str, Context] = OrderedDict()

    def encode(self, prompt: str) -> Context:
        """The context of ``prompt``; the same one again where it is remembered."""
        prompt = prompt.strip()
        if prompt in self._known:
            self._known.move_to_end(prompt)
            return self._known[prompt]
        context = self._encode(prompt)
        self._known[prompt] = context
        if len(self._known) > self._kept:
            self._known.popitem(last=False)
        return context

    @torch.inference_mode()
    def _encode(self, prompt: str) -> Context:
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
        target, dtype = self._connectors.device, self._connectors.dtype
        packed = torch.stack(states, dim=-1).flatten(2, 3).to(target, dtype)
        video, audio, mask = self._connectors(packed, tokens.attention_mask.to(target), padding_side="left")
        return Context(video=video, audio=audio, mask=mask)


def load_gemma(folder: Path, *, dtype: torch.dtype, device: torch.device | str) -> tuple[Any, Any]:
    """The language model, without what it needs to see pictures or to speak, and its tokenizer."""
    from transformers import AutoTokenizer, Gemma3ForConditionalGeneration

    whole = Gemma3ForConditionalGeneration.from_pretrained(folder / "text_encoder", dtype=dtype)
    gemma = whole.model.language_model.eval().requires_grad_(requires_grad=False).to(device)
    return gemma, AutoTokenizer.from_pretrained(folder / "tokenizer")
