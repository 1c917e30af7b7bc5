"""The worker: claims a generation, has its child render it, publishes the file, settles the row. Again and again.

Whatever dies, the generation stays in the queue until it is settled, and is settled under the attempt that made it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import socket
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal, TypeVar

import psycopg
import structlog
from structlog.contextvars import bound_contextvars

from vitascope import __version__
from vitascope.artifacts.store import ArtifactStore
from vitascope.core.errors import (
    NoRoom,
    NotFetched,
    NotFound,
    NotSigned,
    NotStored,
    RenderFailed,
    Unavailable,
    VitascopeError,
)
from vitascope.core.full_disk import FULL_SAID, is_full
from vitascope.core.generation import MODELS
from vitascope.core.tracing import NoTracer, Tracer
from vitascope.store import queue, settle
from vitascope.store.background import end
from vitascope.store.database import AWAY, Connection, connect
from vitascope.store.queue import MAX_ATTEMPTS, Claim, Whoami
from vitascope.store.queues import queues_of
from vitascope.worker import metrics
from vitascope.worker.attempt import Interrupted, OnTheWay, Outcome, drive
from vitascope.worker.checkpoints import Checkpoints, let_be_stored, wants_none
from vitascope.worker.early_poster import EarlyPoster
from vitascope.worker.fitness import Fitness, look_for_room
from vitascope.worker.handoff import SPOILED, Bringing, Handoffs
from vitascope.worker.heart import Heart, Interrupt, Running, Timing
from vitascope.worker.messages import Render, Rendered
from vitascope.worker.order import fetch_order
from vitascope.worker.process import RenderProcess
from vitascope.worker.publish import publish, withdraw
from vitascope.worker.traced import spans
from vitascope.worker.withdraw import Withdrawer

Result = TypeVar("Result")

log = structlog.get_logger(__name__)

Closed = Literal["completed", "failed", "cancelled", "handed_back", "claim_lost"]
"""How an attempt came out, as the log has it. What is handed back is tried again, by whichever worker comes first."""
LOST: Final = "claim_lost"
"""Another attempt goes on with it: of this one nothing was written."""

IDLE_S = 5.0
"""How often an idle worker looks by itself, should a notification get lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a worker keeps what it needs."""

    scratch: Path
    """Half-made files; emptied at start."""
    log: BinaryIO | None
    """What a child prints; ``None`` for our own standard error."""


class Supervisor:
    """One worker with one child. `run` it; `stop` it."""

    def __init__(
        self,
        *,
        url: str,
        artifacts: ArtifactStore,
        engine: str,
        place: Place,
        timing: Timing,
        sign: Callable[[Path], None] | None = None,
        queues: tuple[str, ...] | None = None,
        max_running: int | None = None,
        tracer: Tracer | None = None,
    ) -> None:
        """``queues`` are those that jobs are taken from: every model with ``engine`` if ``None``. ``max_running`` is
        for accounts that have no such limit of their own.

        ``sign`` puts credentials into a finished clip, before anybody sees it. It blocks; raises `NotSigned`.
        """
        self._sign = sign
        self._tracer = tracer or NoTracer()
        self._url = url
        self._artifacts = artifacts
        self._engine = engine
        self._place = place
        self._queues = queues_of((engine,), MODELS) if queues is None else queues
        self._max_running = max_running
        who = Whoami(host=socket.gethostname(), pid=os.getpid(), engine=engine, version=__version__)
        self._heart = Heart(url, timing, self._queues, who)
        self._child: RenderProcess | None = None
        self._handoffs = Handoffs()
        self._withdrawer = Withdrawer(url, self._handoffs)
        self._conn: Connection | None = None
        self._stopping = asyncio.Event()
        self._patience_over = False
        self._fitness = Fitness()

    @property
    def child_pid(self) -> int | None:
        return None if self._child is None else self._child.pid

    @property
    def ready(self) -> bool:
        """Whether it takes clips: its engine is loaded and warm, and it is not about to stop."""
        return self._child is not None and self._child.alive and not self._stopping.is_set()

    async def run(self) -> None:
        """Work until `stop`; then finish or hand back what is under way, and end the child."""
        shutil.rmtree(self._place.scratch, ignore_errors=True)
        self._place.scratch.mkdir(parents=True)
        beside = [asyncio.create_task(self._heart.run()), asyncio.create_task(self._withdrawer.run())]
        try:
            await self._work()
        except Unavailable as error:
            log.warning("stopped_without_database", error=str(error))
        finally:
            await end(beside)
            await self._withdrawer.finish()
            await self._handoffs.close()
            if self._child is not None:
                await self._child.kill()
            if self._conn is not None:
                await self._conn.close()
            shutil.rmtree(self._place.scratch, ignore_errors=True)

    def stop(self, *, drain_s: float) -> None:
        """Take nothing new. What renders has ``drain_s`` seconds to end, then goes back to the queue."""
        self._stopping.set()
        self._heart.wake.set()
        asyncio.get_running_loop().call_later(drain_s, self._stop_now)

    def _stop_now(self) -> None:
        self._patience_over = True
        if self._heart.running is not None:
            self._heart.running.end(Interrupt.STOPPING)

    async def _work(self) -> None:
        pause_s = 0.5
        while not self._stopping.is_set():
            try:
                await self._unless_stopped(self._prepare(self._engine))
                self._heart.queues = self._queues
                pause_s = 0.5
            except VitascopeError as error:
                self._heart.queues = ()  # nobody need wait for this one
                log.error("engine_not_ready", engine=self._engine, error=str(error))
                await self._unless_stopped(asyncio.sleep(pause_s))
                pause_s = min(30.0, 2 * pause_s)
                continue
            await self._unless_stopped(self._fitness.stand_back(self._taken))
            self._heart.wake.clear()
            claim = await self._database(self._claim)
            if claim is not None:
                await self._attempt(claim)
            elif not self._stopping.is_set():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._heart.wake.wait(), IDLE_S)

    async def _unless_stopped(self, work: Coroutine[Any, Any, object]) -> None:
        """``work``, given up at once when this worker is to stop: a first start compiles for half a minute."""
        doing, stopping = asyncio.create_task(work), asyncio.create_task(self._stopping.wait())
        await asyncio.wait({doing, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not doing.done():
            doing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await doing

    async def _claim(self, conn: Connection) -> Claim | None:
        if self._stopping.is_set() or self._heart.worker_id is None or not self._heart.heard:
            return None
        try:
            return await queue.claim(conn, self._heart.worker_id, self._queues, max_running=self._max_running)
        except psycopg.errors.ForeignKeyViolation:  # pruned while it was paused; the next beat gives it a new name
            self._heart.worker_id = None
            return None

    async def _taken(self, claim: Claim) -> bool:
        me = self._heart.worker_id or claim.worker_id  # after an outage it has another name
        return not await self._database(lambda conn: queue.left_to_others(conn, claim, worker_id=me))

    async def _prepare(self, engine: str) -> None:
        """Whatever a claim needs to be started on. Raises `RenderFailed`."""
        look_for_room(self._place.scratch)
        await self._handoffs.ready(engine)
        await self._warm(engine)

    async def _warm(self, engine: str) -> RenderProcess:
        """A living child that holds ``engine``. Raises `RenderFailed`."""
        child = self._child
        if child is not None and child.alive and child.engine == engine:
            return child
        if child is not None:
            await child.kill()
            self._child = None
        self._child = await RenderProcess.start(engine, log=self._place.log)
        metrics.CHILDREN.labels(engine).inc()
        log.info("engine_ready", engine=engine, version=self._child.version, child=self._child.pid)
        return self._child

    async def _attempt(self, claim: Claim) -> None:
        account = str(claim.generation.account_id)
        about = {"generation_id": str(claim.id), "attempt": claim.attempt, "account_id": account}
        if claim.request_id is not None:
            about["request_id"] = claim.request_id
        with bound_contextvars(**about):  # whoever logs on this attempt's behalf, its child included
            await self._make(claim)

    async def _make(self, claim: Claim) -> None:
        if claim.generation.cancel_requested:
            await self._database(lambda conn: settle.end_cancelled(conn, claim))
            self._withdrawer.kick()
            return
        if claim.tries > MAX_ATTEMPTS:
            error = RenderFailed(f"The render was cut off {MAX_ATTEMPTS} times; it is not tried again.")
            await self._database(lambda conn: settle.fail(conn, claim, error))
            self._withdrawer.kick()
            return
        folder = self._place.scratch / f"{claim.id}-{claim.attempt}"
        running = self._heart.running = Running(claim=claim, handoff=claim.handoff)
        metrics.BUSY.set(1)
        outcome: Closed = LOST
        if self._patience_over:  # it ran out while the claim was on its way
            running.end(Interrupt.STOPPING)
        log.info("attempt_started", tries=claim.tries)
        checkpoints = Checkpoints(self._artifacts, claim, partial(self._note_checkpoint, claim))
        poster = EarlyPoster(self._artifacts, running)
        try:
            rendered = await self._render(claim, running, folder, checkpoints, poster)
            await let_be_stored(checkpoints, claim, rendered)
            if isinstance(rendered, Rendered):
                await poster.settled()
            if isinstance(rendered, SPOILED) and running.handoff is not None:
                await self._forget_handoff(claim, running.handoff)
            outcome = await self._close(claim, running, rendered)
            self._withdrawer.kick()
            if wants_none(claim, outcome):
                await checkpoints.delete()
            if outcome != "completed":
                await poster.delete()
        finally:
            await checkpoints.stop()
            await poster.stop()
            self._heart.running = None
            self._count(running, outcome)
            shutil.rmtree(folder, ignore_errors=True)
        log.info("attempt_ended", outcome=outcome, stage=running.at.stage, progress=running.at.progress)

    def _count(self, running: Running, outcome: Closed) -> None:
        running.timeline.close()
        metrics.BUSY.set(0)
        metrics.ATTEMPTS.labels(running.claim.generation.spec.engine, outcome).inc()
        self._tracer.trace(running.claim.id, spans(running, outcome))

    async def _note_checkpoint(self, claim: Claim, key: str) -> bool:
        return await self._database(lambda conn: queue.note_checkpoint(conn, claim, key))

    async def _forget_handoff(self, claim: Claim, where: Mapping[str, Any]) -> None:
        """Have the next attempt begin anew elsewhere."""
        if await self._note_handoff(claim, None):
            left = await self._handoffs.withdraw(claim.generation.spec.engine, where)
            if left is not None:
                await self._note_handoff(claim, left)

    async def _note_handoff(self, claim: Claim, where: Mapping[str, Any] | None) -> bool:
        return await self._database(lambda conn: queue.note_handoff(conn, claim, where))

    async def _render(
        self, claim: Claim, running: Running, folder: Path, checkpoints: Checkpoints, poster: EarlyPoster
    ) -> Outcome:
        engine = claim.generation.spec.engine
        try:
            with running.timeline.stage("fetch"):
                folder.mkdir()
                order = await fetch_order(self._artifacts, running, folder, checkpoints)
            if not isinstance(order, Render):
                return order
            if (handoff := await self._handoffs.of(engine)) is not None:
                bringing = Bringing(claim, running, partial(self._note_handoff, claim))
                brought = await bringing.bring(handoff, order)
                if not isinstance(brought, Render):
                    return brought
                order = brought
            with running.timeline.stage("load"):
                child = await self._warm(engine)
        except RenderFailed as error:
            return error
        except NotFound:
            return RenderFailed("The input image is gone.")
        except OSError as error:
            return NoRoom(FULL_SAID) if is_full(error) else NotFetched(f"Nothing can be kept here: {error.strerror}.")
        return await drive(child, order, running, OnTheWay(checkpoint=checkpoints.offer, poster=poster.offer))

    async def _close(self, claim: Claim, running: Running, outcome: Outcome) -> Closed:
        """Write down how an attempt came out. Until that is done the claim is kept alive by the heart."""
        match outcome:
            case Rendered():
                return await self._complete(claim, running, outcome)
            case RenderFailed():
                return await self._fail(claim, outcome)
            case Interrupted(why=Interrupt.CANCELLED):
                ours = await self._database(lambda conn: settle.end_cancelled(conn, claim))
                return "cancelled" if ours else LOST
            case Interrupted():
                ours = await self._database(lambda conn: queue.hand_back(conn, claim, failed=False))
                return "handed_back" if ours else LOST

    async def _fail(self, claim: Claim, error: RenderFailed) -> Closed:
        self._fitness.failed(claim, error)
        if isinstance(error, NoRoom):  # no fault of the clip's: it waits until there is some, here or elsewhere
            ours = await self._database(lambda conn: queue.hand_back(conn, claim, failed=False))
            return "handed_back" if ours else LOST
        again = error.retryable and claim.tries < MAX_ATTEMPTS
        log.warning("attempt_failed", generation_id=str(claim.id), error=str(error), tries=claim.tries, again=again)
        if again:
            ours = await self._database(lambda conn: queue.hand_back(conn, claim, failed=True))
            return "handed_back" if ours else LOST
        ours = await self._database(lambda conn: settle.fail(conn, claim, error))
        return "failed" if ours else LOST

    async def _complete(self, claim: Claim, running: Running, rendered: Rendered) -> Closed:
        """Files first, under names that only this attempt uses; then the row that points to them."""
        try:
            if self._sign is not None:
                await asyncio.to_thread(self._sign, Path(rendered.video_path))
            with running.timeline.stage("publish"):
                artifact = await publish(self._artifacts, running, rendered)
        except (NotSigned, NotStored) as error:
            return await self._fail(claim, error)
        if isinstance(artifact, Interrupt):
            await withdraw(self._artifacts, claim)
            return await self._close(claim, running, Interrupted(why=artifact, child_alive=True))
        with running.timeline.stage("settle"):
            ours = await self._database(lambda conn: settle.complete(conn, claim, artifact, rendered.notes))
        if not ours:
            log.warning("claim_lost", generation_id=str(claim.id), attempt=claim.attempt)
            await withdraw(self._artifacts, claim)
            return LOST
        self._fitness.succeeded()
        return "completed"

    async def _database(self, work: Callable[[Connection], Awaitable[Result]]) -> Result:
        """``work`` on our connection, again on a new one for as long as the database does not answer.

        After a failure the worker registers anew: had a claim been committed without our hearing of it, its job would
        stay with the old name, which nobody beats for, and is reaped.
        """
        pause_s = 0.05
        while True:
            try:
                if self._conn is None:
                    self._conn = await connect(self._url)
                return await work(self._conn)
            except AWAY as error:
                log.debug("database_retry", error=str(error).strip())
                if self._conn is not None:
                    await self._conn.close()
                    self._conn = None
                    self._heart.worker_id = None
                # What is not settled is reaped when the database is back; what does not render need not wait for it.
                if self._patience_over or (self._stopping.is_set() and self._heart.running is None):
                    raise Unavailable("The database does not answer, and this worker is to stop.") from error
                await asyncio.sleep(pause_s)
                pause_s = min(1.0, 2 * pause_s)
