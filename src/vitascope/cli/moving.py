"""``vitascope backup`` and ``vitascope restore``: an installation as one file."""

from __future__ import annotations

import json
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from vitascope.cli.console import Artifacts, DataDir, err, out, plain, read_settings, run
from vitascope.cli.progress import progress_bar
from vitascope.core.errors import VitascopeError

Result = TypeVar("Result")

AsJson = Annotated[bool, typer.Option("--json", help="Print what was done as JSON.")]


def backup(
    file: Annotated[Path, typer.Argument(help="File to write, such as vitascope.tar.")],
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    as_json: AsJson = False,
    data_dir: DataDir = None,
    artifacts: Artifacts = None,
) -> None:
    """Write database, clips and everything else that makes an installation whole to one file, also while it runs."""
    from vitascope.compose.backup import back_up

    settings = read_settings(data_dir=data_dir, artifacts=artifacts)
    with progress_bar() as progress:
        made = _run(back_up(settings, file, replace=force, progress=progress), file)
    if as_json:
        typer.echo(json.dumps(made.to_json(), indent=2))
        return
    out.print(plain(f"{made.file}: {made.size_bytes:,} bytes; {made.rows:,} rows, {made.files:,} files"))
    if made.clips_gone:
        out.print(f"without {made.clips_gone:,} clips that have no file any more")


def restore(
    file: Annotated[Path, typer.Argument(help="File that `vitascope backup` wrote.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Move what the data folder holds aside, into a folder in it.")
    ] = False,
    check: Annotated[bool, typer.Option("--check", help="Read and check the whole file, and write nothing.")] = False,
    as_json: AsJson = False,
    data_dir: DataDir = None,
    artifacts: Artifacts = None,
) -> None:
    """Make a data folder of a backup: all of it or nothing, checked by its checksums."""
    from vitascope.compose.restore import check as check_only
    from vitascope.compose.restore import restore as put_back

    settings = read_settings(data_dir=data_dir, artifacts=artifacts)
    if check:
        with progress_bar() as progress:
            found = _run(check_only(file, progress), file)
        if as_json:
            typer.echo(json.dumps(found.to_json(), indent=2))
        else:
            out.print(plain(f"{file} is whole: {found.rows:,} rows, {found.files:,} files, of {found.created_at}"))
        return
    with progress_bar() as progress:
        made = _run(put_back(settings, file, replace=replace, progress=progress), file)
    if as_json:
        typer.echo(json.dumps(made.to_json(), indent=2))
        return
    out.print(plain(f"{made.data_dir}: {made.rows:,} rows, {made.files:,} files, as of {made.created_at}"))
    if made.moved_aside:
        err.print(plain(f"what was there lies in {made.moved_aside}"))


def _run(work: Coroutine[Any, Any, Result], file: Path) -> Result:
    try:
        return run(work)
    except OSError as error:
        raise VitascopeError(f"{error.filename or file}: {error.strerror or error}.") from error
