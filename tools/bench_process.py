"""What processes cost: CPU seconds, and the most memory that they held together. Linux only; elsewhere not measured."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

MEASURABLE = sys.platform == "linux"


def cpu_s(pid: int) -> float | None:
    """CPU time of a living process, all its threads."""
    if not MEASURABLE:
        return None
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rss_bytes(pid: int) -> int:
    """A process's resident memory; 0 where it is not told."""
    if not MEASURABLE:
        return 0
    resident = Path(f"/proc/{pid}/statm").read_text().split()[1]
    return int(resident) * os.sysconf("SC_PAGE_SIZE")


def pss_bytes(pid: int) -> int:
    """A process's memory, pages that it shares counted by their share; 0 once it is gone."""
    try:
        return parse_pss(Path(f"/proc/{pid}/smaps_rollup").read_text())
    except (OSError, ProcessLookupError):
        return 0


def own_bytes(pid: int) -> int:
    """The same without shared memory, such as a database's buffers: those fill once, and are bounded by a setting."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        return parse_pss(text) - parse_pss(text, "Pss_Shmem")
    except (OSError, ProcessLookupError):
        return 0


def parse_pss(text: str, wanted: str = "Pss") -> int:
    """``Pss:``, or another line, of a ``smaps_rollup``, in bytes. Raises ``ValueError`` where there is none."""
    for line in text.splitlines():
        name, _, rest = line.partition(":")
        if name == wanted:
            return int(rest.split()[0]) * 1024
    raise ValueError(f"no {wanted}")


def families() -> dict[int, tuple[int, str]]:
    """Every process of this machine: its parent, and how it was called."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    return {int(row[0]): (int(row[1]), row[2]) for row in rows if len(row) == 3}


def below(pid: int, known: dict[int, tuple[int, str]]) -> list[int]:
    """All that ``pid`` started, and what those did; ``known`` as `families` tells it."""
    found, looked_at = [pid], 0
    while looked_at < len(found):
        found += [one for one, (parent, _) in known.items() if parent == found[looked_at]]
        looked_at += 1
    return found[1:]


def open_files(pid: int) -> int:
    """Files, sockets and pipes that a process holds; 0 where it is not told."""
    try:
        return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return 0


class PeakMemory:
    """The most that some processes held at one moment, of those at which it is looked while the block runs."""

    def __init__(self, *pids: int, every_s: float | None) -> None:
        self._pids = pids
        self._every_s = every_s or 0.0
        self._looks = MEASURABLE and every_s is not None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.samples = 0
        self.own_cpu_s = 0.0
        """What the looking itself costs; walking the page tables is not free."""
        self._peak = 0

    @property
    def peak_bytes(self) -> int | None:
        """``None`` where nobody looked."""
        return self._peak if self._looks else None

    def __enter__(self) -> PeakMemory:
        if self._looks:
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._looks:
            self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(self._every_s):
            self._peak = max(self._peak, sum(pss_bytes(pid) for pid in self._pids))
            self.samples += 1
        self.own_cpu_s = time.thread_time()
