from __future__ import annotations

import numpy as np
import pytest

from tests.unit.engines.animatic.sound import scenes
from vitascope.engines.animatic.graph import World
from vitascope.engines.animatic.sound.noise import Mono, drift, faded, steady
from vitascope.engines.animatic.sound.sources.context import Context
from vitascope.engines.animatic.sound.sources.people import surface
from vitascope.engines.animatic.sound.sources.registry import ALIASES, KINDS, find

RATE = 48_000


def context(speed: float = 0.0, world: World = scenes.MOUNTAINS, seconds: float = 3.0) -> Context:
    return Context(rate=RATE, world=world, actor=None, speed=np.full(int(seconds * RATE), speed))


def play(kind: str, duration_s: float = 3.0, seed: int = 1, speed: float = 0.0) -> Mono:
    return KINDS[kind].make(duration_s, np.random.default_rng(seed), context(speed, seconds=duration_s))


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("duration_s", [0.002, 0.3, 1.5])
def test_every_kind_sounds_for_as_long_as_asked(kind: str, duration_s: float) -> None:
    x = play(kind, duration_s)
    assert x.shape == (round(duration_s * RATE),)
    assert np.isfinite(x).all()
    if duration_s > 1:
        assert np.any(x)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_the_same_for_the_same_seed(kind: str) -> None:
    assert np.array_equal(play(kind, 0.5), play(kind, 0.5))


def test_every_nickname_leads_to_a_kind() -> None:
    assert all(find(nickname) is not None for nickname in ALIASES)
    assert not set(ALIASES) & set(KINDS)
    assert find("kazoo") is None


def onsets(x: Mono) -> int:
    """How many times the level rises past a third of its peak."""
    level = np.sqrt(np.convolve(x**2, np.ones(960) / 960, "same"))
    loud = level > 0.33 * level.max()
    return int(np.sum(np.diff(loud.astype(int)) == 1) + loud[0])


def test_a_runner_steps_faster_than_a_walker() -> None:
    walk, run = (play("footsteps", 6.0, speed=s) for s in (1.3, 4.0))
    assert onsets(run) > onsets(walk) > 6


def test_an_engine_revs_with_its_speed() -> None:
    def centre(speed: float) -> float:
        spectrum = np.abs(np.fft.rfft(play("engine", 2.0, speed=speed)))
        hz = np.fft.rfftfreq(2 * RATE, 1 / RATE)
        low = hz < 1200
        return float(np.sum(hz[low] * spectrum[low] ** 2) / np.sum(spectrum[low] ** 2))

    assert centre(25.0) > 1.2 * centre(18.0)  # the top and the bottom of third gear


def test_ground_is_what_the_world_has() -> None:
    assert surface(context(world=World(kind="street", time="day"))) == "hard"
    assert surface(context(world=World(kind="street", time="night", weather="rain"))) == "water"
    assert surface(context(world=World(kind="forest", time="day", weather="snow"))) == "snow"


def test_drift_stays_between_nothing_and_one() -> None:
    curve = drift(RATE, RATE, np.random.default_rng(3), 7.0)
    assert curve.min() >= 0
    assert curve.max() <= 1
    assert np.abs(np.diff(curve)).max() < 0.01


def test_fades_start_and_end_at_nothing() -> None:
    x = faded(np.ones(4800), RATE)
    assert x[0] == 0
    assert x[-1] == 0
    assert x[2400] == 1


@pytest.mark.parametrize("samples", [1, 512, 3001])
def test_a_steady_tone_is_a_sine(samples: int) -> None:
    t = np.arange(samples) / RATE
    assert steady(441.0, samples, RATE, 0.7) == pytest.approx(np.sin(2 * np.pi * 441 * t + 0.7), abs=1e-9)
