"""``vitascope serve --lenient``, to the end: a request for what is not offered becomes a clip of what is."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.acceptance.conftest import Installation, wait_for
from vitascope.media.probe import probe

ASKED = {
    "model": "ltxv/ltxv-2-fast",
    "prompt": "a boat",
    "duration": "7",
    "resolution": "1280x720",
    "fps": 24,
    "aspect_ratio": "9:16",
    "image_url": "https://images.example.invalid/gone.png",
}


def test_a_lenient_server_makes_the_nearest_that_it_can(installation: Installation) -> None:
    installation.start("--lenient")
    with installation.client() as client:
        submitted = client.post("/v2/video/generations", json=ASKED)
        assert submitted.status_code == 200, submitted.text

        def completed() -> dict[str, Any] | None:
            query = {"generation_id": submitted.json()["id"]}
            told: dict[str, Any] = client.get("/v2/video/generations", params=query).json()
            return told if told["status"] == "completed" else None

        told = wait_for(completed, 90)
    assert told["meta"]["adjusted"] == submitted.json()["meta"]["adjusted"]
    assert len(told["meta"]["adjusted"]) == 5
    clip = installation.data_dir.parent / "clip.mp4"
    clip.write_bytes(httpx.get(told["video"]["url"], trust_env=False, timeout=60).content)
    facts = probe(clip)
    assert (facts.width, facts.height, facts.frames) == (1920, 1080, 25 * 8)


@pytest.mark.parametrize(("value", "status"), [("true", 200), ("false", 400)])
def test_the_environment_says_it_too(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, value: str, status: int
) -> None:
    environment = {**installation.environment, "VITASCOPE_LENIENT": value}
    monkeypatch.setattr(Installation, "environment", property(lambda _self: environment))
    installation.start("--workers", "0")
    with installation.client() as client:
        for path in ("/v2/video/generations", "/v1/video/generations", "/video/generations"):
            assert client.post(path, json=ASKED).status_code == status
        # What the providers' paths are does not depend on it.
        assert client.post("/v2/generate/video/kling/generation", json=ASKED).status_code == 200
