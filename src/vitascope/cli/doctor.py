"""``vitascope doctor`` and ``engines``: what there is on this machine, or on a server elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from vitascope.cli.console import Artifacts, Database, DataDir, out, plain, read_settings
from vitascope.cli.exits import Code, Ended
from vitascope.cli.place import Key, KeyFile, Place
from vitascope.core.errors import BadInput

if TYPE_CHECKING:
    from vitascope.compose.doctor import Finding


def doctor(
    data_dir: DataDir = None,
    database: Database = None,
    artifacts: Artifacts = None,
    server: Annotated[
        str | None, typer.Option(metavar="URL", help="Look at this server, and at your key, not at this machine.")
    ] = None,
    key: Key = None,
    key_file: KeyFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")] = False,
) -> None:
    """Say what this machine can run, and why not; or whether a server can be used."""
    from vitascope.compose.doctor import examine

    if server is None:
        found = examine(read_settings(data_dir=data_dir, database=database, artifacts=artifacts))
    elif any(flag is not None for flag in (data_dir, database, artifacts)):
        raise BadInput("--server looks elsewhere: leave out --data-dir, --database and --artifacts.")
    else:
        found = _elsewhere(Place(server=server, key=key, key_file=key_file))
    findings = []
    for finding in found:
        findings.append(finding)
        if not as_json:
            mark = "[green]ok[/]  " if finding.good else "[red]no[/]  " if finding.needed else "[yellow]--[/]  "
            out.print(f"{mark}{finding.subject}: {plain(finding.text)}")
    fit = all(finding.good or not finding.needed for finding in findings)
    if as_json:
        typer.echo(json.dumps({"fit": fit, "findings": [asdict(finding) for finding in findings]}, ensure_ascii=False))
    if not fit:
        raise typer.Exit(Code.FAILED)


def _elsewhere(place: Place) -> Iterator[Finding]:
    """The server, then the key, each by the call that tells most of it."""
    from vitascope.compose.doctor import Finding

    try:
        with place.client() as client:
            models = client.models()
            yield Finding(subject="server", good=True, text=f"offers {', '.join(model.id for model in models)}")
            client.list(limit=1)
        yield Finding(subject="key", good=True, text="it may list clips")
    except Ended as error:
        subject = "key" if error.code is Code.KEY else "server"
        yield Finding(subject=subject, good=False, text=" ".join(filter(None, (str(error), error.advice))))


def engines() -> None:
    """List the engines that are registered here."""
    from vitascope.engines import registry

    for name in registry.names():
        out.print(name)
