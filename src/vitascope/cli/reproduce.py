"""``vitascope reproduce``: a clip rendered again by its receipt, and compared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from vitascope.cli.console import Artifacts, DataDir, LicenceAccepted, WeightsFolder, err, out, plain, read_settings
from vitascope.cli.exits import Code
from vitascope.cli.progress import progress_bar
from vitascope.core.errors import VitascopeError


def reproduce(
    clip: Annotated[Path, typer.Argument(help="A clip that Vitascope made.")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Keep the new clip here.")] = None,
    image: Annotated[str | None, typer.Option(help="What the clip began with: a file or an http(s) link.")] = None,
    last_image: Annotated[str | None, typer.Option(help="What it ended on, likewise.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the comparison as JSON.")] = False,
    weights: WeightsFolder = None,
    accept_ltx_license: LicenceAccepted = None,
    data_dir: DataDir = None,
    artifacts: Artifacts = None,
) -> None:
    """Render a clip again by the receipt in its file, and compare every frame and the sound.

    Exits with 0 where both are the same to the bit, and with 3 where they differ.
    """
    from vitascope.compose.reproduce import reproduce as render_again
    from vitascope.compose.reproduce import sentences
    from vitascope.compose.reproduce_images import GivenImages

    settings = read_settings(
        data_dir=data_dir, artifacts=artifacts, weights=weights, accept_ltx_license=accept_ltx_license
    )
    images = GivenImages(first=image, last=last_image)
    with progress_bar() as progress:
        try:
            outcome = render_again(settings, clip, images, output=output, progress=progress)
        except OSError as error:
            raise VitascopeError(f"The new clip cannot be written: {error.strerror or error}.") from error
    if as_json:
        out.print(json.dumps(outcome.to_json(), indent=2), markup=False)
    else:
        for sentence in sentences(outcome):
            out.print(plain(sentence))
    for warning in outcome.warnings:
        err.print(f"[bold yellow]warning:[/] {plain(warning)}")
    if not outcome.identical:
        raise typer.Exit(Code.DIFFERENT)
