"""What is wrong with a certificate or its key is one sentence that names the file, before anything is started."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog
import trustme
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from vitascope.compose.tls import TlsUnusable, tls_of
from vitascope.core.errors import BadInput
from vitascope.settings import Settings

NOW = datetime.now(UTC)
CA = trustme.CA()
LEAF, OTHER = CA.issue_cert("video.example.org"), CA.issue_cert("video.example.org")
CERT, KEY = LEAF.cert_chain_pems[0].bytes(), LEAF.private_key_pem.bytes()


def locked(key: bytes) -> bytes:
    form = (Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"secret"))
    return load_pem_private_key(key, None).private_bytes(*form)


def given(folder: Path, cert: bytes | None = CERT, key: bytes | None = KEY) -> Settings:
    for name, content in (("cert.pem", cert), ("key.pem", key)):
        if content is not None:
            (folder / name).write_bytes(content)
    return Settings(tls_cert=folder / "cert.pem", tls_key=folder / "key.pem")


def test_nothing_is_asked_and_nothing_is_made(folder: Path) -> None:
    assert tls_of(Settings(data_dir=folder / "data"), now=NOW) is None
    assert list(folder.iterdir()) == []


def test_a_certificate_and_its_key_are_taken_as_they_are(folder: Path) -> None:
    tls = tls_of(given(folder), now=NOW)
    assert tls is not None
    assert (tls.cert, tls.key, tls.ca) == (folder / "cert.pem", folder / "key.pem", None)


def test_both_may_be_in_one_file(folder: Path) -> None:
    (folder / "both.pem").write_bytes(KEY + CERT)
    tls = tls_of(Settings(tls_cert=folder / "both.pem"), now=NOW)
    assert tls is not None
    assert tls.key == folder / "both.pem"


def test_a_path_may_begin_with_ones_home(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given(folder)
    monkeypatch.setenv("HOME", str(folder))
    tls = tls_of(Settings(tls_cert=Path("~/cert.pem"), tls_key=Path("~/key.pem")), now=NOW)
    assert tls is not None
    assert tls.cert == folder / "cert.pem"


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (lambda f: given(f, cert=None), "--tls-cert .*cert.pem cannot be read: No such file"),
        (lambda f: given(f, key=None), "--tls-key .*key.pem cannot be read: No such file"),
        (lambda f: Settings(tls_cert=f), "--tls-cert .* cannot be read: Is a directory"),
        (lambda f: given(f, cert=b""), "cert.pem holds no certificate"),
        (lambda f: given(f, cert=b"\xff\0"), "cert.pem holds no certificate"),
        (lambda f: given(f, cert=CERT[:200]), "cert.pem holds no certificate"),
        (lambda f: given(f, cert=KEY), "cert.pem holds no certificate"),
        (lambda f: given(f, key=b"hello"), "key.pem holds no private key"),
        (lambda f: given(f, key=KEY[:60]), "key.pem holds no private key"),
        (lambda f: given(f, key=CERT), "key.pem holds no private key"),
        (lambda f: given(f, key=locked(KEY)), "key.pem is locked by a passphrase"),
        (lambda f: given(f, key=OTHER.private_key_pem.bytes()), "is not the key of the first certificate"),
        (lambda f: given(f, cert=CA.cert_pem.bytes() + CERT), "is not the key of the first certificate"),
        (lambda f: Settings(tls_cert=given(f).tls_cert), "cert.pem holds no private key: name the key's file"),
    ],
)
def test_a_pair_that_cannot_be_served_with_is_named(
    folder: Path, settings: Callable[[Path], Settings], says: str
) -> None:
    with pytest.raises(TlsUnusable, match=says):
        tls_of(settings(folder), now=NOW)


def test_a_key_that_openssl_finds_too_weak_is_told(folder: Path) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509.oid import NameOID

    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - on purpose
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    cert = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(TlsUnusable, match=r"cannot be served with: .*KEY_TOO_SMALL"):
        tls_of(given(folder, cert=cert.public_bytes(Encoding.PEM), key=pem), now=NOW)


def test_a_certificate_that_has_ended_is_served_with_a_warning(folder: Path) -> None:
    leaf = CA.issue_cert("localhost", not_after=datetime(2026, 1, 1))
    settings = given(folder, cert=leaf.cert_chain_pems[0].bytes(), key=leaf.private_key_pem.bytes())
    with structlog.testing.capture_logs() as logs:
        assert tls_of(settings, now=datetime(2026, 1, 2, tzinfo=UTC)) is not None
    assert [entry["event"] for entry in logs] == ["certificate_not_valid_now"]


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (Settings(tls_key=Path("k.pem")), "--tls-key is set without --tls-cert"),
        (Settings(tls="dev", tls_cert=Path("c.pem")), "choose one of the two"),
    ],
)
def test_settings_that_contradict_each_other_are_told(settings: Settings, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        tls_of(settings, now=NOW)


def test_dev_keeps_its_files_in_the_data_folder(folder: Path) -> None:
    tls = tls_of(Settings(data_dir=folder / "data", tls="dev"), now=NOW)
    assert tls is not None
    assert tls.ca == folder / "data" / "tls" / "ca.pem"
    assert tls.cert == tls.key == folder / "data" / "tls" / "server.pem"


def test_dev_says_where_it_cannot_write(folder: Path) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "tls").write_bytes(b"a file")
    with pytest.raises(TlsUnusable, match=r"--tls dev cannot keep its certificate in .*data/tls"):
        tls_of(Settings(data_dir=folder / "data", tls="dev"), now=NOW)
