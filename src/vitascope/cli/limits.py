"""``vitascope accounts limit`` and ``vitascope keys limit``: what each may ask for at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from vitascope.cli.console import Database, DataDir, money, out, plain, read_settings, run

if TYPE_CHECKING:
    from vitascope.core.limits import Allowance

Requests = Annotated[
    str | None,
    typer.Option(help="Requests that it may make in a minute of the clock: a number, none, or default."),
]
Queued = Annotated[str | None, typer.Option(help="Clips that may wait at once: a number, none, or default.")]
Running = Annotated[
    str | None, typer.Option(help="Clips that workers render at once; more of them wait: a number, none, or default.")
]
Usd = Annotated[str | None, typer.Option("--usd", help="What it may spend in each period, in US dollars, or none.")]
Per = Annotated[
    str | None, typer.Option("--per", help="The period: day, week or month, from 00:00 UTC; in all if none.")
]
Weight = Annotated[
    str | None, typer.Option(help="Its share of the workers while others wait too: 2 is twice what 1 gets.")
]


def accounts_limit(
    account: Annotated[str, typer.Argument(help="The account, as `accounts list` shows it.")],
    requests_per_minute: Requests = None,
    queued: Queued = None,
    running: Running = None,
    usd: Usd = None,
    per: Per = None,
    weight: Weight = None,
    data_dir: DataDir = None,
    database: Database = None,
) -> None:
    """Show an account's limits, and set those that are given; a running server knows at its next request."""
    from vitascope.compose.limits import of_account, read_changes

    given = {"requests_per_minute": requests_per_minute, "queued": queued, "running": running, "weight": weight}
    changes = read_changes(given, usd=usd, per=per)
    print_allowance(run(of_account(read_settings(data_dir=data_dir, database=database), account, changes)), "default")


def keys_limit(
    prefix: Annotated[str, typer.Argument(help="The first eight characters, as `keys list` shows them.")],
    requests_per_minute: Requests = None,
    queued: Queued = None,
    running: Running = None,
    usd: Usd = None,
    per: Per = None,
    data_dir: DataDir = None,
    database: Database = None,
) -> None:
    """Show a key's limits, which hold beside its account's, and set those that are given."""
    from vitascope.compose.limits import of_key, read_changes

    given = {"requests_per_minute": requests_per_minute, "queued": queued, "running": running}
    changes = read_changes(given, usd=usd, per=per)
    print_allowance(run(of_key(read_settings(data_dir=data_dir, database=database), prefix, changes)), "none")


def print_allowance(allowance: Allowance, unset: str) -> None:
    """One limit a line; ``unset`` is said of those that are not set."""
    for line in allowance_lines(allowance, unset):
        out.print(plain(line))


def allowance_lines(allowance: Allowance, unset: str) -> Iterator[str]:
    from vitascope.core.limits import NO_LIMIT

    def number(value: int | None) -> str:
        return unset if value is None else "none" if value >= NO_LIMIT else str(value)

    limits, spending = allowance.limits, allowance.credits
    yield f"requests a minute: {number(limits.requests_per_minute)}"
    yield f"clips waiting at once: {number(limits.queued)}"
    yield f"clips rendering at once: {number(limits.running)}"
    if spending is None:
        yield "spending in a period: none"
    else:
        period = "in all" if spending.retention == "no_reset" else f"a {spending.retention}"
        yield f"spending: {money(spending.credits)} {period}"
    if allowance.weight != 1:
        yield f"weight: {allowance.weight:g}"
