"""What `serve` prints at its start, and where it does not."""

from __future__ import annotations

import pytest

from vitascope.cli.serving import announce
from vitascope.compose.serve import Started
from vitascope.settings import Settings

LINK = "http://127.0.0.1:8000/#sign-in=secret"


@pytest.mark.parametrize(
    ("host", "shown"), [("127.0.0.1", True), ("::1", True), ("192.168.0.4", False), ("10.0.0.4", False)]
)
def test_a_sign_in_link_is_printed_where_only_its_owner_reads_it(
    host: str, shown: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """Into a pipe, as here, only by a server of one's own machine: others' output is often collected and kept."""
    started = Started(base="http://127.0.0.1:8000", new_key=None, ca=None, sign_in=LINK)
    announce(Settings(host=host), started)
    assert (LINK in capsys.readouterr().out) is shown
