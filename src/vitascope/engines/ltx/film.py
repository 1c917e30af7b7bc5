"""One clip: sampled in two stages, sounded at once, and decoded a stretch at a time straight to the muxer."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import torch

from vitascope.core.generation import GenerationSpec
from vitascope.core.media import MediaChunk, audio_span
from vitascope.core.ports import Inputs, Report
from vitascope.engines.ltx.cost import Transformer, work
from vitascope.engines.ltx.decode import decode, stretches
from vitascope.engines.ltx.fitting import RESERVED, decode_in_pieces
from vitascope.engines.ltx.geometry import Plan, plan
from vitascope.engines.ltx.latents import Statistics, unpack_video
from vitascope.engines.ltx.pixels import to_i420
from vitascope.engines.ltx.prompt import UNWANTED, in_words
from vitascope.engines.ltx.recipe import Recipe, recipe_of
from vitascope.engines.ltx.sigmas import REFINE
from vitascope.engines.ltx.sound import decode_sound
from vitascope.engines.ltx.stages import Guidance, Order, Stages
from vitascope.engines.ltx.text import Contexts, TextEncoder
from vitascope.engines.ltx.weights import Weights

WHOLE = 1000
"""Units of progress."""
DECODING = 0.06
"""The share of a render that decoding takes, about, on a large GPU at 1080p."""
CHUNK_FRAMES = 8
"""Frames handed on at a time: 25 MB of planes at 1080p."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Studio:
    """What films are made with; loaded once."""

    weights: Weights
    text: TextEncoder
    made_with: tuple[str, ...] = ()
    """What beside our own version decides over the numbers, for receipts."""

    def recipe(self, spec: GenerationSpec) -> Recipe:
        """How ``spec.model`` is made. Raises `InvalidField` where its weights are not here."""
        full = self.weights.transformer_full
        return recipe_of(spec.model, None if full is None else full.config)

    def guidance(self, said: Contexts) -> Guidance:
        """What leads the undistilled model to the prompt; its own connectors' words, where it has any."""
        unwanted = self.text.encode(UNWANTED)
        return Guidance(prompt=said.full or said.distilled, negative=unwanted.full or unwanted.distilled)


class Progress:
    """`stages.Watch` over a report: each stage has the share of the whole that its operations have."""

    def __init__(self, report: Report, config: Mapping[str, Any], recipe: Recipe, made: Plan) -> None:
        self._report = report
        cost = work(
            Transformer.of(config), made, half_steps=recipe.half_steps, full_steps=len(REFINE) - 1, passes=recipe.passes
        )
        first = (1 - DECODING) * cost.half_step * recipe.half_steps / cost.total
        self._begins = {"first stage": 0.0, "second stage": first, "decoding": 1 - DECODING}
        self._lengths = {"first stage": first, "second stage": 1 - DECODING - first, "decoding": DECODING}
        self._last = ("first stage", 0)

    def at(self, stage: str, share: float) -> None:
        self._last = (stage, int(WHOLE * (self._begins[stage] + share * self._lengths[stage])))
        self.look()

    def look(self) -> None:
        stage, done = self._last
        self._report.step(stage, done, WHOLE)


def film(studio: Studio, spec: GenerationSpec, inputs: Inputs, report: Report) -> Iterator[MediaChunk]:
    """The clip of ``spec`` in order."""
    made = plan(spec.resolution, spec.frames, spec.fps)
    recipe = studio.recipe(spec)
    progress = Progress(report, studio.weights.transformer.config, recipe, made)
    progress.at("first stage", 0.0)
    report.describe(notes(spec, made))
    said = studio.text.encode(in_words(spec))
    order = Order(
        plan=made,
        fps=spec.fps,
        seed=spec.seed,
        context=said.distilled,
        guidance=studio.guidance(said) if recipe.guided else None,
        image=inputs.image,
        last_image=inputs.last_image,
    )
    stages = Stages(studio.weights, recipe)
    state = stages.full(order, stages.half(order, progress), progress)
    progress.at("decoding", 0.0)
    weights = studio.weights
    wave = None
    if spec.generate_audio:
        wave = decode_sound(
            state.audio, audio_vae=weights.audio_vae, vocoder=weights.vocoder, frames=spec.frames, fps=spec.fps
        )
    latents = unpack_video(Statistics.of(weights.vae).denormalise(state.video), made.full)
    del state  # a large GPU's memory is better used by the decoder
    tiles = len(stretches(made.full.frames))
    first = 0
    pieces = decode(
        latents,
        vae=weights.vae,
        before_tile=lambda done, _: progress.at("decoding", done / tiles),
        in_pieces=decode_in_pieces(made, free_bytes=room_for_decoding(weights.vae.device)),
    )
    for frames in pieces:
        for part in torch.split(frames[:, : spec.frames - first], CHUNK_FRAMES, dim=1):
            y, u, v = to_i420(part, top=made.top, left=made.left, height=made.height, width=made.width)
            span = audio_span(first, part.shape[1], fps=spec.fps)
            yield MediaChunk(first=first, y=y, u=u, v=v, pcm=None if wave is None else wave[:, span])
            first += part.shape[1]
        if first >= spec.frames:
            return


def room_for_decoding(device: torch.device) -> float:
    """Bytes of the device's memory beside what this process holds; no bound on a CPU.

    What others hold of it is not looked at: the same clip is then always decoded in the same way, to the same numbers.
    """
    if device.type != "cuda":
        return math.inf
    return torch.cuda.get_device_properties(device).total_memory - torch.cuda.memory_allocated(device) - RESERVED


def notes(spec: GenerationSpec, made: Plan) -> dict[str, list[str]]:
    """What the reply says of how a clip was made."""
    approximated = []
    if made.tiled:
        approximated.append(
            f"{spec.resolution.name} is beyond the model's trained size: it was refined in {len(made.tiles)} blended "
            "tiles, with the sound of the first stage."
        )
    if spec.camera_motion is not None:
        approximated.append(f"The camera motion {spec.camera_motion!r} was added to the prompt in words.")
    return {"approximated": approximated, "understood": [], "not_understood": []}
