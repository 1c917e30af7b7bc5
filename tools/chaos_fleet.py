"""A storm over a fleet: every part of it is struck while clients submit, cancel and download.

    python -m tools.chaos_fleet                          # ten minutes of every kind of fault
    python -m tools.chaos_fleet --seconds 60 --seed 7
    python -m tools.chaos_fleet --only "disk full" --only "worker killed" --seconds 1

Prints what befell it and how the jobs came out. Exits with 1 where anything that was promised did not hold: each
accepted generation ends once, is charged once and only if completed, the bucket holds the files of what was completed
and no others, no worker is taken for dead because the database was away, and a dead one's job begins again within its
time limit and three seconds, in 95 of 100 cases.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import os
import platform
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from unittest import mock
from uuid import UUID

import psycopg

from tests.acceptance.conftest import wait_for
from tests.seaweed import keys_under
from tools.chaos_audit import NOTES as ENDS
from tools.chaos_audit import Audit
from tools.chaos_clients import Clients, Ledger
from tools.chaos_faults import NOTES, Faults, Hit
from tools.chaos_machines import Machines
from vitascope.artifacts.store import open_store
from vitascope.worker import sweeper

TAKEOVER_SLACK_S = 3.0
EVERY_S = 4.0
"""A new job, on average; a draft, so that it is the machines that are tried and not their processors."""
MOST_PAUSE_S = 5.0
"""Between two faults."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How long, and what. The same seed gives the same order of faults; moments differ all the same."""

    seconds: float
    seed: int
    stall_s: float = 5.0
    only: tuple[str, ...] = ()
    """Kinds of faults; all if empty."""


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What came of it."""

    struck: Counter[str] = field(default_factory=Counter)
    ledger: Ledger = field(default_factory=Ledger)
    ended: Counter[str] = field(default_factory=Counter)
    attempts: int = 0
    charged: int = 0
    clips: int = 0
    """In the bucket, at the end."""
    swept: int = 0
    """Files of lost attempts that the sweeper found."""
    takeovers: dict[str, list[float]] = field(default_factory=dict)
    """Seconds from each strike to the next attempt, by how the worker was struck."""
    kept: int = 0
    """Strikes whose worker came back in time, or had just settled."""
    outages: list[str] = field(default_factory=list)
    refused: int = 0
    """Times that a worker found its claim to be another's."""
    skipped: list[str] = field(default_factory=list)
    wall_s: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def p95(self) -> float:
        """Of all takeovers, in seconds; 0 where there were none."""
        every = sorted(seconds for some in self.takeovers.values() for seconds in some)
        return every[max(0, -(-95 * len(every) // 100) - 1)] if every else 0.0

    def table(self) -> str:
        accepted = self.ledger.accepted
        took = [f"{how} {len(some)}, {min(some):.1f}-{max(some):.1f} s" for how, some in sorted(self.takeovers.items())]
        rows = {
            "machine": f"{os.cpu_count()} cores, {platform.system()} {platform.release()}",
            "struck": "\n                 ".join(f"{name}: {n}" for name, n in sorted(self.struck.items())),
            "left out": "; ".join(self.skipped) or "nothing",
            "accepted": f"{len(accepted)}, {sum(a.cancelled for a in accepted)} of them cancelled",
            "sent again": str(self.ledger.unanswered),
            "ended": ", ".join(f"{name} {n}" for name, n in sorted(self.ended.items())),
            "attempts": str(self.attempts),
            "charged": str(self.charged),
            "clips in bucket": f"{self.clips}, after {self.swept} files of lost attempts were swept",
            "taken over": f"p95 {self.p95():.1f} s ({'; '.join(took) or 'none'}); {self.kept} kept their job",
            "claims refused": str(self.refused),
            "database away": "; ".join(self.outages) or "never",
            "wall": f"{self.wall_s:.0f} s",
            "broken promises": "\n                 ".join(self.wrong) or "none",
        }
        return "\n".join(f"{name:<16} {text}" for name, text in rows.items())


def storm(machines: Machines, plan: Plan, say: Callable[[str], object]) -> Outcome:
    """Run ``plan`` on a fleet that is up, stop it, and hold it to what is promised."""
    began, chance, outcome = time.monotonic(), random.Random(plan.seed), Outcome(skipped=machines.skipped)
    audit = Audit(machines.postgres.url())
    with psycopg.connect(machines.postgres.url()) as conn:
        conn.execute(ENDS)
        conn.execute(NOTES.encode())
    with contextlib.closing(Clients(machines, outcome.ledger, seed=plan.seed, draft=True)) as clients:
        faults = Faults(machines=machines, chance=chance, want=clients.want)
        with _steady_stream(clients, chance.randrange(1 << 30)):
            time.sleep(plan.stall_s + 1)  # who has just started takes nobody's job yet
            for kind in _order(faults, plan, chance, began):
                say(f"{time.monotonic() - began:6.1f} s  {kind}")
                try:
                    faults.kinds()[kind]()
                except Exception as error:  # the storm goes on, and says in the end what it could not do
                    outcome.wrong.append(f"{kind}: {error!r}")
                outcome.struck[kind] += 1
                time.sleep(chance.uniform(0.2, MOST_PAUSE_S))
        clients.finish(240)
        for job in outcome.ledger.accepted:
            try:
                body = clients.until_ended(job, 240)
            except AssertionError:
                outcome.wrong.append(f"{job.id} has not ended")
                continue
            if body["status"] == "completed":
                audit.downloaded(_id(job.id), clients.download(body["video"]["url"]))  # type: ignore[index]
        with contextlib.suppress(AssertionError):
            wait_for(lambda: audit.all_ended() or None, 240)
    _judge(machines, audit, outcome, faults)
    outcome.wrong += machines.stop()
    outcome.wall_s = time.monotonic() - began
    return outcome


def _order(faults: Faults, plan: Plan, chance: random.Random, began: float) -> Iterator[str]:
    """Every kind once, then again in another order, until the time is over."""
    for turn in itertools.count():
        kinds = [kind for kind in faults.kinds() if not plan.only or kind in plan.only]
        chance.shuffle(kinds)
        for kind in kinds:
            if turn and time.monotonic() - began > plan.seconds:
                return
            yield kind


@contextlib.contextmanager
def _steady_stream(clients: Clients, seed: int) -> Iterator[None]:
    """Short jobs, some of them to be cancelled, for as long as the block runs."""
    chance, over = random.Random(seed), threading.Event()

    def submit() -> None:
        number = 0
        while not over.wait(chance.expovariate(1 / EVERY_S)):
            number += 1
            cancel = " [cancel]" if chance.random() < 0.1 else ""
            clients.want(f"[delay {chance.choice((0, 0.5, 2))}] job {number}{cancel}")

    thread = threading.Thread(target=submit, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _id(job: str) -> UUID:
    return UUID(job.partition(":")[0])


def _judge(machines: Machines, audit: Audit, outcome: Outcome, faults: Faults) -> None:
    accepted = outcome.ledger.accepted
    audit.judge({_id(a.id) for a in accepted}, {_id(a.id) for a in accepted if a.cancelled})
    outcome.ended, outcome.attempts, outcome.outages = audit.ended, audit.attempts, faults.outages
    outcome.wrong += audit.wrong + outcome.ledger.wrong + faults.wrong
    with psycopg.connect(machines.postgres.url()) as conn:
        row = conn.execute("select count(*) from usage where state = 'charged'").fetchone()
        outcome.charged = 0 if row is None else row[0]
        claims = conn.execute(
            "select generation_id, attempt, extract(epoch from at)::float8 from storm_claims"
        ).fetchall()
    outcome.wrong += [
        f"{generation_id} failed: {row['error_code']}: {row['error_message']}"
        for generation_id, row in audit.rows.items()
        if row["status"] == "error"
    ]
    if outcome.charged != audit.ended["completed"]:
        outcome.wrong.append(f"{outcome.charged} were charged and {audit.ended['completed']} completed")
    _takeovers(outcome, faults.hits, claims)
    if outcome.p95() > machines.stall_s + TAKEOVER_SLACK_S:
        outcome.wrong.append(f"95 of 100 takeovers took up to {outcome.p95():.1f} s")
    for machine in machines.workers:
        for log in machine.home.glob("log*"):
            outcome.refused += log.read_text(errors="replace").count('"claim_lost"')
    _bucket(machines, audit, outcome)


def _takeovers(outcome: Outcome, hits: list[Hit], claims: list[tuple[UUID, int, float]]) -> None:
    for hit in hits:
        after = [at for generation, attempt, at in claims if generation == hit.generation and attempt > hit.attempt]
        if after:
            outcome.takeovers.setdefault(hit.how, []).append(min(after) - hit.at)
        else:
            outcome.kept += 1


def _bucket(machines: Machines, audit: Audit, outcome: Outcome) -> None:
    """Sweep as a worker does an hour later; then the files there are those of the completed."""
    access = machines.seaweed.access(machines.prefix)
    before = keys_under(access)
    work = sweeper.Sweeper(
        machines.postgres.url(), open_store(access), retention=timedelta(days=7), draft_age=timedelta(days=1)
    )
    with mock.patch.object(sweeper, "ORPHAN_AGE", timedelta(0)):
        asyncio.run(work.sweep())
    after = {key for key in keys_under(access) if key.startswith("generations/")}
    outcome.swept = len(before) - len(keys_under(access))
    outcome.clips = sum(key.endswith(".mp4") for key in after)
    outcome.wrong += [f"{key} is gone" for key in audit.kept() - after]
    outcome.wrong += [f"{key} is nobody's" for key in after - audit.kept()]
    if outcome.clips != audit.ended["completed"]:
        outcome.wrong.append(f"{outcome.clips} clips lie in the bucket and {audit.ended['completed']} were completed")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.chaos_fleet", description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=random.randrange(10_000))
    parser.add_argument("--only", action="append", default=[], help="a kind of fault; more than once for several")
    parser.add_argument("--keep", type=Path, help="a folder to keep logs and data in")
    asked = parser.parse_args()
    plan = Plan(seconds=asked.seconds, seed=asked.seed, only=tuple(asked.only))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # or the fleet would outlive us
    print(f"seed {plan.seed}: {plan.seconds:.0f} s", flush=True)
    with contextlib.ExitStack() as stack:
        folder = asked.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="chaos ")))
        with Machines(folder.absolute(), stall_s=plan.stall_s) as machines:
            outcome = storm(machines, plan, lambda line: print(line, flush=True))
    print(outcome.table(), flush=True)
    sys.exit(1 if outcome.wrong else 0)


if __name__ == "__main__":
    main()
