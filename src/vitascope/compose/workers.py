"""Worker processes of one machine: started, watched, started again when they die, drained at the end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import sys
from datetime import timedelta

import structlog

from vitascope.compose.artifacts import artifacts_environment
from vitascope.compose.engine_settings import engine_environment
from vitascope.compose.scratch import scratch_folder
from vitascope.settings import Settings

log = structlog.get_logger(__name__)

STEADY_S = 30.0
"""A worker that lived so long starts again at once; one that keeps dying, after a growing pause."""
FIRST_PAUSE_S = 0.1
LONGEST_PAUSE_S = 3.0
AFTER_DRAIN_S = 15.0
"""What a worker may take beyond its drain to settle and end its child, before it is killed."""


class Workers:
    """``settings.workers`` processes, each under a watch of its own."""

    def __init__(self, settings: Settings, url: str, *, any_engine: bool = False) -> None:
        """``any_engine``: see `compose.worker.run_worker`."""
        self._settings = settings
        self._flags = ("--any-engine",) if any_engine else ()
        self._url = url
        self._processes: set[asyncio.subprocess.Process] = set()
        self._watches: list[asyncio.Task[None]] = []
        self._stopping = asyncio.Event()

    def start(self) -> None:
        self._watches = [asyncio.create_task(self._watch(number)) for number in range(self._settings.workers)]

    async def _watch(self, number: int) -> None:
        loop, pause_s = asyncio.get_running_loop(), FIRST_PAUSE_S
        while not self._stopping.is_set():
            born = loop.time()
            device = share(self._settings.device, number, self._settings.workers)
            try:
                process = await self._spawn(number, device)
            except OSError as error:  # no memory or no number for a process at this moment
                log.warning("worker_not_started", error=str(error), again_in_s=LONGEST_PAUSE_S)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), LONGEST_PAUSE_S)
                continue
            self._processes.add(process)
            if self._stopping.is_set():  # it was on its way when the others were told
                process.terminate()
            try:
                code = await process.wait()
            finally:
                self._processes.discard(process)
            # One that was killed could not clean up.
            await asyncio.to_thread(shutil.rmtree, scratch_folder(self._settings, process.pid), ignore_errors=True)
            if self._stopping.is_set():
                return
            pause_s = FIRST_PAUSE_S if loop.time() - born > STEADY_S else min(LONGEST_PAUSE_S, 2 * pause_s)
            log.warning("worker_ended", pid=process.pid, returncode=code, again_in_s=pause_s)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause_s)

    async def _spawn(self, number: int, device: str | None) -> asyncio.subprocess.Process:
        """Settings travel in the environment: a database URL may hold a password, and arguments are public."""
        settings = self._settings
        ours = {
            "VITASCOPE_DATABASE": self._url,
            "VITASCOPE_DATA_DIR": str(settings.data_dir),
            **artifacts_environment(settings),
            "VITASCOPE_ENGINE": settings.engine,
            "VITASCOPE_MODELS": ",".join(settings.models),
            "VITASCOPE_DEVICE": device or "",
            "VITASCOPE_DRAIN_S": str(settings.drain_s),
            "VITASCOPE_STALL_S": str(settings.stall_s),
            "VITASCOPE_RETENTION_DAYS": str(settings.retention_days),
            "VITASCOPE_DRAFT_HOURS": str(settings.draft_age / timedelta(hours=1)),
            "VITASCOPE_LINK_HOURS": str(settings.link_hours),
            "VITASCOPE_PUBLIC_URL": settings.public_url or "",
            "VITASCOPE_WEBHOOK_HOSTS": ",".join(settings.webhook_hosts),
            "VITASCOPE_LOG_LEVEL": settings.log_level,
            "VITASCOPE_LOG_FORMAT": settings.log_format,
            "VITASCOPE_METRICS_PORT": "" if settings.metrics_port is None else str(settings.metrics_port + number),
            "VITASCOPE_METRICS_HOST": settings.metrics_host,
            "VITASCOPE_METRICS_TOKEN": settings.metrics_token or "",
            **engine_environment(settings),
            "VITASCOPE_C2PA_CERT": "" if settings.c2pa_cert is None else str(settings.c2pa_cert),
            "VITASCOPE_C2PA_KEY": "" if settings.c2pa_key is None else str(settings.c2pa_key),
        }
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "vitascope", "worker", "--parent", str(os.getpid()), *self._flags),
            stdin=asyncio.subprocess.DEVNULL,
            env={**os.environ, **ours},
            start_new_session=True,  # a Ctrl-C in the terminal is for us to pass on
        )

    async def stop(self) -> None:
        """Drain all of them, and see them gone."""
        self._stopping.set()
        self._signal(signal.SIGTERM)
        if self._watches:
            await asyncio.wait(self._watches, timeout=self._settings.drain_s + AFTER_DRAIN_S)
        self._signal(signal.SIGKILL)
        for watch in self._watches:
            await watch

    def hurry(self) -> None:
        """A second SIGTERM: hand back at once instead of finishing."""
        self._signal(signal.SIGTERM)

    def _signal(self, number: int) -> None:
        for process in list(self._processes):
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(number)


def share(devices: str | None, number: int, of: int) -> str | None:
    """Which of ``devices`` the worker ``number`` of so many renders on: each its own, as far as they go round."""
    if devices is None or devices == "cpu":
        return devices
    named = devices.split(",")
    return ",".join(named[number::of] or [named[number % len(named)]])
