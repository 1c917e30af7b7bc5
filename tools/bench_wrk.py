"""``wrk``: as many requests as a server answers, over connections that stay open. Its scripts are in ``bench/``."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CONNECTIONS = 64
SCRIPTS = Path(__file__).parents[1] / "bench"


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one run saw. Closed loop: a latency counts from when a connection sent, once its last answer was there."""

    rate: float
    """Answers a second."""
    p50_ms: float
    p99_ms: float
    max_ms: float
    bad: int
    """Answers other than 2xx and 3xx, and none."""


Contestant = Callable[[int], Load]
"""One run of so many seconds."""


def available() -> bool:
    return shutil.which("wrk") is not None


def wrk(url: str, script: str, *arguments: str, seconds: int) -> Load:
    """One run of ``bench/<script>.lua`` against the server at ``url``. Raises ``subprocess.CalledProcessError``."""
    done = subprocess.run(
        [
            *("wrk", "--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{seconds}s"),
            *("--timeout", "10s", "--script", str(SCRIPTS / f"{script}.lua"), url, "--", *arguments),
        ],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return parse(done.stdout)


def parse(output: str) -> Load:
    """The line that our scripts print last. Raises ``ValueError`` where there is none."""
    lines = [line for line in output.splitlines() if line.startswith("{")]
    if not lines:
        raise ValueError(f"wrk printed no result:\n{output}")
    told: dict[str, Any] = json.loads(lines[-1])
    return Load(
        rate=told["requests"] / told["seconds"],
        p50_ms=told["p50_ms"], p99_ms=told["p99_ms"], max_ms=told["max_ms"], bad=told["bad"],
    )  # fmt: skip


def in_turns(contestants: Mapping[str, Contestant], *, rounds: int, seconds: int) -> dict[str, list[Load]]:
    """Each in turn, again and again, so that what else happens on the machine falls on all alike.

    Run n of one stands beside run n of the others. A second that is not measured comes first.
    """
    for contestant in contestants.values():
        contestant(1)
    loads: dict[str, list[Load]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, contestant in contestants.items():
            loads[name].append(contestant(seconds))
    return loads


def ratios(ours: Sequence[Load], theirs: Sequence[Load]) -> tuple[float, ...]:
    """Of the rates, round by round. Raises ``ValueError`` where one has more rounds than the other."""
    return tuple(a.rate / b.rate for a, b in zip(ours, theirs, strict=True))


def median(loads: Sequence[Load], read: Callable[[Load], float]) -> float:
    return statistics.median(read(load) for load in loads)
