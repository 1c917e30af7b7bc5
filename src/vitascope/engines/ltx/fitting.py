"""Where the parts of a model live on a device of so much memory: predicted from their sizes, and not measured.

Video models are run by turns: text, then one transformer, then the other, then the decoders. What a turn does not need
may wait in the host's memory; and a transformer's blocks, which run one after another, may come to the device one
after another too. Both leave every number as it is. Weights in eight bits do not, so they are what remains where a
device, or its host's memory, is too small for the rest: at the sizes of video a block's journey is hidden behind the
arithmetic of the one before it, and there would be little to win.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from vitascope.engines.ltx.geometry import Plan

Residency = Literal["resident", "text-on-cpu", "blocks-streamed", "eight-bit", "eight-bit-streamed"]
"""A plan's name, as the setting has it."""
TextPlace = Literal["by plan", "host", "device", "elsewhere"]
"""Where text is read: as each plan has it, or wherever the owner says. ``elsewhere`` is another device."""

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

EIGHT_BITS = {"text_encoder": 0.55, "transformer": 0.51, "transformer_full": 0.51}
"""What remains of a part whose layers are kept in eight bits: Gemma's table of words, a twelfth of it, stays."""

EXPLAINED: Mapping[Residency, str] = {
    "resident": "everything on the device",
    "text-on-cpu": "the text encoder in the host's memory and run there, the rest on the device",
    "blocks-streamed": "the transformer's blocks brought from the host's memory as they are needed",
    "eight-bit": "the transformer's blocks on the device in eight bits, the text encoder in the host's memory",
    "eight-bit-streamed": "the transformer's blocks in eight bits, brought from the host's memory as they are needed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What an owner has settled; the rest is chosen."""

    residency: Residency | None = None
    text: TextPlace = "by plan"
    text_eight_bits: bool = False

    @property
    def plans(self) -> tuple[Residency, ...]:
        """Those that can be meant, the fastest first; with text in a place of its own, some are no plans."""
        against = {"by plan": "", "host": "resident"}.get(self.text, "text-on-cpu")
        return tuple(name for name in EXPLAINED if name != against and self.residency in (None, name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A plan, and what it takes."""

    residency: Residency
    text: TextPlace
    """Never ``by plan``."""
    text_bytes: int
    """Of what reads it, in whichever memory."""
    device_bytes: int
    """Of weights that stay on the device."""
    host_bytes: int
    """Of weights that stay in the host's memory."""
    locked_bytes: int
    """Of these, what must be in it all the time: the device copies it from there. The rest is mapped from files."""

    @property
    def eight_bits(self) -> bool:
        """Whether the transformers' blocks are kept so."""
        return self.residency in ("eight-bit", "eight-bit-streamed")

    @property
    def streamed(self) -> bool:
        """Whether the transformers' blocks wait in the host's memory."""
        return self.residency in ("blocks-streamed", "eight-bit-streamed")


ANY = Wishes()


def placements(sizes: Mapping[str, int], wishes: Wishes = ANY) -> tuple[Placement, ...]:
    """Every plan for parts of these ``sizes`` in bytes that ``wishes`` leave, the fastest first."""
    return tuple(_placement(name, sizes, wishes) for name in wishes.plans)


def _placement(residency: Residency, sizes: Mapping[str, int], wishes: Wishes) -> Placement:
    streamed, eight_bits = "streamed" in residency, residency.startswith("eight-bit")
    kept = {
        name: int(size * EIGHT_BITS[name])
        if (eight_bits and name in TRANSFORMERS) or (wishes.text_eight_bits and name == "text_encoder")
        else size
        for name, size in sizes.items()
    }
    text, blocks = (sum(kept.get(name, 0) for name in names) for names in (TEXT, TRANSFORMERS))
    others = sum(kept.values()) - text - blocks
    held = int(max(kept.get(name, 0) for name in TRANSFORMERS) * BLOCKS_HELD) if streamed else blocks
    where = wishes.text
    if where == "by plan":
        where = "device" if residency == "resident" else "host"
    locked = blocks if streamed else 0
    return Placement(
        residency=residency,
        text=where,
        text_bytes=text,
        device_bytes=others + held + (text if where == "device" else 0),
        host_bytes=locked + (text if where == "host" else 0),
        locked_bytes=locked,
    )


def working_bytes(plan: Plan) -> int:
    """What sampling and decoding a clip take beside the weights, at their most; they come one after the other."""
    frames = plan.full.frames + 1  # a given last frame has tokens of its own, beside the clip's
    tokens = max(frames * len(tile.rows) * len(tile.columns) for tile in plan.tiles)
    _, height, width = plan.full.pixels
    in_pieces = BYTES_A_PIXEL * PIECE_PIXELS + BYTES_A_PIXEL_IN_PIECES * height * width
    return max(tokens * BYTES_A_TOKEN, in_pieces)


def decode_in_pieces(plan: Plan, *, free_bytes: float) -> bool:
    """Whether a tile of this clip must be decoded a piece of the picture at a time."""
    _, height, width = plan.full.pixels
    return BYTES_A_PIXEL * height * width > free_bytes


def place(
    sizes: Mapping[str, int], plan: Plan, *, memory: int, host: int | None = None, wishes: Wishes = ANY
) -> Placement | None:
    """The fastest plan under which ``plan`` fits a device of ``memory`` bytes; ``None`` where none does.

    ``host`` is the host's memory in bytes; ``None`` where it is not known and not looked at.
    """
    room = memory - RESERVED - working_bytes(plan)
    return next(
        (
            placement
            for placement in placements(sizes, wishes)
            if placement.device_bytes <= room and (host is None or placement.locked_bytes <= host)
        ),
        None,
    )
