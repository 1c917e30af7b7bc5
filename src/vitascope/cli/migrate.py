"""``vitascope migrate``: the database, brought up to this version."""

from __future__ import annotations

from vitascope.cli.console import Database, DataDir, out, read_settings, run


def migrate(data_dir: DataDir = None, database: Database = None) -> None:
    """Bring the database up to this version; ``serve`` does so by itself."""
    from vitascope.compose.keys import migrate_now

    applied = run(migrate_now(read_settings(data_dir=data_dir, database=database)))
    out.print("\n".join(applied) if applied else "nothing to do")
