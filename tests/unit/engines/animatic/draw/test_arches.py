from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from vitascope.engines.animatic.draw import arches
from vitascope.engines.animatic.draw.renderer import Renderer
from vitascope.engines.animatic.draw.stage import FAR_M, Canvas, Pose
from vitascope.engines.animatic.draw.worlds import land
from vitascope.engines.animatic.reading.reader import read_prompt

WIDTH, HEIGHT = 640, 360


@pytest.mark.parametrize("view", ["drone shot", "seen from high above", "seen from the side", "the camera orbits"])
def test_leaving_out_what_a_viaduct_hides_changes_no_picture(view: str, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = read_prompt(f"A steam train crosses a stone viaduct in an autumn forest, {view}.", seed=3, duration_s=6.0)
    drawn = Renderer(scene, width=WIDTH, height=HEIGHT, fps=Fraction(25), mouths={})
    frames = (5, 70, 145)
    without = [drawn.frame(index) for index in frames]
    monkeypatch.setattr(land, "hidden", lambda canvas, _pose, _shot: _open(canvas))
    for index, frame in zip(frames, without, strict=True):
        assert np.array_equal(drawn.frame(index), frame)


def test_a_wall_hides_what_is_behind_it_and_an_arch_does_not() -> None:
    scene = read_prompt("A stone viaduct in an autumn forest, drone shot.", seed=3, duration_s=6.0)
    shot = scene.shots[0]
    viaduct = next(actor for actor in shot.actors if actor.rig == "viaduct")
    foot = viaduct.path[0]
    size = viaduct.size_m / arches.UNIT
    canvas = Canvas(rgb=np.zeros((HEIGHT, WIDTH, 3), np.uint8), depth=np.zeros((HEIGHT, WIDTH), np.float32))
    pose = Pose(x=foot.x + 7 * size, y=foot.y + 16 * size, z=foot.z - 30 * size)  # before the middle of an arch
    beyond = arches.hidden(canvas, pose, shot)
    scale = WIDTH / 2 / (30 - arches.DEEP)
    row, column = (int(HEIGHT / 2 - metres * scale) for metres in (2.2, -10.0))
    wall, arch = beyond[row, WIDTH // 64], beyond[column, WIDTH // 64]
    assert (30 - arches.DEEP) * size <= wall <= 40 * size, "over the crown"
    assert arch > FAR_M, "through the arch"


def _open(canvas: Canvas) -> np.ndarray:
    return np.full((canvas.height, (canvas.width + 31) // 32), 2 * FAR_M, np.float32)
