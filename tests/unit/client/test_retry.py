from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.client.world import CUT, ID, REFUSED, Answer, World, reply, told
from vitascope.client.calls import Reply
from vitascope.client.errors import BadRequest, ClientError, NoReply, OutcomeUnknown, RateLimited, ServerFault
from vitascope.client.retry import Backoff
from vitascope.client.submit import submitted

ACCEPTED = reply(told("queued"))
KNOWS = reply({"parameters": [{"name": "Idempotency-Key"}]})
KNOWS_NOT = reply({"parameters": []})
BUSY = reply({"message": "later"}, 503)


def submit(world: World) -> list[object]:
    return world.run(submitted(world.exchange(), "a boat", {}))


def posts(world: World) -> int:
    return sum(request.method == "POST" for request in world.requests)


@pytest.mark.parametrize("trouble", [CUT, BUSY, reply(b"<html>", 502), reply(b"", 504)])
def test_a_submit_in_doubt_is_sent_again_with_its_key_where_the_server_knows_keys(trouble: Answer) -> None:
    world = World([trouble, KNOWS, trouble, ACCEPTED])
    [generation] = submit(world)
    assert getattr(generation, "id", None) == ID
    sent = [request for request in world.requests if request.method == "POST"]
    assert len(sent) == 3
    assert len({request.headers["Idempotency-Key"] for request in sent}) == 1
    assert len({request.body for request in sent}) == 1


@pytest.mark.parametrize("trouble", [CUT, BUSY])
def test_a_submit_in_doubt_is_not_sent_again_where_the_server_knows_no_keys(trouble: Answer) -> None:
    world = World([trouble, KNOWS_NOT])
    with pytest.raises(OutcomeUnknown, match="may have been taken"):
        submit(world)
    assert posts(world) == 1


def test_a_server_that_cannot_be_asked_counts_as_one_that_knows_no_keys() -> None:
    world = World([CUT, reply({"message": "none"}, 404)])
    with pytest.raises(OutcomeUnknown):
        submit(world)
    assert posts(world) == 1


@pytest.mark.parametrize("trouble", [REFUSED, reply({"message": "slowly"}, 429)])
def test_a_submit_that_cannot_have_been_taken_is_sent_again_without_asking(trouble: Answer) -> None:
    world = World([trouble, ACCEPTED])
    assert len(submit(world)) == 1
    assert [request.method for request in world.requests] == ["POST", "POST"]


def test_two_submits_have_two_keys() -> None:
    world = World([ACCEPTED])
    submit(world)
    submit(world)
    assert len({request.headers["Idempotency-Key"] for request in world.requests}) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 500])
def test_a_clear_no_is_not_asked_twice(status: int) -> None:
    world = World([reply({"message": "no"}, status)])
    with pytest.raises(ClientError, match="no"):
        submit(world)
    assert len(world.requests) == 1


def test_attempts_are_bounded_and_the_last_failure_is_told() -> None:
    world = World([BUSY])
    exchange = world.exchange(attempts=4)
    with pytest.raises(ServerFault, match="later"):
        world.run(exchange.emitted(exchange.api.poll(ID)))
    assert len(world.requests) == 4
    assert world.sleeps == pytest.approx([0.5, 1.0, 2.0], rel=0.01)


def test_what_the_server_asks_for_is_waited_and_no_more_than_a_minute() -> None:
    world = World([reply({"message": "slowly"}, 429, retry_after="7"), reply(told())])
    exchange = world.exchange()
    world.run(exchange.emitted(exchange.api.poll(ID)))
    assert world.sleeps == [7.0]
    world = World([reply({"message": "slowly"}, 429, retry_after="3600")])
    with pytest.raises(RateLimited) as refused:
        world.run(exchange.emitted(exchange.api.poll(ID)))
    assert (refused.value.retry_after_s, world.sleeps) == (3600.0, [])


def test_a_retry_that_would_start_too_late_is_not_made() -> None:
    world = World([CUT])
    exchange = world.exchange()
    with pytest.raises(NoReply):
        world.run(_within(world, exchange, 2.0))
    assert world.now <= 1002.0


def _within(world: World, exchange: object, limit_s: float):  # type: ignore[no-untyped-def]
    end = world.now + limit_s
    yield from exchange.answered(exchange.api.poll(ID), left_s=lambda: end - world.now)  # type: ignore[attr-defined]


@given(failures=st.integers(1, 10_000), chance=st.floats(0, 1, exclude_max=True), asked=st.floats(0, 60))
def test_waits_stay_between_half_of_the_first_and_the_longest(failures: int, chance: float, asked: float) -> None:
    wait_s = Backoff().wait_s(failures, chance, asked)
    assert max(asked, 0.25) <= wait_s <= max(8.0, asked)


def test_an_error_carries_what_the_server_said() -> None:
    body = {
        "requestId": "abc",
        "message": "Body validation error! …",
        "error": {"name": "BadRequestException", "data": {"kind": "err_invalid_field", "field": "duration"}},
    }
    world = World([Reply(status=400, headers={}, body=json.dumps(body).encode())])
    with pytest.raises(BadRequest) as refused:
        submit(world)
    error = refused.value
    assert (error.status, error.code, error.field, error.request_id) == (400, "invalid_field", "duration", "abc")
    assert not error.retryable
