"""What a command tells engines through the environment is taken back after each test."""

from __future__ import annotations

import pytest

from vitascope.compose.engine_settings import engine_environment
from vitascope.settings import Settings


@pytest.fixture(autouse=True)
def untold(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in engine_environment(Settings()):
        monkeypatch.setenv(name, "")  # so that what it was is put back
        monkeypatch.delenv(name)
