"""What the database and the disk of a battered installation say, held against what is promised.

Triggers note every time that a generation reaches or leaves an end, and every time that usage changes its state, so
that "exactly once" is seen, not inferred from where things stand in the end.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from vitascope.artifacts.keys import clip_key
from vitascope.media.probe import probe
from vitascope.store.queue import MAX_ATTEMPTS

KEYS = ("video_key", "poster_key")
"""Of an artifact."""

NOTES = """
create table storm_notes (generation_id uuid not null, what text not null);
create function storm_ended() returns trigger language plpgsql as $$ begin
    if new.status is distinct from old.status and (old.finished_at is not null or new.finished_at is not null) then
        insert into storm_notes values (new.id, 'ended');
    end if;
    return null;
end $$;
create function storm_settled() returns trigger language plpgsql as $$ begin
    insert into storm_notes values (new.generation_id, 'settled');
    return null;
end $$;
create trigger storm_ended after update on generations for each row execute function storm_ended();
create trigger storm_settled after update on usage for each row execute function storm_settled();
"""

ROWS = """
select g.id, g.status, g.attempt, g.attempt - g.handed_back as tries, g.error_code, g.error_message, g.artifact,
    (select array_agg(u.state) from usage u where u.generation_id = g.id) as usage,
    (select count(*) from storm_notes n where n.generation_id = g.id and n.what = 'ended') as ended,
    (select count(*) from storm_notes n where n.generation_id = g.id and n.what = 'settled') as settled,
    (select count(*) from procrastinate_jobs j where j.queueing_lock = g.id::text) as jobs
from generations g
"""


class Audit:
    """One installation's books. ``wrong`` holds a sentence for each entry that should not be there."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.rows: dict[UUID, dict[str, Any]] = {}
        """Of `judge`: every generation."""
        self._downloads: dict[UUID, bytes] = {}
        self.ended: Counter[str] = Counter()
        self.attempts = 0
        self.orphans = 0
        self.wrong: list[str] = []

    def install(self) -> None:
        with psycopg.connect(self._url) as conn:
            conn.execute(NOTES)

    def downloaded(self, generation_id: UUID, content: bytes) -> None:
        """What a client got by a completed generation's link."""
        self._downloads[generation_id] = content

    def all_ended(self) -> bool:
        with psycopg.connect(self._url) as conn:
            return conn.execute("select 1 from generations where finished_at is null").fetchone() is None

    def judge(self, accepted: set[UUID], cancelled: set[UUID]) -> None:
        """Hold every row to the rules; ``cancelled`` are those whose cancel was answered with a 2xx."""
        with psycopg.connect(self._url, row_factory=dict_row) as conn:
            self.rows = {row["id"]: row for row in conn.execute(ROWS).fetchall()}
        for missing in accepted - self.rows.keys():
            self.wrong.append(f"{missing} was accepted and is not there")
        for generation_id, row in self.rows.items():
            # An accepted job whose answer was lost on the way is held to the same rules.
            self.ended[row["status"]] += 1
            self.attempts += row["attempt"]
            self.wrong += [f"{generation_id} {what}" for what in _faults(row, asked=generation_id in cancelled)]
            if row["status"] == "completed" and generation_id in accepted:
                self._whole(generation_id, row["artifact"])

    def _whole(self, generation_id: UUID, artifact: dict[str, Any]) -> None:
        content = self._downloads.get(generation_id)
        if content is None:
            self.wrong.append(f"{generation_id} is completed and was not downloaded")
        elif hashlib.sha256(content).hexdigest() != artifact["sha256"]:
            self.wrong.append(f"{generation_id} gave {len(content)} bytes that are not those of its clip")
        else:
            with tempfile.NamedTemporaryFile(suffix=".mp4") as file:
                file.write(content)
                file.flush()
                self.wrong += _not_whole(Path(file.name), str(generation_id))

    def kept(self) -> set[str]:
        """The files that rows point to."""
        return {row["artifact"][name] for row in self.rows.values() if row["artifact"] for name in KEYS}

    def files(self, artifacts: Path) -> list[str]:
        """Look through a folder of artifacts: what a row points to is there, the rest is whole and for the sweeper."""
        wrong = []
        kept = self.kept()
        found = {str(path.relative_to(artifacts)) for path in artifacts.rglob("*.*") if path.is_file()}
        wrong += [f"{key} is gone" for key in kept - found]
        attempts = {clip_key(i, n): i for i, row in self.rows.items() for n in range(1, row["attempt"] + 1)}
        for key in found - kept:
            self.orphans += 1
            if key.endswith(".mp4"):
                wrong += _not_whole(artifacts / key, key)
                if key not in attempts:
                    wrong.append(f"{key} belongs to no attempt")
        return wrong


def _faults(row: dict[str, Any], *, asked: bool) -> list[str]:
    faults = []
    status = row["status"]
    if status not in ("completed", "cancelled", "error"):
        return [f"is still {status}"]
    if row["usage"] != ["charged" if status == "completed" else "released"]:
        faults.append(f"is {status} and its usage is {row['usage']}")
    if (row["ended"], row["settled"]) != (1, 1):
        faults.append(f"ended {row['ended']} times and was settled {row['settled']} times")
    if row["jobs"]:
        faults.append(f"has ended and {row['jobs']} jobs are queued for it")
    if status == "cancelled" and not asked:
        faults.append("was cancelled, which nobody asked for")
    if status == "error" and row["tries"] < MAX_ATTEMPTS:  # one that was hit so often may give up, and says so
        faults.append(f"is an error after {row['tries']} attempts: {row['error_code']}: {row['error_message']}")
    return faults


def _not_whole(path: Path, name: str) -> list[str]:
    try:
        facts = probe(path)
    except Exception as error:
        return [f"{name} cannot be read: {error!r}"]
    if (facts.frames, facts.container_duration_s) != (150, Fraction(6)) or not facts.faststart or facts.sound is None:
        return [f"{name} is not whole: {facts}"]
    return []
