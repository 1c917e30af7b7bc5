"""What lies on disk: safetensors and JSON, read with errors that name the file. No tensor is read before it is used.

PyTorch is imported with the first tensor, not before: a prediction of costs looks at names and configurations alone.
"""

from __future__ import annotations

import json
import mmap
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from safetensors import safe_open

from vitascope.core.errors import EngineMissing

if TYPE_CHECKING:
    from torch import Tensor

MOST_NAMED = 5
DTYPES = {
    "BF16": "bfloat16",
    "F16": "float16",
    "F32": "float32",
    "F64": "float64",
    "F8_E4M3": "float8_e4m3fn",
    "F8_E5M2": "float8_e5m2",
    "I64": "int64",
    "I32": "int32",
    "I16": "int16",
    "I8": "int8",
    "U8": "uint8",
    "BOOL": "bool",
}
"""Of safetensors, and PyTorch's names of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """One part of a model: what it is built from, and what is filled in."""

    config: dict[str, Any]
    """Of a class of diffusers, its name among it."""
    tensors: dict[str, Tensor]
    """By the names of that class."""
    origin: str
    """What an error calls the place that they come from."""


Read = Callable[[Path], "dict[str, Tensor]"]
"""`tensors` or `outlines`."""


def tensor_names(file: Path) -> list[str]:
    """All names in a safetensors file. Raises `EngineMissing`."""
    return list(_entries(file)[0])


def outlines(file: Path) -> dict[str, Tensor]:
    """All tensors of a safetensors file without their numbers, on PyTorch's device ``meta``. Raises `EngineMissing`."""
    import torch

    return {name: torch.empty(entry["shape"], device="meta") for name, entry in _entries(file)[0].items()}


def tensors(file: Path) -> dict[str, Tensor]:
    """All tensors of a safetensors file, mapped for reading alone. Raises `EngineMissing`.

    The library would map it so that its copy could be written to, and a host with less memory than the file has bytes
    refuses that.
    """
    import torch

    entries, begin = _entries(file)
    with file.open("rb") as opened:
        mapped = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
    found = {}
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "The given buffer is not writable")  # nor is it written to
        for name, entry in entries.items():
            kind = getattr(torch, DTYPES[entry["dtype"]])
            start, end = entry["data_offsets"]
            flat = (
                torch.frombuffer(mapped, dtype=kind, offset=begin + start, count=(end - start) // kind.itemsize)
                if end > start
                else torch.empty(0, dtype=kind)
            )
            found[name] = flat.reshape(entry["shape"])
    return found


def _entries(file: Path) -> tuple[dict[str, Any], int]:
    """What a safetensors file says of its tensors, and where their bytes begin. Raises `EngineMissing`."""
    try:
        with safe_open(file, framework="np"):
            pass  # which holds the header against the file: its names, shapes and places are right from here on
    except Exception as error:  # the library's own, which has no common root
        raise EngineMissing(f"{file} cannot be read as safetensors: {error}.") from error
    with file.open("rb") as opened:
        length = int.from_bytes(opened.read(8), "little")
        entries = json.loads(opened.read(length))
    entries.pop("__metadata__", None)
    strange = sorted({entry["dtype"] for entry in entries.values()} - DTYPES.keys())
    if strange:
        raise EngineMissing(f"{file} holds numbers of the kind {', '.join(strange)}, which is not read.")
    return entries, 8 + length


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
