"""`make docs` makes a whole site: every page has its place, every link an end, and nothing comes from elsewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"


def in_nav(entry: Any) -> Iterator[str]:
    if isinstance(entry, str):
        yield entry
    else:
        for inner in entry.values() if isinstance(entry, dict) else entry:
            yield from in_nav(inner)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built in a folder of its own, since a build writes beside its settings."""
    folder = tmp_path_factory.mktemp("a site")
    shutil.copytree(DOCS, folder / "docs")
    shutil.copy(ROOT / "zensical.toml", folder)
    built = subprocess.run(
        [str(Path(sys.executable).parent / "zensical"), "build", "--strict"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stdout + built.stderr
    return folder / "site"


def test_every_page_has_one_place_in_the_sites_menu() -> None:
    with (ROOT / "zensical.toml").open("rb") as file:
        listed = list(in_nav(tomllib.load(file)["project"]["nav"]))
    pages = sorted(str(page.relative_to(DOCS)) for page in DOCS.rglob("*.md"))
    assert sorted(listed) == pages, "a line each in the menu of zensical.toml"


def test_no_page_links_to_a_file_that_the_site_lacks() -> None:
    links = [
        (page.name, target)
        for page in DOCS.rglob("*.md")
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).resolve().is_relative_to(DOCS)
    ]
    assert links == []


def test_the_site_is_built_from_every_page(site: Path) -> None:
    missing = [p for p in DOCS.rglob("*.md") if not (site / p.relative_to(DOCS)).with_suffix(".html").is_file()]
    assert missing == []


def test_a_page_loads_nothing_from_elsewhere(site: Path) -> None:
    text = (site / "tutorial.html").read_text(encoding="utf-8")
    loaded = re.findall(r"<(?:script|link|img|iframe)\b[^>]*?(?:src|href)=\"?([^\"\s>]+)", text)
    assert len(loaded) > 3
    assert [address for address in loaded if re.match(r"(https?:)?//", address)] == []
