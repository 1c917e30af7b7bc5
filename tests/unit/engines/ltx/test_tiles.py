"""Tiles of a picture, and how their velocities become one."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
import torch
from torch import Tensor

from vitascope.engines.ltx.geometry import LatentSize, Tile, spans
from vitascope.engines.ltx.latents import State, pack_video, unpack_video
from vitascope.engines.ltx.passes import Context, Pass
from vitascope.engines.ltx.sampler import Velocity, denoise
from vitascope.engines.ltx.sigmas import REFINE
from vitascope.engines.ltx.tiles import cut, tiled
from vitascope.engines.ltx.weights import Weights

SIZE = LatentSize(frames=2, height=12, width=20)


def state(size: LatentSize = SIZE) -> State:
    generator = torch.Generator().manual_seed(5)
    return State(
        video=torch.randn(1, size.tokens, 128, generator=generator), audio=torch.randn(1, 9, 8, generator=generator)
    )


def grid(size: LatentSize, longest: int) -> list[Tile]:
    rows, columns = spans(size.height, longest=longest, overlap=8), spans(size.width, longest=longest, overlap=8)
    return [Tile(rows=r, columns=c) for r in rows for c in columns]


def the_state_itself(_: Tile) -> Velocity:
    def unchanged(state: State, sigma: float) -> State:  # noqa: ARG001 - a velocity
        return state

    return unchanged


def test_what_tiles_agree_on_comes_back_unchanged() -> None:
    tiles = grid(SIZE, 10)
    assert len(tiles) > 4
    blended = tiled(SIZE, tiles, the_state_itself)(state(), 0.5)
    assert torch.allclose(blended.video, state().video, atol=1e-6)
    assert not blended.audio.any()


def test_where_two_tiles_differ_one_fades_into_the_other() -> None:
    size = LatentSize(frames=1, height=4, width=24)
    left, right = grid(size, 16)
    overlap = range(right.columns.start, left.columns.stop)

    def of_tile(tile: Tile) -> Velocity:
        value = 0.0 if tile is left else 1.0

        def flat(state: State, sigma: float) -> State:  # noqa: ARG001 - a velocity
            return State(video=torch.full_like(state.video, value), audio=state.audio)

        return flat

    blended = unpack_video(tiled(size, (left, right), of_tile)(state(size), 0.5).video, size)
    row = blended[0, 0, 0, 0].tolist()
    assert row[: overlap.start] == [0.0] * overlap.start
    assert row[overlap.stop :] == [1.0] * (size.width - overlap.stop)
    assert len(overlap) == 8
    fade = row[overlap.start : overlap.stop]
    assert fade == pytest.approx([i / 9 for i in range(1, 9)])
    assert all(b > a for a, b in pairwise(fade))
    assert float(blended.std(dim=(0, 1, 2, 3)).max()) == pytest.approx(0.0), "and the same way in every row"


def test_a_tile_is_cut_out_of_its_place() -> None:
    tile = Tile(rows=range(2, 9), columns=range(5, 15))
    whole = unpack_video(state().video, SIZE)
    piece: Tensor = cut(state().video, SIZE, tile)
    assert torch.equal(piece, pack_video(whole[:, :, :, 2:9, 5:15]))


def test_one_tile_over_everything_is_the_untiled_stage_with_the_sound_held(loaded: Weights) -> None:
    size = LatentSize(frames=2, height=2, width=4)
    generator = torch.Generator().manual_seed(6)
    context = Context(
        video=torch.randn(1, 16, 32, generator=generator),
        audio=torch.randn(1, 16, 32, generator=generator),
        mask=torch.ones(1, 16),
    )

    def whole() -> Pass:
        return Pass(loaded.transformer, context, size, audio_latents=9, fps=Fraction(25), audio_is_clean=True)

    def held(state: State, sigma: float) -> State:
        slope = whole()(state, sigma)
        return State(video=slope.video, audio=torch.zeros_like(slope.audio))

    one = tiled(size, (Tile(rows=range(2), columns=range(4)),), lambda _: whole())
    ours = denoise(one, state(size), REFINE, before_step=lambda *_: None)
    theirs = denoise(held, state(size), REFINE, before_step=lambda *_: None)
    assert torch.equal(ours.video, theirs.video)
    assert torch.equal(ours.audio, state(size).audio)
