"""A ``vitascope`` command that is killed, as by ``kill -9``, at one of the moments in which it changes a file."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Mapping

CODE = """
import os, signal, sys

left = int(sys.argv.pop(1))
watched = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "subprocess.Popen", "os.posix_spawn")

def look(event, args):
    global left
    writes = event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR)
    if (writes or event in watched) and "__pycache__" not in str(args[0]):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

from vitascope.cli.commands import main
sys.addaudithook(look)
main()
"""


def killed_at(moment: int, environment: Mapping[str, str], *command: str) -> bool:
    """Run ``command`` until it is about to change a file for the time number ``moment``, counted from 0.

    Says whether it came to that. Fails where the command failed.
    """
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(moment), *command],
        env=environment, capture_output=True, text=True, check=False, timeout=240, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode != 0
