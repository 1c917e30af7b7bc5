"""Who surfs rides a wave that breaks behind them: on its face all the time, and higher up on a higher one."""

from __future__ import annotations

import pytest

from vitascope.engines.animatic.draw.rigs import breaker
from vitascope.engines.animatic.graph import Actor
from vitascope.engines.animatic.reading import surfing
from vitascope.engines.animatic.reading.reader import read_prompt


def _two(prompt: str) -> tuple[Actor, Actor]:
    actors = read_prompt(prompt, seed=1, duration_s=6.0, has_image=False).shots[0].actors
    return next(a for a in actors if a.rig == "biped"), next(a for a in actors if a.form == surfing.WAVE)


@pytest.mark.parametrize(
    "prompt",
    [
        "A surfer rides a giant wave",
        "A surfer rides the waves at sunset",
        "A woman surfs",
        "A man goes surfing in Hawaii",
    ],
)
def test_the_rider_is_on_the_face_of_the_wave_before_it_breaks(prompt: str) -> None:
    rider, wave = _two(prompt)
    high, at = wave.size_m, wave.path[0]
    for k, p in enumerate(rider.path):
        before, up = breaker.surface(surfing._UP[k])
        assert abs(p.y - up * high) < 0.1 * high
        assert abs(at.z - p.z - before * high) < 0.1 * high
        share = (p.time_s - at.time_s) / (wave.path[-1].time_s - at.time_s)
        breaks = breaker.BREAKS[0] + (breaker.BREAKS[1] - breaker.BREAKS[0]) * share
        assert -p.x / high > breaks + 0.5


def test_a_giant_wave_is_more_than_twice_as_high_and_the_sea_before_it_hides_nobody() -> None:
    scene = read_prompt("A surfer rides a giant wave", seed=1, duration_s=6.0, has_image=False)
    assert _two("A surfer rides a giant wave")[1].size_m > 2 * _two("A surfer rides a wave")[1].size_m
    assert "waves" not in scene.shots[0].world.tags


def test_who_carries_a_surfboard_along_a_beach_has_no_wave() -> None:
    scene = read_prompt("A surfer walks along the beach with her surfboard", seed=1, duration_s=6.0, has_image=False)
    assert surfing.WAVE not in {a.form for a in scene.shots[0].actors}
