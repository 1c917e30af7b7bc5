"""Images come before a request is accepted: of one that is not, nothing stays on the disk."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tests.integration.http.conftest import Server, whole
from tests.integration.http.test_uploads import picture
from vitascope.settings import Settings
from vitascope.store.embedded import EmbeddedPostgres

PATH = "/v2/video/generations"
BODY = {
    "model": "ltxv/ltxv-2-fast",
    "prompt": "a boat",
    "image_url": base64.b64encode(picture()).decode(),
    "last_image_url": base64.b64encode(picture()).decode(),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("images of refused requests")


@pytest.fixture(scope="module")
def server(postgres: EmbeddedPostgres, folder: Path, images_url: str) -> Iterator[Server]:
    settings = Settings(data_dir=folder, engine="testcard", max_queued=1)
    with whole(postgres, "refused_images", settings, images_url) as made:
        yield made


@pytest.fixture(scope="module")
def unmanned(postgres: EmbeddedPostgres, folder: Path, images_url: str) -> Iterator[Server]:
    """A server that lets no clip wait for more than a minute, and has no worker."""
    settings = Settings(data_dir=folder, engine="testcard", max_queue_s=60)
    with whole(postgres, "refused_by_the_queue", settings, images_url) as made:
        yield made


@pytest.fixture
def accounts(server: Server, postgres: EmbeddedPostgres) -> Iterator[psycopg.Connection]:  # noqa: ARG001 - it makes the database
    url = make_conninfo(postgres.url, dbname="refused_images")
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute("delete from procrastinate_jobs")
        conn.execute("update generations set status = 'cancelled', finished_at = now() where status = 'queued'")
        yield conn
        conn.execute("update accounts set balance = null")


def images(folder: Path) -> list[Path]:
    return sorted((folder / "artifacts" / "generations").glob("*"))


def test_a_request_that_cannot_be_paid_leaves_no_image(
    client: httpx.Client, accounts: psycopg.Connection, folder: Path
) -> None:
    accounts.execute("update accounts set balance = 0")
    before = images(folder)
    assert client.post(PATH, json=BODY).status_code == 403
    assert images(folder) == before


@pytest.mark.parametrize("path", ["/v2/video/generations", "/v1/videos"])
@pytest.mark.parametrize("refusal", ["funds", "queue"])
def test_no_picture_is_looked_at_for_a_request_that_is_refused_anyway(
    client: httpx.Client, accounts: psycopg.Connection, path: str, refusal: str
) -> None:
    """What is no picture would be told first, if anybody had looked."""
    if refusal == "funds":
        accounts.execute("update accounts set balance = 0")
    else:
        assert client.post(PATH, json={"model": "ltxv/ltxv-2-fast", "prompt": "a boat"}).status_code == 200
    broken = b"no picture at all"
    if path == PATH:
        reply = client.post(path, json={**BODY, "image_url": base64.b64encode(broken).decode()})
    else:
        fields = {"model": "ltxv/ltxv-2-fast", "prompt": "a boat"}
        reply = client.post(path, data=fields, files={"input_reference": ("a.png", broken, "image/png")})
    assert reply.status_code == (429 if refusal == "queue" else 403), reply.text
    accounts.execute("update accounts set balance = null")
    accounts.execute("update generations set status = 'cancelled', finished_at = now() where status = 'queued'")
    if path == PATH:
        assert client.post(path, json={**BODY, "image_url": base64.b64encode(broken).decode()}).status_code == 400


@pytest.mark.parametrize("path", ["/v2/video/generations", "/v1/videos"])
def test_no_picture_is_looked_at_where_the_queue_is_too_long(unmanned: Server, folder: Path, path: str) -> None:
    before = images(folder)
    broken = b"no picture at all"
    with httpx.Client(base_url=unmanned.base_url, headers=unmanned.auth, timeout=60, trust_env=False) as client:
        if path == PATH:
            reply = client.post(path, json={**BODY, "image_url": base64.b64encode(broken).decode()})
        else:
            fields = {"model": "ltxv/ltxv-2-fast", "prompt": "a boat"}
            reply = client.post(path, data=fields, files={"input_reference": ("a.png", broken, "image/png")})
    assert reply.status_code == 503, reply.text
    assert "No worker" in reply.text
    assert images(folder) == before


def test_a_request_that_is_one_too_many_leaves_no_image(
    client: httpx.Client, accounts: psycopg.Connection, folder: Path
) -> None:
    assert accounts
    before = images(folder)
    assert client.post(PATH, json=BODY).status_code == 200
    assert client.post(PATH, json=BODY).status_code == 429
    assert len(images(folder)) == len(before) + 1


async def test_of_many_under_one_idempotency_key_the_images_of_one_are_kept(
    server: Server, accounts: psycopg.Connection, folder: Path
) -> None:
    assert accounts
    before = images(folder)
    named = {**server.auth, "Idempotency-Key": "one"}
    async with httpx.AsyncClient(base_url=server.base_url, headers=named, timeout=60, trust_env=False) as client:
        replies = await asyncio.gather(*(client.post(PATH, json=BODY) for _ in range(6)))
    assert {reply.status_code for reply in replies} == {200}
    assert len({reply.json()["id"] for reply in replies}) == 1
    assert len(images(folder)) == len(before) + 1
