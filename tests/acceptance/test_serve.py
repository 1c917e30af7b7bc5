"""``vitascope serve`` from outside: what a newcomer does, and what happens when parts of it are killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.acceptance.conftest import Installation, wait_for
from vitascope.media.probe import probe

SEED = Path(__file__).parents[3] / "shared" / "seed" / "000_32ba2c830a215663.txt"
PATH = "/v2/video/generations"


def submit(installation: Installation, prompt: str, **fields: Any) -> str:
    """Its id. Of a draft where nothing else is said: the same life, a quarter of the pixels."""
    with installation.client() as client:
        reply = client.post(PATH, json={"model": "ltxv/ltxv-2-fast", "prompt": prompt, "draft": True, **fields})
    assert reply.status_code == 200, reply.text
    return str(reply.json()["id"])


def poll(installation: Installation, generation_id: str) -> dict[str, Any]:
    with installation.client() as client:
        reply = client.get(PATH, params={"generation_id": generation_id})
    assert reply.status_code == 200, reply.text
    body: dict[str, Any] = reply.json()
    return body


def until(installation: Installation, generation_id: str, *statuses: str, limit_s: float = 240) -> dict[str, Any]:
    """Polls, through outages too, until one of ``statuses``."""

    def look() -> dict[str, Any] | None:
        try:
            body = poll(installation, generation_id)
        except (httpx.HTTPError, AssertionError):
            return None
        return body if body["status"] in statuses else None

    return wait_for(look, limit_s)


def process_like(installation: Installation, pattern: str) -> int:
    return wait_for(
        lambda: next((pid for pid, line in installation.processes().items() if re.search(pattern, line)), None), 60
    )


@pytest.mark.skipif(not SEED.exists(), reason="the seed document is not beside this checkout")
def test_the_seeds_python_program_runs_to_its_end(installation: Installation, folder: Path) -> None:
    installation.start()
    text = re.search(r"```python\n(.*?)```", SEED.read_text(encoding="utf-8"), re.S)
    assert text is not None
    program = folder / "seed.py"
    program.write_text(
        text[1]
        .replace("https://api.aimlapi.com", installation.base_url)
        .replace("<YOUR_AIMLAPI_KEY>", installation.key)
    )
    done = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, timeout=900, check=True)
    assert "'status': 'queued', 'meta': {'usage': {" in done.stdout
    assert "'tokens_used': 504000" in done.stdout
    assert "Processing complete:" in done.stdout
    link = re.search(r"'video': \{'url': '([^']+)'", done.stdout)
    assert link is not None, done.stdout
    clip = folder / "clip.mp4"
    clip.write_bytes(httpx.get(link[1], trust_env=False, timeout=60).content)  # without the key
    facts = probe(clip)
    assert (facts.width, facts.height, facts.frames, facts.container_duration_s) == (1920, 1080, 150, 6)
    assert facts.sound is not None
    assert facts.faststart


def test_a_second_start_finds_the_same_key_and_the_same_clips(installation: Installation) -> None:
    installation.start()
    generation_id = submit(installation, "first")
    before = until(installation, generation_id, "completed")
    assert installation.stop() == 0
    assert installation.processes() == {}
    installation.start()
    after = poll(installation, generation_id)
    assert after["status"] == "completed"
    assert after["video"]["file_size"] == before["video"]["file_size"]
    link = installation.base_url + httpx.URL(after["video"]["url"]).path
    assert httpx.get(link, trust_env=False, timeout=60).status_code == 200


def test_a_submit_that_was_answered_survives_the_death_of_everything(installation: Installation) -> None:
    installation.start()
    ids = [submit(installation, f"[delay 1] {i}") for i in range(3)]
    until(installation, ids[0], "generating", "completed")
    for pid in installation.processes():
        os.kill(pid, signal.SIGKILL)
    installation.process.wait(60)  # type: ignore[union-attr]
    installation.start()
    assert {until(installation, i, "completed", "error")["status"] for i in ids} == {"completed"}


@pytest.mark.parametrize("victim", ["vitascope worker", r"worker\.render", "bin/postgres -D"])
def test_a_part_that_is_killed_comes_back_and_the_clip_is_made(installation: Installation, victim: str) -> None:
    installation.start()
    generation_id = submit(installation, "[delay 3]")
    until(installation, generation_id, "generating")
    os.kill(process_like(installation, victim), signal.SIGKILL)
    assert until(installation, generation_id, "completed", "error")["status"] == "completed"


def test_nothing_is_left_when_serve_itself_is_killed(installation: Installation) -> None:
    installation.start()
    submit(installation, "[delay 30]")
    process_like(installation, r"worker\.render")
    installation.kill()
    give_up = time.monotonic() + 60
    while installation.processes() and time.monotonic() < give_up:
        time.sleep(0.05)
    assert installation.processes() == {}


def test_one_line_says_what_to_do_where_the_port_is_taken(served: Installation, folder: Path) -> None:
    port = str(httpx.URL(served.base_url).port)
    done = served.run("serve", "--port", port, "--data-dir", str(folder / "other"))
    assert done.returncode == 1
    assert "choose another with --port" in done.stderr
    assert done.stderr.count("\n") == 1


def test_one_line_says_what_to_do_where_the_data_folder_is_taken(served: Installation) -> None:
    done = served.run("serve", "--port", "0")
    assert done.returncode == 1
    assert "--data-dir" in done.stderr
    assert done.stderr.count("\n") == 1


def test_keys_are_made_listed_and_revoked_beside_a_running_server(served: Installation) -> None:
    made = served.run("keys", "create", "--name", "laptop")
    key = made.stdout.strip()
    assert re.fullmatch(r"[0-9a-f]{32}", key), made.stderr
    assert key[:8] in served.run("keys", "list").stdout
    url, headers = served.base_url + PATH, {"Authorization": f"Bearer {key}"}
    body = {"model": "ltxv/ltxv-2-fast", "prompt": "x", "draft": True}
    assert httpx.post(url, json=body, headers=headers, trust_env=False, timeout=60).status_code == 200
    assert served.run("keys", "revoke", key[:8]).returncode == 0
    assert httpx.post(url, json=body, headers=headers, trust_env=False, timeout=60).status_code == 401


def test_the_first_start_without_a_key_shows_one_that_works(installation: Installation) -> None:
    installation.key = ""
    installation.start()
    shown = re.search(r"shown this once: (\w+)", installation.output.read_text())
    assert shown is not None
    installation.key = shown[1]
    assert submit(installation, "hello")
    installation.stop()
    installation.key = ""
    installation.start()
    assert "shown this once" not in installation.output.read_text()
