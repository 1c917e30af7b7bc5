"""``ARCHITECTURE.md`` stays true: its map is the tree, its tests exist, and no page links to nothing."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SOURCE = ROOT / "src" / "vitascope"
INSIDE_THE_ANIMATIC = SOURCE / "engines" / "animatic"
TEXT = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def mapped() -> list[str]:
    """Paths that the map names, relative to the package; a folder's ends in a slash. Two spaces a level."""
    block = re.search(r"^```map\n(.*?)^```", TEXT, re.S | re.M)
    assert block is not None
    found: list[str] = []
    folders: list[str] = []
    for line in block[1].splitlines():
        depth, name = (len(line) - len(line.lstrip())) // 2, line.split()[0]
        folders[depth:] = [name]
        found.append("".join(folders))
    return found


@cache
def names_of_tests() -> frozenset[str]:
    files = [*(ROOT / "tests").rglob("test_*.py"), *(SOURCE / "testing").glob("*.py")]
    return frozenset(
        name for file in files for name in re.findall(r"def (test_\w+)\(", file.read_text(encoding="utf-8"))
    )


@pytest.mark.parametrize("name", mapped())
def test_what_the_map_names_is_there(name: str) -> None:
    path = SOURCE / name
    assert path.is_dir() if name.endswith("/") else path.is_file()


def test_the_map_names_every_module_and_every_room() -> None:
    modules = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if path.name != "__init__.py" and INSIDE_THE_ANIMATIC not in path.parents
    }
    rooms = {f"{path.parent.relative_to(SOURCE)}/" for path in SOURCE.glob("*/__init__.py")}
    assert (modules | rooms) - set(mapped()) == set(), "a line each in the map of ARCHITECTURE.md is missing"


def test_the_map_names_nothing_twice() -> None:
    assert len(mapped()) == len(set(mapped()))


def test_every_invariant_names_a_test_and_each_exists() -> None:
    rows = re.findall(r"^\| (\d+)\. .*? \| (.*) \|$", TEXT, re.M)
    assert [number for number, _ in rows] == [str(n) for n in range(1, 11)]
    for number, held_by in rows:
        names = re.findall(r"`(test_\w+)`", held_by)
        assert names, f"invariant {number} names no test"
        assert set(names) <= names_of_tests(), f"invariant {number}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
