"""One worker process: a supervisor, its sweeper, its sender of webhooks, and the signals that stop it."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import structlog
from psycopg.conninfo import conninfo_to_dict

from vitascope.compose.artifacts import artifacts_of, claim_place
from vitascope.compose.database import prepare, reach
from vitascope.compose.engine_settings import tell_engines
from vitascope.compose.scratch import held_scratch
from vitascope.compose.signing import signer_of
from vitascope.engines import registry
from vitascope.media.post import Poster
from vitascope.settings import Settings
from vitascope.store.background import end
from vitascope.worker.heart import Timing
from vitascope.worker.notify import Notifier, Wording
from vitascope.worker.supervisor import Place, Supervisor
from vitascope.worker.sweeper import Sweeper

log = structlog.get_logger(__name__)

PARENT_LOOK_S = 1.0


async def run_worker(settings: Settings, url: str, *, parent: int | None) -> None:
    """Work until SIGTERM or SIGINT, or until ``parent`` is gone. A second signal ends the drain at once.

    Raises `DatabaseUnreachable`, `ArtifactsUnusable`, `EngineMissing` and what `migrate` raises, where no ``parent``
    has looked already.
    """
    if parent is None:
        await _look_about(settings, url)
    with held_scratch(settings) as scratch:
        await _work(settings, url, parent=parent, scratch=scratch)


async def _look_about(settings: Settings, url: str) -> None:
    """What is wrong is one line at the start, not a log of failing attempts."""
    tell_engines(settings)
    registry.equipped(settings.engine)
    await reach(url)
    prepared = await prepare(url, api_key=None)
    await claim_place(settings, prepared.installation)
    where = conninfo_to_dict(url)
    log.info(
        "worker_starts",
        engine=settings.engine,
        database=f"{where.get('host', 'localhost')}/{where.get('dbname', '')}",
        artifacts=settings.artifacts_url,
    )


async def _work(settings: Settings, url: str, *, parent: int | None, scratch: Path) -> None:
    tell_engines(settings)
    artifacts, signer = artifacts_of(settings), signer_of(settings)
    supervisor = Supervisor(
        url=url,
        artifacts=artifacts,
        engine=settings.engine,
        place=Place(scratch=scratch, log=None),
        timing=Timing(beat_s=min(1.0, settings.stall_s / 5), stall_s=settings.stall_s),
        sign=None if signer is None else signer.sign,
    )
    drains = iter((settings.drain_s,))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, lambda: supervisor.stop(drain_s=next(drains, 0.0)))
    poster = Poster(allowed_hosts=frozenset(settings.webhook_hosts))
    wording = Wording(link_lifetime=settings.link_lifetime, public_url=settings.public_url)
    beside = [
        asyncio.create_task(Sweeper(url, artifacts, retention=settings.retention, draft_age=settings.draft_age).run()),
        asyncio.create_task(Notifier(url, poster, wording).run()),
    ]
    if parent is not None:
        beside.append(asyncio.create_task(_follow(parent, supervisor)))
    try:
        await supervisor.run()
    finally:
        await end(beside)


async def _follow(parent: int, supervisor: Supervisor) -> None:
    """Where the kernel does not tell of a parent's death, look for it."""
    while os.getppid() == parent:  # noqa: ASYNC110 - nobody sets an event for this
        await asyncio.sleep(PARENT_LOOK_S)
    supervisor.stop(drain_s=0)
