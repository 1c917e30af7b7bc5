"""A spec as the fields of a create, in the forms that servers take.

They differ in what they take for a mistake: vLLM-Omni reads forms alone; SGLang Diffusion reads a form only with an
image, and JSON without; TensorRT-LLM refuses fields that it does not know; models raise at sides that are not of their
grid, and programs that stand in front of some take a list of sizes. So the fullest form is tried first, and on a 400,
415 or 422 the next.
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass

import httpx
import numpy as np
from PIL import Image

from vitascope.core.generation import GenerationSpec
from vitascope.core.media import Resolution
from vitascope.media.image import decode_png, encode_png

FRAME_GRID = 8
"""LTX makes ``8k + 1`` frames, Wan and HunyuanVideo ``4k + 1``. One more than enough is trimmed; one less is missed."""

SIDE_GRID = 64
"""LTX-2 in two stages wants sides of 64, in one of 32; Wan of 16. What is more than asked for is cropped."""

MOST_PNG_BYTES = 6_000_000
"""A photo of 2160p can have 20 MB, and servers read 10 or so; above this it goes as a JPEG that shows no loss."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A create, ready to send: the same bytes whenever it is made again."""

    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    name: str
    content_type: str
    content: bytes


def bodies(spec: GenerationSpec, *, model: str | None, name: str, image_png: bytes | None) -> tuple[Body, ...]:
    """Every form of ``spec`` that a server may take, the fullest first.

    ``model`` is its name over there; ``name`` stands in the field that is for the caller's own use. Takes up to a
    second with an image.
    """
    exact = (spec.frame_size.width, spec.frame_size.height)
    forms: list[Body] = []
    last: list[Body] = []
    for width, height in dict.fromkeys((on_grid(spec.frame_size), exact)):
        plain = {
            "prompt": spec.prompt,
            "model": model or spec.model,
            "seconds": str(spec.duration_s),
            "size": f"{width}x{height}",
            "fps": str(int(spec.fps)),
            "num_frames": str(frames_to_ask(spec.frames)),
            "seed": str(spec.seed),
        }
        sound = str(spec.generate_audio).lower()
        full = {**plain, "generate_audio": sound, "generate_sound": sound, "user": name}
        if spec.camera_motion is not None:
            full["camera_motion"] = spec.camera_motion
        file = None if image_png is None else _image(image_png, width, height)
        forms += [_form(full, name, file), _form(plain, name, file)]
        if image_png is None:  # JSON holds an image in as many ways as there are servers
            numbers = {field: int(plain[field]) for field in ("fps", "num_frames", "seed")}
            last.append(Body(content_type="application/json", content=json.dumps({**plain, **numbers}).encode()))
    return (*forms, *last)


def frames_to_ask(frames: int) -> int:
    """The fewest frames that such a model makes and that are not fewer than ``frames``."""
    return -(-(frames - 1) // FRAME_GRID) * FRAME_GRID + 1


def on_grid(size: Resolution) -> tuple[int, int]:
    """The smallest sides that such a model makes and that cover ``size``."""
    return -(-size.width // SIDE_GRID) * SIDE_GRID, -(-size.height // SIDE_GRID) * SIDE_GRID


def _image(png: bytes, width: int, height: int) -> _File:
    """Frame 0 at the size that is asked for: its edges repeated outwards, so that cropping gives it back."""
    pixels = decode_png(png)
    down, right = height - pixels.shape[0], width - pixels.shape[1]
    if down or right:
        # As `media.remake` crops: about the centre, by whole chroma samples.
        top, left = down // 4 * 2, right // 4 * 2
        pixels = np.pad(pixels, ((top, down - top), (left, right - left), (0, 0)), mode="edge")
        png = encode_png(pixels)
    if len(png) <= MOST_PNG_BYTES:
        return _File(name="input.png", content_type="image/png", content=png)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=95, subsampling=0)
    return _File(name="input.jpg", content_type="image/jpeg", content=buffer.getvalue())


def _form(fields: dict[str, str], name: str, file: _File | None) -> Body:
    """Multipart also without a file, as the `openai` package sends it (wire contract, section 11)."""
    files: list[tuple[str, tuple[str | None, bytes | str] | tuple[str | None, bytes | str, str]]] = [
        (field, (None, value)) for field, value in fields.items()
    ]
    if file is not None:
        files.append(("input_reference", (file.name, file.content, file.content_type)))
    # Not drawn by lot, so that a repeat is the same request; not foreseen either, so that no prompt can hold it.
    boundary = hashlib.sha256(f"{name}\n{fields['prompt']}".encode()).hexdigest()
    request = httpx.Request(
        "POST",
        "http://unused",
        files=files,
        headers={"Content-Type": f"multipart/form-data; boundary={boundary}"},
    )
    return Body(content_type=request.headers["content-type"], content=request.read())
