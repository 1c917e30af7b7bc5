from __future__ import annotations

import subprocess
import sys

import pytest

from vitascope.worker.courtesy import AUTOGROUP, NICE

CHILD = """
import os
from vitascope.worker.courtesy import AUTOGROUP, give_way
before = os.getpriority(os.PRIO_PROCESS, 0)
give_way()
print(os.getpriority(os.PRIO_PROCESS, 0) - before)
print(*AUTOGROUP.read_text().split()[-1:] if AUTOGROUP.exists() else ())
"""


def _child(*, alone: bool) -> tuple[int, str]:
    """By how much its nice value rose, and what that of its session is then."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD], start_new_session=alone, capture_output=True, text=True, check=True, timeout=240
    )
    rose, session = done.stdout.splitlines()
    return int(rose), session


def _session() -> str:
    """The nice value of our own session; empty in the kernel's first one, which is in no autogroup."""
    return "".join(AUTOGROUP.read_text(encoding="ascii").split()[-1:]) if AUTOGROUP.exists() else ""


def _writable() -> bool:
    """Whether there are autogroups here, and a process may lower its own."""
    try:
        AUTOGROUP.read_text(encoding="ascii")
    except OSError:
        return False
    return subprocess.run(
        [sys.executable, "-c", f"open({str(AUTOGROUP)!r}, 'w').write('1')"],
        start_new_session=True, capture_output=True, check=False, timeout=240,
    ).returncode == 0  # fmt: skip


@pytest.mark.skipif(not _writable(), reason="no autogroups here, or not for us to change")
def test_a_renders_whole_session_weighs_less_than_others() -> None:
    assert _child(alone=True) == (NICE, str(NICE))


def test_the_session_of_whoever_started_it_is_left_alone() -> None:
    before = _session()
    assert _child(alone=False) == (NICE, before)
