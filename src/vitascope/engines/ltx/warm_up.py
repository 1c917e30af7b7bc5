"""A look at every module at work before the first customer's clip: what cannot run here is found while loading.

It also takes on itself what a first run costs: kernels are chosen and built, memory is taken from the driver.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import torch
from torch import Tensor

from vitascope.core.errors import EngineFailed
from vitascope.core.media import Resolution
from vitascope.engines.ltx.decode import decode
from vitascope.engines.ltx.geometry import LatentSize, plan
from vitascope.engines.ltx.latents import State, Statistics, unpack_video
from vitascope.engines.ltx.passes import Context, Pass
from vitascope.engines.ltx.prompt import UNWANTED
from vitascope.engines.ltx.sound import decode_sound
from vitascope.engines.ltx.text import TextEncoder
from vitascope.engines.ltx.upsample import upsample
from vitascope.engines.ltx.weights import Weights

FPS = Fraction(25)
CLIP = plan(Resolution(name="warm-up", width=128, height=128), 9, FPS)
"""The smallest with more than one latent in each direction, in both stages."""


def warm_up(weights: Weights, text: TextEncoder, *, step: Callable[[str, int, int], None]) -> None:
    """Every module once, on a tiny clip. Raises `EngineFailed` where numbers come out that no clip can be made of.

    ``step`` is told before each part. What a device cannot do is raised as it comes.
    """
    full = weights.transformer_full
    parts = 7 if full is None else 8
    said = text.read(UNWANTED, lambda: step("warm-up: text", 0, parts))
    step("warm-up: first frame", 1, parts)
    _check("the VAE's encoder", _first_frame(weights))
    step("warm-up: first stage", 2, parts)
    half = _passed(weights.transformer, said.distilled, CLIP.half)
    step("warm-up: upsampler", 3, parts)
    statistics = Statistics.of(weights.vae)
    larger = upsample(half.video, CLIP.half, upsampler=weights.upsampler, statistics=statistics)
    _check("the upsampler", larger)
    step("warm-up: second stage", 4, parts)
    whole = _passed(weights.transformer, said.distilled, CLIP.full)
    step("warm-up: sound", 5, parts)
    wave = decode_sound(
        whole.audio, audio_vae=weights.audio_vae, vocoder=weights.vocoder, frames=CLIP.frames, fps=CLIP.fps
    )
    _check("the sound's decoder", torch.from_numpy(wave))
    step("warm-up: decoding", 6, parts)
    latents = unpack_video(statistics.denormalise(whole.video), CLIP.full)
    for frames in decode(latents, vae=weights.vae, before_tile=lambda *_: None):
        _check("the VAE's decoder", frames)
    if full is not None:
        step("warm-up: guided first stage", 7, parts)
        _passed(full, said.full or said.distilled, CLIP.half)


def _passed(transformer: object, said: Context, size: LatentSize) -> State:
    """One step from nothing: a velocity, which is as good as latents for trying what comes after."""
    config = transformer.config  # type: ignore[attr-defined]
    nothing = State(
        video=torch.zeros(1, size.tokens, config.in_channels),
        audio=torch.zeros(1, CLIP.audio_latents, config.audio_in_channels),
    )
    out = Pass(transformer, said, size, audio_latents=CLIP.audio_latents, fps=CLIP.fps)(nothing, 1.0)
    _check("the transformer", out.video)
    _check("the transformer", out.audio)
    return out


@torch.inference_mode()
def _first_frame(weights: Weights) -> Tensor:
    _, height, width = CLIP.full.pixels
    still = torch.zeros(1, 3, 1, height, width, device=weights.vae.device, dtype=weights.vae.dtype)
    latents: Tensor = weights.vae.encode(still, return_dict=False)[0].mode()
    return latents


def _check(part: str, numbers: Tensor) -> None:
    if not bool(torch.isfinite(numbers).all()):
        raise EngineFailed(f"The warm-up failed: {part} gives numbers that are not finite; its weights may be damaged.")
