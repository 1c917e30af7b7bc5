from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.still import Still
from vitascope.engines.animatic.graph import MOVES, Camera, Effect, Move, MoveKind, Scene, Shot, World

WIDTH, HEIGHT = 320, 180
FPS = Fraction(25)
PUSH = Move(kind="push_in")


def picture(seed: int = 3) -> NDArray[np.uint8]:
    """A sky, a ground and somebody in front, with a little texture; no pixel is dark."""
    rng = np.random.default_rng(seed)
    image = np.full((HEIGHT, WIDTH, 3), (150, 180, 220), np.uint8)
    image[100:] = (110, 130, 90)
    cv2.ellipse(image, (160, 120), (34, 58), 0, 0, 360, (190, 90, 80), -1)
    noise = cv2.GaussianBlur(rng.normal(0, 24, image.shape).astype(np.float32), (0, 0), 2)
    return np.clip(image + noise, 70, 255).astype(np.uint8)


def scene(
    *moves: Move, time: str = "day", weather: str = "clear", kind: str = "hills", effects: tuple[Effect, ...] = ()
) -> Scene:
    world = World(kind=kind, time=time, weather=weather)  # type: ignore[arg-type]
    camera = Camera(moves=moves or (Move(kind="static"),))
    shot = Shot(start_s=0, end_s=6, world=world, camera=camera, effects=effects)
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


def test_night_falls_over_a_picture_of_the_day_and_leaves_one_of_the_night_as_it_is() -> None:
    day, night = picture(), (picture() // 5).astype(np.uint8)
    darker = Still(day, scene(time="night"), WIDTH, HEIGHT, FPS).frame(149)
    assert darker.mean() < 0.65 * day.mean()
    assert darker[..., 2].mean() / darker[..., 0].mean() > 1.2 * day[..., 2].mean() / day[..., 0].mean(), "it is bluer"
    kept = Still(night, scene(time="night"), WIDTH, HEIGHT, FPS).frame(149)
    assert kept.mean() > 0.9 * night.mean()


def test_an_orbit_turns_the_picture_aslant() -> None:
    image = np.full((HEIGHT, WIDTH, 3), 120, np.uint8)
    image[60:63] = image[117:120] = 255  # two level lines, as far from the middle
    frame = Still(image, scene(Move(kind="orbit")), WIDTH, HEIGHT, FPS).frame(149)
    apart = [int(np.ptp((frame[:, column, 0] > 190).nonzero()[0])) for column in (20, WIDTH - 20)]
    assert apart[1] > apart[0] + 3


@pytest.mark.parametrize(("kind", "least"), [("handheld", 0.3), ("shake", 1.0)])
def test_an_unsteady_camera_is_never_still(kind: MoveKind, least: float) -> None:
    unsteady, steady = (Still(picture(), scene(*moves), WIDTH, HEIGHT, FPS) for moves in ((Move(kind=kind),), (PUSH,)))
    for index in (40, 80, 120):
        steps = [np.abs(s.frame(index).astype(int) - s.frame(index + 4)).mean() for s in (unsteady, steady)]
        assert steps[0] > least * 0.5 + 1.1 * steps[1]


@pytest.mark.parametrize(("kind", "sign"), [("steam", 1), ("smoke", -1)])
def test_what_rises_from_a_subject_rises_over_it_and_nowhere_else(kind: str, sign: int) -> None:
    effect = Effect(kind=kind, start_s=0, end_s=6, strength=1.0, actor="cup-1")  # type: ignore[arg-type]
    with_it, without = (Still(picture(), scene(effects=e), WIDTH, HEIGHT, FPS) for e in ((effect,), ()))
    np.testing.assert_array_equal(with_it.frame(0), without.frame(0))
    change = with_it.frame(100).astype(int) - without.frame(100)
    over_it, beside = change[20:65, 140:180], change[20:65, 10:60]
    assert sign * over_it.mean() > 4
    assert np.abs(beside).max() == 0
    assert np.abs(with_it.frame(100).astype(int) - with_it.frame(106)).mean() > 0.05, "and it moves"


def test_what_would_cling_to_an_actor_fills_a_picture_that_has_none() -> None:
    effect = Effect(kind="leaves", start_s=0, end_s=6, strength=1.0, actor="tree-1")
    with_it, without = (Still(picture(), scene(effects=e), WIDTH, HEIGHT, FPS) for e in ((effect,), ()))
    assert (with_it.frame(100) != without.frame(100)).any()


def test_what_falls_before_a_bright_picture_is_as_bright_whatever_the_words_say_of_the_place() -> None:
    """Snow was grey before a white sky, lit as by the dusk of a place that nobody sees."""
    image = np.full((HEIGHT, WIDTH, 3), 40, np.uint8)
    image[:60] = 250
    frame = Still(image, scene(time="day", weather="snow", kind="space"), WIDTH, HEIGHT, FPS).frame(100)
    assert frame[70:].max() > 150
