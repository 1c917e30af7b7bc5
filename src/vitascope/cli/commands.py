"""All commands, each from its own module, and what the program does where one fails."""

from __future__ import annotations

import inspect
import re
import sys
from typing import Annotated, NoReturn

import typer
from typer.exceptions import TyperException

from vitascope import __version__
from vitascope.cli import accounts, keys, weights
from vitascope.cli.clips import cancel, download, status, submit, wait
from vitascope.cli.console import err, plain
from vitascope.cli.doctor import doctor, engines
from vitascope.cli.exits import Code, Ended
from vitascope.cli.generate import generate
from vitascope.cli.listing import list_clips
from vitascope.cli.mcp import mcp
from vitascope.cli.migrate import migrate
from vitascope.cli.migrate_data import migrate_data
from vitascope.cli.moving import backup, restore
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
MAKE, SERVE, OWN = "Make clips", "Serve", "Look after it"
"""How the commands stand in the help."""

app.command(rich_help_panel=MAKE)(generate)
app.command(rich_help_panel=MAKE)(storyboard)
app.command(rich_help_panel=MAKE)(submit)
app.command(rich_help_panel=MAKE)(status)
app.command(rich_help_panel=MAKE)(wait)
app.command(rich_help_panel=MAKE)(cancel)
app.command("list", rich_help_panel=MAKE)(list_clips)
app.command(rich_help_panel=MAKE)(download)
app.command(rich_help_panel=MAKE)(reproduce)
app.command(rich_help_panel=SERVE)(serve)
app.command(rich_help_panel=SERVE)(api)
app.command(rich_help_panel=SERVE)(worker)
app.command(rich_help_panel=SERVE)(mcp)
app.command(rich_help_panel=OWN)(top)
app.command(rich_help_panel=OWN)(doctor)
app.command(rich_help_panel=OWN)(engines)
app.command(rich_help_panel=OWN)(migrate)
app.command(rich_help_panel=OWN)(backup)
app.command(rich_help_panel=OWN)(restore)
app.command(rich_help_panel=OWN)(migrate_data)
for command in app.registered_commands:  # or a paragraph breaks where its source does, whatever the terminal's width
    command.help = re.sub(r"(?<!\n)\n(?!\n)", " ", inspect.getdoc(command.callback) or "")
app.add_typer(keys.app, name="keys", rich_help_panel=OWN)
app.add_typer(accounts.app, name="accounts", rich_help_panel=OWN)
app.add_typer(weights.app, name="weights", rich_help_panel=OWN)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"vitascope {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[  # noqa: ARG001  (its callback has printed it)
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Print the version and end.")
    ] = False,
) -> None:
    """A prompt in, a video with sound out: a self-hosted server, and a command."""
    from vitascope.compose.logs import set_up_logs

    set_up_logs("warning")  # to standard error: what is printed is the answer; servers set their own up


def main() -> None:
    """Entry point. Every error that is foreseen is a sentence, what to do next, and an exit code."""
    try:
        code = app(standalone_mode=False)
    except SystemExit as error:
        if isinstance(error.__context__, BrokenPipeError):  # whoever reads us has read enough, such as `head`
            sys.exit(Code.DONE)
        raise
    except TyperException as error:
        text = error.format_message()
        if "\n" in text or not text:  # a command that was given nothing has shown what it takes
            sys.exit(Code.BAD_INPUT)
        _fail(text, Code.BAD_INPUT)
    except Ended as error:
        _fail(error, error.code, error.advice)
    except BadInput as error:
        _fail(error, Code.BAD_INPUT)
    except VitascopeError as error:
        _fail(error, Code.FAILED)
    except (KeyboardInterrupt, typer.Abort):
        err.print("stopped")
        sys.exit(Code.INTERRUPTED)
    sys.exit(code)


def _fail(error: object, code: Code, advice: str | None = None) -> NoReturn:
    if code is Code.INTERRUPTED:
        err.print(plain(str(error)))
    else:
        err.print(f"[bold red]error:[/] {plain(str(error))}")
    if advice is not None:
        err.print(plain(advice))
    sys.exit(code)
