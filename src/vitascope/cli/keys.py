"""``vitascope keys``: keys that callers use."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from vitascope.cli.console import Database, DataDir, money, out, plain, print_lines, print_table, read_settings, run
from vitascope.cli.limits import keys_limit
from vitascope.core.errors import BadInput

if TYPE_CHECKING:
    from vitascope.core.account import KeyLimit
    from vitascope.store.accounts import Key

app = typer.Typer(help="Keys that callers use.", no_args_is_help=True)
app.command("limit")(keys_limit)


@app.command("create")
def keys_create(
    name: Annotated[str | None, typer.Option(help="What to call it.")] = None,
    account: Annotated[str, typer.Option(help="Account that owns it; made if need be.")] = "default",
    management: Annotated[
        bool, typer.Option("--management", help="It manages the account's keys, and makes no clips.")
    ] = False,
    scopes: Annotated[
        list[str] | None,
        typer.Option("--scopes", help="What it may be used for, such as model:video; everything if not given."),
    ] = None,
    limit_usd: Annotated[str | None, typer.Option("--limit-usd", help="What it may spend, in US dollars.")] = None,
    per: Annotated[
        str | None, typer.Option("--per", help="In each day, week or month, from 00:00 UTC; in all if not given.")
    ] = None,
    data_dir: DataDir = None,
    database: Database = None,
) -> None:
    """Make a key and print it, this once."""
    from vitascope.compose.keys import create

    limit = _limit(limit_usd, per)
    if management and (scopes is not None or limit is not None):
        raise BadInput("--management goes without --scopes and --limit-usd: such a key makes no clips.")
    names = None if scopes is None else tuple(part.strip() for given in scopes for part in given.split(","))
    config = read_settings(data_dir=data_dir, database=database)
    out.print(run(create(config, account=account, name=name, management=management, scopes=names, limit=limit)))


def _limit(usd: str | None, per: str | None) -> KeyLimit | None:
    from vitascope.core.account import KeyLimit

    if usd is None:
        if per is not None:
            raise BadInput("--per says how often a limit begins anew: give the limit too, with --limit-usd.")
        return None
    try:
        return KeyLimit.of_usd(Decimal(usd), "no_reset" if per is None else per)
    except ArithmeticError:
        raise BadInput(f"--limit-usd is {usd!r}: give a number of US dollars, such as 25.") from None


@app.command("list")
def keys_list(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, a line for each.")] = False,
    data_dir: DataDir = None,
    database: Database = None,
) -> None:
    """List keys by the name they are called by; the keys themselves are kept nowhere."""
    from vitascope.compose.keys import listed

    keys = run(listed(read_settings(data_dir=data_dir, database=database)))
    if as_json:
        print_lines(keys)
    else:
        print_table(key_table(keys))


def key_table(keys: Iterable[Key]) -> Table:
    """Keys, and what is special about each."""
    table = Table("prefix", "account", "name", "for", "limit", "created", "ended", box=None, pad_edge=False)
    for key in keys:
        ended = "disabled" if key.disabled else f"{key.revoked_at:%Y-%m-%d %H:%M}" if key.revoked_at else ""
        purpose = "management" if key.management else "everything" if key.scopes is None else " ".join(key.scopes)
        created = f"{key.created_at:%Y-%m-%d %H:%M}"
        table.add_row(key.prefix, key.account, plain(key.name or ""), purpose, _limit_text(key.limit), created, ended)
    return table


def _limit_text(limit: KeyLimit | None) -> str:
    if limit is None:
        return ""
    per = "in all" if limit.retention == "no_reset" else f"a {limit.retention}"
    return f"{money(limit.credits)} {per}"


@app.command("webhook-secret")
def keys_webhook_secret(
    account: Annotated[str, typer.Option(help="Account whose webhooks it signs.")] = "default",
    rotate: Annotated[bool, typer.Option("--rotate", help="Make a new one; the old one signs too for a day.")] = False,
    data_dir: DataDir = None,
    database: Database = None,
) -> None:
    """Print what webhooks are signed with, for their receiver; it is made when it is first asked for."""
    from vitascope.compose.keys import webhook_secret

    settings = read_settings(data_dir=data_dir, database=database)
    out.print(run(webhook_secret(settings, account=account, rotate=rotate)))


@app.command("revoke")
def keys_revoke(
    prefix: Annotated[str, typer.Argument(help="The first eight characters, as `keys list` shows them.")],
    data_dir: DataDir = None,
    database: Database = None,
) -> None:
    """End every use of a key, at once."""
    from vitascope.compose.keys import revoke

    key = run(revoke(read_settings(data_dir=data_dir, database=database), prefix))
    out.print(f"revoked {key.prefix} ({key.name or 'no name'})")
