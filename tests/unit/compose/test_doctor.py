"""`vitascope.compose.doctor`: what is missing counts where it is needed."""

from __future__ import annotations

import importlib.util
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from vitascope.compose.doctor import examine
from vitascope.settings import Settings


@pytest.mark.parametrize("engine", ["animatic", "ltx"])
def test_an_engine_whose_extra_is_missing_is_a_fault_only_where_it_is_the_one_that_renders(
    folder: Path, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    find = importlib.util.find_spec

    def without_torch(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name == "torch" else find(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", without_torch)
    findings = {f.subject: f for f in examine(Settings(data_dir=folder, engine=engine))}
    missing = findings["engine ltx"]
    assert not missing.good
    assert "vitascope[ltx]" in missing.text
    assert missing.needed == (engine == "ltx")
