"""What a folder of weights holds, and whether it fits: every name and shape is looked at, and no weight is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from vitascope.core.errors import EngineMissing
from vitascope.engines.ltx import single_file
from vitascope.engines.ltx.stored import Stored, outlines, read_config
from vitascope.engines.ltx.text_files import shards, text_folders
from vitascope.engines.ltx.unfinished import unfinished
from vitascope.engines.ltx.weights import PARTS, check_fit, empty, reader

BYTES = {"vocoder": 4}
"""A number of each part, where it is not 2: the vocoder runs in 32 bits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """One part, found or missed."""

    name: str
    origin: str = ""
    parameters: int = 0
    problem: str | None = None
    """A sentence that names the file and the weights; ``None`` where it fits."""

    @property
    def loaded_bytes(self) -> int:
        """Of memory that it takes once it is loaded."""
        return self.parameters * BYTES.get(self.name, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """All that was found in a folder."""

    layout: str
    parts: tuple[Examined, ...]
    unused: tuple[Path, ...]


def examine(folder: Path) -> Holdings:
    """Every part of ``folder``. Raises `EngineMissing` where not even its layout is clear.

    What is wrong with a folder whose fetch was interrupted comes with a word on how to go on with that.
    """
    try:
        found = _examine(folder)
    except EngineMissing as error:
        if (note := unfinished(folder)) is not None:
            raise EngineMissing(f"{note} So far: {error}") from error
        raise
    if any(part.problem for part in found.parts) and (note := unfinished(folder)) is not None:
        return replace(found, parts=(*found.parts, Examined(name="fetch", problem=note)))
    return found


def _examine(folder: Path) -> Holdings:
    files, get = single_file.find(folder), reader(folder, outlines)
    parts, configs = [], {}
    for name in PARTS:
        part, config = _part(name, get)
        if part is not None:
            parts.append(part)
            configs[name] = config
    parts.append(_text_encoder(folder, configs.get("connectors", {})))
    release = "2.3 or later" if configs.get("transformer", {}).get("cross_attn_mod") else "2.0"
    where = "diffusers' folders" if files is None else "single files"
    return Holdings(
        layout=f"LTX-{release}, in {where}", parts=tuple(parts), unused=() if files is None else files.unused
    )


def _part(name: str, get: Callable[[str], Stored | None]) -> tuple[Examined | None, Mapping[str, Any]]:
    try:
        stored = get(name)
        if stored is None:
            return None, {}
        check_fit(empty(name, stored), stored.tensors, origin=stored.origin)
    except EngineMissing as error:
        return Examined(name=name, problem=str(error)), {}
    count = sum(tensor.numel() for tensor in stored.tensors.values())
    return Examined(name=name, origin=stored.origin, parameters=count), stored.config


def _text_encoder(folder: Path, connectors: Mapping[str, Any]) -> Examined:
    """Its files are all there, and it has the width and the layers that the connectors were trained on."""
    try:
        place, _ = text_folders(folder)
        config = read_config(place / "config.json")
        text = config.get("text_config", config)
        found = (text.get("hidden_size"), (text.get("num_hidden_layers") or 0) + 1)
        wanted = (connectors.get("caption_channels"), connectors.get("text_proj_in_factor"))
        if connectors and found != wanted:
            raise EngineMissing(
                f"The text encoder in {place} gives {found[1]} states of {found[0]} numbers a token, and the "
                f"connectors read {wanted[1]} of {wanted[0]}: it is another model."
            )
        count = sum(_parameters(file) for file in shards(place))
    except EngineMissing as error:
        return Examined(name="text_encoder", problem=str(error))
    return Examined(name="text_encoder", origin=str(place), parameters=count)


def _parameters(file: Path) -> int:
    return sum(tensor.numel() for tensor in outlines(file).values())
