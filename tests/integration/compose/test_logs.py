"""Logs of a process as it is set up: libraries, too, write one JSON object a line."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import Any

PROGRAM = """
import logging
import structlog
from vitascope.compose.logs import set_up_logs

set_up_logs({level!r})
{body}
"""


def logged(body: str, *, level: str = "info") -> list[dict[str, Any]]:
    """What a process of its own writes to standard error, which here is no terminal."""
    program = PROGRAM.format(level=level, body=body)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=240, check=True)
    return [json.loads(line) for line in done.stderr.splitlines()]


def test_a_librarys_warning_is_json_like_our_own_lines() -> None:
    ours, theirs = logged(
        "structlog.contextvars.bind_contextvars(request_id='r1')\n"
        "structlog.get_logger().warning('ours', path='/')\n"
        "logging.getLogger('some.library').warning('gave up on %s\\nafter %d s', 'x', 5)"
    )
    assert (ours["event"], ours["level"], ours["path"]) == ("ours", "warning", "/")
    assert theirs.pop("timestamp") >= ours["timestamp"]
    assert theirs == {
        "event": "gave up on x\nafter 5 s",
        "level": "warning",
        "logger": "some.library",
        "request_id": "r1",
    }


def test_a_librarys_traceback_stays_on_its_line() -> None:
    (told,) = logged("try:\n    1 / 0\nexcept ZeroDivisionError:\n    logging.getLogger('x').exception('it broke')")
    assert (told["event"], told["level"]) == ("it broke", "error")
    assert told["exception"].endswith("ZeroDivisionError: division by zero")


def test_what_libraries_say_below_a_warning_is_left_out_at_any_level() -> None:
    body = "logging.getLogger('x').info('hello')\nlogging.getLogger('x').warning('look out')\n"
    assert [line["event"] for line in logged(body, level="debug")] == ["look out"]
    assert logged(body, level="error") == []


def test_a_form_that_a_client_got_wrong_is_answered_and_not_logged() -> None:
    body = """
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser

try:
    MultipartParser(b"edge", {}).write(b"no form at all")
except FormParserError:
    structlog.get_logger().info("refused")
"""
    assert [line["event"] for line in logged(body)] == ["refused"]


def test_on_a_terminal_a_strangers_text_forges_no_line_and_steers_nothing() -> None:
    program = PROGRAM.format(
        level="info",
        body="log = structlog.get_logger()\n"
        "log.info('refused', path='/a\\x1b[2Jb', other='/c\\nforged', third='d\\u202ee\\x9b1m')\n"
        "logging.getLogger('x').warning('theirs %s', '\\x1b]0;title\\x07\\r')",
    ).replace("'info')", "'info', 'console')")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=240, check=True)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", done.stderr)  # its own colours
    assert len(plain.splitlines()) == 2
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", plain)
    assert r"/a\x1b[2Jb" in plain
