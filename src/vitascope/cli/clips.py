"""``vitascope submit``, ``status``, ``wait``, ``cancel`` and ``download``: one clip on a server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vitascope.cli.console import err, out, plain
from vitascope.cli.exits import Code, Ended
from vitascope.cli.place import Key, KeyFile, Place, Server
from vitascope.cli.progress import bytes_bar, following
from vitascope.cli.request import (
    DEFAULT_MODEL,
    AsJson,
    Audio,
    CameraMotion,
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
    check_image,
    read_prompt,
    target,
)
from vitascope.cli.shown import bare, print_document, print_generation, print_made, state
from vitascope.core.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable

    from vitascope.client import Generation
    from vitascope.core.generation import GenerationRequest

Id = Annotated[str, typer.Argument(metavar="ID", help="The generation, as `submit` and `list` print it.")]


def submit(
    prompt: Prompt = None,
    duration: Duration = None,
    resolution: Resolution = None,
    fps: Fps = None,
    image: Image = None,
    last_image: LastImage = None,
    audio: Audio = True,
    seed: Seed = None,
    camera_motion: CameraMotion = None,
    model: Model = DEFAULT_MODEL,
    draft: Annotated[bool, typer.Option("--draft", help="A draft, at half the size and a share of the price.")] = False,
    priority: Annotated[int | None, typer.Option(help="Among your queued clips; higher goes first.")] = None,
    webhook_url: Annotated[str | None, typer.Option(help="Address to tell when it has ended.")] = None,
    expires_in: Annotated[int | None, typer.Option(metavar="SECONDS", help="How long its files are kept.")] = None,
    idempotency_key: Annotated[
        str | None, typer.Option(help="The same key and request again are the same clip, for 24 hours.")
    ] = None,
    as_json: AsJson = False,
    server: Server = None,
    key: Key = None,
    key_file: KeyFile = None,
) -> None:
    """Queue a clip on a server and print its id."""
    from vitascope.core.generation import GenerationRequest

    place = Place(server=server, key=key, key_file=key_file)
    request = GenerationRequest(
        model=model, prompt=read_prompt(prompt), image=image, last_image=last_image, duration_s=duration,
        resolution=resolution, fps=fps, generate_audio=audio, seed=seed, camera_motion=camera_motion,
    )  # fmt: skip
    generation = sent(
        place, request, draft=draft or None, priority=priority, webhook_url=webhook_url, expires_in=expires_in,
        idempotency_key=idempotency_key,
    )  # fmt: skip
    if as_json:
        print_document(generation)
        return
    typer.echo(generation.id)
    for sentence in generation.adjusted:
        err.print(f"adjusted: {plain(sentence)}")
    hint(f"Follow it with: {place.command('wait', bare(generation.id))}")


def status(
    generation_id: Id, as_json: AsJson = False, server: Server = None, key: Key = None, key_file: KeyFile = None
) -> None:
    """Say where a clip on a server stands."""
    place = Place(server=server, key=key, key_file=key_file)
    with place.client() as client:
        generation = client.get(generation_id)
    if as_json:
        print_document(generation)
        return
    print_generation(generation)
    if generation.status == "completed":
        hint(f"Fetch it with: {place.command('download', bare(generation.id))}")
    elif not generation.done:
        hint(f"Follow it with: {place.command('wait', bare(generation.id))}")


def wait(
    generation_id: Id,
    output: Output = None,
    force: Force = False,
    timeout: Timeout = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, a line for each change.")] = False,
    server: Server = None,
    key: Key = None,
    key_file: KeyFile = None,
) -> None:
    """Follow a clip on a server to its end, over breaks of the connection; with -o, fetch it then.

    Ctrl-C lets go of it: it goes on, and `vitascope wait` takes it up again. `vitascope cancel` ends it.
    """
    place = Place(server=server, key=key, key_file=key_file)
    path = None if output is None else target(output, f"{bare(generation_id)}.mp4", force=force)

    generation = followed(place, generation_id, timeout_s=timeout, tell=print_document if as_json else None)
    if path is not None:
        path = fetched(place, generation, path, force=force)
        if not as_json:
            print_made(path, generation, as_json=False)
    elif not as_json:
        out.print(f"{generation.status}  {plain(generation.id)}", soft_wrap=True)
        hint(f"Fetch it with: {place.command('download', bare(generation.id))}")


def cancel(
    generation_id: Id, as_json: AsJson = False, server: Server = None, key: Key = None, key_file: KeyFile = None
) -> None:
    """End a clip on a server, queued or half-rendered; it costs nothing then."""
    place = Place(server=server, key=key, key_file=key_file)
    with place.client() as client:
        generation = client.cancel(generation_id)
    if as_json:
        print_document(generation)
    elif generation.cancelled:
        out.print(f"cancelled  {plain(generation.id)}")
    else:
        out.print(f"ending at its next step  {plain(generation.id)}")


def download(
    generation_id: Id,
    output: Output = None,
    force: Force = False,
    as_json: AsJson = False,
    server: Server = None,
    key: Key = None,
    key_file: KeyFile = None,
) -> None:
    """Fetch a clip from a server: whole, or not at all. Its name is the id's, if none is given."""
    place = Place(server=server, key=key, key_file=key_file)
    with place.client() as client:
        generation = client.get(generation_id)
    if not generation.done:
        raise Ended(
            f"It has no clip yet: {state(generation)}.",
            Code.CONFLICT,
            f"Wait and fetch it with: {place.command('wait', bare(generation.id), '-o', str(output or '.'))}",
        )
    file = output if output is not None and not output.is_dir() else (output or Path()) / f"{bare(generation.id)}.mp4"
    print_made(
        fetched(place, generation, target(file, file.name, force=force), force=force), generation, as_json=as_json
    )


def sent(place: Place, request: GenerationRequest, **treatment: object) -> Generation:
    """Submits. Raises `BadInput`, `Ended`."""
    fields = {
        "model": request.model, "duration": request.duration_s, "resolution": request.resolution, "fps": request.fps,
        "generate_audio": request.generate_audio, "seed": request.seed, "camera_motion": request.camera_motion,
        "image": check_image("--image", request.image),
        "last_image": check_image("--last-image", request.last_image),
        **treatment,
    }  # fmt: skip
    try:
        with place.client() as client:
            return client.submit(request.prompt, **fields)  # type: ignore[arg-type]
    except KeyboardInterrupt:
        raise Ended(
            "Stopped before the server replied; it may have been taken.",
            Code.INTERRUPTED,
            f"See with: {place.command('list')}",
        ) from None


def followed(
    place: Place,
    generation_id: str,
    *,
    timeout_s: float | None = None,
    tell: Callable[[Generation], None] | None = None,
) -> Generation:
    """The completed one; ``tell`` is called with each change. Raises `Ended`, and so on Ctrl-C."""
    identity = bare(generation_id)
    try:
        with following() as bar:
            with place.client() as client:  # soon told that there is no server, or no such generation
                bar.moved(client.get(generation_id))
            with place.client(hears=bar.lost, patient=True) as client:

                def moved(generation: Generation) -> None:
                    bar.moved(generation)
                    if tell is not None:
                        tell(generation)

                return client.wait(generation_id, on_progress=moved, timeout_s=timeout_s)
    except KeyboardInterrupt:
        raise Ended(
            "Let go of it; it goes on.",
            Code.INTERRUPTED,
            f"Take it up again: {place.command('wait', identity)}\n"
            f"End it:           {place.command('cancel', identity)}",
        ) from None


def fetched(place: Place, generation: Generation, path: Path, *, force: bool) -> Path:
    """The clip as a file. Raises `BadInput`, `Ended`, and so on Ctrl-C."""
    again = f"Fetch it with: {place.command('download', bare(generation.id), '-o', str(path))}"
    try:
        with bytes_bar() as moved, place.client(patient=True) as client:
            return client.download(generation, path, overwrite=force, on_progress=moved)
    except KeyboardInterrupt:
        raise Ended("Stopped; nothing was written.", Code.INTERRUPTED, again) from None
    except FileExistsError as error:
        raise BadInput(f"{error.filename} is there already: --force replaces it, -o FILE takes another.") from error
    except OSError as error:
        raise Ended(f"{path} cannot be written: {error.strerror or error}.", Code.FAILED, again) from error


def hint(words: str) -> None:
    """What to do next, for a person who looks on."""
    if err.is_terminal and out.is_terminal:
        err.print(f"[dim]{plain(words)}[/]")
