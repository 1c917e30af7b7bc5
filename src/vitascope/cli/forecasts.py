"""What fits where, as a table that a terminal has room for: signs and numbers, and what they mean beneath it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.table import Table

from vitascope.cli.console import plain
from vitascope.engines.ltx.engine import OTHER_S
from vitascope.engines.ltx.fitting import EXPLAINED, Residency
from vitascope.engines.ltx.forecast import JOBS, Forecast
from vitascope.engines.ltx.options import PLAN
from vitascope.engines.ltx.speed import SHARE

if TYPE_CHECKING:
    from vitascope.compose.weights import WeightsReport

GIB = 2**30
SIGNS: Mapping[Residency, str] = {
    "resident": "R",
    "text-on-cpu": "T",
    "blocks-streamed": "S",
    "eight-bit": "8",
    "eight-bit-streamed": "8S",
}


def fits_table(report: WeightsReport) -> Table:
    """A row a shape of clip, a column a device."""
    devices = [f"{plain(fit.device)}\n{fit.memory / GIB:.0f} GiB" for fit in report.fits]
    table = Table("clip", *devices)
    for index, job in enumerate(JOBS):
        cells = [cell(fit.forecasts[index]) for fit in report.fits]
        last = index + 1 == len(JOBS) or JOBS[index + 1].resolution != job.resolution
        table.add_row(f"{job.resolution} {job.seconds} s {job.fps} fps", *cells, end_section=last)
    return table


def cell(found: Forecast | None) -> str:
    """The plan's sign, the device's memory, and the time of each model."""
    if found is None:
        return "–"
    times = " ".join(clock(seconds) for seconds in found.seconds or ())
    return f"{SIGNS[found.residency]} {found.device_bytes / GIB:.0f} GiB {times}".rstrip()


def legend(report: WeightsReport) -> str:
    """What is in the cells, the signs that occur among them, and where the numbers come from."""
    found = [forecast for fit in report.fits for forecast in fit.forecasts if forecast is not None]
    lines = [
        f"A cell is the fastest plan under which the clip fits, the GPU's memory, and the time of "
        f"{' and '.join(report.models)}."
    ]
    for residency, words in EXPLAINED.items():
        hosts = [forecast.host_bytes for forecast in found if forecast.residency == residency]
        if hosts:
            host = f", and {max(hosts) / GIB:.0f} GiB of its memory" if max(hosts) else ""
            lines.append(f"  {SIGNS[residency]:<2} {residency}: {words}{host}")
    if any(forecast is None for fit in report.fits for forecast in fit.forecasts):
        lines.append("  –  does not fit")
    lines += [
        f"The engine takes one plan as it starts, that of 1080p 10 s 25 fps; {PLAN} names another, for larger clips.",
        f"All is predicted and not measured: memory by sizes; time by the transformer's operations at {SHARE:.0%} of a "
        f"device's peak, and {OTHER_S:.0f} s a second of clip for all else. Reading a new prompt comes on top.",
    ]
    return "\n".join(lines)


def clock(seconds: float) -> str:
    """Minutes and seconds, after hours where it is hours."""
    minutes, left = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{left:02}" if minutes >= 60 else f"{minutes}:{left:02}"
