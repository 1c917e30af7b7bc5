"""Clips that were asked for with ``expires_in``, over a socket and the whole service: gone the second they are due."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from uuid import UUID

import httpx
import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from psycopg.types.json import Jsonb

from tests.integration.http.conftest import Server
from tests.integration.http.test_ltx import BODY
from vitascope.store.embedded import EmbeddedPostgres

Complete = Callable[[UUID, float], None]

PATHS = (
    "/v2/video/generations?generation_id={id}",
    "/v2/video/generations/events?generation_id={id}",
    "/v1/videos/{id}",
    "/v1/videos/{id}/content",
    "/v1/videos/{id}/content?variant=thumbnail",
    "/v2/text-to-video/{id}",
)


@pytest.fixture(scope="module")
def server(whole_server: Server) -> Server:
    """The real service."""
    return whole_server


@pytest.fixture
def complete(server: Server, postgres: EmbeddedPostgres) -> Iterator[Complete]:  # noqa: ARG001 - it makes the database
    """Writes down a generation as a worker does that ended it, its files due in so many seconds."""
    with psycopg.connect(make_conninfo(postgres.url, dbname="http"), autocommit=True) as conn:

        def complete(generation_id: UUID, due_s: float) -> None:
            folder = f"generations/{generation_id}/1"
            made = {
                "video_key": f"{folder}/clip.mp4",
                "poster_key": f"{folder}/poster.jpg",
                "sha256": "0" * 64,
                "size_bytes": 1000,
                "width": 1920,
                "height": 1080,
                "fps": "25",
                "frames": 150,
                "has_audio": True,
            }
            conn.execute(
                """update generations set status = 'completed', finished_at = now(), artifact = %s,
                   expires_at = now() + make_interval(secs => %s) where id = %s""",
                (Jsonb(made), due_s, generation_id),
            )

        yield complete


def submit(client: httpx.Client) -> UUID:
    reply = client.post("/v2/text-to-video", json=BODY | {"expires_in": 60})
    assert reply.status_code == 202, reply.text
    return UUID(reply.json()["id"])


def listed(client: httpx.Client) -> list[str]:
    return [str(video["id"]) for video in client.get("/v1/videos?limit=100").json()["data"]]


def test_a_clip_is_gone_from_every_path_when_its_time_is_up(client: httpx.Client, complete: Complete) -> None:
    made = submit(client)
    complete(made, 30)
    for path in ("/v2/video/generations?generation_id={id}", "/v1/videos/{id}", "/v2/text-to-video/{id}"):
        assert client.get(path.format(id=made)).status_code == 200
    assert str(made) in listed(client)
    complete(made, 0)
    assert [client.get(path.format(id=made)).status_code for path in PATHS] == [404] * len(PATHS)
    assert client.delete(f"/v2/video/generations?generation_id={made}").status_code == 404
    assert client.delete(f"/v1/videos/{made}").status_code == 404
    assert client.post(f"/v1/videos/{made}/cancel").status_code == 404
    assert str(made) not in listed(client)


def test_links_end_with_the_clip(client: httpx.Client, complete: Complete) -> None:
    made = submit(client)
    completed = time.time()
    complete(made, 30)
    told = client.get(f"/v2/video/generations?generation_id={made}").json()
    job = client.get(f"/v2/text-to-video/{made}").json()
    for link in (told["video"]["url"], told["poster"], job["result"]["video_url"]):
        ends = int(httpx.URL(link).path.split("/")[2].partition("-")[0])
        assert completed + 20 < ends <= time.time() + 30
