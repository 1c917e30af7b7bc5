"""Certificates such as C2PA takes: a CA, and a signer for e-mail protection (C2PA 2.2, section 14.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PrivateKey = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two files in PEM."""

    chain: Path
    key: Path


def signing_pair(folder: Path, key: PrivateKey | None = None, *, days: tuple[int, int] = (-1, 30)) -> Pair:
    """A signer's chain and key in ``folder``, valid within ``days`` from now."""
    folder.mkdir(parents=True, exist_ok=True)
    authority = ec.generate_private_key(ec.SECP256R1())
    signer = key or ec.generate_private_key(ec.SECP256R1())
    pair = Pair(chain=folder / "chain.pem", key=folder / "key.pem")
    certificates = (_signed("Signer", signer, authority, days), _signed("Test CA", authority, authority, (-1, 30)))
    pair.chain.write_bytes(b"".join(c.public_bytes(Encoding.PEM) for c in certificates))
    pair.key.write_bytes(signer.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return pair


def locked(key: Path, path: Path) -> Path:
    """The same key under a passphrase."""
    private = serialization.load_pem_private_key(key.read_bytes(), password=None)
    path.write_bytes(
        private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"secret"))
    )
    return path


def _signed(
    name: str, key: PrivateKey, authority: ec.EllipticCurvePrivateKey, days: tuple[int, int]
) -> x509.Certificate:
    now, own = datetime.now(UTC), key is authority
    usage = x509.KeyUsage(
        digital_signature=not own, key_cert_sign=own, crl_sign=own, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    builder = (
        x509.CertificateBuilder()
        .subject_name(_named(name))
        .issuer_name(_named("Test CA"))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=own, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()), critical=False)
        .add_extension(usage, critical=True)
    )
    if not own:
        purposes = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
        builder = builder.add_extension(purposes, critical=False)
    return builder.sign(authority, hashes.SHA256())


def _named(name: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, name), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "A studio")]
    )
