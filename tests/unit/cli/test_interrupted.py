"""A Ctrl-C before there is anything to interrupt."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys

class Interrupted:
    def find_spec(self, name, path=None, target=None):
        if name == "typer":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupted())
from vitascope.cli import main
main()
"""


def test_a_ctrl_c_while_the_program_is_still_read_is_no_traceback() -> None:
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr, ended.stdout) == (130, "", "")
