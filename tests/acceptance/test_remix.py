"""A clip dropped on the server that made it, by its owner and by somebody else."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import httpx
from PIL import Image

from tests.acceptance.conftest import Installation, wait_for
from vitascope.media.receipt import read_receipt

PATH = "/v2/video/generations"


def made(client: httpx.Client, folder: Path, **body: object) -> tuple[dict[str, Any], Path]:
    """The last poll's reply, and the clip."""
    reply = client.post(PATH, json=body)
    assert reply.status_code == 200, reply.text

    def look() -> dict[str, Any] | None:
        polled: dict[str, Any] = client.get(PATH, params={"generation_id": reply.json()["id"]}).json()
        assert polled["status"] != "error", polled
        return polled if polled["status"] == "completed" else None

    done = wait_for(look, 60)
    path = folder / done["video"]["file_name"]
    path.write_bytes(httpx.get(done["video"]["url"], trust_env=False, timeout=60).content)
    return done, path


def photo() -> str:
    buffer = io.BytesIO()
    Image.radial_gradient("L").resize((640, 360)).save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


def test_a_clip_starts_another_from_its_id_its_link_and_its_file(served: Installation, folder: Path) -> None:
    with served.client() as client:
        first, clip = made(
            client, folder, model="ltxv/ltxv-2", prompt="a boat", image_url=photo(), seed=9, generate_audio=False
        )
        receipt = read_receipt(clip)
        ours = receipt["id"]
        for source in (first["id"], first["video"]["url"], base64.b64encode(clip.read_bytes()).decode()):
            again, other = made(client, folder, remix_of=source, prompt="a train")
            assert again["meta"]["remix_of"] == ours
            asked = {k: v for k, v in read_receipt(other).items() if k not in {"id", "frames_sha256", "encoder"}}
            # The same image to the last pixel: it was kept. The test card shows it, so the frames are the same, too.
            assert asked == {**{k: v for k, v in receipt.items() if k in asked}, "prompt": "a train"}
            assert read_receipt(other)["frames_sha256"] == receipt["frames_sha256"]

    key = served.run("keys", "create", "--account", "somebody else").stdout.strip()
    with httpx.Client(
        base_url=served.base_url, headers={"Authorization": f"Bearer {key}"}, timeout=30, trust_env=False
    ) as stranger:
        refused = stranger.post(PATH, json={"remix_of": first["id"]})
        assert refused.status_code == 404
        again, other = made(stranger, folder, remix_of=first["video"]["url"])  # whoever has the link has the clip
        assert "remix_of" not in again["meta"]
        assert "first frame stands in" in str(again["meta"]["adjusted"])
        assert read_receipt(other)["prompt"] == "a boat"
        assert read_receipt(other)["image_sha256"] != receipt["image_sha256"]

        tampered = first["video"]["url"].replace("/generations/", "/generations/../generations/")
        assert stranger.post(PATH, json={"remix_of": tampered}).status_code == 400
