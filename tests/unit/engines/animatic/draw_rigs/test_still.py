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


@pytest.mark.parametrize(
    ("move", "weather"), [("push_in", "rain"), ("pan_right", "fog"), ("pull_out", "storm"), ("rack_focus", "clear")]
)
def test_where_it_is_to_end_on_the_image_everything_comes_back_to_it_at_rest(move: MoveKind, weather: str) -> None:
    image, last = picture(), 149
    moved = scene(Move(kind=move, speed=1.0), time="night", weather=weather)
    still = Still(image, moved, WIDTH, HEIGHT, FPS, rest_s=last / 25)
    np.testing.assert_array_equal(still.frame(last), image)
    off = [float(np.abs(still.frame(i).astype(int) - image).mean()) for i in (75, 142, 146, 148)]
    assert off == sorted(off, reverse=True)
    assert off[0] > 2
    assert off[-1] < 1.5
    before = Still(image, moved, WIDTH, HEIGHT, FPS)
    np.testing.assert_array_equal(still.frame(60), before.frame(60))


def test_two_images_under_one_camera_stay_in_one_place() -> None:
    """What `Dissolve` counts on: the place of a thing in both does not come apart on the way."""
    moved = scene(Move(kind="push_in", speed=1.0))
    day, night = (Still(image, moved, WIDTH, HEIGHT, FPS, rest_s=5.96) for image in (picture(), picture() // 2))
    for index in (40, 100, 140):
        twice = cv2.convertScaleAbs(night.frame(index), alpha=2)
        assert np.abs(twice.astype(int) - day.frame(index)).mean() < 4


@pytest.mark.parametrize("kind", MOVES)
def test_no_move_leaves_a_hole_or_tears(kind: MoveKind) -> None:
    still = Still(picture(), scene(Move(kind=kind, speed=1.0)), WIDTH, HEIGHT, FPS)
    for index in (1, 12, 75, 149):
        frame = still.frame(index)
        assert frame.shape == (HEIGHT, WIDTH, 3)
        assert frame.min() > 50


@pytest.mark.parametrize("kind", sorted(set(MOVES) - {"pull_out"}))
def test_the_border_of_the_picture_never_comes_into_sight(kind: MoveKind) -> None:
    image = picture()
    image[:1] = image[-1:] = image[:, :1] = image[:, -1:] = (255, 0, 255)
    still = Still(image, scene(Move(kind=kind, speed=1.0)), WIDTH, HEIGHT, FPS)
    for index in (40, 80, 149):
        inside = still.frame(index)[2:-2, 2:-2].astype(int)
        magenta = (inside[..., 0] > 230) & (inside[..., 1] < 40) & (inside[..., 2] > 230)
        assert not magenta.any()


def test_a_camera_that_is_to_stand_still_stands_still() -> None:
    still = Still(picture(), scene(Move(kind="static")), WIDTH, HEIGHT, FPS)
    before, after = (still.frame(i).astype(int) for i in (0, 149))
    assert np.abs(after - before).max() <= 8, "the light drifts; nothing moves"
    looking_after = scene(Move(kind="static", target="rocket-1"))
    assert np.abs(Still(picture(), looking_after, WIDTH, HEIGHT, FPS).frame(149).astype(int) - before).max() > 8


@pytest.mark.parametrize(("kind", "sign"), [("truck_left", 1), ("truck_right", -1)])
def test_a_dolly_across_is_seen(kind: MoveKind, sign: int) -> None:
    still = Still(picture(), scene(Move(kind=kind)), WIDTH, HEIGHT, FPS)
    columns = [column_of_the_subject(still.frame(index)) for index in (0, 75, 149)]
    assert sign * (columns[1] - columns[0]) > 0.01 * WIDTH
    assert sign * (columns[2] - columns[0]) > 0.03 * WIDTH


@pytest.mark.parametrize(("kind", "grows"), [("push_in", 1.08), ("pull_out", 0.95)])
def test_a_dolly_in_or_out_is_seen(kind: MoveKind, grows: float) -> None:
    still = Still(picture(), scene(Move(kind=kind)), WIDTH, HEIGHT, FPS)
    before, after = (np.ptp(reddish(still.frame(index))) for index in (0, 149))
    assert (after - grows * before) * (grows - 1) > 0


def reddish(frame: NDArray[np.uint8]) -> NDArray[np.intp]:
    """Columns of the ellipse of `picture`."""
    return (frame[..., 0].astype(int) - frame[..., 1] > 60).nonzero()[1]


def column_of_the_subject(frame: NDArray[np.uint8]) -> float:
    return float(reddish(frame).mean())


def test_a_focus_goes_to_the_distance_and_comes_back_to_what_stands_in_front() -> None:
    still = Still(picture(), scene(Move(kind="rack_focus")), WIDTH, HEIGHT, FPS)
    sharp = Still(picture(), scene(Move(kind="static", target="nobody")), WIDTH, HEIGHT, FPS)
    near, far = np.s_[100:170, 140:180], np.s_[5:60, 10:110]
    shares = {
        (place, index): detail(still.frame(index)[where]) / detail(sharp.frame(index)[where])
        for place, where in (("near", near), ("far", far))
        for index in (30, 149)
    }
    assert shares["near", 30] < 0.6
    assert shares["near", 149] > 0.9
    assert shares["far", 149] < 0.6
    assert shares["far", 30] > 0.9


def detail(part: NDArray[np.uint8]) -> float:
    """How much neighbours differ."""
    return float(np.abs(np.diff(part.astype(int), axis=1)).mean())


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
    push = Move(kind="push_in")
    clear, bad = (Still(picture(), scene(push, weather=w), WIDTH, HEIGHT, FPS) for w in ("clear", weather))
    np.testing.assert_array_equal(bad.frame(0), clear.frame(0))
    first, later = (np.abs(bad.frame(i).astype(int) - clear.frame(i)).mean() for i in (1, 50))
    assert first < 1.5
    assert later > 4 * first
    assert (bad.frame(50) != bad.frame(52)).any()
