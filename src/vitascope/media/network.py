"""Connections to hosts that a stranger named, which never lead to the inside of our network.

The name is resolved once; every address must be public; the connection goes to that very address, while TLS and the
Host header keep the name. So a name that answers "public" to a check and "private" to the connection (DNS rebinding)
gains nothing.

With `media.fetch` the only async code in this room: a fetch must not hold up other callers.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence, Set

import httpcore

from vitascope.media.addresses import bare, is_outward, is_public

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""The addresses of a host, as text. Raises `OSError` where there are none."""

TRIED_ADDRESSES = 3
"""Of a host that has several: an IPv6 address that leads nowhere must not hide the IPv4 one."""


class Blocked(Exception):
    """The address is not one that a stranger may send us to."""


class Nowhere(Blocked):
    """The same of a name, or there is no such name: nobody outside is to learn which."""


class NoAnswer(Nowhere):
    """Names are not answered for just now."""


class GuardedNetwork(httpcore.AsyncNetworkBackend):
    """Opens connections by name, to addresses that it has looked at itself. Raises `Blocked`.

    ``allowed`` are names and addresses, in lower case, that may be private.
    """

    def __init__(
        self, *, allowed: Set[str], resolve: Resolve, dial: httpcore.AsyncNetworkBackend, patience_s: float
    ) -> None:
        self._allowed = allowed
        self._resolve = resolve
        self._dial = dial
        self._patience_s = patience_s

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # none is set by us: one deadline covers everything
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = await self.addresses(host, port)
        failure: Exception = _blocked(host)
        for address in addresses[:TRIED_ADDRESSES]:
            try:
                return await self._dial.connect_tcp(
                    address, port, timeout or self._patience_s, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def addresses(self, host: str, port: int) -> Sequence[str]:
        """Where ``host`` may be dialled."""
        try:
            addresses = await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            if is_outward(host) and isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN:
                raise NoAnswer from None
            raise _blocked(host) from None
        # Every one, not the first that will do: a name with one private address is a trick or a mistake.
        if bare(host) not in self._allowed and not all(is_public(address) for address in addresses):
            raise _blocked(host)
        return addresses


def _blocked(host: str) -> Blocked:
    return Nowhere() if is_outward(host) else Blocked()


async def system_resolve(host: str, port: int) -> Sequence[str]:
    """The machine's own resolver, on a thread."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
