"""Exits with 0 where the program in this container answers: an API on its port, a worker on its metrics port."""

from __future__ import annotations

import os
import sys
from http.client import HTTPConnection, HTTPException
from pathlib import Path


def arguments() -> list[str]:
    """Of the container's first process, or of its only child where that is an init."""
    found: list[str] = []
    for path in ("/proc/1/cmdline", *map(str, Path("/proc").glob("[0-9]*/cmdline"))):
        try:
            found = Path(path).read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        if "worker" in found or "serve" in found or "api" in found:
            break
    return found


def main() -> int:
    worker = "worker" in sys.argv[1:] or (not sys.argv[1:] and "worker" in arguments())
    name, default, path = (
        ("VITASCOPE_METRICS_PORT", "9101", "/metrics") if worker else ("VITASCOPE_PORT", "8000", "/health/live")
    )
    connection = HTTPConnection("127.0.0.1", int(os.environ.get(name) or default), timeout=4)
    try:
        connection.request("GET", path)
        status = connection.getresponse().status
    except (OSError, HTTPException):
        return 1
    return 0 if status in (200, 401) else 1  # 401: it lives, and wants the token that Prometheus has


if __name__ == "__main__":
    sys.exit(main())
