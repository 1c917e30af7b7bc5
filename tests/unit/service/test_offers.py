"""What an engine does not offer is refused by its name, or left out where that is kinder."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vitascope.core.errors import InvalidField
from vitascope.core.generation import GenerationRequest
from vitascope.core.options import SubmitOptions
from vitascope.core.ports import EngineInfo
from vitascope.service.offers import check_offered, without_what_is_not_offered

PLAIN = EngineInfo(name="plain", kind="test", summary="Plain.", version="1")
ABLE = replace(PLAIN, offers=frozenset({"draft", "last_image"}))
ASKED = GenerationRequest(model="ltxv/ltxv-2-fast", prompt="a boat", last_image="https://a/b.png")
NAMED = SubmitOptions(last_image_field="last_frame_uri")
MADE = replace(ASKED, last_image=None)


def test_what_is_offered_passes() -> None:
    check_offered(ABLE, replace(ASKED, draft=True), NAMED)
    check_offered(ABLE, MADE, replace(NAMED, last_image_png=b"png"))
    check_offered(PLAIN, MADE, NAMED)


@pytest.mark.parametrize(
    ("request_", "options"), [(ASKED, NAMED), (MADE, replace(NAMED, last_image_png=b"png"))], ids=["link", "prepared"]
)
def test_a_last_frame_that_is_not_followed_is_refused_by_the_name_it_was_sent_under(
    request_: GenerationRequest, options: SubmitOptions
) -> None:
    with pytest.raises(InvalidField, match="the engine plain follows no last frame; leave it out") as refused:
        check_offered(PLAIN, request_, options)
    assert refused.value.field == "last_frame_uri"


def test_a_draft_that_is_not_made_is_refused() -> None:
    with pytest.raises(InvalidField, match="makes no drafts"):
        check_offered(PLAIN, replace(MADE, draft=True), NAMED)


def test_leniently_it_is_left_out_and_told() -> None:
    assert without_what_is_not_offered(PLAIN, ASKED, NAMED) == (
        MADE,
        ("Made without its last image, `last_frame_uri`: the engine plain follows no last frame.",),
    )
    for info, request in ((ABLE, ASKED), (PLAIN, MADE)):
        assert without_what_is_not_offered(info, request, NAMED) == (request, ())
