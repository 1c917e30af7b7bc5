"""Which weights these are: a short digest that is the same wherever they lie, and another for any others.

Reading 68 GB to know what was loaded would double the time of a start. So of each weight the name, the kind, the shape
and a kilobyte from its middle are digested: another release, a fine-tune and a merged LoRA change every middle. It is
no proof against somebody who means to deceive.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor

from vitascope.engines.ltx.stored import tensors
from vitascope.engines.ltx.text_files import shards, text_folders

SAMPLE_BYTES = 1024
SHOWN = 12
"""Hexadecimal digits that tell two sets of weights apart for a person."""
TOKENIZER = ("tokenizer.json", "tokenizer.model", "tokenizer_config.json", "special_tokens_map.json")
"""Files that decide which tokens a prompt becomes; not every release has all."""


def identity_of(found: Mapping[str, Tensor]) -> str:
    """SHA-256, in hexadecimal, of weights by the names that they have here."""
    digest = hashlib.sha256()
    for name in sorted(found):
        tensor = found[name]
        digest.update(json.dumps([name, str(tensor.dtype), list(tensor.shape)]).encode())
        digest.update(_middle(tensor))
    return digest.hexdigest()


def _middle(tensor: Tensor) -> bytes:
    flat = tensor.detach().reshape(-1)
    count = min(flat.numel(), SAMPLE_BYTES // tensor.element_size())
    first = (flat.numel() - count) // 2
    return bytes(flat[first : first + count].contiguous().cpu().view(torch.uint8).numpy())


def identity_of_text(folder: Path) -> str:
    """That of the text encoder and its tokenizer, which decide together what a prompt says. Raises `EngineMissing`."""
    encoder, tokenizer = text_folders(folder)
    digest = hashlib.sha256()
    for file in shards(encoder):
        digest.update(identity_of(tensors(file)).encode())
    for file in (encoder / "config.json", *(tokenizer / name for name in TOKENIZER)):
        if file.is_file():
            digest.update(json.dumps([file.name, file.stat().st_size]).encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def joined(parts: Mapping[str, str]) -> str:
    """One identity of several, by name."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
