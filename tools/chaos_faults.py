"""What befalls a fleet, one kind after the other. Each leaves it whole again, or on its way there."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

import psycopg

from tests.acceptance.conftest import wait_for
from tools.chaos_machines import Held, Machine, Machines, pick, stopped
from vitascope.store.queue import MAX_ATTEMPTS

NOTES = """
create table storm_claims (generation_id uuid not null, attempt integer not null, at timestamptz not null);
create function storm_claimed() returns trigger language plpgsql as $$ begin
    insert into storm_claims values (new.id, new.attempt, clock_timestamp());
    return null;
end $$;
create trigger storm_claimed after update on generations for each row
    when (new.status = 'generating' and new.claimed_at is distinct from old.claimed_at)
    execute function storm_claimed();
create function storm_slow_settlement() returns trigger language plpgsql as $$ begin
    perform set_config('application_name', 'settling ' || new.generation_id, false);
    perform pg_sleep(1);
    return null;
end $$;
create trigger storm_slow_settlement after update on usage for each row
    when (new.state = 'charged') execute function storm_slow_settlement();
alter table usage disable trigger storm_slow_settlement;
"""
"""When each attempt began; and, while it is wanted, settlements that take a second in the middle."""

IN_SETTLEMENT = """
select w.pid, g.id, g.attempt from pg_stat_activity a
join generations g on a.application_name = 'settling ' || g.id and a.wait_event = 'PgSleep'
join procrastinate_jobs j on j.queueing_lock = g.id::text join worker_notes w on w.worker_id = j.worker_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A worker was struck while it held a claim."""

    how: str
    generation: UUID
    attempt: int
    at: float
    """Seconds since the epoch."""


@dataclass(slots=True, kw_only=True)
class Faults:
    """All kinds, by name. ``want`` has a caller submit a prompt."""

    machines: Machines
    chance: random.Random
    want: Callable[[str], None]
    hits: list[Hit] = field(default_factory=list)
    struck: Counter[UUID] = field(default_factory=Counter)
    """Blows a job has had; at the third it may end as an error, and rightly, so none is struck so often on purpose."""
    outages: list[str] = field(default_factory=list)
    """What each outage of the database was like."""
    wrong: list[str] = field(default_factory=list)

    def kinds(self) -> dict[str, Callable[[], object]]:
        """Those that this system allows."""
        found: dict[str, Callable[[], object]] = {
            "worker killed": self.kill_worker,
            "render child killed": self.kill_child,
            "API killed": self.kill_api,
            "worker paused": self.pause_worker,
            "worker paused in settlement": self.pause_in_settlement,
            "bucket away 30 s": lambda: self.bucket_away(30),
            "database away 5 s": lambda: self.database_away(5),
            "database away 60 s": lambda: self.database_away(60),
        }
        if self.machines.cables:
            found["network cut and healed"] = self.cut_and_heal
            found["network cut for good"] = self.cut_for_good
        if self._with_clocks():
            found["clock an hour off"] = self.set_clock
        if any(machine.disk for machine in self.machines.workers):
            found["disk full"] = self.fill_disk
        return found

    def _strike(self, how: str, held: Held) -> None:
        self.struck[held.generation] += 1
        self.hits.append(Hit(how=how, generation=held.generation, attempt=held.attempt, at=time.time()))

    def _open(self) -> dict[int, Held]:
        """Who renders what, by process, but for jobs that have had enough."""
        return {h.pid: h for h in self.machines.holders() if self.struck[h.generation] < MAX_ATTEMPTS - 1}

    def _busy(self, among: list[Machine]) -> tuple[Machine, Held]:
        """One of them that renders something, given work until it does."""
        give_up = time.monotonic() + 90
        while True:
            held = self._open()
            busy = [machine for machine in among if machine.alive and machine.pid in held]
            if busy:
                machine = self.chance.choice(busy)
                return machine, held[machine.pid]
            assert time.monotonic() < give_up, f"nothing reached {[machine.name for machine in among]}"
            self.want("[delay 4] for a fault")
            with contextlib.suppress(AssertionError):
                wait_for(lambda: self._open().keys() & {machine.pid for machine in among} or None, 2)

    def kill_worker(self) -> None:
        machine, held = self._busy(self.machines.workers)
        os.kill(machine.pid, signal.SIGKILL)
        self._strike("killed", held)
        self.machines.restart(machine)

    def kill_child(self) -> None:
        machine, held = self._busy(self.machines.workers)
        self.struck[held.generation] += 1
        for child in self.machines.children(machine):
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)

    def kill_api(self) -> None:
        machine = pick(self.chance, self.machines.apis)
        os.kill(machine.pid, signal.SIGKILL)
        self.machines.restart(machine)

    def pause_worker(self) -> None:
        machine, held = self._busy(self.machines.workers)
        with stopped(machine.pid):
            self._strike("paused", held)
            time.sleep(1.6 * self.machines.stall_s)

    def pause_in_settlement(self) -> None:
        """Between two statements of the transaction that ends a generation, for longer than its claim lasts."""
        with psycopg.connect(self.machines.postgres.url(), autocommit=True) as conn:
            conn.execute("alter table usage enable trigger storm_slow_settlement")
            try:
                self.want("to be settled slowly")
                row = wait_for(lambda: conn.execute(IN_SETTLEMENT).fetchone(), 90)
                held = Held(pid=row[0], generation=row[1], attempt=row[2])
                with stopped(held.pid):
                    self._strike("paused in settlement", held)
                    time.sleep(2 * self.machines.stall_s)
            finally:
                conn.execute("alter table usage disable trigger storm_slow_settlement")

    def cut_and_heal(self) -> None:
        machine, held = self._busy([machine for machine in self.machines.workers if machine.cable])
        assert machine.cable is not None
        machine.cable.cut()
        self._strike("cut off", held)
        time.sleep(2 * self.machines.stall_s)
        machine.cable.heal()

    def cut_for_good(self) -> None:
        """Its successor finds the cable mended; it itself never hears of anybody again."""
        machine, held = self._busy([machine for machine in self.machines.workers if machine.cable])
        assert machine.cable is not None
        assert machine.program is not None
        machine.cable.cut()
        self._strike("cut off", held)
        time.sleep(2 * self.machines.stall_s)
        machine.program.kill()
        machine.cable.heal()
        self.machines.restart(machine)

    def bucket_away(self, length_s: float) -> None:
        for _ in range(3):
            self.want("[delay 1] while the bucket is away")
        self.machines.seaweed.stop()
        time.sleep(length_s)
        self.machines.seaweed.start()

    def fill_disk(self) -> None:
        machine = next(machine for machine in self.machines.workers if machine.disk)
        assert machine.disk is not None
        self._busy([machine])
        filler = machine.disk / "filler"
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(1 << 20))
        for _ in range(6):
            self.want("[delay 1] while a disk is full")
        time.sleep(10)
        filler.unlink()

    def _with_clocks(self) -> list[Machine]:
        return [machine for machine in (*self.machines.workers, *self.machines.apis) if machine.clock]

    def set_clock(self) -> None:
        """One process's, forth or back; buckets refuse what is signed with such a clock."""
        machine = self.chance.choice(self._with_clocks())
        assert machine.clock is not None
        machine.clock.write_text(self.chance.choice(("3600", "-3600")))
        try:
            for _ in range(4):
                self.want("[delay 1] while a clock is off")
            time.sleep(15)
        finally:
            machine.clock.write_text("0")

    def database_away(self, length_s: float) -> None:
        """Stopped at once. What rendered before it renders on, in the same attempt, by the same worker."""
        for _ in range(3):
            self.want(f"[delay {length_s + 6:.0f}] while the database is away")
        wait_for(lambda: len(self.machines.holders()) >= 3 or None, 60)
        wait_for(lambda: self._steady() or None, 60)
        before = {(held.generation, held.attempt) for held in self.machines.holders()}
        reaped_before = self._attempts("reaped")
        self.machines.postgres.stop_at_once()
        time.sleep(length_s)
        self.machines.postgres.start()
        # Every worker has beaten again, and for long enough that whoever wanted to reap has.
        time.sleep(2 * self.machines.stall_s)
        with psycopg.connect(self.machines.postgres.url()) as conn:
            rows = conn.execute(
                "select id, attempt from generations where id = any (%s)", ([each[0] for each in before],)
            ).fetchall()
        again = sorted(str(each[0]) for each in before - set(rows))
        reaped = self._attempts("reaped") - reaped_before
        # A claim whose commit the outage kept from its worker is nobody's: whoever finds it does right to take it over.
        from_the_living = reaped & self._attempts("attempt_started")
        self.outages.append(
            f"{length_s:.0f} s with {len(before)} renders under way: {len(from_the_living)} taken over, "
            f"{len(again)} begun again, {len(reaped - from_the_living)} that had not begun"
        )
        if from_the_living or again:
            taken = sorted(id for id, _ in from_the_living)
            self.wrong.append(f"an outage of {length_s:.0f} s: taken over: {taken}, begun again: {again}")

    def _attempts(self, event: str) -> set[tuple[str, int]]:
        """Those that the workers' logs tell this of, by generation and number."""
        found = set()
        for log in (path for machine in self.machines.workers for path in machine.home.glob("log*")):
            told = log.read_text(errors="replace")
            for line in told[: told.rfind("\n") + 1].splitlines():  # the last may be half written
                if f'"{event}"' in line:
                    said = json.loads(line)
                    found.add((said["generation_id"], said["attempt"]))
        return found

    def _steady(self) -> bool:
        """Nobody is being taken for dead: whoever holds a job has beaten just now."""
        with psycopg.connect(self.machines.postgres.url()) as conn:
            row = conn.execute(
                """select 1 from procrastinate_jobs j left join procrastinate_workers w on w.id = j.worker_id
                   where j.status = 'doing' and (w.id is null or w.last_heartbeat < now() - interval '2 seconds')"""
            ).fetchone()
        return row is None
