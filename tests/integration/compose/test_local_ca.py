"""The local CA: made once, its certificates renewed, nothing of it readable by others, whatever was left behind."""

from __future__ import annotations

import os
import socket
import ssl
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from vitascope.compose import local_ca
from vitascope.compose.local_ca import LEAF_LIFE, RENEW_BEFORE, ServerCertificate, server_certificate

NOW = datetime.now(UTC)
NAMES = ("localhost", "127.0.0.1", "::1")


def made(folder: Path, *names: str, now: datetime = NOW) -> ServerCertificate:
    return server_certificate(folder / "tls", names=names or NAMES, now=now)


def handshake(certificate: ServerCertificate, name: str, *, trusted: str | None = None, flags: int = 0) -> None:
    """A client that trusts the CA connects to ``name``. Raises `ssl.SSLError`."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate.pair)
    client = ssl.create_default_context(cafile=trusted or str(certificate.ca))
    client.verify_flags |= flags
    here, there = socket.socketpair()

    def answer() -> None:
        try:
            with server.wrap_socket(there, server_side=True):
                pass
        except OSError:
            pass

    answering = threading.Thread(target=answer)
    answering.start()
    try:
        with client.wrap_socket(here, server_hostname=name):
            pass
    finally:
        answering.join()


@pytest.mark.parametrize("name", NAMES)
def test_a_client_that_is_told_of_the_ca_trusts_every_name(folder: Path, name: str) -> None:
    handshake(made(folder), name)


def test_a_client_that_is_not_told_refuses_and_so_does_one_that_asked_for_another_name(folder: Path) -> None:
    certificate, stranger = made(folder), made(folder / "elsewhere")
    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(certificate, "localhost", trusted=str(stranger.ca))
    with pytest.raises(ssl.SSLCertVerificationError, match=r"[Hh]ostname"):
        handshake(certificate, "example.org")


def test_the_strictest_reading_of_the_standard_takes_it(folder: Path) -> None:
    handshake(made(folder), "localhost", flags=ssl.VerifyFlags.VERIFY_X509_STRICT)


def test_private_keys_are_readable_by_their_owner_alone(folder: Path) -> None:
    before = os.umask(0)
    try:
        certificate = made(folder)
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in certificate.ca.parent.iterdir()}
    assert modes == {"ca-key.pem": 0o600, "server.pem": 0o600, "ca.pem": 0o644, "lock": 0o600}
    assert b"PRIVATE" not in certificate.ca.read_bytes()


def test_a_second_start_changes_nothing(folder: Path) -> None:
    before = {path: path.read_bytes() for path in made(folder).ca.parent.iterdir()}
    made(folder, now=NOW + timedelta(days=30))
    made(folder, "localhost")
    assert {path: path.read_bytes() for path in before} == before


def test_a_name_that_is_missing_makes_a_new_certificate_of_the_same_ca(folder: Path) -> None:
    first = made(folder)
    ca, leaf = first.ca.read_bytes(), first.pair.read_bytes()
    second = made(folder, *NAMES, "video.example.org", "192.0.2.7")
    assert second.ca.read_bytes() == ca
    assert second.pair.read_bytes() != leaf
    handshake(second, "video.example.org")
    handshake(second, "192.0.2.7")


def test_a_certificate_near_its_end_is_renewed_and_one_far_from_it_is_kept(folder: Path) -> None:
    leaf = made(folder).pair.read_bytes()
    near = NOW + LEAF_LIFE - RENEW_BEFORE
    assert made(folder, now=near - timedelta(minutes=1)).pair.read_bytes() == leaf
    renewed = made(folder, now=near + timedelta(minutes=1))
    assert renewed.pair.read_bytes() != leaf
    ends = x509.load_pem_x509_certificate(renewed.pair.read_bytes()).not_valid_after_utc
    assert abs(ends - (near + LEAF_LIFE)) < timedelta(minutes=2)


def test_a_clock_that_was_turned_back_is_no_reason_to_serve_a_certificate_of_the_future(folder: Path) -> None:
    leaf = made(folder).pair.read_bytes()
    assert made(folder, now=NOW - timedelta(days=400)).pair.read_bytes() != leaf


@pytest.mark.parametrize("name", ["ca-key.pem", "ca.pem", "server.pem"])
@pytest.mark.parametrize("content", [None, b"", b"-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----\n"])
def test_a_file_that_is_lost_or_damaged_is_made_again(folder: Path, name: str, content: bytes | None) -> None:
    path = made(folder).ca.parent / name
    path.unlink() if content is None else path.write_bytes(content)
    handshake(made(folder), "localhost")


def test_a_key_of_another_ca_beside_the_certificate_is_noticed(folder: Path) -> None:
    certificate, stranger = made(folder), made(folder / "elsewhere")
    pair, other = (c.ca.parent / "ca-key.pem" for c in (certificate, stranger))
    key = other.read_bytes().partition(b"-----BEGIN CERT")[0]
    pair.write_bytes(key + certificate.ca.read_bytes())
    handshake(made(folder), "localhost")


def test_a_start_that_was_killed_half_way_is_no_hindrance_to_the_next(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writes = 0
    real = local_ca._write

    def dies_at(nth: int) -> None:
        nonlocal writes
        writes = 0

        def write(path: Path, data: bytes, *, mode: int) -> None:
            nonlocal writes
            writes += 1
            if writes == nth:
                path.with_name(f".{path.name}.part").write_bytes(data[: len(data) // 2])
                raise KeyboardInterrupt
            real(path, data, mode=mode)

        monkeypatch.setattr(local_ca, "_write", write)

    for nth in (1, 2, 3):
        at = folder / str(nth)
        dies_at(nth)
        with pytest.raises(KeyboardInterrupt):
            made(at)
        monkeypatch.setattr(local_ca, "_write", real)
        certificate = made(at)
        handshake(certificate, "localhost")
        assert not [path for path in certificate.ca.parent.iterdir() if path.name.endswith(".part")]
