"""``vitascope storyboard``: what the engine animatic would make of a prompt, before it makes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from vitascope.cli.console import err
from vitascope.core.errors import BadInput, VitascopeError


def storyboard(
    prompt: Annotated[str | None, typer.Argument(help="What the video shows and sounds like.")] = None,
    scene: Annotated[Path | None, typer.Option(help="A scene in JSON to check and draw, in place of a prompt.")] = None,
    sheet: Annotated[Path | None, typer.Option(help="Draw the shots on this page: a .png, a .jpg or a .webp.")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the scene as JSON; without a sheet it is printed anyway.")
    ] = False,
    duration: Annotated[int, typer.Option(min=1, max=60, help="Seconds that it is to last.")] = 6,
    seed: Annotated[int, typer.Option(min=0, help="As for the clip: the same seed gives the same scene.")] = 0,
) -> None:
    """Show what the preview engine reads out of a prompt: its scene as JSON, or a sheet of its shots.

    Save the JSON, change what is wrong, and render it with ``vitascope generate --scene FILE``.
    """
    from vitascope.compose.storyboard import read_scene_file, read_storyboard, save_sheet

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
    if as_json or sheet is None:
        typer.echo(json.dumps(read.to_json(), indent=2, ensure_ascii=False))
