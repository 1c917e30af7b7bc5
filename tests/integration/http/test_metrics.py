"""``/metrics`` of a real server: what it shows, and to whom."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.integration.http.conftest import Server, whole
from vitascope.settings import Settings
from vitascope.store.embedded import EmbeddedPostgres

TOKEN = uuid4().hex


@pytest.fixture(scope="module")
def server(postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory, images_url: str) -> Iterator[Server]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"), engine="testcard", metrics_token=TOKEN)
    with whole(postgres, "metrics", settings, images_url) as server:
        body = {"model": "ltxv/ltxv-2", "prompt": "a lighthouse", "duration": 6}
        assert (
            httpx.post(server.generations, json=body, headers=server.auth, trust_env=False, timeout=60).status_code
            == 200
        )
        yield server


def shown(text: str) -> dict[str, dict[tuple[str, ...], float]]:
    """Values by sample and by their labels' values."""
    found: dict[str, dict[tuple[str, ...], float]] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found.setdefault(sample.name, {})[tuple(value for _, value in sorted(sample.labels.items()))] = sample.value
    return found


def test_the_queue_is_shown_by_model_with_its_oldest_age(server: Server) -> None:
    found = shown(httpx.get(f"{server.base_url}/metrics", trust_env=False, timeout=60).text)
    assert found["vitascope_database_up"] == {(): 1}
    assert found["vitascope_queue_depth"]["testcard", "ltxv/ltxv-2"] >= 1
    assert found["vitascope_queue_oldest_age_seconds"]["testcard", "ltxv/ltxv-2"] > 0
    assert found["vitascope_workers"] == {(): 0}
    assert found["vitascope_submits_total"]["testcard", "ltxv/ltxv-2"] >= 1
    assert found["vitascope_http_requests_total"]["POST", "/v2/video/generations", "2xx"] >= 1
    assert found["vitascope_database_pool_requests_total"]["transactions",] >= 1
    assert "process_resident_memory_bytes" in found


def test_a_poll_that_takes_the_short_way_is_counted_like_any_other(client: httpx.Client, server: Server) -> None:
    body = {"model": "ltxv/ltxv-2", "prompt": "a lighthouse", "duration": 6}
    made = client.post(server.generations, json=body).json()["id"]
    labels = ("GET", "/v2/video/generations", "2xx")

    def polls() -> float:
        text = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text
        return shown(text)["vitascope_http_requests_total"].get(labels, 0)

    before = polls()
    assert client.get(server.generations, params={"generation_id": made}).status_code == 200
    assert polls() == before + 1


@pytest.mark.parametrize(
    "header",
    [
        {"X-Forwarded-For": "203.0.113.9"},
        {"Forwarded": "for=203.0.113.9"},
        {"Via": "1.1 proxy"},
        {"Origin": "https://example.org"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Host": "video.example.org"},
    ],
    ids=lambda header: next(iter(header)),
)
def test_who_comes_by_a_proxy_or_from_a_page_is_asked_for_a_key(server: Server, header: dict[str, str]) -> None:
    reply = httpx.get(f"{server.base_url}/metrics", headers=header, trust_env=False, timeout=60)
    assert reply.status_code == 401
    assert "vitascope_" not in reply.text
    good = {**header, "Authorization": f"Bearer {TOKEN}"}
    assert httpx.get(f"{server.base_url}/metrics", headers=good, trust_env=False, timeout=60).status_code == 200


def test_a_key_that_makes_clips_does_not_show_the_queue_of_all(server: Server) -> None:
    assert httpx.get(f"{server.base_url}/metrics", headers=server.auth, trust_env=False, timeout=60).status_code == 403


def test_behind_a_proxy_this_machine_is_everybody(postgres: EmbeddedPostgres, tmp_path: Path, images_url: str) -> None:
    settings = Settings(data_dir=tmp_path, engine="testcard", public_url="https://video.example.org")
    with whole(postgres, "metrics_behind_a_proxy", settings, images_url) as server:
        assert httpx.get(f"{server.base_url}/metrics", trust_env=False, timeout=60).status_code == 401
