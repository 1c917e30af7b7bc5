"""`tools.audit`: what is told of packages with known holes, and of a service that is not there."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tools.audit import Verdict, audit

CLEAN = {"name": "httpx", "version": "0.28.1", "vulns": []}
HOLE = {"id": "PYSEC-2099-1", "fix_versions": ["2.0", "1.9.1"], "aliases": [], "description": "…"}
BAD = {"name": "pillow", "version": "1.0", "vulns": [HOLE]}
UNKNOWN = {"name": "ours", "skip_reason": "Dependency not found on PyPI and could not be audited: ours (1.0)"}


def saying(*packages: object, status: int = 0) -> list[str]:
    """A program that reports as pip-audit does: with 1 where it found something."""
    report = json.dumps({"dependencies": packages, "fixes": []})
    return [sys.executable, "-c", f"import sys; print({report!r}); sys.exit({status})"]


def test_a_package_with_a_known_hole_is_named_with_what_mends_it() -> None:
    found = audit(Path("lock.txt"), command=saying(CLEAN, BAD, UNKNOWN, status=1))
    assert found == Verdict(audited=2, skipped=1, holes=("pillow 1.0: PYSEC-2099-1, mended in 2.0, 1.9.1",))


def test_a_registry_that_answers_no_such_questions_audits_nothing() -> None:
    assert audit(Path("lock.txt"), command=saying(UNKNOWN, UNKNOWN)) == "its service knows none of these packages here"


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("import sys; print('ERROR: Connection refused', file=sys.stderr); sys.exit(1)", "ERROR: Connection refused"),
        ("print('no report')", "it ended with 0"),
    ],
)
def test_a_service_that_is_away_is_told_in_its_words(program: str, reason: str) -> None:
    assert audit(Path("lock.txt"), command=[sys.executable, "-c", program]) == reason


def test_a_service_that_hangs_is_given_up() -> None:
    hanging = [sys.executable, "-c", "import threading; threading.Event().wait()"]
    assert audit(Path("lock.txt"), command=hanging, limit_s=0.5) == "its service did not answer within 0.5 s"


def test_a_program_that_is_missing_is_no_failure() -> None:
    assert audit(Path("lock.txt"), command=["./not-there"]) == "it cannot be started (No such file or directory)"
