"""What tells one sound from another, by ear or by these numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.engines.animatic.sound import scenes
from vitascope.engines.animatic.draw.gaits import biped_gait
from vitascope.engines.animatic.draw.rigs.cast import Cast
from vitascope.engines.animatic.draw.rigs.deeds import DEEDS
from vitascope.engines.animatic.draw.rigs.stances import Stance
from vitascope.engines.animatic.graph import Actor, Scene, Shot, Waypoint, World
from vitascope.engines.animatic.moments import falls_back, strikes
from vitascope.engines.animatic.reading.reader import read_prompt
from vitascope.engines.animatic.sound.footfalls import footfalls
from vitascope.engines.animatic.sound.noise import Mono
from vitascope.engines.animatic.sound.sources.context import Context
from vitascope.engines.animatic.sound.sources.registry import find
from vitascope.engines.animatic.sound.stems import render
from vitascope.engines.animatic.sound.voice.formant import FormantVoice

RATE = 16_000


def play(
    kind: str,
    seconds: float = 6.0,
    seed: int = 1,
    world: World = scenes.MOUNTAINS,
    steps: tuple[float, ...] = (),
    flashes: tuple[float, ...] = (),
) -> Mono:
    known = find(kind)
    assert known is not None
    speed = np.zeros(int(seconds * RATE))
    context = Context(rate=RATE, world=world, actor=None, speed=speed, steps=steps, flashes=flashes)
    return known.make(seconds, np.random.default_rng(seed), context)


def levels(x: Mono, window_s: float = 0.05) -> Mono:
    """In dB, one a window."""
    n = int(window_s * RATE)
    return 10 * np.log10(np.mean(x[: x.size // n * n].reshape(-1, n) ** 2, axis=1) + 1e-12)


def centroid(x: Mono) -> float:
    power = np.abs(np.fft.rfft(x)) ** 2
    return float((np.fft.rfftfreq(x.size, 1 / RATE) * power).sum() / power.sum())


@pytest.mark.parametrize(("kind", "least_db"), [("wind", 3.0), ("surf", 5.0), ("wheat", 3.0), ("fire", 3.0)])
def test_air_water_and_fire_come_and_go(kind: str, least_db: float) -> None:
    swings = [np.ptp(np.quantile(levels(play(kind, seed=seed), 0.2), (0.1, 0.9))) for seed in range(3)]
    assert np.median(swings) > least_db


def test_rain_depends_on_what_it_falls_on() -> None:
    rain = {
        kind: centroid(play("rain", 3.0, world=World(kind=kind, time="day", weather="rain")))  # type: ignore[arg-type]
        for kind in ("street", "interior", "forest")
    }
    assert len({round(hz, -2) for hz in rain.values()}) == 3


def test_near_drops_stand_out_of_the_rain() -> None:
    x = play("rain", 3.0, world=World(kind="street", time="night", weather="rain"))
    assert np.abs(x).max() > 5 * np.std(x)


def test_thunder_is_heard_soon_after_its_flash_and_not_before() -> None:
    x = play("thunder", 6.0, flashes=(2.0,))
    assert np.abs(x[: int(2.15 * RATE)]).max() < 0.02 * np.abs(x).max()
    loudest = int(np.argmax(np.abs(x))) / RATE
    assert 2.2 <= loudest <= 3.2


def test_what_is_heard_of_a_storm_is_what_is_seen_of_it() -> None:
    storm = World(kind="coast", time="dusk", weather="storm")
    shot = Shot(start_s=0.0, end_s=8.0, world=storm)
    assert strikes(shot, 3) == strikes(shot, 3)
    assert 2 <= len(strikes(shot, 3)) <= 4
    assert all(0 <= t < 8 for t in strikes(shot, 3))
    assert strikes(Shot(start_s=0.0, end_s=8.0, world=scenes.MOUNTAINS), 3) == ()


def walker(metres: float, seconds: float, size_m: float = 1.8) -> Actor:
    points = (Waypoint(time_s=0, x=0, y=0, z=5), Waypoint(time_s=seconds, x=metres, y=0, z=5))
    return Actor(id="who", rig="biped", label="woman", form="woman", path=points, action="walk", size_m=size_m)


def test_steps_fall_once_in_half_a_stride() -> None:
    falls = footfalls(walker(6.0, 6.0), 0.0, 6.0)
    half = biped_gait(run=False).stride_m / 2
    assert len(falls) == pytest.approx(6.0 / half, abs=1)
    assert len(footfalls(walker(6.0, 6.0, size_m=0.9), 0.0, 6.0)) > 1.7 * len(falls)


def test_who_stands_makes_no_steps() -> None:
    standing = Actor(id="who", rig="biped", label="man", path=(Waypoint(time_s=0, x=0, y=0, z=5),))
    assert footfalls(standing, 0.0, 6.0) == ()


@pytest.mark.parametrize("kind", ["footsteps", "hooves"])
def test_a_step_is_heard_at_each_fall_and_nowhere_else(kind: str) -> None:
    falls = (0.5, 1.3, 2.0)
    x = play(kind, 3.0, steps=falls, world=World(kind="street", time="day"))
    loud = np.flatnonzero(np.abs(x) > 0.25 * np.abs(x).max()) / RATE
    assert {min(falls, key=lambda f: abs(f - t)) for t in loud} == set(falls)
    assert all(min(abs(t - f) for f in falls) < 0.2 for t in loud)


def onsets(x: Mono, least: float) -> list[float]:
    """When a sound that was quiet for 0.3 s rises over ``least`` of its loudest, in seconds."""
    loud = np.flatnonzero(np.abs(x) > least * np.abs(x).max()) / RATE
    return [float(t) for t, before in zip(loud, [-1.0, *loud[:-1]], strict=True) if t - before > 0.3]


def clip_of(prompt: str, kind: str) -> tuple[Scene, Mono]:
    """What is read of six seconds, and the one sound of ``kind`` in them as the clip has it, mono."""
    read = read_prompt(prompt, seed=1, duration_s=6.0)
    (shot,) = read.shots
    alone = replace(shot, sounds=tuple(s for s in shot.sounds if s.kind == kind), speeches=())
    scene = replace(read, shots=(alone,), music=None)
    return scene, render(scene, samples=6 * RATE, rate=RATE, voice=FormantVoice()).effects.mean(axis=0)


def height_of_hand(worker: Actor, time_s: float) -> float:
    """As the picture has it, of the right one."""
    cast = Cast(
        actor=worker, time_s=time_s, shot_s=time_s, seed=1, travelled=0, speed=0, mouth=0, act=0, night=0, to_camera=0
    )
    stance = Stance()
    DEEDS["work"](stance, cast)
    return stance.wrists[1][1]


FRAME_S = 1 / 25


def test_a_hammer_is_heard_when_the_hand_that_is_seen_is_down() -> None:
    scene, heard = clip_of("A blacksmith hammers a sword on an anvil.", "hammer")
    smith = next(a for a in scene.shots[0].actors if a.action == "hammer")
    times_s = np.arange(0.0, 6.0, 0.005)
    heights = [height_of_hand(smith, float(t)) for t in times_s]
    low = [float(times_s[k]) for k in range(1, len(heights) - 1) if heights[k - 1] > heights[k] <= heights[k + 1]]
    blows = onsets(heard, 0.35)
    assert len(low) == len(blows) >= 3
    assert all(abs(a - b) <= FRAME_S for a, b in zip(low, blows, strict=True))


def test_a_splash_is_heard_when_the_body_is_seen_to_strike() -> None:
    scene, heard = clip_of("A humpback whale breaches out of a calm sea, then crashes back with a splash.", "splash")
    (whale,) = scene.shots[0].actors
    assert onsets(heard, 0.3)[0] == pytest.approx(falls_back(whale, scene.shots[0]), abs=2 * FRAME_S)


def test_grounds_differ() -> None:
    grounds = {
        "stone": World(kind="street", time="day"), "snow": World(kind="forest", time="day", weather="snow"),
        "wood": World(kind="interior", time="day"), "leaves": World(kind="forest", time="day"),
    }  # fmt: skip
    colours = {name: centroid(play("footsteps", 2.0, steps=(0.3, 1.0), world=world)) for name, world in grounds.items()}
    assert colours["wood"] < colours["snow"]
    assert colours["wood"] < colours["leaves"]
    assert len({round(hz, -2) for hz in colours.values()}) == 4


def test_no_place_is_mere_rumble() -> None:
    for kind in ("wind", "rain", "sea", "surf", "forest", "wheat", "city", "market", "fire", "stream", "leaves"):
        x = play(kind, 3.0)
        power, hz = np.abs(np.fft.rfft(x)) ** 2, np.fft.rfftfreq(x.size, 1 / RATE)
        assert power[hz < 60].sum() < 0.1 * power.sum(), kind
