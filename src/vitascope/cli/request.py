"""The flags that say what a clip is to be: the same for one made here and for one made by a server."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated

import typer

from vitascope.core.errors import BadInput
from vitascope.core.generation import CAMERA_MOTIONS, MODELS
from vitascope.core.media import RESOLUTIONS


def _offered(values: Iterable[object]) -> Callable[[str], list[str]]:
    """For the shell's completion, which must not wait for a server."""
    names = [str(value) for value in values]
    return lambda incomplete: [name for name in names if name.startswith(incomplete)]


Prompt = Annotated[
    str | None, typer.Argument(help="What the video shows and sounds like; - reads it from standard input.")
]
Duration = Annotated[int | None, typer.Option(help="Seconds: 6, 8 or 10.", autocompletion=_offered((6, 8, 10)))]
Resolution = Annotated[str | None, typer.Option(help="1080p, 1440p or 2160p.", autocompletion=_offered(RESOLUTIONS))]
Fps = Annotated[int | None, typer.Option(help="Frames a second: 25 or 50.", autocompletion=_offered((25, 50)))]
Image = Annotated[str | None, typer.Option(help="First frame: a file or an http(s) link.")]
LastImage = Annotated[str | None, typer.Option(help="Last frame, likewise.")]
Audio = Annotated[bool, typer.Option("--audio/--no-audio", help="With sound or without.")]
Seed = Annotated[int | None, typer.Option(help="The same seed gives the same clip.")]
Model = Annotated[str, typer.Option(help="Model to ask for.", autocompletion=_offered(MODELS))]
CameraMotion = Annotated[
    str | None,
    typer.Option(help="How the camera moves: dolly_in, jib_up, static …", autocompletion=_offered(CAMERA_MOTIONS)),
]

Output = Annotated[Path | None, typer.Option("-o", "--output", help="File to write, or a folder to put it into.")]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")]
Timeout = Annotated[
    float | None, typer.Option(min=0, metavar="SECONDS", help="Longest wait; the generation goes on after it.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]

DEFAULT_MODEL = "ltxv/ltxv-2-fast"


def read_prompt(given: str | None) -> str:
    """The prompt; ``-`` stands for standard input. Raises `BadInput`."""
    if given != "-":
        return given or ""
    try:
        return sys.stdin.read().strip()
    except UnicodeDecodeError as error:
        raise BadInput("The prompt on standard input is not text in UTF-8.") from error


def check_image(flag: str, image: str | None) -> str | None:
    """``image``, which is a link or a file that is there. Raises `BadInput`."""
    if image is None or image.lower().startswith(("http://", "https://", "data:")):
        return image
    path = Path(image).expanduser()
    if len(image) > 4096 or not path.is_file():
        raise BadInput(f"`{flag}` is {image[:100]!r}: there is no such file.")
    return str(path)


def target(output: Path | None, name: str, *, force: bool) -> Path:
    """The file to write: ``output``, or ``name`` in it where it is a folder, or here.

    Raises `BadInput` where it was named, is there and must not be replaced. A name of our own choice moves on to the
    next that is free.
    """
    from vitascope.compose.free_name import free

    if output is not None and not output.is_dir():
        if output.exists() and not force:
            raise BadInput(f"{output} is there already: --force replaces it, -o FILE takes another name.")
        return output
    place = (output or Path()) / name
    return place if force else free(place)
