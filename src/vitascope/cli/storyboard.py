"""``vitascope storyboard``: what the engine animatic would make of a prompt, before it makes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from vitascope.cli.console import err, out, plain
from vitascope.core.errors import BadInput, VitascopeError


def storyboard(
    prompt: Annotated[str | None, typer.Argument(help="What the video shows and sounds like.")] = None,
    scene: Annotated[Path | None, typer.Option(help="A scene in JSON to check and draw, in place of a prompt.")] = None,
    sheet: Annotated[Path | None, typer.Option(help="Draw the shots on this page: a .png, a .jpg or a .webp.")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the scene as JSON, as it is anyway where no terminal reads it.")
    ] = False,
    duration: Annotated[int, typer.Option(min=1, max=60, help="Seconds that it is to last.")] = 6,
    seed: Annotated[int, typer.Option(min=0, help="As for the clip: the same seed gives the same scene.")] = 0,
) -> None:
    """Show what the preview engine reads out of a prompt: in words, as a scene in JSON, or as a sheet of its shots.

    Save the JSON (``--json > FILE``), change what is wrong, and render it with ``vitascope generate --scene FILE``.
    """
    from vitascope.compose.storyboard import read_scene_file, read_storyboard, save_sheet, told

    if (prompt is None) == (scene is None):
        raise BadInput("Give either a prompt or --scene FILE.")
    if scene is not None:
        read = read_scene_file(scene)
    else:
        read = read_storyboard(prompt or "", seed=seed, duration_s=float(duration))
    if sheet is not None:
        try:
            save_sheet(read, sheet)
        except OSError as error:
            raise VitascopeError(f"{sheet} cannot be written: {error.strerror or error}.") from error
        err.print(f"[bold]{sheet}[/]  {len(read.shots)} shot{'s' if len(read.shots) > 1 else ''}")
    if as_json or (sheet is None and not out.is_terminal):
        typer.echo(json.dumps(read.to_json(), indent=2, ensure_ascii=False))
    elif sheet is None:
        for heading, rows in told(read):
            out.print(f"[bold]{heading}[/]")
            table = Table.grid(padding=(0, 2))
            table.add_column(min_width=14, no_wrap=True, style="dim")
            table.add_column(overflow="fold")
            for name, words in rows.items():
                table.add_row(f"  {name}", plain(words))
            out.print(table, soft_wrap=False)
