"""The commands that need no server."""

from __future__ import annotations

import signal
import stat
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.acceptance.conftest import Installation, wait_for
from vitascope.media.compare import last_frame
from vitascope.media.convert import i420_to_rgb
from vitascope.media.probe import probe
from vitascope.media.receipt import read_receipt


def test_generate_writes_a_clip_with_its_receipt(installation: Installation, folder: Path) -> None:
    output = folder / "new folder" / "clip.mp4"
    done = installation.run("generate", "a boat", "-o", str(output), "--seed", "3", "--duration", "8")
    assert done.returncode == 0, done.stderr
    assert (probe(output).frames, probe(output).container_duration_s) == (200, 8)
    assert read_receipt(output)["seed"] == 3
    assert [p.name for p in output.parent.iterdir()] == ["clip.mp4"]


def test_generate_that_is_told_to_end_leaves_nothing_half_made(installation: Installation, folder: Path) -> None:
    output = folder / "new folder" / "clip.mp4"
    program = subprocess.Popen(
        [sys.executable, "-m", "vitascope", "generate", "[delay 60] a boat", "-o", str(output)],
        env=installation.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    wait_for(lambda: list(output.parent.glob(".vitascope-*/clip.mp4")) or None, 60)
    program.terminate()
    said, _ = program.communicate(timeout=60)
    assert (program.returncode, said) == (128 + signal.SIGTERM, "")
    assert list(output.parent.iterdir()) == []


def test_generate_starts_from_an_image_file(installation: Installation, folder: Path) -> None:
    image = folder / "photo.png"
    Image.fromarray(np.full((600, 600, 3), (200, 40, 40), np.uint8)).save(image)
    output = folder / "clip.mp4"
    done = installation.run("generate", "a boat", "-o", str(output), "--image", str(image), "--no-audio")
    assert done.returncode == 0, done.stderr
    assert "crop" in done.stdout
    assert probe(output).sound is None


def test_generate_ends_on_an_image_file(installation: Installation, folder: Path) -> None:
    image, output = folder / "photo.png", folder / "clip.mp4"
    Image.fromarray(np.full((600, 600, 3), (200, 40, 40), np.uint8)).save(image)
    done = installation.run("generate", "a boat", "-o", str(output), "--last-image", str(image), "--no-audio")
    assert done.returncode == 0, done.stderr
    assert "adjusted: `--last-image`: The image (600 × 600) was cropped" in " ".join(done.stdout.split())
    last = i420_to_rgb(*last_frame(output))
    assert np.abs(last.astype(int) - (200, 40, 40)).mean() < 4
    again = installation.run("reproduce", str(output), "--last-image", str(image))
    assert again.returncode == 0, again.stdout + again.stderr


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("--last-image", "no/such/file.png"), ("--last-image", "no/such/file.png", "no such file")),
        (("--duration", "7"), ("duration", "7", "8")),
        (("--resolution", "4k"), ("resolution", "4k", "2160p")),
        (("--fps", "24"), ("fps", "24", "25")),
        (("--seed", "-1"), ("seed", "-1", "0")),
        (("--image", "no/such/file.png"), ("image", "no/such/file.png", "no such file")),
        (("--model", "sora"), ("model", "sora", "ltxv/ltxv-2-fast")),
    ],
)
def test_bad_input_is_one_line_and_an_exit_code(
    installation: Installation, folder: Path, flags: tuple[str, ...], words: tuple[str, ...]
) -> None:
    output = folder / "clip.mp4"
    done = installation.run("generate", "a boat", "-o", str(output), *flags)
    assert done.returncode == 2
    assert all(word in done.stderr for word in words), done.stderr
    assert done.stderr.strip().count("\n") == 0, done.stderr
    assert not output.exists()


def test_an_engine_that_is_not_there_is_named_with_those_that_are(installation: Installation, folder: Path) -> None:
    done = installation.run("generate", "a boat", "-o", str(folder / "clip.mp4"), "--engine", "dreams")
    assert done.returncode == 1
    assert "dreams" in done.stderr
    assert "testcard" in done.stderr


def test_a_setting_that_is_no_number_is_one_line(installation: Installation) -> None:
    done = installation.run("serve", "--public-url", " ")
    assert done.returncode == 2
    assert "public_url" in done.stderr


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("serve", "--port", "abc"), ("--port",)),
        (("frobnicate",), ("frobnicate",)),
        (("generate",), ("prompt",)),
        (("migrate", "--database", "postgresql://nobody@127.0.0.1:1/none"), ("--database", "127.0.0.1")),
        (("keys", "list", "--database", "nonsense://"), ("--database",)),
        (("serve", "--public-url", "video.example.com"), ("public_url", "https://")),
        (("serve", "--data-dir", "/dev/null"), ("--data-dir", "/dev/null")),
        (("accounts", "list"), ("no Vitascope in", "--data-dir")),
        (("keys", "create"), ("no Vitascope in", "--data-dir")),
    ],
)
def test_a_command_that_cannot_be_followed_is_one_line(
    installation: Installation, command: tuple[str, ...], words: tuple[str, ...]
) -> None:
    done = installation.run(*command)
    assert done.returncode in {1, 2}
    assert all(word in done.stderr for word in words), done.stderr
    assert done.stderr.strip().count("\n") == 0, done.stderr


def test_a_start_that_fails_by_its_engine_leaves_the_first_key_to_the_next(installation: Installation) -> None:
    assert installation.run("serve", "--engine", "dreams").returncode == 1
    assert not installation.data_dir.exists()


@pytest.mark.parametrize(
    ("flags", "word"),
    [
        ((), "--accept-ltx-license"),
        (("--accept-ltx-license",), "--weights DIR"),
        (("--accept-ltx-license", "--weights", "/no/such/folder"), "/no/such/folder"),
    ],
)
def test_a_server_whose_engine_lacks_what_its_owner_must_give_does_not_start(
    installation: Installation, flags: tuple[str, ...], word: str
) -> None:
    pytest.importorskip("diffusers", reason="the extra [ltx] is not installed")
    done = installation.run("serve", "--port", "0", "--engine", "ltx", *flags)
    assert done.returncode == 1
    assert word in done.stderr
    assert done.stderr.strip().count("\n") == 0, done.stderr
    assert "answers on" not in done.stdout
    assert not installation.data_dir.exists()


def test_a_server_without_workers_needs_no_weights(installation: Installation) -> None:
    pytest.importorskip("diffusers", reason="the extra [ltx] is not installed")
    installation.settings |= {"VITASCOPE_ENGINE": "ltx"}
    installation.start("--workers", "0")
    with installation.client() as client:
        body = {"model": "ltxv/ltxv-2-fast", "prompt": "a boat", "duration": 6}
        assert client.post("/v2/video/generations", json=body).status_code == 200


def test_doctor_finds_a_machine_unfit_for_an_engine_without_its_licence(installation: Installation) -> None:
    pytest.importorskip("diffusers", reason="the extra [ltx] is not installed")
    installation.settings |= {"VITASCOPE_ENGINE": "ltx"}
    done = installation.run("doctor")
    assert done.returncode == 1
    assert "no  engine ltx" in done.stdout
    assert "--accept-ltx-license" in done.stdout


def test_the_data_folder_is_its_owners_alone(served: Installation) -> None:
    assert stat.S_IMODE(served.data_dir.stat().st_mode) == 0o700


def test_doctor_finds_this_machine_fit(installation: Installation) -> None:
    done = installation.run("doctor")
    assert done.returncode == 0, done.stdout
    assert all(word in done.stdout for word in ("database", "encoder", "engine animatic", "engine testcard"))
