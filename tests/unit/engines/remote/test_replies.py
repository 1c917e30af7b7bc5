from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitascope.engines.remote.replies import (
    MAX_SENTENCE_CHARS,
    MAX_SENTENCES,
    Censor,
    State,
    Unreadable,
    error_sentence,
    is_unpaid,
    read_job,
    read_load,
    read_object,
    read_progress,
    read_retry_after,
    read_state,
)

CENSOR = Censor(secrets=("sk-123",), names=("gpu", "gpu:30000"))

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=300),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("queued", State.QUEUED),
        ("Pending", State.QUEUED),
        ("in_progress", State.RUNNING),
        ("processing", State.RUNNING),
        ("In Progress", State.RUNNING),
        ("dreaming", State.RUNNING),
        (None, State.RUNNING),
        (7, State.RUNNING),
        ("completed", State.DONE),
        ("succeeded", State.DONE),
        ("failed", State.FAILED),
        ("canceled", State.GONE),
        ("deleted", State.GONE),
    ],
)
def test_words_for_states(word: object, state: State) -> None:
    assert read_state(word) is state


@pytest.mark.parametrize(
    ("value", "share"),
    [
        *[(0, 0.0), (1, 0.01), (50, 0.5), (100, 1.0), (140, 1.0), (-1, 0.0), (0.25, 0.25), (33.3, 0.333), ("40%", 0.4)],
        *[(None, None), (True, None), ("soon", None), (float("nan"), None), ([5], None)],
    ],
)
def test_progress(value: object, share: float | None) -> None:
    assert read_progress(value) == pytest.approx(share) if share is not None else read_progress(value) is None


@given(st.dictionaries(st.sampled_from(["id", "status", "progress", "error", "adjusted", "approximated", "x"]), ANY))
def test_whatever_a_reply_holds_a_job_comes_of_it(body: dict[str, Any]) -> None:
    job = read_job(body, censor=CENSOR, poll_after="soon")
    assert job.progress is None or 0 <= job.progress <= 1
    assert job.id is None or 0 < len(job.id) <= 256
    assert len(job.told) <= MAX_SENTENCES
    for sentence in (*job.told, job.error or ""):
        assert len(sentence) <= MAX_SENTENCE_CHARS
        assert "\n" not in sentence


@pytest.mark.parametrize("value", [None, "", " ", ".", "..", "a\nb", "x" * 300, ["a"], True, {}])
def test_what_is_no_id_is_none(value: object) -> None:
    assert read_job({"id": value}, censor=CENSOR).id is None


@pytest.mark.parametrize(("value", "read"), [("video_1", "video_1"), ("a/b:c", "a/b:c"), (7, "7")])
def test_ids_of_any_kind_are_kept(value: object, read: str) -> None:
    assert read_job({"id": value}, censor=CENSOR).id == read


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"error": {"code": "x", "message": "No."}}, "No."),
        ({"error": "No."}, "No."),
        ({"detail": "No."}, "No."),
        ({"detail": [{"loc": ["body", "fps"], "msg": "No."}]}, "No."),
        ({"message": "No.\n  Really\x00 not."}, "No. Really not."),
        ({"error": {}}, "it does not say why"),
        ({}, "it does not say why"),
        ({"error": ["x", 7]}, "x"),
    ],
)
def test_what_an_error_says(body: dict[str, Any], said: str) -> None:
    assert error_sentence(body, CENSOR) == said


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see http://10.0.0.3:9000/x?key=1 for more", "see [link] for more"),
        ("cannot write /srv/outputs/a.mp4: full", "cannot write [path]: full"),
        ("cannot write C:\\clips\\a.mp4", "cannot write [path]"),
        ("10.1.2.3:443 refused", "[address] refused"),
        ("key sk-123 at gpu:30000", "key […] at […]"),
        ("gpu-memory of gpus is full, says gpu.", "gpu-memory of gpus is full, says […]."),
        ("16/9 and a/b stay, as 1.5/2 does", "16/9 and a/b stay, as 1.5/2 does"),
    ],
)
def test_a_strangers_words_keep_their_meaning_and_lose_what_lies_inside(text: str, shown: str) -> None:
    assert CENSOR(text) == shown


def test_what_is_long_is_cut() -> None:
    assert len(CENSOR("no " * 1000)) == MAX_SENTENCE_CHARS


def test_a_list_counts_what_waits_and_what_is_rendered() -> None:
    states = ["queued", "in_progress", "completed", "failed", "processing"]
    assert read_load({"data": [{"status": state} for state in states] + [None, "x"]}) == 3
    assert read_load({"data": []}) == 0
    assert read_load({"videos": []}) is None


@pytest.mark.parametrize("body", [b"", b"<html>", b"[1]", b"7", b"\xff", b"[" * 100_000])
def test_what_is_no_object_is_said_so(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read_object(body)
    assert read_object(json.dumps({"a": 1}).encode()) == {"a": 1}


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        *[("3", 3.0), ("0.5", 0.5), ("-4", 0.0), ("9e9", 300.0), ("nan", None), ("soon", None), (None, None)],
        ("Thu, 01 Jan 1970 00:01:40 GMT", 40.0),
    ],
)
def test_when_to_come_again(value: str | None, seconds: float | None) -> None:
    assert read_retry_after(value, now_s=60.0) == seconds


@pytest.mark.parametrize(
    ("body", "unpaid"),
    [
        ({"error": {"code": "insufficient_quota", "message": "x"}}, True),
        ({"error": {"type": "Billing_not_active"}}, True),
        ({"code": "out_of_funds"}, True),
        ({"detail": "Insufficient balance."}, True),
        ({"error": "You exceeded your current quota, please check your plan and billing details."}, True),
        ({"error": {"code": "invalid_field", "message": "`fps` is 99: it must be at most 50."}}, False),
        ({"error": {"code": 7, "message": "The prompt is against our rules."}}, False),
        ({"detail": [{"msg": "Extra inputs are not permitted", "input": "insufficient quota"}]}, False),
        ({}, False),
    ],
)
def test_an_empty_account_is_told_from_a_bad_request(body: dict[str, Any], unpaid: bool) -> None:
    assert is_unpaid(body) is unpaid
    assert read_job({"status": "failed", **body}, censor=CENSOR).unpaid is (unpaid and "error" in body)
