"""A ``vitascope`` command that is killed, as by ``kill -9``, at one of the moments in which it changes a file."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Mapping

CODE = """
import atexit, os, signal, sys

last, done = int(sys.argv.pop(1)), 0
watched = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "subprocess.Popen", "os.posix_spawn")

def look(event, args):
    global done
    writes = event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR)
    if (writes or event in watched) and "__pycache__" not in str(args[0]):
        if done == last:
            os.kill(os.getpid(), signal.SIGKILL)
        done += 1

from vitascope.cli.commands import main
sys.addaudithook(look)
atexit.register(lambda: print("moments", done, file=sys.stderr))
main()
"""


def moments(environment: Mapping[str, str], *command: str) -> int:
    """Run ``command`` to its end: how often it changes a file, about."""
    return int(_run(-1, environment, *command).stderr.split()[-1])


def killed_at(moment: int, environment: Mapping[str, str], *command: str) -> bool:
    """Run ``command`` until it is about to change a file for the time number ``moment``, counted from 0.

    Says whether it came to that. Fails where the command failed.
    """
    return _run(moment, environment, *command).returncode != 0


def _run(moment: int, environment: Mapping[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(moment), *command],
        env=environment, capture_output=True, text=True, check=False, timeout=900, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done
