"""What lies on disk: safetensors and JSON, read with errors that name the file. No tensor is read before it is used.

PyTorch is imported with the first tensor, not before: a prediction of costs looks at names and configurations alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from safetensors import safe_open

from vitascope.core.errors import EngineMissing

if TYPE_CHECKING:
    from torch import Tensor

MOST_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """One part of a model: what it is built from, and what is filled in."""

    config: dict[str, Any]
    """Of a class of diffusers, its name among it."""
    tensors: dict[str, Tensor]
    """By the names of that class."""
    origin: str
    """What an error calls the place that they come from."""


def tensor_names(file: Path) -> list[str]:
    """All names in a safetensors file: only its header is read. Raises `EngineMissing`."""
    try:
        with safe_open(file, framework="np") as stored:
            return list(stored.keys())
    except Exception as error:  # the library's own, which has no common root
        raise EngineMissing(f"{file} cannot be read as safetensors: {error}.") from error


def tensors(file: Path) -> dict[str, Tensor]:
    """All tensors of a safetensors file, mapped. Raises `EngineMissing`."""
    try:
        with safe_open(file, framework="pt", device="cpu") as stored:
            return {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118 - not a mapping
    except Exception as error:  # the library's own, which has no common root
        raise EngineMissing(f"{file} cannot be read as safetensors: {error}.") from error


def read_config(file: Path) -> dict[str, Any]:
    """A JSON object. Raises `EngineMissing`."""
    try:
        config = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EngineMissing(f"{file} cannot be read: {error}.") from error
    if not isinstance(config, dict):
        raise EngineMissing(f"{file} is no JSON object.")
    return config


def some(names: list[str]) -> str:
    """The first few of ``names``, and how many more."""
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
