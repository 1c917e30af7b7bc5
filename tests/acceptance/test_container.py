"""The image that the page on containers builds, and the container that it starts, by the page's own two commands.

Skipped where no engine of containers answers, or where the base image cannot be had. Where those need more than the
page says, it is told in the environment: ``VITASCOPE_TEST_DOCKER`` (``podman``), and flags for building and for running
in ``VITASCOPE_TEST_DOCKER_BUILD`` (``--build-arg PYTHON=…``) and ``VITASCOPE_TEST_DOCKER_RUN``.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.acceptance.conftest import wait_for
from tests.unit.docs.blocks import ROOT, the_block
from vitascope.client import Client
from vitascope.media.probe import probe

BUILD_S = 1800
START_S = 120


def flags(what: str) -> list[str]:
    return shlex.split(os.environ.get(f"VITASCOPE_TEST_DOCKER_{what}", ""))


class Docker:
    """Docker's command line, or one that takes the same words."""

    def __init__(self, program: str) -> None:
        self._program = program

    def __call__(self, *words: str, limit_s: float = 120) -> str:
        """What it says, errors first. Fails if the command does."""
        done = self.tried(*words, limit_s=limit_s)
        assert done.returncode == 0, f"{shlex.join(words)}: {done.stdout[-2000:]}{done.stderr[-4000:]}"
        return done.stderr + done.stdout

    def tried(self, *words: str, limit_s: float = 120) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self._program, *words], cwd=ROOT, capture_output=True, text=True, check=False, timeout=limit_s
        )


@pytest.fixture(scope="module")
def docker() -> Docker:
    program = os.environ.get("VITASCOPE_TEST_DOCKER", "docker")
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    docker = Docker(program)
    if (said := docker.tried("info")).returncode != 0:
        pytest.skip(f"{program} does not answer: {said.stderr.strip()[-200:]}")
    base = re.search(r"PYTHON=(\S+)", " ".join([*flags("BUILD"), (ROOT / "deploy" / "Dockerfile").read_text()]))
    assert base is not None
    if docker.tried("image", "inspect", base[1]).returncode != 0:
        pulled = docker.tried("pull", base[1], limit_s=600)
        if pulled.returncode != 0:
            pytest.skip(f"the base image {base[1]} cannot be had: {pulled.stderr.strip()[-200:]}")
    return docker


@contextlib.contextmanager
def removed(docker: Docker, kind: str, name: str) -> Iterator[str]:
    try:
        yield name
    finally:
        docker.tried(kind, "rm", "--force", name)


def commands() -> tuple[list[str], list[str]]:
    """The page's: to build the image, and to start a container of it."""
    build, start = the_block("docs/how-to/docker.md", "sh", holds="-f deploy/Dockerfile -t").strip().splitlines()
    return shlex.split(build)[1:], shlex.split(start)[1:]


@pytest.mark.slow
@pytest.mark.timeout(BUILD_S + 1200)
def test_the_commands_of_the_page_build_and_start_a_server_whose_clips_outlive_its_container(
    docker: Docker, tmp_path: Path
) -> None:
    mark = f"vitascope-test-{uuid4().hex[:8]}"
    build, start = commands()
    docker("build", *flags("BUILD"), *[word.replace("vitascope:", f"{mark}:") for word in build[1:]], limit_s=BUILD_S)
    there = {"vitascope": mark, "vitascope:/data": f"{mark}:/data", "127.0.0.1:8000:8000": "127.0.0.1::8000"}
    words = [there.get(word, word.replace("vitascope:", f"{mark}:")) for word in start[1:]]

    def state() -> dict[str, object]:
        return json.loads(docker.tried("container", "inspect", mark).stdout)[0]["State"]

    def address(starts: int) -> str | None:
        told = docker("logs", mark)
        ports = re.findall(r"answers on http://[^\s/]+:(\d+)", told)
        if len(ports) < starts:
            assert state()["Running"], told
            return None
        mapped = docker.tried("port", mark, ports[-1]).stdout.strip()  # nothing on the host's own network
        return f"http://127.0.0.1:{mapped.rpartition(':')[2] or ports[-1]}"

    with removed(docker, "image", words[-1]), removed(docker, "volume", mark), removed(docker, "container", mark):
        # The test card: how long the animatic compiles at its first start is not what is asked here.
        docker("run", "--detach", *flags("RUN"), "--env", "VITASCOPE_ENGINE=testcard", *words)
        url = wait_for(lambda: address(1), START_S)
        key = re.search(r"\b[0-9a-f]{32}\b", docker("logs", mark))
        assert key is not None
        with Client(url, key[0]) as client:
            clip = client.generate("a boat")
            client.download(clip, tmp_path / "before.mp4")
        assert probe(tmp_path / "before.mp4").frames == 150
        docker("exec", mark, "vitascope", "backup", "/data/backup.tar")
        docker("stop", "--time", "60", mark)
        assert state()["ExitCode"] == 0
        docker("start", mark)
        url = wait_for(lambda: address(2), START_S)
        with Client(url, key[0]) as client:
            client.download(client.get(clip.id), tmp_path / "after.mp4")
        assert (tmp_path / "after.mp4").read_bytes() == (tmp_path / "before.mp4").read_bytes()
