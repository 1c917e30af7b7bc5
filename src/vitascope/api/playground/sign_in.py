"""The one-time link that `serve` prints: it signs a browser in without a key being typed or shown.

    http://127.0.0.1:8000/#sign-in=<token>

Why that is safe to print:

- The token stands in the **fragment**, which browsers never send: it reaches no log of ours or of a proxy's, no
  ``Referer``, and no program that opens links to preview them. The page takes it out of the address bar and the
  history before it does anything else.
- It is worth nothing by itself. Only a ``POST`` exchanges it, **once**: it is gone before the key is made, so of two
  who come with it at the same moment one is refused. A database that does not answer gives it back.
- It lives `LIFETIME_S` from the start, in this process alone: a restart, or an hour, and an old terminal holds nothing.
  It is kept hashed, and 256 random bits are not guessed.
- A request that a browser says comes from another site's page is refused, though such a page could not know the token.
- What it is exchanged for is a key of its own, made for that, with a name that says so: `vitascope keys list` shows
  it, `vitascope keys revoke` ends it, and no other key is touched. The page holds it, in no address and no cookie.

The link begins with the public URL where one is set. Where several servers stand behind that one, the token is good on
the one that printed it alone: it is meant for one's own machine.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vitascope.api.body import read_json
from vitascope.api.replies import json_reply
from vitascope.core.errors import Forbidden
from vitascope.wire import fields

PATH = "/playground/sign-in"
LIFETIME_S = 3600.0
MAX_BYTES = 4096
BODY_S = 10.0
"""The one body that is read before anything is known of who sends it: it shall hold no connection for minutes."""

MakeKey = Callable[[], Awaitable[str]]
"""Makes a key and tells it. Raises `core.errors.Unavailable`."""

_USED = (
    "This link has been used, has expired, or belongs to an earlier start of the server. Start the server again for a "
    "new one, or paste a key: `vitascope keys create` makes one."
)


class OneTimeSignIn:
    """Tokens of this process, and the request that exchanges one. ``now`` is a clock in seconds that never steps."""

    def __init__(self, make_key: MakeKey, *, now: Callable[[], float] = time.monotonic) -> None:
        self._make_key = make_key
        self._now = now
        self._ends: dict[bytes, float] = {}

    def fragment(self) -> str:
        """A new token as the end of an address: ``#sign-in=…``."""
        token = secrets.token_urlsafe(32)
        self._ends[_hashed(token)] = self._now() + LIFETIME_S
        return f"#sign-in={token}"

    async def exchange(self, token: str) -> str:
        """The key that ``token`` is good for, this once. Raises `Forbidden`, `Unavailable`."""
        name = _hashed(token)
        ends = self._ends.pop(name, None)
        if ends is None or ends < self._now():
            raise Forbidden(_USED)
        try:
            return await self._make_key()
        except BaseException:  # a cancelled request, too, has given nobody anything
            self._ends[name] = ends
            raise

    def route(self) -> Route:
        return Route(PATH, self._sign_in, methods=["POST"])

    async def _sign_in(self, request: Request) -> Response:
        if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
            raise Forbidden("A page of another site may not sign in here.")
        body = await read_json(request, max_bytes=MAX_BYTES, total_s=BODY_S)
        hint = "give the end of the link that the server printed."
        token = fields.required(fields.text(body, "token", hint), "token", hint)
        return json_reply({"key": await self.exchange(token)})


def _hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
