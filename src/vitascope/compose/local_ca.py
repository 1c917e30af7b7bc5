"""A certificate authority of this machine's own, for ``--tls dev``: HTTPS for programs that insist on it.

It is made once, so that a program has to be told of it once. What it signs ends within about a year, and is made again
when its end is near, or when a name is needed that it has not. Whoever holds ``ca-key.pem`` can pose as any
site to the programs that trust this CA: only its owner can read it, and nothing sends it anywhere.
"""

from __future__ import annotations

import fcntl
import os
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    import trustme
    from cryptography import x509

log = structlog.get_logger(__name__)

LEAF_LIFE = timedelta(days=397)
"""Apple's systems refuse longer ones of a public CA, and some programs of any: https://support.apple.com/102028."""

RENEW_BEFORE = timedelta(days=60)
"""A laptop may sleep for weeks."""

CLOCK_SKEW = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerCertificate:
    """Where it lies: ``pair`` holds key and certificate, ``ca`` is what clients have to trust."""

    pair: Path
    ca: Path


def server_certificate(folder: Path, *, names: tuple[str, ...], now: datetime) -> ServerCertificate:
    """A certificate for ``names`` in ``folder``: the one that lies there if it will do, else a new one.

    ``names`` are hosts in ASCII and addresses. Raises ``OSError``.
    """
    ca_pair, ca_cert, leaf = folder / "ca-key.pem", folder / "ca.pem", folder / "server.pem"
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        ca = _kept_ca(ca_pair)
        if ca is None:
            ca = _new_ca(now)
            # One file for both halves, so that no crash leaves a key beside another key's certificate.
            _write(ca_pair, ca.private_key_pem.bytes() + ca.cert_pem.bytes(), mode=0o600)
        if not ca_cert.exists() or ca_cert.read_bytes() != ca.cert_pem.bytes():
            _write(ca_cert, ca.cert_pem.bytes(), mode=0o644)
        if not _still_good(leaf, ca, names, now):
            issued = ca.issue_cert(
                *names, organization_name="Vitascope", organization_unit_name="local server",
                not_before=_naive(now - CLOCK_SKEW), not_after=_naive(now + LEAF_LIFE),
            )  # fmt: skip
            _write(leaf, issued.private_key_and_cert_chain_pem.bytes(), mode=0o600)
    return ServerCertificate(pair=leaf, ca=ca_cert)


def _new_ca(now: datetime) -> trustme.CA:
    import trustme

    # The name is what a person sees in a list of trusted CAs, and may want to delete one day.
    return trustme.CA(
        organization_name="Vitascope",
        organization_unit_name=f"local CA of {socket.gethostname()[:32]}, made {now:%Y-%m-%d %H:%M:%S}",
        path_length=0,
    )


def _kept_ca(path: Path) -> trustme.CA | None:
    """The CA that was made earlier; ``None`` where there is none yet, or where its file is damaged."""
    import trustme
    from cryptography.exceptions import UnsupportedAlgorithm

    if not path.exists():
        return None
    pem = path.read_bytes()
    try:
        ca = trustme.CA.from_pem(pem, pem)
        ca.issue_cert("localhost")  # a pair that does not fit together fails here
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        log.warning("local_ca_damaged", path=str(path), reason=str(error), effect="a new one is made")
        return None
    return ca


def _still_good(leaf: Path, ca: trustme.CA, names: tuple[str, ...], now: datetime) -> bool:
    """Whether the certificate in ``leaf`` is this CA's, holds every name, and lasts for a while."""
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature

    if not leaf.exists():
        return False
    try:
        cert = x509.load_pem_x509_certificates(leaf.read_bytes())[0]
        cert.verify_directly_issued_by(x509.load_pem_x509_certificate(ca.cert_pem.bytes()))
        held = _names_in(cert)
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(leaf, password="")
    except (ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound, ssl.SSLError):
        return False
    lasts = cert.not_valid_before_utc <= now and now + RENEW_BEFORE < cert.not_valid_after_utc
    return lasts and held.issuperset(names)


def _names_in(cert: x509.Certificate) -> frozenset[str]:
    from cryptography import x509

    held = cert.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    addresses = (str(address) for address in held.get_values_for_type(x509.IPAddress))
    return frozenset((*held.get_values_for_type(x509.DNSName), *addresses))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time: several may serve from one data folder, with a database elsewhere."""
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _write(path: Path, data: bytes, *, mode: int) -> None:
    """``path`` appears whole, with ``mode`` from its first byte on, and survives a power cut."""
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)  # of a start that was killed
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _naive(moment: datetime) -> datetime:
    """As trustme wants it: UTC without saying so."""
    return moment.astimezone(UTC).replace(tzinfo=None)
