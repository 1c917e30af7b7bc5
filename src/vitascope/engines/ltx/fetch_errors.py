"""What goes wrong between here and the hub: a sentence that says what to do, or another try a moment later."""

from __future__ import annotations

import errno
import importlib
import time
from collections.abc import Callable
from typing import TypeVar

from huggingface_hub import get_session
from huggingface_hub.errors import (
    FileMetadataError,
    GatedRepoError,
    HfHubHTTPError,
    OfflineModeIsEnabled,
    RemoteEntryNotFoundError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)

from vitascope.core.errors import Forbidden, NotFound, Unavailable, VitascopeError
from vitascope.engines.ltx.fetch_catalog import Source

Result = TypeVar("Result")

PASSING = (408, 429, 500, 502, 503, 504)
"""Statuses that may be another in a moment."""
TRIES = 6
"""Without a byte in between, waiting 1, 2, 4, 8 and 16 seconds: a router that restarts is back by then."""
TRIES_TO_ASK = 3
"""Before anything has come: a person waits, and has lost nothing."""
LONGEST_WAIT_S = 60.0
REFUSED = (401, 403)


class ShortOfBytes(Exception):
    """A reply ended before the file did."""


def connection_errors() -> type[Exception]:
    """The root of errors of connections: huggingface_hub 1 speaks through httpx, and 2 through httpx2."""
    module = importlib.import_module(type(get_session()).__module__.partition(".")[0])
    found: type[Exception] = module.RequestError
    return found


def may_pass(error: Exception) -> bool:
    """Whether the same request may succeed a moment later."""
    if isinstance(error, HfHubHTTPError):
        return error.response.status_code in PASSING
    return isinstance(error, (connection_errors(), ShortOfBytes))


def wait(error: Exception, tries: int) -> None:
    """As long as the hub asked for, or twice as long as the last time."""
    asked = error.response.headers.get("Retry-After", "") if isinstance(error, HfHubHTTPError) else ""
    time.sleep(min(float(asked) if asked.isdigit() else 2.0 ** (tries - 1), LONGEST_WAIT_S))


def patiently(ask: Callable[[], Result]) -> Result:
    """The result of ``ask``, which is asked again while its errors may pass. Raises the last of them."""
    tries = 0
    while True:
        try:
            return ask()
        except Exception as error:
            tries += 1
            if tries == TRIES_TO_ASK or not may_pass(error):
                raise
            wait(error, tries)


def told(error: Exception, source: Source, endpoint: str, *, what: str = "") -> VitascopeError | None:
    """What a person is told of ``error``; ``None`` where it is none that was foreseen.

    ``what`` is the file that was asked for.
    """
    place = f"{source.repository} at {endpoint}"
    if isinstance(error, HfHubHTTPError):
        return _told_of_status(error, source, place, what)
    if isinstance(error, ShortOfBytes):
        return Unavailable(f"{place} sends files that end too early ({error}); what has come is kept, try again later.")
    if isinstance(error, connection_errors()):
        return Unavailable(
            f"{endpoint} cannot be reached ({_line(error)}); what has come is kept: the same command goes on from it."
        )
    if isinstance(error, OfflineModeIsEnabled):
        return Unavailable("HF_HUB_OFFLINE is set, so nothing is fetched; unset it.")
    if isinstance(error, FileMetadataError):
        return Unavailable(f"{endpoint} does not answer as a hub does: {_line(error)}")
    return None


def _told_of_status(error: HfHubHTTPError, source: Source, place: str, what: str) -> VitascopeError:
    status = error.response.status_code
    unseen = isinstance(error, RepositoryNotFoundError) and source.gated  # hubs may hide what they do not give
    if isinstance(error, GatedRepoError) or unseen or status == 403:
        return Forbidden(
            f"{place} is given to accounts alone that accepted its terms: accept them on {source.page}, make a token "
            "that may read it, and set that as HF_TOKEN."
        )
    if isinstance(error, RevisionNotFoundError):
        return NotFound(f"There is no revision {source.revision!r} of {place}.")
    if isinstance(error, RemoteEntryNotFoundError):
        return NotFound(f"{place} holds no {what or 'such file'} at the revision {source.revision!r}.")
    if isinstance(error, RepositoryNotFoundError) or status == 404:
        return NotFound(f"There is no {place}, or it is not open to you.")
    if status == 401:
        return Forbidden(f"{place} does not know the token in HF_TOKEN; make a new one, or unset it.")
    return Unavailable(f"{place} answers with status {status}; what has come is kept, try again later.")


def told_of_disk(error: OSError, folder: object) -> VitascopeError:
    """The same of a disk."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Unavailable(
            f"The disk of {folder} is full; what has come is kept: make room, and the same command goes on from there."
        )
    return Unavailable(f"{folder} cannot be written: {error.strerror or error}.")


def _line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0].rstrip(".") or type(error).__name__
