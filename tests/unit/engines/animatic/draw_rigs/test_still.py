from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.still import Still
from vitascope.engines.animatic.graph import MOVES, Camera, Move, MoveKind, Scene, Shot, World

WIDTH, HEIGHT = 320, 180
FPS = Fraction(25)


def picture(seed: int = 3) -> NDArray[np.uint8]:
    """A sky, a ground and somebody in front, with a little texture; no pixel is dark."""
    rng = np.random.default_rng(seed)
    image = np.full((HEIGHT, WIDTH, 3), (150, 180, 220), np.uint8)
    image[100:] = (110, 130, 90)
    cv2.ellipse(image, (160, 120), (34, 58), 0, 0, 360, (190, 90, 80), -1)
    noise = cv2.GaussianBlur(rng.normal(0, 24, image.shape).astype(np.float32), (0, 0), 2)
    return np.clip(image + noise, 70, 255).astype(np.uint8)


def scene(*moves: Move, time: str = "day", weather: str = "clear") -> Scene:
    world = World(kind="hills", time=time, weather=weather)  # type: ignore[arg-type]
    shot = Shot(start_s=0, end_s=6, world=world, camera=Camera(moves=moves or (Move(kind="static"),)))
    return Scene(
        prompt="", seed=1, duration_s=6, mood="calm", style=None, shots=(shot,), music=None, understood=(),
        not_understood=(), approximated=(),
    )  # fmt: skip


def test_frame_zero_is_the_image_bit_for_bit() -> None:
    image = picture()
    still = Still(image, scene(time="night", weather="storm"), WIDTH, HEIGHT, FPS)
    np.testing.assert_array_equal(still.frame(0), image)
    assert still.frame(0) is not image


def test_the_first_step_is_too_small_to_be_a_jump() -> None:
    still = Still(picture(), scene(Move(kind="push_in", speed=1.0), time="golden"), WIDTH, HEIGHT, FPS)
    frames = [still.frame(i).astype(int) for i in range(30)]
    steps = [float(np.abs(b - a).mean()) for a, b in pairwise(frames)]
    assert steps[0] < 1.0
    assert steps[0] <= 1.5 * max(steps[10:])


@pytest.mark.parametrize("kind", MOVES)
def test_no_move_leaves_a_hole_or_tears(kind: MoveKind) -> None:
    still = Still(picture(), scene(Move(kind=kind, speed=1.0)), WIDTH, HEIGHT, FPS)
    for index in (1, 12, 75, 149):
        frame = still.frame(index)
        assert frame.shape == (HEIGHT, WIDTH, 3)
        assert frame.min() > 50


@pytest.mark.parametrize("kind", MOVES)
def test_the_border_of_the_picture_never_comes_into_sight(kind: MoveKind) -> None:
    image = picture()
    image[:1] = image[-1:] = image[:, :1] = image[:, -1:] = (255, 0, 255)
    still = Still(image, scene(Move(kind=kind, speed=1.0)), WIDTH, HEIGHT, FPS)
    for index in (40, 80, 149):
        inside = still.frame(index)[2:-2, 2:-2].astype(int)
        magenta = (inside[..., 0] > 230) & (inside[..., 1] < 40) & (inside[..., 2] > 230)
        assert not magenta.any()


def test_the_same_frame_comes_out_again() -> None:
    first, second = (Still(picture(), scene(Move(kind="orbit")), WIDTH, HEIGHT, FPS) for _ in range(2))
    second.frame(90)
    np.testing.assert_array_equal(first.frame(31), second.frame(31))


def test_what_stands_low_and_in_front_is_nearer_than_the_sky() -> None:
    still = Still(picture(), scene(), WIDTH, HEIGHT, FPS)
    assert still.depth.shape == (HEIGHT, WIDTH)
    assert still.depth[150:170, 150:170].mean() < 0.5 * still.depth[5:25, 20:60].mean()


def test_an_image_of_another_shape_is_cropped_about_its_centre() -> None:
    wide = cv2.resize(picture(), (640, 180))
    frame = Still(wide, scene(), WIDTH, HEIGHT, FPS).frame(0)
    np.testing.assert_array_equal(frame, wide[:, 160:480])


def test_a_blank_image_has_a_depth_too() -> None:
    blank = np.full((HEIGHT, WIDTH, 3), 128, np.uint8)
    assert np.isfinite(Still(blank, scene(), WIDTH, HEIGHT, FPS).depth).all()


@pytest.mark.parametrize("weather", ["rain", "snow", "fog"])
def test_weather_of_the_prompt_comes_in_from_nothing(weather: str) -> None:
    clear, bad = (Still(picture(), scene(weather=w), WIDTH, HEIGHT, FPS) for w in ("clear", weather))
    np.testing.assert_array_equal(bad.frame(0), clear.frame(0))
    first, later = (np.abs(bad.frame(i).astype(int) - clear.frame(i)).mean() for i in (1, 50))
    assert first < 1.5
    assert later > 4 * first
    assert (bad.frame(50) != bad.frame(52)).any()
