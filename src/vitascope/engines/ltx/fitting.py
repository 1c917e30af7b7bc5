"""Where the parts of a model live on a device of so much memory: predicted from their sizes, and not measured.

Video models are run by turns: text, then one transformer, then the other, then the decoders. What a turn does not need
may wait in the host's memory; and a transformer's blocks, which run one after another, may come to the device one
after another too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from vitascope.engines.ltx.geometry import Plan

Residency = Literal["resident", "text on the CPU", "blocks streamed"]

TEXT = ("text_encoder", "connectors", "connectors_full")
"""What makes contexts of prompts; a few a minute at most, and each once."""
TRANSFORMERS = ("transformer", "transformer_full")
RESERVED = 2 * 2**30
"""Bytes that the driver, PyTorch's kernels and fragmentation take."""
BLOCKS_HELD = 3 / 48
"""Of a transformer whose blocks are streamed: the one that runs, the next, and what is no block."""
BYTES_A_TOKEN = 16 * 4096 * 2 + 24_576 * 2
"""Of a pass: sixteen tensors as wide as the model live at once, and the modulation of every token by itself, which an
image as first frame asks for. Both in 16 bits."""
BYTES_A_PIXEL = 80 * 128 * 2 * 4 // 16
"""Of decoding a tile of 80 frames: four tensors of 128 channels at a quarter of the height and width, in 16 bits."""
BYTES_A_PIXEL_IN_PIECES = 80 * 3 * 4 * 2
"""Of the whole picture, where the decoder sees a piece of it at a time: frames and their weighted sum in 32 bits."""
PIECE_PIXELS = 768 * 768

EXPLAINED: Mapping[Residency, str] = {
    "resident": "everything on the device",
    "text on the CPU": "the text encoder in the host's memory and run there, the rest on the device",
    "blocks streamed": "the transformer's blocks brought from the host's memory as they are needed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A plan, and what it takes."""

    residency: Residency
    device_bytes: int
    """Of weights that stay on the device."""
    host_bytes: int
    """Of weights that stay in the host's memory."""


def placements(sizes: Mapping[str, int]) -> tuple[Placement, ...]:
    """Every plan for parts of these ``sizes`` in bytes, the fastest first."""
    total = sum(sizes.values())
    text, blocks = (sum(sizes.get(name, 0) for name in names) for names in (TEXT, TRANSFORMERS))
    held = int(max(sizes.get(name, 0) for name in TRANSFORMERS) * BLOCKS_HELD)
    return (
        Placement(residency="resident", device_bytes=total, host_bytes=0),
        Placement(residency="text on the CPU", device_bytes=total - text, host_bytes=text),
        Placement(residency="blocks streamed", device_bytes=total - text - blocks + held, host_bytes=text + blocks),
    )


def working_bytes(plan: Plan) -> int:
    """What sampling and decoding a clip take beside the weights, at their most; they come one after the other."""
    tokens = max(plan.full.frames * len(tile.rows) * len(tile.columns) for tile in plan.tiles)
    _, height, width = plan.full.pixels
    in_pieces = BYTES_A_PIXEL * PIECE_PIXELS + BYTES_A_PIXEL_IN_PIECES * height * width
    return max(tokens * BYTES_A_TOKEN, in_pieces)


def decode_in_pieces(plan: Plan, *, free_bytes: float) -> bool:
    """Whether a tile of this clip must be decoded a piece of the picture at a time."""
    _, height, width = plan.full.pixels
    return BYTES_A_PIXEL * height * width > free_bytes


def place(sizes: Mapping[str, int], plan: Plan, *, memory: int) -> Placement | None:
    """The fastest plan under which ``plan`` fits a device of ``memory`` bytes; ``None`` where none does."""
    room = memory - RESERVED - working_bytes(plan)
    return next((placement for placement in placements(sizes) if placement.device_bytes <= room), None)
