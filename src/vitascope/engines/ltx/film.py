"""One clip: sampled in two stages, sounded at once, and decoded a stretch at a time straight to the muxer."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import torch

from vitascope.core.generation import GenerationSpec
from vitascope.core.media import MediaChunk, audio_span
from vitascope.core.ports import Inputs, Report
from vitascope.engines.ltx.checkpoint import Keeper, read
from vitascope.engines.ltx.checkpoint import purpose as purpose_of
from vitascope.engines.ltx.claims import Claim
from vitascope.engines.ltx.decode import decode, stretches
from vitascope.engines.ltx.fitting import RESERVED, decode_in_pieces, working_bytes
from vitascope.engines.ltx.geometry import Plan, plan
from vitascope.engines.ltx.latents import State, Statistics, unpack_video
from vitascope.engines.ltx.pace import Look
from vitascope.engines.ltx.pixels import to_i420
from vitascope.engines.ltx.progress import Progress, Watching, shares
from vitascope.engines.ltx.prompt import UNWANTED, in_words
from vitascope.engines.ltx.recipe import Recipe, recipe_of
from vitascope.engines.ltx.sound import decode_sound
from vitascope.engines.ltx.stages import FIRST, SECOND, Guidance, Order, Reached, Stages, Watch
from vitascope.engines.ltx.text import Contexts, TextEncoder
from vitascope.engines.ltx.weights import Weights

CHUNK_FRAMES = 8
"""Frames handed on at a time: 25 MB of planes at 1080p."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Studio:
    """What films are made with; loaded once."""

    weights: Weights
    text: TextEncoder
    made_with: tuple[str, ...] = ()
    """What beside our own version decides over the numbers, for receipts."""
    claims: tuple[Claim, ...] = ()
    """What it takes of this host's GPUs, for as long as it lives."""
    room: float = math.inf
    """Bytes of the device beside all weights; a clip that needs more has the text encoder wait in the host's memory."""

    def recipe(self, spec: GenerationSpec) -> Recipe:
        """How ``spec.model`` is made. Raises `InvalidField` where its weights are not here."""
        full = self.weights.transformer_full
        return recipe_of(spec.model, None if full is None else full.config)

    def make_room(self, made: Plan) -> None:
        """Once a clip's text is read. By the clip alone: the same one always finds the same memory."""
        if math.isfinite(self.room):
            self.text.stay(away=working_bytes(made) > self.room)

    def guidance(self, said: Contexts, look: Look) -> Guidance:
        """What leads the undistilled model to the prompt; its own connectors' words, where it has any."""
        unwanted = self.text.encode(UNWANTED, look)
        return Guidance(prompt=said.full or said.distilled, negative=unwanted.full or unwanted.distilled)


def film(studio: Studio, spec: GenerationSpec, inputs: Inputs, report: Report) -> Iterator[MediaChunk]:
    """The clip of ``spec`` in order."""
    made = plan(spec.resolution, spec.frames, spec.fps)
    recipe = studio.recipe(spec)
    weights = studio.weights
    progress = Progress(report, shares(weights, recipe, made, draft=spec.draft))
    progress.at(FIRST, 0.0)
    purpose = purpose_of(spec, inputs, weights.identity)
    kept = None if inputs.checkpoint is None else read(inputs.checkpoint, made_for=purpose)
    report.describe(notes(spec, made, anew=inputs.checkpoint is not None and kept is None))
    if kept is None:
        said = studio.text.encode(in_words(spec), progress.look)
        context, guidance = said.distilled, studio.guidance(said, progress.look) if recipe.guided else None
    else:
        context, guidance = kept.context, kept.guidance
    studio.make_room(made)
    device = weights.transformer.device
    order = Order(
        plan=made,
        fps=spec.fps,
        seed=spec.seed,
        context=context.on(device),  # once, and not in each of a hundred passes
        guidance=None if guidance is None else guidance.on(device),
        image=inputs.image,
        last_image=inputs.last_image,
    )
    watch = Watching(progress, Keeper(report, order, made_for=purpose))
    state = sampled(Stages(weights, recipe), order, watch, None if kept is None else kept.reached, draft=spec.draft)
    progress.at("decoding", 0.0)
    wave = None
    if spec.generate_audio:
        wave = decode_sound(
            state.audio, audio_vae=weights.audio_vae, vocoder=weights.vocoder, frames=spec.frames, fps=spec.fps
        )
    shown = made.shown(draft=spec.draft)
    latents = unpack_video(Statistics.of(weights.vae).denormalise(state.video), shown.size)
    del state  # a large GPU's memory is better used by the decoder
    tiles = len(stretches(shown.size.frames))
    first = 0
    pieces = decode(
        latents,
        vae=weights.vae,
        before_tile=lambda done, _: progress.at("decoding", done / tiles),
        look=progress.look,
        in_pieces=decode_in_pieces(made, free_bytes=room_for_decoding(weights.vae.device)),
    )
    for frames in pieces:
        for part in torch.split(frames[:, : spec.frames - first], CHUNK_FRAMES, dim=1):
            y, u, v = to_i420(part, top=shown.top, left=shown.left, height=shown.height, width=shown.width)
            span = audio_span(first, part.shape[1], fps=spec.fps)
            yield MediaChunk(first=first, y=y, u=u, v=v, pcm=None if wave is None else wave[:, span])
            first += part.shape[1]
        if first >= spec.frames:
            return
        del frames, part  # as the decoder does, before it makes the next tile


def sampled(stages: Stages, order: Order, watch: Watch, since: Reached | None, *, draft: bool) -> State:
    """The latents of a clip, or of its draft, from where an earlier attempt was."""
    beyond = since is not None and since.stage == SECOND
    if since is None or (draft and beyond):
        half = stages.half(order, watch)
    elif beyond:
        return stages.go_on(order, since, watch)
    else:
        half = stages.go_on(order, since, watch)
    return half if draft else stages.full(order, half, watch)


def room_for_decoding(device: torch.device) -> float:
    """Bytes of the device's memory beside what this process holds; no bound on a CPU.

    What others hold of it is not looked at: the same clip is then always decoded in the same way, to the same numbers.
    """
    if device.type != "cuda":
        return math.inf
    return torch.cuda.get_device_properties(device).total_memory - torch.cuda.memory_allocated(device) - RESERVED


def notes(spec: GenerationSpec, made: Plan, *, anew: bool = False) -> dict[str, list[str]]:
    """What the reply says of how a clip was made; ``anew`` where something was kept of it that is of no use here."""
    approximated = []
    if spec.draft:
        size = spec.frame_size
        approximated.append(f"A draft: the first stage alone, at {size.width}×{size.height}.")
    elif made.tiled:
        approximated.append(
            f"{spec.resolution.name} is beyond the model's trained size: it was refined in {len(made.tiles)} blended "
            "tiles, with the sound of the first stage."
        )
    if anew:
        approximated.append(
            "What had been kept of it, by its draft or an earlier attempt, does not fit the weights here: it was made "
            "anew, and may differ."
        )
    if spec.camera_motion is not None:
        approximated.append(f"The camera motion {spec.camera_motion!r} was added to the prompt in words.")
    return {"approximated": approximated, "understood": [], "not_understood": []}
