"""One attempt at one generation: drive the child, and say how it came out."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vitascope.core.errors import Cancelled, EngineBroke, EngineFailed, RenderFailed, Stalled, VitascopeError
from vitascope.store.queue import Progress
from vitascope.worker import metrics
from vitascope.worker.heart import Interrupt, Running
from vitascope.worker.messages import Cancel, Failed, Kept, Loaded, Loading, Render, Rendered, Started, Step, Still
from vitascope.worker.process import GRACE_S, RenderProcess

LEAST_DEADLINE_S = 600.0
DEADLINE_FACTOR = 20.0
"""An attempt may take this many times its predicted length: predictions are made on an idle machine. However short that
is, it has the least: beside a dozen other programs, or compiling first, a clip of seconds took minutes and was fine.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interrupted:
    """The render was ended from outside; the child may be used again only if ``child_alive``."""

    why: Interrupt
    child_alive: bool


Outcome = Rendered | RenderFailed | Interrupted


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTheWay:
    """Who is given the files that a child makes before it is done. Both return at once."""

    checkpoint: Callable[[Path], None]
    poster: Callable[[Path], None]


async def drive(child: RenderProcess, order: Render, running: Running, on_the_way: OnTheWay) -> Outcome:
    """Have ``child`` render ``order`` while keeping ``running`` up to date.

    Never raises for what a render can do: a child that died or hung is gone when this returns its error.
    """
    hearing = asyncio.create_task(_hear(child, order, running, on_the_way))
    try:
        either: set[asyncio.Future[Any]] = {hearing, running.interrupt}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if not hearing.done():
            return await _interrupt(child, hearing, running.interrupt.result())
        outcome = hearing.result()
        if isinstance(outcome, EngineBroke):  # a GPU that failed once fails every job from then on in that process
            await child.kill()
        return outcome
    except RenderFailed as error:
        await child.kill()
        return error
    except BaseException:
        await child.kill()
        raise
    finally:
        hearing.cancel()
        with contextlib.suppress(asyncio.CancelledError, VitascopeError):
            await hearing


async def _hear(child: RenderProcess, order: Render, running: Running, on_the_way: OnTheWay) -> Outcome:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + LEAST_DEADLINE_S
    await child.begin(order)
    while True:
        match await child.hear():
            case Started(predicted_s=predicted):
                deadline = loop.time() + max(LEAST_DEADLINE_S, DEADLINE_FACTOR * predicted)
            case Step(stage=stage, done=done, total=total):
                share = running.begun + (1 - running.begun) * min(1.0, done / max(1, total))
                running.timeline.step(stage, done)
                running.at = Progress(progress=share, stage=stage, step=done, steps=total)
            case Kept(path=path):
                on_the_way.checkpoint(Path(path))
            case Still(path=path):
                on_the_way.poster(Path(path))
            case Rendered() as rendered:
                _add_up(running, rendered)
                return rendered
            case Failed(code=Cancelled.code):
                return Interrupted(why=Interrupt.CANCELLED, child_alive=True)
            case Failed(code=code, message=message):
                return _as_error(code, message)
            case Render() | Cancel() | Loading() | Loaded() as stray:
                return EngineFailed(f"The render child spoke out of turn: {type(stray).__name__}.")
        if loop.time() > deadline:
            raise Stalled("The render took many times longer than it should.")


def _add_up(running: Running, rendered: Rendered) -> None:
    running.timeline.end_steps()
    engine, took_s = running.timeline.engine, rendered.encode_s
    if took_s > 0:
        running.timeline.add("encode", "encode", rendered.encode_began_ns, took_s)
        metrics.FRAMES.labels(engine).inc(rendered.frames)
        metrics.ENCODING.labels(engine).inc(took_s)
        metrics.SPEED.labels(engine).observe(float(rendered.frames / running.claim.generation.spec.fps) / took_s)


async def _interrupt(child: RenderProcess, hearing: asyncio.Task[Outcome], why: Interrupt) -> Interrupted:
    """Ask first, so that a warm child survives a cancel; then kill."""
    try:
        await child.cancel()
        async with asyncio.timeout(GRACE_S):
            await asyncio.shield(hearing)
        if isinstance(hearing.result(), EngineBroke):
            await child.kill()
    except (TimeoutError, RenderFailed):
        await child.kill()
    return Interrupted(why=why, child_alive=child.alive)


def _as_error(code: str, message: str) -> RenderFailed:
    kind = next((k for k in RenderFailed.__subclasses__() if k.code == code), EngineFailed)
    return kind(message)
