"""One forward pass of the transformer over a clip, as a `sampler.Velocity`."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

import torch
from torch import Tensor

from vitascope.engines.ltx.geometry import LatentSize
from vitascope.engines.ltx.keyframe import places
from vitascope.engines.ltx.latents import State
from vitascope.engines.ltx.pace import Pace, done_on

BETWEEN_BLOCKS = Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the text says to the transformer: both are ``(1, tokens, width)``; the mask, ``(1, tokens)``, is 0 or 1."""

    video: Tensor
    audio: Tensor
    mask: Tensor

    def on(self, device: torch.device | str) -> Context:
        """The same there."""
        return Context(video=self.video.to(device), audio=self.audio.to(device), mask=self.mask.to(device))


@dataclass(frozen=True, slots=True, kw_only=True)
class Perturbation:
    """How a pass is weakened on purpose, for guidance to lead away from."""

    skipped_attention: tuple[int, ...] = ()
    """Blocks whose self-attention hands its values through (STG)."""
    isolated: bool = False
    """Whether video and sound cannot see each other."""


class Pass:
    """The transformer with everything that stays the same from step to step.

    ``pinned`` is 1 for video tokens that are clean already and 0 elsewhere, shaped ``(1, tokens)``: the transformer is
    told that they carry no noise, as it is of the sound where ``audio_is_clean``. With ``keyframe``, the number of a
    frame, the tokens of a picture stand after the video's own, and are clean too. ``between_blocks`` is called before
    every block; what it raises ends the pass.
    """

    def __init__(
        self,
        transformer: Any,
        context: Context,
        size: LatentSize,
        *,
        audio_latents: int,
        fps: Fraction,
        pinned: Tensor | None = None,
        keyframe: int | None = None,
        perturbation: Perturbation | None = None,
        audio_is_clean: bool = False,
        between_blocks: BETWEEN_BLOCKS = lambda: None,
    ) -> None:
        self._transformer = transformer
        self._context = context
        self._size = size
        self._audio_latents = audio_latents
        self._fps = float(fps)
        self._pinned = pinned
        self._perturbation = perturbation or Perturbation()
        self._audio_is_clean = audio_is_clean
        self._between_blocks = between_blocks
        # Since LTX-2.3, attention from one of picture and sound to the other is told the noise level of that other.
        self._cross_timestep = bool(transformer.config.cross_attn_mod)
        # Asked once: to answer, diffusers walks through all of a model's modules, thousands in the real one.
        self._dtype, self._device = transformer.dtype, transformer.device
        device = self._device
        self._video_places = transformer.rope.prepare_video_coords(
            1, size.frames, size.height, size.width, device, fps=self._fps
        )
        if keyframe is not None:
            there = places(keyframe, size, fps, device=device)
            self._video_places = torch.cat((self._video_places, there), dim=2)
            own = torch.zeros(1, size.tokens, device=device) if pinned is None else pinned.to(device)
            self._pinned = torch.cat((own, own.new_ones(1, there.shape[2])), dim=1)
        self._audio_places = transformer.audio_rope.prepare_audio_coords(1, audio_latents, device)

    @torch.inference_mode()
    def __call__(self, state: State, sigma: float) -> State:
        transformer, context = self._transformer, self._context
        dtype, device = self._dtype, self._device
        level = torch.full((1,), sigma, device=device) * transformer.config.timestep_scale_multiplier
        video_level = level if self._pinned is None else level[:, None] * (1 - self._pinned)
        audio_level = torch.zeros_like(level) if self._audio_is_clean else level
        mark = partial(done_on, device) if device.type == "cuda" else None
        with before_each(transformer.transformer_blocks, Pace(self._between_blocks, mark)):
            video, audio = transformer(
                hidden_states=state.video.to(device, dtype),
                audio_hidden_states=state.audio.to(device, dtype),
                encoder_hidden_states=context.video.to(device, dtype),
                audio_encoder_hidden_states=context.audio.to(device, dtype),
                timestep=video_level,
                audio_timestep=audio_level,
                sigma=level,
                audio_sigma=audio_level,
                encoder_attention_mask=context.mask.to(device),
                audio_encoder_attention_mask=context.mask.to(device),
                num_frames=self._size.frames,
                height=self._size.height,
                width=self._size.width,
                fps=self._fps,
                audio_num_frames=self._audio_latents,
                video_coords=self._video_places,
                audio_coords=self._audio_places,
                isolate_modalities=self._perturbation.isolated,
                spatio_temporal_guidance_blocks=list(self._perturbation.skipped_attention) or None,
                use_cross_timestep=self._cross_timestep,
                return_dict=False,
            )
        return State(video=video.float(), audio=audio.float())


@contextlib.contextmanager
def before_each(blocks: Iterable[Any], call: BETWEEN_BLOCKS) -> Iterator[None]:
    """A step of a long clip takes minutes, and so may a prompt's text: a cancel must not wait for the end."""
    hooks = [block.register_forward_pre_hook(lambda *_: call()) for block in blocks]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()
