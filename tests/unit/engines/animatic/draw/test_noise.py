from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from vitascope.engines.animatic.draw.noise import bearing

_SIDES = st.floats(-5, 5).filter(lambda v: abs(v) > 1e-6)


@given(_SIDES, _SIDES)
def test_a_bearing_is_close_to_the_arc_tangent(x: float, z: float) -> None:
    off = bearing(x, z) - math.atan2(x, z)
    assert abs(math.atan2(math.sin(off), math.cos(off))) < 5e-4
