"""``vitascope generate``: one clip, made here or by a server."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vitascope.cli.clips import fetched, followed, sent
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
from vitascope.cli.place import BASE_URL, PANEL, Key, KeyFile, Place
from vitascope.cli.progress import progress_bar
from vitascope.cli.request import (
    DEFAULT_MODEL,
    AsJson,
    Audio,
    Duration,
    Force,
    Fps,
    Image,
    LastImage,
    Model,
    Output,
    Prompt,
    Resolution,
    Seed,
    Timeout,
    read_prompt,
    target,
)
from vitascope.cli.shown import NOTES, print_made, print_notes
from vitascope.core.errors import BadInput, VitascopeError

if TYPE_CHECKING:
    from types import FrameType

    from vitascope.core.generation import GenerationRequest
    from vitascope.settings import Settings

NAME = "clip.mp4"
"""What a clip is called that was given no name, or ``clip-2.mp4`` …"""

HOW_IT_IS_MADE_HERE = ("scene", "engine", "weights", "accept_ltx_license", "data_dir", "c2pa_cert", "c2pa_key")
"""Flags for what is a server's own affair elsewhere."""


def generate(
    ctx: typer.Context,
    prompt: Prompt = None,
    output: Output = None,
    force: Force = False,
    duration: Duration = None,
    resolution: Resolution = None,
    fps: Fps = None,
    image: Image = None,
    last_image: LastImage = None,
    audio: Audio = True,
    seed: Seed = None,
    scene: Annotated[
        Path | None, typer.Option(help="Make this scene, as storyboard printed it and you changed it, not a prompt.")
    ] = None,
    model: Model = DEFAULT_MODEL,
    as_json: AsJson = False,
    server: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help=f"Server to make it; else {BASE_URL}, and without either it is made here.",
            rich_help_panel=PANEL,
        ),
    ] = None,
    key: Key = None,
    key_file: KeyFile = None,
    timeout: Timeout = None,
    local: Annotated[
        bool, typer.Option("--local", help=f"Make it here, though {BASE_URL} is set.", rich_help_panel=PANEL)
    ] = False,
    engine: EngineName = None,
    weights: WeightsFolder = None,
    accept_ltx_license: LicenceAccepted = None,
    data_dir: DataDir = None,
    c2pa_cert: SigningCert = None,
    c2pa_key: SigningKey = None,
) -> None:
    """Make one video: here, without a server; or on the one that --server or VITASCOPE_BASE_URL names.

    It goes to clip.mp4, or to the next such name that is free. Ctrl-C ends what is made here; a server goes on, and
    the command to come back is printed.
    """
    from vitascope.core.generation import GenerationRequest

    request = GenerationRequest(
        model=model, prompt=read_prompt(prompt), image=image, last_image=last_image, duration_s=duration,
        resolution=resolution, fps=fps, generate_audio=audio, seed=seed,
    )  # fmt: skip
    path = target(output, NAME, force=force)
    if not local and (server or os.environ.get(BASE_URL)):
        for name in HOW_IT_IS_MADE_HERE:
            if ctx.params.get(name) is not None:
                flag = "--" + name.replace("_", "-")
                raise BadInput(f"{flag} is for a clip made here, and a server makes this one; add --local, or drop it.")
        place = Place(server=server, key=key, key_file=key_file)
        generation = followed(place, sent(place, request).id, timeout_s=timeout)
        path = fetched(place, generation, path, force=force)
        print_made(path, generation, as_json=as_json)
        return
    settings = read_settings(
        engine=engine, data_dir=data_dir, c2pa_cert=c2pa_cert, c2pa_key=c2pa_key, weights=weights,
        accept_ltx_license=accept_ltx_license,
    )  # fmt: skip
    _make_here(settings, request, path, scene=scene, force=force, as_json=as_json)


@contextmanager
def _tidy_end() -> Iterator[None]:
    """Have a SIGTERM end the block as a Ctrl-C does: what is half made beside the place of the clip goes too."""

    def end(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _make_here(
    settings: Settings, request: GenerationRequest, path: Path, *, scene: Path | None, force: bool, as_json: bool
) -> None:
    from vitascope.compose.generate import generate as make

    with _tidy_end(), progress_bar() as progress:
        try:
            made = make(settings, request, path, progress, scene=scene, overwrite=force)
        except OSError as error:
            raise VitascopeError(f"{path} cannot be written: {error.strerror or error}.") from error
    if as_json:
        told = {
            "path": str(made.path), "status": "completed", "engine": made.spec.engine, "model": made.spec.model,
            "seed": made.spec.seed, "adjusted": list(made.adjusted),
            **{name: list(made.notes.get(name, ())) for name in NOTES},
        }  # fmt: skip
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    out.print(f"[bold]{plain(str(made.path))}[/]  seed {made.spec.seed}, engine {made.spec.engine}")
    print_notes(made.adjusted, made.notes)
