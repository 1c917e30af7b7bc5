"""``/playground/floor``: who works and what waits, over all accounts; for management keys.

Counts alone, and of the workers where they run and what kind of clip each renders: never whose clip, nor which.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vitascope.api.replies import bearer_key, json_reply

if TYPE_CHECKING:
    from vitascope.service import Service, WorkerState

PATH = "/playground/floor"


class Floor:
    """What an owner asks first when clips are slow: are there workers, and how long is the queue."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def route(self) -> Route:
        return Route(PATH, self._tell, methods=["GET"])

    async def _tell(self, request: Request) -> Response:
        caller = await self._service.authenticate(bearer_key(request))
        outlook = await self._service.outlook(caller)
        workers = await self._service.workers(caller)
        return json_reply(
            {
                "workers": outlook.workers,
                "rendering": outlook.renders,
                "waiting": outlook.waiting,
                "pace": round(outlook.pace, 2),
                "each": [_told(worker) for worker in workers],
            }
        )


def _told(worker: WorkerState) -> dict[str, object]:
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
