from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from tests.unit.media.clips import SMALL, chunks, picture
from vitascope.core.media import Resolution
from vitascope.media.poster import Poster


def decoded(jpeg: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(jpeg)) as image:
        return np.asarray(image.convert("RGB"))


def test_the_poster_is_the_frame_at_two_fifths_in_its_own_colours() -> None:
    poster = Poster(50)
    for chunk in chunks(50):
        poster.see(chunk)
    shown = decoded(poster.jpeg())
    assert shown.shape == (SMALL.height, SMALL.width, 3)
    errors = [np.mean((shown.astype(float) - picture(index)) ** 2) for index in range(50)]
    assert int(np.argmin(errors)) == 20
    assert 10 * np.log10(255**2 / errors[20]) > 30


def test_a_large_frame_is_scaled_to_1280_pixels() -> None:
    poster = Poster(1)
    for chunk in chunks(1, resolution=Resolution(name="large", width=1920, height=1080)):
        poster.see(chunk)
    assert decoded(poster.jpeg()).shape == (720, 1280, 3)


def test_a_poster_holds_no_chunk() -> None:
    poster = Poster(1)
    (chunk,) = chunks(1)
    poster.see(chunk)
    before = poster.jpeg()
    chunk.y[:] = 0
    assert poster.jpeg() == before


def test_a_clip_that_never_reached_the_frame_has_no_poster() -> None:
    poster = Poster(100)
    for chunk in chunks(8):
        poster.see(chunk)
    with pytest.raises(ValueError, match="has not passed"):
        poster.jpeg()
