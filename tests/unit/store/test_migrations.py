"""Rules that migrations keep, so that a release before can work on while an installation is upgraded."""

from __future__ import annotations

import re

from vitascope.store.migrate import migrations

BEFORE_THE_RULE = 8
TAKES_AWAY = re.compile(
    r"\bdrop (column|table|function|trigger|type|schema)|\brename\b|\balter column \w+ (type|set not null)",
    re.IGNORECASE,
)


def test_a_migration_that_takes_something_away_says_who_can_do_without() -> None:
    silent = [m.name for m in migrations() if m.number > BEFORE_THE_RULE and TAKES_AWAY.search(m.sql) and not m.needs]
    assert silent == [], (
        "add a line `-- needs: N`: the first migration whose programs do without (docs/how-to/upgrade.md)"
    )


def test_no_migration_needs_more_than_itself() -> None:
    assert all(m.needs <= m.number for m in migrations())


def test_numbers_are_used_once() -> None:
    numbers = [m.number for m in migrations()]
    assert len(set(numbers)) == len(numbers)
