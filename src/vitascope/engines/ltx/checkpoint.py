"""A render on disk: the latents so far, and the words that lead them; all that there is to its past.

Noise comes from the seed whenever it is needed, and Euler's method looks back at nothing, so this is the whole state:
what goes on from it makes the same clip, to the bit on the same kind of machine.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from vitascope.core.generation import GenerationSpec
from vitascope.core.ports import Inputs, Report
from vitascope.engines.ltx.latents import State
from vitascope.engines.ltx.passes import Context
from vitascope.engines.ltx.stages import FIRST, SECOND, Guidance, Order, Reached, Stage

FORMAT = "1"
"""Of the file; another is left alone."""
EVERY_S = 30.0
"""A render of hours keeps what it has so often; one of seconds only between its stages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """Where a render stands, and what its prompt said."""

    reached: Reached
    context: Context
    guidance: Guidance | None


def purpose(spec: GenerationSpec, inputs: Inputs, weights: Mapping[str, str]) -> str:
    """What a checkpoint is for: the same for a clip and the draft of it, another for anything else.

    ``weights`` is the identity of each of their parts.
    """
    said = {**spec.to_json(), "draft": None, "generate_audio": None}  # the sound is sampled whether or not it is heard
    images = [None if image is None else _digest(image) for image in (inputs.image, inputs.last_image)]
    return hashlib.sha256(json.dumps([said, images, dict(weights)], sort_keys=True).encode()).hexdigest()


def _digest(image: NDArray[np.uint8]) -> str:
    return hashlib.sha256(np.ascontiguousarray(image).data).hexdigest()


def save(path: Path, checkpoint: Checkpoint, *, made_for: str) -> None:
    """Write ``checkpoint``; ``made_for`` is its `purpose`. Raises ``OSError``."""
    reached = checkpoint.reached
    tensors = {"video": reached.state.video, "audio": reached.state.audio}
    for role, context in _roles(checkpoint):
        tensors |= {f"{role}.video": context.video, f"{role}.audio": context.audio, f"{role}.mask": context.mask}
    said = {"format": FORMAT, "made_for": made_for, "stage": reached.stage, "steps": str(reached.steps)}
    try:
        # Copies, because one context may have two roles, and tensors of a file must not share memory.
        save_file({name: tensor.detach().cpu().contiguous().clone() for name, tensor in tensors.items()}, path, said)
    except SafetensorError as error:  # what it makes of a full disk
        raise OSError(str(error)) from error


def read(path: Path, *, made_for: str) -> Checkpoint | None:
    """The checkpoint in a file, on the CPU; ``None`` where it is none, or one of something else."""
    try:
        with safe_open(path, framework="pt") as file:
            said = file.metadata() or {}
            if said.get("format") != FORMAT or said.get("made_for") != made_for:
                return None
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - not a mapping
        state = State(video=tensors["video"], audio=tensors["audio"])
        stage: Stage = SECOND if said["stage"] == SECOND else FIRST
        return Checkpoint(
            reached=Reached(stage=stage, steps=int(said["steps"]), state=state),
            context=_context(tensors, "context"),
            guidance=_guidance(tensors),
        )
    except (SafetensorError, OSError, KeyError, ValueError):
        return None


def _roles(checkpoint: Checkpoint) -> list[tuple[str, Context]]:
    roles, guidance = [("context", checkpoint.context)], checkpoint.guidance
    if guidance is not None:
        roles += [("prompt", guidance.prompt), ("negative", guidance.negative)]
    return roles


def _guidance(tensors: Mapping[str, Tensor]) -> Guidance | None:
    if "prompt.video" not in tensors:
        return None
    return Guidance(prompt=_context(tensors, "prompt"), negative=_context(tensors, "negative"))


def _context(tensors: Mapping[str, Tensor], role: str) -> Context:
    return Context(video=tensors[f"{role}.video"], audio=tensors[f"{role}.audio"], mask=tensors[f"{role}.mask"])


class Keeper:
    """Keeps checkpoints of one render: at the end of each stage, and now and then where steps are long."""

    def __init__(
        self, report: Report, order: Order, *, made_for: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._report = report
        self._order = order
        self._made_for = made_for
        self._clock = clock
        self._last = clock()
        self._first: tuple[str, int] | None = None

    def reached(self, reached: Reached, *, of: int) -> None:
        """A render is so far, ``of`` steps in this stage."""
        here = (reached.stage, reached.steps)
        if self._first is None:  # where it began: from noise, or from a checkpoint, which is kept as it is
            self._first = here
        long_ago = reached.steps > 0 and self._clock() - self._last >= EVERY_S
        if here == self._first or not (reached.steps == of or long_ago):
            return
        checkpoint = Checkpoint(reached=reached, context=self._order.context, guidance=self._order.guidance)
        self._report.keep(lambda path: save(path, checkpoint, made_for=self._made_for))
        self._last = self._clock()
