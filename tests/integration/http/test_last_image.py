"""An image to end on, over HTTP, the whole service and a real PostgreSQL, on every surface."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from PIL import Image
from psycopg.conninfo import make_conninfo
from psycopg.rows import dict_row

from tests.integration.http.conftest import Server, whole
from vitascope.compose.generate import generate
from vitascope.core.generation import GenerationRequest
from vitascope.settings import Settings
from vitascope.store.embedded import EmbeddedPostgres

PATH = "/v2/video/generations"
LTX = "/v2/image-to-video"
VIDEOS = "/v1/videos"
KLING = "/v2/generate/video/kling/generation"
BODY = {"model": "ltxv/ltxv-2-fast", "prompt": "a boat"}
LTX_BODY = {"model": "ltx-2-3-fast", "prompt": "a boat", "duration": 6, "resolution": "1920x1080"}
NOWHERE = "https://images.example.invalid/last.png"

Row = dict[str, Any]


@pytest.fixture(scope="module")
def server(whole_server: Server) -> Server:
    """The real service, with the test card for an engine."""
    return whole_server


@pytest.fixture(scope="module")
def unled(postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory, images_url: str) -> Iterator[Server]:
    """The same with an engine that follows no last frame: it is never asked."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"), engine="remote", remote_urls=("http://127.0.0.1:9",))
    with whole(postgres, "unled", settings, images_url) as server:
        yield server


@pytest.fixture
def rows(server: Server, postgres: EmbeddedPostgres) -> Iterator[psycopg.Connection[Row]]:  # noqa: ARG001 - it makes the database
    with psycopg.connect(make_conninfo(postgres.url, dbname="http"), autocommit=True, row_factory=dict_row) as conn:
        yield conn


def row_of(rows: psycopg.Connection[Row], identity: str) -> Row:
    found = rows.execute("select * from generations where id = %s", (identity.partition(":")[0],)).fetchone()
    assert found is not None
    return found


def accepted(client: httpx.Client, path: str, body: dict[str, Any]) -> Row:
    reply = client.post(path, json=body, timeout=60)
    assert reply.status_code in (200, 202), reply.text
    told: Row = reply.json()
    return told


def adjusted(told: Row) -> list[str]:
    found: list[str] = told["meta"].get("adjusted", []) if "meta" in told else told.get("adjusted", [])
    return found


def refused(client: httpx.Client, path: str, body: dict[str, Any]) -> str:
    reply = client.post(path, json=body, timeout=60)
    assert reply.status_code == 400, reply.text
    said = reply.json()
    return str(said["error"]["message"] if "error" in said else said["message"])


def square() -> str:
    buffer = io.BytesIO()
    Image.new("RGB", (600, 600), (9, 8, 7)).save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        (PATH, BODY, "last_image_url"),
        ("/v1/video/generations", BODY, "last_image_url"),
        (VIDEOS, BODY, "last_image_url"),
        (KLING, BODY, "tail_image_url"),
        (KLING, BODY, "last_image_url"),
        (LTX, LTX_BODY | {"image_uri": "{images}/ok.png"}, "last_frame_uri"),
    ],
)
def test_an_image_to_end_on_is_kept_beside_its_generation(
    client: httpx.Client,
    server: Server,
    rows: psycopg.Connection[Row],
    path: str,
    body: dict[str, Any],
    field: str,
) -> None:
    first = {"image_uri": f"{server.images_url}/ok.png"} if "image_uri" in body else {}
    told = accepted(client, path, body | first | {field: square()})
    row = row_of(rows, told["id"])
    bare = told["id"].partition(":")[0]
    assert row["last_image_key"] == f"generations/{bare}/last_image.png"
    assert row["image_key"] == (f"generations/{bare}/image.png" if first else None)
    sentence = "The image (600 × 600) was cropped about its centre to 16:9 and scaled to 1920 × 1080."
    assert f"`{field}`: {sentence}" in adjusted(told)


@pytest.mark.parametrize(
    ("path", "body", "first", "field"),
    [
        (PATH, BODY, "image_url", "last_image_url"),
        (VIDEOS, BODY, "input_reference", "last_image_url"),
        (KLING, BODY, "first_frame_image", "last_frame_image"),
        (LTX, LTX_BODY, "image_uri", "last_frame_uri"),
    ],
)
@pytest.mark.parametrize(
    ("image", "says"),
    [
        ("data:image/png;base64,bm90IGEgcGljdHVyZQ==", "it is not an image"),
        ("http://10.0.0.1/a.png", "10.0.0.1"),
        ("ftp://example.com/a.png", "links are not fetched"),
        (7, "give an "),
    ],
)
def test_a_bad_one_is_refused_by_its_own_name_and_queues_nothing(
    client: httpx.Client,
    server: Server,
    path: str,
    body: dict[str, Any],
    first: str,
    field: str,
    image: object,
    says: str,
) -> None:
    before = server.queued()
    said = refused(client, path, body | {first: f"{server.images_url}/ok.png", field: image})
    assert f"`{field}` is" in said
    assert says in said
    assert server.queued() == before


def test_a_dead_link_is_refused_here_and_done_without_there(
    client: httpx.Client, server: Server, rows: psycopg.Connection[Row]
) -> None:
    before = server.queued()
    assert f"`last_image_url` is '{NOWHERE}'" in refused(client, PATH, BODY | {"last_image_url": NOWHERE})
    assert server.queued() == before
    told = accepted(client, KLING, BODY | {"image_url": f"{server.images_url}/ok.png", "tail_image_url": NOWHERE})
    _, sentence = adjusted(told)
    assert sentence.startswith(f"Made without its last image: `tail_image_url` is '{NOWHERE}': ")
    row = row_of(rows, told["id"])
    assert row["last_image_key"] is None
    assert row["image_key"] is not None


def test_an_empty_one_is_as_good_as_none(client: httpx.Client, rows: psycopg.Connection[Row]) -> None:
    for empty in (None, "", "  "):
        told = accepted(client, PATH, BODY | {"last_image_url": empty})
        assert row_of(rows, told["id"])["last_image_key"] is None


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        (PATH, BODY, "last_image_url"),
        ("/video/generations", BODY, "last_image_url"),
        (VIDEOS, BODY, "last_image_url"),
        (LTX, LTX_BODY | {"image_uri": square()}, "last_frame_uri"),
    ],
)
def test_an_engine_that_follows_none_refuses_it_before_anything_is_queued(
    unled: Server, path: str, body: dict[str, Any], field: str
) -> None:
    with httpx.Client(base_url=unled.base_url, headers=unled.auth, timeout=30, trust_env=False) as client:
        said = refused(client, path, body | {field: square()})
        assert f"`{field}` is" in said
        assert "the engine remote follows no last frame; leave it out." in said
        assert unled.queued() == 0


def test_a_lenient_path_leaves_out_what_its_engine_cannot_follow(unled: Server) -> None:
    with httpx.Client(base_url=unled.base_url, headers=unled.auth, timeout=30, trust_env=False) as client:
        told = accepted(client, KLING, BODY | {"tail_image_url": NOWHERE})
        assert adjusted(told) == [
            "Made without its last image, `tail_image_url`: the engine remote follows no last frame."
        ]
        identity = told["id"]
        assert client.delete(PATH, params={"generation_id": identity}).status_code == 200


def test_an_upload_is_an_image_to_end_on(client: httpx.Client, server: Server, rows: psycopg.Connection[Row]) -> None:
    granted = client.post("/v1/upload").json()
    put = httpx.put(
        granted["upload_url"].replace("http://localhost", server.base_url), content=base64.b64decode(square()),
        trust_env=False, timeout=30,
    )  # fmt: skip
    assert put.status_code == 200, put.text
    body = LTX_BODY | {"image_uri": square(), "last_frame_uri": granted["storage_uri"]}
    told = accepted(client, LTX, body)
    assert row_of(rows, told["id"])["last_image_key"] is not None
    assert any(sentence.startswith("`last_frame_uri`: The image (600 × 600)") for sentence in adjusted(told))
    gone = "ltx://uploads/0190f3a0-0000-7000-8000-0123456789ab"
    said = refused(client, LTX, body | {"last_frame_uri": gone})
    assert f"`last_frame_uri` is '{gone}': there is no upload" in said


def test_a_repeat_under_its_key_follows_no_link_again(client: httpx.Client, server: Server) -> None:
    body, headers = BODY | {"last_image_url": f"{server.images_url}/ok.png"}, {"Idempotency-Key": "the last one"}
    first, second = (client.post(PATH, json=body, headers=headers).json()["id"] for _ in range(2))
    assert first == second
    other = client.post(PATH, json=body | {"last_image_url": square()}, headers=headers)
    assert other.status_code in (409, 422)


def test_a_remix_ends_as_the_clip_did_unless_it_says_otherwise(
    client: httpx.Client, server: Server, rows: psycopg.Connection[Row]
) -> None:
    link = f"{server.images_url}/ok.png"
    source = accepted(client, PATH, BODY | {"image_url": link, "last_image_url": square()})["id"]
    for path, body in (
        (PATH, {"remix_of": source, "prompt": "a train"}),
        (VIDEOS, {"remix_of": source, "prompt": "a train"}),
        (f"{VIDEOS}/{source.partition(':')[0]}/remix", {"prompt": "a train"}),
    ):
        row = row_of(rows, accepted(client, path, body)["id"])
        assert row["image_key"] is not None
        assert row["last_image_key"] is not None
    larger = accepted(client, PATH, {"remix_of": source, "resolution": "1440p"})
    assert "The last image: The image (1920 × 1080) was scaled to 2560 × 1440." in adjusted(larger)
    said = adjusted(accepted(client, PATH, {"remix_of": source, "last_image_url": link}))
    assert said == ["`last_image_url`: The image (64 × 36) was scaled to 1920 × 1080."]


def test_a_file_says_that_it_ended_on_an_image_and_cannot_give_it(client: httpx.Client, tmp_path: Path) -> None:
    (tmp_path / "last.png").write_bytes(base64.b64decode(square()))
    request = GenerationRequest(
        model="ltxv/ltxv-2-fast", prompt="a boat", last_image=str(tmp_path / "last.png"), generate_audio=False
    )
    generate(Settings(engine="testcard", data_dir=tmp_path), request, tmp_path / "clip.mp4", lambda *_: None)
    clip = base64.b64encode((tmp_path / "clip.mp4").read_bytes()).decode()
    (sentence,) = adjusted(accepted(client, PATH, {"remix_of": clip}))
    assert sentence.startswith("The clip ended on an image that is not in the file")
    assert adjusted(accepted(client, PATH, {"remix_of": clip, "last_image_url": square()})) != [sentence]
