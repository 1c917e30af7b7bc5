"""Both stages on the tiny model: image-to-video, guidance and tiles, beside diffusers' pipelines where right."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from tests.unit.engines.ltx.theirs import UNGUIDED
from vitascope.core.errors import Cancelled
from vitascope.core.media import Resolution
from vitascope.engines.ltx import weights as weights_files
from vitascope.engines.ltx.condition import CRF, at_size, canvas, pin_first
from vitascope.engines.ltx.geometry import LatentSize, Plan, plan
from vitascope.engines.ltx.latents import State, Statistics, pack_audio, pack_video, unpack_video
from vitascope.engines.ltx.noise import noise
from vitascope.engines.ltx.passes import Context
from vitascope.engines.ltx.published import PUBLISHED
from vitascope.engines.ltx.recipe import FAST, Recipe, pro
from vitascope.engines.ltx.sigmas import DISTILLED
from vitascope.engines.ltx.stages import Guidance, Order, Reached, Stages
from vitascope.engines.ltx.upsample import upsample
from vitascope.engines.ltx.weights import Weights
from vitascope.media.h264_round_trip import through_h264

FPS = Fraction(25)
SMALL = Resolution(name="small", width=192, height=128)
FRAMES = 9


class Still:
    """A `stages.Watch` that remembers where it was told to be."""

    def __init__(self) -> None:
        self.told: list[tuple[str, float]] = []
        self.looked = 0

    def reached(self, reached: Reached, *, of: int) -> None:
        self.told.append((reached.stage, reached.steps / of))

    def look(self) -> None:
        self.looked += 1


def relative(ours: Tensor, theirs: Tensor) -> float:
    return float((ours - theirs).norm() / theirs.norm())


def context_of(pipeline: Any, prompt: str) -> Context:
    embeds, mask, _, _ = pipeline.encode_prompt(prompt, do_classifier_free_guidance=False)
    with torch.inference_mode():
        video, audio, kept = pipeline.connectors(embeds, mask)
    return Context(video=video, audio=audio, mask=kept)


@pytest.fixture(scope="module")
def context(pipeline: Any) -> Context:
    return context_of(pipeline, "a boat at dawn")


@pytest.fixture
def picture() -> NDArray[np.uint8]:
    rows, columns = np.mgrid[: SMALL.height, : SMALL.width]
    return np.stack((rows * 2 % 256, columns % 256, (rows + columns) % 256), axis=2).astype(np.uint8)


def order(context: Context, **more: Any) -> Order:
    made: Plan = more.pop("plan", plan(SMALL, FRAMES, FPS))
    return Order(plan=made, fps=FPS, seed=3, context=context, **more)


def first_tokens(video: Tensor, size: LatentSize) -> Tensor:
    return video[:, : size.height * size.width]


def test_the_given_frame_is_its_own_encoding_in_both_stages(
    loaded: Weights, context: Context, picture: NDArray[np.uint8]
) -> None:
    asked, stages = order(context, image=picture), Stages(loaded, FAST)
    for size, state in (
        (asked.plan.half, half := stages.half(asked, Still())),
        (asked.plan.full, stages.full(asked, half, Still())),
    ):
        given = pin_first(picture, asked.plan, size, vae=loaded.vae)
        assert torch.equal(first_tokens(state.video, size), first_tokens(given.latents, size))


def test_stage_two_encodes_the_image_again_rather_than_enlarge_what_stage_one_had(
    loaded: Weights, context: Context, picture: NDArray[np.uint8]
) -> None:
    asked, stages = order(context, image=picture), Stages(loaded, FAST)
    half = stages.half(asked, Still())
    enlarged = upsample(half.video, asked.plan.half, upsampler=loaded.upsampler, statistics=Statistics.of(loaded.vae))
    ours = first_tokens(stages.full(asked, half, Still()).video, asked.plan.full)
    assert relative(first_tokens(enlarged, asked.plan.full), ours) > 0.1


def test_the_given_frame_leads_what_comes_after_it(
    loaded: Weights, context: Context, picture: NDArray[np.uint8]
) -> None:
    stages = Stages(loaded, FAST)
    asked = order(context, image=picture)
    led, free = stages.half(asked, Still()), stages.half(order(context), Still())
    tokens = asked.plan.half.height * asked.plan.half.width
    assert relative(led.video[:, tokens:], free.video[:, tokens:]) > 1e-4
    assert relative(led.audio, free.audio) > 1e-5


def test_stage_one_from_an_image_is_that_of_diffusers(
    loaded: Weights, pipeline: Any, context: Context, picture: NDArray[np.uint8]
) -> None:
    from diffusers import LTX2ImageToVideoPipeline

    theirs_of = LTX2ImageToVideoPipeline(**{**pipeline.components, "processor": None})
    theirs_of.set_progress_bar_config(disable=True)
    asked = order(context, image=picture)
    size = asked.plan.half
    still = at_size(through_h264(canvas(picture, asked.plan), crf=CRF), size)
    pixels = theirs_of.video_processor.preprocess(Image.fromarray(still), height=64, width=96)
    start, _ = theirs_of.prepare_latents(
        pixels, 1, 128, size.height * 32, size.width * 32, FRAMES, dtype=torch.float32,
        generator=torch.Generator().manual_seed(0),
    )  # fmt: skip
    video = noise((1, size.tokens, 128), seed=3, use="video")
    tokens = size.height * size.width
    video[:, :tokens] = start[:, :tokens]
    latents = unpack_video(Statistics.of(pipeline.vae).denormalise(video), size)
    audio = noise((1, asked.plan.audio_latents, 8), seed=3, use="audio")
    theirs = theirs_of(
        image=Image.fromarray(still),
        prompt="a boat at dawn",
        height=size.height * 32,
        width=size.width * 32,
        num_frames=FRAMES,
        frame_rate=25.0,
        sigmas=list(DISTILLED[:-1]),
        num_inference_steps=8,
        **UNGUIDED,
        latents=latents,
        noise_scale=0.0,
        audio_latents=Statistics.of(pipeline.audio_vae).denormalise(audio),
        output_type="latent",
    )
    ours = Stages(loaded, FAST).half(asked, Still())
    assert_same(ours, theirs, pipeline)


GUIDED = {
    "guidance_scale": 3.0,
    "stg_scale": 1.0,
    "modality_scale": 3.0,
    "guidance_rescale": 0.7,
    "audio_guidance_scale": 7.0,
    "audio_stg_scale": 1.0,
    "audio_modality_scale": 3.0,
    "audio_guidance_rescale": 0.7,
}


@pytest.mark.parametrize("version", ["2.0", "2.3"])
def test_guided_steps_are_those_of_diffusers(request: pytest.FixtureRequest, version: str) -> None:
    """With its own scheduler, whose shift is held where the official recipe has it; `use_cross_timestep` is 2.3's."""
    from diffusers import FlowMatchEulerDiscreteScheduler, LTX2VideoTransformer3DModel

    first = version == "2.0"
    folder: Path = request.getfixturevalue("tiny_folder" if first else "later_folder")
    pipeline: Any = request.getfixturevalue("pipeline" if first else "later_pipeline")
    full = LTX2VideoTransformer3DModel.from_pretrained(folder / "transformer_full", perturbed_attn=True)
    scheduler = FlowMatchEulerDiscreteScheduler(
        use_dynamic_shifting=True, base_shift=2.05, max_shift=2.05, base_image_seq_len=1024, max_image_seq_len=4096,
        shift_terminal=0.1, time_shift_type="exponential",
    )  # fmt: skip
    guidance = Guidance(prompt=context_of(pipeline, "a boat"), negative=context_of(pipeline, "blurred"))
    asked = order(context_of(pipeline, "for stage 2 alone"), guidance=guidance)
    size = asked.plan.half
    theirs_of = type(pipeline)(**{**pipeline.components, "scheduler": scheduler, "transformer": full})
    theirs_of.set_progress_bar_config(disable=True)
    audio = noise((1, asked.plan.audio_latents, 8), seed=3, use="audio")
    theirs = theirs_of(
        prompt="a boat",
        negative_prompt="blurred",
        height=size.height * 32,
        width=size.width * 32,
        num_frames=FRAMES,
        frame_rate=25.0,
        num_inference_steps=4,
        **GUIDED,
        spatio_temporal_guidance_blocks=[1],
        use_cross_timestep=not first,
        latents=noise((1, size.tokens, 128), seed=3, use="video"),
        audio_latents=Statistics.of(pipeline.audio_vae).denormalise(audio),
        output_type="latent",
    )
    recipe = Recipe(half_steps=4, skipped_attention=(1,), guided=True)
    loaded = weights_files.load(folder, dtype=torch.float32)
    assert_same(Stages(loaded, recipe).half(asked, Still()), theirs, pipeline)


def assert_same(ours: State, theirs: Any, pipeline: Any) -> None:
    video, audio = Statistics.of(pipeline.vae), Statistics.of(pipeline.audio_vae)
    assert relative(video.denormalise(ours.video), pack_video(theirs.frames)) < 1e-4
    assert relative(audio.denormalise(ours.audio), pack_audio(theirs.audio)) < 1e-4


def test_the_guided_recipe_is_that_of_the_release() -> None:
    first, later = (pro(PUBLISHED[version]["transformer"]) for version in ("2.0", "2.3"))
    assert (first.half_steps, first.skipped_attention, first.guided) == (40, (29,), True)
    assert (later.half_steps, later.skipped_attention, later.guided) == (30, (28,), True)
    assert pro({"num_layers": 2}).skipped_attention == (1,), "there is no block 29 of two"


def test_stage_two_of_the_guided_recipe_is_the_distilled_models(loaded: Weights, context: Context) -> None:
    asked = order(context, guidance=Guidance(prompt=context, negative=context))
    half = Stages(loaded, FAST).half(asked, Still())
    fast = Stages(loaded, FAST).full(asked, half, Still())
    guided = Stages(loaded, Recipe(half_steps=2, guided=True)).full(asked, half, Still())
    assert torch.equal(fast.video, guided.video)


WIDE = Resolution(name="wide", width=33 * 64, height=64)
"""A latent side longer than the transformer was trained for: stage 2 runs in tiles."""


@pytest.mark.parametrize("with_image", [False, True])
def test_a_tiled_stage_leaves_the_sound_and_the_given_frame_as_they_are(
    loaded: Weights, context: Context, with_image: bool
) -> None:
    image = np.full((WIDE.height, WIDE.width, 3), 90, np.uint8) if with_image else None
    asked, stages = order(context, plan=plan(WIDE, FRAMES, FPS), image=image), Stages(loaded, FAST)
    assert len(asked.plan.tiles) == 2
    half = stages.half(asked, Still())
    full = stages.full(asked, half, Still())
    assert torch.equal(full.audio, half.audio)
    assert full.video.isfinite().all()
    if image is not None:
        given = pin_first(image, asked.plan, asked.plan.full, vae=loaded.vae)
        assert torch.equal(first_tokens(full.video, asked.plan.full), first_tokens(given.latents, asked.plan.full))


def test_a_tiled_stage_has_no_seam(loaded: Weights, context: Context) -> None:
    """Neighbouring columns differ no more where tiles meet than elsewhere."""
    asked, stages = order(context, plan=plan(WIDE, FRAMES, FPS)), Stages(loaded, FAST)
    full = stages.full(asked, stages.half(asked, Still()), Still())
    picture = unpack_video(full.video, asked.plan.full)
    steps = (picture[..., 1:] - picture[..., :-1]).abs().mean(dim=(0, 1, 2, 3))
    assert float(steps.max()) < 1.5 * float(steps.median())


def test_the_same_order_gives_the_same_state_and_another_seed_another(loaded: Weights, context: Context) -> None:
    stages = Stages(loaded, FAST)
    once, again = stages.half(order(context), Still()), stages.half(order(context), Still())
    assert torch.equal(once.video, again.video)
    assert torch.equal(once.audio, again.audio)
    other = stages.half(Order(plan=plan(SMALL, FRAMES, FPS), fps=FPS, seed=4, context=context), Still())
    assert not torch.equal(once.video, other.video)


def test_progress_is_told_at_every_step_and_looked_at_before_every_block(loaded: Weights, context: Context) -> None:
    watch, asked, stages = Still(), order(context), Stages(loaded, FAST)
    stages.full(asked, stages.half(asked, watch), watch)
    assert [told for told in watch.told if told[0] == "first stage"] == [("first stage", i / 8) for i in range(9)]
    assert [told for told in watch.told if told[0] == "second stage"] == [("second stage", i / 3) for i in range(4)]
    assert watch.looked == (8 + 3) * loaded.transformer.config.num_layers


class Cancelling(Still):
    """Cancels within the second step, between two blocks."""

    def look(self) -> None:
        super().look()
        if self.looked == 4:
            raise Cancelled("now")


def test_a_cancel_in_mid_step_ends_the_stage_there(loaded: Weights, context: Context) -> None:
    watch = Cancelling()
    with pytest.raises(Cancelled):
        Stages(loaded, FAST).half(order(context), watch)
    assert watch.looked == 4
    assert watch.told[-1] == ("first stage", 1 / 8)
