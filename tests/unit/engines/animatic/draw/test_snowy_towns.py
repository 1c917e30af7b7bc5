from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.unit.engines.animatic.draw.scenes import shot_of
from vitascope.engines.animatic.draw.stage import Canvas, Pose
from vitascope.engines.animatic.draw.worlds import painter_of
from vitascope.engines.animatic.graph import World, WorldKind

_W, _H = 192, 108


def _painted(kind: WorldKind, *, snowy: bool, height_m: float) -> NDArray[np.float64]:
    world = World(kind=kind, time="day", season="winter" if snowy else "summer", tags=("snow",) if snowy else ())
    canvas = Canvas(rgb=np.zeros((_H, _W, 3), np.uint8), depth=np.zeros((_H, _W), np.float32))
    painter = painter_of(world)(shot_of(world, height_m=height_m), 3)
    painter.paint(canvas, Pose(x=0.0, y=height_m, z=0.0, pitch=0.0 if height_m < 5 else -0.3, focal=1.0), 1.0)
    return canvas.rgb.astype(float)


@pytest.mark.parametrize(("kind", "height_m"), [("street", 1.7), ("city", 90.0)])
def test_snow_lies_on_the_streets_and_roofs_of_a_town(kind: WorldKind, height_m: float) -> None:
    low = slice(_H * 3 // 4, _H)
    bare, white = (_painted(kind, snowy=snowy, height_m=height_m)[low] for snowy in (False, True))
    assert ((white - bare).min(axis=2) > 25).mean() > 0.15


def test_wheels_leave_tracks_in_it() -> None:
    row = _painted("street", snowy=True, height_m=1.7)[-8, :, 0]
    middle = row[_W // 2 - 60 : _W // 2 + 60]
    assert middle.max() > middle.min() + 40
