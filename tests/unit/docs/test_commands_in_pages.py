"""Every ``vitascope`` command in a block of the README and the docs exists, and takes the options it is shown with.

That it does what the page says is on trial elsewhere (`tests/acceptance/test_how_tos.py`); this holds for the pages too
that are not run there: for a GPU, a cluster, a proxy.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import typer.core
import typer.main
from typer.exceptions import TyperException

from vitascope.cli.commands import app

ROOT = Path(__file__).parents[3]
PAGES = [ROOT / "README.md", *sorted(p for p in (ROOT / "docs").rglob("*.md") if p.parent.name != "reference")]
ENDS = {"&", "&&", "||", "|", ";", ">", ">>", "<", "2>&1", "\n"}
BEFORE = {"exec", "run", "api", "worker", "sudo", "--rm"}
"""Words of sudo and of Docker after which a container's program stands."""
PLACES = re.compile(r"[<\[][A-Za-z ]+[>\]]")
"""What a reader puts something in for, which a shell would take for a redirection."""


def lines_of(page: Path) -> Iterator[str]:
    """Lines of shell in its blocks, those that go on in the next one joined."""
    text = page.read_text(encoding="utf-8")
    for block in re.findall(
        r"^ *```(?:sh|bash|shell|console|yaml|text)?\n(.*?)^ *```|((?:^    .*\n)+)", text, re.M | re.S
    ):
        lines = re.sub(r"\\\n\s*", " ", block[0] or block[1]).splitlines()
        yield from (line for line in lines if "`" not in line)  # else it is prose in a list


def commands_of(line: str) -> Iterator[list[str]]:
    """What follows `vitascope` wherever that is what is run: first on the line, after variables or after a pipe."""
    shell = shlex.shlex(
        PLACES.sub("X", line.strip().removeprefix("$ ").removeprefix("run: ")), posix=True, punctuation_chars=True
    )
    shell.whitespace_split = True
    try:
        words = list(shell)
    except ValueError:  # prose, with an apostrophe
        return
    first = True
    for at, word in enumerate(words):
        if first and re.fullmatch(r"(?:\S*/)?vitascope", word):
            rest = words[at + 1 :]
            end = next((k for k, one in enumerate(rest) if one in ENDS or one.startswith(("(", ")"))), len(rest))
            yield rest[:end]
        first = word in ENDS or word in BEFORE or ("=" in word and first)


def told() -> list[tuple[str, tuple[str, ...]]]:
    found = {
        (str(page.relative_to(ROOT)), tuple(words))
        for page in PAGES
        for line in lines_of(page)
        for words in commands_of(line)
    }
    return sorted(found)


def check(words: Sequence[str]) -> None:
    """Raises `TyperException` for a command or an option that there is not, and for words that are too many."""
    command: Any = typer.main.get_command(app)
    context = command.context_class(command, info_name="vitascope")
    while isinstance(command, typer.core.TyperGroup):
        _, words, _ = command.make_parser(context).parse_args(list(words))
        if not words:
            return
        name, command, words = command.resolve_command(context, list(words))
        context = command.context_class(command, info_name=name, parent=context)
    _, left, _ = command.make_parser(context).parse_args(list(words))
    if left:
        context.fail(f"Got unexpected extra arguments: {left}.")


@pytest.mark.parametrize(("page", "words"), told())
def test_a_command_on_a_page_is_one_that_the_program_takes(page: str, words: tuple[str, ...]) -> None:
    try:
        check(words)
    except TyperException as error:
        pytest.fail(f"{page}: vitascope {shlex.join(words)}: {error}")


def test_pages_show_many_commands_and_a_wrong_one_is_seen() -> None:
    assert len({words[:1] for _, words in told()}) >= 15
    assert list(commands_of("KEY=1 vitascope submit 'A boat.' --json | jq .id")) == [["submit", "A boat.", "--json"]]
    for wrong in (["sumbit", "A boat."], ["submit", "A boat.", "--jason"], ["status", "one", "two"], ["keys", "make"]):
        with pytest.raises(TyperException):
            check(wrong)
