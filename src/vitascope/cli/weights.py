"""``vitascope weights``: the weights of LTX-2 that an owner has."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.table import Table

from vitascope.cli.console import DataDir, LicenceAccepted, err, out, plain, print_table, read_settings
from vitascope.engines.ltx.fetch_catalog import TextEncoder

if TYPE_CHECKING:
    from vitascope.compose.weights import WeightsReport
    from vitascope.engines.ltx.fetch import Watcher

GB, GIB = 10**9, 2**30
REDRAWN_S = 0.1
"""Between two looks at a bar, whose speed is reckoned from the last thousand of them."""
EXIT_UNUSABLE = 1
EXIT_INTERRUPTED = 130

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

    show(check(folder))
    out.print(plain(f"{DUTIES} {LINK}"))


@app.command("list")
def weights_list() -> None:
    """List what can be fetched, and what is in it."""
    from vitascope.engines.ltx.fetch_catalog import COLLECTIONS, GEMMA_LICENCE, LTX_LICENCE, TEXT_ENCODERS

    table = Table("name", "about", "makes", "of", show_lines=True)
    for wanted in COLLECTIONS:
        for source in wanted.sources:
            files = "\n".join((f"{source.repository}:", *source.files))
            table.add_row(wanted.name, f"{source.about_bytes / GB:.0f} GB", "\n".join(wanted.models), files)
    for encoder, text in TEXT_ENCODERS.items():
        if text is not None:
            name = "gemma" if encoder == "google" else f"gemma --text-encoder {encoder}"
            needs = "\nasks for HF_TOKEN of an account that accepted its terms" if text.gated else "\nin 32 bits"
            table.add_row(name, f"{text.about_bytes / GB:.0f} GB", "", f"{text.repository}:{needs}")
    print_table(table)
    out.print("Each comes with the text encoder gemma; --text-encoder says whose copy of it, or none.")
    for licence in (LTX_LICENCE, GEMMA_LICENCE):
        out.print(plain(f"{licence.name}: {licence.link}"))
    out.print("Fetch one: vitascope weights fetch NAME --to DIR --accept-ltx-license")


@app.command("fetch")
def weights_fetch(
    name: Annotated[str, typer.Argument(help="What to fetch: a name of `vitascope weights list`.")],
    to: Annotated[
        Path | None, typer.Option("--to", help="Folder to fetch to; weights/NAME in the data folder.")
    ] = None,
    text_encoder: Annotated[
        TextEncoder, typer.Option(help="Whose copy of Gemma 3 12B: google's asks for an account, lightricks' does not.")
    ] = "google",
    endpoint: Annotated[
        str, typer.Option(envvar=["VITASCOPE_HF_ENDPOINT", "HF_ENDPOINT"], help="The hub, or a mirror of it.")
    ] = "https://huggingface.co",
    accept_ltx_license: LicenceAccepted = None,
    data_dir: DataDir = None,
) -> None:
    """Fetch published weights of LTX-2 from Hugging Face, check them, and say how to serve them.

    Interrupted, the same command goes on where it was. Files of these names that are not what the hub has are replaced.
    """
    from vitascope.compose.fetch import fetch_weights

    settings = read_settings(accept_ltx_license=accept_ltx_license, data_dir=data_dir)
    try:
        with watching() as watcher:
            done = fetch_weights(settings, name, to=to, text_encoder=text_encoder, endpoint=endpoint, watcher=watcher)
    except KeyboardInterrupt:
        err.print("stopped; what has come is kept, and the same command goes on from there")
        raise typer.Exit(EXIT_INTERRUPTED) from None
    out.print(plain(f"{done.files} files, {done.size / GB:.1f} GB, all as the hub has them, are in {done.folder}\n"))
    for licence in done.licences:
        out.print(plain(f"Under the {licence.name}: {licence.link}"))
    if done.report is None:
        out.print(plain(f"That is no whole model yet. {done.lacks}"))
        return
    show(done.report)
    out.print("\nServe it:\n")
    out.print(done.serve, markup=False)


@contextmanager
def watching() -> Iterator[Watcher]:
    """A bar on a terminal; elsewhere a line for each file."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=err, transient=True, disable=not err.is_terminal) as bar:
        yield _Watcher(bar=bar, task=bar.add_task("asking the hub", total=None))


@dataclass(slots=True, kw_only=True)
class _Watcher:
    """Of a fetch, for a person."""

    bar: Progress
    task: TaskID
    last: str = ""
    moved: float = 0.0

    def begin(self, *, files: int, size: int) -> None:
        self.bar.console.print(f"{files} files to fetch, {size / GB:.1f} GB")

    def doing(self, what: str, *, done: int, total: int) -> None:
        now = time.monotonic()
        if what == self.last and done < total and now - self.moved < REDRAWN_S:
            return
        if self.bar.disable and what != self.last:
            err.print(plain(what))
        self.last, self.moved = what, now
        self.bar.update(self.task, description=plain(what), completed=done, total=total)

    def say(self, sentence: str) -> None:
        self.bar.console.print(f"[bold yellow]note:[/] {plain(sentence)}")


def show(report: WeightsReport) -> None:
    """What a folder holds. Raises ``typer.Exit`` where it cannot be used."""
    out.print(plain(f"{report.folder}: {report.layout}"))
    print_table(parts_table(report))
    for name in report.unused:
        out.print(f"not used: {plain(name)}")
    if report.problems:
        for problem in report.problems:
            err.print(f"[bold red]error:[/] {plain(problem)}")
        raise typer.Exit(EXIT_UNUSABLE)
    out.print(f"For {' and '.join(report.models)}. This machine: {plain(report.device)}.\n")
    from vitascope.cli.forecasts import fits_table, legend

    print_table(fits_table(report))
    out.print(plain(f"{legend(report)}\n"))


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
