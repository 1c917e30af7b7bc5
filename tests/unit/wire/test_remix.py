from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from uuid import UUID

import pytest

from vitascope.core.errors import InvalidField
from vitascope.core.generation import LONG_MODELS, GenerationSpec, fill
from vitascope.core.media import RESOLUTIONS
from vitascope.wire.aimlapi import read_submit
from vitascope.wire.remix import read_remix_of, started_from

ID = UUID("0190f3a0-0000-7000-8000-0123456789ab")
SPEC = GenerationSpec(
    model="ltxv/ltxv-2-fast",
    prompt="a boat",
    duration_s=20,
    resolution=RESOLUTIONS["1080p"],
    fps=Fraction(25),
    generate_audio=False,
    seed=0,
    engine="testcard",
    camera_motion="jib_up",
)


def test_a_clips_request_says_all_that_its_spec_holds() -> None:
    request = read_submit(started_from(SPEC, {"remix_of": str(ID)}))
    assert fill(request, engine="testcard", seed=5, models=LONG_MODELS) == SPEC


def test_what_a_body_says_goes_over_it_and_what_it_leaves_empty_does_not() -> None:
    body = {"prompt": "a train", "seed": None, "generate_audio": True, "camera_motion": "static", "duration": "6"}
    found = fill(read_submit(started_from(SPEC, body)), engine="testcard", seed=5)
    wanted = replace(SPEC, prompt="a train", generate_audio=True, camera_motion="static", duration_s=6)
    assert found == wanted


@pytest.mark.parametrize(
    "text", [str(ID), f"{ID}:ltxv/ltxv-2-fast", f"{ID}%3Altxv%2Fltxv-2-fast", f" {str(ID).upper()} "]
)
def test_an_id_is_read_in_any_form(text: str) -> None:
    assert read_remix_of({"remix_of": text}) == ID


@pytest.mark.parametrize("text", ["https://host/clip.mp4", "", "cat", "AAAA" * 1000, f"x{ID}", f"{ID}/clip.mp4"])
def test_anything_else_is_left_to_who_reads_clips(text: str) -> None:
    assert read_remix_of({"remix_of": text}) == text


def test_a_body_without_one_starts_from_nothing() -> None:
    assert read_remix_of({"prompt": "a boat"}) is None
    assert read_remix_of({"remix_of": None}) is None


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(InvalidField, match="remix_of"):
        read_remix_of({"remix_of": {"id": str(ID)}})
