"""What commands share: where they print, how they read settings, the flags that several have."""

from __future__ import annotations

import json
from collections.abc import Coroutine, Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table

from vitascope.core.errors import BadInput

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from vitascope.settings import Settings

Result = TypeVar("Result")

out = Console(highlight=False, soft_wrap=True)
WIDEST = 1000
err = Console(stderr=True, highlight=False, soft_wrap=True)

Host = Annotated[str | None, typer.Option(help="Address to listen on.")]
Port = Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.")]
PublicUrl = Annotated[str | None, typer.Option(help="Base of the links in replies.")]
Tls = Annotated[str | None, typer.Option(help="dev: HTTPS by a local CA, made once in the data folder.")]
TlsCert = Annotated[Path | None, typer.Option(help="Certificate to serve HTTPS with, in PEM.")]
TlsKey = Annotated[Path | None, typer.Option(help="Its private key, in PEM.")]
Lenient = Annotated[
    bool | None, typer.Option("--lenient/--strict", help="Take values that are not offered as the nearest that are.")
]
DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Folder for database and clips.")]
Database = Annotated[str | None, typer.Option("--database", help="PostgreSQL to use, instead of the embedded one.")]
Artifacts = Annotated[str | None, typer.Option("--artifacts", help="Folder for clips, or s3://bucket/folder.")]
SigningCert = Annotated[
    Path | None, typer.Option("--c2pa-cert", help="Certificate chain to sign every clip with, in PEM.")
]
SigningKey = Annotated[Path | None, typer.Option("--c2pa-key", help="Its private key, in PEM.")]
EngineName = Annotated[str | None, typer.Option("--engine", help="Engine that renders.")]
WeightsFolder = Annotated[Path | None, typer.Option("--weights", help="Folder of LTX-2's weights.")]
RemoteUrls = Annotated[
    list[str] | None,
    typer.Option("--remote-url", help="Inference server for the engine remote; may be given several times."),
]
LicenceAccepted = Annotated[
    bool | None,
    typer.Option("--accept-ltx-license", help="You have read and accept the license of LTX-2's weights."),
]


def plain(text: str) -> str:
    """``text`` as it is: square brackets are rich's markup."""
    return text.replace("[", r"\[")


def print_table(table: Table) -> None:
    """As wide as it is: what is cut off helps nobody, and other programs read it line by line."""
    table.width = Measurement.get(out, out.options.update(max_width=WIDEST), table).maximum
    out.print(table, crop=False, no_wrap=True)


def print_lines(rows: Iterable[DataclassInstance]) -> None:
    """A line of JSON for each row, under the names of its fields; moments in ISO 8601."""
    for row in rows:
        typer.echo(json.dumps(asdict(row), ensure_ascii=False, default=_json))


def _json(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def money(credits: int | None) -> str:
    """``credits`` in US dollars, for a person."""
    from vitascope.core.usage import usd

    return "unlimited" if credits is None else f"{usd(credits):,.2f} USD"


def span(seconds: float) -> str:
    """For a person: ``8 s``, ``3 min 5 s``, ``2 h 10 min``, ``3 d``."""
    whole = round(max(0.0, seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    if whole < 86400:
        return f"{whole // 3600} h {whole % 3600 // 60} min"
    return f"{whole // 86400} d"


def read_settings(**flags: object) -> Settings:
    """Flags that were given, over the environment, over the defaults.

    From here on logs have the form that they ask for. Commands say warnings alone, on standard error: what is printed
    is the answer. Servers set their own level.
    """
    from vitascope.compose.logs import set_up_logs

    settings = _read(flags)
    set_up_logs("warning", settings.log_format)
    return settings


def _read(flags: dict[str, object]) -> Settings:
    # Pydantic takes longer to load than most commands take to answer, and those for a server have no settings.
    from pydantic import ValidationError
    from pydantic_settings import SettingsError

    from vitascope.settings import Settings

    try:
        return Settings(**{name: value for name, value in flags.items() if value is not None})  # type: ignore[arg-type]
    except SettingsError as error:
        raise BadInput(f"A setting cannot be read: {error}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"][:1])
        why = first["msg"].removeprefix("Value error, ")
        raise BadInput(f"The setting {name} (VITASCOPE_{name.upper()}) is {first['input']!r}: {why}.") from error


def run(work: Coroutine[Any, Any, Result]) -> Result:
    import uvloop

    return uvloop.run(work)
