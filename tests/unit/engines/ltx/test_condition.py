"""A given first frame: where it lies in what is rendered, and what becomes of it."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from vitascope.core.media import Resolution
from vitascope.engines.ltx.condition import CRF, at_size, canvas, held, pin_first
from vitascope.engines.ltx.geometry import LatentSize, plan
from vitascope.engines.ltx.latents import State, Statistics, pack_video
from vitascope.engines.ltx.weights import Weights
from vitascope.media.h264_round_trip import through_h264

MADE = plan(Resolution(name="small", width=120, height=60), 9, Fraction(25))
"""Rendered as 128 × 64: four columns and two rows are cut off on either side."""


@pytest.fixture
def image() -> NDArray[np.uint8]:
    """Smooth, as photographs are: noise would not survive H.264."""
    rows, columns = np.mgrid[: MADE.height, : MADE.width]
    return np.stack((rows * 4, columns * 2, 255 - rows * 2 - columns), axis=2).clip(0, 255).astype(np.uint8)


def test_the_image_lies_where_the_clip_will_be_cut_out(image: NDArray[np.uint8]) -> None:
    whole = canvas(image, MADE)
    assert whole.shape == (64, 128, 3)
    assert np.array_equal(whole[MADE.top : MADE.top + 60, MADE.left : MADE.left + 120], image)
    assert np.array_equal(whole[0], whole[MADE.top]), "its edge is drawn outwards"
    assert np.array_equal(whole[:, -1], whole[:, MADE.left + 119])


def test_at_half_the_size_it_is_the_same_picture(image: NDArray[np.uint8]) -> None:
    whole = canvas(image, MADE)
    half = at_size(whole, MADE.half)
    assert at_size(whole, MADE.full) is whole
    assert half.shape == (32, 64, 3)
    means = whole.reshape(32, 2, 64, 2, 3).mean(axis=(1, 3))
    assert np.abs(half.astype(float) - means)[2:-2, 2:-2].max() < 6


@pytest.mark.parametrize("size", [MADE.half, MADE.full])
def test_what_is_held_is_the_encoding_of_the_image_after_h264(
    loaded: Weights, image: NDArray[np.uint8], size: LatentSize
) -> None:
    pinned = pin_first(image, MADE, size, vae=loaded.vae)
    still = at_size(through_h264(canvas(image, MADE), crf=CRF), size)
    pixels = torch.from_numpy(still).float().permute(2, 0, 1)[None, :, None] / 127.5 - 1
    with torch.inference_mode():
        encoded = loaded.vae.encode(pixels).latent_dist.mode()
    tokens = size.height * size.width
    theirs = Statistics.of(loaded.vae).normalise(pack_video(encoded))
    assert torch.allclose(pinned.latents[:, :tokens], theirs, atol=1e-5)
    assert not pinned.latents[:, tokens:].any()
    assert pinned.mask.tolist() == [[1.0] * tokens + [0.0] * (size.tokens - tokens)]


def test_h264_changes_the_image_a_little_and_less_at_a_better_quality(image: NDArray[np.uint8]) -> None:
    whole = canvas(image, MADE)
    far, near = (np.abs(through_h264(whole, crf=crf).astype(int) - whole).mean() for crf in (CRF, 10))
    assert 0 < near < far < 8


def test_held_tokens_do_not_move_and_the_others_do(loaded: Weights, image: NDArray[np.uint8]) -> None:
    pinned = pin_first(image, MADE, MADE.half, vae=loaded.vae)
    noisy = State(video=torch.randn(1, MADE.half.tokens, 128), audio=torch.randn(1, 9, 8))

    def everywhere(state: State, sigma: float) -> State:
        return State(video=state.video + sigma, audio=state.audio)

    slope = held(everywhere, pinned)(noisy, 0.5)
    tokens = MADE.half.height * MADE.half.width
    assert not slope.video[:, :tokens].any()
    assert torch.equal(slope.video[:, tokens:], noisy.video[:, tokens:] + 0.5)
    assert torch.equal(slope.audio, noisy.audio)
    assert held(everywhere, None) is everywhere
