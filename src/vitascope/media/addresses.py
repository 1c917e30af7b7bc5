"""Which hosts lie on the public internet, by address and by name."""

from __future__ import annotations

import ipaddress
import re

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address in its last 32 bits

_NOT_PUBLIC = tuple(
    ipaddress.ip_network(network)
    for network in (
        # What `is_global` of Python 3.11 calls public and the IANA special-purpose registries do not.
        "192.0.0.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "2001::/23",  # Teredo, ORCHID and other protocols of the IETF
        "2002::/16",  # 6to4: any IPv4 address, private ones too
        "3fff::/20",  # documentation
    )
)

_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")


def is_public(text: str) -> bool:
    """Whether an address is one of a host on the public internet, by the IANA special-purpose registries.

    An IPv4 address inside an IPv6 one (mapped, or of NAT64) counts as what it leads to.
    """
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            return False
        if address.ipv4_mapped is not None:
            return is_public(str(address.ipv4_mapped))
        if address in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)))
        if address not in _GLOBAL_UNICAST:
            return False
    special = any(address in network for network in _NOT_PUBLIC if network.version == address.version)
    return address.is_global and not address.is_multicast and not special


_INSIDE = (
    *("localhost", "local", "home.arpa", "internal"),  # RFC 6761, 6762 and 8375; ICANN's resolution 2024.07.29.06
    *("corp", "home", "intranet", "lan", "localdomain", "private"),  # RFC 6762, appendix G: what people really use
)

_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.A)


def is_outward(host: str) -> bool:
    """Whether ``host`` is a name as the public internet has them, whatever it leads to.

    Not an address in any spelling (a resolver takes ``0x7f.1`` for one), and not a name of an inside.
    """
    name = bare(host)
    labels = name.split(".")
    if len(labels) < 2 or ":" in name or _NUMBER.fullmatch(labels[-1]):
        return False
    return not name.endswith(tuple(f".{inside}" for inside in _INSIDE))


def bare(host: str) -> str:
    """``host`` as it is compared: without brackets, without a dot at its end, in lower case."""
    return host.strip("[]").rstrip(".").lower()
