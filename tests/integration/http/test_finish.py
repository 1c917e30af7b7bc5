"""Drafts and their finishing, over HTTP, the whole service and a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import httpx
import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from tests.integration.http.conftest import Server
from vitascope.store.embedded import EmbeddedPostgres

BODY = {"model": "ltxv/ltxv-2-fast", "prompt": "a boat", "seed": 7}
WHOLE, DRAFT = 504_000, 151_200
PATH = "/v2/video/generations"

Row = dict[str, Any]
Complete = Callable[[str], None]


@pytest.fixture(scope="module")
def server(whole_server: Server) -> Server:
    """The real service, with the test card for an engine."""
    return whole_server


@pytest.fixture
def rows(server: Server, postgres: EmbeddedPostgres) -> Iterator[psycopg.Connection[Row]]:  # noqa: ARG001 - it makes the database
    url = make_conninfo(postgres.url, dbname="http")
    with psycopg.connect(url, autocommit=True, row_factory=dict_row) as conn:
        yield conn


@pytest.fixture
def complete(rows: psycopg.Connection[Row]) -> Complete:
    """Writes down a draft as a worker does that made it."""

    def complete(identity: str) -> None:
        bare = identity.partition(":")[0]
        made = {
            "video_key": f"generations/{bare}/1/clip.mp4",
            "poster_key": f"generations/{bare}/1/poster.jpg",
            "sha256": "0" * 64,
            "size_bytes": 1000,
            "width": 960,
            "height": 540,
            "fps": "25",
            "frames": 150,
            "has_audio": True,
        }
        rows.execute(
            """update generations set status = 'completed', finished_at = now(), artifact = %s,
               checkpoint_key = 'checkpoints/' || id || '/1-1' where id = %s""",
            (Jsonb(made), bare),
        )

    return complete


def submitted(client: httpx.Client, **more: object) -> Row:
    reply = client.post(PATH, json=BODY | more)
    assert reply.status_code == 200, reply.text
    body: Row = reply.json()
    return body


def finish(client: httpx.Client, identity: object, **more: object) -> httpx.Response:
    return client.post(f"{PATH}/finish", json={"generation_id": identity, **more})


def row_of(rows: psycopg.Connection[Row], identity: str) -> Row:
    found = rows.execute("select * from generations where id = %s", (identity.partition(":")[0],)).fetchone()
    assert found is not None
    return found


def test_a_draft_and_its_finishing_cost_together_what_the_clip_costs(client: httpx.Client, complete: Complete) -> None:
    draft = submitted(client, draft=True)
    assert draft["meta"]["usage"]["credits_used"] == DRAFT
    assert draft["meta"]["draft"] is True
    complete(draft["id"])
    reply = finish(client, draft["id"])
    assert reply.status_code == 200, reply.text
    finished = reply.json()
    assert finished["meta"]["usage"]["credits_used"] == WHOLE - DRAFT
    assert finished["meta"]["finish_of"] == draft["id"].partition(":")[0]
    assert finished["id"] != draft["id"]


def test_what_finishes_a_draft_is_the_same_request_and_goes_on_from_it(
    client: httpx.Client, complete: Complete, rows: psycopg.Connection[Row]
) -> None:
    draft = submitted(client, draft="true", resolution="1440p", fps=50)
    complete(draft["id"])
    finished = finish(client, draft["id"]).json()
    before, after = row_of(rows, draft["id"]), row_of(rows, finished["id"])
    assert before["spec"] == after["spec"] | {"draft": True}
    assert after["checkpoint_key"] == before["checkpoint_key"]
    assert after["status"] == "queued"
    assert after["cost_s"] < row_of(rows, submitted(client, resolution="1440p", fps=50)["id"])["cost_s"]


def test_what_finishes_a_draft_has_an_image_of_its_own(
    client: httpx.Client, server: Server, complete: Complete, rows: psycopg.Connection[Row]
) -> None:
    draft = submitted(client, draft=True, image_url=f"{server.images_url}/ok.png")
    complete(draft["id"])
    assert finish(client, draft["id"]).status_code == 200
    finished = finish(client, draft["id"]).json()
    key = row_of(rows, finished["id"])["image_key"]
    assert key == f"generations/{finished['id'].partition(':')[0]}/image.png"


def test_no_image_is_copied_for_a_finishing_that_is_refused_anyway(
    client: httpx.Client, server: Server, complete: Complete, rows: psycopg.Connection[Row]
) -> None:
    """That the image is gone would be told first, if anybody had looked."""
    draft = submitted(client, draft=True, image_url=f"{server.images_url}/ok.png")
    complete(draft["id"])
    bare = draft["id"].partition(":")[0]
    rows.execute("update generations set image_key = 'generations/gone/image.png' where id = %s", (bare,))
    assert finish(client, draft["id"]).status_code == 409
    rows.execute("update accounts set balance = 0")
    try:
        assert finish(client, draft["id"]).status_code == 403
    finally:
        rows.execute("update accounts set balance = null")


def test_the_poll_of_a_draft_says_that_it_is_one(client: httpx.Client, complete: Complete) -> None:
    draft = submitted(client, draft=True)
    complete(draft["id"])
    told = client.get(PATH, params={"generation_id": draft["id"]}).json()
    assert told["meta"]["draft"] is True
    assert (told["video"]["width"], told["video"]["height"]) == (960, 540)


def test_the_same_idempotency_key_finishes_a_draft_once(client: httpx.Client, complete: Complete) -> None:
    draft = submitted(client, draft=True)
    complete(draft["id"])
    headers = {"Idempotency-Key": f"finish-{draft['id']}"}
    replies = [
        client.post(f"{PATH}/finish", json={"generation_id": draft["id"]}, headers=headers).json()["id"]
        for _ in range(2)
    ]
    assert replies[0] == replies[1]


def test_a_draft_that_is_not_done_cannot_be_finished_yet(client: httpx.Client, server: Server) -> None:
    draft = submitted(client, draft=True)
    queued = server.queued()
    reply = finish(client, draft["id"])
    assert reply.status_code == 409
    assert "not done yet" in reply.json()["message"]
    assert server.queued() == queued


def test_a_draft_past_its_time_says_how_to_get_the_same_clip(
    client: httpx.Client, complete: Complete, rows: psycopg.Connection[Row]
) -> None:
    draft = submitted(client, draft=True)
    complete(draft["id"])
    bare = draft["id"].partition(":")[0]
    rows.execute("update generations set finished_at = now() - interval '25 hours' where id = %s", (bare,))
    reply = finish(client, draft["id"])
    assert reply.status_code == 409
    assert "24 hours" in reply.json()["message"]
    assert "seed 7" in reply.json()["message"]


def test_a_draft_of_another_engine_is_not_finished_by_this_one(
    client: httpx.Client, complete: Complete, rows: psycopg.Connection[Row]
) -> None:
    draft = submitted(client, draft=True)
    complete(draft["id"])
    rows.execute(
        'update generations set spec = spec || \'{"engine": "ltx"}\' where id = %s', (draft["id"].partition(":")[0],)
    )
    reply = finish(client, draft["id"])
    assert reply.status_code == 409
    assert "engine ltx" in reply.json()["message"]


@pytest.mark.parametrize("status", ["error", "cancelled"])
def test_a_draft_that_failed_cannot_be_finished(
    client: httpx.Client, rows: psycopg.Connection[Row], status: str
) -> None:
    draft = submitted(client, draft=True)
    rows.execute(
        "update generations set status = %s, finished_at = now() where id = %s", (status, draft["id"].partition(":")[0])
    )
    assert finish(client, draft["id"]).status_code == 409


def test_a_whole_clip_is_no_draft(client: httpx.Client, server: Server) -> None:
    whole = submitted(client)
    queued = server.queued()
    reply = finish(client, whole["id"])
    assert reply.status_code == 400
    assert "not a draft" in reply.json()["message"]
    assert server.queued() == queued


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"generation_id": 5}, 400),
        ({"generation_id": "nothing"}, 404),
        ({"generation_id": str(UUID(int=7))}, 404),
        ({"generation_id": f"{UUID(int=7)}:ltxv/ltxv-2-fast", "priority": "high"}, 400),
    ],
)
def test_what_names_no_draft_is_refused(client: httpx.Client, server: Server, body: Row, status: int) -> None:
    queued = server.queued()
    assert client.post(f"{PATH}/finish", json=body).status_code == status
    assert server.queued() == queued


def test_a_draft_of_another_account_is_not_there(client: httpx.Client, server: Server) -> None:
    draft = submitted(client, draft=True)
    reply = httpx.post(
        f"{server.base_url}{PATH}/finish", json={"generation_id": draft["id"]}, headers={"Authorization": "Bearer x"}
    )
    assert reply.status_code == 401


def test_draft_takes_no_other_word_for_yes(client: httpx.Client, server: Server) -> None:
    queued = server.queued()
    reply = client.post(PATH, json=BODY | {"draft": "perhaps"})
    assert reply.status_code == 400
    assert "draft" in reply.json()["message"]
    assert server.queued() == queued
