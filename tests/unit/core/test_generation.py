from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitascope.core.errors import InvalidField
from vitascope.core.generation import MAX_SEED, MODELS, GenerationRequest, GenerationSpec, fill

FAST = "ltxv/ltxv-2-fast"


def request(**changes: object) -> GenerationRequest:
    return GenerationRequest(**{"model": FAST, "prompt": "a boat", **changes})  # type: ignore[arg-type]


def test_what_was_not_said_gets_the_documented_default() -> None:
    spec = fill(request(), engine="testcard", seed=5)
    assert (spec.duration_s, spec.fps, spec.resolution.name, spec.generate_audio, spec.seed) == (
        6,
        25,
        "1080p",
        True,
        5,
    )
    assert spec.frames == 150


def test_a_seed_that_was_given_is_kept() -> None:
    assert fill(request(seed=0), engine="testcard", seed=5).seed == 0


@pytest.mark.parametrize(
    ("field", "value", "nearest"),
    [
        ("duration", 5, "6"),
        ("duration", 7, "8"),
        ("duration", 999, "10"),
        ("fps", 24, "25"),
        ("fps", 60, "50"),
        ("resolution", "720p", "1080p"),
        ("resolution", "4k", "2160p"),
        ("resolution", "8K", "2160p"),
        ("resolution", "", "1080p"),
        ("resolution", "1920x1080", "1080p"),
        ("resolution", "3840 × 2160", "2160p"),
        ("aspect_ratio", "9:16", "16:9"),
    ],
)
def test_an_illegal_value_is_refused_with_the_nearest_legal_one(field: str, value: object, nearest: str) -> None:
    name = {"duration": "duration_s"}.get(field, field)
    with pytest.raises(InvalidField, match=f"the nearest is {nearest}") as caught:
        fill(request(**{name: value}), engine="testcard", seed=1)
    assert caught.value.field == field


def test_a_name_like_none_of_those_without_numbers_has_no_nearest() -> None:
    with pytest.raises(InvalidField, match=r"or focus_shift\.$"):
        fill(request(camera_motion="zoom"), engine="testcard", seed=1)
    with pytest.raises(InvalidField, match=r"the nearest is dolly_in\.$"):
        fill(request(camera_motion="dollyin"), engine="testcard", seed=1)


@pytest.mark.parametrize("prompt", ["", "   \n\t", "a\0b", "half \ud83d emoji", "x" * 20_001])
def test_a_prompt_that_cannot_be_stored_or_read_is_refused(prompt: str) -> None:
    with pytest.raises(InvalidField, match="prompt"):
        fill(request(prompt=prompt), engine="testcard", seed=1)


@pytest.mark.parametrize("seed", [-1, MAX_SEED + 1, 10**30])
def test_a_seed_out_of_range_is_refused(seed: int) -> None:
    with pytest.raises(InvalidField, match="seed"):
        fill(request(seed=seed), engine="testcard", seed=1)


def test_an_unknown_model_is_refused_with_the_ones_there_are() -> None:
    with pytest.raises(InvalidField) as caught:
        fill(request(model="ltxv/ltxv-9"), engine="testcard", seed=1)
    assert all(model in str(caught.value) for model in MODELS)


@given(
    prompt=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(str.strip),
    seed=st.integers(0, MAX_SEED),
    duration=st.sampled_from([6, 8, 10]),
    fps=st.sampled_from([25, 50]),
    audio=st.booleans(),
)
def test_a_spec_survives_json(prompt: str, seed: int, duration: int, fps: int, audio: bool) -> None:
    spec = fill(
        request(prompt=prompt, seed=seed, duration_s=duration, fps=fps, generate_audio=audio), engine="e", seed=1
    )
    assert GenerationSpec.from_json(spec.to_json()) == spec
    assert spec.fps == Fraction(fps)
