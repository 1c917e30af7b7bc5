"""``vitascope list``: the clips that one has on a server."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from vitascope.cli.clips import hint
from vitascope.cli.console import out, plain, print_table
from vitascope.cli.place import Key, KeyFile, Place, Server
from vitascope.cli.shown import ago, bare, colour, made_at, print_document, state

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vitascope.client import Client, Generation

MIN_PROMPT = 12
"""Characters of a prompt that are shown however narrow the terminal is."""

PAGE = 100
"""The most that a server gives at a time."""


def list_clips(
    status: Annotated[
        str | None, typer.Option(help="Only these: queued, generating, completed or error; several with commas.")
    ] = None,
    model: Annotated[str | None, typer.Option(help="Only of this model.")] = None,
    limit: Annotated[int, typer.Option("-n", "--limit", min=1, help="The most to show.")] = 20,
    everything: Annotated[bool, typer.Option("--all", help="Show all, however many.")] = False,
    since: Annotated[datetime | None, typer.Option(help="Made then or later, in UTC.")] = None,
    until: Annotated[datetime | None, typer.Option(help="Made before.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, a line for each.")] = False,
    server: Server = None,
    key: Key = None,
    key_file: KeyFile = None,
) -> None:
    """List your clips on a server, newest first."""
    place = Place(server=server, key=key, key_file=key_file)
    asked = {"status": status, "model": model, "since": since, "until": until}
    table = Table("id", "status", "made", "prompt", box=None, pad_edge=False)
    with place.client() as client:
        for generation in _each(client, None if everything else limit, asked):
            if as_json:
                print_document(generation)
                continue
            made = made_at(generation.id)
            table.add_row(
                plain(bare(generation.id)),
                f"[{colour(generation)}]{plain(state(generation))}[/]",
                "" if made is None else ago(made),
                plain(" ".join((generation.prompt or "").split())),
            )
    if as_json:
        return
    if table.row_count and out.is_terminal:
        _fit(table, out.width)
        out.print(table, soft_wrap=False)
    elif table.row_count:
        print_table(table)
    elif out.is_terminal:
        out.print("None." if any(asked.values()) else "You have no clips there yet.")
        hint(f"Make one with: {place.command('submit', 'A boat on a calm sea.')}")


def _fit(table: Table, width: int) -> None:
    """The last column gives way, and no line breaks: ids are there to be copied."""
    *whole, last = table.columns
    for column in whole:
        column.no_wrap = True
        column.min_width = max(cell_len(Text.from_markup(str(cell)).plain) for cell in (column.header, *column.cells))
    last.no_wrap, last.overflow = True, "ellipsis"
    last.max_width = max(MIN_PROMPT, width - sum((column.min_width or 0) + 2 for column in whole))


def _each(client: Client, most: int | None, asked: Mapping[str, object]) -> Iterator[Generation]:
    cursor, count = None, 0
    while True:
        size = PAGE if most is None else min(PAGE, most - count)
        page = client.list(**{"limit": size, "cursor": cursor, **asked})  # type: ignore[arg-type]
        yield from page.data
        count += len(page.data)
        cursor = page.next_cursor
        if not page.has_more or cursor is None or (most is not None and count >= most):
            return
