"""One pass of the transformer at each shape of job, in both stages, with as many blocks as memory and time allow."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from tools.gpu_check_device import Device, forget, peak_bytes, synchronize, timed
from tools.gpu_check_jobs import Job
from tools.gpu_check_parts import Parts
from tools.gpu_check_report import Step
from vitascope.engines.ltx.cost import Transformer
from vitascope.engines.ltx.fitting import BYTES_A_TOKEN, RESERVED
from vitascope.engines.ltx.geometry import LatentSize
from vitascope.engines.ltx.latents import State
from vitascope.engines.ltx.passes import Pass

RUNS = 3
FEWEST = 2
"""Blocks that a figure is made from; fewer would be mostly what is no block."""
SIGMA = 0.909375


class DoesNotFit(Exception):
    """Not even with `FEWEST` blocks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A pass that is to be timed."""

    job: Job
    stage: int
    size: LatentSize
    with_image: bool = False

    @property
    def name(self) -> str:
        return f"{self.job.name}, stage {self.stage}{' from an image' if self.with_image else ''}"


class Steps:
    """Holds a transformer while passes of it are timed, and knows how fast it was."""

    def __init__(self, parts: Parts, device: Device) -> None:
        self._parts, self._device = parts, device
        self._block_bytes, self._rest_bytes = parts.transformer_bytes()
        self._context = parts.context()
        self._model = Transformer.of(parts.config("transformer"))
        self._held: Any = None
        self.rate = device.product * 0.4
        """TFLOP/s that the next pass is expected to reach: what the last one did."""

    @property
    def transformer(self) -> Any:
        """The one that is held, whole as it is."""
        return self._held

    def seconds(self, asked: Asked) -> float:
        """Predicted, of one pass of the whole transformer."""
        return asked.job.tflop(self._model, asked.size) / self.rate

    def least(self, asked: Asked) -> float:
        """Predicted, of the shortest measurement: a pass to get warm, and one that counts."""
        return self.seconds(asked) * (1 + FEWEST) / self._parts.blocks

    def hold(self, asked: Asked) -> None:
        """Make the transformer with as many blocks as memory has room for beside this pass. Raises `DoesNotFit`."""
        self.drop()
        fit = min(self._parts.blocks, self._fitting(asked))
        if fit < FEWEST:
            raise DoesNotFit
        self._held = self._parts.transformer(fit)

    def drop(self) -> None:
        self._held = None
        forget(self._device.torch)

    def time(self, asked: Asked, *, limit_s: float) -> Step:
        """Time one pass within about ``limit_s`` seconds. Raises `DoesNotFit`."""
        whole = self._parts.blocks
        wanted = min(whole, max(FEWEST, int(whole * limit_s / self.seconds(asked))))
        while True:
            held = len(self._held.transformer_blocks)
            blocks = min(wanted, held)
            try:
                return self._timed(asked, blocks, limit_s)
            except torch.OutOfMemoryError:
                pass  # and not within the handler, whose traceback holds what is to be freed
            if held <= FEWEST:
                raise DoesNotFit
            self._keep(max(FEWEST, min(blocks, held) // 2))

    def _timed(self, asked: Asked, blocks: int, limit_s: float) -> Step:
        device, transformer = self._device.torch, self._held
        every = transformer.transformer_blocks
        forget(device)
        weights = torch.cuda.memory_allocated(device) if device.type == "cuda" else None
        try:
            transformer.transformer_blocks = every[:1]
            run, state = self._pass(asked), self._state(asked)
            run(state, SIGMA)  # loads kernels, and has memory ready
            synchronize(device)
            transformer.transformer_blocks = every[:blocks]
            runs = min(RUNS, max(1, int(limit_s / (self.seconds(asked) * blocks / self._parts.blocks))))
            measured = timed(lambda: run(state, SIGMA), device, runs=runs)
        finally:
            transformer.transformer_blocks = every
        tflop = asked.job.tflop(self._model, asked.size)
        seconds = statistics.median(measured) * self._parts.blocks / blocks
        self.rate = tflop / seconds
        return Step(
            job=asked.job.name,
            stage=asked.stage,
            tiles=len(asked.job.plan.tiles) if asked.stage == 2 else 1,
            tokens=asked.size.tokens,
            tflop=tflop,
            floor_s=tflop / self._device.ideal,
            seconds=seconds,
            runs=tuple(measured),
            blocks=blocks,
            blocks_of=self._parts.blocks,
            with_image=asked.with_image,
            weights_bytes=weights,
            peak_bytes=peak_bytes(device),
            predicted_bytes=asked.size.tokens * BYTES_A_TOKEN,
        )

    def _pass(self, asked: Asked) -> Pass:
        pinned = None
        if asked.with_image:
            pinned = torch.zeros(1, asked.size.tokens, device=self._device.torch)
            pinned[:, : asked.size.height * asked.size.width] = 1
        plan = asked.job.plan
        return Pass(
            self._held,
            self._context,
            asked.size,
            audio_latents=plan.audio_latents,
            fps=plan.fps,
            pinned=pinned,
            audio_is_clean=asked.stage == 2 and plan.tiled,
        )

    def _state(self, asked: Asked) -> State:
        config, device = self._held.config, self._device.torch
        return State(
            video=torch.randn(1, asked.size.tokens, config.in_channels, device=device),
            audio=torch.randn(1, asked.job.plan.audio_latents, config.audio_in_channels, device=device),
        )

    def _fitting(self, asked: Asked) -> int:
        room = self._device.free - RESERVED - self._rest_bytes - asked.size.tokens * BYTES_A_TOKEN
        return self._parts.blocks if room == float("inf") else int(room // self._block_bytes)

    def _keep(self, blocks: int) -> None:
        self._held.transformer_blocks = nn.ModuleList(list(self._held.transformer_blocks)[:blocks])
        forget(self._device.torch)
