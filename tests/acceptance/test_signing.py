"""Content Credentials as an owner turns them on."""

from __future__ import annotations

from pathlib import Path

import c2pa  # type: ignore[import-untyped]

from tests.acceptance.conftest import Installation
from tests.acceptance.test_remix import made
from tests.unit.media.signing import signing_pair


def test_a_server_with_a_certificate_signs_its_clips_and_they_are_made_again_all_the_same(
    installation: Installation, folder: Path
) -> None:
    pair = signing_pair(folder / "pki")
    installation.start("--c2pa-cert", str(pair.chain), "--c2pa-key", str(pair.key))
    with installation.client() as client:
        _, clip = made(client, folder, model="ltxv/ltxv-2-fast", prompt="a boat")
        with c2pa.Reader(str(clip)) as reader:
            assert reader.get_validation_state() == "Valid"
        again, _ = made(client, folder, remix_of=client.get("/v2/video/generations?limit=1").json()["data"][0]["id"])
        assert again["meta"]["remix_of"] == clip.stem
    same = installation.run("reproduce", str(clip))
    assert (same.returncode, same.stderr) == (0, "")


def test_a_pair_that_cannot_sign_is_one_line_at_the_start(installation: Installation, folder: Path) -> None:
    pair, other = signing_pair(folder / "pki"), signing_pair(folder / "other")
    for command in (("serve", "--port", "0"), ("generate", "a boat", "-o", str(folder / "clip.mp4"))):
        for flags, words in (
            (("--c2pa-cert", str(pair.chain), "--c2pa-key", str(other.key)), "does not sign clips"),
            (("--c2pa-cert", str(pair.chain)), "without --c2pa-key"),
        ):
            refused = installation.run(*command, *flags)
            assert refused.returncode in {1, 2}
            assert words in refused.stderr
            assert refused.stderr.strip().count("\n") == 0
    assert not (folder / "clip.mp4").exists()
