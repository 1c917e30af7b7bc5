"""What a submit may carry beside the request, and lists, over HTTP and the whole service."""

from __future__ import annotations

from uuid import uuid4

import httpx
import pytest

from tests.integration.http.conftest import Server

BODY = {"model": "ltxv/ltxv-2-fast", "prompt": "a boat at dawn"}


@pytest.fixture(scope="module")
def server(whole_server: Server) -> Server:
    """The real service."""
    return whole_server


def post(client: httpx.Client, body: dict[str, object], **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post("/v2/video/generations", json=body, headers=named)


def test_a_repeat_under_the_same_key_replies_the_same_id_whatever_the_order_of_its_fields(
    client: httpx.Client, server: Server
) -> None:
    key = str(uuid4())
    first = post(client, BODY, Idempotency_Key=key)
    before = server.queued()
    again = post(client, dict(reversed(BODY.items())), Idempotency_Key=key)
    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
    assert server.queued() == before


def test_another_request_under_the_same_key_is_a_409_that_says_so(client: httpx.Client, server: Server) -> None:
    key = str(uuid4())
    post(client, BODY, Idempotency_Key=key)
    before = server.queued()
    other = post(client, {**BODY, "prompt": "a train"}, Idempotency_Key=key)
    assert other.status_code == 409
    assert other.json()["error"]["data"]["kind"] == "err_idempotency_mismatch"
    assert server.queued() == before


def test_a_tracing_id_is_no_idempotency_key(client: httpx.Client) -> None:
    first, second = (post(client, BODY, X_Client_Request_Id="same").json()["id"] for _ in range(2))
    assert first != second


@pytest.mark.parametrize(
    ("field", "value", "nearest"),
    [
        ("priority", 11, "10"),
        ("priority", "high", "-10 to 10"),
        ("expires_in", 5, "60"),
        ("camera_motion", "dolly-in", "dolly_in"),
        ("webhook_url", 7, "http"),
    ],
)
def test_an_option_that_is_not_legal_is_named_with_the_nearest_and_queues_nothing(
    client: httpx.Client, server: Server, field: str, value: object, nearest: str
) -> None:
    before = server.queued()
    reply = post(client, {**BODY, field: value})
    assert reply.status_code == 400
    assert field in reply.json()["message"]
    assert nearest in reply.json()["message"]
    assert server.queued() == before


def test_a_get_with_a_limit_lists_page_after_page(client: httpx.Client) -> None:
    made = [post(client, BODY).json()["id"] for _ in range(3)]
    first = client.get("/v2/video/generations", params={"limit": 2, "status": "queued"}).json()
    assert [item["id"] for item in first["data"]] == made[:0:-1]
    assert first["pagination"]["has_more"] is True
    second = client.get(
        "/v2/video/generations", params={"limit": 1, "cursor": first["pagination"]["next_cursor"]}
    ).json()
    assert [item["id"] for item in second["data"]] == made[:1]


def test_a_filter_that_is_repeated_lets_all_of_its_values_through(client: httpx.Client) -> None:
    queued, cancelled = (post(client, BODY).json()["id"] for _ in range(2))
    client.delete("/v2/video/generations", params={"generation_id": cancelled})
    for statuses in (["queued", "error"], ["error", "queued"], ["queued,error"]):
        listed = client.get("/v2/video/generations", params={"limit": 2, "status": statuses}).json()["data"]
        assert [item["id"] for item in listed] == [cancelled, queued]
    none = client.get("/v2/video/generations", params={"limit": 2, "status": ["done", "queued"]})
    assert none.status_code == 400


@pytest.mark.parametrize(
    ("field", "value"),
    [("limit", "0"), ("limit", "many"), ("cursor", "?"), ("status", "done"), ("order", "up"), ("from", "yesterday")],
)
def test_a_list_parameter_that_is_not_legal_is_a_400_that_names_it(
    client: httpx.Client, field: str, value: str
) -> None:
    reply = client.get("/v2/video/generations", params={field: value})
    assert reply.status_code == 400
    assert f"`{field}`" in reply.json()["message"]


def test_empty_texts_of_a_form_that_always_sends_all_of_its_fields_ask_for_nothing(client: httpx.Client) -> None:
    for blank in ("", " "):
        reply = post(client, {**BODY, "image_url": blank, "webhook_url": blank})
        assert reply.status_code == 200, reply.text
        assert "adjusted" not in reply.json()["meta"]
        again = post(client, {"remix_of": reply.json()["id"], "image_url": blank})
        assert again.status_code == 200, again.text
