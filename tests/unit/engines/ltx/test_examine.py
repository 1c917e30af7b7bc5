"""A look at a folder of weights that reads none of them, and the studio that is set up from it."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from vitascope.core.errors import EngineMissing
from vitascope.engines.ltx.examine import Examined, examine
from vitascope.engines.ltx.residency import Device, placed_on, set_up, sizes_of
from vitascope.testing import tiny_ltx


@pytest.fixture
def copied(tmp_path: Path, tiny_folder: Path) -> Path:
    return Path(shutil.copytree(tiny_folder, tmp_path / "weights"))


def part(folder: Path, name: str) -> Examined:
    return next(part for part in examine(folder).parts if part.name == name)


def test_every_part_is_found_with_its_parameters(tiny_folder: Path) -> None:
    found = examine(tiny_folder)
    assert found.layout == "LTX-2.0, in diffusers' folders"
    assert all(part.problem is None for part in found.parts)
    torch.manual_seed(0)
    models = tiny_ltx.models_of("2.0")
    assert {part.name for part in found.parts} == set(models)
    transformer = part(tiny_folder, "transformer")
    assert transformer.parameters == sum(p.numel() for p in models["transformer"].parameters())
    assert transformer.loaded_bytes == 2 * transformer.parameters
    assert part(tiny_folder, "vocoder").loaded_bytes == 4 * part(tiny_folder, "vocoder").parameters


def test_single_files_are_told_by_their_release_and_what_is_not_used_is_named(tmp_path: Path) -> None:
    tiny_ltx.build_single_files(tmp_path, version="2.3")
    save_file({"x.lora_A.weight": torch.ones(1)}, tmp_path / "style.safetensors")
    found = examine(tmp_path)
    assert found.layout == "LTX-2.3 or later, in single files"
    assert [file.name for file in found.unused] == ["style.safetensors"]
    assert all(part.problem is None for part in found.parts)


def test_each_part_that_does_not_fit_is_told_and_the_others_are_looked_at(copied: Path) -> None:
    for name in ("vae", "vocoder"):
        file = copied / name / "diffusion_pytorch_model.safetensors"
        stored = load_file(file)
        save_file(dict(list(stored.items())[1:]), file)
    problems = {part.name: part.problem for part in examine(copied).parts if part.problem}
    assert set(problems) == {"vae", "vocoder"}
    assert all("1 missing" in str(problem) for problem in problems.values())


def test_a_text_encoder_of_another_size_is_another_model(copied: Path) -> None:
    file = copied / "text_encoder" / "config.json"
    config = json.loads(file.read_text())
    config["text_config"]["num_hidden_layers"] = 5
    file.write_text(json.dumps(config))
    assert "gives 6 states of 32 numbers a token, and the connectors read 3 of 32" in str(
        part(copied, "text_encoder").problem
    )


def test_a_shard_of_the_text_encoder_that_was_not_fetched_is_named(copied: Path) -> None:
    index = {"weight_map": {"a": "model.safetensors", "b": "model-00002-of-00002.safetensors"}}
    (copied / "text_encoder" / "model.safetensors.index.json").write_text(json.dumps(index))
    assert "names model-00002-of-00002.safetensors" in str(part(copied, "text_encoder").problem)


def test_a_folder_whose_transformer_is_the_undistilled_one_is_refused(copied: Path) -> None:
    (copied / "scheduler").mkdir()
    (copied / "scheduler" / "scheduler_config.json").write_text('{"use_dynamic_shifting": true}')
    with pytest.raises(EngineMissing, match=r"undistilled one\. Name its folder transformer_full"):
        examine(copied)


def test_a_text_encoder_with_weights_missing_is_not_filled_with_random_numbers(copied: Path) -> None:
    file = copied / "text_encoder" / "model.safetensors"
    stored = load_file(file)
    save_file({k: v for k, v in stored.items() if "layers.1" not in k}, file, metadata={"format": "pt"})
    with pytest.raises(EngineMissing, match=r"Gemma3TextModel: \d+ missing .*layers\.1"):
        set_up(copied, step=lambda *_: None)


def test_nothing_is_loaded_where_a_part_does_not_fit(copied: Path) -> None:
    (copied / "vocoder" / "diffusion_pytorch_model.safetensors").unlink()
    told: list[str] = []
    with pytest.raises(EngineMissing, match=r"vocoder holds no \.safetensors file"):
        set_up(copied, step=lambda stage, *_: told.append(stage))
    assert told == ["examining weights"]


def test_a_device_without_room_is_told_what_it_has(tiny_folder: Path) -> None:
    small = Device(name="cuda", title="Tiny GPU", memory=4 * 2**30)
    with pytest.raises(EngineMissing, match="Tiny GPU has 4 GiB free"):
        placed_on(small, sizes_of(examine(tiny_folder)))
    assert placed_on(replace(small, memory=80 * 2**30), sizes_of(examine(tiny_folder))).residency == "resident"
    assert placed_on(replace(small, memory=None), sizes_of(examine(tiny_folder))).residency == "resident"
