from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import get_args

import numpy as np
import pytest

from tests.unit.engines.animatic.draw_rigs.scenery import actor, canvas, changed, paint, shot
from vitascope.engines.animatic.draw.rigs.cast import chance, joint
from vitascope.engines.animatic.graph import RIGS, Effect, EffectKind, RigKind

ACTIONS = ("idle", "walk", "run", "fly", "roar", "raise", "turn_head", "breach", "drive", "sail", "spin", "wear", "sit",
           "launch", "swim", "dance", "burn", "float")  # fmt: skip
PLACES = ((0.0, 0.0, 6.0), (0.0, 1.0, 0.3), (0.0, 0.0, 0.01), (2.5, 0.0, 4.0), (-40.0, 3.0, 30.0), (5.0, 2.0, 19_000.0))


@pytest.mark.parametrize("rig", RIGS)
def test_every_rig_draws_itself_where_it_stands(rig: RigKind) -> None:
    moment = (0.0, 4.0)
    seen = paint(canvas(320, 180), shot(actor(rig, (0.0, 0.8, 6.0), size_m=2.0, action="breach", action_at=moment)))
    assert changed(seen) > 25
    if rig not in ("school", "flock"):  # each of them is less than a pixel here
        assert (seen.depth < 100).any()


@pytest.mark.parametrize("rig", RIGS)
def test_no_action_and_no_distance_breaks_a_rig(rig: RigKind) -> None:
    guard = 7
    for i, action in enumerate(ACTIONS):
        place = PLACES[i % len(PLACES)]
        around = np.full((90 + 2 * guard, 160, 3), 200, np.uint8)
        whole = canvas()
        inner = around[guard:-guard]
        inner[:] = whole.rgb
        framed = type(whole)(rgb=inner, depth=whole.depth)
        one = actor(
            rig,
            place,
            (place[0] + 3, place[1], place[2]),
            size_m=2.0,
            action=action,
            count=2,
            props=("sword", "umbrella", "guitar"),
        )
        for time_s in (0.0, 3.3, 6.0):
            paint(framed, shot(one), time_s)
        assert (around[:guard] == 200).all()
        assert (around[-guard:] == 200).all()
        assert np.isfinite(whole.depth).all()


@pytest.mark.parametrize("rig", RIGS)
def test_a_rig_close_to_the_lens_and_half_out_of_frame_is_no_error(rig: RigKind) -> None:
    for place in PLACES:
        for size in (0.02, 3.0, 60.0):
            paint(canvas(96, 54), shot(actor(rig, place, size_m=size)), 2.0)


def test_the_same_moment_is_the_same_picture_on_any_thread() -> None:
    cast = (actor("dragon", (0, 3, 30), (0, 2, 8), size_m=9.0, action="roar"), actor("campfire", (1, 0, 5)))
    times = [0.2 * k for k in range(12)]
    alone = [paint(canvas(), shot(*cast), t).rgb for t in times]
    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(lambda t: paint(canvas(), shot(*cast), t).rgb, reversed(times)))
    for a, b in zip(alone, reversed(together), strict=True):
        np.testing.assert_array_equal(a, b)


def test_an_actor_behind_a_wall_is_not_seen_and_one_before_it_is() -> None:
    for wall_m, visible in ((4.0, False), (50.0, True)):
        target = canvas()
        target.depth[:] = wall_m
        paint(target, shot(actor("biped", (0, 0.2, 8), size_m=1.8, form="woman")))
        body = changed(target)
        assert (body > 100) is visible


def test_of_two_actors_the_nearer_one_hides_the_other_whatever_their_order() -> None:
    near = actor("balloon", (0, 0, 8), size_m=4.0, colour="red", id="near")
    far = actor("balloon", (0, 0, 30), size_m=4.0, colour="blue", id="far")
    np.testing.assert_array_equal(paint(canvas(), shot(near, far)).rgb, paint(canvas(), shot(far, near)).rgb)


@pytest.mark.parametrize("rig", [r for r in RIGS if r not in ("train", "viaduct", "flock", "school")])
def test_nothing_behind_the_camera_is_drawn(rig: RigKind) -> None:
    assert changed(paint(canvas(), shot(actor(rig, (0, 0, -60), size_m=1.5)))) == 0


def test_feet_stand_on_the_ground_and_the_shadow_lies_on_it() -> None:
    target = canvas(320, 180)
    paint(target, shot(actor("biped", (0, -5, 8), size_m=1.8)))
    rows = np.nonzero((target.depth < 100).any(axis=1))[0]
    # the ground eight metres away is 1.7 m under a lens of focal 1.5
    sole = 90 + 1.7 / 8 * 1.5 * 160
    assert abs(rows.max() - sole) < 4


def test_a_foot_that_stands_does_not_slide() -> None:
    from vitascope.engines.animatic.draw.rigs.beasts import draw_quadruped
    from vitascope.engines.animatic.draw.rigs.body import Body
    from vitascope.engines.animatic.draw.rigs.cast import Cast

    def lowest(travelled: float) -> list[float]:
        body = Body()
        draw_quadruped(
            body,
            Cast(actor=actor("quadruped", (0, 0, 5), form="horse"), time_s=1.0, shot_s=1.0, seed=3, travelled=travelled,
                 speed=1.0, mouth=0.0, act=0.0, night=0.0, to_camera=0.0),
        )  # fmt: skip
        paws = body.solids()
        paws = paws[(paws[:, 0] == 1) & (paws[:, 2] < 0.0351)]
        return sorted(float(z) + travelled for z in paws[:, 3])

    before, after = lowest(0.30), lowest(0.32)
    still = [min(abs(a - b) for b in before) for a in after]
    assert len(still) >= 2
    assert max(still) < 0.004


@pytest.mark.parametrize("kind", get_args(EffectKind))
def test_effects_that_cling_to_an_actor_are_drawn_or_left_to_the_place(kind: EffectKind) -> None:
    one = actor("biped", (0, 0, 5), size_m=1.8)
    effect = Effect(kind=kind, start_s=0.0, end_s=6.0, strength=1.0, actor=one.id)
    plain, with_it = paint(canvas(), shot(one), 5.2), paint(canvas(), shot(one, effects=(effect,)), 5.2)
    if kind in ("fire", "smoke", "sparks", "steam", "dust", "splash", "glow", "beam"):
        assert (plain.rgb != with_it.rgb).any()
    late = paint(canvas(), shot(one, effects=(Effect(kind=kind, start_s=5.5, end_s=6.0, actor=one.id),)), 5.2)
    np.testing.assert_array_equal(plain.rgb, late.rgb)


def test_a_mouth_opens_with_the_voice() -> None:
    maw = shot(actor("maw", (0, 0.8, 3), size_m=2.0, facing="camera"))
    shut, wide = paint(canvas(), maw, mouth=0.0), paint(canvas(), maw, mouth=1.0)
    assert int((shut.rgb != wide.rgb).any(axis=2).sum()) > 300


def test_a_card_stands_where_no_rig_can() -> None:
    target = paint(canvas(320, 180), shot(actor("placeholder", (0, 0, 5), size_m=1.5, label="theremin")))
    assert changed(target) > 800
    assert (target.depth < 6).any()


def test_a_knee_keeps_the_length_of_its_bones() -> None:
    knee = np.array(joint((0, 1, 0), (0.1, 0.2, 0.1), 0.5, 0.5, (0, 0, 1)))
    assert np.linalg.norm(knee - (0, 1, 0)) == pytest.approx(0.5, abs=1e-6)
    assert np.linalg.norm(knee - (0.1, 0.2, 0.1)) == pytest.approx(0.5, abs=1e-6)


def test_chance_is_spread_over_its_range() -> None:
    values = [chance(5, n) for n in range(2000)]
    assert 0 <= min(values) < 0.01
    assert 0.99 < max(values) < 1
    assert abs(float(np.mean(values)) - 0.5) < 0.03


def test_a_face_that_the_lens_cuts_is_drawn_up_to_the_lens() -> None:
    from vitascope.engines.animatic.draw.rigs.body import Body, Paint
    from vitascope.engines.animatic.draw.rigs.cover import NEAR_M, clip_near

    body = Body()
    body.tri((-1, -1, -2.0), (1, -1, -2.0), (0, 1, 4.0), Paint((200, 0, 0)))
    body.tri((-1, -1, 4.0), (1, -1, 4.0), (0, 1, -2.0), Paint((0, 200, 0)))
    body.tri((-1, -1, -4.0), (1, -1, -4.0), (0, 1, -2.0), Paint((0, 0, 200)))
    parts = clip_near(body.solids())
    assert parts[:, 21].tolist() == [0, 0, 0, 200]  # one before the lens, two, none: and that behind it stays unseen
    corners = parts[:3, 1:10].reshape(-1, 3)
    assert corners[:, 2].min() == pytest.approx(NEAR_M)
    assert np.isfinite(parts).all()


@pytest.mark.parametrize("time_s", [0.0, 0.04, 3.0, 6.0])
def test_whoever_drives_across_is_seen_from_the_side_from_the_first_frame_to_the_last(time_s: float) -> None:
    from vitascope.engines.animatic.draw.rigs.register import entry_of
    from vitascope.engines.animatic.draw.rigs.standing import heading_of

    car = actor("car", (-2, 0, 9), (4, 0, 9), size_m=4.4, action="drive")
    yaw, pitch, roll = heading_of(car, entry_of("car"), np.array((0.0, 0.0, 9.0)), np.array((0.0, 1.7, 0.0)), time_s)
    assert yaw == pytest.approx(np.pi / 2, abs=1e-6)
    assert pitch == roll == 0.0


def test_whoever_waits_already_looks_where_he_will_go() -> None:
    from vitascope.engines.animatic.draw.rigs.standing import _way
    from vitascope.engines.animatic.graph import Waypoint

    train = actor("train", (0, 0, 30), size_m=42.0)
    places = ((0.0, -10.0), (3.0, -10.0), (6.0, 30.0))
    waiting = tuple(Waypoint(time_s=t, x=x, y=0.0, z=30.0) for t, x in places)
    assert _way(train, 1.0) == (0.0, 0.0, 0.0)
    x, _, z = _way(replace(train, path=waiting), 0.5)
    assert x > 0
    assert z == 0
