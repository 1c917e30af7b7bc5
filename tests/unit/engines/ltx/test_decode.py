"""Streamed decoding on the tiny VAE: every frame once and in order, and what a whole decode would have given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor
from torch.nn import functional

from vitascope.core.errors import Cancelled
from vitascope.engines.ltx.decode import LENGTH, OVERLAP, PIECE, decode, ramp, stretches
from vitascope.engines.ltx.geometry import TEMPORAL

ONE_CODE_VALUE = 2 / 255


def latents(frames: int, height: int = 2, width: int = 2) -> Tensor:
    return torch.randn(1, 128, frames, height, width, generator=torch.Generator().manual_seed(3))


def slow(count: int) -> Tensor:
    """Latents that change as those of a picture do: over half a second, not from one to the next."""
    marks = latents(count // 6 + 2)
    return functional.interpolate(marks, size=(count, 2, 2), mode="trilinear", align_corners=True)


def streamed(made: Tensor, vae: Any, **more: Any) -> Tensor:
    return torch.cat(list(decode(made, vae=vae, before_tile=lambda *_: None, **more)), dim=1)


@torch.inference_mode()
def whole(made: Tensor, vae: Any) -> Tensor:
    frames: Tensor = vae.decoder(made, None, causal=False)
    return frames[0]


@given(st.integers(min_value=1, max_value=400))
def test_stretches_show_every_frame_once(count: int) -> None:
    shown = 0
    for stretch in stretches(count):
        begins = stretch.latents.start * TEMPORAL + stretch.skipped
        assert begins == shown - stretch.faded
        shown = (stretch.latents.stop - 1) * TEMPORAL + 1
        assert len(stretch.latents) <= LENGTH + 1
    assert shown == (count - 1) * TEMPORAL + 1


@pytest.mark.parametrize("count", [1, 2, LENGTH])
def test_one_tile_is_exactly_the_whole_decode(pipeline: Any, count: int) -> None:
    made = latents(count)
    assert torch.equal(streamed(made, pipeline.vae), whole(made, pipeline.vae))


@pytest.mark.parametrize("count", [LENGTH + 1, 20, 33])
def test_away_from_seams_tiles_are_the_whole_decode_within_one_code_value(pipeline: Any, count: int) -> None:
    made = slow(count)
    ours, theirs = streamed(made, pipeline.vae), whole(made, pipeline.vae)
    assert ours.shape == theirs.shape
    overlaps = [s.latents.start * TEMPORAL for s in stretches(count)[1:]]
    # An end is felt two latents into a tile, by a decoder whose weights are noise.
    seams = {frame for first in overlaps for frame in range(first - 16, first + 25 + 8)}
    away = [frame for frame in range(ours.shape[1]) if frame not in seams]
    assert away
    assert float((ours[:, away] - theirs[:, away]).abs().max()) < ONE_CODE_VALUE


def stands_for(frame: int, ours: Tensor, theirs: Tensor) -> int:
    """How far from ``frame`` the frame of a whole decode is that a frame of ours is nearest to."""
    return min((-1, 0, 1), key=lambda shift: float((ours[:, frame] - theirs[:, frame + shift]).norm()))


def test_no_frame_is_off_by_one_beyond_the_first_tile(pipeline: Any) -> None:
    made = latents(20)
    ours, theirs = streamed(made, pipeline.vae), whole(made, pipeline.vae)
    assert {stands_for(frame, ours, theirs) for frame in range(1, ours.shape[1] - 1)} == {0}


def test_the_framewise_decoding_of_diffusers_is_off_by_one_beyond_its_first_tile(tiny_folder: Path) -> None:
    """Why ours is not built on it. Where this fails, they have mended it."""
    from diffusers import AutoencoderKLLTX2Video

    vae = AutoencoderKLLTX2Video.from_pretrained(tiny_folder / "vae").eval()
    vae.use_framewise_decoding = True
    vae.tile_sample_min_num_frames, vae.tile_sample_stride_num_frames = LENGTH * TEMPORAL, (LENGTH - OVERLAP) * TEMPORAL
    made = latents(20)
    with torch.inference_mode():
        theirs = vae.decode(made, return_dict=False)[0][0]
    right = whole(made, vae)
    last = range(LENGTH * TEMPORAL, theirs.shape[1] - 1)
    assert {stands_for(frame, theirs, right) for frame in last} == {-1}
    wrong, seams = theirs[:, last.start :] - right[:, last.start :], streamed(made, vae)[:, last.start :]
    assert float(wrong.norm()) > 3 * float((seams - right[:, last.start :]).norm())


def test_pieces_of_a_picture_are_the_whole_picture_away_from_their_seams(pipeline: Any) -> None:
    made = latents(1, width=PIECE + 8)
    ours, theirs = streamed(made, pipeline.vae, in_pieces=True), whole(made, pipeline.vae)
    assert ours.shape == theirs.shape
    assert float((ours - theirs)[..., :256].abs().max()) < ONE_CODE_VALUE
    assert float((ours - theirs)[..., -256:].abs().max()) < ONE_CODE_VALUE


def test_the_weights_of_neighbouring_pieces_sum_to_one_where_they_overlap_as_planned() -> None:
    left, right = ramp(range(24), 46, "cpu"), ramp(range(22, 46), 46, "cpu")
    assert torch.allclose(left[-64:] + right[:64], torch.ones(64))


def test_a_cancel_between_tiles_ends_the_decoding(pipeline: Any) -> None:
    def second(done: int, total: int) -> None:
        assert total == 3
        if done == 1:
            raise Cancelled("now")

    frames = decode(latents(20), vae=pipeline.vae, before_tile=second)
    assert next(frames).shape[1] == 73 - 24
    with pytest.raises(Cancelled):
        next(frames)
