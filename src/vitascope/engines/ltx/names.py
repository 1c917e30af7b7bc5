"""What the weights of the published single files are called, and what we call them: diffusers' names.

A table a part. Both sides are whole stretches of dotted names, and a name is read once from left to right, so that
nothing that was renamed is renamed again. Source: diffusers' conversion script for LTX-2 and LTX-2.3.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

MODEL = "model.diffusion_model."
TEXT_PROJECTION = "text_embedding_projection."
CONNECTORS = (f"{MODEL}video_embeddings_connector.", f"{MODEL}audio_embeddings_connector.", TEXT_PROJECTION)

PREFIXES = {"transformer": MODEL, "vae": "vae.", "audio_vae": "audio_vae.", "vocoder": "vocoder."}
"""What the official names of a part begin with, beside the connectors', which are spread out."""

UNUSED = re.compile(r"vae\.per_channel_statistics\.(channel|mean-of-stds(_over_std-of-means)?)")
"""Statistics of the training data that nothing reads."""

LEVELS = 4
"""At which the video VAE works, at most."""
_NORMS = {"q_norm": "norm_q", "k_norm": "norm_k"}
_STATISTICS = {
    "per_channel_statistics.mean-of-means": "latents_mean",
    "per_channel_statistics.std-of-means": "latents_std",
}


def _blocks(side: str, blocks: str, *, middle_first: bool) -> dict[str, str]:
    """Blocks and what resamples between them are one list there, and nested here; the middle one is at its end."""
    resampler = f"{blocks.removesuffix('_blocks')}samplers.0"
    table = {f"{side}.{blocks}.{0 if middle_first else 2 * LEVELS}": f"{side}.mid_block"}
    for level in range(LEVELS):
        block, between = f"{side}.{blocks}.{level}", f"{side}.{blocks}.{level}.{resampler}"
        first, second = (between, block) if middle_first else (block, between)
        table[f"{side}.{blocks}.{2 * level + middle_first}"] = first
        table[f"{side}.{blocks}.{2 * level + 1 + middle_first}"] = second
    return table


TABLES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "transformer": {
            "patchify_proj": "proj_in",
            "audio_patchify_proj": "audio_proj_in",
            "adaln_single": "time_embed",
            "audio_adaln_single": "audio_time_embed",
            "prompt_adaln_single": "prompt_adaln",  # since LTX-2.3, as the next; 12 weights in all
            "audio_prompt_adaln_single": "audio_prompt_adaln",
            "av_ca_video_scale_shift_adaln_single": "av_cross_attn_video_scale_shift",
            "av_ca_a2v_gate_adaln_single": "av_cross_attn_video_a2v_gate",
            "av_ca_audio_scale_shift_adaln_single": "av_cross_attn_audio_scale_shift",
            "av_ca_v2a_gate_adaln_single": "av_cross_attn_audio_v2a_gate",
            "scale_shift_table_a2v_ca_video": "video_a2v_cross_attn_scale_shift_table",
            "scale_shift_table_a2v_ca_audio": "audio_a2v_cross_attn_scale_shift_table",
            **_NORMS,
        },
        "connectors": {
            "video_embeddings_connector": "video_connector",
            "audio_embeddings_connector": "audio_connector",
            "transformer_1d_blocks": "transformer_blocks",
            "text_embedding_projection.aggregate_embed": "text_proj_in",
            "text_embedding_projection.video_aggregate_embed": "video_text_proj_in",  # since LTX-2.3
            "text_embedding_projection.audio_aggregate_embed": "audio_text_proj_in",
            **_NORMS,
        },
        "vae": {
            **_blocks("encoder", "down_blocks", middle_first=False),
            **_blocks("decoder", "up_blocks", middle_first=True),
            "res_blocks": "resnets",
            "last_time_embedder": "time_embedder",
            "last_scale_shift_table": "scale_shift_table",
            **_STATISTICS,
        },
        "audio_vae": _STATISTICS,
        "vocoder": {
            "ups": "upsamplers",
            "resblocks": "resnets",
            "conv_pre": "conv_in",
            "conv_post": "conv_out",
            "act_post": "act_out",
            "downsample.lowpass": "downsample",
        },
        "latent_upsampler": {},
    }
)


def placed(official: str) -> tuple[str, str] | None:
    """The part and the name there of a weight of a whole model's file; ``None`` for what no part has."""
    if UNUSED.fullmatch(official):
        return None
    if official.startswith(CONNECTORS):
        return "connectors", renamed(official.removeprefix(MODEL), TABLES["connectors"])
    for part, prefix in PREFIXES.items():
        if official.startswith(prefix):
            return part, renamed(official.removeprefix(prefix), TABLES[part])
    return None


def renamed(name: str, table: Mapping[str, str]) -> str:
    """``name`` with every stretch that ``table`` knows exchanged for its other side."""
    return _pattern(tuple(table)).sub(lambda match: table[match[0]], name) if table else name


@cache
def _pattern(stretches: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(stretches, key=len, reverse=True)
    return re.compile(rf"(?<![^.])(?:{'|'.join(map(re.escape, longest_first))})(?![^.])")
