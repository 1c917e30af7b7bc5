"""``vitascope generate``: one clip."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vitascope.cli.console import (
    DataDir,
    EngineName,
    LicenceAccepted,
    SigningCert,
    SigningKey,
    WeightsFolder,
    out,
    plain,
    read_settings,
)
from vitascope.cli.progress import progress_bar
from vitascope.core.errors import VitascopeError


def generate(
    prompt: Annotated[str | None, typer.Argument(help="What the video shows and sounds like.")] = None,
    output: Annotated[Path, typer.Option("-o", "--output", help="File to write.")] = Path("clip.mp4"),
    duration: Annotated[int | None, typer.Option(help="Seconds: 6, 8 or 10.")] = None,
    resolution: Annotated[str | None, typer.Option(help="1080p, 1440p or 2160p.")] = None,
    fps: Annotated[int | None, typer.Option(help="Frames a second: 25 or 50.")] = None,
    image: Annotated[str | None, typer.Option(help="First frame: a file or an http(s) link.")] = None,
    last_image: Annotated[str | None, typer.Option(help="Last frame, likewise.")] = None,
    audio: Annotated[bool, typer.Option("--audio/--no-audio", help="With sound or without.")] = True,
    seed: Annotated[int | None, typer.Option(help="The same seed gives the same clip.")] = None,
    scene: Annotated[
        Path | None, typer.Option(help="Make this scene, as storyboard printed it and you changed it, not a prompt.")
    ] = None,
    model: Annotated[str, typer.Option(help="Model to ask for.")] = "ltxv/ltxv-2-fast",
    engine: EngineName = None,
    weights: WeightsFolder = None,
    accept_ltx_license: LicenceAccepted = None,
    data_dir: DataDir = None,
    c2pa_cert: SigningCert = None,
    c2pa_key: SigningKey = None,
) -> None:
    """Make one video here and now, without a server."""
    from vitascope.compose.generate import generate as make
    from vitascope.core.generation import GenerationRequest

    settings = read_settings(
        engine=engine, data_dir=data_dir, c2pa_cert=c2pa_cert, c2pa_key=c2pa_key, weights=weights,
        accept_ltx_license=accept_ltx_license,
    )  # fmt: skip
    request = GenerationRequest(
        model=model, prompt=prompt or "", image=image, last_image=last_image, duration_s=duration,
        resolution=resolution, fps=fps, generate_audio=audio, seed=seed,
    )  # fmt: skip
    with progress_bar() as progress:
        try:
            made = make(settings, request, output, progress, scene=scene)
        except OSError as error:
            raise VitascopeError(f"{output} cannot be written: {error.strerror or error}.") from error
    out.print(f"[bold]{made.path}[/]  seed {made.spec.seed}, engine {made.spec.engine}")
    for sentence in made.adjusted:
        out.print(f"adjusted: {plain(sentence)}")
    for sentence in made.notes.get("approximated", ()):
        out.print(f"approximated: {plain(sentence)}")
    if missed := made.notes.get("not_understood"):
        out.print(f"not understood: {plain(', '.join(missed))}")
