from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vitascope.media.convert import i420_to_rgb, rgb_to_i420
from vitascope.media.planes import i420_buffer, i420_frame, plane_pixels


def flat(colour: tuple[int, int, int]) -> np.ndarray:
    return np.full((16, 32, 3), colour, np.uint8)


def bt709(colour: tuple[int, int, int]) -> tuple[float, float, float]:
    """ITU-R BT.709-6, sections 3.2 to 3.4, in 8 bits."""
    red, green, blue = (c / 255 for c in colour)
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 16 + 219 * luma, 128 + 224 * (blue - luma) / 1.8556, 128 + 224 * (red - luma) / 1.5748


@pytest.mark.parametrize(
    ("colour", "code"),
    [
        ((255, 255, 255), (235, 128, 128)),
        ((0, 0, 0), (16, 128, 128)),
        ((255, 0, 0), (63, 102, 240)),
        ((0, 255, 0), (173, 42, 26)),
        ((0, 0, 255), (32, 240, 118)),
    ],
)
def test_known_colours_have_their_bt709_code_values(colour: tuple[int, int, int], code: tuple[int, int, int]) -> None:
    for plane, value in zip(rgb_to_i420(flat(colour)), code, strict=True):
        assert np.all(np.abs(plane.astype(int) - value) <= 1)


@settings(max_examples=60, deadline=None)
@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_every_colour_is_within_one_code_value_of_the_standard(colour: tuple[int, int, int]) -> None:
    for plane, value in zip(rgb_to_i420(flat(colour)), bt709(colour), strict=True):
        assert np.all(np.abs(plane - value) <= 1)


def test_a_smooth_picture_comes_back_within_two_steps() -> None:
    rows, columns = np.mgrid[0:270, 0:480]
    picture = np.stack((columns * 255 // 480, rows * 255 // 270, (rows + columns) // 3), axis=-1).astype(np.uint8)
    back = i420_to_rgb(*rgb_to_i420(picture))
    assert back.shape == picture.shape
    error = (back.astype(float) - picture) ** 2
    assert 10 * np.log10(255**2 / error.mean()) > 48


def test_planes_given_to_fill_are_filled() -> None:
    y, u, v = i420_buffer(3, width=32, height=16)
    rgb_to_i420(flat((255, 0, 0)), out=(y[1], u[1], v[1]))
    assert (y[1, 0, 0], u[1, 0, 0], v[1, 0, 0]) == (63, 102, 240)


def test_planes_end_to_end_reach_the_encoder_without_a_copy() -> None:
    y, u, v = i420_buffer(2, width=32, height=16)
    frame = i420_frame(y[1], u[1], v[1])
    assert frame.planes[0].buffer_ptr == y[1].ctypes.data
    assert frame.planes[2].buffer_ptr == v[1].ctypes.data


@pytest.mark.parametrize("height", [16, 18])  # PyAV's own view of a buffer is wrong unless the height is 4 n
@pytest.mark.parametrize("apart", [True, False])
def test_a_frame_holds_the_planes_it_was_given(height: int, apart: bool) -> None:
    y, u, v = i420_buffer(1, width=32, height=height)
    for plane in (y, u, v):
        plane[:] = np.arange(plane.size, dtype=np.uint8).reshape(plane.shape)
    given = [plane[0].copy() if apart else plane[0] for plane in (y, u, v)]
    frame = i420_frame(*given)
    assert (frame.width, frame.height) == (32, height)
    for plane, wanted in zip(frame.planes, given, strict=True):
        assert np.array_equal(plane_pixels(plane, wanted.shape[1]), wanted)


def test_a_width_that_is_not_a_round_number_keeps_its_columns_in_place() -> None:
    picture = np.zeros((22, 38, 3), np.uint8)
    picture[:, 18:20] = 255
    planes = rgb_to_i420(picture)
    assert np.all(planes[0][:, 18:20] == 235)
    assert np.array_equal(i420_to_rgb(*planes), picture)


def test_an_odd_size_is_refused() -> None:
    with pytest.raises(ValueError, match="even sides"):
        rgb_to_i420(np.zeros((9, 16, 3), np.uint8))
