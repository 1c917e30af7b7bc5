"""``vitascope doctor`` and ``engines``: what there is on this machine."""

from __future__ import annotations

import typer

from vitascope.cli.console import Artifacts, Database, DataDir, out, plain, read_settings
from vitascope.cli.exits import Code


def doctor(data_dir: DataDir = None, database: Database = None, artifacts: Artifacts = None) -> None:
    """Say what this machine can run, and why not."""
    from vitascope.compose.doctor import examine

    findings = list(examine(read_settings(data_dir=data_dir, database=database, artifacts=artifacts)))
    for finding in findings:
        mark = "[green]ok[/]  " if finding.good else "[red]no[/]  " if finding.needed else "[yellow]--[/]  "
        out.print(f"{mark}{finding.subject}: {plain(finding.text)}")
    if not all(finding.good or not finding.needed for finding in findings):
        raise typer.Exit(Code.FAILED)


def engines() -> None:
    """List the engines that are registered here."""
    from vitascope.engines import registry

    for name in registry.names():
        out.print(name)
