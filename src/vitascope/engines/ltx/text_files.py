"""Where the text encoder lies among the weights, and in which files."""

from __future__ import annotations

from pathlib import Path

from vitascope.core.errors import EngineMissing
from vitascope.engines.ltx.stored import read_config


def text_folders(folder: Path) -> tuple[Path, Path]:
    """Where the text encoder and its tokenizer lie: in diffusers' layout, or in one folder, as Gemma is published.

    Raises `EngineMissing`.
    """
    encoder, tokenizer = folder / "text_encoder", folder / "tokenizer"
    if encoder.is_dir() and tokenizer.is_dir():
        return encoder, tokenizer
    whole = [f for f in sorted(folder.glob("[gG]emma*")) if (f / "config.json").is_file()]
    if len(whole) != 1:
        raise EngineMissing(
            f"{folder} must hold the text encoder, Gemma 3 12B: as the folders text_encoder and tokenizer, or as one "
            f"folder whose name begins with gemma. Of these there {'is none' if not whole else f'are {len(whole)}'}."
        )
    return whole[0], whole[0]


def shards(folder: Path) -> list[Path]:
    """The safetensors files of a model in transformers' layout. Raises `EngineMissing`."""
    index = folder / "model.safetensors.index.json"
    if index.is_file():
        named = {folder / str(name) for name in read_config(index).get("weight_map", {}).values()}
        absent = sorted(file.name for file in named if not file.is_file())
        if absent:
            raise EngineMissing(f"{index} names {', '.join(absent)}, and {folder} does not hold it.")
        return sorted(named)
    files = sorted(folder.glob("*.safetensors"))
    if not files:
        raise EngineMissing(f"{folder} holds no .safetensors file.")
    return files
