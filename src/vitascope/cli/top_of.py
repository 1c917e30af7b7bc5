"""``vitascope top --server``: a server elsewhere, in counts."""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer
from rich.console import Group, RenderableType
from rich.live import Live
from rich.table import Table

from vitascope.cli.console import out, plain, print_table
from vitascope.cli.exits import Code, Ended
from vitascope.cli.place import Place

if TYPE_CHECKING:
    from vitascope.client import Outlook


def top_of(place: Place, *, as_json: bool, once: bool, every_s: float) -> None:
    """Until Ctrl-C in a terminal, else once. Raises `Ended`."""
    with place.client() as client:
        outlook = client.outlook()
    if as_json:
        typer.echo(json.dumps(asdict(outlook)))
    elif once or not out.is_terminal:
        print_table(_table(outlook))
    else:
        _live(place, outlook, every_s)


def _live(place: Place, outlook: Outlook, every_s: float) -> None:
    shown: RenderableType = _table(outlook)
    with Live(shown, console=out, auto_refresh=False, screen=True) as live:
        try:
            while True:
                time.sleep(every_s)
                try:
                    with place.client() as client:
                        shown = _table(client.outlook())
                    live.update(shown, refresh=True)
                except Ended as error:
                    if error.code is not Code.NO_SERVER:
                        raise
                    live.update(Group(f"[bold red]{plain(str(error))}[/]", "", shown), refresh=True)
        except KeyboardInterrupt:  # which is how one leaves it
            return


def _table(outlook: Outlook) -> Table:
    table = Table("workers", "rendering", "waiting", "pace", box=None, pad_edge=False)
    workers = str(outlook.workers) if outlook.workers else "[bold red]0[/]"
    table.add_row(workers, str(outlook.rendering), str(outlook.waiting), f"{outlook.pace:g} × foretold")
    return table
