"""``/playground/limits``: what bounds the caller's own key and account, and how much of it is used just now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vitascope.core.limits import OwnLimit
from vitascope.wire.account import dollars
from vitascope.wire.aimlapi import JsonObject

if TYPE_CHECKING:
    from vitascope.service import Caller, Service


async def own_limits(service: Service, caller: Caller) -> JsonObject:
    """Where programs meet a limit as a refusal, people ask for it before."""
    return {"data": [_told(limit) for limit in await service.own_limits(caller)]}


def _told(limit: OwnLimit) -> JsonObject:
    told: JsonObject = {"of": limit.of, "name": limit.name, "limit": limit.limit, "used": limit.used}
    if limit.name != "credits":
        return told
    return {
        **told,
        "usd": dollars(limit.limit),
        "used_usd": dollars(limit.used or 0),
        "period": limit.period,
        "next_s": None if limit.next_s is None else round(limit.next_s),
    }
