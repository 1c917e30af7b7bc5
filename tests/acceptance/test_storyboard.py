"""The same command for a person at a terminal, and for a program that reads it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

COMMAND = (sys.executable, "-m", "vitascope", "storyboard", "A red fox runs through a forest at night [softly].")


def at_a_terminal(*command: str) -> str:
    """What ``command`` prints where a terminal of 80 columns reads it."""
    ours, its = os.openpty()
    environment = {**os.environ, "COLUMNS": "80", "TERM": "dumb"}
    process = subprocess.Popen(command, stdout=its, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, env=environment)
    os.close(its)
    said = b""
    try:
        while part := os.read(ours, 65536):
            said += part
    except OSError:  # how Linux tells that the other end is closed
        pass
    os.close(ours)
    _, error = process.communicate()
    assert process.returncode == 0, error
    return said.decode()


def test_a_terminal_is_told_in_words_and_lines_that_fit() -> None:
    said = at_a_terminal(*COMMAND)
    for words in ("setting", "in a forest at night", "fox (run)", "camera", "heard", "understood", "not understood"):
        assert words in said
    assert "{" not in said
    assert max(len(line) for line in said.splitlines()) <= 80


def test_json_is_for_who_asks_and_for_pipes() -> None:
    asked = json.loads(at_a_terminal(*COMMAND, "--json"))
    piped = subprocess.run(COMMAND, check=True, capture_output=True)
    assert json.loads(piped.stdout) == asked
    assert asked["prompt"].endswith("[softly].")
