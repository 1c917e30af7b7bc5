"""The hosts and addresses by which a server is called."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from urllib.parse import urlsplit

import structlog

from vitascope.core.errors import BadInput
from vitascope.settings import Settings

log = structlog.get_logger(__name__)

EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared, not bound


def names_of(settings: Settings) -> tuple[str, ...]:
    """Hosts and addresses by which this server is called, each once, as a certificate spells them."""
    called = ["localhost", "127.0.0.1", "::1", socket.gethostname()]
    if settings.host not in EVERYWHERE:
        called.append(settings.host)
    if settings.public_url is not None:
        try:
            called.append(urlsplit(settings.public_url).hostname or "")
        except ValueError as error:  # an unclosed bracket
            raise BadInput(f"--public-url is {settings.public_url!r}, which is no URL: {error}.") from error
    spelled = {name: _spelled(name) for name in called if name}
    for name in (name for name, good in spelled.items() if good is None):
        log.warning("name_not_in_certificate", name=name, reason="it is not a name that a certificate can hold")
    return tuple(dict.fromkeys(good for good in spelled.values() if good is not None))


def _spelled(name: str) -> str | None:
    """``name`` as a certificate holds it: an address without its zone, a host in ASCII; ``None`` for neither."""
    import idna

    try:
        return str(ip_address(name.partition("%")[0]))
    except ValueError:
        pass
    try:
        return idna.encode(name.rstrip("."), uts46=True).decode("ascii")
    except idna.IDNAError:
        return None
