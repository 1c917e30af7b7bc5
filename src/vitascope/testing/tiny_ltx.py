"""LTX-2 in miniature: every part of it with random weights, in either layout, a few megabytes in all.

    python -m vitascope.testing.tiny_ltx DIR [--version 2.3] [--single-file]

It paints noise, but it is loaded, conditioned, sampled and decoded as the real one is, in seconds and on any CPU:
the same classes, the same 8 × 32 × 32 compression, the same names of weights. For tests of ours and of plug-ins.
"""

from __future__ import annotations

import argparse
import string
from pathlib import Path
from typing import Literal, get_args

import torch
from diffusers import AutoencoderKLLTX2Audio, AutoencoderKLLTX2Video, LTX2VideoTransformer3DModel
from diffusers.pipelines.ltx2 import LTX2LatentUpsamplerModel, LTX2TextConnectors, LTX2Vocoder, LTX2VocoderWithBWE
from safetensors.torch import save_file
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from torch import Tensor, nn
from transformers import Gemma3Config, Gemma3ForConditionalGeneration, PreTrainedTokenizerFast

from vitascope.testing.official_names import official_name

Version = Literal["2.0", "2.3"]
"""2.3 gates its attention, modulates the prompt, projects it for each of picture and sound, and widens its sound."""

TEXT_WIDTH = 32
TEXT_LAYERS = 2
HEADS = 2
VIDEO_WIDTH = 32
AUDIO_WIDTH = 16
MEL_BINS = 16
AUDIO_CHANNELS = 2
AUDIO_FEATURES = AUDIO_CHANNELS * MEL_BINS // 4
"""What the transformer sees of the sound a token: channels × latent mel bins."""


def build(folder: Path, *, version: Version = "2.0", seed: int = 0) -> None:
    """Write the whole set to ``folder``; the same ``seed`` gives the same weights.

    ``transformer`` and ``connectors`` stand for a distilled model's, those with ``_full`` for an undistilled one's.
    """
    torch.manual_seed(seed)
    for name, part in models_of(version).items():
        part.save_pretrained(folder / name)  # type: ignore[operator]
    _tokenizer().save_pretrained(folder / "tokenizer")


def build_single_files(folder: Path, *, version: Version = "2.0", seed: int = 0) -> None:
    """The same weights as they are published: under the official names, each model in one file.

    Beside them lie the parts' configurations, because these dimensions are not the published ones.
    """
    torch.manual_seed(seed)
    parts = models_of(version)
    folder.mkdir(parents=True, exist_ok=True)
    shared: dict[str, Tensor] = {f"vae.{name}": torch.zeros(128) for name in _UNREAD}
    for name in ("vae", "audio_vae", "vocoder"):
        shared |= official(name, parts[name])
    for suffix, kind in (("", "distilled"), ("_full", "dev")):
        own = official("transformer", parts[f"transformer{suffix}"]) | official(
            "connectors", parts[f"connectors{suffix}"]
        )
        everything = shared | own
        save_file({k: v.contiguous() for k, v in everything.items()}, folder / f"tiny-{kind}.safetensors")
    save_file(parts["latent_upsampler"].state_dict(), folder / "tiny-spatial-upscaler-x2.safetensors")
    for name, part in parts.items():
        if name == "text_encoder":
            part.save_pretrained(folder / "gemma-tiny")  # type: ignore[operator]
        else:
            part.save_config(folder / name)  # type: ignore[operator]
    _tokenizer().save_pretrained(folder / "gemma-tiny")


_UNREAD = ("per_channel_statistics.channel", "per_channel_statistics.mean-of-stds")


def official(part: str, model: nn.Module) -> dict[str, Tensor]:
    """A part's weights by the names that they are published under."""
    return {official_name(part, ours): tensor for ours, tensor in model.state_dict().items()}


def models_of(version: Version) -> dict[str, nn.Module]:
    """Every part that has weights, by the name of its folder."""
    parts: dict[str, nn.Module] = {
        "transformer": _transformer(version),
        "vae": _video_vae(version),
        "audio_vae": _audio_vae(),
        "connectors": _connectors(version),
        "vocoder": _vocoder() if version == "2.0" else _wide_vocoder(),
        "latent_upsampler": LTX2LatentUpsamplerModel(
            in_channels=128, mid_channels=32, num_blocks_per_stage=1, use_rational_resampler=version == "2.0"
        ),
        "text_encoder": _text_encoder(),
        "transformer_full": _transformer(version),
        "connectors_full": _connectors(version),
    }
    for part in parts.values():
        _enliven(part)
    return parts


def _enliven(part: nn.Module) -> None:
    """No weight is left at zero, as training would leave none: what is zero would hide what it multiplies."""
    with torch.no_grad():
        for weight in part.parameters():
            if not weight.any():
                weight.normal_(std=0.02)
        for name, buffer in part.named_buffers():
            if name == "latents_mean":
                buffer.normal_(std=0.1)
            elif name == "latents_std":
                buffer.uniform_(0.8, 1.2)


def _transformer(version: Version) -> LTX2VideoTransformer3DModel:
    later = version != "2.0"
    return LTX2VideoTransformer3DModel(
        num_attention_heads=HEADS,
        attention_head_dim=VIDEO_WIDTH // HEADS,
        cross_attention_dim=VIDEO_WIDTH,
        audio_in_channels=AUDIO_FEATURES,
        audio_out_channels=AUDIO_FEATURES,
        audio_num_attention_heads=HEADS,
        audio_attention_head_dim=AUDIO_WIDTH // HEADS,
        audio_cross_attention_dim=AUDIO_WIDTH,
        num_layers=2,
        caption_channels=TEXT_WIDTH,
        rope_type="split",
        gated_attn=later,
        audio_gated_attn=later,
        cross_attn_mod=later,
        audio_cross_attn_mod=later,
        use_prompt_embeddings=not later,
        perturbed_attn=later,
        timestep_scale_multiplier=1000,
        cross_attn_timestep_scale_multiplier=1000,
    )


def _video_vae(version: Version) -> AutoencoderKLLTX2Video:
    if version == "2.0":
        return AutoencoderKLLTX2Video(
            block_out_channels=(4, 8, 16, 32),
            decoder_block_out_channels=(8, 16, 32),
            layers_per_block=(1, 1, 1, 1, 1),
            decoder_layers_per_block=(1, 1, 1, 1),
            decoder_causal=False,
            spatial_compression_ratio=32,  # the constructor's own reckoning is off: it gives 64 and 16
            temporal_compression_ratio=8,
        )
    return AutoencoderKLLTX2Video(
        block_out_channels=(4, 8, 16, 16),
        decoder_block_out_channels=(4, 8, 8, 16),
        layers_per_block=(1, 1, 1, 1, 1),
        decoder_layers_per_block=(1, 1, 1, 1, 1),
        decoder_spatio_temporal_scaling=(True, True, True, True),
        decoder_inject_noise=(False, False, False, False, False),
        upsample_type=("spatiotemporal", "spatiotemporal", "temporal", "spatial"),
        upsample_residual=(False, False, False, False),
        upsample_factor=(2, 2, 1, 2),
        decoder_causal=False,
        decoder_spatial_padding_mode="zeros",
        spatial_compression_ratio=32,
        temporal_compression_ratio=8,
    )


def _audio_vae() -> AutoencoderKLLTX2Audio:
    return AutoencoderKLLTX2Audio(
        base_channels=AUDIO_FEATURES,  # its statistics are one number a feature, and are made from this
        ch_mult=(1, 1, 1),
        num_res_blocks=1,
        latent_channels=AUDIO_CHANNELS,
        resolution=MEL_BINS,
        mel_bins=MEL_BINS,
    )


def _connectors(version: Version) -> LTX2TextConnectors:
    later = version != "2.0"
    return LTX2TextConnectors(
        caption_channels=TEXT_WIDTH,
        text_proj_in_factor=TEXT_LAYERS + 1,
        video_connector_num_attention_heads=HEADS,
        video_connector_attention_head_dim=(VIDEO_WIDTH if later else TEXT_WIDTH) // HEADS,
        video_connector_num_layers=1,
        video_connector_num_learnable_registers=8,
        video_gated_attn=later,
        audio_connector_num_attention_heads=HEADS,
        audio_connector_attention_head_dim=(AUDIO_WIDTH if later else TEXT_WIDTH) // HEADS,
        audio_connector_num_layers=1,
        audio_connector_num_learnable_registers=8,
        audio_gated_attn=later,
        connector_rope_base_seq_len=32,
        rope_type="split",
        per_modality_projections=later,
        video_hidden_dim=VIDEO_WIDTH,
        audio_hidden_dim=AUDIO_WIDTH,
        proj_bias=later,
    )


def _vocoder() -> LTX2Vocoder:
    return LTX2Vocoder(
        in_channels=2 * MEL_BINS, hidden_channels=32, resnet_kernel_sizes=[3], resnet_dilations=[[1, 3, 5]]
    )


def _wide_vocoder() -> LTX2VocoderWithBWE:
    return LTX2VocoderWithBWE(
        in_channels=2 * MEL_BINS,
        hidden_channels=64,
        resnet_kernel_sizes=[3],
        resnet_dilations=[[1, 3, 5]],
        bwe_in_channels=2 * MEL_BINS,
        bwe_hidden_channels=32,
        bwe_resnet_kernel_sizes=[3],
        bwe_resnet_dilations=[[1, 3, 5]],
        num_mel_channels=MEL_BINS,
    )


def _text_encoder() -> Gemma3ForConditionalGeneration:
    return Gemma3ForConditionalGeneration(
        Gemma3Config(
            text_config={
                "vocab_size": 256,
                "hidden_size": TEXT_WIDTH,
                "intermediate_size": TEXT_WIDTH,
                "num_hidden_layers": TEXT_LAYERS,
                "num_attention_heads": HEADS,
                "num_key_value_heads": 1,
                "head_dim": TEXT_WIDTH // HEADS,
                "sliding_window": 64,
                "max_position_embeddings": 2048,
            },
            vision_config={
                "hidden_size": 16,
                "intermediate_size": 16,
                "num_hidden_layers": 1,
                "num_attention_heads": 1,
                "image_size": 28,
                "patch_size": 14,
            },
            mm_tokens_per_image=4,
            image_token_index=255,
            boi_token_index=254,
            eoi_token_index=253,
        )
    )


def _tokenizer() -> PreTrainedTokenizerFast:
    """A character, a token."""
    special = ["<pad>", "<eos>", "<bos>", "<unk>"]
    vocabulary = {token: index for index, token in enumerate([*special, *string.printable])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))  # noqa: S106 - no password
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.post_processor = processors.TemplateProcessing(single="<bos> $A", special_tokens=[("<bos>", 2)])
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="<pad>",  # noqa: S106
        eos_token="<eos>",  # noqa: S106
        bos_token="<bos>",  # noqa: S106
        unk_token="<unk>",  # noqa: S106
        model_max_length=1024,
        padding_side="left",
    )


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description="LTX-2 in miniature, with random weights.")
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--version", choices=get_args(Version), default="2.0")
    arguments.add_argument("--single-file", action="store_true", help="as published, not in diffusers' layout")
    asked = arguments.parse_args()
    (build_single_files if asked.single_file else build)(asked.folder, version=asked.version)
