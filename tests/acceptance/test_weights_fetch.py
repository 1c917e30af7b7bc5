"""``vitascope weights fetch`` as an owner runs it, against a hub of this machine that has tiny weights, to a clip."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.conftest import Installation, wait_for
from tests.hub import TOKEN, Hub, serving
from vitascope.media.probe import probe

pytest.importorskip("diffusers", reason="the extra [ltx] is not installed")

GOOGLE = "google/gemma-3-12b-it-qat-q4_0-unquantized"
MODEL = "ltx-2-19b-distilled.safetensors"
UPSCALER = "ltx-2-spatial-upscaler-x2-1.0.safetensors"
FETCH = ("weights", "fetch", "ltx-2-distilled")
YES = "--accept-ltx-license"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from vitascope.testing import tiny_ltx

    folder = tmp_path_factory.mktemp("published") / "tiny"
    tiny_ltx.build_single_files(folder)
    return folder


@pytest.fixture
def hub(tiny: Path) -> Iterator[Hub]:
    """What is published, in miniature, among much that is not wanted."""
    official = {
        MODEL: (tiny / "tiny-distilled.safetensors").read_bytes(),
        "ltx-2-19b-dev.safetensors": (tiny / "tiny-dev.safetensors").read_bytes(),
        UPSCALER: (tiny / "tiny-spatial-upscaler-x2.safetensors").read_bytes(),
        "ltx-2-19b-distilled-fp8.safetensors": b"of another precision",
        "vae/diffusion_pytorch_model.safetensors": b"a second time, in another layout",
    }
    text = {file.name: file.read_bytes() for file in (tiny / "gemma-tiny").iterdir()}
    with serving({"Lightricks/LTX-2": official, GOOGLE: text}) as made:
        made.gated.add(GOOGLE)
        yield made


@pytest.fixture
def weights(folder: Path, tiny: Path) -> Path:
    """Where they are fetched to: with the dimensions of the tiny parts, which are not the published ones."""
    made = folder / "weights of mine"
    for config in tiny.glob("*/config.json"):
        if config.parent.name != "gemma-tiny":
            (made / config.parent.name).mkdir(parents=True)
            shutil.copyfile(config, made / config.parent.name / config.name)
    return made


@pytest.fixture
def owner(installation: Installation, hub: Hub, folder: Path) -> Installation:
    installation.settings |= {
        "VITASCOPE_HF_ENDPOINT": hub.url,
        "HF_TOKEN": TOKEN,
        "HF_HOME": str(folder / "huggingface"),
    }
    return installation


@pytest.mark.slow
def test_weights_are_fetched_checked_and_make_a_clip(
    owner: Installation, hub: Hub, weights: Path, folder: Path
) -> None:
    done = owner.run(*FETCH, "--to", str(weights), YES)
    assert done.returncode == 0, done.stderr
    assert "files to fetch, 0.0 GB" in done.stderr
    assert f"fetching {MODEL} (1 of " in done.stderr
    assert "files, 0.0 GB, all as the hub has them" in done.stdout
    assert "LTX-2.0, in single files" in done.stdout
    assert "For ltxv/ltxv-2-fast." in done.stdout
    assert f"vitascope serve --engine ltx --weights '{weights}' --accept-ltx-license" in done.stdout
    assert not {a.path.rpartition("/")[2] for a in hub.asked if a.elsewhere} & {
        "ltx-2-19b-distilled-fp8.safetensors",
        "ltx-2-19b-dev.safetensors",
        "diffusion_pytorch_model.safetensors",
    }
    assert owner.run("weights", "check", str(weights)).returncode == 0

    clip = folder / "clip.mp4"
    made = owner.run(
        "generate", "A boat.", "-o", str(clip), "--engine", "ltx", "--weights", str(weights), YES, "--no-audio"
    )
    assert made.returncode == 0, made.stderr
    assert (probe(clip).frames, probe(clip).width) == (150, 1920)


def test_nothing_is_fetched_before_the_licence_is_accepted(owner: Installation, hub: Hub, weights: Path) -> None:
    refused = owner.run(*FETCH, "--to", str(weights))
    assert refused.returncode == 2
    assert refused.stderr.strip().count("\n") == 0, refused.stderr
    assert "revenue of 10 million dollars" in refused.stderr
    assert "https://github.com/Lightricks/LTX-2/blob/main/LICENSE" in refused.stderr
    assert "Gemma Terms of Use: https://ai.google.dev/gemma/terms" in refused.stderr
    assert YES in refused.stderr
    assert hub.asked == []


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_ended_in_mid_file_the_same_command_goes_on_at_that_byte(
    owner: Installation, hub: Hub, weights: Path, end: signal.Signals
) -> None:
    size = len(hub.repositories["Lightricks/LTX-2"][MODEL])
    sent, release = size // 3, threading.Event()
    hub.hold[MODEL] = (sent, release)
    command = [sys.executable, "-m", "vitascope", *FETCH, "--to", str(weights), YES]
    running = subprocess.Popen(command, env=owner.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        assert hub.held.wait(60)
        part = wait_for_part(weights, sent)
        running.send_signal(end)
        _, said = running.communicate(timeout=900)
    finally:
        running.kill()
        running.wait()
        release.set()
    assert part.stat().st_size == sent
    assert running.returncode == (130 if end is signal.SIGINT else -signal.SIGKILL), said.decode()
    assert (b"the same command goes on from there" in said) == (end is signal.SIGINT)
    assert not (weights / MODEL).exists()
    for looked in (owner.run("weights", "check", str(weights)), generated(owner, weights)):
        assert looked.returncode == 1
        assert "is incomplete: fetching ltx-2-distilled has not ended" in looked.stderr
        assert MODEL in looked.stderr
        assert f"Go on with: vitascope weights fetch ltx-2-distilled --to '{weights}' {YES}" in looked.stderr

    done = owner.run(*FETCH, "--to", str(weights), YES)
    assert done.returncode == 0, done.stderr
    assert hub.fetched(MODEL) == [None, f"bytes={sent}-"]
    assert hub.fetched(UPSCALER) == [None]
    assert (weights / MODEL).read_bytes() == hub.repositories["Lightricks/LTX-2"][MODEL]
    assert not list(weights.glob(".vitascope-fetch*"))


def wait_for_part(weights: Path, size: int) -> Path:
    def look() -> Path | None:
        return next((p for p in weights.glob(".vitascope-fetch/*.part") if p.stat().st_size == size), None)

    return wait_for(look, 60)


def generated(owner: Installation, weights: Path) -> subprocess.CompletedProcess[str]:
    clip = str(weights.parent / "clip.mp4")
    return owner.run("generate", "A boat.", "-o", clip, "--engine", "ltx", "--weights", str(weights), YES)


def test_a_terms_page_that_was_not_signed_is_one_line(owner: Installation, hub: Hub, weights: Path) -> None:
    del owner.settings["HF_TOKEN"]
    refused = owner.run(*FETCH, "--to", str(weights), YES)
    assert refused.returncode == 1
    assert refused.stderr.strip().count("\n") == 0, refused.stderr
    assert f"accept them on https://huggingface.co/{GOOGLE}" in refused.stderr
    assert not any(a.elsewhere for a in hub.asked)
    assert not list(weights.rglob("*.safetensors"))


def test_the_text_encoder_may_be_fetched_apart_and_into_the_data_folder(owner: Installation) -> None:
    owner.settings["HF_ENDPOINT"] = owner.settings.pop("VITASCOPE_HF_ENDPOINT")  # as other programs name a mirror
    done = owner.run("weights", "fetch", "gemma")
    assert done.returncode == 0, done.stderr
    assert (owner.data_dir / "weights" / "gemma" / GOOGLE.partition("/")[2] / "config.json").is_file()
    assert "no whole model yet" in done.stdout
    assert "Under the Gemma Terms of Use" in done.stdout


def test_what_can_be_fetched_is_listed(installation: Installation) -> None:
    done = installation.run("weights", "list")
    assert done.returncode == 0
    for word in ("ltx-2-distilled", "ltx-2.3-lora", "Lightricks/LTX-2.3", GOOGLE, "LTX-2 Community License"):
        assert word in done.stdout
