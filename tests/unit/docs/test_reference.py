"""The reference pages say what the code says. Where they do not: ``python -m tools.reference`` writes them again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools import reference
from vitascope.core.errors import VitascopeError
from vitascope.settings import Settings, default_data_dir


def test_no_page_is_stale() -> None:
    assert reference.stale() == [], "write them again with: python -m tools.reference"


def test_a_page_that_differs_by_a_word_is_stale(tmp_path: Path) -> None:
    for name, text in reference.pages().items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert reference.stale(tmp_path) == []
    page = tmp_path / "settings.md"
    page.write_text(page.read_text(encoding="utf-8").replace("Address", "Place"), encoding="utf-8")
    (tmp_path / "cli.md").unlink()
    assert reference.stale(tmp_path) == ["settings.md", "cli.md"]


def test_every_setting_is_on_its_page() -> None:
    page = reference.settings_page()
    assert all(f"`VITASCOPE_{name.upper()}`" in page for name in Settings.model_fields)


def test_a_setting_without_a_sentence_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {name: text for name, text in reference.settings_told().items() if name != "port"}
    monkeypatch.setattr(reference, "settings_told", lambda: told)
    with pytest.raises(reference.Undocumented, match="port"):
        reference.settings_page()


def test_an_option_that_changes_nothing_where_it_is_left_out_has_no_default() -> None:
    page = reference.cli_page()
    changes = page.split("## vitascope accounts set\n")[1].split("\n## ")[0]
    assert "| `--owner` `--no-owner` |  | " in changes
    assert re.search(r"\| `--[a-z-]+` `--no-[a-z-]+` \| `--[a-z-]+` \|", page), "others have one"


def test_an_error_without_a_sentence_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    from vitascope.store.embedded import DataFolderInUse

    monkeypatch.setattr(DataFolderInUse, "__doc__", None)
    with pytest.raises(reference.Undocumented, match="DataFolderInUse"):
        reference.errors_page()


def test_errors_that_tests_define_are_on_no_page() -> None:
    class OfATest(VitascopeError):
        """Not of the package."""

        code = "of_a_test"

    assert OfATest.code not in reference.errors_page()


def test_the_default_data_folder_is_the_one_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    told = f"`~/{default_data_dir().relative_to(Path.home())}`"
    assert told in reference.settings_page()


def test_the_numbers_in_the_how_tos_are_the_defaults() -> None:
    default = {name: field.default for name, field in Settings.model_fields.items()}
    for page, words in (
        ("behind-a-proxy.md", f"client_max_body_size {default['max_body_mb']}m;"),
        ("an-image-as-first-frame.md", f"at most {default['max_body_mb']} MiB"),
        ("from-the-hosted-api.md", f"after {default['link_hours']} hours (`VITASCOPE_LINK_HOURS`)"),
        ("from-the-hosted-api.md", f"after {default['retention_days']} days (`VITASCOPE_RETENTION_DAYS`)"),
        ("your-own-postgresql.md", f"`VITASCOPE_STALL_S` ({default['stall_s']}) seconds"),
    ):
        text = " ".join((reference.FOLDER.parent / "how-to" / page).read_text(encoding="utf-8").split())
        assert words in text, f"{page} does not say {words!r}"
