"""The command line. Each command reads its flags, calls one function of `compose`, and prints."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from typer.exceptions import TyperException

from vitascope import __version__
from vitascope.cli import accounts, keys
from vitascope.cli import weights as weights_commands
from vitascope.cli.console import (
    Artifacts,
    Database,
    DataDir,
    EngineName,
    Host,
    Lenient,
    LicenceAccepted,
    Port,
    PublicUrl,
    RemoteUrls,
    SigningCert,
    SigningKey,
    Tls,
    TlsCert,
    TlsKey,
    WeightsFolder,
    err,
    out,
    plain,
    read_settings,
    run,
)
from vitascope.cli.storyboard import storyboard
from vitascope.cli.top import top
from vitascope.core.errors import BadInput, VitascopeError
from vitascope.settings import Settings

if TYPE_CHECKING:
    from vitascope.compose.serve import Started

LOOPBACK = ("127.0.0.1", "::1", "localhost")
EXIT_FAILED = 1
EXIT_BAD_INPUT = 2
EXIT_DIFFERENT = 3
EXIT_INTERRUPTED = 130

app = typer.Typer(
    name="vitascope",
    help="A prompt in, a video with sound out: a self-hosted server, and a command.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
)
app.add_typer(keys.app, name="keys")
app.add_typer(accounts.app, name="accounts")
app.add_typer(weights_commands.app, name="weights")


def main() -> None:
    """Entry point. Every error that is foreseen is one line and an exit code."""
    try:
        code = app(standalone_mode=False)
    except TyperException as error:
        text = error.format_message()
        if "\n" in text or not text:  # a command that was given nothing has shown what it takes
            sys.exit(EXIT_BAD_INPUT)
        _fail(text, EXIT_BAD_INPUT)
    except BadInput as error:
        _fail(error, EXIT_BAD_INPUT)
    except VitascopeError as error:
        _fail(error, EXIT_FAILED)
    except (KeyboardInterrupt, typer.Abort):
        err.print("stopped")
        sys.exit(EXIT_INTERRUPTED)
    sys.exit(code)


def _fail(error: object, code: int) -> NoReturn:
    err.print(f"[bold red]error:[/] {plain(str(error))}")
    sys.exit(code)


@app.command()
def serve(
    host: Host = None,
    port: Port = None,
    data_dir: DataDir = None,
    database: Database = None,
    artifacts: Artifacts = None,
    engine: EngineName = None,
    weights: WeightsFolder = None,
    accept_ltx_license: LicenceAccepted = None,
    remote_urls: RemoteUrls = None,
    workers: Annotated[int | None, typer.Option(help="Worker processes.")] = None,
    public_url: PublicUrl = None,
    tls: Tls = None,
    tls_cert: TlsCert = None,
    tls_key: TlsKey = None,
    lenient: Lenient = None,
    c2pa_cert: SigningCert = None,
    c2pa_key: SigningKey = None,
) -> None:
    """Start everything on this machine: database, workers and the HTTP API."""
    from vitascope.compose.logs import set_up_logs
    from vitascope.compose.serve import serve as run_server

    settings = read_settings(
        host=host, port=port, data_dir=data_dir, database=database, artifacts=artifacts, engine=engine,
        workers=workers, public_url=public_url, tls=tls, tls_cert=tls_cert, tls_key=tls_key, lenient=lenient,
        c2pa_cert=c2pa_cert, c2pa_key=c2pa_key, weights=weights, accept_ltx_license=accept_ltx_license,
        remote_urls=None if remote_urls is None else tuple(remote_urls),
    )  # fmt: skip
    set_up_logs(settings.log_level, settings.log_format)
    run(run_server(settings, lambda started: _announce(settings, started)))


def _announce(settings: Settings, started: Started) -> None:
    base, new_key = started.base, started.new_key
    key = new_key or ("$VITASCOPE_API_KEY" if settings.api_key else "<YOUR_KEY>")
    out.print(f"\n[bold]Vitascope {__version__}[/] answers on [bold cyan]{base}[/]  (engine: {settings.engine})")
    if settings.public_url:
        out.print(f"Links in replies begin with {settings.public_url}")
    if new_key:
        out.print(f"Your key, shown this once: [bold green]{new_key}[/]")
    elif not settings.api_key:
        out.print("Your key was shown at the first start; [bold]vitascope keys create[/] makes another.")
    if out.is_terminal or settings.host in LOOPBACK:  # elsewhere, what is printed is often collected and kept
        out.print(f"Open the playground, signed in once: [bold cyan]{started.sign_in}[/]", soft_wrap=True)
    curl = "curl -s"
    if started.ca is not None:
        ca = shlex.quote(str(started.ca))
        curl = f"{curl} --cacert {ca}"
        out.print("\nIts certificate is signed by a CA of its own. Before they start, tell your programs of it:\n")
        out.print(
            f"""export NODE_EXTRA_CA_CERTS={ca}   # node
export REQUESTS_CA_BUNDLE={ca}    # Python's requests
export SSL_CERT_FILE={ca}         # Python's httpx and openai, Go, Ruby
export CURL_CA_BUNDLE={ca}        # curl""",
            markup=False,
        )
    out.print("\nMake a video:\n")
    out.print(
        f"""{curl} {base}/v2/video/generations \\
  -H "Authorization: Bearer {key}" -H "Content-Type: application/json" \\
  -d '{{"model": "ltxv/ltxv-2-fast", "prompt": "A dragon flies over a mountain and roars.", "duration": 6}}'

{curl} "{base}/v2/video/generations?generation_id=ID_FROM_ABOVE" -H "Authorization: Bearer {key}"\n""",
        markup=False,
    )
    sys.stdout.flush()


@app.command()
def api(
    host: Host = None,
    port: Port = None,
    database: Database = None,
    artifacts: Artifacts = None,
    engine: EngineName = None,
    public_url: PublicUrl = None,
    tls: Tls = None,
    tls_cert: TlsCert = None,
    tls_key: TlsKey = None,
    lenient: Lenient = None,
    data_dir: DataDir = None,
) -> None:
    """Start the HTTP API alone, on a database and a place for files that others share; workers run elsewhere."""
    from vitascope.compose.logs import set_up_logs
    from vitascope.compose.serve import serve as run_server

    settings = read_settings(
        host=host, port=port, data_dir=data_dir, database=database, artifacts=artifacts, engine=engine, workers=0,
        public_url=public_url, tls=tls, tls_cert=tls_cert, tls_key=tls_key, lenient=lenient,
    )  # fmt: skip
    _shared(settings, "an API")
    set_up_logs(settings.log_level, settings.log_format)
    run(run_server(settings, lambda started: _announce(settings, started)))


def _shared(settings: Settings, who: str) -> None:
    """What processes on several machines have in common must be named. Raises `BadInput`."""
    if settings.database is None:
        raise BadInput(
            f"--database (VITASCOPE_DATABASE) is not set: {who} by itself needs the PostgreSQL that all share."
        )
    if settings.artifacts is None:
        raise BadInput(
            f"--artifacts (VITASCOPE_ARTIFACTS) is not set: {who} by itself needs the place for files that all share, "
            "s3://bucket/folder or a folder that all have mounted."
        )


@app.command()
def worker(
    data_dir: DataDir = None,
    database: Database = None,
    artifacts: Artifacts = None,
    engine: EngineName = None,
    weights: WeightsFolder = None,
    accept_ltx_license: LicenceAccepted = None,
    remote_urls: RemoteUrls = None,
    c2pa_cert: SigningCert = None,
    c2pa_key: SigningKey = None,
    models: Annotated[
        list[str] | None, typer.Option("--models", help="Model whose clips it takes; may be given several times.")
    ] = None,
    device: Annotated[
        str | None, typer.Option(help="GPUs to render on, by CUDA's numbers, such as 0 or 0,1; or cpu.")
    ] = None,
    concurrency: Annotated[
        int | None, typer.Option(min=1, help="Clips rendered at a time, each by a process of its own.")
    ] = None,
    any_engine: Annotated[bool, typer.Option(hidden=True, help="Take other engines' clips, too.")] = False,
    parent: Annotated[int | None, typer.Option(hidden=True, help="Process to die with.")] = None,
) -> None:
    """Render what API processes on the same database queue; needs nothing else of them."""
    from vitascope.compose.logs import set_up_logs
    from vitascope.compose.worker import run_worker
    from vitascope.worker.lifeline import die_with_parent

    if parent is not None:
        die_with_parent(parent)
    settings = read_settings(
        data_dir=data_dir, database=database, artifacts=artifacts, engine=engine, c2pa_cert=c2pa_cert,
        c2pa_key=c2pa_key, weights=weights, accept_ltx_license=accept_ltx_license, device=device, workers=concurrency,
        remote_urls=None if remote_urls is None else tuple(remote_urls),
        models=None if models is None else ",".join(models),
    )  # fmt: skip
    _shared(settings, "a worker")
    set_up_logs(settings.log_level, settings.log_format)
    run(run_worker(settings, str(settings.database), parent=parent, any_engine=any_engine))


@app.command()
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
    with _progress_bar() as progress:
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


app.command()(storyboard)
app.command()(top)


@contextmanager
def _progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on a terminal, nothing elsewhere. Yields what moves it: the stage, and how many of how many are done."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
    with Progress(
        *columns, TimeElapsedColumn(), TimeRemainingColumn(), console=err, transient=True, disable=not err.is_terminal
    ) as bar:
        task = bar.add_task("starting", total=None)
        yield lambda stage, done, total: bar.update(task, description=stage, completed=done, total=total)


@app.command()
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
    with _progress_bar() as progress:
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
        raise typer.Exit(EXIT_DIFFERENT)


@app.command()
def mcp(
    server: Annotated[
        str | None, typer.Option(help="The Vitascope to ask; else VITASCOPE_BASE_URL, else http://127.0.0.1:8000.")
    ] = None,
    key: Annotated[str | None, typer.Option(help="Key to ask with; else VITASCOPE_API_KEY.")] = None,
    http: Annotated[bool, typer.Option("--http", help="Speak HTTP at /mcp, not standard input and output.")] = False,
    host: Annotated[str, typer.Option(help="Address to listen on, with --http.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 8001,
    name: Annotated[
        list[str] | None, typer.Option(help="Another name by which clients call it; may be given several times.")
    ] = None,
) -> None:
    """Let agents make videos: a Model Context Protocol server in front of a running Vitascope."""
    from vitascope.compose.mcp import Listen, serve_http, serve_stdio

    if not http:
        run(serve_stdio(server, key))
        return
    listen = Listen(host=host, port=port, names=tuple(name or ()))
    run(serve_http(server, key, listen, lambda address: print(f"MCP on {address}", flush=True)))


@app.command()
def doctor(data_dir: DataDir = None, database: Database = None, artifacts: Artifacts = None) -> None:
    """Say what this machine can run, and why not."""
    from vitascope.compose.doctor import examine

    findings = list(examine(read_settings(data_dir=data_dir, database=database, artifacts=artifacts)))
    for finding in findings:
        mark = "[green]ok[/]  " if finding.good else "[red]no[/]  " if finding.needed else "[yellow]--[/]  "
        out.print(f"{mark}{finding.subject}: {plain(finding.text)}")
    if not all(finding.good or not finding.needed for finding in findings):
        raise typer.Exit(EXIT_FAILED)


@app.command()
def engines() -> None:
    """List the engines that are registered here."""
    from vitascope.engines import registry

    for name in registry.names():
        out.print(name)


@app.command()
def migrate(data_dir: DataDir = None, database: Database = None) -> None:
    """Bring the database up to this version; ``serve`` does so by itself."""
    from vitascope.compose.keys import migrate_now

    applied = run(migrate_now(read_settings(data_dir=data_dir, database=database)))
    out.print("\n".join(applied) if applied else "nothing to do")
