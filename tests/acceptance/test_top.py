"""``vitascope top`` beside programs that work."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

from tests.acceptance.conftest import wait_for
from tests.acceptance.fleet import fleet, submit, until


def test_top_shows_who_renders_what_and_what_waits(folder: Path, database_url: str) -> None:
    shared = {"VITASCOPE_DATABASE": database_url, "VITASCOPE_ARTIFACTS": str(folder / "clips")}
    with fleet(folder, shared) as machines:
        api, worker = machines.api(), machines.worker()
        first = submit(api, "[delay 600]")
        until(api, first, lambda found: found["status"] == "generating")
        submit(api)
        told = json.loads(machines.run("top", "--json").stdout)
        (state,) = told["workers"]
        assert (state["pid"], state["engine"]) == (worker.process.pid, "testcard")
        assert state["generation"] == first.partition(":")[0]
        (queue,) = told["queues"]
        assert (queue["model"], queue["waiting"], queue["rendering"]) == ("ltxv/ltxv-2-fast", 1, 1)
        printed = machines.run("top").stdout  # a pipe: one table, and the end
        assert first.partition(":")[0] in printed
        assert "oldest waits" in printed

        ours, theirs = pty.openpty()
        live = subprocess.Popen(
            [sys.executable, "-m", "vitascope", "top", "--every", "0.2"],
            env={**os.environ, **shared, "TERM": "xterm", "COLUMNS": "200", "LINES": "40"},
            stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        seen = bytearray()

        def drawn() -> bool | None:
            seen.extend(os.read(ours, 65536))
            return seen.count(b"oldest waits") >= 2 or None

        wait_for(drawn, 60)
        live.send_signal(signal.SIGINT)
        try:
            while os.read(ours, 65536):
                pass
        except OSError:  # the terminal's other end is closed
            pass
        assert live.wait(60) == 0
        os.close(ours)
