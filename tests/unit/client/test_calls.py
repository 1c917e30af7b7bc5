from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from tests.unit.client.world import ID, reply
from vitascope.client import errors
from vitascope.client.calls import Api, api_error, read_json, retry_after
from vitascope.client.errors import ClientError, UnreadableReply
from vitascope.client.listing import list_query
from vitascope.client.place import api_from

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
API = Api(base_url="http://server/base", key="secret")


def test_an_id_travels_encoded() -> None:
    assert API.poll("a:b/c").request.url == "http://server/base/v2/video/generations?generation_id=a%3Ab%2Fc"


def test_the_key_goes_to_the_api_and_not_to_the_files_and_is_never_shown() -> None:
    assert API.poll(ID).request.headers["Authorization"] == "Bearer secret"
    assert "Authorization" not in API.file("http://elsewhere/c.mp4", start=0, etag=None).headers
    assert "secret" not in repr(API) + repr(API.poll(ID).request)


def test_a_part_is_asked_of_the_same_file_only() -> None:
    headers = API.file("http://x/c.mp4", start=7, etag='"abc"').headers
    assert (headers["Range"], headers["If-Range"]) == ("bytes=7-", '"abc"')


@pytest.mark.parametrize(
    ("status", "body", "kind", "code", "message"),
    [
        (401, {"message": "no key", "requestId": "r"}, errors.Unauthenticated, "http_401", "no key"),
        (403, {"error": {"data": {"kind": "err_insufficent_credits"}}}, errors.OutOfFunds, "insufficent_credits", None),
        (403, {"error": {"code": "forbidden", "message": "no"}}, errors.Forbidden, "forbidden", "no"),
        (400, {"message": ["a is wrong", "b too"]}, errors.BadRequest, "http_400", "a is wrong; b too"),
        (409, {"message": "used"}, errors.Conflict, "http_409", "used"),
        (429, {"message": "slowly"}, errors.RateLimited, "http_429", "slowly"),
        (524, b"<html>timeout</html>", errors.ServerFault, "http_524", "HTTP 524: <html>timeout</html>"),
        (418, b"", errors.ApiError, "http_418", "HTTP 418"),
        (400, [1], errors.BadRequest, "http_400", "HTTP 400: [1]"),
    ],
)
def test_every_envelope_becomes_an_error_with_its_words(
    status: int, body: Any, kind: type[errors.ApiError], code: str, message: str | None
) -> None:
    error = api_error(reply(body, status))
    assert (type(error), error.status, error.code) == (kind, status, code)
    if message is not None:
        assert str(error) == message


def test_a_server_that_has_moved_says_where_to() -> None:
    assert "https://new/" in str(api_error(reply(b"", 301, location="https://new/")))


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("7", 7.0),
        (format_datetime(NOW + timedelta(seconds=30)), 30.0),
        (format_datetime(NOW - timedelta(seconds=30)), 0.0),
        ("soon", None),
        ("-3", None),
        ("", None),
        ("9" * 400, 999_999_999.0),
    ],
)
def test_a_wait_is_asked_in_seconds_or_by_date(given: str, meant: float | None) -> None:
    assert retry_after(reply(b"", 503, retry_after=given), NOW) == meant


def test_a_reply_of_another_program_is_told_by_its_beginning() -> None:
    with pytest.raises(UnreadableReply, match="<html>"):
        read_json(reply(b"<html>hello"))


def test_a_list_is_always_told_from_a_poll() -> None:
    assert list_query({}) == {"limit": "20"}
    query = list_query({"status": "queued,error", "order": "asc", "since": NOW, "cursor": "abc", "limit": 3})
    assert query == {
        "limit": "3",
        "status": "queued,error",
        "order": "asc",
        "from": "2026-01-02T03:04:05+00:00",
        "cursor": "abc",
    }
    with pytest.raises(TypeError, match="'page'"):
        list_query({"page": 3})  # type: ignore[typeddict-unknown-key]


def test_arguments_go_before_the_environment_and_that_before_the_defaults() -> None:
    environment = {"VITASCOPE_BASE_URL": "https://video.example/", "VITASCOPE_API_KEY": "env"}
    assert api_from("http://here/", "arg", environment).base_url == "http://here"
    assert api_from(None, None, environment).base_url == "https://video.example"
    assert api_from(None, None, environment).key == "env"
    assert api_from(None, "arg", {}).base_url == "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("base_url", "key", "words"), [(None, None, "VITASCOPE_API_KEY"), ("here:8000", "k", "http://"), (None, "ö", "key")]
)
def test_what_is_missing_or_cannot_be_is_one_sentence(base_url: str | None, key: str | None, words: str) -> None:
    with pytest.raises(ClientError, match=words):
        api_from(base_url, key, {})
