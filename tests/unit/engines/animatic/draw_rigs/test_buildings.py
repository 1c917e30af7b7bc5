from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.engines.animatic.draw_rigs.scenery import LIGHT, actor, canvas, shot
from vitascope.engines.animatic.draw.rigs import paint_actors
from vitascope.engines.animatic.draw.rigs.buildings import FORMS, in_season
from vitascope.engines.animatic.draw.stage import Pose
from vitascope.engines.animatic.graph import World

_POSE = Pose(x=0.0, y=1.7, z=0.0, focal=1.3)


def _flat(_x: float, _z: float) -> float:
    return 0.0


def _seen(form: str, night: float = 0.0, x: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    target = canvas(240, 135)
    house = actor("building", (x, 0, 26), size_m=10.0, form=form)
    paint_actors(target, _POSE, replace(LIGHT, night=night), shot(house), 1.0, {}, _flat)
    return target.rgb, target.depth


@pytest.mark.parametrize("form", sorted(FORMS.keys() - {"stands"}))  # which are all about the camera
def test_every_building_is_seen_and_stands_about_where_it_is_put(form: str) -> None:
    _, depth = _seen(form)
    near = depth[depth < 100]
    assert len(near) > 150
    assert 8 < np.median(near) < 44


def test_windows_are_lit_at_night_only() -> None:
    warm = [(rgb[..., 0].astype(int) - rgb[..., 2] > 90).sum() for rgb, _ in (_seen("cabin", n) for n in (0.0, 1.0))]
    assert warm[1] > warm[0] + 20


def test_a_building_does_not_turn_after_the_camera() -> None:
    house = actor("building", (0, 0, 26), size_m=10.0, form="church")
    straight, aside = [], []
    for x, seen in ((0.0, straight), (22.0, aside)):
        target = canvas(240, 135)
        pose = replace(_POSE, x=x, yaw=-np.arctan2(x, 26.0))
        paint_actors(target, pose, LIGHT, shot(house), 1.0, {}, _flat)
        seen.extend((target.depth < 100).sum(axis=0).tolist())
    outline = np.abs(np.array(straight) - np.array(aside))
    assert outline.max() > 15  # another side of it is seen


def test_snow_lies_on_a_cabin_in_winter() -> None:
    cabin = actor("building", (0, 0, 20), size_m=6.0, form="cabin")
    assert in_season(cabin, World(kind="hills", season="winter")).form == "snowy cabin"
    assert in_season(cabin, World(kind="hills")).form == "cabin"
