"""Which server a command talks to, and as whom; and what its refusals mean to somebody at a terminal."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vitascope.cli.exits import Code, Ended
from vitascope.core.errors import BadInput

if TYPE_CHECKING:
    from vitascope.client import Client, ClientError

BASE_URL, API_KEY = "VITASCOPE_BASE_URL", "VITASCOPE_API_KEY"
"""As the Python client calls them."""

DEFAULT_URL = "http://127.0.0.1:8000"
GONE = 410

PANEL = "The server"
"""Where its flags stand in a command's help."""

SERVER_HELP = f"The server; else {BASE_URL}, else {DEFAULT_URL}."

Server = Annotated[str | None, typer.Option("--server", metavar="URL", help=SERVER_HELP, rich_help_panel=PANEL)]
Key = Annotated[
    str | None,
    typer.Option(
        "--key",
        help=f"Your key; better in {API_KEY}: others on this machine can see a command's flags.",
        rich_help_panel=PANEL,
    ),
]
KeyFile = Annotated[
    Path | None, typer.Option("--key-file", metavar="FILE", help="File that holds the key.", rich_help_panel=PANEL)
]

QUICK_ATTEMPTS = 3
"""How often somebody who sits and waits is made to wait for a server that may not be there at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The flags, as they were given."""

    server: str | None = None
    key: str | None = None
    key_file: Path | None = None

    def command(self, *words: str) -> str:
        """A command for the same place, as one would type it. The key is not shown; a file's name is."""
        flags = ["--server", self.server] if self.server else []
        flags += ["--key-file", str(self.key_file)] if self.key_file else []
        return shlex.join(["vitascope", *words, *flags]) + (" --key …" if self.key else "")

    @contextmanager
    def client(self, *, hears: Callable[[], None] | None = None, patient: bool = False) -> Iterator[Client]:
        """The server. ``patient``: calls outlive a restart; ``hears`` is called where one has to be made again.

        Raises `Ended`, for every error of the client, and `BadInput`.
        """
        from vitascope.client import Client, ClientError
        from vitascope.client.retry import Backoff

        class Audible(Backoff):
            """Says that a call did not work, before the wait for the next."""

            __slots__ = ()

            def wait_s(self, failures: int, chance: float, asked_s: float | None = None) -> float:
                if hears is not None:
                    hears()
                return Backoff.wait_s(self, failures, chance, asked_s)

        backoff = Audible() if patient else Audible(attempts=QUICK_ATTEMPTS)
        try:
            with Client(self.server, self._key(), backoff=backoff) as client:
                yield client
        except ClientError as error:
            raise self.told(error) from error
        except FileExistsError as error:
            raise BadInput(f"{error.filename} is there already: --force replaces it, -o FILE takes another.") from error

    def _key(self) -> str | None:
        """The key that was given; ``None`` leaves it to the environment."""
        if self.key is not None and self.key_file is not None:
            raise BadInput("Give --key or --key-file, not both.")
        if self.key_file is None:
            key = self.key or os.environ.get(API_KEY)
        else:
            try:
                key = self.key_file.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                reason = error.strerror if isinstance(error, OSError) else "it is not text"
                raise BadInput(f"--key-file {self.key_file} cannot be read: {reason}.") from error
        if key is None or not key.strip():
            raise Ended(
                "There is no key.",
                Code.KEY,
                f"Set {API_KEY}, or give --key-file FILE. `vitascope keys create`, on the server's machine, makes one.",
            )
        return key.strip()

    def told(self, error: ClientError) -> Ended:
        """``error`` for a person, with what to do about it."""
        from vitascope import client

        make_key = f"Check {API_KEY} or --key-file; `vitascope keys create`, on the server's machine, makes a key."
        look = f"See what there is with: {self.command('list')}"
        start = "Is it running? `vitascope serve` starts one here; --server URL names another."
        kinds: tuple[tuple[type[ClientError], Code, str | None], ...] = (
            (client.GenerationFailed, Code.NO_CLIP, None),
            (client.WaitTimeout, Code.TIME_UP, None),
            (client.OutOfFunds, Code.KEY, "The server's owner can add to it: vitascope accounts grant"),
            (client.Unauthenticated, Code.KEY, make_key),
            (client.Forbidden, Code.KEY, None),
            (client.NotFound, Code.NOT_FOUND, look),
            (client.BadRequest, Code.BAD_INPUT, None),
            (client.Conflict, Code.CONFLICT, None),
            (client.OutcomeUnknown, Code.NO_SERVER, look),
            (client.NoReply, Code.NO_SERVER, start),
            (client.RateLimited, Code.NO_SERVER, "Try again in a moment."),
            (client.ServerFault, Code.NO_SERVER, "Try again in a moment."),
            (client.UnreadableReply, Code.NO_SERVER, "Is there a Vitascope at this address?"),
            (client.ApiError, Code.NOT_FOUND if error.status == GONE else Code.FAILED, None),
            (client.DownloadFailed, Code.FAILED, None),
            (client.ClientError, Code.BAD_INPUT, None),  # an address or a key that cannot be one
        )
        code, advice = next((code, advice) for kind, code, advice in kinds if isinstance(error, kind))
        if isinstance(error, client.WaitTimeout):
            advice = f"Go on with: {self.command('wait', error.generation_id.partition(':')[0])}"
        return Ended(str(error), code, advice)
