"""`vitascope.wire.ltx`: bodies in, replies out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitascope.core.errors import BadInput, InvalidField, NotFound, UnusableImage
from vitascope.core.generation import LONG_MODELS, Generation, GenerationRequest, Status, fill
from vitascope.wire import ltx, ltx_schema
from vitascope.wire.listing import read_query

NEEDED = {"prompt": "A boat.", "model": "ltx-2-fast", "duration": 6, "resolution": "1920x1080"}
SCHEMAS = ltx_schema.schemas()
ID = UUID("fb77b923-55da-7e4d-9519-5c0018088c52")
QUEUED = Generation(
    id=ID,
    account_id=UUID(int=1),
    spec=fill(GenerationRequest(model="ltxv/ltxv-2-fast", prompt="A boat."), engine="testcard", seed=7),
    status=Status.QUEUED,
    attempt=0,
    created_at=datetime(2026, 1, 1, 12, 0, 0, 1_999, tzinfo=UTC),
    credits=504_000,
    queue_position=3,
    surface="ltx",
)


def read(**fields: Any) -> GenerationRequest:
    return ltx.read_request(NEEDED | fields, "text-to-video")[0]


def adjusted(**fields: Any) -> tuple[str, ...]:
    return ltx.read_request(NEEDED | fields, "text-to-video")[1]


def legal(**fields: Any) -> None:
    fill(read(**fields), engine="testcard", seed=1, models=LONG_MODELS)


def test_a_body_is_read_into_our_words() -> None:
    found = read(fps=25, generate_audio=False, camera_motion="jib_up", seed=5, unknown={"a": 1})
    assert found == GenerationRequest(
        model="ltxv/ltxv-2-fast", prompt="A boat.", duration_s=6, resolution="1080p", fps=25, generate_audio=False,
        seed=5, camera_motion="jib_up",
    )  # fmt: skip
    assert adjusted() == ()


@pytest.mark.parametrize("field", ["prompt", "model", "duration", "resolution"])
@pytest.mark.parametrize("null", [True, False])
def test_a_field_that_is_missing_is_told_by_its_name(field: str, null: bool) -> None:
    body = {**NEEDED, field: None} if null else {k: v for k, v in NEEDED.items() if k != field}
    with pytest.raises(BadInput, match=f"^{field} is required"):
        ltx.read_request(body, "text-to-video")


@pytest.mark.parametrize(
    ("name", "model", "told"),
    [
        ("ltx-2-fast", "ltxv/ltxv-2-fast", 0),
        ("ltx-2-pro", "ltxv/ltxv-2", 0),
        ("ltx-2-3-fast", "ltxv/ltxv-2-fast", 1),
        ("ltx-2-3-pro", "ltxv/ltxv-2", 1),
        ("ltxv/ltxv-2", "ltxv/ltxv-2", 0),
    ],
)
def test_every_name_of_a_model_is_known_and_a_substitute_is_told(name: str, model: str, told: int) -> None:
    assert read(model=name).model == model
    assert len(adjusted(model=name)) == told


@pytest.mark.parametrize(("name", "nearest"), [("ltx-3-pro", "ltx-2-pro"), ("veo-3", "ltx-2-fast"), ("", "ltx-2-fast")])
def test_a_model_that_is_not_there_is_told_with_the_nearest(name: str, nearest: str) -> None:
    with pytest.raises(InvalidField, match=f"the nearest is {nearest}"):
        read(model=name)


@pytest.mark.parametrize(("sent", "taken"), [(24, 25), (48, 50), ("24", 25), (25, 25), (50, 50)])
def test_the_frame_rates_of_later_models_become_the_nearest_of_ours_and_are_told(sent: object, taken: int) -> None:
    assert read(fps=sent).fps == taken
    assert any(str(taken) in sentence for sentence in adjusted(fps=sent)) is (str(sent) != str(taken))


def test_other_frame_rates_are_refused_with_the_nearest() -> None:
    with pytest.raises(InvalidField, match="`fps` is 30: use 25 or 50; the nearest is 25"):
        legal(fps=30)


@pytest.mark.parametrize(
    ("sent", "nearest"),
    [
        ("1280x720", "1920x1080"), ("1080x1920", "1920x1080"), ("3840X2161", "3840x2160"), ("720p", "1920x1080"),
        ("2000p", "3840x2160"), ("wide", "1920x1080"), ("x", "1920x1080"), ("²x²", "1920x1080"), (1500, "2560x1440"),
    ],
)  # fmt: skip
def test_a_size_that_is_not_there_is_told_with_the_nearest(sent: object, nearest: str) -> None:
    with pytest.raises(InvalidField, match=f"the nearest is {nearest}"):
        read(resolution=sent)


@pytest.mark.parametrize("sent", ["2560x1440", "2560X1440", " 2560×1440 ", "1440p"])
def test_a_size_is_read_however_it_is_spelled(sent: str) -> None:
    assert read(resolution=sent).resolution == "1440p"


@given(
    model=st.sampled_from(["ltx-2-fast", "ltx-2-pro"]),
    size=st.sampled_from(sorted(ltx.SIZES)),
    fps=st.sampled_from([None, 24, 25, 48, 50]),
    duration=st.integers(-3, 30),
)
def test_the_matrix_is_that_of_the_official_api(model: str, size: str, fps: int | None, duration: int) -> None:
    long = (model, size) == ("ltx-2-fast", "1920x1080") and fps in (None, 24, 25)
    allowed = range(6, 21, 2) if long else range(6, 11, 2)
    asked = {"model": model, "resolution": size, "fps": fps, "duration": duration}
    if duration in allowed:
        legal(**asked)
    else:
        nearest = min(allowed, key=lambda v: (abs(v - duration), -v))
        with pytest.raises(InvalidField, match=f"the nearest is {nearest}\\."):
            legal(**asked)


def test_a_first_frame_is_needed_by_one_endpoint_and_refused_by_the_other() -> None:
    link = "https://example.com/a.png"
    assert ltx.read_request(NEEDED | {"image_uri": link}, "image-to-video")[0].image == link
    for absent in ({}, {"image_uri": None}, {"image_uri": " "}):
        with pytest.raises(BadInput, match="image_uri is required"):
            ltx.read_request(NEEDED | absent, "image-to-video")
    with pytest.raises(BadInput, match="image-to-video"):
        read(image_uri=link)


@pytest.mark.parametrize("model", ["ltx-2-fast", "ltx-2-pro", "ltx-2-3-pro"])
def test_a_last_frame_is_taken_for_every_model(model: str) -> None:
    body = NEEDED | {"model": model, "image_uri": "https://a/b", "last_frame_uri": " https://a/c "}
    request, _ = ltx.read_request(body, "image-to-video")
    assert (request.image, request.last_image) == ("https://a/b", "https://a/c")


@pytest.mark.parametrize("empty", [None, "", " "])
def test_an_empty_last_frame_is_as_good_as_none(empty: str | None) -> None:
    request, _ = ltx.read_request(NEEDED | {"image_uri": "https://a/b", "last_frame_uri": empty}, "image-to-video")
    assert request.last_image is None
    assert ltx.read_request(NEEDED | {"last_frame_uri": empty}, "text-to-video")[0].last_image is None


def test_a_last_frame_is_not_left_out_where_it_is_not_read() -> None:
    with pytest.raises(BadInput, match="last_frame_uri is not read by text-to-video"):
        ltx.read_request(NEEDED | {"last_frame_uri": "https://a/c"}, "text-to-video")
    with pytest.raises(BadInput, match="image_uri is required"):
        ltx.read_request(NEEDED | {"last_frame_uri": "https://a/c"}, "image-to-video")
    with pytest.raises(BadInput, match="`last_frame_uri` is 7"):
        ltx.read_request(NEEDED | {"image_uri": "https://a/b", "last_frame_uri": 7}, "image-to-video")


def test_an_upload_is_told_from_a_link() -> None:
    assert ltx.upload_of(f"ltx://uploads/{ID}", "image_uri") == ID
    assert ltx.upload_of("https://ltx.example/uploads", "image_uri") is None
    assert ltx.upload_of(None, "image_uri") is None
    for torn in ("ltx://uploads/", "ltx://elsewhere/x", "ltx:", f"LTX://uploads/{ID}x"):
        with pytest.raises(UnusableImage, match="`last_frame_uri` is"):
            ltx.upload_of(torn, "last_frame_uri")


def test_an_id_is_a_uuid() -> None:
    assert ltx.read_id(str(ID)) == ID
    for other in ("", "nonsense", "0" * 500, "ü"):
        with pytest.raises(NotFound):
            ltx.read_id(other)


def test_a_job_is_told_in_its_own_words_at_every_stage() -> None:
    assert ltx.accepted(QUEUED) == {"id": str(ID), "created_at": "2026-01-01T12:00:00.001Z"}
    queued = ltx.job(QUEUED)
    assert (queued["status"], queued["progress"], queued["queue_position"]) == ("pending", 0.0, 3)
    running = ltx.job(replace(QUEUED, status=Status.GENERATING, progress=0.25, queue_position=None))
    assert (running["status"], running["progress"]) == ("processing", 0.25)
    ended = replace(QUEUED, status=Status.COMPLETED, finished_at=datetime(2026, 1, 1, 12, 1, tzinfo=UTC))
    done = ltx.job(ended, video_url="https://h/v.mp4")
    assert (done["status"], done["completed_at"]) == ("completed", "2026-01-01T12:01:00.000Z")
    assert done["result"] == {"video_url": "https://h/v.mp4"}
    for gone in (queued, running):
        assert "completed_at" not in gone
        assert "result" not in gone


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (Status.CANCELLED, None, "cancelled"),
        (Status.ERROR, "engine_failed", "api_error"),
        (Status.ERROR, "stalled", "timeout_error"),
        (Status.ERROR, None, "api_error"),
    ],
)
def test_a_job_without_a_clip_failed_and_says_why(status: Status, code: str | None, kind: str) -> None:
    told = ltx.job(replace(QUEUED, status=status, error_code=code, error_message="Because."))
    assert (told["status"], told["error"]) == ("failed", {"type": kind, "message": "Because."})


def test_an_endpoint_is_known_by_whether_there_was_an_image() -> None:
    assert ltx.endpoint_of(QUEUED) == "text-to-video"
    assert ltx.endpoint_of(replace(QUEUED, image_key="k")) == "image-to-video"


def undocumented(reply: dict[str, Any], schema: str) -> set[str]:
    known: dict[str, Any] = SCHEMAS[schema]["properties"]
    return reply.keys() - known.keys()


def test_every_key_of_a_reply_is_documented() -> None:
    told = replace(QUEUED, adjusted=("a",), notes={"approximated": ["b"], "not_understood": ["c"]}, seconds_left=3.0)
    assert undocumented(ltx.accepted(told), "LtxAccepted") == set()
    for status in Status:
        assert undocumented(ltx.job(replace(told, status=status), video_url="v"), "LtxJob") == set()
    grant = ltx.granted(ID, upload_url="u", expires_at=QUEUED.created_at)
    assert undocumented(grant, "LtxUpload") == set()
    assert undocumented(ltx.error_body("k", "m"), "LtxProblem") == set()


def test_every_documented_value_is_read() -> None:
    for name, field in SCHEMAS["LtxTextToVideo"]["properties"].items():
        for value in field.get("enum", []):
            legal(**{name: value})


def test_every_path_is_documented() -> None:
    assert {path.partition("/{id}")[0] for path in ltx_schema.paths()} == set(ltx.PATHS)


def test_a_list_is_asked_for_in_the_words_of_this_surface() -> None:
    pairs = [
        *(("status", "pending, failed"), ("model", "ltx-2-pro"), ("limit", "5"), ("status", "completed")),
        *(("model", "ltxv/ltxv-2-fast"), ("status", "")),
    ]
    query = read_query(ltx.asked_of_a_list(pairs))
    assert query.statuses == (Status.QUEUED, Status.ERROR, Status.CANCELLED, Status.COMPLETED)
    assert query.models == ("ltxv/ltxv-2", "ltxv/ltxv-2-fast")
    assert query.limit == 5


def test_names_are_known_in_other_case_and_an_empty_image_is_as_good_as_absent() -> None:
    said = NEEDED | {"model": "LTX-2-Pro ", "resolution": "1920X1080", "camera_motion": " Dolly_In", "image_uri": " "}
    request, adjusted = ltx.read_request(said, "text-to-video")
    assert (request.model, request.resolution, request.camera_motion) == ("ltxv/ltxv-2", "1080p", "dolly_in")
    assert (request.image, adjusted) == (None, ())
