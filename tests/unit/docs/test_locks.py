"""What is installed is what was locked: every package by version and hash, and all of them in the bill of materials."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
LOCKS = sorted(path for path in (ROOT / "requirements").glob("*.txt") if path.name != "not-locked.txt")
"""`not-locked.txt` is what the makers of locks leave out."""
PINNED = re.compile(r"([A-Za-z0-9._-]+)(?:\[[a-z,-]+\])?==(\S+)( ; [^\\]+)?((?: --hash=sha256:[0-9a-f]{64})+)")


def requirements(lock: Path) -> list[str]:
    """A line each, as pip reads them."""
    text = re.sub(r"\s*\\\n\s*", " ", lock.read_text(encoding="utf-8"))
    lines = (line.partition(" #")[0].strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def test_there_are_locks() -> None:
    assert {"run.txt", "dev.txt", "voice.txt"} <= {path.name for path in LOCKS}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_package_is_pinned_to_a_version_and_hashes(lock: Path) -> None:
    loose = [line[:80] for line in requirements(lock) if PINNED.fullmatch(line) is None]
    assert loose == []


def test_make_installs_by_hashes_alone() -> None:
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8")
    installs = [line for line in recipe.splitlines() if "pip install" in line]
    named = [line for line in installs if "--require-hashes" not in line and "--no-deps" not in line]
    assert [line.split()[-1] for line in named] == ["torch==2.13.0"]  # see there for why


def test_the_bill_of_materials_names_every_package_and_is_the_same_each_time(tmp_path: Path) -> None:
    made = [tmp_path / "first.json", tmp_path / "second.json"]
    for path in made:
        _make_sbom(path)
    assert made[0].read_bytes() == made[1].read_bytes()
    bill: dict[str, Any] = json.loads(made[0].read_text(encoding="utf-8"))
    assert bill["bomFormat"] == "CycloneDX"
    assert bill["metadata"]["component"]["name"] == "vitascope"
    listed = {(part["name"], part["version"]) for part in bill["components"]}
    locked = {
        match.group(1, 2) for line in requirements(ROOT / "requirements/run.txt") if (match := PINNED.match(line))
    }
    assert listed == locked
    assert all(part["externalReferences"][0]["hashes"] for part in bill["components"])


def _make_sbom(path: Path) -> None:
    """By the Makefile's own line."""
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8")
    line = re.search(r"^sbom:.*\n\t(.*)", recipe, re.M)
    assert line is not None
    program = str(Path(sys.executable).with_name("cyclonedx-py"))
    known = {"$(BIN)/cyclonedx-py": program, "sbom.cdx.json": str(path)}
    words = [known.get(word, word) for word in line[1].split()]
    subprocess.run(words, cwd=ROOT, check=True, capture_output=True, timeout=120)
