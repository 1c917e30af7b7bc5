"""``/playground/key``: what a key is, so that the page asks nothing that it may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vitascope.wire.aimlapi import JsonObject

if TYPE_CHECKING:
    from vitascope.service import Caller, Service


async def who_asks(_service: Service, caller: Caller) -> JsonObject:
    """The caller's own key, by what it is called and what it may do; never the key."""
    scopes = None if caller.scopes is None else sorted(caller.scopes)
    return {"prefix": caller.key_prefix, "management": caller.management, "owner": caller.owner, "scopes": scopes}
