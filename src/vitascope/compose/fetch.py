"""``vitascope weights fetch``: from a name to a folder that is checked, and the command that serves it."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from vitascope.compose.weights import WeightsReport, check
from vitascope.core.errors import BadInput, EngineMissing
from vitascope.engines.ltx.fetch_catalog import (
    LTX_LICENCE,
    Licence,
    TextEncoder,
    collection,
    sources,
)
from vitascope.engines.ltx.licence import ACCEPTED, DUTIES, LINK
from vitascope.settings import Settings

if TYPE_CHECKING:
    from vitascope.engines.ltx.fetch import Watcher

ENDPOINT = "https://huggingface.co"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What lies in a folder now."""

    folder: Path
    files: int
    size: int
    """Bytes, those among them that were there before."""
    report: WeightsReport | None
    """``None`` where what was fetched is no whole set, and the folder holds none."""
    lacks: str
    """Why, then."""
    serve: str
    """The command that makes clips with it."""
    licences: tuple[Licence, ...]


def fetch_weights(
    settings: Settings, name: str, *, to: Path | None, text_encoder: TextEncoder, endpoint: str, watcher: Watcher
) -> Fetched:
    """Fetch what ``name`` stands for, and look at it as ``vitascope weights check`` does.

    Raises `BadInput` (the licence was not accepted, among others), `Conflict`, `EngineMissing`, `Forbidden`,
    `NotFound` and `Unavailable`.
    """
    wanted = collection(name)
    licences = tuple(dict.fromkeys(source.licence for source in sources(wanted, text_encoder)))
    if LTX_LICENCE in licences and not settings.accept_ltx_license:
        others = "".join(f" The text encoder is under the {x.name}: {x.link}." for x in licences if x != LTX_LICENCE)
        raise BadInput(
            f"{DUTIES}{others} Nothing was fetched. Read the licence ({LINK}); if you accept it, say so with "
            f"--accept-ltx-license, or {ACCEPTED}=true."
        )
    folder = (to or settings.data_dir / "weights" / name).expanduser().absolute()
    try:
        from vitascope.engines.ltx.fetch import fetch
    except ImportError as error:
        raise EngineMissing(f"Fetching needs the extra [ltx]: pip install 'vitascope[ltx]' ({error}).") from error
    files = fetch(
        wanted,
        text_encoder,
        folder,
        endpoint=_checked(endpoint),
        command=_command(name, folder, text_encoder),
        watcher=watcher,
    )
    report, lacks = _looked_at(folder, whole=bool(wanted.models) and text_encoder != "none")
    return Fetched(
        folder=folder,
        files=len(files),
        size=sum(file.size for file in files),
        report=report,
        lacks=lacks,
        serve=f"vitascope serve --engine ltx --weights {shlex.quote(str(folder))} --accept-ltx-license",
        licences=licences,
    )


def _looked_at(folder: Path, *, whole: bool) -> tuple[WeightsReport | None, str]:
    """What `check` says, and why it says nothing of what was never meant to be a ``whole`` set."""
    try:
        report = check(folder)
    except EngineMissing as error:
        if whole:
            raise
        return None, str(error)
    if whole or not report.problems:
        return report, ""
    return None, " ".join(report.problems)


def _command(name: str, folder: Path, text_encoder: TextEncoder) -> str:
    words = ["vitascope", "weights", "fetch", name, "--to", str(folder)]
    if text_encoder != "google":
        words += ["--text-encoder", text_encoder]
    return shlex.join([*words, "--accept-ltx-license"])


def _checked(endpoint: str) -> str:
    try:
        url = httpx.URL(endpoint)
    except httpx.InvalidURL:
        url = httpx.URL()
    if url.scheme not in ("http", "https") or not url.host:
        raise BadInput(f"The hub's address is {endpoint!r}; it must be such as {ENDPOINT}.")
    return endpoint.rstrip("/")
