"""Latents to frames, a stretch at a time: every frame once and in order, in memory that does not grow with the clip.

Tiles of ten latents overlap by three, and are faded into one another: the official schedule of 80 frames and 24. A tile
after the first begins one latent earlier still, because the decoder makes a single frame of the first latent it is
given; that frame has no weight. Where memory asks for it, a tile is decoded in pieces of a picture, faded likewise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from vitascope.engines.ltx.geometry import SPATIAL, TEMPORAL, spans
from vitascope.engines.ltx.pace import Look, done_on, wait

LENGTH = 10
OVERLAP = 3
"""Latents, in time: 80 and 24 frames."""
PIECE = 24
PIECE_OVERLAP = 2
"""Latents, in space: 768 and 64 pixels."""

BeforeTile = Callable[[int, int], None]
"""Called with tiles done and tiles in all; what it raises ends the decoding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What one tile adds: decode ``latents``, drop ``skipped`` frames, and fade the first ``faded`` of the rest in."""

    latents: range
    skipped: int
    faded: int


def stretches(latents: int) -> list[Stretch]:
    """The tiles of a clip of so many latents."""
    if latents <= LENGTH:
        return [Stretch(latents=range(latents), skipped=0, faded=0)]
    starts = range(0, latents - OVERLAP, LENGTH - OVERLAP)
    return [
        Stretch(
            latents=range(max(0, start - 1), min(start + LENGTH, latents)),
            skipped=1 if start else 0,
            faded=OVERLAP * TEMPORAL if start else 0,
        )
        for start in starts
    ]


def decode(
    latents: Tensor, *, vae: Any, before_tile: BeforeTile, look: Look = lambda: None, in_pieces: bool = False
) -> Iterator[Tensor]:
    """Frames of ``latents``, shaped ``(1, 128, frames, height, width)`` as the VAE has them.

    Yields ``(3, n, 32 × height, 32 × width)`` in [-1, 1], give or take, in the VAE's precision and on its device. One
    tile and the fading end of the one before are held, if whoever asks lets go of a tile before asking for the next.
    """
    plan = stretches(latents.shape[2])
    ending: Tensor | None = None
    for index, stretch in enumerate(plan):
        before_tile(index, len(plan))
        kept = plan[index + 1].faded if index + 1 < len(plan) else 0
        part = latents[:, :, stretch.latents.start : stretch.latents.stop]
        frames, ending = _tile(part, stretch, ending, kept=kept, vae=vae, in_pieces=in_pieces)
        if frames.is_cuda:
            wait(done_on(frames.device), look)
        yield frames
        del frames  # before the next tile is decoded: at 1080p these are a gigabyte


@torch.inference_mode()  # and not around `decode`: what PyTorch wraps a generator in holds on to what was yielded
def _tile(
    part: Tensor, stretch: Stretch, ending: Tensor | None, *, kept: int, vae: Any, in_pieces: bool
) -> tuple[Tensor, Tensor | None]:
    """The frames of ``part`` with ``ending`` faded into them, and the last ``kept`` of them apart."""
    part = part.to(vae.device, vae.dtype)
    frames = (_in_pieces(part, vae) if in_pieces else _whole(part, vae))[:, stretch.skipped :]
    if ending is not None:
        shown = min(ending.shape[1], frames.shape[1])
        weight = (torch.arange(1, shown + 1, device=frames.device) / (stretch.faded + 1)).to(frames.dtype)
        torch.lerp(ending[:, :shown], frames[:, :shown], weight[:, None, None], out=frames[:, :shown])
    rest = frames.shape[1] - kept
    return frames[:, :rest], frames[:, rest:].clone() if kept else None


def _whole(part: Tensor, vae: Any) -> Tensor:
    frames: Tensor = vae.decoder(part, None, causal=vae.config.decoder_causal)
    return frames[0]


def _in_pieces(part: Tensor, vae: Any) -> Tensor:
    """The same frames from pieces of at most `PIECE` latents a side, summed with weights that fall towards seams."""
    height, width = part.shape[3], part.shape[4]
    total: Tensor | None = None
    weights: Tensor | None = None
    for rows in spans(height, longest=PIECE, overlap=PIECE_OVERLAP):
        for columns in spans(width, longest=PIECE, overlap=PIECE_OVERLAP):
            piece = _whole(part[:, :, :, rows.start : rows.stop, columns.start : columns.stop], vae).float()
            if total is None or weights is None:
                total = piece.new_zeros(3, piece.shape[1], height * SPATIAL, width * SPATIAL)
                weights = piece.new_zeros(height * SPATIAL, width * SPATIAL)
            weight = ramp(rows, height, piece.device)[:, None] * ramp(columns, width, piece.device)[None, :]
            place = (
                slice(rows.start * SPATIAL, rows.stop * SPATIAL),
                slice(columns.start * SPATIAL, columns.stop * SPATIAL),
            )
            total[:, :, place[0], place[1]] += piece * weight
            weights[place] += weight
    assert total is not None  # noqa: S101 - there is always one piece
    assert weights is not None  # noqa: S101
    return (total / weights).to(vae.dtype)


def ramp(piece: range, total: int, device: torch.device | str) -> Tensor:
    """A piece's weight along one side, in pixels: 1 inside, falling over the overlap where it has a neighbour."""
    length, fade = len(piece) * SPATIAL, PIECE_OVERLAP * SPATIAL
    weight = torch.ones(length, device=device)
    rising = torch.arange(1, fade + 1, device=device) / (fade + 1)
    if piece.start > 0:
        weight[:fade] = rising
    if piece.stop < total:
        weight[length - fade :] = rising.flip(0)
    return weight
