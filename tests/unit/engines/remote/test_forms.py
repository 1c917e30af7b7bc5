from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitascope.core.generation import GenerationRequest, GenerationSpec, fill
from vitascope.engines.remote.forms import bodies, frames_to_ask


def spec(**more: object) -> GenerationSpec:
    request = GenerationRequest(model="ltxv/ltxv-2", prompt="A dragon.", seed=2**32 - 1, **more)  # type: ignore[arg-type]
    return fill(request, engine="remote", seed=1)


def test_a_repeat_is_the_same_request_to_the_byte() -> None:
    first, second = (bodies(spec(), model=None, name="a", image_png=b"\x89PNG") for _ in range(2))
    assert first == second
    assert bodies(spec(), model=None, name="b", image_png=b"\x89PNG") != first


def test_the_fullest_form_comes_first_and_json_only_without_an_image() -> None:
    kinds = [[body.content_type.split(";")[0] for body in bodies(spec(), model=None, name="a", image_png=image)]
             for image in (None, b"\x89PNG")]  # fmt: skip
    assert kinds == [["multipart/form-data"] * 2 + ["application/json"], ["multipart/form-data"] * 2]
    full, plain, _ = bodies(spec(camera_motion="dolly_in"), model=None, name="a", image_png=None)
    for field in (b"camera_motion", b"generate_audio", b"user"):
        assert field in full.content
        assert field not in plain.content


def test_json_has_numbers_where_numbers_are_meant_and_seconds_as_text() -> None:
    fields = json.loads(bodies(spec(duration_s=8, fps=50), model="theirs", name="a", image_png=None)[-1].content)
    assert fields == {
        "prompt": "A dragon.",
        "model": "theirs",
        "seconds": "8",
        "size": "1920x1080",
        "fps": 50,
        "num_frames": 401,
        "seed": 2**32 - 1,
    }


def test_a_prompt_cannot_add_fields_of_its_own() -> None:
    boundary = bodies(spec(), model=None, name="a", image_png=None)[0].content_type.rpartition("=")[2]
    prompt = f'x\r\n--{boundary}\r\nContent-Disposition: form-data; name="seed"\r\n\r\n7'
    request = GenerationRequest(model="ltxv/ltxv-2", prompt=prompt, seed=1)
    body = bodies(fill(request, engine="remote", seed=1), model=None, name="a", image_png=None)[0]
    assert body.content_type.rpartition("=")[2] != boundary


@given(st.integers(1, 2000))
def test_as_many_frames_are_asked_for_as_such_models_make_and_never_fewer(frames: int) -> None:
    asked = frames_to_ask(frames)
    assert frames <= asked < frames + 8
    assert (asked - 1) % 8 == 0


@pytest.mark.parametrize(("frames", "asked"), [(150, 153), (250, 257), (300, 305), (500, 505), (1, 1), (9, 9)])
def test_the_frames_of_our_clips(frames: int, asked: int) -> None:
    assert frames_to_ask(frames) == asked
