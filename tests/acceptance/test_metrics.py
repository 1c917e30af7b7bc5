"""Metrics of an API and a worker, as Prometheus reads them over two ports."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import httpx
from prometheus_client.parser import text_string_to_metric_families

from tests.acceptance.conftest import wait_for
from tests.acceptance.fleet import ended, fleet, submit, until

TOKEN = "a-token-of-enough-letters"
MODEL, ENGINE = "ltxv/ltxv-2-fast", "testcard"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def values(base: str, **headers: str) -> dict[tuple[str, ...], float]:
    reply = httpx.get(f"{base}/metrics", headers=headers, trust_env=False, timeout=30)
    assert reply.status_code == 200, reply.text
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(reply.text)
        for sample in family.samples
    }


def test_a_worker_shows_what_it_did_on_a_port_of_its_own(folder: Path, database_url: str) -> None:
    port = free_port()
    shared = {
        "VITASCOPE_DATABASE": database_url,
        "VITASCOPE_ARTIFACTS": str(folder / "clips"),
        "VITASCOPE_METRICS_TOKEN": TOKEN,
    }
    with fleet(folder, shared) as machines:
        api, worker = machines.api(), machines.worker(VITASCOPE_METRICS_PORT=str(port))
        worker.until("metrics_shown")
        until(api, submit(api), ended)
        long = submit(api, "[delay 600]")
        until(api, long, lambda found: found["status"] == "generating")
        with api.client() as client:
            client.delete("/v2/video/generations", params={"generation_id": long})
        until(api, long, ended)
        base = f"http://127.0.0.1:{port}"
        assert httpx.get(f"{base}/metrics", trust_env=False, timeout=60).status_code == 401
        assert httpx.get(f"{base}/health/ready", trust_env=False, timeout=60).status_code == 200
        auth = {"Authorization": f"Bearer {TOKEN}"}

        def both() -> dict[tuple[str, ...], float] | None:
            found = values(base, **auth)
            return found if found.get(("vitascope_attempts_total", ENGINE, "cancelled")) == 1 else None

        seen = wait_for(both, 60)
        assert seen["vitascope_generations_total", ENGINE, MODEL, "completed"] == 1
        assert seen["vitascope_generations_total", ENGINE, MODEL, "cancelled"] == 1
        assert seen["vitascope_submit_to_start_seconds_count", ENGINE, MODEL] == 2
        assert seen["vitascope_start_to_end_seconds_count", ENGINE, MODEL, "completed"] == 1
        assert seen["vitascope_cancel_seconds_count",] == 1
        for stage in ("queue", "fetch", "load", "steps", "encode", "publish", "settle"):
            assert seen["vitascope_stage_seconds_count", ENGINE, stage] >= 1, stage
        assert seen["vitascope_encoded_frames_total", ENGINE] == 150
        assert seen["vitascope_steps_total", ENGINE, MODEL] >= 145
        assert seen["vitascope_encode_speed_ratio_count", ENGINE] == 1
        assert seen["vitascope_worker_busy",] == 0
        if os.path.exists("/proc/self/stat"):  # noqa: PTH110 - what the collector reads
            assert seen["vitascope_render_child_process_resident_memory_bytes",] > 0
        assert ("vitascope_queue_depth", ENGINE, MODEL) not in seen, "that is for the API to tell"
        assert values(api.base_url)["vitascope_submits_total", ENGINE, MODEL] == 2
        second = machines.worker(VITASCOPE_METRICS_PORT=str(port))
        second.until("metrics_port_taken")
        worker.stop()
        second.until("metrics_shown")
        assert values(base, **auth)["vitascope_worker_busy",] == 0
