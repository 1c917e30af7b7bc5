"""Starts what we measure against, in ``bench/baselines/``: a FastAPI + Celery + Redis service, and a bare FastAPI."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import httpx
import redis

from tools.bench_seed import seed_redis
from tools.bench_server import GENERATIONS, MODEL, NotInTime, wait_for

ROOT = Path(__file__).parents[1]
START_S = 60.0

Fsync = Literal["always", "everysec"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Celery:
    """The service, with its Redis. No worker runs until one is asked for: work waits, and the cores are the API's."""

    client: httpx.Client
    redis: redis.Redis
    folder: Path
    env: dict[str, str]

    @property
    def base_url(self) -> str:
        return str(self.client.base_url).rstrip("/")

    def sync(self, when: Fsync) -> None:
        """When Redis brings its append-only file to the disk: before each reply, or every second."""
        self.redis.config_set("appendfsync", when)

    def submit(self, prompt: str) -> str:
        """The id of a new job."""
        reply = self.client.post(GENERATIONS, json={"model": MODEL, "prompt": prompt})
        return str(reply.raise_for_status().json()["id"])

    def poll(self, job: str) -> dict[str, Any]:
        reply = self.client.get(GENERATIONS, params={"generation_id": job})
        return dict(reply.raise_for_status().json())

    def attempts(self, job: str) -> list[tuple[float, int]]:
        """When each attempt at it began, in Unix seconds, and in which process."""
        kept = self.redis.lrange(f"starts-{job}", 0, -1)
        assert isinstance(kept, list)
        return [(float(at), int(pid)) for at, pid in (one.split() for one in kept)]

    @contextlib.contextmanager
    def worker(self, name: str) -> Iterator[None]:
        """A real worker that renders one at a time in a child of its own, once it is ready."""
        log = self.folder / f"{name}.log"
        command = [*(sys.executable, "-m", "celery", "--app", "bench.baselines.celery_tasks", "worker")]
        command += ["--concurrency", "1", "--loglevel", "info", "--hostname", f"{name}@%h"]
        with _process(command, log, self.env) as process:
            wait_for(lambda: b" ready." in log.read_bytes() or None, limit_s=START_S)
            yield
            process.send_signal(signal.SIGQUIT)  # without waiting for what it renders


def redis_available() -> bool:
    return shutil.which("redis-server") is not None


@contextlib.contextmanager
def hello(folder: Path) -> Iterator[str]:
    """The bare FastAPI; its address."""
    with _uvicorn("bench.baselines.hello:app", folder, {}) as base_url:
        yield base_url


@contextlib.contextmanager
def celery(folder: Path, *, results: int = 0, visibility_s: int = 3600) -> Iterator[Celery]:
    """The service; with so many results in its Redis, after one job went through a real worker of it."""
    path = folder / "redis.sock"
    env = {"BASELINE_REDIS": f"redis+socket://{path}", "BASELINE_VISIBILITY_S": str(visibility_s)}
    with (
        _redis(folder, path) as kept,
        _uvicorn("bench.baselines.celery_api:app", folder, env) as base_url,
        httpx.Client(base_url=base_url, trust_env=False, timeout=30) as client,
    ):
        service = Celery(client=client, redis=kept, folder=folder, env=env)
        if results:
            seed_redis(kept, _one_job(service), results)
            # What was seeded belongs to the file's base, as it would after months, and not to a rewrite under load.
            kept.bgrewriteaof()
            wait_for(lambda: _rewritten(kept) or None, limit_s=START_S, every_s=0.2)
        yield service


def _one_job(service: Celery) -> str:
    """The id of a job that was submitted, rendered and polled as a client would."""
    with service.worker("first"):
        job = service.submit("a dragon")
        wait_for(lambda: service.poll(job)["status"] == "completed" or None, limit_s=START_S)
    by_key = service.client.get("/by-key", params={"generation_id": job})
    url = by_key.raise_for_status().json()["video"]["url"]
    assert url.endswith(f"{job}.mp4"), url
    return job


def _rewritten(client: redis.Redis) -> bool:
    told = client.info("persistence")
    assert isinstance(told, dict)
    return not told["aof_rewrite_in_progress"] and not told["aof_rewrite_scheduled"]


@contextlib.contextmanager
def _redis(folder: Path, path: Path) -> Iterator[redis.Redis]:
    """On a Unix socket, as our PostgreSQL is. Snapshots are off: the append-only file is what holds."""
    command = [
        *("redis-server", "--port", "0", "--unixsocket", str(path), "--dir", str(folder), "--save", ""),
        *("--appendonly", "yes", "--appendfsync", "always"),
    ]
    with _process(command, folder / "redis.log", {}), redis.Redis(unix_socket_path=str(path)) as client:

        def answers() -> bool | None:
            with contextlib.suppress(redis.ConnectionError):
                return bool(client.ping())
            return None

        wait_for(answers, limit_s=START_S)
        yield client


@contextlib.contextmanager
def _uvicorn(app: str, folder: Path, env: dict[str, str]) -> Iterator[str]:
    """One process with the settings of ours: uvloop, httptools, no access log. Its address."""
    log = folder / f"{app.partition(':')[0]}.log"
    command = [
        *(sys.executable, "-m", "uvicorn", app, "--port", "0", "--loop", "uvloop", "--http", "httptools"),
        *("--no-access-log", "--no-server-header", "--no-proxy-headers"),
    ]
    with _process(command, log, env) as process:

        def address() -> str | None:
            text = log.read_text(encoding="utf-8", errors="replace")
            if process.poll() is not None:
                raise NotInTime(f"{app} ended at start:\n{text}")
            found = re.search(r"running on (http://\S+)", text)
            return found[1] if found else None

        yield wait_for(address, limit_s=START_S)


@contextlib.contextmanager
def _process(command: list[str], log: Path, env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **env}, stdout=output, stderr=output, stdin=subprocess.DEVNULL
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)
