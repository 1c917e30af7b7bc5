"""The grants on the page about PostgreSQL name every table, so that a new one is not forgotten there.

What each must be is tried by ``tests/acceptance/test_least_privilege.py``.
"""

from __future__ import annotations

import re
from pathlib import Path

from vitascope.store.migrate import migrations

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "your-own-postgresql.md"
OWNERS = {"vitascope_migrations", "procrastinate_periodic_defers"}
"""Tables that a working role need not write to."""


def test_a_working_role_may_insert_into_every_table() -> None:
    tables = re.compile(r"^create (?:unlogged )?table (?:if not exists )?(\w+)", re.IGNORECASE | re.MULTILINE)
    made = {name.lower() for migration in migrations() for name in tables.findall(migration.sql)}
    granted = re.search(r"grant insert on (.*?) to clips;", PAGE.read_text(encoding="utf-8"), re.S)
    assert granted is not None
    assert made - OWNERS == {name.strip() for name in granted[1].split(",")}
