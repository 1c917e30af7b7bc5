"""``vitascope accounts``: who may make clips here, and for how much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from vitascope.cli.console import Database, DataDir, money, out, plain, print_lines, print_table, read_settings, run
from vitascope.cli.keys import key_table
from vitascope.cli.limits import accounts_limit, print_allowance

if TYPE_CHECKING:
    from vitascope.core.account import Account

app = typer.Typer(help="Accounts, and what they may spend.", no_args_is_help=True)
app.command("limit")(accounts_limit)

Name = Annotated[str, typer.Argument(help="The account, as `accounts list` shows it.")]


@app.command("list")
def accounts_list(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, a line for each.")] = False,
    data_dir: DataDir = None,
    database: Database = None,
) -> None:
    """List accounts and what each has left."""
    from vitascope.compose.accounts import listed

    accounts = run(listed(read_settings(data_dir=data_dir, database=database)))
    if as_json:
        print_lines(accounts)
        return
    table = Table("account", "balance", "e-mail", "created", "", box=None, pad_edge=False)
    for account in accounts:
        created = f"{account.created_at:%Y-%m-%d %H:%M}"
        table.add_row(
            plain(account.name),
            money(account.balance),
            plain(account.email or ""),
            created,
            "owner" if account.owner else "",
        )
    print_table(table)


@app.command("show")
def accounts_show(account: Name, data_dir: DataDir = None, database: Database = None) -> None:
    """Show what an account has left, what it has spent, its keys and its latest grants."""
    from vitascope.compose.accounts import shown

    found = run(shown(read_settings(data_dir=data_dir, database=database), account))
    out.print(_balance(found.account))
    out.print(f"set aside for clips under way: {money(found.held)}; charged so far: {money(found.charged)}")
    print_allowance(found.allowance, "default")
    if found.keys:
        out.print()
        print_table(key_table(found.keys))
    if found.grants:
        table = Table("granted", "amount", "note", box=None, pad_edge=False)
        for grant in found.grants:
            sign = "" if grant.direction == "TOPUP" else "-"
            table.add_row(
                f"{grant.created_at:%Y-%m-%d %H:%M}", f"{sign}{money(grant.credits)}", plain(grant.note or "")
            )
        out.print()
        print_table(table)


@app.command("grant")
def accounts_grant(
    account: Name,
    usd: Annotated[str | None, typer.Option("--usd", help="How much, in US dollars; negative takes off.")] = None,
    credits: Annotated[int | None, typer.Option("--credits", help="How much, in credits: 2,000,000 are 1 USD.")] = None,
    note: Annotated[str | None, typer.Option("--note", help="Why; `accounts show` tells it.")] = None,
    data_dir: DataDir = None,
    database: Database = None,
) -> None:
    """Give an account credits. From its first grant on, it has what it was granted and no more."""
    from vitascope.compose.accounts import amount, grant

    config = read_settings(data_dir=data_dir, database=database)
    out.print(_balance(run(grant(config, account, amount(dollars=usd, credits=credits), note=note))))


@app.command("set")
def accounts_set(
    account: Name,
    email: Annotated[str | None, typer.Option("--email", help="Its address, which `/v2/billing/detail` tells.")] = None,
    unlimited: Annotated[bool, typer.Option("--unlimited", help="Let it spend what it likes again.")] = False,
    owner: Annotated[
        bool | None,
        typer.Option(help="Whether its management keys see the work of all accounts, the machines and the metrics."),
    ] = None,
    data_dir: DataDir = None,
    database: Database = None,
) -> None:
    """Change an account."""
    from vitascope.compose.accounts import set_account

    config = read_settings(data_dir=data_dir, database=database)
    out.print(_balance(run(set_account(config, account, email=email, unlimited=unlimited, owner=owner))))


def _balance(account: Account) -> str:
    return f"{plain(account.name)}{' (owner)' if account.owner else ''}: {money(account.balance)}"
