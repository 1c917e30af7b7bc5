from __future__ import annotations

import json

import pytest
from mcp_types import ResourceLink, TextContent

from tests.unit.client.world import ID
from vitascope.client import ClientError, GenerationFailed, NoReply
from vitascope.client.results import read_generation
from vitascope.mcp import replies
from vitascope.mcp.replies import JobFailure, JobResult


def test_a_waiting_job_says_its_place() -> None:
    generation = read_generation(
        {"id": ID, "status": "queued", "progress": 0.0, "queue_position": 2, "seconds_left": 9}
    )
    assert replies.standing(generation).model_dump(exclude_none=True) == {
        "job_id": ID,
        "status": "processing",
        "stage": "queued",
        "progress": 0.0,
        "queue_position": 2,
        "seconds_left": 9.0,
    }


@pytest.mark.parametrize(
    ("name", "code", "retryable"),
    [("EngineFailed", "engine_failed", False), ("ChildDied", "child_died", True), ("Cancelled", "cancelled", False)],
)
def test_a_failed_job_has_a_code_and_says_whether_to_try_again(name: str, code: str, retryable: bool) -> None:
    generation = read_generation({"id": ID, "status": "error", "error": {"name": name, "message": "It broke."}})
    standing = replies.standing(generation)
    assert standing.status == "error"
    assert standing.error == JobFailure(code=code, message="It broke.", retryable=retryable)
    assert replies.result(generation) == standing.error
    assert replies.refusal(GenerationFailed(generation)) == standing.error


def test_a_result_is_data_text_and_a_link() -> None:
    video = {"url": "http://x/c.mp4", "file_size": 9, "duration": 6.0}
    reply = replies.result(read_generation({"id": ID, "status": "completed", "video": video}))
    assert isinstance(reply, JobResult)
    said = replies.said(reply)
    text, link = said.content
    assert isinstance(text, TextContent)
    assert isinstance(link, ResourceLink)
    assert json.loads(text.text) == said.structured_content
    assert (link.uri, link.size) == ("http://x/c.mp4", 9)
    assert "poster_url" not in (said.structured_content or {})


def test_a_result_before_its_time_says_when_to_come_back() -> None:
    reply = replies.result(read_generation({"id": ID, "status": "generating"}))
    assert isinstance(reply, JobFailure)
    assert (reply.code, reply.retryable) == ("not_ready", True)


@pytest.mark.parametrize("error", [NoReply("No reply from http://x: refused.", sent=False), ClientError("odd")])
def test_every_error_of_the_client_has_the_one_shape(error: ClientError) -> None:
    failed = replies.failed(replies.refusal(error))
    assert failed.is_error
    assert failed.structured_content is not None
    told = failed.structured_content["error"]
    assert set(told) == {"code", "message", "retryable", "request_id"}
    assert (told["message"], told["retryable"]) == (str(error), error.retryable)
