"""Whole clips of the tiny model, at the lengths and rates that are sold: exact, in step, no faster than asked for."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor

from vitascope.core.generation import GenerationRequest, GenerationSpec, fill
from vitascope.core.media import SAMPLE_RATE, MediaChunk, Resolution, audio_span
from vitascope.core.ports import Inputs
from vitascope.engines.ltx.checkpoint import Checkpoint, purpose, read
from vitascope.engines.ltx.condition import pin_first
from vitascope.engines.ltx.decode import decode, stretches
from vitascope.engines.ltx.film import CHUNK_FRAMES, Studio, film
from vitascope.engines.ltx.geometry import plan
from vitascope.engines.ltx.text import TextEncoder, load_gemma
from vitascope.engines.ltx.weights import Weights
from vitascope.testing import RecordingReport
from vitascope.testing.engine_contract import digest

SMALL = Resolution(name="small", width=64, height=64)
FILLED = fill(GenerationRequest(model="ltxv/ltxv-2-fast", prompt="A red boat."), engine="ltx", seed=7)
TIMES = [(seconds, fps) for seconds in (6, 8, 10) for fps in (25, 50)]


def spec(seconds: int, fps: int) -> GenerationSpec:
    return replace(FILLED, resolution=SMALL, duration_s=seconds, fps=Fraction(fps), generate_audio=True)


@pytest.fixture(scope="module")
def gemma(tiny_folder: Path) -> tuple[Any, Any]:
    return load_gemma(tiny_folder, dtype=torch.float32, device="cpu")


def studio_of(loaded: Weights, gemma: tuple[Any, Any]) -> Studio:
    return Studio(weights=loaded, text=TextEncoder(gemma=gemma[0], tokenizer=gemma[1], connectors=loaded.connectors))


@pytest.fixture(scope="module")
def studio(loaded: Weights, gemma: tuple[Any, Any]) -> Studio:
    return studio_of(loaded, gemma)


def clip(studio: Studio, wanted: GenerationSpec, report: RecordingReport | None = None) -> Iterator[MediaChunk]:
    return film(studio, wanted, Inputs(), report or RecordingReport())


@pytest.mark.parametrize(("seconds", "fps"), TIMES)
def test_every_frame_comes_once_and_its_own_sound_with_it(studio: Studio, seconds: int, fps: int) -> None:
    """Picture and sound are in step chunk by chunk, and both end where the clip does, to the frame and the sample."""
    frames = samples = 0
    for chunk in clip(studio, spec(seconds, fps)):
        assert chunk.first == frames
        assert chunk.y.shape == (chunk.frames, SMALL.height, SMALL.width)
        assert chunk.pcm is not None
        span = audio_span(frames, chunk.frames, fps=Fraction(fps))
        assert (span.start, chunk.pcm.shape) == (samples, (2, span.stop - span.start))
        frames, samples = frames + chunk.frames, span.stop
    assert (frames, samples) == (seconds * fps, seconds * SAMPLE_RATE)


def test_a_clip_is_made_no_further_than_it_was_taken(studio: Studio) -> None:
    """So an encoder that is slow makes the engine wait, and nothing piles up."""
    report, wanted = RecordingReport(), spec(6, 50)
    tiles = stretches(plan(SMALL, wanted.frames, wanted.fps).full.frames)
    ends = [(tile.latents.stop - 1) * 8 + 1 - after.faded for tile, after in pairwise(tiles)]
    assert len(ends) == 5
    taken = 0
    for chunk in clip(studio, wanted, report):
        assert chunk.frames <= CHUNK_FRAMES
        begun = len({step for step in report.steps if step[0] == "decoding"})
        assert begun == 1 + sum(end <= taken for end in ends), "a tile is decoded when its first frame is asked for"
        taken += chunk.frames
    assert taken == 300


class Counted:
    """Runs a decoder, and knows which of its results are still in memory: tensors over arrays that can be watched."""

    def __init__(self, decoder: Callable[..., Tensor]) -> None:
        self._decoder = decoder
        self._made: list[weakref.ref[NDArray[np.float32]]] = []
        self.alive: list[int] = []
        """Of the results before, whenever it ran."""

    def __call__(self, latents: Tensor, *more: Any, **named: Any) -> Tensor:
        self.alive.append(sum(ref() is not None for ref in self._made))
        frames = self._decoder(latents, *more, **named).numpy().copy()
        self._made.append(weakref.ref(frames))
        return torch.from_numpy(frames)


class Watched:
    """A VAE whose decoder is watched."""

    def __init__(self, vae: Any) -> None:
        self._vae = vae
        self.decoder = Counted(vae.decoder)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._vae, name)


def test_one_tile_at_a_time_is_in_memory_however_long_the_clip(studio: Studio) -> None:
    watched = Watched(studio.weights.vae)
    whole = [digest(chunk) for chunk in clip(studio, spec(6, 50))]
    seen = [digest(c) for c in clip(replace(studio, weights=replace(studio.weights, vae=watched)), spec(6, 50))]
    assert watched.decoder.alive == [0] * 6
    assert seen == whole


def test_who_keeps_tiles_has_them_and_they_do_not_change(loaded: Weights) -> None:
    latents = torch.randn(1, 128, 20, 2, 2, generator=torch.Generator().manual_seed(1))

    def frames() -> Iterator[Tensor]:
        return decode(latents, vae=loaded.vae, before_tile=lambda *_: None)

    assert all(
        torch.equal(kept, copy) for kept, copy in zip(list(frames()), [f.clone() for f in frames()], strict=True)
    )


def test_a_prompt_that_is_remembered_makes_the_clip_that_it_made_when_it_was_read(
    loaded: Weights, gemma: tuple[Any, Any]
) -> None:
    wanted = replace(spec(6, 25), duration_s=1)
    once = studio_of(loaded, gemma)
    missed, hit = ([digest(chunk) for chunk in clip(once, wanted)] for _ in range(2))
    again = [digest(chunk) for chunk in clip(studio_of(loaded, gemma), wanted)]
    assert missed == hit == again


def test_the_given_frame_is_held_in_both_stages_of_a_render(studio: Studio, tmp_path: Path) -> None:
    """By what the render keeps at each stage's end, in the first latents: the image encoded at that stage's size."""
    wanted = replace(spec(6, 25), duration_s=1)
    rows, columns = np.mgrid[: SMALL.height, : SMALL.width]
    image = np.stack((rows * 3, columns * 3, 255 - rows * 2 - columns), axis=2).clip(0, 255).astype(np.uint8)
    inputs, made = Inputs(image=image), plan(SMALL, wanted.frames, wanted.fps)
    report = RecordingReport(folder=tmp_path)
    list(film(studio, wanted, inputs, report))
    kept = [read(path, made_for=purpose(wanted, inputs, studio.weights.identity)) for path in report.kept]
    ends = [it for it in kept if it is not None]
    assert [checkpoint.reached.stage for checkpoint in ends] == ["first stage", "second stage"]
    for checkpoint, size in zip(ends, (made.half, made.full), strict=True):
        given = pin_first(image, made, size, vae=studio.weights.vae).latents
        tokens = size.height * size.width
        assert torch.equal(first_tokens(checkpoint, tokens), given[:, :tokens])


def first_tokens(checkpoint: Checkpoint, tokens: int) -> Tensor:
    return checkpoint.reached.state.video[:, :tokens]
