"""``vitascope weights``: the weights of LTX-2 that an owner has."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from vitascope.cli.console import err, out, plain, print_table

if TYPE_CHECKING:
    from vitascope.compose.weights import WeightsReport

GIB = 2**30
EXIT_UNUSABLE = 1

app = typer.Typer(help="Weights of LTX-2 for the engine ltx.", no_args_is_help=True)


@app.callback()
def weights() -> None:
    """Weights of LTX-2 for the engine ltx."""


@app.command("check")
def weights_check(
    folder: Annotated[Path, typer.Argument(help="Folder of single files, or in diffusers' layout.")],
) -> None:
    """Say what a folder holds, whether every part fits, and on which devices.

    Exits with 1 where it cannot be used. No weight is read, only names and shapes.
    """
    from vitascope.compose.weights import check
    from vitascope.engines.ltx.licence import DUTIES, LINK

    report = check(folder)
    out.print(plain(f"{report.folder}: {report.layout}"))
    print_table(parts_table(report))
    for name in report.unused:
        out.print(f"not used: {plain(name)}")
    if report.problems:
        for problem in report.problems:
            err.print(f"[bold red]error:[/] {plain(problem)}")
        raise typer.Exit(EXIT_UNUSABLE)
    out.print(f"For {' and '.join(report.models)}. This machine: {plain(report.device)}.\n")
    print_table(fits_table(report))
    out.print("Predicted from sizes, and not measured.\n")
    out.print(plain(f"{DUTIES} {LINK}"))


def parts_table(report: WeightsReport) -> Table:
    table = Table("part", "parameters", "memory", "fits", "from")
    for part in report.parts:
        table.add_row(
            part.name,
            f"{part.parameters:,}" if part.parameters else "",
            f"{part.loaded_bytes / GIB:.2f} GiB" if part.parameters else "",
            "yes" if part.problem is None else "no",
            plain(part.origin),
        )
    total = sum(part.loaded_bytes for part in report.parts)
    table.add_row("all", f"{sum(part.parameters for part in report.parts):,}", f"{total / GIB:.2f} GiB", "", "")
    return table


def fits_table(report: WeightsReport) -> Table:
    table = Table("device", "clip", "how")
    for fit in report.fits:
        table.add_row(plain(fit.device), fit.shape, fit.how)
    return table
