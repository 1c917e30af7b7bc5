"""A spec as the fields of a create, in the forms that servers take.

They differ in what they take for a mistake: vLLM-Omni reads forms alone; SGLang Diffusion reads a form only with an
image, and JSON without; TensorRT-LLM refuses fields that it does not know. So the fullest form is tried first, and on a
400, 415 or 422 the next.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

import httpx

from vitascope.core.generation import GenerationSpec

IMAGE_NAME = "input.png"
"""Servers put it into a path of theirs."""

FRAME_GRID = 8
"""LTX makes ``8k + 1`` frames, Wan and HunyuanVideo ``4k + 1``. One more than enough is trimmed; one less is missed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A create, ready to send: the same bytes whenever it is made again."""

    content_type: str
    content: bytes


def bodies(spec: GenerationSpec, *, model: str | None, name: str, image_png: bytes | None) -> tuple[Body, ...]:
    """Every form of ``spec`` that a server may take, the fullest first.

    ``model`` is its name over there; ``name`` stands in the field that is for the caller's own use.
    """
    plain = {
        "prompt": spec.prompt,
        "model": model or spec.model,
        "seconds": str(spec.duration_s),
        "size": f"{spec.frame_size.width}x{spec.frame_size.height}",
        "fps": str(int(spec.fps)),
        "num_frames": str(frames_to_ask(spec.frames)),
        "seed": str(spec.seed),
    }
    sound = str(spec.generate_audio).lower()
    full = {**plain, "generate_audio": sound, "generate_sound": sound, "user": name}
    if spec.camera_motion is not None:
        full["camera_motion"] = spec.camera_motion
    forms = (_form(full, name, image_png), _form(plain, name, image_png))
    if image_png is not None:  # JSON holds an image in as many ways as there are servers
        return forms
    numbers = {field: int(plain[field]) for field in ("fps", "num_frames", "seed")}
    return (*forms, Body(content_type="application/json", content=json.dumps({**plain, **numbers}).encode()))


def frames_to_ask(frames: int) -> int:
    """The fewest frames that such a model makes and that are not fewer than ``frames``."""
    return -(-(frames - 1) // FRAME_GRID) * FRAME_GRID + 1


def _form(fields: dict[str, str], name: str, image_png: bytes | None) -> Body:
    """Multipart also without a file, as the `openai` package sends it (wire contract, section 11)."""
    files: list[tuple[str, tuple[str | None, bytes | str] | tuple[str | None, bytes | str, str]]] = [
        (field, (None, value)) for field, value in fields.items()
    ]
    if image_png is not None:
        files.append(("input_reference", (IMAGE_NAME, image_png, "image/png")))
    # Not drawn by lot, so that a repeat is the same request; not foreseen either, so that no prompt can hold it.
    boundary = hashlib.sha256(f"{name}\n{fields['prompt']}".encode()).hexdigest()
    request = httpx.Request(
        "POST",
        "http://unused",
        files=files,
        headers={"Content-Type": f"multipart/form-data; boundary={boundary}"},
    )
    return Body(content_type=request.headers["content-type"], content=request.read())
