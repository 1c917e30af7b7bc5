"""The page on security claims nothing that no test holds, and the page on hardening names settings that there are."""

from __future__ import annotations

import re
from pathlib import Path

from tests.unit.docs.test_architecture import names_of_tests
from vitascope.api import body
from vitascope.api.playground import sign_in
from vitascope.compose.connections import Bounds
from vitascope.compose.http_server import MOST, OTHER_FILES
from vitascope.settings import Settings

DOCS = Path(__file__).parents[3] / "docs"
SECURITY = (DOCS / "security.md").read_text(encoding="utf-8")
HARDEN = (DOCS / "how-to" / "harden.md").read_text(encoding="utf-8")


def test_every_defence_names_its_tests_and_they_exist() -> None:
    table = SECURITY.partition("## Who may attack")[2].partition("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ") and not line.startswith(("| Who, ", "| ---"))]
    assert len(rows) >= 15
    for row in rows:
        named = re.findall(r"`(test_\w+)`", row.rpartition(" | ")[2])
        assert named, row
        assert set(named) <= names_of_tests(), row


def test_the_settings_that_the_pages_name_exist() -> None:
    for page in (SECURITY, HARDEN):
        assert {name.lower() for name in re.findall(r"VITASCOPE_(\w+)", page)} <= set(Settings.model_fields)


def test_the_bounds_are_told_as_they_are() -> None:
    bounds, settings = Bounds(), Settings.model_fields
    for told in (
        f"{bounds.head_bytes // 1024} KiB, {bounds.head_s:g} s",
        f"{settings['max_body_mb'].default} MiB; {body.IDLE_S:g} s of silence, {body.TOTAL_S:g} s in all; "
        f"{sign_in.BODY_S:g} s for a sign-in",
        f"{MOST:,}, or open files less {OTHER_FILES}",
        f"{bounds.stalled_s:g} s for a block",
        f"minute | {settings['failed_keys'].default} |",
        f"`VITASCOPE_HSTS_DAYS` ({settings['hsts_days'].default:g})",
    ):
        assert told in HARDEN, told
