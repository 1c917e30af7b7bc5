"""Neon on a street: signs that stand out from the walls, and what they shed on them."""

from __future__ import annotations

import numpy as np

from tests.unit.engines.animatic.draw.scenes import shot_of
from vitascope.engines.animatic.draw.camera import pose_at
from vitascope.engines.animatic.draw.stage import Canvas
from vitascope.engines.animatic.draw.worlds.town import street
from vitascope.engines.animatic.graph import World, WorldKind

_STREET: WorldKind = "street"


def _painted(*tags: str, time: str = "night") -> np.ndarray:
    shot = shot_of(World(kind=_STREET, time=time, tags=tags))  # type: ignore[arg-type]
    place = street(shot, 7)
    canvas = Canvas(rgb=np.empty((180, 320, 3), np.uint8), depth=np.empty((180, 320), np.float32))
    place.paint(canvas, pose_at(shot, 1.0, place.ground), 1.0)
    return canvas.rgb.astype(np.float64)


def _hues(rgb: np.ndarray) -> int:
    """How many of twelve hues are strong on at least one pixel in a hundred."""
    r, g, b = rgb[..., 0], rgb[..., 1], rgb[..., 2]
    strong = rgb.max(2) - rgb.min(2) > 40
    angle = np.arctan2(np.sqrt(3) * (g - b), 2 * r - g - b)[strong]
    counts = np.histogram(angle, 12, (-np.pi, np.pi))[0]
    return int((counts > 0.01 * rgb.shape[0] * rgb.shape[1]).sum())


def test_the_walls_of_a_neon_street_take_the_colours_of_its_signs():
    assert _hues(_painted("neon")) >= 5
    assert _hues(_painted("neon")) > _hues(_painted())


def test_neon_is_off_by_day():
    assert _hues(_painted("neon", time="day")) < _hues(_painted("neon"))


def test_signs_stand_before_the_walls():
    shot = shot_of(World(kind=_STREET, time="night", tags=("neon",)))
    depths = []
    for tags in (("neon",), ()):
        place = street(shot_of(World(kind=_STREET, time="night", tags=tags)), 7)
        canvas = Canvas(rgb=np.empty((180, 320, 3), np.uint8), depth=np.full((180, 320), np.inf, np.float32))
        place.town.paint(canvas, pose_at(shot, 1.0, place.ground), place.palette(1.0), 1.0)
        bare = canvas.depth.copy()
        place.paint(canvas, pose_at(shot, 1.0, place.ground), 1.0)
        depths.append((canvas.depth < bare - 0.5)[:60].mean())
    assert depths[0] > depths[1]
