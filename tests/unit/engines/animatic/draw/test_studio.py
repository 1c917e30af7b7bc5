from __future__ import annotations

import numpy as np
import pytest

from tests.unit.engines.animatic.draw.scenes import shot_of
from vitascope.engines.animatic.draw.camera import pose_at
from vitascope.engines.animatic.draw.stage import Canvas
from vitascope.engines.animatic.draw.worlds import painter_of
from vitascope.engines.animatic.graph import Actor, Waypoint, World


def _painted(colour: str, foot: float) -> tuple[Canvas, float]:
    who = Actor(id="a", rig="object", label="vase", size_m=0.3, path=(Waypoint(time_s=0.0, x=0.0, y=foot, z=0.6),))
    world = World(kind="interior", tags=("studio",), colours=(colour,))
    shot = shot_of(world, actors=(who,), height_m=0.95)
    painter = painter_of(world)(shot, 3)
    canvas = Canvas(rgb=np.zeros((108, 192, 3), np.uint8), depth=np.zeros((108, 192), np.float32))
    pose = pose_at(shot, 1.0, painter.ground)
    painter.paint(canvas, pose, 1.0)
    return canvas, pose.y


@pytest.mark.parametrize(("colour", "least", "most"), [("white", 170, 255), ("black", 0, 60)])
def test_a_sheet_has_its_colour_and_no_edge(colour: str, least: int, most: int) -> None:
    canvas, _ = _painted(colour, 0.75)
    assert least < canvas.rgb.mean() < most
    steps = np.abs(np.diff(canvas.rgb.astype(int), axis=0)).max()
    assert steps < 12


def test_a_table_top_carries_what_stands_on_it_and_not_the_camera() -> None:
    canvas, camera = _painted("white", 0.75)
    assert camera == pytest.approx(0.95)
    assert (np.diff(canvas.depth[:, 96]) <= 1e-4).all()
    assert 0.2 < canvas.depth[-1, 96] < 1.0
