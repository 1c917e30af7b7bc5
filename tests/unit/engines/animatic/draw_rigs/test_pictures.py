from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.unit.engines.animatic.draw_rigs.scenery import actor, canvas, paint, shot
from vitascope.engines.animatic.draw.rigs import pictures
from vitascope.engines.animatic.draw.rigs.pictures import paint_picture
from vitascope.engines.animatic.draw.stage import Canvas, Light, Pose
from vitascope.engines.animatic.graph import Actor, Waypoint
from vitascope.engines.animatic.reading.pictures import pictures as table

_W, _H = 320, 180
_DAY = Light(
    sun=(0.8, 0.5, -0.33), key=(250, 240, 220), ambient=(110, 120, 140), rim=(255, 240, 220), haze=(180, 190, 200),
    haze_m=4000.0, night=0.0,
)  # fmt: skip
_POSE = Pose(x=0.0, y=1.0, z=0.0, pitch=0.0, focal=1.2)
_STILL = np.zeros(3)


def _painted(form: str, *, light: Light = _DAY, **how: Any) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The frame, and where something was painted on its grey."""
    canvas = Canvas(rgb=np.full((_H, _W, 3), 90, np.uint8), depth=np.full((_H, _W), 1e5, np.float32))
    velocity = how.pop("velocity", _STILL)
    near_m = how.pop("near_m", 1e5)
    canvas.depth[:, : _W // 2] = near_m
    actor = Actor(
        id="it", rig="picture", label=form, form=form, size_m=2.0, path=(Waypoint(time_s=0.0, x=0.0, y=0.0, z=5.0),),
        colour=how.pop("colour", None),
    )  # fmt: skip
    paint_picture(canvas, _POSE, light, actor, (0.0, 0.0, 5.0), velocity, 0.0)
    frame = canvas.rgb.astype(float)
    return frame, np.abs(frame - 90).sum(axis=2) > 6


def test_the_bundle_holds_what_the_table_names_and_no_more() -> None:
    assert set(pictures._bundle()) == set(table().values())


@pytest.mark.parametrize("name", sorted(pictures._bundle()))
def test_every_picture_can_be_drawn(name: str) -> None:
    image, facing = pictures._drawn(name, None)
    assert image.shape[:2] == facing.shape[:2]
    assert (image[..., 3] > 0.5).mean() > 0.05
    assert image[..., :3].std() > 0.02


def test_it_stands_on_its_foot_as_high_as_it_is() -> None:
    rows = np.flatnonzero(_painted("kangaroo")[1].any(axis=1))
    per_metre = _POSE.pixels_per_metre(5.0, _W)
    assert rows[-1] == pytest.approx(_H / 2 + per_metre, abs=2)
    assert rows[-1] - rows[0] == pytest.approx(2 * per_metre, abs=3)


def test_what_stands_nearer_hides_it() -> None:
    _, seen = _painted("kangaroo", near_m=2.0)
    assert not seen[:, : _W // 2].any()
    assert seen[:, _W // 2 :].any()


def test_it_is_lit_from_where_the_sun_is() -> None:
    def right_over_left(light: Light) -> float:
        frame, seen = _painted("soccer-ball", light=light)
        tone = frame.mean(axis=2)
        return float(tone[:, _W // 2 :][seen[:, _W // 2 :]].mean() - tone[:, : _W // 2][seen[:, : _W // 2]].mean())

    assert right_over_left(_DAY) > right_over_left(replace(_DAY, sun=(-0.8, 0.5, -0.33))) + 10


def test_it_is_darker_in_a_dark_place() -> None:
    night = replace(_DAY, key=(40, 50, 70), ambient=(20, 24, 36))
    by_day, seen = _painted("trophy")
    in_the_dark, _ = _painted("trophy", light=night)
    assert in_the_dark[seen].mean() < 0.4 * by_day[seen].mean()


def test_it_takes_the_colour_that_it_is_said_to_have() -> None:
    plain, seen = _painted("dress")
    red, _ = _painted("dress", colour="red")
    blue_over_red = (plain[seen][:, 2] - plain[seen][:, 0]).mean(), (red[seen][:, 2] - red[seen][:, 0]).mean()
    assert blue_over_red[0] > 30
    assert blue_over_red[1] < -30


def test_it_looks_where_it_goes() -> None:
    ways = [_painted("kangaroo", velocity=np.array([x, 0.0, 0.0]))[1] for x in (-2.0, 2.0)]
    columns = [np.average(np.arange(_W), weights=seen[: _H // 2].sum(axis=0)) for seen in ways]  # where its head is
    assert columns[0] < _W / 2 < columns[1]


def test_a_scene_that_names_a_picture_that_there_is_not_shows_a_card() -> None:
    frames = []
    for rig, form in (("picture", "no-such-picture"), ("placeholder", "")):
        one = actor(rig, (0, 0, 5), form=form, label="thing")
        view = canvas()
        paint(view, shot(one))
        frames.append(view.rgb.copy())
    assert np.array_equal(*frames)
    assert len(np.unique(frames[0])) > 2
