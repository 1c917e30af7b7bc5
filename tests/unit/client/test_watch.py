from __future__ import annotations

import json
from typing import Any

import pytest

from tests.unit.client.world import CUT, ID, REFUSED, Answer, Stream, World, reply, told
from vitascope.client.errors import GenerationFailed, NoReply, NotFound, WaitTimeout
from vitascope.client.results import Event
from vitascope.client.watch import Watch


def event(number: int, **fields: Any) -> bytes:
    return f"event: progress\nid: {number}\ndata: {json.dumps(told(**fields))}\n\n".encode()


def watch(world: World, timeout_s: float | None = None) -> tuple[Watch, list[Event]]:
    watch = Watch(exchange=world.exchange(), generation_id=ID, timeout_s=timeout_s, now=lambda: world.now)
    return watch, world.run(watch.flow())


DONE = event(9, status="completed", video={"url": "http://server/files/x"})
NONE_HERE = Stream(chunks=[b"{}"], status=404, headers={"content-type": "application/json"})


def test_events_are_told_as_they_come_up_to_the_last() -> None:
    world = World([Stream(chunks=[event(1, progress=0.1), b": ping\n\n", event(2, progress=0.6) + DONE, event(10)])])
    watched, events = watch(world)
    assert [e.generation.progress for e in events] == [0.1, 0.6, None]
    assert watched.completed().video is not None
    assert len(world.requests) == 1


def test_a_broken_stream_is_taken_up_after_the_last_event() -> None:
    world = World([Stream(chunks=[event(1), event(2), CUT]), REFUSED, Stream(chunks=[event(3), DONE])])
    _, events = watch(world)
    assert [e.id for e in events] == ["1", "2", "3", "9"]
    assert [request.headers.get("Last-Event-ID") for request in world.requests] == [None, "2", "2"]


def test_a_stream_that_ends_without_an_end_is_taken_up_as_the_server_wants_it() -> None:
    world = World([Stream(chunks=[b"retry: 3000\n\n", event(1)]), Stream(chunks=[DONE])])
    watch(world)
    assert world.sleeps == [3.0]


@pytest.mark.parametrize(
    "trouble",
    [
        [NONE_HERE],
        [Stream(chunks=[b"<html>"], headers={"content-type": "text/html"})],
        [Stream(chunks=[CUT]), Stream(chunks=[])],
        [REFUSED, reply({"message": "later"}, 503)],
        [Stream(chunks=[b"x" * 2**22, b"x"]), Stream(chunks=[b": ping\n\n", CUT])],
    ],
)
def test_without_events_it_is_asked_again_and_again(trouble: list[Answer]) -> None:
    polls = [reply(told("queued", queue_position=1)), reply(told(progress=0.5)), reply(told("completed"))]
    world = World([*trouble, *polls])
    _, events = watch(world)
    assert [e.generation.status for e in events] == ["queued", "generating", "completed"]
    assert {e.name for e in events} == {"poll"}
    assert all("wait=" in request.url for request in world.requests[len(trouble) :])


def test_where_no_more_streams_may_be_opened_it_polls_at_once() -> None:
    full = Stream(chunks=[b"{}"], status=429, headers={"content-type": "application/json", "retry-after": "5"})
    world = World([full, reply(told(progress=0.5)), reply(told("completed"))])
    _, events = watch(world)
    assert [e.name for e in events] == ["poll", "poll"]
    assert len(world.requests) == 3
    assert sum(world.sleeps) < 5


def test_polls_are_a_second_apart_where_the_server_does_not_hold_them() -> None:
    world = World([NONE_HERE, *[reply(told(progress=n / 10)) for n in range(5)], reply(told("completed"))])
    watch(world)
    assert world.now == pytest.approx(1005.0)


def test_a_poll_that_was_held_is_followed_by_the_next_at_once() -> None:
    world = World([NONE_HERE, reply(told()), reply(told("completed"))], reply_s=15.0)
    watch(world)
    assert sum(world.sleeps) == 0


def test_what_did_not_change_is_told_once() -> None:
    world = World([NONE_HERE, *[reply(told(progress=0.5))] * 4, reply(told("completed"))])
    _, events = watch(world)
    assert len(events) == 2


def test_waiting_outlives_an_outage_of_two_minutes_and_not_one_without_end() -> None:
    outage = [REFUSED] * 20
    _, events = watch(World([*outage, reply(told("completed"))]))
    assert len(events) == 1
    world = World([REFUSED])
    with pytest.raises(NoReply):
        watch(world)
    assert 120 < world.now - 1000 < 400


def test_a_generation_that_is_not_there_is_told_by_the_poll() -> None:
    world = World([NONE_HERE, reply({"message": "Inference not found."}, 404)])
    with pytest.raises(NotFound):
        watch(world)


@pytest.mark.parametrize("reply_s", [0.0, 0.7, 3.0])
def test_time_is_up_when_it_is_up(reply_s: float) -> None:
    world = World([reply(told(progress=0.5))], reply_s=reply_s)
    with pytest.raises(WaitTimeout) as late:
        watch(world, timeout_s=10)
    assert 1010 <= world.now < 1010 + reply_s + 0.01
    assert late.value.generation is not None
    assert late.value.generation.progress == 0.5


def test_time_is_up_while_events_come() -> None:
    world = World([Stream(chunks=[event(n, progress=n / 100) for n in range(30)], every_s=5.0), reply(told())])
    with pytest.raises(WaitTimeout):
        watch(world, timeout_s=100)
    assert 1100 <= world.now < 1101


def test_an_end_without_a_clip_is_an_error_of_its_own() -> None:
    world = World([Stream(chunks=[event(1, status="error", error={"name": "Cancelled", "message": "It was."})])])
    watched, [last] = watch(world)
    assert last.generation.cancelled
    with pytest.raises(GenerationFailed, match=r"Cancelled: It was\."):
        watched.completed()


def test_events_that_tell_of_something_else_are_passed_over() -> None:
    world = World([Stream(chunks=[b"data: hello\n\ndata: {}\n\ndata: [1]\n\n", DONE])])
    _, events = watch(world)
    assert len(events) == 1
