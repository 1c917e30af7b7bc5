"""Names over the shops of a street, and words down its walls: they can be read, from either side."""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np
import pytest

from tests.unit.engines.animatic.draw.scenes import shot_of
from vitascope.engines.animatic.draw.camera import pose_at
from vitascope.engines.animatic.draw.lettering import NAMES, UPRIGHT, lettering
from vitascope.engines.animatic.draw.stage import Canvas
from vitascope.engines.animatic.draw.worlds.town import street
from vitascope.engines.animatic.graph import World

LETTER_M, CELL_M = 0.46, 0.72


def _wall(yaw: float) -> tuple[np.ndarray, float]:
    """What one sees who turns to a wall of a neon street, and how many pixels a metre of it has."""
    shot = shot_of(World(kind="street", time="night", tags=("neon",)))
    place = street(shot, 7)
    pose = replace(pose_at(shot, 0.0, place.ground), x=0.0, y=3.0, z=100.0, yaw=yaw, pitch=0.0, focal=0.8)
    canvas = Canvas(rgb=np.empty((720, 1280, 3), np.uint8), depth=np.empty((720, 1280), np.float32))
    place.town.paint(canvas, pose, place.palette(1.0), 1.0)
    return canvas.rgb.max(2), pose.pixels_per_metre(place.town.road_m, 1280)


def _name(name: str, pixels_per_metre: float) -> np.ndarray:
    letters, _, numbers, _ = lettering()
    line = np.hstack([letters[n] for n in numbers[NAMES.index(name), : len(name)]])
    size = (round(LETTER_M * len(name) * pixels_per_metre), round(CELL_M * pixels_per_metre))
    return cv2.resize((line * 255).astype(np.uint8), size, interpolation=cv2.INTER_AREA)


@pytest.mark.parametrize("yaw", [-math.pi / 2, math.pi / 2], ids=["left", "right"])
def test_the_names_over_shops_read_from_left_to_right_on_both_sides(yaw: float) -> None:
    seen, scale = _wall(yaw)

    def found(picture: np.ndarray) -> dict[str, float]:
        return {
            name: float(cv2.matchTemplate(picture, _name(name, scale), cv2.TM_CCOEFF_NORMED).max()) for name in NAMES
        }

    as_seen, mirrored = found(seen), found(np.ascontiguousarray(seen[:, ::-1]))
    assert sum(like > 0.85 for like in as_seen.values()) >= 2
    assert max(mirrored.values()) < 0.8


def test_no_two_letters_are_alike() -> None:
    letters, coarse, _, _ = lettering()
    for drawn in (letters, coarse):
        flat = drawn.reshape(len(drawn), -1)[1:]
        apart = np.abs(flat[:, None] - flat[None]).mean(2) + np.eye(len(flat))
        assert apart.min() > 0.03
    assert letters[0].max() == 0
    assert letters[1:].max((1, 2)).min() > 0.9


def test_words_down_walls_are_in_the_order_of_their_lengths() -> None:
    lengths = [len(word) for word in UPRIGHT]
    assert lengths == sorted(lengths)
