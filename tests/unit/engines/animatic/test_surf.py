from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from vitascope.engines.animatic.graph import World
from vitascope.engines.animatic.sound.sources.context import Context
from vitascope.engines.animatic.sound.sources.water import waves_on_rocks
from vitascope.engines.animatic.surf import breaks, force, phase


@given(st.floats(0, 500), st.floats(0.01, 5))
def test_no_wave_runs_back(start: float, later: float) -> None:
    assert phase(start + later) > phase(start)


def test_each_moment_of_a_break_is_one_wave_come_in() -> None:
    moments = breaks(3.0, 40.0)
    assert [round(phase(m)) for m in moments] == list(range(round(phase(moments[0])), round(phase(moments[-1])) + 1))
    assert all(3.0 <= m < 40.0 for m in moments)
    assert len(moments) >= 9


def test_spans_that_follow_each_other_share_no_wave_and_lose_none() -> None:
    assert breaks(0.0, 7.0) + breaks(7.0, 20.0) == breaks(0.0, 20.0)


def test_waves_do_not_all_break_alike() -> None:
    hard = [force(m) for m in breaks(0.0, 40.0)]
    assert max(hard) - min(hard) > 0.2
    assert all(0 < f <= 1 for f in hard)


def test_a_wave_crashes_when_it_is_seen_to_break() -> None:
    rate = 8000
    context = Context(rate=rate, world=World(kind="coast"), actor=None, speed=np.zeros(0), starts_s=10.0)
    heard = waves_on_rocks(8.0, np.random.default_rng(3), context) ** 2
    for moment in breaks(10.8, 16.5):
        at = int((moment - 10.0) * rate)
        assert heard[at : at + rate // 2].mean() > 2 * heard[at - rate // 2 : at - rate // 8].mean()
