from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from vitascope.engines.animatic.draw.renderer import Renderer
from vitascope.engines.animatic.draw.rigs import underfoot
from vitascope.engines.animatic.draw.stage import Pose
from vitascope.engines.animatic.reading.reader import read_prompt

PROMPT = "A wooden sailing ship in a storm, dolly in toward the captain who shouts: “Hold fast!”"


@pytest.mark.parametrize(("width", "index"), [(320, 100), (320, 120), (1280, 137)])
def test_water_that_the_deck_hides_is_left_out_and_nobody_sees_it(
    monkeypatch: pytest.MonkeyPatch, width: int, index: int
) -> None:
    scene = read_prompt(PROMPT, seed=1, duration_s=6.0, has_image=False)
    drawn = Renderer(scene, width=width, height=width * 9 // 16, fps=Fraction(25), mouths={})
    found = []
    look = underfoot.hidden_rows

    def watched(*given: object, **more: object) -> object:
        found.append(look(*given, **more))  # type: ignore[arg-type]
        return found[-1]

    monkeypatch.setattr(underfoot, "hidden_rows", watched)
    saved = drawn.frame(index).astype(int)
    monkeypatch.setattr(underfoot, "hidden_rows", lambda *_, **__: None)
    whole = drawn.frame(index)
    assert found[0] is not None
    assert (found[0] < 0.75 * width * 9 / 16).mean() > 0.5
    assert np.abs(saved - whole).max() <= 3


def test_from_beside_the_ship_all_of_the_sea_is_painted() -> None:
    scene = read_prompt(PROMPT, seed=1, duration_s=6.0, has_image=False)
    pose = Pose(x=0.0, y=4.0, z=-200.0)
    beside = underfoot.hidden_rows(scene.shot_at(0.04), pose, 0.04, lambda _x, _z: 0.0, width=320, height=180, every=1)
    assert beside is None
