"""Engine ``remote``: the same job sent to an inference server that speaks ``/v1/videos``.

SGLang Diffusion, vLLM-Omni and TensorRT-LLM put one clip on many GPUs and keep their jobs in memory; here the job is
kept, and its clip made into what a spec promises. A `core.ports.Handoff`, and so the one async engine.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Mapping
from typing import Any

import httpx
import structlog

from vitascope import __version__
from vitascope.core.generation import GenerationSpec
from vitascope.core.ports import EngineInfo, Errand, ErrandReport
from vitascope.engines.remote.balance import Servers
from vitascope.engines.remote.config import RemoteConfig
from vitascope.engines.remote.errand import Patience, Runner
from vitascope.engines.remote.noted import Noted, left_in, note_of
from vitascope.engines.remote.server import NoAnswer, Refusal, Server, make_client

log = structlog.get_logger(__name__)

SECONDS_A_SECOND: Mapping[str, float] = {"1080p": 10.0, "1440p": 20.0, "2160p": 40.0}
"""To render a second of clip. The hosted model's 6 s of 1080p took 58.9 s (wire contract, section 1, Timing), and its
price doubles with each size. What servers here really take corrects it: estimates go by the measured pace."""

WITHDRAW_S = 8.0


class RemoteEngine:
    """Engine ``remote``; see the module."""

    def __init__(self, config: RemoteConfig | None = None, *, patience: Patience | None = None) -> None:
        """From the environment, where no ``config`` is given. Raises `EngineMissing`."""
        self._config = config or RemoteConfig.read(os.environ)
        self._patience = patience or Patience()
        self._http: httpx.AsyncClient | None = None
        self._made: Servers | None = None

    @property
    def info(self) -> EngineInfo:
        return EngineInfo(
            name="remote",
            kind="model",
            summary="Rendered by an inference server behind this one, and brought to the size and length asked for.",
            version=__version__,
        )

    def seconds(self, spec: GenerationSpec) -> float:
        return SECONDS_A_SECOND[spec.resolution.name] * spec.duration_s * float(spec.fps) / 25

    async def ready(self) -> None:
        await (await self._servers()).ready()

    async def fetch(self, errand: Errand, report: ErrandReport) -> Mapping[str, Any]:
        runner = Runner(
            errand,
            report,
            await self._servers(),
            predicted_s=self.seconds(errand.spec),
            patience=self._patience,
        )
        job = await runner.run()
        told = [f"The server that rendered it says: {sentence}" for sentence in job.told]
        return {"approximated": told, "understood": [], "not_understood": []}

    async def withdraw(self, where: Mapping[str, Any]) -> Mapping[str, Any] | None:
        servers, counting = await self._servers(), Noted.read(where)
        jobs = [*([] if counting is None else [counting]), *left_in(where)]
        told = await asyncio.gather(*(_told(servers, job) for job in jobs))
        left = [job for job, heard in zip(jobs, told, strict=True) if not heard]
        return note_of(None, left) if left else None

    async def close(self) -> None:
        if self._http is not None:
            await self._http.aclose()

    async def _servers(self) -> Servers:
        """Made when they are first asked: loading the certificates takes 20 ms."""
        if self._made is None:
            self._http = await asyncio.to_thread(make_client)
            servers = [Server(base, self._config, self._http) for base in self._config.bases]
            self._made = Servers(servers, time.monotonic)
        return self._made


async def _told(servers: Servers, noted: Noted) -> bool:
    """Whether there is nothing more to tell of a job."""
    server = servers.get(noted.server)
    if server is None:
        return True
    job_id = noted.id
    try:
        async with asyncio.timeout(WITHDRAW_S):
            job_id = job_id or await servers.made(noted.name)
            if job_id is not None:
                await server.drop(job_id)
    except (NoAnswer, Refusal, TimeoutError) as error:
        log.warning("remote_job_not_withdrawn", server=server.base, job=job_id, error=str(error))
        return job_id is None or isinstance(error, Refusal)  # without an id it cannot be named later either
    return True
