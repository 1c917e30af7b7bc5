from __future__ import annotations

import sys
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import c2pa  # type: ignore[import-untyped]
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.unit.media.clips import SMALL, chunks
from tests.unit.media.signing import Pair, PrivateKey, locked, signing_pair
from vitascope.core.errors import NotSigned
from vitascope.media.c2pa_signer import RECEIPT_LABEL, SigningUnusable, load_signer, source_type
from vitascope.media.compare import compare_clips
from vitascope.media.encode import EncodeSettings
from vitascope.media.mux import Muxer
from vitascope.media.probe import probe
from vitascope.media.receipt import read_receipt


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    return signing_pair(tmp_path_factory.mktemp("pki"))


@pytest.fixture
def clip(folder: Path) -> Path:
    receipt = {"prompt": "火龙 🐉", "engine_kind": "model", "engine_summary": "A model.", "made_by": "vitascope 9"}
    settings = EncodeSettings(preset="ultrafast", crf=30, threads=1)
    path = folder / "clip.mp4"
    with Muxer(path, resolution=SMALL, fps=Fraction(25), has_audio=True, receipt=receipt, settings=settings) as muxer:
        for chunk in chunks(30):
            muxer.write(chunk)
        muxer.close()
    return path


def manifest(path: Path) -> Mapping[str, Any]:
    with c2pa.Reader(str(path)) as reader:
        found: Mapping[str, Any] = reader.get_active_manifest()
    return found


def state(path: Path) -> str:
    with c2pa.Reader(str(path)) as reader:
        return str(reader.get_validation_state())


def assertion(path: Path, label: str) -> Any:
    return next(a["data"] for a in manifest(path)["assertions"] if a["label"] == label)


def test_a_signed_clip_says_who_made_it_and_how(pair: Pair, clip: Path) -> None:
    load_signer(pair.chain, pair.key).sign(clip)
    assert state(clip) == "Valid"
    assert manifest(clip)["claim_generator_info"][0]["name"] == "Vitascope"
    assert manifest(clip)["signature_info"]["common_name"] == "Signer"
    (action,) = assertion(clip, "c2pa.actions.v2")["actions"]
    assert action["action"] == "c2pa.created"
    assert action["digitalSourceType"].endswith("/trainedAlgorithmicMedia")
    assert assertion(clip, RECEIPT_LABEL) == read_receipt(clip)
    assert [path.name for path in clip.parent.iterdir()] == ["clip.mp4"]


def test_signing_changes_nothing_that_is_seen_heard_or_read(pair: Pair, clip: Path) -> None:
    before, facts, receipt = clip.with_name("before.mp4"), probe(clip), read_receipt(clip)
    before.write_bytes(clip.read_bytes())
    load_signer(pair.chain, pair.key).sign(clip)
    after = probe(clip)
    assert after.faststart
    assert after.size_bytes > facts.size_bytes
    assert (after.frames, after.container_duration_s, after.sound) == (
        facts.frames,
        facts.container_duration_s,
        facts.sound,
    )
    assert read_receipt(clip) == receipt
    assert compare_clips(before, clip, lambda _: None).identical


def test_a_clip_that_was_changed_after_it_was_signed_is_told_from_one_that_was_not(pair: Pair, clip: Path) -> None:
    load_signer(pair.chain, pair.key).sign(clip)
    data = bytearray(clip.read_bytes())
    data[-100] ^= 1
    clip.write_bytes(data)
    assert state(clip) == "Invalid"


@pytest.mark.parametrize("kind", ["P-256", "P-384", "P-521", "Ed25519", "RSA"])
def test_every_kind_of_key_that_c2pa_knows_signs(kind: str, clip: Path, tmp_path: Path) -> None:
    keys: dict[str, PrivateKey] = {
        "P-256": ec.generate_private_key(ec.SECP256R1()),
        "P-384": ec.generate_private_key(ec.SECP384R1()),
        "P-521": ec.generate_private_key(ec.SECP521R1()),
        "Ed25519": ed25519.Ed25519PrivateKey.generate(),
        "RSA": rsa.generate_private_key(65537, 2048),
    }
    pair = signing_pair(tmp_path / kind, keys[kind])
    load_signer(pair.chain, pair.key).sign(clip)
    assert state(clip) == "Valid"


def test_a_key_in_another_form_is_read_too(tmp_path: Path, clip: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    pair = signing_pair(tmp_path / "pki", key)
    pair.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()))
    load_signer(pair.chain, pair.key).sign(clip)
    assert state(clip) == "Valid"


def test_what_cannot_be_signed_stays_as_it_was(pair: Pair, folder: Path) -> None:
    path = folder / "clip.mp4"
    path.write_bytes(b"not a clip at all")
    with pytest.raises(NotSigned, match="could not be signed"):
        load_signer(pair.chain, pair.key).sign(path)
    assert path.read_bytes() == b"not a clip at all"
    assert [p.name for p in folder.iterdir()] == ["clip.mp4"]


def test_a_pair_that_cannot_sign_is_refused_at_once(pair: Pair, tmp_path: Path) -> None:
    other = signing_pair(tmp_path / "other")
    expired = signing_pair(tmp_path / "expired", days=(-30, -1))
    strange = tmp_path / "strange.pem"
    strange.write_bytes(
        ed448.Ed448PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    for chain, key, words in (
        (pair.chain, other.key, "does not sign clips"),
        (expired.chain, expired.key, "--c2pa-cert"),
        (pair.key, pair.key, "no certificate"),
        (pair.chain, pair.chain, "no private key"),
        (pair.chain, locked(pair.key, tmp_path / "locked.pem"), "passphrase"),
        (pair.chain, strange, "kind"),
        (tmp_path / "missing.pem", pair.key, "No such file"),
        (pair.chain, tmp_path, "directory"),
    ):
        with pytest.raises(SigningUnusable, match=words):
            load_signer(chain, key)


def test_without_the_extra_its_name_is_told(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "c2pa", None)
    with pytest.raises(SigningUnusable, match=r"pip install 'vitascope\[c2pa\]'"):
        load_signer(pair.chain, pair.key)


@pytest.mark.parametrize(
    ("receipt", "term"),
    [
        ({"engine_kind": "model"}, "trainedAlgorithmicMedia"),
        ({"engine_kind": "model", "image_sha256": "0"}, "compositeWithTrainedAlgorithmicMedia"),
        ({"engine_kind": "preview"}, "algorithmicMedia"),
        ({"engine_kind": "preview", "image_sha256": "0"}, "composite"),
        ({"engine_kind": "model", "last_image_sha256": "0"}, "compositeWithTrainedAlgorithmicMedia"),
        ({"engine_kind": "test"}, "algorithmicMedia"),
    ],
)
def test_a_clip_is_called_what_it_is(receipt: Mapping[str, Any], term: str) -> None:
    assert source_type(receipt).rpartition("/")[2] == term
