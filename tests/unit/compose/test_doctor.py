"""`vitascope.compose.doctor`: what is missing counts where it is needed."""

from __future__ import annotations

import importlib.util
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from tests.video_server import video_server
from vitascope.compose.doctor import Finding, examine
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


@pytest.mark.parametrize("engine", ["animatic", "ltx"])
def test_an_engine_without_what_its_owner_must_give_is_a_fault_only_where_it_is_the_one_that_renders(
    folder: Path, engine: str
) -> None:
    pytest.importorskip("diffusers", reason="the extra [ltx] is not installed")

    def ltx(*, accepted: bool, weights: Path | None, workers: int = 1) -> Finding:
        settings = Settings(
            data_dir=folder, engine=engine, accept_ltx_license=accepted, weights=weights, workers=workers
        )
        return next(f for f in examine(settings) if f.subject == "engine ltx")

    unread = ltx(accepted=False, weights=None)
    assert not unread.good
    assert "--accept-ltx-license" in unread.text
    assert unread.needed == (engine == "ltx")
    nowhere = ltx(accepted=True, weights=None)
    assert not nowhere.good
    assert "--weights DIR" in nowhere.text
    assert "vitascope weights fetch" in nowhere.text
    gone = ltx(accepted=True, weights=folder / "gone")
    assert not gone.good
    assert f"{folder / 'gone'}, and there is no such folder" in gone.text
    empty = ltx(accepted=True, weights=folder)
    assert not empty.good
    assert str(folder) in empty.text
    assert ltx(accepted=False, weights=None, workers=0).good, "clips are rendered on other hosts"


def test_weights_under_an_accepted_licence_make_the_engine_fit(folder: Path) -> None:
    pytest.importorskip("diffusers", reason="the extra [ltx] is not installed")
    from vitascope.testing import tiny_ltx

    tiny_ltx.build(folder / "weights")
    settings = Settings(data_dir=folder, engine="ltx", accept_ltx_license=True, weights=folder / "weights")
    assert next(f for f in examine(settings) if f.subject == "engine ltx").good


def test_each_server_that_clips_are_handed_to_is_asked_whether_it_is_there(folder: Path) -> None:
    with video_server() as gone:
        pass
    with video_server(busy=2) as there:
        settings = Settings(data_dir=folder, engine="remote", remote_urls=(there.url, gone.url), remote_key="a-key")
        findings = {f.subject: f for f in examine(settings)}
        assert findings[f"server {there.url}"].good
        assert findings[f"server {there.url}"].text == "it answers; jobs that wait or are rendered: 2"
        assert [headers["authorization"] for _, _, headers in there.asked] == ["Bearer a-key"]
        assert not findings[f"server {gone.url}"].good
        assert findings[f"server {gone.url}"].needed
        assert "cannot be reached" in findings[f"server {gone.url}"].text
