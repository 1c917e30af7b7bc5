"""Every name that can be fetched, with tiny weights under the official names of files: a set that the engine takes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

import pytest

from tests.hub import serving

pytest.importorskip("diffusers", reason="the extra [ltx] is not installed")

import torch
from safetensors.torch import load_file, save

from vitascope.compose.weights import check
from vitascope.engines.ltx.fetch import fetch
from vitascope.engines.ltx.fetch_catalog import COLLECTIONS, GEMMA, Collection, TextEncoder, collection
from vitascope.testing import tiny_ltx

SETS = [wanted for wanted in COLLECTIONS if wanted.models]
TEXT_ENCODERS = [name for name in get_args(TextEncoder) if name != "none"]


@dataclass(frozen=True, slots=True)
class Nobody:
    def begin(self, *, files: int, size: int) -> None: ...

    def doing(self, what: str, *, done: int, total: int) -> None: ...

    def say(self, sentence: str) -> None: ...


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Of each repository, in miniature, what single files are made from."""
    made = {}
    for repository, version in (("Lightricks/LTX-2", "2.0"), ("Lightricks/LTX-2.3", "2.3")):
        made[repository] = tmp_path_factory.mktemp("published") / version
        tiny_ltx.build_single_files(made[repository], version=cast(tiny_ltx.Version, version))
    return made


@pytest.fixture(scope="module")
def endpoint(published: dict[str, Path]) -> Iterator[str]:
    repositories = {repository: official(folder, repository) for repository, folder in published.items()}
    text = {file.name: file.read_bytes() for file in (published["Lightricks/LTX-2"] / "gemma-tiny").iterdir()}
    for name, content in text.items():
        folder = "tokenizer" if name.startswith("tokenizer") else "text_encoder"
        repositories["Lightricks/LTX-2"][f"{folder}/{name}"] = content
    with serving(repositories | {f"google/{GEMMA}": text}) as hub:
        yield hub.url


def official(folder: Path, repository: str) -> dict[str, bytes]:
    """The files that the catalogue names, by what each is."""
    files = {}
    for wanted in SETS:
        for source in wanted.sources:
            for name in source.files if source.repository == repository else ():
                files[name] = content_of(name, folder)
    return files


def content_of(name: str, folder: Path) -> bytes:
    if "lora" in name:
        weight = load_file(folder / "tiny-dev.safetensors")["model.diffusion_model.proj_out.weight"]
        rows, columns = weight.shape
        sides = {"A": torch.ones(2, columns), "B": torch.ones(rows, 2)}
        return save({f"diffusion_model.proj_out.lora_{side}.weight": tensor for side, tensor in sides.items()})
    kind = "dev" if "-dev" in name else "distilled" if "distilled" in name else "spatial-upscaler-x2"
    return (folder / f"tiny-{kind}.safetensors").read_bytes()


@pytest.mark.parametrize("wanted", SETS, ids=lambda wanted: wanted.name)
def test_each_set_makes_what_it_says(
    wanted: Collection, endpoint: str, published: dict[str, Path], folder: Path
) -> None:
    tiny = published[wanted.sources[0].repository]
    for config in tiny.glob("*/config.json"):  # these dimensions are not the published ones
        if config.parent.name != "gemma-tiny":
            (folder / config.parent.name).mkdir()
            shutil.copyfile(config, folder / config.parent.name / config.name)
    fetch(wanted, "google", folder, endpoint=endpoint, command="", watcher=Nobody())
    report = check(folder)
    assert report.problems == ()
    assert report.models == wanted.models
    assert report.unused == ()
    assert report.layout.startswith("LTX-2.3 or later" if "2.3" in wanted.name else "LTX-2.0")


@pytest.mark.parametrize("text_encoder", TEXT_ENCODERS)
def test_either_copy_of_the_text_encoder_is_found_and_loaded(
    text_encoder: TextEncoder, endpoint: str, folder: Path
) -> None:
    from vitascope.engines.ltx.text import load_gemma

    fetch(collection("gemma"), text_encoder, folder, endpoint=endpoint, command="", watcher=Nobody())
    gemma, tokenizer = load_gemma(folder, dtype=torch.float32, device="cpu")
    assert gemma.config.hidden_size == tiny_ltx.TEXT_WIDTH
    assert tokenizer("a boat").input_ids
