"""Weights are known again wherever they lie, and no others are taken for them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import torch

from vitascope.engines.ltx import weights
from vitascope.engines.ltx.identity import identity_of, identity_of_text, joined
from vitascope.testing import tiny_ltx


def test_one_number_in_the_middle_of_one_weight_makes_others_of_them() -> None:
    found = {"a": torch.arange(4096.0), "b": torch.zeros(3), "c": torch.tensor(1.0)}
    once = identity_of(found)
    assert identity_of(dict(reversed(found.items()))) == once
    changed = {name: tensor.clone() for name, tensor in found.items()}
    changed["a"][2048] += 1
    others = [changed, found | {"b": torch.zeros(4)}, found | {"c": torch.tensor(1)}, {"a": found["a"]}]
    assert len({once, *(identity_of(other) for other in others)}) == 5


def test_both_layouts_of_the_same_weights_are_the_same_and_another_release_is_not(
    tiny_folder: Path, later_folder: Path, tmp_path: Path
) -> None:
    tiny_ltx.build_single_files(tmp_path / "files")
    folders, files, later = (
        weights.load(folder, dtype=torch.bfloat16).identity
        for folder in (tiny_folder, tmp_path / "files", later_folder)
    )
    assert dict(folders) == dict(files)
    assert set(folders) == set(weights.PARTS)
    assert all(folders[part] != later[part] for part in ("transformer", "connectors", "vae"))
    assert folders["transformer"] != folders["transformer_full"]
    assert joined(folders) != joined(later)
    assert identity_of_text(tiny_folder) == identity_of_text(tmp_path / "files")


def test_a_text_encoder_with_another_tokenizer_is_another(tiny_folder: Path, tmp_path: Path) -> None:
    copied = Path(shutil.copytree(tiny_folder, tmp_path / "copied"))
    assert identity_of_text(copied) == identity_of_text(tiny_folder)
    file = copied / "tokenizer" / "tokenizer.json"
    words = json.loads(file.read_text())
    words["model"]["vocab"]["a"], words["model"]["vocab"]["b"] = 5, 4
    file.write_text(json.dumps(words))
    assert identity_of_text(copied) != identity_of_text(tiny_folder)
