"""Who asks, where proxies stand in between: ``X-Forwarded-*`` is believed from those that the owner named, alone."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.types import Scope

Address = IPv4Address | IPv6Address


class Proxies:
    """``names`` are addresses or networks (``10.0.0.0/8``); ``*`` is every peer. Raises `ValueError` for others."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        names = tuple(names)
        self._everyone = "*" in names
        self._networks: tuple[IPv4Network | IPv6Network, ...] = tuple(
            ip_network(name, strict=False) for name in names if name != "*"
        )

    def trusts(self, scope: Scope) -> bool:
        """Whether the peer of this connection is one of them."""
        if self._everyone or not self._networks:
            return self._everyone
        peer = _peer(scope)
        return peer is not None and self._one_of_them(peer)

    def client(self, scope: Scope) -> Address | None:
        """Whose request this is: the last in ``X-Forwarded-For`` that is no proxy of ours, read from our end.

        What stands before that one its client may have made up. ``None`` for a Unix socket.
        """
        found = _peer(scope)
        if not self.trusts(scope):
            return found
        for text in reversed(_forwarded_for(scope)):
            hop = _address(text)
            if hop is None:  # nobody knows who that is: the proxy that wrote it down answers for it
                break
            found = hop
            if not self._one_of_them(hop):
                break
        return found

    def _one_of_them(self, address: Address) -> bool:
        return any(address in network for network in self._networks)


def _peer(scope: Scope) -> Address | None:
    client = scope.get("client")
    return None if client is None else _address(client[0])


def _address(text: str) -> Address | None:
    """The address in ``203.0.113.9``, ``203.0.113.9:4711``, ``2001:db8::1`` or ``[2001:db8::1]:4711``."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:  # a Unix socket has a path
        return None
    # A socket of IPv6 shows IPv4's addresses as ::ffff:203.0.113.9.
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def _forwarded_for(scope: Scope) -> list[str]:
    values = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
    return [part for value in values for part in value.split(",")]
