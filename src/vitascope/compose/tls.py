"""HTTPS: the certificate that the settings name, or the one of a local CA. Every fault is one line at the start."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog

from vitascope.compose.data_folder import make_data_folder
from vitascope.compose.local_ca import server_certificate
from vitascope.compose.names import names_of
from vitascope.core.errors import BadInput, VitascopeError
from vitascope.settings import Settings

log = structlog.get_logger(__name__)


class TlsUnusable(VitascopeError):
    """The certificate or its key cannot be served with."""

    code = "tls_unusable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tls:
    """What to serve HTTPS with. ``ca`` is the certificate that clients have to be told of, if any."""

    cert: Path
    key: Path
    ca: Path | None = None


def tls_of(settings: Settings, *, now: datetime) -> Tls | None:
    """What ``settings`` ask for, looked through and loaded once; ``None`` for plain HTTP.

    Raises `BadInput` where they contradict each other, `TlsUnusable`.
    """
    if settings.tls is None and settings.tls_cert is None:
        if settings.tls_key is not None:
            raise BadInput("--tls-key is set without --tls-cert: name the certificate that the key belongs to.")
        return None
    if settings.tls_cert is None:
        return _dev(settings, now)
    if settings.tls is not None:
        raise BadInput("--tls dev makes a certificate, and --tls-cert names one: choose one of the two.")
    cert = _absolute("--tls-cert", settings.tls_cert)
    return _given(cert, cert if settings.tls_key is None else _absolute("--tls-key", settings.tls_key), now)


def _dev(settings: Settings, now: datetime) -> Tls:
    make_data_folder(settings)
    folder = settings.data_dir.absolute() / "tls"
    try:
        made = server_certificate(folder, names=names_of(settings), now=now)
    except OSError as error:
        where = error.filename or folder
        raise TlsUnusable(f"--tls dev cannot keep its certificate in {where}: {error.strerror or error}.") from error
    return _loaded(Tls(cert=made.pair, key=made.pair, ca=made.ca))


def _given(cert: Path, key: Path, now: datetime) -> Tls:
    """The owner's own pair. Raises `TlsUnusable` for the first thing that is wrong with it."""
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

    pem, key_pem = _read("--tls-cert", cert), _read("--tls-key", key)
    try:
        first = x509.load_pem_x509_certificates(pem)[0]
    except ValueError as error:
        raise TlsUnusable(f"--tls-cert {cert} holds no certificate in PEM form that can be read.") from error
    if key == cert and b"PRIVATE KEY-----" not in pem:
        raise TlsUnusable(f"--tls-cert {cert} holds no private key: name the key's file with --tls-key.")
    try:
        private = load_pem_private_key(key_pem, password=None)
    except TypeError as error:
        raise TlsUnusable(f"--tls-key {key} is locked by a passphrase: name a file with the key unlocked.") from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise TlsUnusable(f"--tls-key {key} holds no private key in PEM form that can be read.") from error

    form = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if private.public_key().public_bytes(*form) != first.public_key().public_bytes(*form):
        raise TlsUnusable(f"--tls-key {key} is not the key of the first certificate in --tls-cert {cert}.")
    if not first.not_valid_before_utc <= now < first.not_valid_after_utc:
        span = f"{first.not_valid_before_utc:%Y-%m-%d} to {first.not_valid_after_utc:%Y-%m-%d}"
        log.warning("certificate_not_valid_now", path=str(cert), valid=span, effect="clients will refuse it")
    return _loaded(Tls(cert=cert, key=key))


def _loaded(tls: Tls) -> Tls:
    """``tls``, which OpenSSL takes too: it is pickier than the reading above, about weak keys for one."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(tls.cert, tls.key, password="")
    except (ssl.SSLError, OSError) as error:
        raise TlsUnusable(f"{tls.cert} and {tls.key} cannot be served with: {error}.") from error
    return tls


def _absolute(flag: str, path: Path) -> Path:
    try:
        return path.expanduser().absolute()
    except RuntimeError as error:
        raise TlsUnusable(f"{flag} {path} cannot be read: {error}.") from error


def _read(flag: str, path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise TlsUnusable(f"{flag} {path} cannot be read: {reason or error}.") from error
