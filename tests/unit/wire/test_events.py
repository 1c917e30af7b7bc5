"""Server-sent events as text: one line of data, an id that stands for the state, names that say what is new."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.wire.test_aimlapi import QUEUED
from vitascope.core.generation import Generation, Status
from vitascope.wire.aimlapi import polled
from vitascope.wire.events import event, event_data, event_id, event_name

RENDERING = replace(
    QUEUED, status=Status.GENERATING, queue_position=None, attempt=1, progress=0.426, stage="frames", step=64, steps=150
)


def test_an_event_is_three_fields_and_an_empty_line() -> None:
    assert event("status", data={"a": 1}, id="x") == b'id: x\nevent: status\ndata: {"a":1}\n\n'
    assert event("deleted", data={}) == b"event: deleted\ndata: {}\n\n"


@given(st.text())
def test_whatever_a_prompt_holds_the_data_is_one_line_that_reads_back(text: str) -> None:
    lines = event("progress", data={"message": text}, id="x").decode().split("\n")
    assert len(lines) == 5
    assert json.loads(lines[2].removeprefix("data: ")) == {"message": text}


def test_data_is_the_poll_and_where_the_render_stands() -> None:
    data = event_data(RENDERING, polled(RENDERING))
    assert polled(RENDERING).items() <= data.items()
    assert (data["percent"], data["stage"], data["step"], data["steps"]) == (42, "frames", 64, 150)


def test_a_failed_generation_has_no_percent() -> None:
    failed = replace(RENDERING, status=Status.ERROR, stage=None, step=None, steps=None, error_code="engine_failed")
    assert not {"percent", "stage", "step", "steps"} & event_data(failed, polled(failed)).keys()


@pytest.mark.parametrize(
    "other",
    [
        replace(RENDERING, attempt=2),
        replace(RENDERING, progress=0.427),
        replace(RENDERING, stage="refine"),
        replace(RENDERING, step=65),
        replace(RENDERING, status=Status.COMPLETED),
        replace(RENDERING, queue_position=1),
    ],
)
def test_whatever_is_news_has_another_id(other: Generation) -> None:
    assert event_id(other) != event_id(RENDERING)


def test_an_estimate_alone_is_no_news() -> None:
    assert event_id(replace(RENDERING, seconds_left=3.0)) == event_id(replace(RENDERING, seconds_left=2.0))


def test_names_tell_a_new_status_from_mere_progress_and_the_end_from_both() -> None:
    assert event_name(QUEUED, before=None) == "status"
    assert event_name(RENDERING, before=Status.QUEUED) == "status"
    assert event_name(RENDERING, before=Status.GENERATING) == "progress"
    assert event_name(replace(RENDERING, status=Status.CANCELLED), before=Status.GENERATING) == "done"
