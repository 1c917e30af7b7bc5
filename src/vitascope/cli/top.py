"""``vitascope top``: workers, queues and rates, live in a terminal; one table where somebody else reads."""

from __future__ import annotations

import json
from contextlib import aclosing
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Group, RenderableType
from rich.live import Live
from rich.table import Table

from vitascope.cli.console import Database, DataDir, out, plain, print_table, read_settings, run, span
from vitascope.cli.place import Key, KeyFile, Place
from vitascope.cli.top_of import top_of
from vitascope.core.errors import BadInput, Unavailable

if TYPE_CHECKING:
    from vitascope.settings import Settings
    from vitascope.store.floor import Floor

BAR = 10
"""Characters of a progress bar."""


def top(
    as_json: Annotated[bool, typer.Option("--json", help="Print one look as JSON.")] = False,
    once: Annotated[bool, typer.Option("--once", help="Print one look, in a terminal too.")] = False,
    every: Annotated[float, typer.Option(min=0.2, max=3600, help="Seconds between two looks.")] = 1.0,
    data_dir: DataDir = None,
    database: Database = None,
    server: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help="Ask this server for counts alone, with a management key of its owner; no database."
        ),
    ] = None,
    key: Key = None,
    key_file: KeyFile = None,
) -> None:
    """Show workers, what they render, the queues and how it went lately; until Ctrl-C in a terminal, else once."""
    if server is not None:
        if data_dir is not None or database is not None:
            raise BadInput("--server asks a server over HTTP: leave out --data-dir and --database.")
        top_of(Place(server=server, key=key, key_file=key_file), as_json=as_json, once=once, every_s=every)
        return
    settings = read_settings(data_dir=data_dir, database=database)
    if as_json or once or not out.is_terminal:
        floor = run(_one(settings))
        if as_json:
            typer.echo(json.dumps(floor.to_json(), indent=2))
            return
        for table in tables(floor):
            print_table(table)
            out.print()
        return
    try:
        run(_live(settings, every))
    except KeyboardInterrupt:  # which is how one leaves it
        return


async def _one(settings: Settings) -> Floor:
    from vitascope.compose.top import floors

    async with aclosing(floors(settings, every_s=0)) as looks:
        floor = await anext(looks)
    if floor is None:
        raise Unavailable("The database does not answer just now; try again in a moment.")
    return floor


async def _live(settings: Settings, every_s: float) -> None:
    from vitascope.compose.top import floors

    shown: RenderableType = ""
    with Live(shown, console=out, auto_refresh=False, screen=True) as live:
        async with aclosing(floors(settings, every_s=every_s)) as looks:
            async for floor in looks:
                if floor is None:
                    live.update(Group("[bold red]The database does not answer.[/]", "", shown), refresh=True)
                else:
                    shown = Group(*tables(floor))
                    live.update(shown, refresh=True)


def tables(floor: Floor) -> tuple[Table, Table, Table]:
    """Workers, queues, rates."""
    workers = _table("worker", "host", "pid", "engine", "version", "renders", "stage", "progress", "for", "beat")
    for w in floor.workers:
        progress = "" if w.generation is None or w.progress is None else _bar(w.progress)
        workers.add_row(
            *(str(w.id), plain(w.host or "?"), str(w.pid or "?"), plain(w.engine or "?"), w.version or "?"),
            *(plain(f"{w.generation} {w.model}" if w.generation else "–"), plain(w.stage or ""), progress),
            *("" if w.elapsed_s is None else span(w.elapsed_s), f"{w.beat_s:.1f} s"),
        )
    queues = _table("queue", "model", "waiting", "rendering", "oldest waits")
    for q in floor.queues:
        oldest = span(q.oldest_s) if q.waiting else ""
        queues.add_row(plain(q.engine), plain(q.model), str(q.waiting), str(q.rendering), oldest)
    rates = _table("ended", "in 1 min", "in 5 min", "in 15 min", "a minute")
    for r in floor.rates:
        rates.add_row(r.outcome, str(r.m1), str(r.m5), str(r.m15), f"{r.m15 / 15:.1f}")
    return workers, queues, rates


def _table(*titles: str) -> Table:
    return Table(*titles, box=None, pad_edge=False)


def _bar(share: float) -> str:
    full = round(BAR * min(1.0, max(0.0, share)))
    return f"{'█' * full}{'░' * (BAR - full)} {100 * share:3.0f} %"
