"""What this machine can run, and why not."""

from __future__ import annotations

import asyncio
import os
import platform
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from vitascope import __version__
from vitascope.compose.artifacts import artifacts_of, try_out
from vitascope.compose.database import reach
from vitascope.compose.engine_settings import tell_engines
from vitascope.compose.remote import look_at
from vitascope.compose.weights import in_a_line
from vitascope.core.errors import VitascopeError
from vitascope.engines import registry
from vitascope.settings import Settings
from vitascope.store.database import connect
from vitascope.store.embedded import programs
from vitascope.store.migrate import standing
from vitascope.store.retention import now
from vitascope.worker.loading import loading_now

ENOUGH_DISK_BYTES = 2 * 2**30


CLOCK_OFF_S = 60.0
"""S3 takes requests that are signed up to fifteen minutes away."""


class WrongClock(VitascopeError):
    """This machine's clock is not the others'."""

    code = "wrong_clock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the report."""

    subject: str
    good: bool
    text: str
    needed: bool = True
    """Whether this machine is unfit without it."""


def examine(settings: Settings) -> Iterator[Finding]:
    """Every finding, in the order in which a start would meet them."""
    tell_engines(settings)
    yield Finding(
        subject="vitascope",
        good=True,
        text=f"{__version__} on Python {platform.python_version()}, {platform.system()} {platform.machine()}",
    )
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    yield Finding(subject="cores", good=cores >= 2, text=f"{cores}" + ("" if cores >= 2 else "; two or more keep up"))
    yield _disk(settings)
    yield _database(settings)
    if settings.artifacts is not None:
        yield _check("files", partial(_files, settings))
    if settings.database:
        yield _check("clock", partial(_clock, settings.database))
    yield _check("loads", lambda: loading_now() or "no process of this host loads an engine; they take turns")
    yield _check("encoder", _encoder)
    for name in registry.names():
        yield replace(_check(f"engine {name}", partial(_summary, settings, name)), needed=name == settings.engine)
    for url in settings.remote_urls:
        yield replace(_check(f"server {url}", partial(look_at, settings, url)), needed=settings.engine == "remote")
    if settings.weights is not None:
        yield _check("weights", partial(in_a_line, settings.weights))


def _summary(settings: Settings, engine: str) -> str:
    find = registry.equipped if settings.workers else registry.prospect
    return find(engine).info.summary


def _disk(settings: Settings) -> Finding:
    folder = settings.data_dir
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    writable = os.access(folder, os.W_OK)
    text = f"{settings.data_dir}: {free / 2**30:.1f} GiB free" + ("" if writable else f", but {folder} is not writable")
    return Finding(subject="data folder", good=writable and free > ENOUGH_DISK_BYTES, text=text)


def _database(settings: Settings) -> Finding:
    if settings.database:
        return _check("database", partial(_outside, settings.database))
    return _check("database", lambda: f"embedded PostgreSQL, {programs()}")


def _files(settings: Settings) -> str:
    asyncio.run(try_out(artifacts_of(settings)))
    return f"{settings.artifacts} can be written, listed, read and deleted in"


def _outside(url: str) -> str:
    return f"an outside PostgreSQL, by setting; it answers, {asyncio.run(_standing(url))}"


async def _standing(url: str) -> str:
    await reach(url)
    async with await connect(url) as conn:
        return str(await standing(conn))


def _clock(url: str) -> str:
    off_s = asyncio.run(_off(url))
    if abs(off_s) > CLOCK_OFF_S:
        way = "ahead of" if off_s > 0 else "behind"
        raise WrongClock(f"{abs(off_s):.0f} s {way} the database's; buckets refuse what such a clock signs")
    return "within a minute of the database's"


async def _off(url: str) -> float:
    """Seconds by which this machine's clock is ahead of the database's."""
    async with await connect(url) as conn:
        return (datetime.now(UTC) - await now(conn)).total_seconds()


def _encoder() -> str:
    import av
    from av.codec import Codec

    for name in ("libx264", "aac"):
        Codec(name, "w")  # raises where this build has none
    return f"H.264 (x264) and AAC, PyAV {av.__version__}"


def _check(subject: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(subject=subject, good=True, text=look())
    except (VitascopeError, ValueError, ImportError) as error:
        return Finding(subject=subject, good=False, text=str(error))
