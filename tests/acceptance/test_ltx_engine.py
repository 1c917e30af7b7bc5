"""``vitascope serve --engine ltx`` on tiny weights in single files: what a program sees of LTX-2, to the end."""

from __future__ import annotations

import os
import signal
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


def stage(client: httpx.Client, generation_id: str) -> str | None:
    found: str | None = told(client, generation_id)["meta"].get("stage")
    return found


def done(client: httpx.Client, generation_id: str) -> dict[str, Any] | None:
    now = told(client, generation_id)
    return now if now["status"] in ("completed", "error") else None


def child_s(installation: Installation) -> float:
    """Processor time that what renders has taken, which is the same on a machine with other work."""
    (pid,) = [pid for pid, command in installation.processes().items() if "worker.render" in command]
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.slow
def test_a_draft_is_made_cancelled_finished_and_survives_a_kill(serving: Installation) -> None:
    with serving.client() as client:
        refused = client.post("/v2/video/generations", json=ASKED | {"model": "ltxv/ltxv-2"})
        assert refused.status_code == 400
        assert "transformer_full" in refused.text

        cancelled = client.post("/v2/video/generations", json=ASKED).json()["id"]
        wait_for(lambda: rendering(client, cancelled), 120)
        asked_for = ASKED | {"camera_motion": "dolly_in", "draft": True}
        draft = client.post("/v2/video/generations", json=asked_for).json()["id"]
        assert client.delete("/v2/video/generations", params={"generation_id": cancelled}).status_code == 200
        computed_s = child_s(serving)
        ended = wait_for(lambda: t if (t := told(client, cancelled))["status"] == "error" else None, 60)
        assert ended["error"]["name"] == "Cancelled"
        assert child_s(serving) - computed_s < 10, "between two blocks, not at the end of a step"

        drafted = wait_for(lambda: done(client, draft), 400)
        assert drafted["status"] == "completed", drafted
        assert (drafted["video"]["width"], drafted["video"]["height"]) == (960, 540)

        wanted = client.post("/v2/video/generations/finish", json={"generation_id": draft}).json()["id"]
        wait_for(lambda: stage(client, wanted) == "second stage" or None, 120)
        (child,) = [pid for pid, command in serving.processes().items() if "worker.render" in command]
        os.kill(child, signal.SIGKILL)
        seen: set[tuple[str, float]] = set()

        def watched() -> dict[str, Any] | None:
            now = told(client, wanted)
            if now["status"] == "generating" and "stage" in now["meta"]:
                seen.add((now["meta"]["stage"], now["progress"]))
            return done(client, wanted)

        whole = wait_for(watched, 700)
    assert whole["status"] == "completed", whole
    sketched = {progress for at, progress in seen if at == "first stage"}
    assert len(sketched) <= 2, "its beginning and its end: the steps between were made in the draft"
    clip = serving.data_dir.parent / "clip.mp4"
    clip.write_bytes(httpx.get(whole["video"]["url"], trust_env=False, timeout=60).content)
    facts = probe(clip)
    assert (facts.width, facts.height, facts.frames) == (1920, 1080, 150)
    assert facts.sound is not None
    assert facts.sound.samples == 288_000
