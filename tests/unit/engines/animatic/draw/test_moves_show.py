"""That the picture itself goes the way that a camera move or a direction says: optical flow of small frames."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.unit.engines.animatic.draw.scenes import scene_of, shot_of
from vitascope.engines.animatic.draw.camera import pose_at
from vitascope.engines.animatic.draw.renderer import Renderer
from vitascope.engines.animatic.graph import Actor, Move, MoveKind, Waypoint, World
from vitascope.engines.animatic.reading.reader import read_prompt

_WIDTH, _HEIGHT = 240, 135
_DESERT = World(kind="desert", time="day")
Flow = NDArray[np.float32]


def _flow(move: MoveKind, *, apart: int = 3, speed: float = 0.5) -> Flow:
    """Where every pixel went within ``apart`` frames of the middle of a shot, as (x, y)."""
    shot = shot_of(_DESERT, move)
    shot = replace(shot, camera=replace(shot.camera, moves=(Move(kind=move, speed=speed),)))
    renderer = Renderer(scene_of(shot), width=_WIDTH, height=_HEIGHT, fps=Fraction(25), mouths={})
    grey = [cv2.cvtColor(renderer.frame(i), cv2.COLOR_RGB2GRAY) for i in (74, 74 + apart)]
    start = np.zeros((_HEIGHT, _WIDTH, 2), np.float32)
    return np.asarray(cv2.calcOpticalFlowFarneback(grey[0], grey[1], start, 0.5, 3, 21, 3, 7, 1.5, 0), np.float32)


def _sharp(flow: Flow, axis: int, rows: slice = slice(40, None)) -> float:
    """The flow along one axis where something is to be seen that moves: its strongest half."""
    values = flow[rows, :, axis].ravel()
    strong = np.abs(values) >= np.median(np.abs(values))
    return float(values[strong].mean())


@pytest.mark.parametrize(("move", "sign"), [("pan_left", 1), ("pan_right", -1)])
def test_a_pan_moves_the_whole_picture_the_other_way(move: MoveKind, sign: int) -> None:
    assert sign * _sharp(_flow(move), 0) > 1.5


@pytest.mark.parametrize(("move", "sign"), [("tilt_up", 1), ("tilt_down", -1)])
def test_a_tilt_moves_the_whole_picture_up_or_down(move: MoveKind, sign: int) -> None:
    assert sign * _sharp(_flow(move), 1) > 0.5


@pytest.mark.parametrize(("move", "sign"), [("truck_left", 1), ("truck_right", -1)])
def test_a_dolly_across_moves_what_is_near_the_other_way(move: MoveKind, sign: int) -> None:
    way = tuple(Waypoint(time_s=t, x=0.0, y=0.0, z=12.0) for t in (0.0, 6.0))
    car = Actor(id="c", rig="car", label="car", colour="red", size_m=4.4, path=way, facing="right")
    shot = shot_of(World(kind="hills", time="day"), move, actors=(car,))
    early, _, late = _red_columns(Renderer(scene_of(shot), width=_WIDTH, height=_HEIGHT, fps=Fraction(25), mouths={}))
    assert sign * (late[0] - early[0]) > 40


@pytest.mark.parametrize(("move", "sign"), [("push_in", 1), ("pull_out", -1)])
def test_a_dolly_in_spreads_the_picture_and_a_dolly_out_draws_it_together(move: MoveKind, sign: int) -> None:
    flow = _flow(move, apart=6)
    side = np.arange(_WIDTH) - _WIDTH / 2
    assert sign * float((flow[60:, :, 0] * np.sign(side)).mean()) > 0.1


@pytest.mark.parametrize(("move", "sign"), [("rise", 1), ("descend", -1)])
def test_a_crane_up_lets_the_ground_sink(move: MoveKind, sign: int) -> None:
    assert sign * _sharp(_flow(move), 1, slice(95, None)) > 0.2


@pytest.mark.parametrize("move", ["handheld", "shake"])
def test_an_unsteady_camera_is_seen_to_be_one(move: MoveKind) -> None:
    assert np.abs(_flow(move)).mean() > 4 * np.abs(_flow("static")).mean() + 0.1


def test_an_orbit_turns_the_distance_behind_what_it_goes_round() -> None:
    way = tuple(Waypoint(time_s=t, x=1.0, y=0.0, z=9.0) for t in (0.0, 6.0))
    shot = shot_of(_DESERT, "orbit", actors=(Actor(id="a", rig="biped", label="a", size_m=1.8, path=way),))
    columns, far = [], []
    for time_s in (0.0, 3.0, 6.0):
        pose = pose_at(shot, time_s, lambda _x, _z: 0.0)
        columns.append(pose.project(1.0, 1.0, 9.0, 640, 360)[0])
        far.append(pose.yaw)
    assert max(columns) - min(columns) < 160, "what it goes round stays where it is"
    assert far[2] - far[0] > 1.0, "and the place goes by behind it"


def test_a_pan_ends_with_what_stands_there_on_a_third() -> None:
    way = tuple(Waypoint(time_s=t, x=3.0, y=0.0, z=20.0) for t in (0.0, 6.0))
    for move, third in (("pan_left", 2 / 3), ("pan_right", 1 / 3)):
        mill = Actor(id="m", rig="windmill", label="mill", size_m=9.0, path=way)
        shot = shot_of(_DESERT, move, actors=(mill,))  # type: ignore[arg-type]
        column = pose_at(shot, 6.0, lambda _x, _z: 0.0).project(3.0, 4.0, 20.0, 640, 360)[0]
        assert abs(column / 640 - third) < 0.06


def test_a_whip_pan_holds_then_flies_then_holds() -> None:
    shot = shot_of(_DESERT, "pan_right")
    shot = replace(shot, camera=replace(shot.camera, moves=(Move(kind="pan_right", speed=1.0),)))
    yaw = [pose_at(shot, t, lambda _x, _z: 0.0).yaw for t in (0.0, 2.0, 3.0, 4.0, 6.0)]
    assert yaw[0] == yaw[1]
    assert yaw[3] == yaw[4]
    assert yaw[3] - yaw[1] > 0.8


def _red(prompt: str) -> list[tuple[float, float]]:
    """Where what is red is, early, half way and late: its middle column, and how wide it is."""
    scene = read_prompt(prompt, seed=3, duration_s=6.0)
    return _red_columns(Renderer(scene, width=_WIDTH, height=_HEIGHT, fps=Fraction(25), mouths={}))


def _red_columns(renderer: Renderer) -> list[tuple[float, float]]:
    seen = []
    for index in (12, 75, 138):
        frame = renderer.frame(index).astype(int)
        red = (frame[..., 0] > 1.7 * frame[..., 1]) & (frame[..., 0] > 1.7 * frame[..., 2]) & (frame[..., 0] > 60)
        columns = np.flatnonzero(red.sum(axis=0) > 1)
        assert len(columns), "the car is in the picture"
        seen.append((float(columns.mean()), float(columns.max() - columns.min())))
    return seen


@pytest.mark.parametrize(("way", "sign"), [("to the left", -1), ("to the right", 1)])
def test_who_goes_left_goes_left_in_the_picture(way: str, sign: int) -> None:
    early, _, late = _red(f"A red car drives {way} across a meadow by day, static camera")
    assert sign * (late[0] - early[0]) > 40


@pytest.mark.parametrize(("way", "sign"), [("toward the camera", 1), ("away from the camera", -1)])
def test_who_comes_grows_and_who_leaves_shrinks(way: str, sign: int) -> None:
    early, _, late = _red(f"A red car drives {way} across a meadow by day, static camera")
    assert (late[1] > 1.4 * early[1]) if sign > 0 else (early[1] > 1.4 * late[1])
