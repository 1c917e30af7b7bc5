"""What weights of LTX-2 are called in the published single files, from diffusers' names.

The other way round from the engine's own reading, and written apart from it, so that tests can hold one to the other.
"""

from __future__ import annotations

import re

_NORMS = ((r"\bnorm_(q|k)\b", r"\1_norm"),)
_STATISTICS = (
    (r"^latents_mean$", "per_channel_statistics.mean-of-means"),
    (r"^latents_std$", "per_channel_statistics.std-of-means"),
)
_RULES: dict[str, tuple[tuple[str, str], ...]] = {
    "transformer": (
        (r"^(audio_)?proj_in\.", r"\1patchify_proj."),
        (r"^(audio_)?time_embed\.", r"\1adaln_single."),
        (r"^(audio_)?prompt_adaln\.", r"\1prompt_adaln_single."),
        (r"^av_cross_attn_(video|audio)_scale_shift\.", r"av_ca_\1_scale_shift_adaln_single."),
        (r"^av_cross_attn_(?:video|audio)_(a2v|v2a)_gate\.", r"av_ca_\1_gate_adaln_single."),
        (r"\b(video|audio)_a2v_cross_attn_scale_shift_table$", r"scale_shift_table_a2v_ca_\1"),
        *_NORMS,
        (r"^", "model.diffusion_model."),
    ),
    "connectors": (
        (r"^(video|audio)_connector\.", r"model.diffusion_model.\1_embeddings_connector."),
        (r"\.transformer_blocks\.", ".transformer_1d_blocks."),
        (r"^(video_|audio_)?text_proj_in\.", r"text_embedding_projection.\1aggregate_embed."),
        *_NORMS,
    ),
    "vae": (*_STATISTICS, (r"\bresnets\b", "res_blocks"), (r"^", "vae.")),
    "audio_vae": (*_STATISTICS, (r"^", "audio_vae.")),
    "vocoder": (
        (r"\bupsamplers\b", "ups"),
        (r"\bresnets\b", "resblocks"),
        (r"\bconv_in\b", "conv_pre"),
        (r"\bconv_out\b", "conv_post"),
        (r"\bact_out\b", "act_post"),
        (r"\bdownsample\.filter$", "downsample.lowpass.filter"),
        (r"^", "vocoder."),
    ),
}


def official_name(part: str, ours: str) -> str:
    """The name that weight ``ours`` of ``part`` is published under."""
    name = _one_list(ours) if part == "vae" else ours
    for pattern, replacement in _RULES[part]:
        name = re.sub(pattern, replacement, name)
    return name


def _one_list(name: str) -> str:
    """The video VAE's blocks, resamplers and middle block, counted in the order in which they run."""
    if name.startswith("encoder.mid_block."):
        return name.replace("mid_block", "down_blocks.8", 1)
    if name.startswith("decoder.mid_block."):
        return name.replace("mid_block", "up_blocks.0", 1)
    found = re.match(r"(encoder\.down|decoder\.up)_blocks\.(\d+)\.((?:down|up)samplers\.0\.)?", name)
    if found is None:
        return name
    side, level, resampler = found[1], int(found[2]), found[3] is not None
    place = 2 * level + resampler if side.startswith("encoder") else 2 * level + 2 - resampler
    return f"{side}_blocks.{place}.{name[found.end() :]}"
