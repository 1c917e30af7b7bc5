"""Server-sent events and long polls over a socket, with a real database under them."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from psycopg.rows import dict_row
from starlette.requests import Request
from starlette.types import ASGIApp

from tests.integration.http.conftest import listening
from tests.integration.http.memory_service import KEY
from vitascope.api.open_streams import OpenStreams
from vitascope.compose.api import api_app
from vitascope.compose.database import prepare
from vitascope.core.errors import TooManyStreams
from vitascope.settings import Settings

BODY = {"model": "ltxv/ltxv-2-fast", "prompt": "a boat", "duration": 6}
PATH = "/v2/video/generations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    id: str | None
    name: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """An API without workers: the test plays them, in the database."""

    client: httpx.Client
    database: psycopg.Connection[dict[str, Any]]

    def submit(self, **more: object) -> str:
        reply = self.client.post(PATH, json=BODY | more)
        assert reply.status_code == 200, reply.text
        return str(reply.json()["id"])

    @contextmanager
    def events(self, generation_id: str, **headers: str) -> Iterator[Iterator[Event]]:
        with self.client.stream("GET", f"{PATH}/events", params={"generation_id": generation_id}, headers=headers) as r:
            assert r.status_code == 200, r.read()
            assert r.headers["content-type"].startswith("text/event-stream")
            yield read(r.iter_lines())

    def render(self, generation_id: str, step: int) -> None:
        self.database.execute(
            """update generations set status = 'generating', attempt = 1, progress = %(step)s / 100.0, stage = 'frames',
               claimed_at = coalesce(claimed_at, now()), step = %(step)s, steps = 100 where id = %(id)s""",
            {"step": step, "id": generation_id.partition(":")[0]},
        )

    def show(self, generation_id: str, poster_key: str) -> None:
        self.database.execute(
            "update generations set poster_key = %s where id = %s", (poster_key, generation_id.partition(":")[0])
        )

    def fail(self, generation_id: str) -> None:
        self.database.execute(
            """update generations set status = 'error', finished_at = now(), error_code = 'engine_failed',
               error_message = 'It broke.', stage = null where id = %s""",
            (generation_id.partition(":")[0],),
        )


def read(lines: Iterator[str]) -> Iterator[Event]:
    """Events as the standard reads them; what is a comment, or an event without data, is left out."""
    fields: dict[str, str] = {}
    for line in lines:
        if line:
            name, _, value = line.partition(":")
            fields[name] = value.removeprefix(" ")
            continue
        if "data" in fields:
            yield Event(id=fields.get("id"), name=fields["event"], data=json.loads(fields["data"]))
        fields = {}


@pytest.fixture
def events_server(database_url: str, folder: Path) -> Iterator[Server]:
    settings = Settings(data_dir=folder, database=database_url, engine="testcard", max_streams=3)

    @asynccontextmanager
    async def application() -> AsyncIterator[ASGIApp]:
        prepared = await prepare(database_url, api_key=KEY)
        async with api_app(settings, database_url, link_secret=prepared.link_secret) as app:
            yield app

    headers = {"Authorization": f"Bearer {KEY}"}
    with (
        listening(application()) as base_url,
        httpx.Client(base_url=base_url, headers=headers, timeout=30, trust_env=False) as client,
        psycopg.connect(database_url, autocommit=True, row_factory=dict_row) as database,
    ):
        yield Server(client=client, database=database)


def test_the_poster_is_told_to_who_watches_and_polls_are_as_they_were(events_server: Server, folder: Path) -> None:
    generation_id = events_server.submit()
    key = f"generations/{generation_id.partition(':')[0]}/1/poster.jpg"
    (folder / "artifacts" / key).parent.mkdir(parents=True)
    (folder / "artifacts" / key).write_bytes(b"a picture")
    with events_server.events(generation_id) as events:
        next(events)
        events_server.render(generation_id, 40)
        assert "poster" not in next(events).data
        events_server.show(generation_id, key)
        link = next(events).data["poster"]
    shown = httpx.get(link, trust_env=False, timeout=60)
    assert (shown.status_code, shown.content, shown.headers["content-type"]) == (200, b"a picture", "image/jpeg")
    beside = events_server.client.get(f"/playground/clips/{generation_id}").json()
    assert beside["poster"] == link
    assert "poster" not in events_server.client.get(PATH, params={"generation_id": generation_id}).json()
    with events_server.events(generation_id) as events:
        assert next(events).data["poster"] == link
    events_server.fail(generation_id)
    assert "poster" not in events_server.client.get(f"/playground/clips/{generation_id}").json()


def test_a_stream_tells_each_change_and_ends_with_the_generation(events_server: Server) -> None:
    generation_id = events_server.submit()
    with events_server.events(generation_id) as events:
        first = next(events)
        assert (first.name, first.data["status"], first.data["queue_position"]) == ("status", "queued", 1)
        events_server.render(generation_id, 10)
        begun = next(events)
        assert (begun.name, begun.data["status"], begun.data["percent"]) == ("status", "generating", 10)
        events_server.render(generation_id, 40)
        later = next(events)
        assert later.name == "progress"
        assert (later.data["stage"], later.data["step"], later.data["steps"]) == ("frames", 40, 100)
        events_server.fail(generation_id)
        last = next(events)
        assert (last.name, last.data["status"], last.data["error"]["message"]) == ("done", "error", "It broke.")
        assert list(events) == []
    assert len({first.id, begun.id, later.id, last.id}) == 4


def test_a_client_that_comes_back_is_told_what_it_missed_and_nothing_twice(events_server: Server) -> None:
    generation_id = events_server.submit()
    with events_server.events(generation_id) as events:
        seen = next(events)
        assert seen.id is not None
    with events_server.events(generation_id, **{"Last-Event-ID": seen.id}) as events:
        events_server.render(generation_id, 20)
        rendering = next(events)
        assert (rendering.data["status"], rendering.data["percent"]) == ("generating", 20)
        assert rendering.id is not None
    events_server.fail(generation_id)
    with events_server.events(generation_id, **{"Last-Event-ID": rendering.id}) as events:
        (last,) = events
        assert last.name == "done"
        assert last.id is not None


def test_a_client_that_has_the_last_event_is_told_to_come_no_more(events_server: Server) -> None:
    generation_id = events_server.submit()
    events_server.fail(generation_id)
    with events_server.events(generation_id) as events:
        (last,) = events
        assert last.id is not None
    reply = events_server.client.get(
        f"{PATH}/events", params={"generation_id": generation_id}, headers={"Last-Event-ID": last.id}
    )
    assert (reply.status_code, reply.content) == (204, b"")


def test_what_is_wrong_is_told_as_json_before_the_stream_begins(events_server: Server) -> None:
    client, path = events_server.client, f"{PATH}/events"
    assert client.get(path).status_code == 400
    assert client.get(path, params={"generation_id": "nonsense"}).json()["statusCode"] == 404
    generation_id = events_server.submit()
    refused = client.get(path, params={"generation_id": generation_id}, headers={"Authorization": "Bearer wrong"})
    assert (refused.status_code, refused.headers["content-type"]) == (401, "application/json")


def test_head_says_what_a_stream_would_be_and_sends_none(events_server: Server) -> None:
    reply = events_server.client.head(f"{PATH}/events", params={"generation_id": events_server.submit()})
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith("text/event-stream")
    assert (reply.headers["cache-control"], reply.headers["x-accel-buffering"]) == ("no-store", "no")


def test_a_deleted_generation_ends_its_streams(events_server: Server) -> None:
    generation_id = events_server.submit()
    events_server.render(generation_id, 5)
    with events_server.events(generation_id) as events:
        next(events)
        events_server.database.execute("update generations set deleted_at = now()")
        (last,) = events
        assert (last.name, last.data["deleted"]) == ("deleted", True)


@pytest.mark.parametrize("path", ["/v1/videos", "/v2/text-to-video"])
def test_a_deleted_generation_has_the_id_that_its_stream_gave_it(events_server: Server, path: str) -> None:
    body = {"prompt": "a boat", "model": "ltx-2-fast", "duration": 6, "resolution": "1920x1080"}
    generation_id = events_server.client.post(path, json=body).json()["id"]
    with events_server.client.stream("GET", f"{path}/{generation_id}/events") as stream:
        events = read(stream.iter_lines())
        assert next(events).data["id"] == generation_id
        events_server.database.execute("update generations set deleted_at = now()")
        *_, last = events
    assert (last.name, last.data) == ("deleted", {"id": generation_id, "deleted": True})


def test_a_long_poll_answers_when_the_generation_ends(events_server: Server) -> None:
    generation_id = events_server.submit()
    replies: list[httpx.Response] = []

    def ask() -> None:
        replies.append(events_server.client.get(PATH, params={"generation_id": generation_id, "wait": "60"}))

    asking = threading.Thread(target=ask)
    asking.start()
    events_server.render(generation_id, 50)
    events_server.fail(generation_id)
    asking.join(90)  # it is held for 60 s where nobody tells it
    assert replies[0].json()["status"] == "error"


def test_a_long_poll_whose_time_is_over_tells_how_it_stands(events_server: Server) -> None:
    generation_id = events_server.submit()
    events_server.render(generation_id, 50)
    reply = events_server.client.get(PATH, params={"generation_id": generation_id, "wait": "0.3"})
    assert (reply.status_code, reply.json()["progress"]) == (200, 0.5)


@pytest.mark.parametrize("wait", ["-1", "61", "soon", "nan", ""])
def test_a_wait_that_is_not_legal_names_what_is(events_server: Server, wait: str) -> None:
    generation_id = events_server.submit()
    reply = events_server.client.get(PATH, params={"generation_id": generation_id, "wait": wait})
    assert reply.status_code == 400
    assert "use 0 to 60 seconds" in reply.json()["message"]


def test_readers_that_leave_leave_nothing_behind(events_server: Server) -> None:
    generation_id = events_server.submit()
    for _ in range(20):
        with events_server.events(generation_id) as events:
            next(events)
    row = events_server.database.execute(
        "select count(*) as connections from pg_stat_activity where datname = current_database()"
    ).fetchone()
    assert row is not None
    assert row["connections"] <= 12


@pytest.mark.parametrize("path", ["/v2/video/generations/events?generation_id={}", "/v1/videos/{}/events"])
def test_one_stream_more_than_a_key_may_have_is_refused_and_polls_go_on(events_server: Server, path: str) -> None:
    client, generation_id = events_server.client, events_server.submit()
    asked = path.format(generation_id.partition(":")[0])
    with ExitStack() as open_ones:
        streams = [open_ones.enter_context(events_server.events(generation_id)) for _ in range(3)]
        for events in streams:
            next(events)
        refused = client.get(asked)
        assert refused.status_code == 429
        assert "may have 3 event streams open at once" in refused.text
        assert int(refused.headers["retry-after"]) >= 1
        assert client.head(asked).status_code == 200
        assert client.get(PATH, params={"generation_id": generation_id}).json()["status"] == "queued"
        events_server.render(generation_id, 10)
        assert [next(events).data["status"] for events in streams] == ["generating"] * 3
        events_server.fail(generation_id)
        for events in streams:
            assert [event.name for event in events] == ["done"]
    with events_server.events(generation_id) as events:
        assert [event.name for event in events] == ["done"]


def test_a_refused_stream_names_the_limit_to_programs(events_server: Server) -> None:
    generation_id = events_server.submit()
    with ExitStack() as open_ones:
        kept = [open_ones.enter_context(events_server.events(generation_id)) for _ in range(3)]
        assert [next(events).name for events in kept] == ["status"] * 3
        told = events_server.client.get(f"{PATH}/events", params={"generation_id": generation_id}).json()
    assert told["error"]["data"] == {
        "kind": "err_too_many_streams", "retry_after_s": 5,
        "limit": {"name": "streams", "of": "key", "value": 3, "used": 3},
    }  # fmt: skip


async def test_streams_are_counted_by_key_and_given_back_however_they_end() -> None:
    streams = OpenStreams(1)

    def by(key: str) -> Request:
        return Request({"type": "http", "headers": [(b"authorization", f"Bearer {key}".encode())]})

    one, another = streams.opened(streams.check(by("one"))), streams.opened(streams.check(by("another")))
    with one, another, pytest.raises(TooManyStreams):
        streams.check(by("one"))
    with contextlib.suppress(ConnectionError), streams.opened(streams.check(by("one"))):
        raise ConnectionError
    streams.check(by("one"))
    anybody = OpenStreams(0)
    with anybody.opened(anybody.check(by("one"))), anybody.opened(anybody.check(by("one"))):
        pass
