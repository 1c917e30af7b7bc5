"""`vitascope.compose.logs`: lines go to standard error, whatever that is by now."""

from __future__ import annotations

import io
import sys

import pytest
import structlog

from vitascope.compose.logs import set_up_logs


def test_a_logger_outlives_the_standard_error_that_it_wrote_to_first(monkeypatch: pytest.MonkeyPatch) -> None:
    set_up_logs("warning", "json")
    log = structlog.get_logger("a test")
    first, second = io.StringIO(), io.StringIO()
    monkeypatch.setattr(sys, "stderr", first)
    log.warning("one")
    assert "one" in first.getvalue()
    first.close()
    monkeypatch.setattr(sys, "stderr", second)
    log.warning("two")
    assert "two" in second.getvalue()
