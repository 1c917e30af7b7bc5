"""A small storm, the same code as ``make chaos``: whatever is killed, every accepted job ends once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.chaos import Plan, storm
from tools.chaos_harness import installed


@pytest.mark.slow
def test_whatever_is_killed_every_accepted_job_ends_once_and_nothing_is_left(folder: Path) -> None:
    plan = Plan(kills=6, jobs=12, seed=7, stall_s=2.0, longest_wait_s=3.0)
    told: list[str] = []
    with installed(folder, stall_s=plan.stall_s) as harness:
        outcome = storm(harness, plan, told.append)
    print("\n".join(told), outcome.table(), sep="\n")
    assert outcome.wrong == []
    assert len(outcome.ledger.accepted) == plan.jobs
    assert set(outcome.hit) == {"serve", "worker", "child", "database", "paused_worker"}
