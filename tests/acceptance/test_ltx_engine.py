"""``vitascope serve --engine ltx`` on tiny weights in single files: what a program sees of LTX-2, to the end."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.acceptance.conftest import Installation, wait_for
from vitascope.media.probe import probe

pytest.importorskip("diffusers", reason="the extra [ltx] is not installed")

ASKED = {"model": "ltxv/ltxv-2-fast", "prompt": "A dragon flies over a mountain and roars.", "duration": 6}


@pytest.fixture
def serving(installation: Installation, folder: Path) -> Installation:
    """With the distilled model alone."""
    from vitascope.testing import tiny_ltx

    weights = folder / "weights"
    tiny_ltx.build_single_files(weights)
    (weights / "tiny-dev.safetensors").unlink()
    installation.settings |= {
        "VITASCOPE_ENGINE": "ltx",
        "VITASCOPE_WEIGHTS": str(weights),
        "VITASCOPE_ACCEPT_LTX_LICENSE": "true",
    }
    installation.start()
    return installation


def told(client: httpx.Client, generation_id: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/v2/video/generations", params={"generation_id": generation_id}).json()
    return found


def rendering(client: httpx.Client, generation_id: str) -> dict[str, Any] | None:
    now = told(client, generation_id)
    assert now["status"] in ("queued", "generating"), now
    return now if now.get("progress", 0) > 0 else None


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_program_of_the_hosted_api_gets_its_clip_from_the_engine_ltx(serving: Installation) -> None:
    with serving.client() as client:
        refused = client.post("/v2/video/generations", json=ASKED | {"model": "ltxv/ltxv-2"})
        assert refused.status_code == 400
        assert "transformer_full" in refused.text

        cancelled = client.post("/v2/video/generations", json=ASKED).json()["id"]
        wait_for(lambda: rendering(client, cancelled), 120)
        wanted = client.post("/v2/video/generations", json=ASKED | {"camera_motion": "dolly_in"}).json()["id"]
        assert client.delete("/v2/video/generations", params={"generation_id": cancelled}).status_code == 200
        asked = time.monotonic()
        ended = wait_for(lambda: t if (t := told(client, cancelled))["status"] == "error" else None, 30)
        assert ended["error"]["name"] == "Cancelled"
        assert time.monotonic() - asked < 5, "between two blocks, not at the end of a step"

        done = wait_for(lambda: t if (t := told(client, wanted))["status"] in ("completed", "error") else None, 700)
    assert done["status"] == "completed", done
    clip = serving.data_dir.parent / "clip.mp4"
    clip.write_bytes(httpx.get(done["video"]["url"], trust_env=False).content)
    facts = probe(clip)
    assert (facts.width, facts.height, facts.frames) == (1920, 1080, 150)
    assert facts.sound is not None
    assert facts.sound.samples == 288_000
