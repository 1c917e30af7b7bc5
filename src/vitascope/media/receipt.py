"""How a clip was made, kept inside the file: JSON in the ``comment`` tag, the prompt as the title.

The receipt is enough to render the clip again. It is read from the boxes of the MP4 alone, without a decoder, since
strangers send clips too; and it is checked as a request is, since anybody can write one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from vitascope.core.errors import BadInput, InvalidField, UnusableClip
from vitascope.core.generation import LONG_MODELS, GenerationRequest, GenerationSpec, fill
from vitascope.core.ports import EngineInfo, Inputs
from vitascope.media.boxes import find_box
from vitascope.media.encode import PRESETS, EncodeSettings

SCHEMA = 1
"""Raised when a reader of an older one would misread a new receipt; what is merely added raises nothing."""

MAX_RECEIPT_BYTES = 2**20
"""Many times the longest prompt with its notes."""

_COMMENT = (b"moov", b"udta", b"meta", b"ilst", b"\xa9cmt", b"data")
_TEXT_HEADER = 8  # of an iTunes "data" box: its type, and a locale


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a file says of its making, checked: a legal spec, and what stood around it."""

    spec: GenerationSpec
    id: UUID | None
    """``None`` for a clip made without a server."""
    made_by: str
    engine_version: str | None
    image_sha256: str | None
    """`image_digest` of the input image; ``None`` where the clip began with none."""
    last_image_sha256: str | None
    """Likewise of the image that it ended on."""
    encode: EncodeSettings | None
    frames_sha256: str | None
    """Of the frames before they were encoded (see `media.seal`)."""
    sound_sha256: str | None


def make_receipt(
    info: EngineInfo,
    spec: GenerationSpec,
    *,
    generation_id: str | None,
    inputs: Inputs,
    notes: Mapping[str, Any],
    version: str,
) -> dict[str, Any]:
    """The receipt of a clip about to be muxed, as JSON values; the muxer adds what it knows itself."""
    return {
        "schema": SCHEMA,
        "made_by": f"vitascope {version}",
        **({} if generation_id is None else {"id": generation_id}),
        **spec.to_json(),
        "engine_version": info.version,
        "engine_kind": info.kind,
        "engine_summary": info.summary,
        **({} if inputs.image is None else {"image_sha256": image_digest(inputs.image)}),
        **({} if inputs.last_image is None else {"last_image_sha256": image_digest(inputs.last_image)}),
        "notes": notes,
    }


def image_digest(pixels: NDArray[np.uint8]) -> str:
    """SHA-256 of an input image's sRGB pixels at the clip's size, ``(height, width, 3)``.

    Of the pixels, not of a file: the same picture may lie in a PNG of any compressor.
    """
    return hashlib.sha256(np.ascontiguousarray(pixels).data).hexdigest()


def receipt_tags(receipt: Mapping[str, Any]) -> dict[str, str]:
    """Container tags for ``receipt``, whose values are JSON values."""
    tags = {"comment": json.dumps(receipt, ensure_ascii=False, separators=(",", ":"), sort_keys=True)}
    if isinstance(prompt := receipt.get("prompt"), str):
        tags["title"] = prompt
    return tags


def read_receipt(path: Path) -> dict[str, Any]:
    """The receipt inside a clip, as it stands there; empty where the file carries none."""
    with path.open("rb") as file:
        return receipt_in(file)


def receipt_in(file: BinaryIO) -> dict[str, Any]:
    """`read_receipt` of an open file, or of bytes."""
    box = find_box(file, _COMMENT)
    if box is None or box.end - box.body > MAX_RECEIPT_BYTES:
        return {}
    file.seek(box.body + _TEXT_HEADER)
    comment = file.read(max(0, box.end - box.body - _TEXT_HEADER))
    try:
        receipt = json.loads(comment)
    except (ValueError, RecursionError):
        return {}
    return receipt if isinstance(receipt, dict) else {}


def checked_receipt(file: BinaryIO, *, field: str, source: str) -> Receipt:
    """The receipt inside an open file, checked as a request is. ``field`` and ``source`` name the file in errors.

    Raises `UnusableClip` for what is no MP4, carries no receipt, or one that is not legal.
    """
    if find_box(file, (b"moov",)) is None:
        raise UnusableClip(field, source, "it is not a whole MP4 file.")
    data = receipt_in(file)
    if not isinstance(data.get("made_by"), str) or not data["made_by"].startswith("vitascope "):
        raise UnusableClip(
            field,
            source,
            "it carries no receipt: it was not made by Vitascope, or was stripped of its tags on its way.",
        )
    if _whole(data.get("schema", SCHEMA)) > SCHEMA:
        raise UnusableClip(field, source, f"its receipt is of a newer program ({data['made_by'][:40]}); use that one.")
    try:
        return _checked(data)
    except BadInput as error:
        raise UnusableClip(field, source, f"its receipt is not legal: {error}") from None


def _checked(data: Mapping[str, Any]) -> Receipt:
    request = GenerationRequest(
        model=_typed(data, "model", str),
        prompt=_typed(data, "prompt", str),
        duration_s=_typed(data, "duration_s", int),
        resolution=_typed(data, "resolution", str),
        fps=_typed(data, "fps", int),
        generate_audio=_typed(data, "generate_audio", bool),
        seed=_typed(data, "seed", int),
        camera_motion=_optional(data, "camera_motion", str),
        draft=_optional(data, "draft", bool),
    )
    engine = _typed(data, "engine", str)
    if not engine.isidentifier() and not engine.replace("-", "_").isidentifier():
        raise InvalidField("engine", engine, "this is no engine's name.")
    identity = _optional(data, "id", str)
    try:
        generation_id = None if identity is None else UUID(identity)
    except ValueError:
        raise InvalidField("id", identity, "this is no id of a generation.") from None
    return Receipt(
        spec=fill(request, engine=engine, seed=0, models=LONG_MODELS),
        id=generation_id,
        made_by=data["made_by"][:80],
        engine_version=_optional(data, "engine_version", str),
        image_sha256=_optional(data, "image_sha256", str),
        last_image_sha256=_optional(data, "last_image_sha256", str),
        encode=_encode_settings(data),
        frames_sha256=_optional(data, "frames_sha256", str),
        sound_sha256=_optional(data, "sound_sha256", str),
    )


def _encode_settings(data: Mapping[str, Any]) -> EncodeSettings | None:
    encoder = _optional(data, "encoder", dict)
    if encoder is None:
        return None
    preset, crf, threads = (_typed(encoder, name, kind) for name, kind in _ENCODER_FIELDS)
    if preset not in PRESETS or not 0 <= crf <= 51 or not 1 <= threads <= 128:
        raise InvalidField("encoder", f"{preset}, crf {crf}, {threads} threads", "x264 knows no such settings.")
    return EncodeSettings(preset=preset, crf=crf, threads=threads)


_ENCODER_FIELDS: tuple[tuple[str, type], ...] = (("preset", str), ("crf", int), ("threads", int))


def _typed(data: Mapping[str, Any], field: str, kind: type) -> Any:
    value = data.get(field)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise InvalidField(field, value, f"a receipt holds a {kind.__name__} here.")
    return value


def _optional(data: Mapping[str, Any], field: str, kind: type) -> Any:
    return None if data.get(field) is None else _typed(data, field, kind)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else SCHEMA + 1
