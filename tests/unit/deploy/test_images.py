"""The images: locked, pinned, not root, and with the health check that their program answers."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.unit.deploy.reading import DEPLOY, is_pinned, of_dockerfile, parse, unknown_settings
from vitascope.settings import Settings

DOCKERFILES = [DEPLOY / "Dockerfile", DEPLOY / "Dockerfile.cuda"]


@pytest.mark.parametrize("file", DOCKERFILES, ids=lambda path: path.name)
def test_an_image_names_what_there_is(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    environment = dict(each.split("=", 1) for line in of_dockerfile(text, "ENV") for each in line.split())
    assert unknown_settings(environment) == set()
    settings = Settings(**{k.removeprefix("VITASCOPE_").lower(): v for k, v in environment.items() if "VITASC" in k})  # type: ignore[arg-type]
    assert settings.host == "0.0.0.0", "a container is reached from outside of it"  # noqa: S104
    (command,), (entry,) = of_dockerfile(text, "CMD"), of_dockerfile(text, "ENTRYPOINT")
    assert parse(json.loads(command)) == "serve"
    assert json.loads(entry) == ["tini", "--", "vitascope"]
    (ports,) = of_dockerfile(text, "EXPOSE")
    assert str(Settings().port) in ports.split()
    assert of_dockerfile(text, "USER") == ["10001:10001"]
    assert of_dockerfile(text, "VOLUME") == ["/data"]
    assert settings.data_dir.is_relative_to("/data")


@pytest.mark.parametrize("file", DOCKERFILES, ids=lambda path: path.name)
def test_an_image_is_made_from_pins_alone(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    (base,) = of_dockerfile(text, "ARG")
    assert is_pinned(base.partition("=")[2])
    installs = re.findall(r"pip install (.*)", text)
    assert len(installs) == 2
    assert "--require-hashes" in installs[0]
    assert "--no-deps --no-build-isolation" in installs[1]


@pytest.mark.parametrize("file", DOCKERFILES, ids=lambda path: path.name)
def test_what_an_image_is_made_from_is_let_in(file: Path) -> None:
    """And .dockerignore lets in nothing else: neither data nor secrets can get into a layer."""
    allowed = [line[1:] for line in (DEPLOY.parent / ".dockerignore").read_text().splitlines() if line[:1] == "!"]
    copied = [
        part
        for line in of_dockerfile(file.read_text(encoding="utf-8"), "COPY")
        if "--from" not in line
        for part in [word for word in line.split() if not word.startswith("--")][:-1]
    ]
    for name in copied:
        assert (DEPLOY.parent / name).exists(), name
        assert any(name == each.rstrip("/") or name.startswith(each) for each in allowed), name
    assert not any("secret" in each or "data" in each for each in allowed)


def test_the_cuda_lock_agrees_with_the_other_wherever_both_name_a_package() -> None:
    def pins(path: Path) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for name, version in re.findall(r"^([a-z0-9][\w.-]*)==(\S+)", path.read_text(encoding="utf-8"), re.M):
            found.setdefault(name, set()).add(version)
        return found

    cuda, run = pins(DEPLOY / "requirements-ltx.txt"), pins(DEPLOY.parent / "requirements" / "run.txt")
    assert {"torch", "diffusers", "transformers", "psycopg", "numba"} <= cuda.keys()
    assert {name for name in cuda.keys() & run.keys() if not cuda[name] <= run[name]} == set()
    tested = (DEPLOY.parent / "pyproject.toml").read_text(encoding="utf-8")
    assert f"torch=={min(cuda['torch'])}" in tested


class _Answer(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        known = self.path in ("/health/live", "/metrics")
        self.send_response(self.status if known else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def port() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), _Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def healthy(role: str, **environment: str) -> int:
    script = DEPLOY / "docker" / "healthcheck.py"
    done = subprocess.run([sys.executable, "-I", str(script), role], env={**os.environ, **environment}, check=False)
    return done.returncode


def test_the_health_check_hears_an_api_and_a_worker(port: int) -> None:
    assert healthy("api", VITASCOPE_PORT=str(port)) == 0
    assert healthy("worker", VITASCOPE_METRICS_PORT=str(port)) == 0


def test_the_health_check_fails_where_nobody_answers_or_badly(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert healthy("api", VITASCOPE_PORT="1") == 1
    monkeypatch.setattr(_Answer, "status", 401)
    assert healthy("worker", VITASCOPE_METRICS_PORT=str(port)) == 0, "it lives, and asks for the token"
    monkeypatch.setattr(_Answer, "status", 500)
    assert healthy("api", VITASCOPE_PORT=str(port)) == 1


def test_secrets_in_files_become_settings(tmp_path: Path) -> None:
    (tmp_path / "VITASCOPE_DATABASE").write_text("postgresql://a:b'c d@e/f\n")
    (tmp_path / "other").write_text("x")
    script = (DEPLOY / "docker" / "vitascope.sh").read_text().replace("/opt/vitascope/bin/vitascope", "env")
    done = subprocess.run(
        ["sh", "-c", script], env={"PATH": os.environ["PATH"], "SECRETS_DIR": str(tmp_path)}, capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    assert "VITASCOPE_DATABASE=postgresql://a:b'c d@e/f\n" in done.stdout
    assert "other" not in done.stdout
