"""``vitascope serve``, ``api`` and ``worker``: what goes on until it is stopped."""

from __future__ import annotations

import os
import shlex
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from vitascope import __version__
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
    read_settings,
    run,
)
from vitascope.core.errors import BadInput

if TYPE_CHECKING:
    from vitascope.compose.serve import Started
    from vitascope.settings import Settings

LOOPBACK = ("127.0.0.1", "::1", "localhost")


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
    parent: Annotated[int | None, typer.Option(hidden=True, help="Process to die with.")] = None,
) -> None:
    """Start everything on this machine: database, workers and the HTTP API."""
    from vitascope.compose.logs import set_up_logs
    from vitascope.compose.serve import serve as run_server
    from vitascope.worker.lifeline import die_with_parent

    if parent is not None:
        die_with_parent(parent)
    settings = read_settings(
        host=host, port=port, data_dir=data_dir, database=database, artifacts=artifacts, engine=engine,
        workers=workers, public_url=public_url, tls=tls, tls_cert=tls_cert, tls_key=tls_key, lenient=lenient,
        c2pa_cert=c2pa_cert, c2pa_key=c2pa_key, weights=weights, accept_ltx_license=accept_ltx_license,
        remote_urls=None if remote_urls is None else tuple(remote_urls),
    )  # fmt: skip
    _warn_of_misspelled()
    set_up_logs(settings.log_level, settings.log_format)
    run(run_server(settings, lambda started: announce(settings, started)))


def announce(settings: Settings, started: Started) -> None:
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
    _warn_of_misspelled()
    set_up_logs(settings.log_level, settings.log_format)
    run(run_server(settings, lambda started: announce(settings, started)))


def _warn_of_misspelled() -> None:
    """A server that is not what its owner set it to be may be open where it was meant to be closed."""
    from vitascope.settings import misspelled

    for variable, meant in misspelled(os.environ):
        err.print(f"[yellow]warning:[/] {variable} is no setting, and is not read: {meant} may be meant.")


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
    if parent is None:
        _warn_of_misspelled()
    set_up_logs(settings.log_level, settings.log_format)
    run(run_worker(settings, str(settings.database), parent=parent, any_engine=any_engine))
