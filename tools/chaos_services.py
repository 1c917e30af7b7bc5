"""What a fleet stands on, to be taken away and given back: PostgreSQL over TCP, at the same address each time.

The programs are those of the wheel that comes along; its server is not watched here, so that it stays away.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from tests.seaweed import free_ports
from vitascope.store.embedded import LAUNCHER, programs

START_S = 120.0
LOOPBACK = "127.0.0.1"


@dataclass(slots=True, kw_only=True)
class Postgres:
    """One server; it dies with this process."""

    folder: Path
    further_hosts: tuple[str, ...] = ()
    """Addresses of this machine, beside loopback, that it answers at."""
    port: int = field(default_factory=lambda: free_ports(1)[0])
    process: subprocess.Popen[bytes] | None = None

    def url(self, host: str = LOOPBACK) -> str:
        return make_conninfo(host=host, port=str(self.port), user="vitascope", dbname="postgres")

    def start(self) -> None:
        """Returns when it answers, recovered from whatever it was."""
        data = self.folder / "data"
        if not data.exists():
            self.folder.mkdir(parents=True)
            self._run("initdb", "-D", str(data), "-U", "vitascope", "--auth", "trust", "-E", "UTF8").wait(START_S)
            with (data / "pg_hba.conf").open("a") as rules:
                rules.writelines(f"host all all {host}/24 trust\n" for host in self.further_hosts)
        self.process = self._run(
            *("postgres", "-D", str(data), "-k", "", "-p", str(self.port), "-c", "max_connections=250"),
            *("-h", ",".join((LOOPBACK, *self.further_hosts)), "-c", "shared_buffers=64MB"),
        )
        give_up = time.monotonic() + START_S
        while True:
            try:
                psycopg.connect(self.url(), connect_timeout=5).close()
                return
            except psycopg.OperationalError:
                if self.process.poll() is not None or time.monotonic() > give_up:
                    raise
                time.sleep(0.05)

    def stop_at_once(self) -> None:
        """As ``pg_ctl stop -m immediate``: nothing is written any more, the next start recovers."""
        if self.process is not None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(60)
            self.process = None

    def _run(self, program: str, *flags: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(  # by the launcher, because PostgreSQL refuses to be root
                [sys.executable, "-I", "-S", str(LAUNCHER), str(os.getpid()), str(programs() / program), *flags],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            )  # fmt: skip
