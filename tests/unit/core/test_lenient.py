from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitascope.core.generation import (
    CAMERA_MOTIONS,
    LONG_MODELS,
    MAX_SEED,
    MODEL_ALIASES,
    MODELS,
    GenerationRequest,
    ModelLimits,
    fill,
)
from vitascope.core.lenient import snap

FAST = "ltxv/ltxv-2-fast"

TEXT = st.text(max_size=60) | st.sampled_from(["1080P", "4k", "1280x720", "9:16", "auto", "1e999999999:1", "0:0", "-1"])
REQUESTS = st.builds(
    GenerationRequest,
    model=st.sampled_from(sorted((*MODELS, *MODEL_ALIASES))),
    prompt=st.just("a boat"),
    duration_s=st.none() | st.integers(),
    resolution=st.none() | TEXT,
    aspect_ratio=st.none() | TEXT,
    fps=st.none() | st.integers(),
    seed=st.none() | st.integers(),
    camera_motion=st.none() | TEXT | st.sampled_from(CAMERA_MOTIONS),
)
LEGAL = st.builds(
    GenerationRequest,
    model=st.sampled_from(sorted(MODELS)),
    prompt=st.just("a boat"),
    duration_s=st.none() | st.sampled_from([6, 8, 10]),
    resolution=st.none() | st.sampled_from(["1080p", "1440p", "2160p"]),
    aspect_ratio=st.none() | st.just("16:9"),
    fps=st.none() | st.sampled_from([25, 50]),
    seed=st.none() | st.integers(0, MAX_SEED),
    camera_motion=st.none() | st.sampled_from(CAMERA_MOTIONS),
)
OFFERS = st.sampled_from([MODELS, LONG_MODELS])


def request(**changes: object) -> GenerationRequest:
    return GenerationRequest(**{"model": FAST, "prompt": "a boat", **changes})  # type: ignore[arg-type]


@given(REQUESTS, OFFERS)
def test_whatever_was_asked_can_be_made(asked: GenerationRequest, models: dict[str, ModelLimits]) -> None:
    snapped, _ = snap(asked, models)
    fill(snapped, engine="testcard", seed=1, models=models)


@given(REQUESTS, OFFERS)
def test_what_was_changed_is_told_and_nothing_else(asked: GenerationRequest, models: dict[str, ModelLimits]) -> None:
    snapped, told = snap(asked, models)
    names = {"duration_s": "duration"}
    changed = {name for name in GenerationRequest.__slots__ if getattr(asked, name) != getattr(snapped, name)}
    assert sorted(f"`{names.get(name, name)}`" for name in changed) == sorted(s.split(" ")[0] for s in told)
    assert all(sentence.endswith(".") and len(sentence) < 200 and sentence.isprintable() for sentence in told)


@given(LEGAL, OFFERS)
def test_what_is_legal_stays_as_it_is(asked: GenerationRequest, models: dict[str, ModelLimits]) -> None:
    assert snap(asked, models) == (asked, ())


@given(REQUESTS, OFFERS)
def test_snapping_twice_changes_nothing_more(asked: GenerationRequest, models: dict[str, ModelLimits]) -> None:
    snapped, _ = snap(asked, models)
    assert snap(snapped, models) == (snapped, ())


@given(st.integers(), OFFERS)
def test_a_duration_goes_up_to_the_next_and_down_only_to_the_longest(
    asked: int, models: dict[str, ModelLimits]
) -> None:
    got = snap(request(duration_s=asked), models)[0].duration_s
    offered = models[FAST].durations("1080p", 25)
    assert got == (min(d for d in offered if d >= asked) if asked <= max(offered) else max(offered))


@pytest.mark.parametrize(
    ("field", "asked", "got", "sentence"),
    [
        ("duration_s", 5, 6, "`duration` was 5; the clip is 6 seconds long."),
        ("duration_s", 7, 8, "`duration` was 7; the clip is 8 seconds long."),
        ("duration_s", 30, 10, "`duration` was 30; the clip is 10 seconds long."),
        ("duration_s", -1, 6, "`duration` was -1; the clip is 6 seconds long."),
        ("resolution", "720P", "1080p", "`resolution` was '720P'; the clip is 1920 × 1080."),
        ("resolution", "1080P", "1080p", "`resolution` was '1080P'; the clip is 1920 × 1080."),
        ("resolution", "1280x720", "1080p", "`resolution` was '1280x720'; the clip is 1920 × 1080."),
        ("resolution", "4K", "2160p", "`resolution` was '4K'; the clip is 3840 × 2160."),
        ("resolution", "pro", "1080p", "`resolution` was 'pro'; the clip is 1920 × 1080."),
        ("aspect_ratio", "9:16", "16:9", "`aspect_ratio` was '9:16'; the clip is 16:9."),
        ("aspect_ratio", "auto", "16:9", "`aspect_ratio` was 'auto'; the clip is 16:9."),
        ("fps", 24, 25, "`fps` was 24; the clip has 25 frames a second."),
        ("fps", 30, 25, "`fps` was 30; the clip has 25 frames a second."),
        ("fps", 60, 50, "`fps` was 60; the clip has 50 frames a second."),
        ("seed", -1, None, "`seed` was -1; one was drawn."),
        ("seed", 2**32 + 5, 5, "`seed` was 4294967301; 5 was used."),
        ("camera_motion", "zoom", None, "`camera_motion` was 'zoom', which is not known; it was left out."),
    ],
)
def test_a_value_becomes_one_that_is_offered(field: str, asked: object, got: object, sentence: str) -> None:
    snapped, told = snap(request(**{field: asked}))
    assert getattr(snapped, field) == got
    assert told == (sentence,)


def test_of_several_shapes_the_closest_is_taken() -> None:
    limits = replace(MODELS[FAST], aspect_ratios=("16:9", "1:1", "9:16"))
    for asked, got in (
        *(("5:4", "1:1"), ("1280x720", "16:9"), ("1080 x 1920", "9:16"), ("0.5", "9:16"), ("21/9", "16:9")),
        *(("0:9", "16:9"), ("", "16:9")),
    ):
        assert snap(request(aspect_ratio=asked), {FAST: limits})[0].aspect_ratio == got


def test_a_long_duration_depends_on_what_the_rest_became() -> None:
    at_25, told = snap(request(duration_s=19, fps=24), LONG_MODELS)
    assert (at_25.duration_s, at_25.fps, len(told)) == (20, 25, 2)
    assert snap(request(duration_s=19, fps=60), LONG_MODELS)[0].duration_s == 10


def test_a_model_that_is_not_offered_is_left_for_a_refusal() -> None:
    asked = request(model="google/veo3", duration_s=5, resolution="720p")
    assert snap(asked) == (asked, ())
