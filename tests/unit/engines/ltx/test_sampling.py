"""Sampling on the tiny model, step for step beside diffusers' own pipeline on the same weights and noise."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import torch
from torch import Tensor

from tests.unit.engines.ltx.theirs import UNGUIDED
from vitascope.core.errors import Cancelled
from vitascope.engines.ltx.geometry import LatentSize
from vitascope.engines.ltx.latents import State, Statistics, pack_audio, pack_video, unpack_audio, unpack_video
from vitascope.engines.ltx.noise import noise
from vitascope.engines.ltx.passes import Context, Pass, Perturbation
from vitascope.engines.ltx.sampler import denoise
from vitascope.engines.ltx.sigmas import DISTILLED
from vitascope.engines.ltx.upsample import upsample

SIZE = LatentSize(frames=3, height=2, width=4)
FRAMES = 17
AUDIO = round(Fraction(FRAMES * 25, 25))
FPS = Fraction(25)


def relative(ours: Tensor, theirs: Tensor) -> float:
    return float((ours - theirs).norm() / theirs.norm())


@pytest.fixture(scope="module")
def context(pipeline: Any) -> Context:
    embeds, mask, _, _ = pipeline.encode_prompt("a boat at dawn", do_classifier_free_guidance=False)
    video, audio, kept = pipeline.connectors(embeds, mask)
    return Context(video=video.detach(), audio=audio.detach(), mask=kept.detach())


@pytest.fixture
def start() -> State:
    return State(
        video=noise((1, SIZE.tokens, 128), seed=1, use="video"), audio=noise((1, AUDIO, 8), seed=1, use="audio")
    )


def one_pass(pipeline: Any, context: Context, **more: Any) -> Pass:
    return Pass(pipeline.transformer, context, SIZE, audio_latents=AUDIO, fps=FPS, **more)


def test_eight_distilled_steps_are_those_of_diffusers(pipeline: Any, context: Context, start: State) -> None:
    video_vae, audio_vae = Statistics.of(pipeline.vae), Statistics.of(pipeline.audio_vae)
    theirs = pipeline(
        prompt="a boat at dawn",
        height=SIZE.height * 32,
        width=SIZE.width * 32,
        num_frames=FRAMES,
        frame_rate=25.0,
        sigmas=list(DISTILLED[:-1]),
        num_inference_steps=8,
        **UNGUIDED,
        latents=start.video,
        audio_latents=audio_vae.denormalise(start.audio),
        noise_scale=0.0,
        output_type="latent",
    )
    ours = denoise(one_pass(pipeline, context), start, DISTILLED, before_step=lambda *_: None)
    assert relative(unpack_video(video_vae.denormalise(ours.video), SIZE), theirs.frames) < 1e-4
    assert relative(unpack_audio(audio_vae.denormalise(ours.audio), 2), theirs.audio) < 1e-4


def test_sampling_that_stopped_goes_on_bit_for_bit(pipeline: Any, context: Context, start: State) -> None:
    velocity = one_pass(pipeline, context)
    whole = denoise(velocity, start, DISTILLED, before_step=lambda *_: None)
    half = denoise(velocity, start, DISTILLED[:5], before_step=lambda *_: None)
    rest = denoise(velocity, half, DISTILLED, before_step=lambda *_: None, first=4)
    assert torch.equal(rest.video, whole.video)
    assert torch.equal(rest.audio, whole.audio)


def test_a_cancel_is_looked_at_between_the_blocks_of_a_step(pipeline: Any, context: Context, start: State) -> None:
    calls = 0

    def second_block() -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise Cancelled("now")

    with pytest.raises(Cancelled):
        one_pass(pipeline, context, between_blocks=second_block)(start, 1.0)
    assert calls == 2
    one_pass(pipeline, context)(start, 1.0)
    assert calls == 2, "nothing is left on the blocks"


def test_pinned_tokens_are_told_to_be_clean(pipeline: Any, context: Context, start: State) -> None:
    none = torch.zeros(1, SIZE.tokens)
    first = none.clone()
    first[:, : SIZE.height * SIZE.width] = 1
    plain = one_pass(pipeline, context)(start, 0.9)
    assert relative(one_pass(pipeline, context, pinned=none)(start, 0.9).video, plain.video) < 1e-5
    assert relative(one_pass(pipeline, context, pinned=first)(start, 0.9).video, plain.video) > 1e-3


@pytest.mark.parametrize("how", [Perturbation(skipped_attention=(1,)), Perturbation(isolated=True)])
def test_a_weakened_pass_is_another_one(pipeline: Any, context: Context, start: State, how: Perturbation) -> None:
    plain = one_pass(pipeline, context)(start, 0.9)
    assert relative(one_pass(pipeline, context, perturbation=how)(start, 0.9).video, plain.video) > 1e-5


def test_latents_are_upsampled_as_the_vae_has_them(tiny_folder: Any, pipeline: Any, start: State) -> None:
    from diffusers.pipelines.ltx2 import LTX2LatentUpsamplerModel

    upsampler = LTX2LatentUpsamplerModel.from_pretrained(tiny_folder / "latent_upsampler").eval()
    statistics = Statistics.of(pipeline.vae)
    ours = upsample(start.video, SIZE, upsampler=upsampler, statistics=statistics)
    with torch.inference_mode():
        theirs = upsampler(unpack_video(statistics.denormalise(start.video), SIZE))
    larger = LatentSize(frames=3, height=4, width=8)
    assert relative(unpack_video(statistics.denormalise(ours), larger), theirs) < 1e-5


def test_packing_is_that_of_diffusers_and_comes_back(pipeline: Any) -> None:
    video = torch.randn(1, 128, 3, 2, 4)
    audio = torch.randn(1, 2, 17, 4)
    assert torch.equal(pack_video(video), pipeline._pack_latents(video))
    assert torch.equal(pack_audio(audio), pipeline._pack_audio_latents(audio))
    assert torch.equal(unpack_video(pack_video(video), SIZE), video)
    assert torch.equal(unpack_audio(pack_audio(audio), 2), audio)


def test_noise_comes_from_the_seed_and_each_use_has_its_own() -> None:
    assert torch.equal(noise((2, 3), seed=7, use="video"), noise((2, 3), seed=7, use="video"))
    assert not torch.equal(noise((2, 3), seed=7, use="video"), noise((2, 3), seed=8, use="video"))
    assert not torch.equal(noise((2, 3), seed=7, use="video"), noise((2, 3), seed=7, use="audio"))
    assert torch.equal(noise((1, 20, 8), seed=7, use="audio")[:, :10], noise((1, 10, 8), seed=7, use="audio"))
