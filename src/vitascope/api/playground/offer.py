"""``/playground/offer``: what can be asked here, of which engine, at what price. Anybody may know."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vitascope import __version__
from vitascope.api.public_url import PublicUrl
from vitascope.api.replies import json_reply
from vitascope.core.generation import CAMERA_MOTIONS, MAX_PROMPT_CHARS, MAX_SEED, MODELS
from vitascope.core.usage import CREDITS_PER_USD, usd
from vitascope.service.on_offer import Choice

if TYPE_CHECKING:
    from vitascope.service import Service

PATH = "/playground/offer"


class Offer:
    """The page does no sums: every shape of clip comes with its price, as a submit would charge it."""

    def __init__(self, service: Service, public_url: PublicUrl, *, max_body_bytes: int) -> None:
        self._service = service
        self._public_url = public_url
        self._max_body_bytes = max_body_bytes

    def route(self) -> Route:
        return Route(PATH, self._offer, methods=["GET"])

    async def _offer(self, request: Request) -> Response:
        # On a thread: an engine may look at its device for it.
        engine, choices = await asyncio.to_thread(self._service.on_offer)
        return json_reply(
            {
                "version": __version__,
                "base": self._public_url.of(request),
                "engine": {
                    "name": engine.name,
                    "kind": engine.kind,
                    "summary": engine.summary,
                    "offers": sorted(engine.offers),
                },
                "models": list(MODELS),
                "camera_motions": list(CAMERA_MOTIONS),
                "credits_per_usd": CREDITS_PER_USD,
                "limits": {
                    "prompt_chars": MAX_PROMPT_CHARS,
                    "seed": MAX_SEED,
                    "body_bytes": self._max_body_bytes,
                },
                "choices": [_choice(choice) for choice in choices],
            }
        )


def _choice(choice: Choice) -> dict[str, object]:
    spec = choice.spec
    return {
        "model": spec.model,
        "resolution": spec.resolution.name,
        "duration": spec.duration_s,
        "fps": int(spec.fps),
        "draft": spec.draft,
        "credits": choice.credits,
        "usd": float(usd(choice.credits)),
        "seconds": None if choice.seconds is None else round(choice.seconds, 1),
        **({} if choice.refused is None else {"refused": choice.refused}),
    }
