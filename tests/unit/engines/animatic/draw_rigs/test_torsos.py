from __future__ import annotations

import math

import numpy as np

from vitascope.engines.animatic.draw.rigs.torsos import WOMAN, Trunk


def test_rings_at_several_heights_are_those_of_each_height() -> None:
    trunk = Trunk((0.0, 1.0, 0.0), (0.05, 1.3, 0.08), (0.02, 1.5, 0.12), WOMAN, 1.1)
    heights, angles = np.array([-0.1, 0.3, 0.7, 1.0]), np.linspace(0, 2 * math.pi, 9)
    grid = trunk.rings(heights, angles, 0.02)
    for t, ring in zip(heights, grid, strict=True):
        assert np.allclose(ring, trunk.ring(float(t), angles, 0.02))
