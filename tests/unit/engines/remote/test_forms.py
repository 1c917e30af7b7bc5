from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from av.video.frame import VideoFrame
from hypothesis import given
from hypothesis import strategies as st

from vitascope.core.generation import GenerationRequest, GenerationSpec, fill
from vitascope.core.media import RESOLUTIONS, Resolution
from vitascope.engines.remote.forms import bodies, frames_to_ask, on_grid
from vitascope.media.convert import rgb_to_i420
from vitascope.media.image import decode_png, encode_png
from vitascope.media.remake import Fitter

PNG = encode_png(np.full((1080, 1920, 3), 90, np.uint8))


def spec(**more: object) -> GenerationSpec:
    request = GenerationRequest(model="ltxv/ltxv-2", prompt="A dragon.", seed=2**32 - 1, **more)  # type: ignore[arg-type]
    return fill(request, engine="remote", seed=1)


def test_a_repeat_is_the_same_request_to_the_byte() -> None:
    first, second = (bodies(spec(), model=None, name="a", image_png=PNG) for _ in range(2))
    assert first == second
    assert bodies(spec(), model=None, name="b", image_png=PNG) != first


def test_the_fullest_form_comes_first_and_json_only_without_an_image() -> None:
    def kinds(image: bytes | None) -> list[str]:
        return [body.content_type.split(";")[0] for body in bodies(spec(), model=None, name="a", image_png=image)]

    assert kinds(None) == ["multipart/form-data"] * 4 + ["application/json"] * 2
    assert kinds(PNG) == ["multipart/form-data"] * 4
    full, plain, exact, *_ = bodies(spec(camera_motion="dolly_in"), model=None, name="a", image_png=None)
    for field in (b"camera_motion", b"generate_audio", b"user"):
        assert field in full.content
        assert field not in plain.content
    assert b"1920x1088" in full.content
    assert b"1920x1080" in exact.content


def test_an_image_that_is_given_more_rows_is_itself_again_once_they_are_cropped() -> None:
    pixels = np.random.default_rng(1).integers(0, 255, (72, 128, 3), np.uint8)
    size = Resolution(name="small", width=128, height=72)
    small = replace(spec(), resolution=size)
    body = bodies(small, model=None, name="a", image_png=encode_png(pixels))[0]
    sent = decode_png(body.content[body.content.index(b"\x89PNG") :])
    assert sent.shape == (128, 128, 3)
    frame = VideoFrame.from_ndarray(sent, format="rgb24")
    y, u, v = Fitter(size)(frame)
    assert np.abs(y.astype(int) - rgb_to_i420(pixels)[0]).max() <= 1
    assert (u.shape, v.shape) == ((36, 64), (36, 64))


def test_an_image_that_is_too_large_for_most_servers_goes_as_a_jpeg_that_shows_no_loss() -> None:
    noise = np.random.default_rng(2).integers(0, 255, (1080, 1920, 3)).astype(np.uint8)
    body = bodies(spec(), model=None, name="a", image_png=encode_png(noise))[0]
    assert b'filename="input.jpg"' in body.content
    assert len(body.content) < 6_000_000


@pytest.mark.parametrize(("name", "sides"), [("1080p", (1920, 1088)), ("1440p", (2560, 1472)), ("2160p", (3840, 2176))])
def test_sides_are_of_the_models_grid_and_cover_the_clip(name: str, sides: tuple[int, int]) -> None:
    assert on_grid(RESOLUTIONS[name]) == sides


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
