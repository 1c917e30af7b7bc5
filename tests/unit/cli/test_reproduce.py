"""What `reproduce` tells the engine that a receipt names."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from vitascope.cli.commands import app
from vitascope.compose import reproduce
from vitascope.core.errors import UnusableClip
from vitascope.settings import Settings


def test_reproduce_takes_weights_and_their_licence_as_generate_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Settings] = []

    def render_again(settings: Settings, *_: object, **__: object) -> None:
        seen.append(settings)
        raise UnusableClip("clip", "clip.mp4", "it is a test.")

    monkeypatch.setattr(reproduce, "reproduce", render_again)
    flags = ("--weights", str(tmp_path), "--accept-ltx-license")
    CliRunner().invoke(app, ["reproduce", "clip.mp4", *flags])
    assert [(settings.weights, settings.accept_ltx_license) for settings in seen] == [(tmp_path, True)]
