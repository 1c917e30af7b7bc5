"""A POST to an address that a caller gave: checked when it is given, and looked at again when it is dialled."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping, Set

import httpcore
import httpx

from vitascope.core.errors import InvalidField
from vitascope.media.addresses import bare
from vitascope.media.network import TRIED_ADDRESSES, Blocked, GuardedNetwork, NoAnswer, Resolve, system_resolve

DEADLINE_S = 10.0
"""For the whole of it: names, handshakes, the reply's head. Receivers are to reply before they work."""

CHECK_S = 3.0
"""For looking a name up while its caller waits."""

PORTS = frozenset({80, 443, 8080, 8443})
"""What public receivers listen on. A server that dials any port for a stranger is a port scanner."""

MAX_URL_CHARS = 2000


class NotDelivered(Exception):
    """No reply came. ``str(error)`` says why, in words that its sender may read."""


class Poster:
    """Posts to callers' addresses. Make it once: loading the certificates takes 20 ms."""

    def __init__(
        self,
        *,
        allowed_hosts: Set[str] = frozenset(),
        deadline_s: float = DEADLINE_S,
        resolve: Resolve | None = None,
        dial: httpcore.AsyncNetworkBackend | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """``allowed_hosts`` are names or addresses that may be private and on any port."""
        self._deadline_s = deadline_s
        self._tls = tls or httpx.create_ssl_context()
        self._allowed = frozenset(host.lower() for host in allowed_hosts)
        self._network = GuardedNetwork(
            allowed=self._allowed,
            resolve=resolve or system_resolve,
            dial=dial or httpcore.AnyIOBackend(),
            patience_s=deadline_s / TRIED_ADDRESSES,
        )

    async def check(self, url: str, *, field: str) -> None:
        """Whether ``url`` may be posted to, as far as can be told now. Raises `InvalidField`."""
        parsed = self._parsed(url, field)
        try:
            async with asyncio.timeout(CHECK_S):
                await self._network.addresses(parsed.raw_host.decode("ascii"), _port(parsed))
        except (TimeoutError, NoAnswer):
            return  # our own trouble; it is looked at again when there is something to send
        except Blocked:
            raise InvalidField(
                field,
                url,
                "its host is unknown, or is not on the public internet; the owner of this server can allow it with "
                "VITASCOPE_WEBHOOK_HOSTS.",
            ) from None

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """The status replied; redirects are not followed, and the reply's body is not read. Raises `NotDelivered`."""
        try:
            parsed = self._parsed(url, "url")
            async with asyncio.timeout(self._deadline_s):
                return await self._send(parsed, body, headers)
        except InvalidField as error:
            raise NotDelivered(error.hint) from None
        except TimeoutError:
            raise NotDelivered(f"no reply within {self._deadline_s:g} seconds") from None
        except Blocked:
            raise NotDelivered("its host is unknown, or is not on the public internet") from None
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, OSError):
            raise NotDelivered("its host cannot be reached, or does not speak HTTP properly") from None

    async def _send(self, url: httpx.URL, body: bytes, headers: Mapping[str, str]) -> int:
        sent = [(name.encode("ascii"), value.encode("ascii")) for name, value in headers.items()]
        sent += [(b"Host", url.netloc), (b"Content-Length", str(len(body)).encode("ascii"))]
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        # A pool a message: a connection kept open would be used again without its name being looked at.
        async with (
            httpcore.AsyncConnectionPool(ssl_context=self._tls, network_backend=self._network, retries=0) as pool,
            pool.stream("POST", target, headers=sent, content=body) as reply,
        ):
            return int(reply.status)

    def _parsed(self, text: str, field: str) -> httpx.URL:
        if len(text) > MAX_URL_CHARS:
            raise InvalidField(field, text, f"it has {len(text):,} characters; at most {MAX_URL_CHARS:,} are taken.")
        try:
            url = httpx.URL(text)
        except (httpx.InvalidURL, UnicodeError):
            raise InvalidField(field, text, "it is not a link that can be read.") from None
        if url.scheme not in ("http", "https"):
            raise InvalidField(field, text, "use a link that begins with https:// or http://.")
        if not url.host:
            raise InvalidField(field, text, "it names no host.")
        if url.userinfo:
            raise InvalidField(field, text, "leave user name and password out; messages are signed instead.")
        if _port(url) not in PORTS and bare(url.raw_host.decode("ascii")) not in self._allowed:
            ports = ", ".join(str(port) for port in sorted(PORTS))
            raise InvalidField(field, text, f"it leads to port {_port(url)}; messages are sent to {ports} only.")
        return url


def _port(url: httpx.URL) -> int:
    return url.port or {"http": 80, "https": 443}[url.scheme]
