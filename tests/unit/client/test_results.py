from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.client.world import ID
from vitascope.client.errors import UnreadableReply
from vitascope.client.results import read_generation, read_models, read_page


def test_every_field_of_a_reply_finds_its_place() -> None:
    generation = read_generation(
        {
            "id": ID,
            "status": "completed",
            "video": {"url": "http://x/c.mp4", "duration": 6.0, "file_size": 9, "fps": 25, "has_audio": True},
            "poster": "http://x/p.jpg",
            "meta": {
                "usage": {"credits_used": 504000, "usd_spent": 0.252},
                "engine": "testcard",
                "seed": 3,
                "adjusted": ["`duration` became 6."],
            },
        }
    )
    assert generation.video is not None
    assert (generation.video.duration_s, generation.video.size_bytes, generation.video.has_audio) == (6.0, 9, True)
    assert (generation.credits, generation.usd, generation.engine, generation.seed) == (504000, 0.252, "testcard", 3)
    assert (generation.model, generation.poster_url) == ("ltxv/ltxv-2-fast", "http://x/p.jpg")
    assert generation.adjusted == ("`duration` became 6.",)
    assert generation.done
    assert pickle.loads(pickle.dumps(generation)) == generation  # noqa: S301 - our own
    assert hash(generation)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("waiting", "queued"),
        ("active", "generating"),
        ("succeeded", "completed"),
        ("failed", "error"),
        ("odd", "error"),
    ],
)
def test_statuses_of_other_servers_are_one_of_the_four(said: str, meant: str) -> None:
    generation = read_generation({"id": "x", "status": said})
    assert generation.status == meant
    assert (generation.error is not None) == (meant == "error")


@pytest.mark.parametrize("video", ["http://x", ["http://x"], [{"url": "http://x"}]])
def test_a_video_may_be_a_bare_link_or_a_list(video: object) -> None:
    generation = read_generation({"generation_id": "x", "status": "completed", "video": video})
    assert generation.video is not None
    assert generation.video.url == "http://x"


def test_a_failure_in_the_form_of_another_server_still_has_words() -> None:
    generation = read_generation({"id": "x", "status": "error", "error": {"detail": [{"msg": "no face"}]}})
    assert generation.error is not None
    assert "no face" in generation.error.message


@pytest.mark.parametrize("body", [None, [], "x", {}, {"id": 3, "status": "queued"}, {"id": "x"}])
def test_what_is_no_generation_is_told(body: object) -> None:
    with pytest.raises(UnreadableReply):
        read_generation(body)


def test_a_page_knows_whether_there_is_another() -> None:
    item = {"id": ID, "status": "queued"}
    page = read_page({"data": [item, item], "pagination": {"next_cursor": "abc", "has_more": True}})
    assert (len(page.data), page.next_cursor, page.has_more) == (2, "abc", True)
    with pytest.raises(UnreadableReply):
        read_page({"items": []})


def test_models_have_names_and_capabilities() -> None:
    [model] = read_models({"data": [{"id": "a/b", "info": {"name": "B"}, "capabilities": ["text_to_video"]}, 3]})
    assert (model.id, model.name, model.capabilities) == ("a/b", "B", ("text_to_video",))


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(
    st.fixed_dictionaries(
        {"id": st.text(), "status": st.sampled_from(["queued", "completed", "error", ""])},
        optional=dict.fromkeys(("video", "error", "meta", "progress", "poster", "queue_position", "stage"), JSON),
    )
)
def test_no_field_of_the_wrong_kind_breaks_the_reading(body: dict[str, Any]) -> None:
    try:
        read_generation(body)
    except UnreadableReply:
        assert not body["id"]
