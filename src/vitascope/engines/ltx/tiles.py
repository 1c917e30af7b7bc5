"""Stage 2 of pictures that are larger than the transformer was trained on: in tiles, whose velocities are blended.

Every step runs the transformer over each tile as if it were a picture of its own, and takes the weighted mean where
tiles overlap: seams do not form, because both sides of one take the same step. The sound stays as stage 1 made it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from vitascope.engines.ltx.geometry import TILE_OVERLAP, LatentSize, Tile
from vitascope.engines.ltx.latents import State, pack_video, unpack_video
from vitascope.engines.ltx.sampler import Velocity

TileVelocity = Callable[[Tile], Velocity]


def tiled(size: LatentSize, tiles: Sequence[Tile], velocity_of: TileVelocity) -> Velocity:
    """One velocity of the whole picture out of those of its ``tiles``; that of the sound is zero."""
    velocities = [velocity_of(tile) for tile in tiles]

    def blended(state: State, sigma: float) -> State:
        picture = unpack_video(state.video, size)
        total, weights = torch.zeros_like(picture), picture.new_zeros(size.height, size.width)
        for tile, velocity in zip(tiles, velocities, strict=True):
            rows, columns = _slice(tile.rows), _slice(tile.columns)
            piece = LatentSize(frames=size.frames, height=len(tile.rows), width=len(tile.columns))
            slope = velocity(State(video=pack_video(picture[:, :, :, rows, columns]), audio=state.audio), sigma)
            weight = _weight(tile.rows, size.height)[:, None] * _weight(tile.columns, size.width)[None, :]
            weight = weight.to(picture.device)
            total[:, :, :, rows, columns] += unpack_video(slope.video, piece).to(picture.device) * weight
            weights[rows, columns] += weight
        return State(video=pack_video(total / weights), audio=torch.zeros_like(state.audio))

    return blended


def cut(packed: Tensor, size: LatentSize, tile: Tile) -> Tensor:
    """A tile's tokens out of the whole picture's, ``(1, tokens, features)``."""
    return pack_video(unpack_video(packed, size)[:, :, :, _slice(tile.rows), _slice(tile.columns)])


def _slice(side: range) -> slice:
    return slice(side.start, side.stop)


def _weight(side: range, total: int) -> Tensor:
    """1 inside, falling over the overlap where the tile has a neighbour; never zero."""
    weight = torch.ones(len(side))
    rising = torch.arange(1, TILE_OVERLAP + 1) / (TILE_OVERLAP + 1)
    if side.start > 0:
        weight[:TILE_OVERLAP] = rising
    if side.stop < total:
        weight[-TILE_OVERLAP:] = rising.flip(0)
    return weight
