"""``vitascope migrate-data``: to a PostgreSQL and a bucket of one's own."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from vitascope.cli.console import Artifacts, Database, DataDir, out, plain, read_settings, run
from vitascope.cli.progress import progress_bar
from vitascope.core.errors import VitascopeError


def migrate_data(
    to_database: Annotated[
        str | None,
        typer.Option(envvar="VITASCOPE_TO_DATABASE", help="PostgreSQL to move to; VITASCOPE_TO_DATABASE hides it."),
    ] = None,
    to_artifacts: Annotated[
        str | None,
        typer.Option(help="Place to move files to: s3://bucket/folder, reached by VITASCOPE_S3_…, or a folder."),
    ] = None,
    files_ahead: Annotated[
        bool, typer.Option("--files-ahead", help="Only copy files, while the server runs; then stop it and run again.")
    ] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Empty a database that holds something first.")] = False,
    quick: Annotated[bool, typer.Option("--quick", help="Compare files by their sizes, and do not read them.")] = False,
    take_back: Annotated[
        bool, typer.Option("--take-back", help="Move nothing; put the old database into use again.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was done as JSON.")] = False,
    data_dir: DataDir = None,
    database: Database = None,
    artifacts: Artifacts = None,
) -> None:
    """Move from the embedded database and folder to services of your own. Can be cut off, and run again."""
    from vitascope.compose.migrate_data import Plan
    from vitascope.compose.migrate_data import migrate_data as move
    from vitascope.compose.migrate_data import take_back as put_back

    settings = read_settings(data_dir=data_dir, database=database, artifacts=artifacts)
    if take_back:
        out.print("in use again" if run(put_back(settings)) else "it was not moved")
        return
    plan = Plan(
        to_database=to_database, to_artifacts=to_artifacts, files_ahead=files_ahead, replace=replace, quick=quick
    )
    with progress_bar() as progress:
        try:
            moved = run(move(settings, plan, progress))
        except OSError as error:
            raise VitascopeError(f"{error.filename or 'A file'}: {error.strerror or error}.") from error
    if as_json:
        typer.echo(json.dumps(moved.to_json(), indent=2))
        return
    if moved.files is not None:
        compared = "sizes compared" if quick else "every byte compared"
        out.print(f"{moved.files.files:,} files, {moved.files.size_bytes:,} bytes; {moved.files.new:,} new; {compared}")
    if files_ahead:
        out.print("Now stop the server, and run the same without --files-ahead.")
        return
    if moved.rows is not None:
        state = "there already" if moved.already else "copied"
        out.print(f"{sum(moved.rows.values()):,} rows in {len(moved.rows)} tables {state}, counted and compared")
    elif moved.already:
        out.print("The database had been moved already.")
    out.print("\nStart with these from now on:\n")
    for name, value in moved.settings.items():
        out.print(plain(f"export {name}='{value}'"))
