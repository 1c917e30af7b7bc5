"""A given last frame: its place, what it leads, and both stages beside diffusers' own condition pipeline."""

from __future__ import annotations

from dataclasses import replace
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
from vitascope.core.media import Resolution
from vitascope.engines.ltx import weights as weights_files
from vitascope.engines.ltx.condition import CRF, at_size, canvas, pin_first, pin_last
from vitascope.engines.ltx.geometry import LatentSize, Plan, Tile, plan
from vitascope.engines.ltx.keyframe import Keyframe, beside, places
from vitascope.engines.ltx.latents import State, Statistics, noised, pack_audio, pack_video, unpack_audio, unpack_video
from vitascope.engines.ltx.noise import noise
from vitascope.engines.ltx.passes import Context, Pass
from vitascope.engines.ltx.recipe import FAST, Recipe
from vitascope.engines.ltx.sigmas import DISTILLED, REFINE
from vitascope.engines.ltx.stages import FIRST as FIRST_STAGE
from vitascope.engines.ltx.stages import SECOND, Guidance, Order, Reached, Stages
from vitascope.engines.ltx.upsample import upsample
from vitascope.engines.ltx.weights import Weights
from vitascope.media.h264_round_trip import through_h264

FPS = Fraction(25)
SMALL = Resolution(name="small", width=192, height=128)
FRAMES = 10
"""Seventeen are rendered. Number 9, the last that is shown, diffusers can name too: a latent begins there."""
THEIR_INDEX = 2
CPU = torch.device("cpu")


class Still:
    """A `stages.Watch` that does not mind."""

    def reached(self, reached: Reached, *, of: int) -> None:
        pass

    def look(self) -> None:
        pass


class Remembering(Still):
    """One that could go on from anywhere."""

    def __init__(self) -> None:
        self.told: list[Reached] = []

    def reached(self, reached: Reached, *, of: int) -> None:
        super().reached(reached, of=of)
        self.told.append(reached)


def relative(ours: Tensor, theirs: Tensor) -> float:
    return float((ours - theirs).norm() / theirs.norm())


def gradient(size: Resolution, *, turned: bool) -> NDArray[np.uint8]:
    rows, columns = np.mgrid[: size.height, : size.width]
    colours = (rows * 2 % 256, columns % 256, (rows + columns) % 256)
    return np.stack(colours[::-1] if turned else colours, axis=2).astype(np.uint8)


FIRST, LAST = gradient(SMALL, turned=False), gradient(SMALL, turned=True)


def context_of(pipeline: Any, prompt: str) -> Context:
    embeds, mask, _, _ = pipeline.encode_prompt(prompt, do_classifier_free_guidance=False)
    with torch.inference_mode():
        video, audio, kept = pipeline.connectors(embeds, mask)
    return Context(video=video, audio=audio, mask=kept)


@pytest.fixture(scope="module")
def context(pipeline: Any) -> Context:
    return context_of(pipeline, "a boat at dawn")


def order(context: Context, **more: Any) -> Order:
    made: Plan = more.pop("plan", plan(SMALL, FRAMES, FPS))
    return Order(plan=made, fps=FPS, seed=3, context=context, **more)


def theirs_over(pipeline: Any, **other: Any) -> Any:
    from diffusers import LTX2ConditionPipeline

    made = LTX2ConditionPipeline(**{**pipeline.components, "processor": None, **other})
    made.set_progress_bar_config(disable=True)
    return made


def conditions(made: Plan, size: LatentSize, images: dict[int, NDArray[np.uint8]]) -> list[Any]:
    """What they are given: pictures at a stage's size after the same H.264, which they would do at its size."""
    from diffusers.pipelines.ltx2.pipeline_ltx2_condition import LTX2VideoCondition

    return [
        LTX2VideoCondition(
            frames=Image.fromarray(at_size(through_h264(canvas(image, made), crf=CRF), size)), index=index, crf=0
        )
        for index, image in images.items()
    ]


def assert_same(ours: State, theirs: Any, pipeline: Any) -> None:
    video, audio = Statistics.of(pipeline.vae), Statistics.of(pipeline.audio_vae)
    assert relative(video.denormalise(ours.video), pack_video(theirs.frames)) < 1e-4
    assert relative(audio.denormalise(ours.audio), pack_audio(theirs.audio)) < 1e-4


def shape_of(size: LatentSize) -> dict[str, Any]:
    frames, height, width = size.pixels
    return {"num_frames": frames, "height": height, "width": width, "frame_rate": 25.0}


def test_the_last_frame_is_the_last_that_is_shown_not_the_last_that_is_rendered(loaded: Weights) -> None:
    made = plan(SMALL, FRAMES, FPS)
    last = pin_last(LAST, made, made.half, vae=loaded.vae)
    assert made.full.pixels[0] == 17
    assert last.frame == FRAMES - 1


@pytest.mark.parametrize("size", ["half", "full"])
def test_it_is_encoded_as_a_first_frame_of_its_own_at_each_stages_size(loaded: Weights, size: str) -> None:
    made = plan(SMALL, FRAMES, FPS)
    stage: LatentSize = getattr(made, size)
    last = pin_last(LAST, made, stage, vae=loaded.vae)
    tokens = stage.height * stage.width
    assert torch.equal(last.latents, pin_first(LAST, made, stage, vae=loaded.vae).latents[:, :tokens])


@pytest.mark.parametrize("frame", [145, 149, 152])
def test_places_are_those_of_the_official_code(pipeline: Any, frame: int) -> None:
    size = LatentSize(frames=20, height=3, width=5)
    theirs = theirs_over(pipeline)._prepare_keyframe_coords(
        keyframe_latent_num_frames=1, keyframe_latent_height=3, keyframe_latent_width=5, pixel_frame_idx=frame,
        num_pixel_frames=1, fps=25.0, device=CPU,
    )  # fmt: skip
    ours = places(frame, size, FPS, device=CPU)
    assert torch.equal(ours, theirs)
    own = pipeline.transformer.rope.prepare_video_coords(1, 20, 3, 5, CPU, fps=25.0)
    assert torch.equal(ours[0, 1:], own[0, 1:, -15:]), "where the picture's own last latent stands"
    begin, end = own[0, 0, -1].tolist()
    assert ours[0, 0, 0].tolist() == pytest.approx([frame / 25, (frame + 1) / 25])
    assert begin - 1e-6 <= frame / 25 < end, "and when"


@pytest.mark.parametrize("images", [{THEIR_INDEX: LAST}, {0: FIRST, THEIR_INDEX: LAST}], ids=["last", "first and last"])
def test_stage_one_is_that_of_diffusers(
    loaded: Weights, pipeline: Any, context: Context, images: dict[int, NDArray[np.uint8]]
) -> None:
    asked = order(context, image=images.get(0), last_image=LAST)
    size = asked.plan.half
    audio = noise((1, asked.plan.audio_latents, 8), seed=3, use="audio")
    theirs = theirs_over(pipeline)(
        conditions=conditions(asked.plan, size, images),
        prompt="a boat at dawn",
        **shape_of(size),
        sigmas=list(DISTILLED[:-1]),
        num_inference_steps=8,
        **UNGUIDED,
        latents=denormalised(noise((1, size.tokens, 128), seed=3, use="video"), pipeline, size),
        noise_scale=0.0,
        audio_latents=unpack_audio(Statistics.of(pipeline.audio_vae).denormalise(audio), 2),
        output_type="latent",
    )
    assert_same(Stages(loaded, FAST).half(asked, Still()), theirs, pipeline)


def test_stage_two_is_that_of_diffusers(loaded: Weights, pipeline: Any, context: Context) -> None:
    asked, stages = order(context, image=FIRST, last_image=LAST), Stages(loaded, FAST)
    size, half = asked.plan.full, stages.half(asked, Still())
    larger = upsample(half.video, asked.plan.half, upsampler=loaded.upsampler, statistics=Statistics.of(loaded.vae))
    video = noised(larger, noise(tuple(larger.shape), seed=3, use="refine video"), REFINE[0])
    audio = noised(half.audio, noise(tuple(half.audio.shape), seed=3, use="refine audio"), REFINE[0])
    theirs = theirs_over(pipeline)(
        conditions=conditions(asked.plan, size, {0: FIRST, THEIR_INDEX: LAST}),
        prompt="a boat at dawn",
        **shape_of(size),
        sigmas=list(REFINE[:-1]),
        num_inference_steps=3,
        **UNGUIDED,
        latents=denormalised(video, pipeline, size),
        noise_scale=0.0,
        audio_latents=unpack_audio(Statistics.of(pipeline.audio_vae).denormalise(audio), 2),
        output_type="latent",
    )
    assert_same(stages.full(asked, half, Still()), theirs, pipeline)


def denormalised(video: Tensor, pipeline: Any, size: LatentSize) -> Tensor:
    return unpack_video(Statistics.of(pipeline.vae).denormalise(video), size)


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
    asked = order(context_of(pipeline, "for stage 2 alone"), guidance=guidance, image=FIRST, last_image=LAST)
    size = asked.plan.half
    audio = noise((1, asked.plan.audio_latents, 8), seed=3, use="audio")
    theirs = theirs_over(pipeline, scheduler=scheduler, transformer=full)(
        conditions=conditions(asked.plan, size, {0: FIRST, THEIR_INDEX: LAST}),
        prompt="a boat",
        negative_prompt="blurred",
        **shape_of(size),
        num_inference_steps=4,
        **GUIDED,
        spatio_temporal_guidance_blocks=[1],
        use_cross_timestep=not first,
        latents=denormalised(noise((1, size.tokens, 128), seed=3, use="video"), pipeline, size),
        noise_scale=0.0,
        audio_latents=unpack_audio(Statistics.of(pipeline.audio_vae).denormalise(audio), 2),
        output_type="latent",
    )
    recipe = Recipe(half_steps=4, skipped_attention=(1,), guided=True)
    loaded = weights_files.load(folder, dtype=torch.float32)
    assert_same(Stages(loaded, recipe).half(asked, Still()), theirs, pipeline)


def test_its_tokens_stay_beside_the_clip_and_lead_it(loaded: Weights, context: Context) -> None:
    stages = Stages(loaded, FAST)
    asked = order(context, last_image=LAST)
    led, free = stages.half(asked, Still()), stages.half(order(context), Still())
    other = stages.half(order(context, last_image=FIRST), Still())
    assert led.video.shape == free.video.shape == (1, asked.plan.half.tokens, 128)
    assert relative(led.video, free.video) > 1e-4
    assert relative(led.video, other.video) > 1e-5
    full = stages.full(asked, led, Still())
    assert full.video.shape == (1, asked.plan.full.tokens, 128)
    assert relative(full.video, stages.full(order(context), led, Still()).video) > 1e-4, "stage 2 is led as well"


def test_a_render_to_a_last_frame_goes_on_from_a_checkpoint_bit_for_bit(loaded: Weights, context: Context) -> None:
    """What stands beside the clip is in no checkpoint: it is encoded again, to the same numbers."""
    stages, asked, seen = Stages(loaded, FAST), order(context, image=FIRST, last_image=LAST), Remembering()
    whole = stages.full(asked, stages.half(asked, seen), seen)
    for reached in seen.told:
        assert reached.state.video.shape[1] in (asked.plan.half.tokens, asked.plan.full.tokens)
    in_half, in_full = (
        next(r for r in seen.told if (r.stage, r.steps) == at) for at in ((FIRST_STAGE, 5), (SECOND, 1))
    )
    half = stages.go_on(asked, in_half, Still())
    assert torch.equal(stages.full(asked, half, Still()).video, whole.video)
    again = stages.go_on(asked, in_full, Still())
    assert torch.equal(again.video, whole.video)
    assert torch.equal(again.audio, whole.audio)


def test_a_velocity_is_asked_with_the_given_tokens_and_answers_for_the_others() -> None:
    given = Keyframe(latents=torch.full((1, 6, 128), 7.0), frame=9)
    asked: list[Tensor] = []

    def velocity(state: State, sigma: float) -> State:
        asked.append(state.video)
        return State(video=state.video * sigma, audio=state.audio)

    state = State(video=torch.ones(1, 12, 128), audio=torch.ones(1, 3, 8))
    slope = beside(velocity, given)(state, 0.5)
    assert asked[0].shape == (1, 18, 128)
    assert (asked[0][:, 12:] == 7).all()
    assert torch.equal(slope.video, state.video * 0.5)
    assert torch.equal(slope.audio, state.audio)
    assert beside(velocity, None) is velocity


def test_a_tile_has_its_piece_of_the_frame() -> None:
    size = LatentSize(frames=3, height=4, width=6)
    numbered = torch.arange(24.0).reshape(1, 24, 1)
    tile = Tile(rows=range(1, 3), columns=range(2, 5))
    piece = Keyframe(latents=numbered, frame=9).tile(size, tile)
    assert piece.latents.flatten().tolist() == [8, 9, 10, 14, 15, 16]
    assert piece.frame == 9


WIDE = Resolution(name="wide", width=33 * 64, height=64)
"""A latent side longer than the transformer was trained for: stage 2 runs in tiles."""


def test_a_tiled_stage_is_led_in_every_tile_and_keeps_its_first_frame_and_sound(
    loaded: Weights, context: Context
) -> None:
    first, last = gradient(WIDE, turned=False), gradient(WIDE, turned=True)
    asked, stages = order(context, plan=plan(WIDE, FRAMES, FPS), image=first, last_image=last), Stages(loaded, FAST)
    assert len(asked.plan.tiles) == 2
    half = stages.half(asked, Still())
    full, without = stages.full(asked, half, Still()), stages.full(replace(asked, last_image=None), half, Still())
    tokens = asked.plan.full.height * asked.plan.full.width
    given = pin_first(first, asked.plan, asked.plan.full, vae=loaded.vae)
    assert torch.equal(full.video[:, :tokens], given.latents[:, :tokens])
    assert torch.equal(full.audio, half.audio)
    changed = unpack_video((full.video - without.video).abs(), asked.plan.full)[0, :, 1:].mean(dim=(0, 1, 2))
    assert float(changed.min()) > 1e-6, "in the columns of both tiles"


def test_one_tile_over_everything_is_the_stage_without_tiles(loaded: Weights, context: Context) -> None:
    made = plan(SMALL, FRAMES, FPS)
    last = pin_last(LAST, made, made.full, vae=loaded.vae)
    size = made.full
    whole = Tile(rows=range(size.height), columns=range(size.width))
    velocity = Pass(loaded.transformer, context, size, audio_latents=made.audio_latents, fps=FPS, keyframe=last.frame)
    state = State(
        video=noise((1, size.tokens, 128), seed=1, use="video"),
        audio=noise((1, made.audio_latents, 8), seed=1, use="audio"),
    )
    piece = last.tile(size, whole)
    assert torch.equal(beside(velocity, piece)(state, 0.9).video, beside(velocity, last)(state, 0.9).video)
