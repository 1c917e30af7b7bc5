"""The link that ``vitascope serve`` prints, as a browser uses it."""

from __future__ import annotations

import re

import httpx

from tests.acceptance.conftest import Installation


def printed(installation: Installation) -> tuple[str, str]:
    """Where the link leads, and its token."""
    found = re.search(r"(\S+)/#sign-in=(\S+)", installation.output.read_text(encoding="utf-8"))
    assert found is not None
    return found[1], found[2]


def test_the_link_that_serve_prints_is_good_for_one_key_until_it_is_revoked(installation: Installation) -> None:
    installation.start()
    base, token = printed(installation)
    assert base == installation.base_url
    with httpx.Client(base_url=base, timeout=30, trust_env=False) as browser:
        page = browser.get("/", headers={"Accept": "text/html"})
        assert token not in page.text
        key = browser.post("/playground/sign-in", json={"token": token}).json()["key"]
        assert key != installation.key
        headers = {"Authorization": f"Bearer {key}"}
        assert browser.get("/playground/key", headers=headers).json()["management"] is False
        assert browser.post("/playground/sign-in", json={"token": token}).status_code == 403
        assert "playground, one-time link" in installation.run("keys", "list").stdout
        assert installation.run("keys", "revoke", key[:8]).returncode == 0
        assert browser.get("/playground/key", headers=headers).status_code == 401
    assert key not in installation.output.read_text(encoding="utf-8")


def test_the_link_begins_with_the_public_url_and_works_there(installation: Installation) -> None:
    installation.start("--public-url", "https://videos.example/studio/")
    base, token = printed(installation)
    assert base == "https://videos.example/studio"
    # As a proxy that ends TLS passes it on.
    headers = {"Host": "videos.example", "Origin": "https://videos.example", "Sec-Fetch-Site": "same-origin"}
    with httpx.Client(base_url=installation.base_url, headers=headers, timeout=30, trust_env=False) as proxy:
        assert proxy.post("/playground/sign-in", json={"token": token}).status_code == 200


def test_a_link_of_an_earlier_start_is_worth_nothing(installation: Installation) -> None:
    installation.start()
    _, token = printed(installation)
    installation.stop()
    installation.start()
    reply = httpx.post(
        f"{installation.base_url}/playground/sign-in", json={"token": token}, trust_env=False, timeout=60
    )
    assert reply.status_code == 403
