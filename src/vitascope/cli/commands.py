"""All commands, each from its own module, and what the program does where one fails."""

from __future__ import annotations

import sys
from typing import NoReturn

import typer
from typer.exceptions import TyperException

from vitascope.cli import accounts, exits, keys, weights
from vitascope.cli.console import err, plain
from vitascope.cli.doctor import doctor, engines
from vitascope.cli.generate import generate
from vitascope.cli.mcp import mcp
from vitascope.cli.migrate import migrate
from vitascope.cli.reproduce import reproduce
from vitascope.cli.serving import api, serve, worker
from vitascope.cli.storyboard import storyboard
from vitascope.cli.top import top
from vitascope.core.errors import BadInput, VitascopeError

app = typer.Typer(
    name="vitascope",
    help="A prompt in, a video with sound out: a self-hosted server, and a command.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
)
app.command()(serve)
app.command()(api)
app.command()(worker)
app.command()(generate)
app.command()(storyboard)
app.command()(top)
app.command()(reproduce)
app.command()(mcp)
app.command()(doctor)
app.command()(engines)
app.command()(migrate)
app.add_typer(keys.app, name="keys")
app.add_typer(accounts.app, name="accounts")
app.add_typer(weights.app, name="weights")


def main() -> None:
    """Entry point. Every error that is foreseen is one line and an exit code."""
    try:
        code = app(standalone_mode=False)
    except TyperException as error:
        text = error.format_message()
        if "\n" in text or not text:  # a command that was given nothing has shown what it takes
            sys.exit(exits.BAD_INPUT)
        _fail(text, exits.BAD_INPUT)
    except BadInput as error:
        _fail(error, exits.BAD_INPUT)
    except VitascopeError as error:
        _fail(error, exits.FAILED)
    except (KeyboardInterrupt, typer.Abort):
        err.print("stopped")
        sys.exit(exits.INTERRUPTED)
    sys.exit(code)


def _fail(error: object, code: int) -> NoReturn:
    err.print(f"[bold red]error:[/] {plain(str(error))}")
    sys.exit(code)
