"""From a clip's size and length to the latents that make it, and back: which sizes are rendered, what is cut off.

The video VAE turns 8 × 32 × 32 pixels into one latent of 128 channels, its first frame alone into one; so clips have
8k + 1 frames and sides that are multiples of 32. Whatever is asked is rendered a little larger, and cropped.
Source: the official repository's two-stage pipelines; ``docs/`` says what was measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from vitascope.core.media import Resolution

SPATIAL = 32
"""Pixels a latent, across and down."""
TEMPORAL = 8
"""Frames a latent, after the first."""
STAGES_APART = 2
"""The upsampler doubles each side."""
LONGEST_SIDE = 2048 // SPATIAL
"""Latents a side that the transformer's positions were trained for: beyond, a stage runs in tiles."""
TILE_OVERLAP = 8
"""Latents that neighbouring tiles share, 256 pixels, over which they are blended."""

AUDIO_RATE = 16_000
AUDIO_HOP = 160
AUDIO_COMPRESSION = 4
"""Mel frames a latent: 25 audio latents are one second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LatentSize:
    """A video's latents: ``frames`` × ``height`` × ``width``."""

    frames: int
    height: int
    width: int

    @property
    def tokens(self) -> int:
        """What the transformer sees of the video: one token a latent."""
        return self.frames * self.height * self.width

    @property
    def pixels(self) -> tuple[int, int, int]:
        """``(frames, height, width)`` of what it decodes to."""
        return (self.frames - 1) * TEMPORAL + 1, self.height * SPATIAL, self.width * SPATIAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The part of a rendered picture that is seen, in pixels."""

    size: LatentSize
    """Of what is rendered."""
    top: int
    left: int
    height: int
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a clip is rendered: both stages' sizes, the sound's, and what is kept of the result."""

    frames: int
    """Of the clip itself; what is rendered beyond is dropped."""
    fps: Fraction
    height: int
    width: int
    half: LatentSize
    """Stage 1."""
    full: LatentSize
    """Stage 2: twice as high and wide, as long."""
    audio_latents: int

    @property
    def top(self) -> int:
        """Rows cut off above; as many or one more below."""
        return self.shown(draft=False).top

    @property
    def left(self) -> int:
        """Columns cut off on the left."""
        return self.shown(draft=False).left

    def shown(self, *, draft: bool) -> Shown:
        """What is cut out of what is rendered: of stage 1 for a draft, at half the height and width."""
        size, apart = (self.half, STAGES_APART) if draft else (self.full, 1)
        height, width = self.height // apart, self.width // apart
        top, left = (size.height * SPATIAL - height) // 2, (size.width * SPATIAL - width) // 2
        return Shown(size=size, top=top, left=left, height=height, width=width)

    @property
    def tiled(self) -> bool:
        """Whether stage 2 is larger than what the transformer was trained on."""
        return max(self.full.height, self.full.width) > LONGEST_SIDE

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """Stage 2 in pieces, row by row; one piece where it fits."""
        rows = spans(self.full.height, longest=LONGEST_SIDE, overlap=TILE_OVERLAP)
        columns = spans(self.full.width, longest=LONGEST_SIDE, overlap=TILE_OVERLAP)
        return tuple(Tile(rows=row, columns=column) for row in rows for column in columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A piece of a picture, in latents."""

    rows: range
    columns: range


def plan(resolution: Resolution, frames: int, fps: Fraction) -> Plan:
    """What to render for ``frames`` frames of ``resolution``, at ``fps`` frames/second."""
    half = LatentSize(
        frames=latent_frames(frames),
        height=-(-resolution.height // (SPATIAL * STAGES_APART)),
        width=-(-resolution.width // (SPATIAL * STAGES_APART)),
    )
    full = LatentSize(frames=half.frames, height=half.height * STAGES_APART, width=half.width * STAGES_APART)
    return Plan(
        frames=frames,
        fps=fps,
        height=resolution.height,
        width=resolution.width,
        half=half,
        full=full,
        audio_latents=audio_latents(full.pixels[0], fps),
    )


def latent_frames(frames: int) -> int:
    """The fewest latents that decode to ``frames`` frames or more."""
    return -(-(frames - 1) // TEMPORAL) + 1


def audio_latents(frames: int, fps: Fraction) -> int:
    """Audio latents that are heard while ``frames`` frames are seen, to the nearest."""
    return round(Fraction(frames * AUDIO_RATE, AUDIO_HOP * AUDIO_COMPRESSION) / fps)


def spans(total: int, *, longest: int, overlap: int) -> tuple[range, ...]:
    """``range(total)`` as the fewest pieces of at most ``longest``, as even as can be.

    Neighbours share ``overlap`` or more; all are equally long. Raises `ValueError` where pieces cannot advance.
    """
    if total <= longest:
        return (range(total),)
    if overlap >= longest:
        raise ValueError(f"pieces of {longest} cannot overlap by {overlap}")
    count = -(-(total - overlap) // (longest - overlap))
    length = -(-(total + (count - 1) * overlap) // count)
    starts = [index * (total - length) // (count - 1) for index in range(count)]
    return tuple(range(start, start + length) for start in starts)
