"""`vitascope.wire.aimlapi`: bodies in, replies out."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitascope.core.errors import BadInput, InvalidField, NotFound
from vitascope.core.generation import Artifact, Generation, GenerationRequest, Status, fill
from vitascope.wire.aimlapi import is_id, polled, read_id, read_submit, submitted, wire_id

ID = UUID("fb77b923-55da-7e4d-9519-5c0018088c52")
WIRE_ID = f"{ID}:ltxv/ltxv-2-fast"
NEEDED = {"model": "ltxv/ltxv-2-fast", "prompt": "A dragon."}
SPEC = fill(GenerationRequest(model="ltxv/ltxv-2-fast", prompt="A dragon."), engine="animatic", seed=7)
QUEUED = Generation(
    id=ID,
    account_id=UUID(int=1),
    spec=SPEC,
    status=Status.QUEUED,
    attempt=0,
    created_at=datetime(2026, 1, 1, tzinfo=UTC),
    credits=504_000,
    queue_position=3,
)
COMPLETED = replace(
    QUEUED,
    status=Status.COMPLETED,
    queue_position=None,
    progress=1.0,
    artifact=Artifact(
        video_key="v",
        poster_key="p",
        sha256="0" * 64,
        size_bytes=1234,
        width=1920,
        height=1080,
        fps=Fraction(25),
        frames=150,
        has_audio=True,
    ),
    notes={"approximated": ["fur"], "not_understood": ["zyx"], "url": "http://elsewhere", "graph": {"url": "x"}},
)


def read(**fields: Any) -> GenerationRequest:
    return read_submit(NEEDED | fields)


def test_the_seed_programs_body_is_read() -> None:
    assert read(duration=6) == GenerationRequest(model="ltxv/ltxv-2-fast", prompt="A dragon.", duration_s=6)


def test_unknown_fields_are_ignored_and_null_is_absent() -> None:
    nothing = {"duration": None, "fps": None, "image_url": None, "seed": None, "generate_audio": None}
    assert read(negative_prompt="x", n=4, webhook={"url": 1}, **nothing) == read()


@pytest.mark.parametrize("value", [8, 8.0, "8", " 8 ", "8.0", "+8", "\t8\n", "08"])
@pytest.mark.parametrize(("field", "attribute"), [("duration", "duration_s"), ("fps", "fps"), ("seed", "seed")])
def test_a_whole_number_is_read_however_it_is_written(field: str, attribute: str, value: object) -> None:
    assert getattr(read(**{field: value}), attribute) == 8


@pytest.mark.parametrize(
    "value",
    [True, False, "six", "", " ", 6.5, "6.5", "6,0", "0x6", "6e0", "٦", "6 s", [6], {}, "9" * 10_000],
)
@pytest.mark.parametrize("field", ["duration", "fps", "seed"])
def test_what_is_no_whole_number_is_refused_by_name(field: str, value: object) -> None:
    with pytest.raises(InvalidField, match=f"^`{field}` is ") as raised:
        read(**{field: value})
    assert len(str(raised.value)) < 250


def test_half_a_second_too_much_names_the_nearest_length() -> None:
    with pytest.raises(InvalidField, match=r"^`duration` is 7\.5: use 6, 8 or 10; the nearest is 8\.$"):
        read(duration=7.5)


@pytest.mark.parametrize(
    ("value", "meant"),
    [(True, True), (False, False), ("true", True), ("FALSE", False), (" True ", True), (0, False), (1, True)],
)
def test_a_flag_is_read_however_it_is_written(value: object, meant: bool) -> None:
    assert read(generate_audio=value).generate_audio is meant


@pytest.mark.parametrize("value", ["yes", "", 2, -1, 0.5, [], {}])
def test_what_is_no_flag_is_refused_by_name(value: object) -> None:
    with pytest.raises(InvalidField, match=r"^`generate_audio` is .*: use true or false"):
        read(generate_audio=value)


@pytest.mark.parametrize("field", ["model", "prompt"])
@pytest.mark.parametrize("absence", [{}, {"value": None}])
def test_a_needed_field_that_is_missing_is_named(field: str, absence: dict[str, None]) -> None:
    body = {k: v for k, v in NEEDED.items() if k != field} | ({field: None} if absence else {})
    with pytest.raises(BadInput, match=f"^`{field}` is missing: "):
        read_submit(body)


@pytest.mark.parametrize("field", ["model", "prompt", "image_url", "resolution", "aspect_ratio"])
@pytest.mark.parametrize("value", [[], {}, True, 1.5])
def test_text_of_another_type_is_refused_by_name(field: str, value: object) -> None:
    with pytest.raises(InvalidField, match=f"^`{field}` is "):
        read(**{field: value})


def test_a_resolution_as_a_bare_number_reaches_core_as_text() -> None:
    assert read(resolution=1080).resolution == "1080"


@pytest.mark.parametrize("blank", ["", " \n"])
def test_an_empty_image_is_as_good_as_absent(blank: str) -> None:
    assert read(image_url=blank).image is None


@pytest.mark.parametrize(
    ("field", "value", "meant"),
    [
        *(("resolution", "1080P", "1080p"), ("resolution", " 1440p\n", "1440p"), ("aspect_ratio", " 16:9", "16:9")),
        *(("camera_motion", "Dolly_In ", "dolly_in"), ("model", " LTXV/ltxv-2", "ltxv/ltxv-2")),
        *(("model", "LTXV-2", "ltxv-2"), ("resolution", "720P", "720P"), ("model", "GPT-4", "GPT-4")),
    ],
)
def test_a_name_is_known_in_other_case_and_with_spaces_around_it(field: str, value: str, meant: str) -> None:
    assert getattr(read(**{field: value}), field) == meant


@pytest.mark.parametrize(
    "text",
    [
        WIRE_ID,
        str(ID),
        str(ID).upper(),
        WIRE_ID.upper(),
        quote(WIRE_ID, safe=""),
        quote(WIRE_ID),
        f" {WIRE_ID}\n",
        f"{ID}:ltxv/ltxv-2",
    ],
)
def test_an_id_is_read_in_every_form_that_clients_send(text: str) -> None:
    assert read_id(text) == ID


@pytest.mark.parametrize("text", ["", "x", str(ID)[:-1], f"{{{ID}}}", ID.hex, f"{ID}:", f"{ID}:a\r\nb", "9" * 10**6])
def test_what_is_no_id_is_not_found(text: str) -> None:
    assert not is_id(text)
    with pytest.raises(NotFound):
        read_id(text)


@given(st.uuids())
def test_the_id_that_a_reply_prints_reads_back(generation_id: UUID) -> None:
    printed = wire_id(replace(QUEUED, id=generation_id))
    assert is_id(printed)
    assert read_id(printed) == read_id(quote(printed, safe="")) == generation_id


def test_a_submit_replies_in_the_words_of_every_era() -> None:
    assert submitted(QUEUED) == {
        "id": WIRE_ID,
        "generation_id": WIRE_ID,
        "status": "queued",
        "meta": {"usage": {"credits_used": 504_000, "tokens_used": 504_000, "usd_spent": 0.252}},
    }


def test_what_was_adjusted_is_said_at_submit_and_at_every_poll() -> None:
    cropped = replace(QUEUED, adjusted=("Cropped.",))
    assert submitted(cropped)["meta"]["adjusted"] == polled(cropped)["meta"]["adjusted"] == ["Cropped."]


def test_a_queued_generation_tells_its_place_and_no_charge() -> None:
    assert polled(QUEUED) == {
        "id": WIRE_ID,
        "status": "queued",
        "progress": 0.0,
        "queue_position": 3,
        "meta": {"engine": "animatic", "seed": 7},
    }


def test_a_completed_generation_has_its_link_first() -> None:
    reply = polled(COMPLETED, video_link="http://h/v.mp4", poster_link="http://h/p.jpg")
    assert reply["status"] == "completed"
    assert first_url(reply) == "http://h/v.mp4"
    assert list(reply)[:3] == ["id", "status", "video"]
    assert json.dumps(reply).count('"url"') == 1
    assert reply["video"]["duration"] == 6.0
    assert reply["meta"]["usage"]["credits_used"] == 504_000
    assert reply["meta"]["approximated"] == ["fur"]
    assert "error" not in reply


@pytest.mark.parametrize(
    ("status", "code", "name"),
    [
        (Status.ERROR, "engine_failed", "EngineFailed"),
        (Status.ERROR, None, "RenderFailed"),
        (Status.CANCELLED, "cancelled", "Cancelled"),
        (Status.CANCELLED, None, "Cancelled"),
    ],
)
def test_a_generation_that_ended_without_a_clip_says_why(status: Status, code: str | None, name: str) -> None:
    reply = polled(replace(QUEUED, status=status, error_code=code, queue_position=None))
    assert reply["status"] == "error"
    assert reply["error"]["name"] == name
    assert reply["error"]["message"]
    assert "video" not in reply
    assert "usage" not in reply["meta"]


@given(st.sampled_from(Status), st.floats(-1, 2), st.none() | st.integers(1, 9), st.none() | st.text(max_size=5))
def test_every_reply_keeps_the_rules_that_clients_rely_on(
    status: Status, progress: float, position: int | None, stage: str | None
) -> None:
    base = COMPLETED if status is Status.COMPLETED else QUEUED
    generation = replace(base, status=status, progress=progress, queue_position=position, stage=stage)
    reply = polled(generation, video_link="http://h/v.mp4" if status is Status.COMPLETED else None)
    assert reply["status"] in {"queued", "generating", "completed", "error"}
    assert (first_url(reply) is not None) == (status is Status.COMPLETED)
    assert 0 <= reply.get("progress", 0) <= 1
    assert None not in reply.values()
    assert None not in reply["meta"].values()


def first_url(value: Any) -> str | None:
    """What a client finds that looks for the first key named ``url``, depth first."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "url":
                return str(inner)
            if (found := first_url(inner)) is not None:
                return found
    if isinstance(value, list):
        return next((found for inner in value if (found := first_url(inner)) is not None), None)
    return None


def test_what_nobody_can_take_yet_says_so_at_submit_and_at_every_poll() -> None:
    waiting = replace(QUEUED, unserved=True)
    assert submitted(waiting)["meta"]["notice"] == polled(waiting)["meta"]["notice"]
    assert "No worker that renders ltxv/ltxv-2-fast" in polled(waiting)["meta"]["notice"]
    assert "notice" not in polled(QUEUED)["meta"]
