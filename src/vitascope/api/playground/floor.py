"""``/playground/floor``: who works and what waits, over all accounts; for management keys of the server's owner.

Counts alone, and of the workers where they run and what kind of clip each renders: never whose clip, nor which.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vitascope.wire.aimlapi import JsonObject

if TYPE_CHECKING:
    from vitascope.service import Caller, Service, WorkerState


async def floor(service: Service, caller: Caller) -> JsonObject:
    """What an owner asks first when clips are slow: are there workers, and how long is the queue."""
    outlook = await service.outlook(caller)
    return {
        "workers": outlook.workers,
        "rendering": outlook.renders,
        "waiting": outlook.waiting,
        "pace": round(outlook.pace, 2),
        "each": [_told(worker) for worker in await service.workers(caller)],
    }


def _told(worker: WorkerState) -> JsonObject:
    renders = worker.generation is not None
    return {
        "host": worker.host,
        "engine": worker.engine,
        "version": worker.version,
        "beat_s": round(worker.beat_s, 1),
        "model": worker.model,
        "stage": worker.stage,
        "progress": worker.progress if renders else None,
        "elapsed_s": None if worker.elapsed_s is None else round(worker.elapsed_s),
    }
