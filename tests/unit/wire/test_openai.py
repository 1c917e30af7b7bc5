"""`vitascope.wire.openai`: fields in, objects out."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitascope.core.errors import BadInput, InvalidField
from vitascope.core.generation import LONG_MODELS, Generation, GenerationRequest, Status, fill
from vitascope.core.listing import Page
from vitascope.core.media import RESOLUTIONS
from vitascope.wire.openai import (
    LEAST_POLL_MS,
    MOST_POLL_MS,
    USUAL_POLL_MS,
    poll_after_ms,
    read_create,
    read_list,
    remixed,
    video_deleted,
    video_list,
    video_object,
)
from vitascope.wire.openai_schema import schemas

ID = UUID("fb77b923-55da-7e4d-9519-5c0018088c52")
OTHER = UUID("fb77b923-55da-7e4d-9519-5c0018088c53")
MADE = datetime(2026, 1, 2, 3, 4, 5, 600_000, tzinfo=UTC)
SPEC = fill(GenerationRequest(model="ltxv/ltxv-2-fast", prompt="A dragon."), engine="testcard", seed=7)
QUEUED = Generation(
    id=ID,
    account_id=UUID(int=1),
    spec=SPEC,
    status=Status.QUEUED,
    attempt=0,
    created_at=MADE,
    credits=504_000,
    queue_position=3,
)


def asked(**fields: Any) -> GenerationRequest:
    return read_create({"prompt": "A dragon."} | fields).request


def told(**fields: Any) -> tuple[str, ...]:
    return read_create({"prompt": "A dragon."} | fields).adjusted


def test_a_prompt_alone_is_a_request() -> None:
    read = read_create({"prompt": "A dragon."})
    assert read.request == GenerationRequest(model="ltxv/ltxv-2-fast", prompt="A dragon.", resolution="1080p")
    assert read.adjusted == ()


def test_a_form_and_an_object_are_read_alike() -> None:
    form = {"seconds": "8", "fps": "50", "seed": "7", "generate_audio": "false", "camera_motion": "static"}
    object_ = {"seconds": 8, "fps": 50, "seed": 7, "generate_audio": False, "camera_motion": "static"}
    assert asked(**form) == asked(**object_)
    assert asked(**form) == GenerationRequest(
        model="ltxv/ltxv-2-fast", prompt="A dragon.", duration_s=8, resolution="1080p", fps=50, generate_audio=False,
        seed=7, camera_motion="static",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "model"),
    [
        ("ltxv/ltxv-2-fast", "ltxv/ltxv-2-fast"),
        ("ltxv/ltxv-2", "ltxv/ltxv-2"),
        ("sora-2", "ltxv/ltxv-2-fast"),
        ("sora-2-pro", "ltxv/ltxv-2"),
        ("ltx-2-fast", "ltxv/ltxv-2-fast"),
        ("ltx-2-pro", "ltxv/ltxv-2"),
        ("ltxv-2", "ltxv/ltxv-2"),
        (" Sora-2 ", "ltxv/ltxv-2-fast"),
        ("", "ltxv/ltxv-2-fast"),
        (None, "ltxv/ltxv-2-fast"),
    ],
)
def test_a_model_goes_by_many_names(sent: str | None, model: str) -> None:
    assert asked(model=sent).model == model
    assert bool(told(model=sent)) == (sent not in (model, None, ""))


def test_another_model_is_told_and_named() -> None:
    assert told(model="sora-2") == ("`model` was 'sora-2'; ltxv/ltxv-2-fast makes the clip.",)
    with pytest.raises(InvalidField, match=r"`model` is 'veo-3': use ltxv/ltxv-2-fast or ltxv/ltxv-2"):
        asked(model="veo-3")


@pytest.mark.parametrize(
    ("sent", "seconds"),
    [
        *((4, 6), ("4", 6), ("4s", 6), (5.5, 6), ("6", 6), (6.0, 6), ("6.01", 8), (7, 8), (11, 12), (20, 20)),
        *(("21", 20), (1e300, 20), ("1e9", 20), (0, 6), (-1, 6), (" 12 ", 12)),
    ],
)
def test_seconds_go_up_to_what_is_offered_and_down_to_the_longest(sent: object, seconds: int) -> None:
    assert asked(seconds=sent).duration_s == seconds
    exact = str(sent).strip().removesuffix(".0") == str(seconds)
    assert told(seconds=sent) == (() if exact else (f"`seconds` was {sent!r}; the clip is {seconds} seconds long.",))


def test_what_became_of_the_seconds_is_told_by_their_own_name() -> None:
    assert told(seconds="4") == ("`seconds` was '4'; the clip is 6 seconds long.",)
    assert told(seconds="12", model="ltxv/ltxv-2") == ("`seconds` was '12'; the clip is 10 seconds long.",)
    assert asked(seconds="12", size="3840x2160").duration_s == 10


@pytest.mark.parametrize("sent", ["long", "nan", "inf-", True, [6], {"s": 6}, "6" * 40, "0x6", "--6"])
def test_seconds_that_are_no_number_are_refused(sent: object) -> None:
    with pytest.raises(InvalidField, match="seconds"):
        asked(seconds=sent)


@pytest.mark.parametrize("absent", [None, ""])
def test_what_is_empty_is_absent(absent: str | None) -> None:
    assert asked(seconds=absent, size=absent, fps=None, seed=None, input_reference=None) == asked()


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        *(("1920x1080", "1080p"), ("2560x1440", "1440p"), ("3840x2160", "2160p")),
        *(("1280x720", "1080p"), ("720x1280", "1080p"), ("1792x1024", "1080p"), ("1024x1792", "1080p")),
        *(("2048X1261", "1440p"), ("2000 x 1300", "1440p"), ("99999x99999", "2160p"), ("1x1", "1080p")),
        *(("auto", "1080p"), ("1440p", "1440p")),
    ],
)
def test_a_size_becomes_the_nearest_by_its_short_side(sent: str, name: str) -> None:
    assert asked(size=sent).resolution == name
    size = RESOLUTIONS[name]
    exact = sent.lower() in (f"{size.width}x{size.height}", "auto", name)
    assert told(size=sent) == (
        () if exact else (f"`size` was {sent!r}; the clip is {size.width} × {size.height}, as clips here are 16:9.",)
    )


@pytest.mark.parametrize("sent", ["big", "0x0", "1920x0", "1920", "x", "1920x1080x3", 1080, "-1x5", "1e3x5"])
def test_a_size_that_is_none_is_refused_with_those_that_are(sent: object) -> None:
    with pytest.raises(InvalidField, match="1920x1080, 2560x1440 or 3840x2160"):
        asked(size=sent)


def test_a_rate_and_a_camera_move_that_are_not_offered_are_told() -> None:
    assert asked(fps="24").fps == 25
    assert told(fps="24") == ("`fps` was 24; the clip has 25 frames a second.",)
    assert asked(camera_motion="spin").camera_motion is None
    assert "camera_motion" in told(camera_motion="spin")[0]


@pytest.mark.parametrize(
    "fields",
    [
        {"input_reference": "https://a.example/x.png"},
        {"input_reference": {"image_url": "https://a.example/x.png"}},
        {"input_reference[image_url]": "https://a.example/x.png"},
        {"image_url": "https://a.example/x.png"},
    ],
)
def test_an_image_is_named_in_every_way(fields: dict[str, Any]) -> None:
    assert asked(**fields).image == "https://a.example/x.png"


@pytest.mark.parametrize(
    "fields",
    [
        *({"input_reference": " "}, {"input_reference": {"image_url": ""}}, {"input_reference": {}}, {"image_url": ""}),
        {"input_reference[image_url]": "", "input_reference[file_id]": ""},
    ],
)
def test_an_image_field_that_holds_nothing_is_as_good_as_absent(fields: dict[str, Any]) -> None:
    assert asked(**fields).image is None
    link = "https://a.example/x.png"
    if "image_url" not in fields:
        assert asked(**fields, image_url=link).image == link


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"input_reference": 7}, "input_reference"),
        ({"input_reference": {"image_url": 7}}, r"input_reference\[image_url\]"),
        ({"input_reference": {"file_id": "file-1"}}, r"input_reference\[file_id\]"),
        ({"input_reference[file_id]": "file-1"}, r"input_reference\[file_id\]"),
        ({"image_url": ["x"]}, "image_url"),
    ],
)
def test_an_image_that_cannot_be_read_is_refused_by_its_name(fields: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidField, match=f"^`{field}` is"):
        asked(**fields)


@pytest.mark.parametrize("body", [{}, {"prompt": None}])
def test_a_prompt_is_needed(body: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match="`prompt` is missing"):
        read_create(body)


_ANY = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)


@given(
    st.fixed_dictionaries(
        {"prompt": st.just("A dragon.")},
        optional=dict.fromkeys(("model", "seconds", "size", "fps", "seed", "generate_audio", "camera_motion"), _ANY),
    )
)
def test_whatever_is_sent_is_legal_or_refused(body: dict[str, Any]) -> None:
    try:
        read = read_create(body)
    except BadInput:
        return
    fill(read.request, engine="testcard", seed=1, models=LONG_MODELS)


def test_a_remix_keeps_everything_but_the_prompt() -> None:
    request = asked(model="ltxv/ltxv-2", seconds=8, size="2560x1440", fps=50, generate_audio=False, seed=9)
    spec = fill(request, engine="testcard", seed=1, models=LONG_MODELS)
    again = fill(remixed(spec, "A cat."), engine="testcard", seed=2, models=LONG_MODELS)
    assert again == replace(spec, prompt="A cat.")


def test_a_queued_video_has_every_key_of_its_kind() -> None:
    assert video_object(QUEUED) == {
        "id": str(ID),
        "object": "video",
        "created_at": 1767323045,
        "completed_at": None,
        "expires_at": None,
        "status": "queued",
        "progress": 0,
        "model": "ltxv/ltxv-2-fast",
        "seconds": "6",
        "size": "1920x1080",
        "prompt": "A dragon.",
        "remixed_from_video_id": None,
        "error": None,
        "engine": "testcard",
        "seed": 7,
        "fps": 25.0,
        "generate_audio": True,
        "adjusted": [],
        "queue_position": 3,
    }


def test_a_video_under_way_tells_how_far_it_is() -> None:
    shown = video_object(
        replace(QUEUED, status=Status.GENERATING, progress=0.4567, seconds_left=12.345, queue_position=None)
    )
    assert (shown["status"], shown["progress"], shown["seconds_left"]) == ("in_progress", 45, 12.3)
    assert "queue_position" not in shown
    assert video_object(replace(QUEUED, status=Status.GENERATING, progress=1.0))["progress"] == 99


def test_a_finished_video_tells_when_and_until_when() -> None:
    shown = video_object(
        replace(
            QUEUED, status=Status.COMPLETED, progress=1.0, finished_at=MADE, expires_at=MADE, remix_of=OTHER,
            seconds_left=0.0, queue_position=None, adjusted=("cropped",), notes={"approximated": ["all of it"]},
        )
    )  # fmt: skip
    assert (shown["status"], shown["progress"], shown["completed_at"]) == ("completed", 100, 1767323045)
    assert (shown["expires_at"], shown["remixed_from_video_id"]) == (1767323045, str(OTHER))
    assert (shown["adjusted"], shown["approximated"]) == (["cropped"], ["all of it"])
    assert "seconds_left" not in shown


def test_a_failure_and_a_cancel_are_failed_with_their_codes() -> None:
    failed = replace(QUEUED, status=Status.ERROR, error_code="engine_failed", error_message="It broke.", progress=0.5)
    shown = video_object(failed)
    assert (shown["status"], shown["progress"]) == ("failed", 50)
    assert shown["error"] == {"code": "engine_failed", "message": "It broke."}
    cancelled = video_object(replace(QUEUED, status=Status.CANCELLED))
    assert (cancelled["status"], cancelled["error"]["code"]) == ("failed", "cancelled")
    assert cancelled["completed_at"] is None


def test_every_object_is_json() -> None:
    json.dumps(video_object(replace(QUEUED, spec=replace(SPEC, fps=Fraction(30000, 1001)))), allow_nan=False)


def test_a_list_names_its_ends() -> None:
    page = Page(generations=(QUEUED, replace(QUEUED, id=OTHER)), has_more=True)
    shown = video_list(page)
    assert [video["id"] for video in shown["data"]] == [str(ID), str(OTHER)]
    assert (shown["object"], shown["has_more"], shown["first_id"], shown["last_id"]) == (
        "list", True, str(ID), str(OTHER),
    )  # fmt: skip
    empty = video_list(Page(generations=(), has_more=False))
    assert (empty["data"], empty["first_id"], empty["last_id"]) == ([], None, None)


def test_a_deleted_video_says_so() -> None:
    assert video_deleted(QUEUED) == {"id": str(ID), "object": "video.deleted", "deleted": True}


def test_a_list_is_asked_by_cursor_limit_and_order() -> None:
    query = read_list({"after": str(ID), "limit": "7", "order": "asc"})
    assert (query.after, query.limit, query.newest_first) == (ID, 7, False)
    assert read_list({}) == read_list({"order": "desc", "limit": "20", "after": ""})


@pytest.mark.parametrize(
    ("query", "field"),
    [
        *(({"limit": "0"}, "limit"), ({"limit": "101"}, "limit"), ({"limit": "x"}, "limit")),
        *(({"order": "up"}, "order"), ({"after": "video_123"}, "after")),
    ],
)
def test_a_list_that_cannot_be_given_is_refused_by_field(query: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidField, match=f"^`{field}` is"):
        read_list(query)


@pytest.mark.parametrize(
    ("seconds_left", "wait_ms"),
    [(None, USUAL_POLL_MS), (0.0, LEAST_POLL_MS), (1.0, LEAST_POLL_MS), (30.0, 1500), (9000.0, MOST_POLL_MS)],
)
def test_a_client_is_told_to_wait_a_share_of_what_is_left(seconds_left: float | None, wait_ms: int) -> None:
    assert poll_after_ms(replace(QUEUED, seconds_left=seconds_left)) == wait_ms


def test_every_key_of_a_reply_is_documented_and_every_one_promised_is_there() -> None:
    documented = schemas()
    completed = replace(
        QUEUED, status=Status.COMPLETED, finished_at=MADE, remix_of=OTHER, adjusted=("a",),
        notes={"approximated": ["b"], "not_understood": ["c"]}, spec=replace(SPEC, camera_motion="static"),
    )  # fmt: skip
    under_way = replace(QUEUED, status=Status.GENERATING, seconds_left=1.0)
    failed, unserved = replace(QUEUED, status=Status.ERROR), replace(QUEUED, unserved=True)
    seen: set[str] = set()
    for generation in (QUEUED, unserved, under_way, completed, failed):
        shown = video_object(generation)
        assert set(documented["Video"]["required"]) <= shown.keys() <= documented["Video"]["properties"].keys()
        seen |= shown.keys()
    assert seen == documented["Video"]["properties"].keys()
    page = Page(generations=(QUEUED,), has_more=False)
    for name, reply in (("VideoList", video_list(page)), ("VideoDeleted", video_deleted(QUEUED))):
        assert set(documented[name]["required"]) == reply.keys() == documented[name]["properties"].keys()


@pytest.mark.parametrize("body", ["VideoCreate", "VideoCreateForm"])
def test_every_documented_value_is_read(body: str) -> None:
    for name, field in schemas()[body]["properties"].items():
        for value in (*field.get("enum", ()), *([field["default"]] if "default" in field else ())):
            assert name == "model" or told(**{name: value}) == ()
