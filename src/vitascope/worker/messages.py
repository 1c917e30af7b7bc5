"""What supervisor and render child say to each other: small frozen values, length-prefixed JSON. Never frames."""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass, field
from typing import Any

HEADER = struct.Struct(">I")
"""Bytes in the message that follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Render:
    """To the child: make this clip in ``folder``."""

    spec: dict[str, Any]
    """`GenerationSpec.to_json`."""
    image_path: str | None
    last_image_path: str | None = None
    checkpoint_path: str | None = None
    """What an earlier attempt kept."""
    folder: str
    generation_id: str
    """For the receipt in the file, and nothing else."""
    source_path: str | None = None
    """A finished file from elsewhere, which this clip is to be made of."""
    source_notes: dict[str, Any] = field(default_factory=dict)
    """What was told of that file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel:
    """To the child: end the render at its next step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loading:
    """From the child: the engine is found, and about to load; how patient to be meanwhile."""

    timeout_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """From the child: the engine is ready; how patient to be with it."""

    name: str
    step_timeout_s: float
    version: str
    """As receipts have it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """From the child: this render has begun, and should take so long."""

    predicted_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From the child: a sign of life."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """From the child: a checkpoint is whole; the newest replaces those before."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """From the child: the poster is whole, long before the clip is."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """From the child: both files are whole."""

    video_path: str
    poster_path: str
    size_bytes: int
    frames: int
    notes: dict[str, Any]
    encode_s: float = 0.0
    """Time that the encoder was busy, beside the engine."""
    encode_began_ns: int = 0
    """Since the epoch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """From the child: no file; why."""

    code: str
    message: str


Message = Render | Cancel | Loading | Loaded | Started | Step | Kept | Still | Rendered | Failed
KINDS = {
    kind.__name__: kind for kind in (Render, Cancel, Loading, Loaded, Started, Step, Kept, Still, Rendered, Failed)
}


def encode(message: Message) -> bytes:
    body = json.dumps({"kind": type(message).__name__, **asdict(message)}).encode()
    return HEADER.pack(len(body)) + body


def decode(body: bytes) -> Message:
    """A message from the bytes after its header. Raises ``KeyError`` or ``TypeError`` for anything else."""
    data = json.loads(body)
    message: Message = KINDS[data.pop("kind")](**data)
    return message
