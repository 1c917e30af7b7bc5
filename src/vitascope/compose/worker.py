"""One worker process: a supervisor, its sweeper, its sender of webhooks, and the signals that stop it."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import structlog
from psycopg.conninfo import conninfo_to_dict

from vitascope.compose.artifacts import artifacts_of, claim_place
from vitascope.compose.data_folder import make_data_folder
from vitascope.compose.database import prepare, reach
from vitascope.compose.engine_settings import tell_engines
from vitascope.compose.metrics import watch_loop
from vitascope.compose.metrics_port import count_child, show_metrics
from vitascope.compose.scratch import held_scratch, sweep_scratch
from vitascope.compose.signing import signer_of
from vitascope.compose.tracing import close as close_tracer
from vitascope.compose.tracing import tracer_of
from vitascope.compose.workers import Workers
from vitascope.core.errors import VitascopeError
from vitascope.core.generation import MODELS
from vitascope.engines import registry
from vitascope.media.post import Poster
from vitascope.settings import Settings
from vitascope.store.background import end
from vitascope.store.queues import queues_of
from vitascope.worker.heart import Timing
from vitascope.worker.notify import Notifier, Wording
from vitascope.worker.supervisor import Place, Supervisor
from vitascope.worker.sweeper import Sweeper

log = structlog.get_logger(__name__)

PARENT_LOOK_S = 1.0
CUDA_DEVICES = "CUDA_VISIBLE_DEVICES"
"""What PyTorch and everything else on CUDA goes by; children inherit it."""


async def run_worker(settings: Settings, url: str, *, parent: int | None, any_engine: bool = False) -> None:
    """Work until SIGTERM or SIGINT, or until ``parent`` is gone. A second signal ends the drain at once.

    ``any_engine``: it takes what was queued for other engines too, as far as they can run here; they take turns in its
    child, which is for a machine that does everything.

    Raises `DatabaseUnreachable`, `ArtifactsUnusable`, `EngineMissing` and what `migrate` raises, where no ``parent``
    has looked already.
    """
    if parent is None:
        await _look_about(settings, url)
        await asyncio.to_thread(sweep_scratch, settings)
        if settings.workers > 1:
            await _several(settings, url)
            return
    with held_scratch(settings) as scratch:
        queues = await asyncio.to_thread(taken, settings, any_engine=any_engine)
        await _work(settings, url, parent=parent, scratch=scratch, queues=queues)


def taken(settings: Settings, *, any_engine: bool) -> tuple[str, ...]:
    """The queues that a worker of these settings takes from."""
    engines = [settings.engine]
    if any_engine:
        engines += [name for name in registry.names() if name != settings.engine and _can_run(name)]
    return queues_of(engines, settings.models or MODELS)


def _can_run(engine: str) -> bool:
    try:
        registry.equipped(engine)
    except VitascopeError:
        return False
    return True


async def _several(settings: Settings, url: str) -> None:
    """``settings.workers`` processes until SIGTERM or SIGINT, watched as those of ``serve`` are."""
    workers, stop = Workers(settings, url, any_engine=False), asyncio.Event()

    def asked() -> None:
        if stop.is_set():
            workers.hurry()
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, asked)
    make_data_folder(settings)
    workers.start()
    try:
        await stop.wait()
    finally:
        await workers.stop()


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
        models=list(settings.models or MODELS),
        device=settings.device,
    )


async def _work(settings: Settings, url: str, *, parent: int | None, scratch: Path, queues: tuple[str, ...]) -> None:
    tell_engines(settings)
    if settings.device is not None:
        os.environ[CUDA_DEVICES] = "" if settings.device == "cpu" else settings.device
    artifacts, signer = artifacts_of(settings), signer_of(settings)
    tracer = tracer_of("worker")
    supervisor = Supervisor(
        url=url,
        artifacts=artifacts,
        engine=settings.engine,
        place=Place(scratch=scratch, log=None),
        timing=Timing(beat_s=min(1.0, settings.stall_s / 5), stall_s=settings.stall_s),
        sign=None if signer is None else signer.sign,
        queues=queues,
        max_running=settings.max_running,
        tracer=tracer,
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
        asyncio.create_task(watch_loop("worker")),
        asyncio.create_task(show_metrics(settings, ready=lambda: supervisor.ready)),
    ]
    count_child(lambda: supervisor.child_pid)
    if parent is not None:
        beside.append(asyncio.create_task(_follow(parent, supervisor)))
    try:
        await supervisor.run()
    finally:
        await end(beside)
        await asyncio.to_thread(close_tracer, tracer)


async def _follow(parent: int, supervisor: Supervisor) -> None:
    """Where the kernel does not tell of a parent's death, look for it."""
    while os.getppid() == parent:  # noqa: ASYNC110 - nobody sets an event for this
        await asyncio.sleep(PARENT_LOOK_S)
    supervisor.stop(drain_s=0)
