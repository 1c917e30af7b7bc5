"""A program that does not fit its database ends with one line that says what to do."""

from __future__ import annotations

from pathlib import Path

import psycopg

from tests.acceptance.fleet import fleet
from vitascope import __version__


def test_a_program_too_old_for_its_database_names_the_one_to_start(folder: Path, database_url: str) -> None:
    shared = {"VITASCOPE_DATABASE": database_url, "VITASCOPE_ARTIFACTS": str(folder / "clips")}
    note = "insert into vitascope_migrations (number, name, needs, program) values (%s, 'later', %s, %s)"
    with fleet(folder, shared) as machines:
        with psycopg.connect(database_url) as conn:
            conn.execute(note, (900, 0, "7.1"))
        assert "newer than this program, which can work on it" in machines.run("doctor").stdout
        with psycopg.connect(database_url) as conn:
            conn.execute(note, (901, 900, "7.2"))
        for command in (("api", "--port", "0"), ("worker",), ("migrate",)):
            done = machines.run(*command)
            last = done.stderr.strip().splitlines()[-1]
            assert done.returncode == 1, done.stderr
            assert "Traceback" not in done.stderr
            assert last.endswith("start 7.2 or newer."), last
            assert f"this is Vitascope {__version__}" in last
