"""LTX-2 in miniature: every part of it with random weights, in diffusers' layout, a few megabytes in all.

    python -m vitascope.testing.tiny_ltx DIR

It paints noise, but it is loaded, conditioned, sampled and decoded as the real one is, in seconds and on any CPU:
the same classes, the same 8 × 32 × 32 compression, the same names of weights. For tests of ours and of plug-ins.
"""

from __future__ import annotations

import string
import sys
from pathlib import Path

import torch
from diffusers import AutoencoderKLLTX2Audio, AutoencoderKLLTX2Video, LTX2VideoTransformer3DModel
from diffusers.pipelines.ltx2 import LTX2LatentUpsamplerModel, LTX2TextConnectors, LTX2Vocoder
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from torch import nn
from transformers import Gemma3Config, Gemma3ForConditionalGeneration, PreTrainedTokenizerFast

TEXT_WIDTH = 32
TEXT_LAYERS = 2
HEADS = 2
VIDEO_WIDTH = 32
AUDIO_WIDTH = 16
MEL_BINS = 16
AUDIO_CHANNELS = 2
AUDIO_FEATURES = AUDIO_CHANNELS * MEL_BINS // 4
"""What the transformer sees of the sound a token: channels × latent mel bins."""


def build(folder: Path, *, seed: int = 0) -> None:
    """Write the whole set to ``folder``; the same ``seed`` gives the same weights."""
    torch.manual_seed(seed)
    parts: dict[str, nn.Module] = {
        "transformer": _transformer(),
        "vae": _video_vae(),
        "audio_vae": _audio_vae(),
        "connectors": _connectors(),
        "vocoder": _vocoder(),
        "latent_upsampler": LTX2LatentUpsamplerModel(in_channels=128, mid_channels=32, num_blocks_per_stage=1),
        "text_encoder": _text_encoder(),
    }
    for name, part in parts.items():
        _enliven(part)
        part.save_pretrained(folder / name)  # type: ignore[operator]
    _tokenizer().save_pretrained(folder / "tokenizer")


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


def _transformer() -> LTX2VideoTransformer3DModel:
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
        perturbed_attn=True,  # the same weights; guidance needs it
    )


def _video_vae() -> AutoencoderKLLTX2Video:
    return AutoencoderKLLTX2Video(
        block_out_channels=(4, 8, 16, 32),
        decoder_block_out_channels=(8, 16, 32),
        layers_per_block=(1, 1, 1, 1, 1),
        decoder_layers_per_block=(1, 1, 1, 1),
        decoder_causal=False,
        spatial_compression_ratio=32,  # the constructor's own reckoning is off: it gives 64 and 16
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


def _connectors() -> LTX2TextConnectors:
    return LTX2TextConnectors(
        caption_channels=TEXT_WIDTH,
        text_proj_in_factor=TEXT_LAYERS + 1,
        video_connector_num_attention_heads=HEADS,
        video_connector_attention_head_dim=TEXT_WIDTH // HEADS,
        video_connector_num_layers=1,
        video_connector_num_learnable_registers=8,
        audio_connector_num_attention_heads=HEADS,
        audio_connector_attention_head_dim=TEXT_WIDTH // HEADS,
        audio_connector_num_layers=1,
        audio_connector_num_learnable_registers=8,
        connector_rope_base_seq_len=32,
        rope_type="split",
    )


def _vocoder() -> LTX2Vocoder:
    return LTX2Vocoder(
        in_channels=2 * MEL_BINS, hidden_channels=32, resnet_kernel_sizes=[3], resnet_dilations=[[1, 3, 5]]
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
    build(Path(sys.argv[1]))
