"""Content Credentials (C2PA) in a finished clip: who made it and how, signed with the owner's certificate.

The extra ``[c2pa]`` brings the library. Nothing is asked of a network: the signature carries no timestamp of an
authority, so it holds for as long as the certificate does.
"""

from __future__ import annotations

import importlib
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from vitascope import __version__
from vitascope.core.errors import NotSigned, VitascopeError
from vitascope.media.receipt import read_receipt

RECEIPT_LABEL = "org.vitascope.receipt"
"""Of the assertion that holds the receipt, word for word as in the file's own tag."""

_SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype/"

_ALGORITHMS: Mapping[str, str] = {
    "secp256r1": "es256",
    "secp384r1": "es384",
    "secp521r1": "es512",
    "ed25519": "ed25519",
    "rsa": "ps256",
}
"""By the kind of key (C2PA 2.2, section 13.2.1)."""


_SETTINGS: Mapping[str, Any] = {
    # The library's copy of the file while it signs: in memory up to here, else in a temporary file. With its own 512, a
    # clip of 400 MB takes 800 MB; so it takes what it reads at once to hash, 530 MB at most (measured with 1.3 GB).
    "core": {"backing_store_memory_threshold_in_mb": 16},
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False},
}


class SigningUnusable(VitascopeError):
    """Clips cannot be signed with this certificate and key, or the extra ``[c2pa]`` is not installed."""

    code = "signing_unusable"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ClipSigner:
    """Signs clips. Make it with `load_signer`."""

    chain: bytes
    """Certificates in PEM, the signer's own first."""
    key: bytes
    """In PEM, PKCS 8."""
    algorithm: str

    def sign(self, video: Path) -> None:
        """Put credentials into the whole file at ``video``, which at every moment is one whole file or the other.

        Blocks: 40 ms for 7 MB. Raises `NotSigned`.
        """
        library = _library()
        signed = video.with_name(f"{video.stem}.signed{video.suffix}")
        manifest = manifest_of(read_receipt(video), title=video.name)
        try:
            signed.unlink(missing_ok=True)
            self._with_builder(library, manifest, lambda builder, signer: builder.sign_file(video, signed, signer))
            signed.replace(video)
        except (library.C2paError, OSError, ValueError) as error:
            raise NotSigned(f"The clip could not be signed: {error}.") from error
        finally:
            signed.unlink(missing_ok=True)

    def check(self) -> None:
        """Sign a picture of one pixel, to know at the start what would fail at every clip. Raises `SigningUnusable`."""
        from PIL import Image

        library = _library()
        picture, signed = io.BytesIO(), io.BytesIO()
        Image.new("RGB", (1, 1)).save(picture, "JPEG")
        picture.seek(0)
        try:
            self._with_builder(
                library,
                manifest_of({}, title="check"),
                lambda builder, signer: builder.sign(signer, "image/jpeg", picture, signed),
            )
            signed.seek(0)
            with library.Reader("image/jpeg", signed) as reader:
                found = reader.get_validation_results() or {}
        except (library.C2paError, ValueError) as error:
            raise SigningUnusable(f"--c2pa-cert does not sign clips: {error}.") from error
        # Whether others trust the certificate is theirs to say, and not known here.
        failures = [f for f in found["activeManifest"]["failure"] if f["code"] != "signingCredential.untrusted"]
        if failures:
            raise SigningUnusable(f"--c2pa-cert makes signatures that do not hold: {failures[0]['explanation']}.")

    def _with_builder(
        self, library: ModuleType, manifest: Mapping[str, Any], use: Callable[[Any, Any], object]
    ) -> None:
        info = library.C2paSignerInfo(self.algorithm.encode(), self.chain, self.key, None)
        with (
            library.Settings.from_dict(_SETTINGS) as settings,
            library.Context(settings) as context,
            library.Signer.from_info(info) as signer,
            library.Builder(dict(manifest), context) as builder,
        ):
            use(builder, signer)


def load_signer(chain: Path, key: Path) -> ClipSigner:
    """The signer of these two files, tried once. Raises `SigningUnusable`."""
    _library()
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization

    pem, key_pem = _read("--c2pa-cert", chain), _read("--c2pa-key", key)
    if b"BEGIN CERTIFICATE" not in pem:
        raise SigningUnusable(f"--c2pa-cert {chain} holds no certificate in PEM form.")
    try:
        private = serialization.load_pem_private_key(key_pem, password=None)
    except TypeError as error:
        raise SigningUnusable(
            f"--c2pa-key {key} is locked by a passphrase: name a file with the key unlocked."
        ) from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise SigningUnusable(f"--c2pa-key {key} holds no private key in PEM form that can be read.") from error
    kind = _kind(private)
    if kind not in _ALGORITHMS:
        raise SigningUnusable(
            f"--c2pa-key {key} is of the kind {kind}; C2PA takes EC (P-256, 384, 521), Ed25519 and RSA."
        )
    plain = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    signer = ClipSigner(chain=pem, key=plain, algorithm=_ALGORITHMS[kind])
    signer.check()
    return signer


def manifest_of(receipt: Mapping[str, Any], *, title: str) -> dict[str, Any]:
    """What the credentials say of a clip with this receipt: made by us, how, and from what."""
    action = {
        "action": "c2pa.created",
        "digitalSourceType": source_type(receipt),
        "softwareAgent": {"name": "Vitascope", "version": __version__},
        "description": receipt.get("engine_summary", ""),
    }
    return {
        "claim_generator_info": [{"name": "Vitascope", "version": __version__}],
        "title": title,
        "assertions": [
            {"label": "c2pa.actions.v2", "data": {"actions": [action]}},
            {"label": RECEIPT_LABEL, "data": dict(receipt)},
        ],
    }


def source_type(receipt: Mapping[str, Any]) -> str:
    """The IPTC's term for where a clip comes from (NewsCodes, Digital Source Type).

    A model was trained; a preview and a test card are plain algorithms, and to say more would be as wrong as to say
    less. With an input image both are composites.
    """
    trained = receipt.get("engine_kind") == "model"
    composed = not receipt.keys().isdisjoint(("image_sha256", "last_image_sha256"))
    if trained:
        return _SOURCE + ("compositeWithTrainedAlgorithmicMedia" if composed else "trainedAlgorithmicMedia")
    return _SOURCE + ("composite" if composed else "algorithmicMedia")


def _kind(key: object) -> str:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.curve.name
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return "ed25519"
    return "rsa" if isinstance(key, rsa.RSAPrivateKey) else type(key).__name__


def _library() -> ModuleType:
    try:
        return importlib.import_module("c2pa")
    except ImportError as error:
        raise SigningUnusable(
            f"--c2pa-cert needs a package that is not here ({error}); install it with: pip install 'vitascope[c2pa]'."
        ) from error


def _read(flag: str, path: Path) -> bytes:
    try:
        return path.expanduser().read_bytes()
    except (OSError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise SigningUnusable(f"{flag} {path} cannot be read: {reason or error}.") from error
