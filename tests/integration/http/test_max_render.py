"""A server that takes on no long renders: over a socket and the whole service, nothing of them is queued."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import psycopg
import pytest
from starlette.types import ASGIApp

from tests.integration.http.conftest import listening
from tests.integration.http.memory_service import KEY
from vitascope.compose.api import api_app
from vitascope.compose.database import prepare
from vitascope.settings import Settings

BODY = {"model": "ltxv/ltxv-2-fast", "prompt": "a boat"}


@pytest.fixture
def asking(database_url: str, folder: Path) -> Iterator[tuple[httpx.Client, psycopg.Connection]]:
    """A test card takes 0.01 s a frame of 1080p, by its own prediction."""
    settings = Settings(data_dir=folder, database=database_url, engine="testcard", max_render_s=2)

    @asynccontextmanager
    async def application() -> AsyncIterator[ASGIApp]:
        prepared = await prepare(database_url, api_key=KEY)
        async with api_app(settings, database_url, link_secret=prepared.link_secret) as app:
            yield app

    headers = {"Authorization": f"Bearer {KEY}"}
    with (
        listening(application()) as base_url,
        httpx.Client(base_url=base_url, headers=headers, timeout=30, trust_env=False) as client,
        psycopg.connect(database_url, autocommit=True) as database,
    ):
        yield client, database


def test_a_clip_that_renders_too_long_is_refused_with_the_nearest_on_every_surface(
    asking: tuple[httpx.Client, psycopg.Connection],
) -> None:
    client, database = asking
    asked = (
        ("/v2/video/generations", {**BODY, "duration": 10}),
        ("/v1/videos", {**BODY, "seconds": "10"}),
        ("/v2/text-to-video", {"model": "ltx-2-fast", "prompt": "a boat", "duration": 10, "resolution": "1920x1080"}),
    )
    for path, body in asked:
        refused = client.post(path, json=body)
        assert refused.status_code == 400, (path, refused.text)
        assert "2 s at most" in refused.text
        assert "nearest that is taken" in refused.text
        assert "8" in refused.text.rpartition("nearest that is taken")[2]
    assert database.execute("select count(*) from generations").fetchone() == (0,)
    taken = client.post("/v2/video/generations", json={**BODY, "duration": 8})
    assert taken.status_code in (200, 201), taken.text
