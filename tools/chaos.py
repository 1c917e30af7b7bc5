"""A storm over a real installation: its parts are killed at random moments while clients submit, cancel and download.

    python -m tools.chaos                          # 50 kills over 50 jobs, then a database outage of 35 s
    python -m tools.chaos --kills 6 --jobs 12 --outage 0 --seed 7

Prints what was killed and how the jobs came out. Exits with 1 where anything that was promised did not hold: each
accepted generation ends once, is charged once and only if completed, its file is whole, and nothing is left behind.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from tests.acceptance.conftest import wait_for
from tools.chaos_audit import Audit
from tools.chaos_clients import Clients, Ledger
from tools.chaos_harness import Harness, Victim, installed, left_behind
from tools.chaos_outage import hold_out
from vitascope.store.embedded import EmbeddedPostgres


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How long and how hard. The same seed gives the same order of victims and waits; moments differ all the same."""

    kills: int
    jobs: int
    seed: int
    stall_s: float = 5.0
    longest_wait_s: float = 8.0
    """Between two kills."""


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What came of a storm."""

    hit: Counter[str] = field(default_factory=Counter)
    ledger: Ledger = field(default_factory=Ledger)
    ended: Counter[str] = field(default_factory=Counter)
    orphans: int = 0
    attempts: int = 0
    wall_s: float = 0.0
    wrong: list[str] = field(default_factory=list)
    """A sentence for each promise that was broken."""

    def table(self) -> str:
        accepted = self.ledger.accepted
        rows = {
            "killed": ", ".join(f"{name} {n}" for name, n in sorted(self.hit.items())),
            "accepted": f"{len(accepted)}, {sum(a.cancelled for a in accepted)} of them cancelled",
            "sent again": str(self.ledger.unanswered),
            "ended": ", ".join(f"{name} {n}" for name, n in sorted(self.ended.items())),
            "attempts": str(self.attempts),
            "orphan files": f"{self.orphans}, whole, for the sweeper",
            "wall": f"{self.wall_s:.0f} s",
            "broken promises": "\n                 ".join(self.wrong) or "none",
        }
        return "\n".join(f"{name:<16} {text}" for name, text in rows.items())


def storm(harness: Harness, plan: Plan, say: Callable[[str], None]) -> Outcome:
    """Run ``plan`` on an installation that is not started yet, and hold it to what is promised."""
    began, chance = time.monotonic(), random.Random(plan.seed)
    outcome = Outcome()
    harness.start()
    audit = Audit(EmbeddedPostgres(harness.data_dir / "postgres").url)
    audit.install()
    with contextlib.closing(Clients(harness, outcome.ledger, seed=plan.seed, draft=True)) as clients:
        # Drafts that take their time: they are hit as often in mid-render as whole clips are, and cost a third.
        prompts = [
            f"[delay {chance.choice((1, 2, 3))}] job {n}{' [cancel]' if chance.random() < 0.15 else ''}"
            for n in range(plan.jobs)
        ]
        victims = list(itertools.islice(itertools.cycle(Victim), plan.kills))
        chance.shuffle(victims)
        released = 0
        for number, victim in enumerate(victims, 1):
            # Work is released as the storm goes on, so that there is some to hit until its end.
            due = -(-plan.jobs * number // plan.kills)
            for prompt in prompts[released:due]:
                clients.want(prompt)
            released = due
            time.sleep(chance.uniform(0.2, plan.longest_wait_s))
            pid = _hit(harness, victim, chance)
            outcome.hit[victim.name.lower()] += 1
            say(f"{time.monotonic() - began:6.1f} s  {number:3d}  {victim.name.lower():<14} {pid}")
        clients.finish(120)
        bodies = {}
        for job in outcome.ledger.accepted:
            try:
                bodies[job.id] = clients.until_ended(job, 180)
            except AssertionError:
                outcome.wrong.append(f"{job.id} has not ended")
        for job_id, body in bodies.items():
            if body["status"] == "completed":
                audit.downloaded(UUID(job_id.partition(":")[0]), clients.download(body["video"]["url"]))  # type: ignore[index]
        # A submit whose answer was lost may be accepted all the same, and is held to the same promises.
        with contextlib.suppress(AssertionError):
            wait_for(lambda: audit.all_ended() or None, 180)
    cancelled = {UUID(a.id.partition(":")[0]) for a in outcome.ledger.accepted if a.cancelled}
    audit.judge({UUID(a.id.partition(":")[0]) for a in outcome.ledger.accepted}, cancelled)
    if harness.stop() != 0:
        outcome.wrong.append("serve did not stop cleanly")
    outcome.wrong += left_behind(harness) + audit.files(harness.data_dir / "artifacts")
    outcome.wrong += audit.wrong + outcome.ledger.wrong
    outcome.ended, outcome.orphans, outcome.attempts = audit.ended, audit.orphans, audit.attempts
    outcome.wall_s = time.monotonic() - began
    return outcome


def _hit(harness: Harness, victim: Victim, chance: random.Random) -> int:
    """Kill one process of the kind, as soon as there is one; returns its id when the harness has done its part."""

    def find() -> int | None:
        pids = harness.pids(victim)
        return chance.choice(pids) if pids else None

    while True:
        pid = wait_for(find, 60)
        with contextlib.suppress(ProcessLookupError):
            if victim is Victim.PAUSED_WORKER:
                os.kill(pid, signal.SIGSTOP)
                time.sleep(1.4 * harness.stall_s)
                os.kill(pid, signal.SIGCONT)
            elif victim is Victim.SERVE:
                harness.kill()
                harness.start()
            else:
                os.kill(pid, signal.SIGKILL)
            return pid


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.chaos", description=__doc__.split("\n")[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--jobs", type=int, default=50)
    parser.add_argument("--seed", type=int, default=random.randrange(10_000))
    parser.add_argument("--outage", type=float, default=35.0, help="seconds without a database, afterwards; 0 for none")
    parser.add_argument("--keep", type=Path, help="a folder to keep logs and data in")
    asked = parser.parse_args()
    plan = Plan(kills=asked.kills, jobs=asked.jobs, seed=asked.seed)
    print(f"seed {plan.seed}: {plan.kills} kills over {plan.jobs} jobs", flush=True)
    with contextlib.ExitStack() as stack:
        folder = asked.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="chaos ")))
        folder.mkdir(parents=True, exist_ok=True)
        harness = stack.enter_context(installed(folder / "storm", stall_s=plan.stall_s))
        harness.data_dir.parent.mkdir()
        outcome = storm(harness, plan, lambda line: print(line, flush=True))
        print(outcome.table(), flush=True)
        wrong = list(outcome.wrong)
        if asked.outage:
            told = hold_out(folder / "outage", asked.outage)
            print(told.table(), flush=True)
            wrong += told.wrong
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
