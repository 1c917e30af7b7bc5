"""The two stages: half the size from noise, then the full size from what that became. Video and sound together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, Literal, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from vitascope.engines.ltx.condition import Pinned, held, pin_first, pin_last
from vitascope.engines.ltx.geometry import LatentSize, Plan, Tile
from vitascope.engines.ltx.guidance import Views, guided
from vitascope.engines.ltx.keyframe import Keyframe, beside
from vitascope.engines.ltx.latents import State, Statistics, noised
from vitascope.engines.ltx.noise import noise
from vitascope.engines.ltx.passes import Context, Pass, Perturbation
from vitascope.engines.ltx.recipe import Recipe
from vitascope.engines.ltx.sampler import Velocity, denoise
from vitascope.engines.ltx.sigmas import DISTILLED, REFINE
from vitascope.engines.ltx.sigmas import guided as guided_sigmas
from vitascope.engines.ltx.tiles import cut, tiled
from vitascope.engines.ltx.upsample import upsample
from vitascope.engines.ltx.weights import Weights

FIRST: Final = "first stage"
SECOND: Final = "second stage"
Stage = Literal["first stage", "second stage"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """How far sampling is: ``steps`` of ``stage`` are done, and ``state`` is what they came to."""

    stage: Stage
    steps: int
    state: State


class Watch(Protocol):
    """Told how far sampling is. What it raises ends the render."""

    def reached(self, reached: Reached, *, of: int) -> None:
        """So far, ``of`` steps in this stage. Before every step, and at the stage's end."""
        ...

    def look(self) -> None:
        """Nothing is new; called often within a step, so that a cancel need not wait for its end."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """What the undistilled model reads: what is wanted, and what is not."""

    prompt: Context
    negative: Context

    def on(self, device: torch.device) -> Guidance:
        """The same there."""
        return Guidance(prompt=self.prompt.on(device), negative=self.negative.on(device))


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be sampled."""

    plan: Plan
    fps: Fraction
    seed: int
    context: Context
    """For the distilled model."""
    guidance: Guidance | None = None
    """For a guided recipe."""
    image: NDArray[np.uint8] | None = None
    last_image: NDArray[np.uint8] | None = None


class Stages:
    """Both stages over one set of weights. Deterministic: the order is all that decides."""

    def __init__(self, weights: Weights, recipe: Recipe) -> None:
        self._weights = weights
        self._recipe = recipe
        # Stage 2 is the distilled model's, whichever made stage 1.
        self._first = weights.transformer_full if recipe.guided else weights.transformer
        self._statistics = Statistics.of(weights.vae)

    def half(self, order: Order, watch: Watch) -> State:
        """Stage 1: from noise to a clip of half the height and width, with its sound."""
        return self.go_on(order, self._noise(order), watch)

    def full(self, order: Order, half: State, watch: Watch) -> State:
        """Stage 2: twice the height and width, refined. The sound of a tiled picture stays as stage 1 made it."""
        return self.go_on(order, self._enlarged(order, half), watch)

    def go_on(self, order: Order, since: Reached, watch: Watch) -> State:
        """From where an earlier render of ``order`` was to the end of that stage."""
        size = order.plan.half if since.stage == FIRST else order.plan.full
        pinned, last = self._pinned(order, size), self._last(order, size)
        if since.stage == FIRST:
            sigmas = guided_sigmas(self._recipe.half_steps) if self._recipe.guided else DISTILLED
            velocity, device = self._sketching(order, pinned, last, watch.look), self._first.device
        else:
            sigmas = REFINE
            velocity, device = self._refining(order, pinned, last, watch.look), self._weights.transformer.device
        state = State(video=since.state.video.to(device), audio=since.state.audio.to(device))
        if pinned is not None:
            state = replace(state, video=pinned.over(state.video))
        of = len(sigmas) - 1

        def reached(steps: int, state: State) -> None:
            watch.reached(Reached(stage=since.stage, steps=steps, state=state), of=of)

        state = denoise(held(velocity, pinned), state, sigmas, before_step=reached, first=since.steps)
        reached(of, state)
        return state

    def _noise(self, order: Order) -> Reached:
        plan, device, features = order.plan, self._first.device, self._first.config
        video = noise((1, plan.half.tokens, features.in_channels), seed=order.seed, use="video", device=device)
        audio = noise((1, plan.audio_latents, features.audio_in_channels), seed=order.seed, use="audio", device=device)
        return Reached(stage=FIRST, steps=0, state=State(video=video, audio=audio))

    def _enlarged(self, order: Order, half: State) -> Reached:
        plan, device = order.plan, self._weights.transformer.device
        larger = upsample(half.video, plan.half, upsampler=self._weights.upsampler, statistics=self._statistics)
        larger = larger.to(device)
        again = noise(tuple(larger.shape), seed=order.seed, use="refine video", device=device)
        video, audio = noised(larger, again, REFINE[0]), half.audio
        if not plan.tiled:
            audio = noised(
                audio, noise(tuple(audio.shape), seed=order.seed, use="refine audio", device=device), REFINE[0]
            )
        return Reached(stage=SECOND, steps=0, state=State(video=video, audio=audio))

    def _pinned(self, order: Order, size: LatentSize) -> Pinned | None:
        if order.image is None:
            return None
        made = pin_first(order.image, order.plan, size, vae=self._weights.vae)
        device = self._weights.transformer.device
        return Pinned(latents=made.latents.to(device), mask=made.mask.to(device))

    def _last(self, order: Order, size: LatentSize) -> Keyframe | None:
        if order.last_image is None:
            return None
        return pin_last(order.last_image, order.plan, size, vae=self._weights.vae)

    def _sketching(
        self, order: Order, pinned: Pinned | None, last: Keyframe | None, between: Callable[[], None]
    ) -> Velocity:
        def of(context: Context, perturbation: Perturbation | None = None) -> Pass:
            return Pass(
                self._first,
                context,
                order.plan.half,
                audio_latents=order.plan.audio_latents,
                fps=order.fps,
                pinned=None if pinned is None else pinned.mask,
                keyframe=None if last is None else last.frame,
                perturbation=perturbation,
                between_blocks=between,
            )

        if order.guidance is None:
            return beside(of(order.context), last)
        prompt = order.guidance.prompt
        views = Views(
            prompt=of(prompt),
            negative=of(order.guidance.negative),
            skipping=of(prompt, Perturbation(skipped_attention=self._recipe.skipped_attention)),
            isolated=of(prompt, Perturbation(isolated=True)),
        )
        # Around all of guidance: its rescaling is by the deviation of whatever the transformer saw.
        return beside(guided(views), last)

    def _refining(
        self, order: Order, pinned: Pinned | None, last: Keyframe | None, between: Callable[[], None]
    ) -> Velocity:
        plan, mask = order.plan, None if pinned is None else pinned.mask

        def of(size: LatentSize, mask: Tensor | None, last: Keyframe | None) -> Velocity:
            refining = Pass(
                self._weights.transformer,
                order.context,
                size,
                audio_latents=plan.audio_latents,
                fps=order.fps,
                pinned=mask,
                keyframe=None if last is None else last.frame,
                audio_is_clean=plan.tiled,
                between_blocks=between,
            )
            return beside(refining, last)

        def of_tile(tile: Tile) -> Velocity:
            size = LatentSize(frames=plan.full.frames, height=len(tile.rows), width=len(tile.columns))
            own = None if mask is None else cut(mask[:, :, None], plan.full, tile)[:, :, 0]
            return of(size, own, None if last is None else last.tile(plan.full, tile))

        return tiled(plan.full, plan.tiles, of_tile) if plan.tiled else of(plan.full, mask, last)
