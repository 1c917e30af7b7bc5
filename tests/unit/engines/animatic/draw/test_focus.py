"""`draw.focus`: what is sharp, and when."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.unit.engines.animatic.draw.scenes import scene_of, shot_of
from vitascope.engines.animatic.draw.focus import Lens, give_depth, lens_at, pull_focus
from vitascope.engines.animatic.draw.renderer import Renderer
from vitascope.engines.animatic.draw.stage import FAR_M, Canvas, Pose
from vitascope.engines.animatic.graph import Actor, Move, Waypoint, World

HILLS = World(kind="hills", time="day")
HERE = Pose(x=0.0, y=1.7, z=0.0)
KNIGHT = Actor(id="k", rig="biped", label="knight", size_m=1.8, path=(Waypoint(time_s=0.0, x=0.0, y=0.0, z=8.0),))
WIDTH, HEIGHT = 320, 180


def canvas() -> Canvas:
    """Stripes, on the left eight metres away, on the right as far as the sky."""
    rgb = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    rgb[:, ::4] = rgb[:, 1::4] = 200
    depth = np.full((HEIGHT, WIDTH), 8.0, np.float32)
    depth[:, WIDTH // 2 :] = FAR_M
    return Canvas(rgb=rgb, depth=depth)


def detail(part: NDArray[np.uint8]) -> float:
    return float(np.abs(np.diff(part.astype(int), axis=1)).mean())


def sides(rgb: NDArray[np.uint8]) -> tuple[float, float]:
    """Detail of what is near and of what is far, clear of the edge between them."""
    return detail(rgb[:, :120]), detail(rgb[:, 200:])


def lens(time_s: float) -> Lens:
    found = lens_at(shot_of(HILLS, "rack_focus", actors=(KNIGHT,)), HERE, time_s)
    assert found is not None
    return found


def test_a_shot_without_a_pull_is_sharp_throughout() -> None:
    assert lens_at(shot_of(HILLS, "push_in", actors=(KNIGHT,)), HERE, 3.0) is None


def test_the_focus_comes_from_the_distance_to_the_subject_and_stays_there() -> None:
    focus = [lens(t).dioptres for t in np.linspace(0, 6, 61)]
    assert focus[0] == 0
    assert focus == sorted(focus)
    assert 1 / focus[-1] == pytest.approx(8.0, abs=0.5)
    assert focus[40] == focus[-1]


def test_what_is_in_focus_keeps_its_detail_and_the_rest_loses_it() -> None:
    whole = sides(canvas().rgb)
    for time_s, sharp, soft in ((0.0, 1, 0), (6.0, 0, 1)):
        drawn = canvas()
        pull_focus(drawn, lens(time_s))
        seen = sides(drawn.rgb)
        assert seen[sharp] > 0.95 * whole[sharp]
        assert seen[soft] < 0.1 * whole[soft]


def test_a_film_before_the_distance_lies_where_its_actor_is_and_a_solid_keeps_its_own() -> None:
    before, after = canvas(), canvas()
    far = np.s_[:, 200:]
    after.rgb[:90, 200:] += 20
    after.rgb[90:, 260:], after.depth[90:, 260:] = 90, 500.0
    give_depth(after, before, lens(3.0))
    subject = np.float32(lens(3.0).subject_m)
    assert (after.depth[:90, 200:] == subject).all()
    assert (after.depth[90:, 260:] == 500).all()
    assert (after.depth[90:, 200:260] == FAR_M).all()
    assert (after.depth[:, :160] == before.depth[:, :160]).all()
    assert before.depth[far].min() == FAR_M


def test_blur_moves_no_light() -> None:
    drawn, before = canvas(), canvas().rgb.mean()
    pull_focus(drawn, lens(6.0))
    assert drawn.rgb.mean() == pytest.approx(before, rel=0.02)


def test_a_place_without_anybody_has_a_focus_too() -> None:
    drawn = Renderer(scene_of(shot_of(HILLS, "rack_focus")), width=WIDTH, height=HEIGHT, fps=Fraction(25), mouths={})
    plain = Renderer(scene_of(shot_of(HILLS, "static")), width=WIDTH, height=HEIGHT, fps=Fraction(25), mouths={})
    sky = np.s_[: HEIGHT // 4]
    assert detail(drawn.frame(149)[sky]) < 0.7 * detail(plain.frame(149)[sky])
    assert detail(drawn.frame(0)[sky]) > 0.95 * detail(plain.frame(0)[sky])


def test_a_focus_that_comes_from_somebody_near_begins_on_them() -> None:
    near = Actor(id="n", rig="flower", label="rose", size_m=0.4, path=(Waypoint(time_s=0.0, x=0.0, y=0.0, z=1.0),))
    plain = shot_of(HILLS, actors=(near, KNIGHT))
    pulled = replace(plain.camera, moves=(Move(kind="rack_focus", target="k"),))
    shot = replace(plain, camera=pulled)
    first, last = lens_at(shot, HERE, 0.0), lens_at(shot, HERE, 6.0)
    assert first is not None
    assert last is not None
    assert first.dioptres == pytest.approx(1.0, rel=0.1)
    assert last.dioptres == pytest.approx(1 / 7.64, rel=0.1)
