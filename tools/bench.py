"""What the program takes: time, memory, and how soon it answers. Prints a table and writes bench-results/<time>.json.

    make bench ARGS="--only encode,polls"

Nothing here is a test: times depend on the machine and on who else is on it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from tools import (
    bench_animatic,
    bench_animatic_file,
    bench_encode,
    bench_load,
    bench_ltx,
    bench_page,
    bench_polls,
    bench_rows,
    bench_start,
    bench_steady,
    bench_streams,
    bench_takeover,
    bench_units,
)
from tools.bench_figure import Figure, Target, at_least, at_most, table
from vitascope import __version__

Section = Callable[[], tuple[list[Figure], dict[str, Any]]]

RESULTS = Path("bench-results")
ENCODE_RUNS = 3


def encode() -> tuple[list[Figure], dict[str, Any]]:
    """The encode seam, alone: ratios within each of a few runs, and their median."""
    runs = [bench_encode.run() for _ in range(ENCODE_RUNS)]

    def ratio(name: str, key: str, target: Target | None) -> Figure:
        values = tuple(float(run[key]) for run in runs)
        return Figure(name=name, value=statistics.median(values), unit="×", target=target, runs=values)

    twice = at_least(2)
    return [
        ratio("muxer, CPU against x264 alone", "muxer_over_x264", at_most(1.15)),
        ratio("  with sound, which x264 alone has not", "muxer_with_sound_over_x264", None),
        ratio("throughput over diffusers' encode_video, float RGB", "throughput_over_diffusers_from_float", twice),
        ratio("  each from its own 8 bits, no conversion of ours", "throughput_over_diffusers", twice),
    ], {"runs": runs}


SECTIONS: dict[str, Section] = {
    "animatic": bench_animatic.measure,
    "animatic-files": bench_animatic_file.measure,
    "encode": encode,
    "ltx": bench_ltx.measure,
    "start": bench_start.measure,
    "page": bench_page.measure,
    "polls": bench_polls.measure,
    "load": bench_load.measure,
    "steady": bench_steady.measure,
    "rows": bench_rows.measure,
    "streams": bench_streams.measure,
    "takeover": bench_takeover.measure,
    "units": bench_units.measure,
}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench", description="Measure this machine.")
    parser.add_argument("--only", default=",".join(SECTIONS), help=f"sections: {', '.join(SECTIONS)}")
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder for the JSON")
    options = parser.parse_args(arguments)
    names = [name.strip() for name in options.only.split(",")]
    if unknown := [name for name in names if name not in SECTIONS]:
        parser.error(f"there is no section {unknown[0]!r}; there are {', '.join(SECTIONS)}")
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 120)  # a file has no width
    figures, sections, failed = [], {}, False
    for name in names:
        console.print(f"[bold]{name}[/] …")
        before, started = os.getloadavg(), time.monotonic()
        try:
            measured, detail = SECTIONS[name]()
        except Exception as error:
            traceback.print_exc()
            measured, detail, failed = [], {"failed": f"{type(error).__name__}: {error}"}, True
        figures.extend(measured)
        console.print(table(measured))
        sections[name] = {
            "figures": [figure.to_json() for figure in measured],
            "load_average": {"before": before, "after": os.getloadavg()},
            "took_s": time.monotonic() - started,
            "detail": detail,
        }
    console.print(table(figures))
    options.out.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    path = options.out / f"{now:%Y%m%dT%H%M%SZ}.json"
    path.write_text(json.dumps({"at": now.isoformat(), "machine": machine(), "sections": sections}, indent=1) + "\n")
    console.print(f"\n{path}", markup=False)
    return 1 if failed else 0


def machine() -> dict[str, Any]:
    """What the figures depend on."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {
        "vitascope": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "processor": processor(),
        "cores": cores,
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "load_average": os.getloadavg(),
    }


def processor() -> str:
    """Its name where the system tells it."""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor()


if __name__ == "__main__":
    sys.exit(main())
