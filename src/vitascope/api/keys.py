"""``/v1/keys`` and ``/v1/key``: an account's keys, for whoever has its management key (wire contract, section 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vitascope.api.body import read_body
from vitascope.api.replies import bearer_key, json_reply
from vitascope.core.account import KeyFields
from vitascope.core.errors import NotFound
from vitascope.wire.json_text import read_object
from vitascope.wire.keys import CHANGED_WITH, CREATED_WITH, created, key_object, read_fields, read_prefix

if TYPE_CHECKING:
    from vitascope.service import Accounts

MAX_BYTES = 64 * 1024
"""Of a body that describes a key: read within a millisecond."""


class Keys:
    """A key is authenticated before anything else is read, and never told to another account."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def routes(self) -> list[Route]:
        return [
            Route("/v1/keys", self._all, methods=["GET", "POST"]),
            Route("/v1/keys/{prefix}", self._one, methods=["PATCH", "PUT", "DELETE"]),
            Route("/v1/key", self._recent, methods=["GET"]),
        ]

    async def _all(self, request: Request) -> Response:
        caller = await self._accounts.authenticate(bearer_key(request))
        if request.method == "POST":
            fields = await _fields(request, CREATED_WITH)
            key, secret = await self._accounts.create_key(caller, fields)
            return json_reply({"data": created(key, secret)})
        return json_reply({"data": [key_object(key) for key in await self._accounts.list_keys(caller)]})

    async def _recent(self, request: Request) -> Response:
        caller = await self._accounts.authenticate(bearer_key(request))
        try:
            return json_reply({"data": key_object(await self._accounts.recent_key(caller))})
        except NotFound as error:
            raise HTTPException(404, str(error)) from error

    async def _one(self, request: Request) -> Response:
        caller = await self._accounts.authenticate(bearer_key(request))
        try:
            prefix = read_prefix(request.path_params["prefix"])
            if request.method == "DELETE":
                await self._accounts.delete_key(caller, prefix)
                return json_reply({"data": {"prefix": prefix, "deleted": True}})
            fields = await _fields(request, CHANGED_WITH)
            change = self._accounts.change_key if request.method == "PATCH" else self._accounts.replace_key
            return json_reply({"data": key_object(await change(caller, prefix, fields))})
        except NotFound as error:  # not an inference, of which the usual sentence speaks
            raise HTTPException(404, str(error)) from error


async def _fields(request: Request, known: tuple[str, ...]) -> KeyFields:
    """What the body sets; no body sets nothing."""
    text = await read_body(request, max_bytes=MAX_BYTES)
    return read_fields(read_object(text) if text.strip() else {}, known)
