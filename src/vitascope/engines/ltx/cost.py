"""What a render costs before it is begun: floating-point operations a step, from the transformer's own dimensions.

Counted are the multiplications and additions of its matrix products; norms and positions are small beside them.
Checked against the table of measured module counts in the project's facts on LTX-2 within 3 %. The picture's decoder is
counted apart: it takes a few percent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vitascope.engines.ltx.geometry import Plan

TEXT_TOKENS = 1024
DECODER_WIDTH = 1024
"""Channels of the widest layers of both published decoders."""
DECODER_FLOPS = {3: 9.5e9, 4: 18.5e9}
"""Operations a latent of such a decoder, by its levels: LTX-2.0's three, LTX-2.3's four. Counted by PyTorch's
``FlopCounterMode`` over tiles of ten latents in time, which make 73 frames."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transformer:
    """The dimensions that decide what a step costs; the defaults are LTX-2's 19 billion parameters."""

    layers: int = 48
    width: int = 4096
    audio_width: int = 2048

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> Transformer:
        """Those of a transformer of diffusers, by its configuration; LTX-2's where that does not say."""
        try:
            return cls(
                layers=int(config["num_layers"]),
                width=int(config["num_attention_heads"]) * int(config["attention_head_dim"]),
                audio_width=int(config["audio_num_attention_heads"]) * int(config["audio_attention_head_dim"]),
            )
        except (KeyError, TypeError, ValueError):
            return cls()

    @property
    def cross_width(self) -> int:
        """Of the attention between video and sound, which runs in the narrower one's width."""
        return self.audio_width


def step_flops(model: Transformer, video_tokens: int, audio_tokens: int, *, text_tokens: int = TEXT_TOKENS) -> float:
    """Operations of one forward pass over one clip."""
    return model.layers * (
        _stream(model.width, video_tokens, text_tokens)
        + _stream(model.audio_width, audio_tokens, text_tokens)
        + _between(model, video_tokens, audio_tokens)
    )


def _stream(width: int, tokens: int, text_tokens: int) -> float:
    """Self-attention, attention to the text, and the feed-forward layer of four times the width."""
    projections = 2 * width * width * (tokens * (4 + 2 + 8) + text_tokens * 2)
    attention = 4 * width * tokens * (tokens + text_tokens)
    return projections + attention


def _between(model: Transformer, video_tokens: int, audio_tokens: int) -> float:
    """Video looks at sound and sound at video: query and output on one side, key and value on the other."""
    narrow = model.cross_width
    both = video_tokens * model.width + audio_tokens * model.audio_width
    return 2 * narrow * 4 * both + 2 * 4 * narrow * video_tokens * audio_tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a render's transformer passes come to."""

    half_step: float
    """Operations of one step of stage 1."""
    full_step: float
    """Of one step of stage 2, all tiles together."""
    total: float


def work(model: Transformer, plan: Plan, *, half_steps: int, full_steps: int, passes: int = 1) -> Work:
    """The cost of both stages; ``passes`` is how often guidance runs the transformer in a step of stage 1."""
    half = passes * step_flops(model, plan.half.tokens, plan.audio_latents)
    tiles = [plan.full.frames * len(t.rows) * len(t.columns) for t in plan.tiles]
    full = sum(step_flops(model, tokens, plan.audio_latents) for tokens in tiles)
    return Work(half_step=half, full_step=full, total=half * half_steps + full * full_steps)


def decoding_flops(vae: Mapping[str, Any], latents: int) -> float:
    """Operations of decoding so many ``latents``, frames × height × width, by the VAE's configuration."""
    channels: Sequence[int] = vae["decoder_block_out_channels"]
    a_latent: float = DECODER_FLOPS.get(len(channels), DECODER_FLOPS[3])
    narrower: float = (max(channels) / DECODER_WIDTH) ** 2
    return latents * a_latent * narrower
