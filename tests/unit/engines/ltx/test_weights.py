"""Weights by folder: all of them, none too many, and an error that a person can act on otherwise."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from vitascope.core.errors import EngineMissing
from vitascope.engines.ltx import stored, weights

FILE = "diffusion_pytorch_model.safetensors"


@pytest.fixture
def copied(tiny_folder: Path, tmp_path: Path) -> Path:
    """A set of weights to spoil."""
    return Path(shutil.copytree(tiny_folder, tmp_path / "a set"))


def test_every_part_is_what_diffusers_loads(tiny_folder: Path, pipeline: Any) -> None:
    loaded = weights.load(tiny_folder, dtype=torch.float32)
    pairs = (
        (loaded.transformer, pipeline.transformer),
        (loaded.vae, pipeline.vae),
        (loaded.audio_vae, pipeline.audio_vae),
        (loaded.connectors, pipeline.connectors),
        (loaded.vocoder, pipeline.vocoder),
    )
    for ours, theirs in pairs:
        same = theirs.state_dict()
        assert ours.state_dict().keys() == same.keys()
        assert all(torch.equal(tensor, same[name]) for name, tensor in ours.state_dict().items())
        assert not ours.training
        assert not any(p.is_meta for p in (*ours.parameters(), *ours.buffers()))


def test_weights_come_in_the_precision_asked_for_and_the_vocoder_in_float32(tiny_folder: Path) -> None:
    loaded = weights.load(tiny_folder, dtype=torch.bfloat16)
    assert loaded.transformer.dtype == torch.bfloat16
    assert loaded.vocoder.dtype == torch.float32


@pytest.mark.parametrize("name", ["transformer", "vocoder", "text_encoder"])
def test_a_part_that_is_not_there_is_named(copied: Path, name: str) -> None:
    shutil.rmtree(copied / name)
    with pytest.raises(EngineMissing, match=name):
        weights.load(copied, dtype=torch.float32)


def test_a_missing_and_an_unknown_weight_are_named_with_their_file(copied: Path) -> None:
    found = load_file(copied / "transformer" / FILE)
    found["proj_inn.weight"] = found.pop("proj_in.weight")
    save_file(found, copied / "transformer" / FILE)
    with pytest.raises(EngineMissing, match=r"transformer.* 1 missing \(proj_in\.weight\), 1 unknown \(proj_inn"):
        weights.load(copied, dtype=torch.float32)


def test_a_weight_of_another_shape_is_named_with_both(copied: Path) -> None:
    found = load_file(copied / "transformer" / FILE)
    found["proj_in.weight"] = torch.zeros(7, 128)
    save_file(found, copied / "transformer" / FILE)
    with pytest.raises(EngineMissing, match=r"proj_in\.weight .* 7×128, .* 32×128"):
        weights.load(copied, dtype=torch.float32)


def test_a_file_that_was_cut_short_is_named(copied: Path) -> None:
    file = copied / "vae" / FILE
    file.write_bytes(file.read_bytes()[:1000])
    with pytest.raises(EngineMissing, match=r"vae.*cannot be read as safetensors"):
        weights.load(copied, dtype=torch.float32)


def test_a_config_cannot_name_a_class_of_its_own(copied: Path) -> None:
    file = copied / "vae" / "config.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "_class_name": "LTX2Pipeline"}))
    with pytest.raises(EngineMissing, match="'LTX2Pipeline'; only AutoencoderKLLTX2Video"):
        weights.load(copied, dtype=torch.float32)


def test_models_built_later_have_memory_again() -> None:
    with weights.without_memory_for_parameters():
        assert torch.nn.Linear(2, 2).weight.is_meta
    assert not torch.nn.Linear(2, 2).weight.is_meta


def test_a_file_is_mapped_and_its_tensors_are_those_of_the_library(tiny_folder: Path) -> None:
    for name in ("vae", "transformer"):
        file = tiny_folder / name / FILE
        ours, theirs = stored.tensors(file), load_file(file)
        assert ours.keys() == theirs.keys()
        assert all(torch.equal(ours[key], theirs[key]) for key in theirs)
        assert {key: outline.shape for key, outline in stored.outlines(file).items()} == {
            key: tensor.shape for key, tensor in theirs.items()
        }


def test_every_kind_of_number_is_read_wherever_it_begins(tmp_path: Path) -> None:
    kinds = (torch.uint8, torch.bfloat16, torch.float16, torch.float32, torch.int64, torch.bool, torch.float8_e4m3fn)
    made = {f"{index}": torch.arange(3).to(kind) for index, kind in enumerate(kinds)}
    made |= {"none": torch.empty(0, 4), "one": torch.tensor(2.5)}
    save_file(made, tmp_path / "all.safetensors")
    found = stored.tensors(tmp_path / "all.safetensors")
    for name, tensor in made.items():
        assert (found[name].dtype, found[name].shape) == (tensor.dtype, tensor.shape)
        assert torch.equal(found[name].float(), tensor.float())


def test_a_file_larger_than_memory_is_examined_and_mapped(tmp_path: Path) -> None:
    """As the published ones are on a small host; this one has no bytes on the disk."""
    rows = 2**40 // 4096 // 2
    header = json.dumps({"x": {"dtype": "BF16", "shape": [rows, 4096], "data_offsets": [0, 2**40]}}).encode()
    file = tmp_path / "large.safetensors"
    with file.open("wb") as opened:
        opened.write(len(header).to_bytes(8, "little") + header)
        opened.truncate(8 + len(header) + 2**40)
    assert stored.outlines(file)["x"].shape == (rows, 4096)
    assert not stored.tensors(file)["x"][-1].any()
