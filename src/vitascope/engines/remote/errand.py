"""One clip at another server, from the create to the file: submitted once, looked after with patience, fetched.

    note where → create → note its id → look, again and again → download

The first note stands before the create: whoever finds it without an id repeats the create at that very server under the
same name, which servers that know of idempotency answer with the same job. (One that does not may render twice, if a
worker dies between its reply and our note.)
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import structlog

from vitascope.core.errors import BadDelivery, NotHandedOver, RemoteFailed, Stalled
from vitascope.core.ports import Errand, ErrandReport
from vitascope.engines.remote.balance import Servers
from vitascope.engines.remote.noted import Noted, left_in, note_of
from vitascope.engines.remote.replies import Job, State
from vitascope.engines.remote.server import SHUT_S, Missing, NoAnswer, Refusal, Server

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to bear with what, in seconds."""

    poll_s: float = 1.0
    poll_most_s: float = 10.0
    """Whatever a server asks for: a cancelled or finished job should be heard of."""
    again_s: float = 0.5
    """The first pause after a failure; then twice as long each time, up to `poll_most_s`."""
    submit_s: float = 120.0
    """Without any server that takes it, before the attempt counts as failed."""
    busy_s: float = 3600.0
    """While servers answer, and say that they are busy."""
    away_s: float = 600.0
    """For the server that renders it to come back, where it is the only one."""
    elsewhere_s: float = 60.0
    """The same where another could render it anew."""
    missing_s: float = 15.0
    """While it knows nothing of the job: the reply may be another replica's, whose jobs are in its own memory."""
    missing_replies: int = 5
    queued_s: float = 6 * 3600.0
    """In the queue over there."""
    render_least_s: float = 600.0
    render_factor: float = 20.0
    """Of the predicted length, for the render itself: as an attempt in a child may take."""
    clip_tries: int = 4
    """At least, to fetch what is done. A server that does not answer is borne with for `away_s` besides, wherever else
    it could be rendered: it took minutes of a GPU. One that says no is asked so often."""


class _Lost(Exception):
    """The server has lost the job, or ended it: nothing of it will come."""


class _Silent(_Lost):
    """It does not answer, and may yet be rendering."""


class Runner:
    """Does one errand."""

    def __init__(
        self, errand: Errand, report: ErrandReport, servers: Servers, *, predicted_s: float, patience: Patience
    ) -> None:
        self._errand = errand
        self._report = report
        self._servers = servers
        self._predicted_s = predicted_s
        self._patience = patience
        self._share = 0.0
        self._left = left_in(errand.taken_up)
        """Jobs of this clip that nobody waits for any more."""

    async def run(self) -> Job:
        """The job, done, whose clip lies at the errand's path. Raises `RenderFailed`."""
        noted = Noted.read(self._errand.taken_up)
        if noted is not None and self._servers.get(noted.server) is None:
            log.warning("remote_not_named_any_more", server=noted.server)
            noted = None
        name = self._errand.name
        for _ in range(2):
            try:
                server, noted = await self._submitted(noted, name)
                with self._servers.busy(server):
                    job = await self._done(server, noted)
                    await self._fetched(server, noted)
                return job
            except _Lost as lost:
                log.warning("remote_job_lost", server=noted.server if noted else None, why=str(lost), name=name)
                if noted is not None and isinstance(lost, _Silent):
                    self._left += (noted,)
                noted, name = None, f"{self._errand.name}-again"
        raise NotHandedOver("The inference server lost the clip twice.")

    async def _submitted(self, noted: Noted | None, name: str) -> tuple[Server, Noted]:
        """The server and the job, which has an id."""
        if noted is not None and noted.id is not None:
            server = self._servers.get(noted.server)
            assert server is not None  # noqa: S101 - looked at by the caller
            log.info("remote_job_taken_up", server=server.base, job=noted.id)
            return server, noted
        began, pauses = time.monotonic(), _pauses(self._patience)
        busy = False
        while True:
            self._report.step("waiting", 0, 100)
            if noted is None:
                server = await self._picked(began)
                noted = Noted(server=server.base, name=name, id=None)
                await self._report.note(note_of(noted, self._left))
            else:
                server = self._named(noted)
            try:
                job = await self._servers.create(
                    server, self._errand.spec, name=noted.name, image_png=self._errand.image_png
                )
            except Refusal as error:
                raise RemoteFailed(f"The inference server refuses this: {error}") from None
            except NoAnswer as error:
                self._servers.failed(server, error)
                waited = time.monotonic() - began
                # Where it may have begun, only the same server can say that it is the same job.
                if not error.sent or (len(self._servers) > 1 and waited > self._patience.elsewhere_s):
                    noted = None
                busy = busy or error.busy
                if waited > (self._patience.busy_s if busy else self._patience.submit_s):
                    raise NotHandedOver("No inference server takes the clip.") from None
                await asyncio.sleep(next(pauses) if noted is None else max(next(pauses), error.retry_after_s or 0.0))
                continue
            self._servers.answered(server)
            noted = replace(noted, id=job.id)
            await self._report.note(note_of(noted, self._left))
            log.info("remote_job_submitted", server=server.base, job=noted.id)
            return server, noted

    async def _picked(self, began: float) -> Server:
        try:
            async with asyncio.timeout(max(1.0, began + self._patience.busy_s - time.monotonic())):
                return await self._servers.pick()
        except TimeoutError:
            raise NotHandedOver("No inference server takes the clip.") from None

    def _named(self, noted: Noted) -> Server:
        server = self._servers.get(noted.server)
        assert server is not None  # noqa: S101 - it was picked from them
        return server

    async def _done(self, server: Server, noted: Noted) -> Job:
        """Look at the job until it is done. Raises `_Lost`, `RemoteFailed`, `Stalled`, `NotHandedOver`."""
        assert noted.id is not None  # noqa: S101 - it was submitted
        patience, clock = self._patience, time.monotonic
        began = last_seen = clock()
        running_since: float | None = None
        missing: list[float] = []
        pauses = _pauses(patience)
        while True:
            pause_s = patience.poll_s
            try:
                job = await server.look(noted.id)
            except Missing:
                missing.append(clock())
                last_seen = clock()
                if len(missing) >= patience.missing_replies and clock() - missing[0] > patience.missing_s:
                    raise _Lost("it knows no such job") from None
            except Refusal as error:
                raise RemoteFailed(f"The inference server does not tell of the clip: {error}") from None
            except NoAnswer as error:
                log.debug("remote_no_answer", server=server.base, error=str(error))
                away_s = patience.away_s if len(self._servers) == 1 else patience.elsewhere_s
                if clock() - last_seen > away_s:
                    self._servers.failed(server, error)
                    if len(self._servers) > 1:
                        raise _Silent("it does not answer") from None
                    raise NotHandedOver("The inference server that renders the clip does not answer.") from None
                pause_s = max(next(pauses), error.retry_after_s or 0.0)
            else:
                last_seen, missing, pauses = clock(), [], _pauses(patience)
                if self._seen(server, job) is State.DONE:
                    return job
                if job.state is State.RUNNING:
                    running_since = running_since or clock()
                pause_s = job.poll_after_s or patience.poll_s
            limit_s = max(patience.render_least_s, patience.render_factor * self._predicted_s)
            if running_since is not None and clock() - running_since > limit_s:
                raise Stalled("The inference server took many times longer than it should.")
            if running_since is None and clock() - began > patience.queued_s:
                raise Stalled("The clip stood in the inference server's queue for too long.")
            await asyncio.sleep(min(pause_s, patience.poll_most_s))

    def _seen(self, server: Server, job: Job) -> State:
        """Tell of ``job``. Raises where it has ended otherwise than well."""
        if job.state is State.FAILED and job.unpaid:
            why = f"it wants to be paid first: {job.error}"
            self._servers.failed(server, NoAnswer(why, sent=False, busy=True, retry_after_s=SHUT_S))
            raise _Lost("it wants to be paid first")
        if job.state is State.FAILED:
            raise RemoteFailed(f"The inference server failed, and says: {job.error or 'it does not say why'}")
        if job.state is State.GONE:
            raise _Lost("it was ended there")
        if job.progress is not None:
            self._share = max(self._share, job.progress)
        stage = "queued" if job.state is State.QUEUED else "rendering"
        self._report.step(stage, round(100 * self._share), 100)
        return job.state

    async def _fetched(self, server: Server, noted: Noted) -> None:
        """The clip at the errand's path. Raises `_Lost`, `BadDelivery`, `NotHandedOver`."""
        assert noted.id is not None  # noqa: S101 - it was submitted
        patience, pauses = self._patience, _pauses(self._patience)
        self._report.step("fetching", 100, 100)
        failed, missing = 0, []
        failing_since: float | None = None
        while True:
            pause_s = next(pauses)
            try:
                await server.download(noted.id, self._errand.path)
                return
            except Missing:
                missing.append(time.monotonic())
                if len(missing) >= patience.missing_replies and missing[-1] - missing[0] > patience.missing_s:
                    raise _Lost("it has no content for the job that it calls done") from None
            except Refusal as error:
                failed += 1
                if failed < patience.clip_tries:
                    log.warning("remote_download_refused", server=server.base, error=str(error), failed=failed)
                    await asyncio.sleep(pause_s)
                    continue
                raise BadDelivery(f"The inference server does not hand its clip out: {error}") from None
            except NoAnswer as error:
                failed += 1
                now = time.monotonic()
                failing_since = failing_since or now  # from the end of the first: one try may take long
                left_s = failing_since + patience.away_s - now
                log.warning("remote_download_failed", server=server.base, error=str(error), failed=failed)
                if left_s <= 0 and failed >= patience.clip_tries:
                    raise NotHandedOver("The inference server's clip could not be fetched.") from None
                pause_s = max(pause_s, error.retry_after_s or 0.0)
                if left_s > 0:
                    pause_s = min(pause_s, left_s)  # and asked once more at the end
            await asyncio.sleep(pause_s)


def _pauses(patience: Patience) -> Iterator[float]:
    """Seconds between tries: twice as long each time."""
    pause_s = patience.again_s
    while True:
        yield min(pause_s, patience.poll_most_s)
        pause_s *= 2
