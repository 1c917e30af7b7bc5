"""Logs of several programs: one name for a request all the way, and nothing in them that opens a door."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from tests.acceptance.conftest import wait_for
from tests.acceptance.fleet import KEY, Program, ended, fleet, until
from tests.receiver import receiving


def lines(program: Program) -> list[dict[str, Any]]:
    return [json.loads(line) for line in program.said().splitlines() if line.startswith("{")]


def test_a_generation_is_told_of_under_its_ids_everywhere_and_no_secret_with_it(
    folder: Path, database_url: str
) -> None:
    token = uuid4().hex
    shared = {
        "VITASCOPE_DATABASE": database_url,
        "VITASCOPE_ARTIFACTS": str(folder / "clips"),
        "VITASCOPE_LOG_LEVEL": "debug",
        "VITASCOPE_LOG_FORMAT": "json",
        "VITASCOPE_METRICS_TOKEN": token,
        "VITASCOPE_WEBHOOK_HOSTS": "127.0.0.1",
    }
    with fleet(folder, shared) as machines, receiving() as receiver:
        api, worker = machines.api(), machines.worker()
        secret = machines.run("keys", "webhook-secret").stdout.strip()
        assert secret.startswith("whsec_")
        hook = f"{receiver.url}/a-path-that-is-a-secret"
        body = {"model": "ltxv/ltxv-2-fast", "prompt": "a lighthouse", "draft": True, "webhook_url": hook}
        with api.client() as client:
            headers = {"X-Request-Id": "asked-by-a-proxy", "X-Api-Key": "sk-other"}
            reply = client.post("/v2/video/generations", json=body, headers=headers)
            assert reply.headers["x-request-id"] == "asked-by-a-proxy"
            found: dict[str, Any] = until(api, reply.json()["id"], ended)
            link = urlsplit(found["video"]["url"])
            assert client.get(link.path).status_code == 200
            broken = client.post("/v2/video/generations", json={**body, "prompt": "[bug]", "webhook_url": None})
            assert broken.headers["x-request-id"] not in {"", "asked-by-a-proxy"}
            until(api, broken.json()["id"], ended)
        receiver.wait(1)
        wait_for(lambda: any(line["event"] == "webhook_delivered" for line in lines(worker)) or None, 60)
        broken_id = broken.json()["id"].partition(":")[0]
        wait_for(lambda: any(_is_of_the_child(line, broken_id) for line in lines(worker)) or None, 60)
        generation = found["id"].partition(":")[0]
        (accepted,) = [line for line in lines(api) if line["event"] == "generation_accepted"][:1]
        assert (accepted["generation_id"], accepted["request_id"]) == (generation, "asked-by-a-proxy")
        of_it = [line for line in lines(worker) if line.get("generation_id") == generation and "attempt" in line]
        assert {"attempt_started", "attempt_ended"} <= {line["event"] for line in of_it}
        assert {(line["request_id"], line["account_id"]) for line in of_it} == {
            ("asked-by-a-proxy", accepted["account_id"])
        }
        said = api.said() + worker.said()
    signature = link.path.split("/")[2]
    for name, hidden in {
        "key": KEY, "webhook secret": secret, "its bytes": secret.removeprefix("whsec_"), "metrics token": token,
        "signed link": signature, "webhook path": "a-path-that-is-a-secret", "other key": "sk-other",
    }.items():  # fmt: skip
        assert hidden not in said, name


def _is_of_the_child(line: dict[str, Any], generation: str) -> bool:
    return line["event"] == "render_child" and line.get("generation_id") == generation and "Traceback" in line["text"]
