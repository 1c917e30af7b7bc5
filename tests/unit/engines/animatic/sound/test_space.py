from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.engines.animatic.sound import scenes
from vitascope.engines.animatic.graph import Camera, Move, Shot, World
from vitascope.engines.animatic.sound import space
from vitascope.engines.animatic.sound.reverb import CAVE, OUTDOORS, room, tail

RATE = 48_000


def shot(*moves: Move) -> Shot:
    return Shot(start_s=0, end_s=6, world=scenes.MOUNTAINS, camera=Camera(moves=moves or (Move(kind="static"),)))


def passing() -> space.Track:
    return space.track(scenes.actor((0, -90, 0, 8), (6, 90, 0, 8)), shot(), 0.0, 6.0)


def test_pitch_is_high_while_nearing_and_low_while_leaving() -> None:
    heard = space.source_times(passing(), 6 * RATE, RATE)
    ratio = np.diff(heard) * RATE
    # 30 m/s: 343 / (343 ∓ 30) apart, to first order
    assert ratio[RATE] == pytest.approx(1 + 30 / 343, abs=0.01)
    assert ratio[-RATE] == pytest.approx(1 - 30 / 343, abs=0.01)
    assert np.all(np.diff(ratio[RATE:-RATE]) <= 1e-9)


def test_a_bent_tone_has_the_bent_pitch() -> None:
    heard = space.source_times(passing(), 6 * RATE, RATE)
    tone = np.sin(2 * np.pi * 1000 * np.arange(int(6.2 * RATE)) / RATE)
    bent = space.bent(tone, heard, RATE)[RATE : 2 * RATE]
    peak = float(np.argmax(np.abs(np.fft.rfft(bent * np.hanning(RATE)))))  # one bin is one hertz
    assert peak == pytest.approx(1000 * (1 + 30 / 343), abs=8)


def test_an_actor_that_the_camera_keeps_up_with_does_not_change_pitch_or_side() -> None:
    runner = scenes.actor((0, -90, 0, 8), (6, 90, 0, 8))
    way = space.track(runner, shot(Move(kind="track", target="one")), 0.0, 6.0)
    ratio = np.diff(space.source_times(way, 6 * RATE, RATE)) * RATE
    assert np.abs(ratio - 1).max() < 0.02
    assert way.speed.mean() == pytest.approx(30, rel=0.02)


def test_what_is_near_is_louder_and_brighter_than_what_is_far() -> None:
    noise = np.random.default_rng(1).standard_normal(RATE)
    near, far = (
        space.placed(noise, space.track(scenes.actor((0, 0, 0, z)), shot(), 0, 1.0), RATE, 15) for z in (3.0, 300.0)
    )
    assert np.std(near) > 2 * np.std(far)
    bright = [np.std(np.diff(x)) / np.std(x) for x in (near[0], far[0])]
    assert bright[0] > 1.5 * bright[1]


@settings(max_examples=30, deadline=None)
@given(st.floats(min_value=-1, max_value=1))
def test_panning_keeps_power(pan: float) -> None:
    both = space.panned(np.ones(4), pan)
    assert float(np.sum(both[:, 0] ** 2)) == pytest.approx(2.0)


def test_a_cave_rings_longer_than_open_ground() -> None:
    click = np.zeros((2, 2 * RATE))
    click[:, 0] = 1
    late = [
        float(np.sum(tail(click, place, np.random.default_rng(1), RATE)[:, RATE:] ** 2)) for place in (CAVE, OUTDOORS)
    ]
    assert late[0] > 100 * max(late[1], 1e-12)
    assert room(World(kind="hills", time="day", tags=("cave",))) is CAVE
