"""``vitascope serve`` over TLS: with a CA of its own, and with a certificate that its owner brings."""

from __future__ import annotations

import ssl
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
import trustme

from tests.acceptance.conftest import Installation, wait_for

PATH = "/v2/video/generations"


def trusting(installation: Installation, ca: Path) -> httpx.Client:
    return httpx.Client(
        base_url=installation.base_url,
        headers={"Authorization": f"Bearer {installation.key}"},
        verify=ssl.create_default_context(cafile=str(ca)),
        timeout=60,
        trust_env=False,
    )


def completed_link(client: httpx.Client) -> str:
    reply = client.post(PATH, json={"model": "ltxv/ltxv-2-fast", "prompt": "a boat", "draft": True})
    assert reply.status_code == 200, reply.text

    def link() -> str | None:
        told = client.get(PATH, params={"generation_id": reply.json()["id"]}).json()
        return str(told["video"]["url"]) if told["status"] == "completed" else None

    return wait_for(link, 90)


def test_with_a_ca_of_its_own_everything_is_https_and_the_next_start_keeps_it(installation: Installation) -> None:
    installation.start("--tls", "dev")
    ca = installation.data_dir / "tls" / "ca.pem"
    said = installation.output.read_text(encoding="utf-8")
    assert installation.base_url.startswith("https://127.0.0.1:")
    assert f"export NODE_EXTRA_CA_CERTS='{ca}'" in said  # quoted: the path holds a space
    assert f"export REQUESTS_CA_BUNDLE='{ca}'" in said
    assert f"curl -s --cacert '{ca}' {installation.base_url}" in said
    with trusting(installation, ca) as client:
        assert client.get("/health/ready").json() == {"status": "ok"}
        link = completed_link(client)
        assert link.startswith(f"{installation.base_url}/files/")
        assert client.get(link).content[4:8] == b"ftyp"
        by_name = client.get(f"https://localhost:{httpx.URL(installation.base_url).port}/health/live")
        assert by_name.status_code == 200
    before = ca.read_bytes()
    assert installation.stop() == 0
    installation.start("--tls", "dev", "--public-url", "https://video.example.org")
    assert ca.read_bytes() == before
    with trusting(installation, ca) as client:
        assert client.get("/health/ready").json() == {"status": "ok"}
        assert completed_link(client).startswith("https://video.example.org/files/")


def test_an_owners_certificate_is_served_as_it_is(installation: Installation, folder: Path) -> None:
    ca = trustme.CA()
    leaf = ca.issue_cert("127.0.0.1")
    ca.cert_pem.write_to_path(folder / "ca.pem")
    leaf.cert_chain_pems[0].write_to_path(folder / "cert.pem")
    leaf.private_key_pem.write_to_path(folder / "key.pem")
    installation.start("--tls-cert", str(folder / "cert.pem"), "--tls-key", str(folder / "key.pem"))
    assert "export" not in installation.output.read_text(encoding="utf-8")
    with trusting(installation, folder / "ca.pem") as client:
        assert client.get("/health/ready").json() == {"status": "ok"}
    assert not (installation.data_dir / "tls").exists()


@pytest.mark.parametrize(
    ("flags", "code", "words"),
    [
        (("--tls-cert", "no/such.pem"), 1, ("--tls-cert", "no/such.pem", "No such file")),
        (("--tls-key", "key.pem"), 2, ("--tls-key", "--tls-cert")),
        (("--tls", "production"), 2, ("tls", "production", "dev")),
    ],
)
def test_what_cannot_be_served_with_is_one_line_before_anything_starts(
    installation: Installation, flags: tuple[str, ...], code: int, words: tuple[str, ...]
) -> None:
    done = installation.run("serve", *flags)
    assert done.returncode == code, done.stderr
    assert all(word in done.stderr for word in words), done.stderr
    assert done.stderr.strip().count("\n") == 0, done.stderr
    assert not installation.data_dir.exists()


def test_pythons_requests_is_told_of_the_ca_by_the_printed_line(installation: Installation) -> None:
    installation.start("--tls", "dev")
    line = next(x for x in installation.output.read_text(encoding="utf-8").splitlines() if "REQUESTS_CA_BUNDLE" in x)
    program = f"import requests; print(requests.get('{installation.base_url}/health/ready').status_code)"
    done = subprocess.run(
        ["sh", "-c", f'{line}\nexec "$@"', "sh", sys.executable, "-c", program],
        capture_output=True, text=True, timeout=900, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "200"
