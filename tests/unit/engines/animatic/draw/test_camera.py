from __future__ import annotations

import math
from dataclasses import replace

import pytest

from tests.unit.engines.animatic.draw.scenes import shot_of
from vitascope.engines.animatic.draw.camera import STEEPEST, pose_at
from vitascope.engines.animatic.draw.paths import position
from vitascope.engines.animatic.graph import MOVES, Actor, MoveKind, RigKind, Waypoint, World

_HILLS = World(kind="hills", time="day")


def _flat(_x: float, _z: float) -> float:
    return 0.0


def _column_of_a_tower(move: MoveKind, time_s: float) -> float:
    return pose_at(shot_of(_HILLS, move), time_s, _flat).project(4.0, 5.0, 60.0, 640, 360)[0]


def test_panning_right_moves_the_place_left() -> None:
    assert _column_of_a_tower("pan_right", 5.0) < _column_of_a_tower("pan_right", 1.0)
    assert _column_of_a_tower("pan_left", 5.0) > _column_of_a_tower("pan_left", 1.0)


@pytest.mark.parametrize(("move", "grows"), [("push_in", True), ("pull_out", False)])
def test_a_dolly_scales_what_it_looks_at(move: MoveKind, grows: bool) -> None:
    shot = shot_of(_HILLS, move)
    sizes = []
    for time_s in (0.0, 6.0):
        pose = pose_at(shot, time_s, _flat)
        sizes.append(pose.pixels_per_metre(60.0 - pose.z, 640))
    assert (sizes[1] > 1.1 * sizes[0]) == grows


@pytest.mark.parametrize(("move", "sign"), [("tilt_up", 1), ("tilt_down", -1)])
def test_a_tilt_turns_about_the_horizon(move: MoveKind, sign: int) -> None:
    shot = shot_of(_HILLS, move)
    assert sign * (pose_at(shot, 6.0, _flat).pitch - pose_at(shot, 0.0, _flat).pitch) > 0.1


@pytest.mark.parametrize(("move", "sign"), [("rise", 1), ("descend", -1)])
def test_a_crane_goes_up_and_down(move: MoveKind, sign: int) -> None:
    shot = shot_of(_HILLS, move)
    assert sign * (pose_at(shot, 6.0, _flat).y - pose_at(shot, 0.0, _flat).y) > 1.0


@pytest.mark.parametrize(("move", "sign"), [("truck_left", -1), ("truck_right", 1)])
def test_a_dolly_across_goes_sideways_and_keeps_what_it_looks_at(move: MoveKind, sign: int) -> None:
    assert sign * (pose_at(shot_of(_HILLS, move), 6.0, _flat).x - pose_at(shot_of(_HILLS, move), 0.0, _flat).x) > 5.0
    stands = Actor(id="a", rig="biped", label="a", size_m=1.8, path=(Waypoint(time_s=0.0, x=0.0, y=0.0, z=7.0),))
    shot = shot_of(_HILLS, move, actors=(stands,))
    columns = [pose_at(shot, t, _flat).project(0.0, 1.0, 7.0, 640, 360)[0] for t in (0.0, 3.0, 6.0)]
    assert all(0 < column < 640 for column in columns)
    assert sign * (columns[0] - columns[2]) > 200
    turned = [pose_at(shot, t, _flat).yaw for t in (0.0, 6.0)]
    assert abs(turned[1] - turned[0]) < 0.5, "it goes, rather than turns"


def test_a_crane_stays_in_sight_of_the_ground_in_fog() -> None:
    clear, fog = (World(kind="mountains", time="day", weather=w) for w in ("clear", "fog"))
    assert pose_at(shot_of(clear, "rise"), 6.0, _flat).y > 50
    assert 5 < pose_at(shot_of(fog, "rise"), 6.0, _flat).y < 20


def test_tracking_keeps_a_passing_car_in_the_picture() -> None:
    way = (Waypoint(time_s=0.0, x=-30.0, y=0.0, z=12.0), Waypoint(time_s=6.0, x=90.0, y=0.0, z=12.0))
    car = Actor(id="car", rig="car", label="car", size_m=4.0, path=way)
    shot = shot_of(_HILLS, "track", actors=(car,))
    for time_s in (0.0, 2.0, 4.0, 6.0):
        column, _, depth = pose_at(shot, time_s, _flat).project(-30.0 + 20.0 * time_s, 1.0, 12.0, 640, 360)
        assert depth > 0
        assert 0 < column < 640


@pytest.mark.parametrize("move", MOVES)
def test_every_move_is_smooth_and_never_goes_underground(move: MoveKind) -> None:
    shot = shot_of(_HILLS, move)
    before = pose_at(shot, 0.0, _flat)
    for i in range(1, 151):
        pose = pose_at(shot, i / 25, _flat)
        assert pose.y > 0.5
        assert abs(pose.pitch) <= STEEPEST
        assert math.dist((pose.x, pose.y, pose.z), (before.x, before.y, before.z)) < 1.0
        assert abs(pose.yaw - before.yaw) < 0.05
        before = pose


def _rows(rig: RigKind, size: float, z: float) -> tuple[float, float]:
    """Rows of an actor's head and foot in a picture 360 high."""
    way = (Waypoint(time_s=0.0, x=0.0, y=0.0, z=z), Waypoint(time_s=6.0, x=0.0, y=0.0, z=z))
    actor = Actor(id="a", rig=rig, label="a", size_m=size, path=way)
    pose = pose_at(shot_of(_HILLS, "static", actors=(actor,)), 3.0, _flat)
    return pose.project(0.0, size, z, 640, 360)[1], pose.project(0.0, 0.0, z, 640, 360)[1]


@pytest.mark.parametrize(("size", "z"), [(1.75, 5.6), (1.75, 4.0), (20.0, 45.0), (0.6, 3.0)])
def test_who_stands_in_a_wide_shot_is_in_it_from_head_to_foot(size: float, z: float) -> None:
    head, foot = _rows("biped", size, z)
    assert 0 < head < foot < 360


def test_of_who_is_too_tall_for_the_picture_the_head_is_seen() -> None:
    head, foot = _rows("biped", 1.75, 1.6)
    assert 0 < head < 120
    assert foot > 360


def test_the_camera_looks_down_to_who_lies_asleep() -> None:
    way = (Waypoint(time_s=0.0, x=0.0, y=0.9, z=0.5),)
    feet = []
    for action in ("idle", "sleep"):
        cat = Actor(id="a", rig="quadruped", form="cat", label="a cat", size_m=0.35, path=way, action=action)
        shot = shot_of(World(kind="interior"), "static", actors=(cat,), height_m=1.141)
        shot = replace(shot, camera=replace(shot.camera, framing="medium"))
        feet.append(pose_at(shot, 3.0, _flat).project(0.0, 0.9, 0.5, 640, 360)[1])
    assert feet[1] < feet[0] - 20


def test_the_horizon_of_an_empty_place_sits_in_the_lower_third() -> None:
    pose = pose_at(shot_of(_HILLS, "static"), 1.0, _flat)
    assert 0.6 < pose.project(0.0, pose.y, 5000.0, 640, 360)[1] / 360 < 0.72


def test_a_car_that_is_tracked_is_seen_from_its_side_to_the_end() -> None:
    way = (Waypoint(time_s=0.0, x=0.0, y=0.0, z=8.0), Waypoint(time_s=6.0, x=180.0, y=0.0, z=8.0))
    car = Actor(id="car", rig="car", label="car", size_m=4.4, path=way)
    shot = shot_of(_HILLS, "track", actors=(car,))
    for i in range(7):
        pose = pose_at(shot, float(i), _flat)
        assert abs(position(car, float(i))[0] - pose.x) < 2.0
        assert abs(pose.yaw) < 0.05


@pytest.mark.parametrize("move", ["push_in", "drone"])
def test_a_dolly_to_what_is_far_off_does_not_run_through_who_stands_before_it(move: MoveKind) -> None:
    far = Actor(id="far", rig="placeholder", label="far", size_m=900, path=(Waypoint(time_s=0, x=0, y=0, z=3000),))
    near = Actor(id="near", rig="biped", label="near", size_m=1.75, path=(Waypoint(time_s=0, x=0, y=0, z=5),))
    assert pose_at(shot_of(_HILLS, move, actors=(far, near)), 6.0, _flat).z < 4.0
