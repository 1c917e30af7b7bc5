"""Headers that every reply carries, whoever wrote it: what a browser may do with it. A reply's own win.

https://owasp.org/www-project-secure-headers/
"""

from __future__ import annotations

import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vitascope.api.public_url import PublicUrl

FILES = "/files/"

POLICY = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""For what is no page: nothing runs, and a clip or a still that is opened by itself is shown. Pages have their own."""

_EVERY = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),  # a link to a file is a permission, and stands in the address bar
    (b"content-security-policy", POLICY.encode()),
)
_OWN = (*_EVERY, (b"cross-origin-resource-policy", b"same-origin"))
_SHOWN_ELSEWHERE = (*_EVERY, (b"cross-origin-resource-policy", b"cross-origin"))
"""A page of anybody who has the link may show a clip in its ``<video>``."""

_NO_NAME = re.compile(r"localhost|.*\.localhost|[0-9.]+|\[.*", re.A)
"""Hosts that no certificate of the public's is for: HTTPS for all programs of a machine is not ours to demand."""


class SecurityHeaders:
    """ASGI application in front of ``app``.

    ``hsts_s``: for how long browsers shall come by TLS alone, said to those that did come by it; 0 says nothing.
    """

    def __init__(self, app: ASGIApp, *, address: PublicUrl, hsts_s: int = 0) -> None:
        self._app = app
        self._address = address
        self._hsts = ((b"strict-transport-security", b"max-age=%d" % hsts_s),) if hsts_s else ()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        ours: tuple[tuple[bytes, bytes], ...] = _SHOWN_ELSEWHERE if scope["path"].startswith(FILES) else _OWN
        if self._hsts and self._address.scheme(scope) == "https" and not self._is_local(scope):
            ours += self._hsts

        async def send_with(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                there = [name for name, _ in headers]
                message["headers"] = headers + [pair for pair in ours if pair[0] not in there]
            await send(message)

        await self._app(scope, receive, send_with)

    def _is_local(self, scope: Scope) -> bool:
        return _NO_NAME.fullmatch(self._address.host(scope).rpartition(":")[0] or self._address.host(scope)) is not None
