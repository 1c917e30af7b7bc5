"""The doctor says how far this machine's clock is from the database's, which is the same for every machine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from vitascope.compose import doctor
from vitascope.compose.doctor import Finding, examine
from vitascope.settings import Settings
from vitascope.store.database import Connection


def finding(subject: str, folder: Path, database_url: str) -> Finding:
    settings = Settings(data_dir=folder, database=database_url, engine="testcard")
    return next(each for each in examine(settings) if each.subject == subject)


def test_a_clock_that_is_right(folder: Path, database_url: str) -> None:
    assert finding("clock", folder, database_url).good


@pytest.mark.parametrize(("off_h", "said"), [(1, "3600 s behind the"), (-1, "3600 s ahead of the")])
def test_a_clock_that_is_an_hour_off(
    folder: Path, database_url: str, monkeypatch: pytest.MonkeyPatch, off_h: int, said: str
) -> None:
    async def elsewhere(_conn: Connection) -> datetime:
        return datetime.now(UTC) + timedelta(hours=off_h)

    monkeypatch.setattr(doctor, "now", elsewhere)
    found = finding("clock", folder, database_url)
    assert (found.good, said in found.text) == (False, True), found.text


def test_the_database_line_says_how_program_and_database_stand(folder: Path, database_url: str) -> None:
    assert "as this program" in finding("database", folder, database_url).text


def test_who_loads_an_engine_is_said(folder: Path, database_url: str) -> None:
    assert finding("loads", folder, database_url).good
