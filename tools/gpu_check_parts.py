"""LTX-2's parts at their real dimensions, filled with random numbers on the device itself: nothing is fetched or read.

Random numbers of the size that training leaves are as much work as trained ones; zeros would not be, because a GPU that
multiplies zeros draws less power and keeps a higher clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn
from transformers import Gemma3TextConfig, Gemma3TextModel

from vitascope.engines.ltx.attention import attend_by, choose
from vitascope.engines.ltx.passes import Context
from vitascope.engines.ltx.published import PUBLISHED, Version
from vitascope.engines.ltx.stored import Stored
from vitascope.engines.ltx.text import LONGEST
from vitascope.engines.ltx.weights import PARTS, Weights, build, empty, without_memory_for_parameters

Configs = Mapping[str, Mapping[str, Any]]

GEMMA: Mapping[str, Any] = {
    "vocab_size": 262_208,
    "hidden_size": 3840,
    "intermediate_size": 15_360,
    "num_hidden_layers": 48,
    "num_attention_heads": 16,
    "num_key_value_heads": 8,
    "head_dim": 256,
    "sliding_window": 1024,
}
"""Gemma 3 12B, as its ``config.json`` has it."""


def published(version: Version) -> Configs:
    """Of the real model, its text encoder among them."""
    return {**PUBLISHED[version], "text_encoder": GEMMA}


def miniature(version: Version) -> Configs:
    """Of the tiny one, for a run on a CPU."""
    from vitascope.testing import tiny_ltx

    models: dict[str, Any] = dict(tiny_ltx.models_of(version))
    found = {name: {**m.config, "_class_name": type(m).__name__} for name, m in models.items() if name in PARTS}
    text: Any = models["text_encoder"]
    return {**found, "text_encoder": {name: getattr(text.config.text_config, name) for name in GEMMA}}


class Parts:
    """Makes parts; a part is as large as its configuration, or has fewer blocks where that is asked."""

    def __init__(self, configs: Configs, device: torch.device, dtype: torch.dtype = torch.bfloat16) -> None:
        self._configs = configs
        self._device = device
        self._dtype = dtype
        self.kernels = choose("auto", device)

    def config(self, name: str) -> Mapping[str, Any]:
        return self._configs[name]

    @property
    def blocks(self) -> int:
        """Of the whole transformer."""
        return int(self._configs["transformer"]["num_layers"])

    def transformer_bytes(self) -> tuple[int, int]:
        """Of a block, and of everything else, in 16 bits."""
        one, two = (_bytes(empty("transformer", self._stored("transformer", num_layers=n))) for n in (1, 2))
        return two - one, 2 * one - two

    def transformer(self, blocks: int) -> Any:
        """With the attention that the engine would choose here."""
        made = self.part("transformer", num_layers=blocks)
        attend_by(made, self.kernels)
        return made

    def part(self, name: str, **changed: Any) -> Any:
        """The part called ``name`` in `weights.PARTS`; the vocoder is in 32 bits, as in the engine."""
        stored = self._stored(name, **changed)
        dtype = torch.float32 if name == "vocoder" else self._dtype
        stored.tensors.update(self._random(empty(name, stored), dtype))
        return build(name, stored, dtype=dtype, device=self._device)

    def weights(self, transformer: Any) -> Weights:
        """What a clip is made with, once its prompt was read."""
        return Weights(
            transformer=transformer,
            vae=self.part("vae"),
            audio_vae=self.part("audio_vae"),
            connectors=None,
            vocoder=self.part("vocoder"),
            upsampler=self.part("latent_upsampler"),
        )

    def gemma_bytes(self) -> tuple[int, int]:
        """Of a layer of the text encoder, and of everything else, in 16 bits."""
        one, two = (_bytes(self._empty_gemma(n)) for n in (1, 2))
        return two - one, 2 * one - two

    def gemma(self, layers: int) -> Any:
        model = self._empty_gemma(layers)
        model.load_state_dict(self._random(model, self._dtype), strict=True, assign=True)
        return model.to(self._device).eval().requires_grad_(requires_grad=False)

    def context(self) -> Context:
        """What the transformer reads of some prompt, in the connectors' shape."""
        config = self._configs["transformer"]
        widths = (
            (config["caption_channels"], config["caption_channels"])
            if config.get("use_prompt_embeddings", True)
            else (config["cross_attention_dim"], config["audio_cross_attention_dim"])
        )
        video, audio = (torch.randn(1, LONGEST, width, device=self._device, dtype=self._dtype) for width in widths)
        return Context(video=video, audio=audio, mask=torch.ones(1, LONGEST, device=self._device))

    def _stored(self, name: str, **changed: Any) -> Stored:
        return Stored(config={**self._configs[name], **changed}, tensors={}, origin="random numbers")

    def _empty_gemma(self, layers: int) -> Any:
        config = {**self._configs["text_encoder"], "num_hidden_layers": layers}
        with without_memory_for_parameters():
            return Gemma3TextModel(Gemma3TextConfig(**config))

    @torch.no_grad()
    def _random(self, model: nn.Module, dtype: torch.dtype) -> dict[str, Tensor]:
        return {name: self._filled(name, t, dtype) for name, t in model.state_dict(keep_vars=True).items()}

    def _filled(self, name: str, outline: Tensor, dtype: torch.dtype) -> Tensor:
        if not outline.is_meta:
            return outline.detach()  # a buffer, made with the model
        made = torch.empty(outline.shape, dtype=dtype, device=self._device)
        if outline.ndim > 1:
            return made.normal_(std=(outline.numel() / outline.shape[0]) ** -0.5)
        return made.fill_(1.0 if name.endswith("weight") else 0.0)


def _bytes(model: nn.Module) -> int:
    return 2 * sum(parameter.numel() for parameter in model.parameters())
